"""Which commit is the published one, what subscribers see of each fact, and what the command prints."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from commits import FOLDER, Repository
from examples import LIBRARY, MARA, SITEURL, WORDING, session_of
from published_site import NOW, SETTINGS, lab, write_site

from plugins.seminars.model import Availability, EventStatus, Organizer, Price, Registration, Session, Sponsor
from plugins.seminars.online import Online
from plugins.seminars.vevent import event
from tools.published import fix_published, published_problems
from tools.published.__main__ import main
from tools.published.changes import revisions

FILE = "interview-lab.md"
BEFORE = lab("2026-12-08 18:00", "2026-12-15 18:00")
AFTER = lab("2026-12-08 18:00", "2026-12-16 18:00")
MOVED = lab("2026-12-08 18:00", "start: 2026-12-16 18:00\n    moved_from: 2026-12-15 18:00")
TOLD = (
    f'{FOLDER}/{FILE}:7:5: sessions[1]: published as 2026-12-15 18:00; write "- start: 2026-12-16 18:00" and '
    '"moved_from: 2026-12-15 18:00"'
)


@pytest.fixture
def site(tmp_path: Path) -> Repository:
    return write_site(tmp_path)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    def command(root: Path, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(root)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", f"{NOW.timestamp():.0f}")
        code = main([*arguments, "--settings=pelicanconf.py"])
        out, err = capsys.readouterr()
        return code, out.replace("\u202f", " "), err  # Babel's space before PM

    return command


def told(root: Path, base: str | None = None) -> list[str]:
    return [str(problem) for problem in published_problems(root / "pelicanconf.py", NOW, base)]


def test_nothing_is_said_outside_a_repository(site: Repository) -> None:
    site.write({FILE: BEFORE})
    (site.root / ".git").rename(site.root / "no-git")
    assert told(site.root) == []
    assert fix_published(site.root / "pelicanconf.py", NOW) == ()


def test_nothing_is_said_before_the_first_commit(site: Repository, run: Callable[..., tuple[int, str, str]]) -> None:
    site.write({FILE: BEFORE})
    assert told(site.root) == []
    assert run(site.root, "diff") == (0, "Nothing was published yet.\n", "")
    assert run(site.root, "check") == (0, "", "")


def test_without_a_remote_the_last_commit_is_the_published_one(site: Repository) -> None:
    site.commit({FILE: BEFORE})
    site.write({FILE: AFTER})
    assert told(site.root) == [TOLD]
    site.commit({})
    assert told(site.root) == []
    assert told(site.root, "HEAD~1") == [TOLD]


def test_origin_main_is_the_published_one(site: Repository) -> None:
    site.commit({FILE: BEFORE})
    site.git("update-ref", "refs/remotes/origin/main", "HEAD")
    site.commit({FILE: AFTER})
    assert told(site.root) == [TOLD]


def test_what_others_published_since_this_branch_began_is_not_missed_here(site: Repository) -> None:
    site.commit({FILE: BEFORE})
    site.commit({FILE: BEFORE, "clinic.md": lab("2026-12-01 12:00", title="Clinic")})
    site.git("update-ref", "refs/remotes/origin/main", "HEAD")
    site.git("reset", "--quiet", "--hard", "HEAD~1")
    site.commit({FILE: AFTER})
    assert told(site.root) == [TOLD]


def test_a_branch_with_no_common_history_is_compared_with_origin_main(site: Repository) -> None:
    site.commit({FILE: BEFORE})
    site.git("update-ref", "refs/remotes/origin/main", "HEAD")
    site.git("checkout", "--quiet", "--orphan", "new")
    site.commit({FILE: AFTER})
    assert told(site.root) == [TOLD]


def test_a_site_may_stand_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    inner = write_site(tmp_path / "site")
    (inner.root / ".git").rename(tmp_path / ".git")
    repository = Repository(tmp_path)
    inner.write({FILE: BEFORE})
    repository.commit({"elsewhere.md": BEFORE})
    inner.write({FILE: AFTER})
    assert told(inner.root) == [TOLD]


def test_a_name_that_no_commit_has(site: Repository, run: Callable[..., tuple[int, str, str]]) -> None:
    site.commit({FILE: BEFORE})
    words = 'there is no commit "--all" here; run git fetch, or name another after --base'
    assert told(site.root, "--all") == [f"content:1:1: {words}"]
    assert run(site.root, "diff", "--base=nowhere") == (2, "", words.replace("--all", "nowhere") + "\n")


def test_a_shallow_clone_is_refused(site: Repository, tmp_path: Path, run: Callable[..., tuple[int, str, str]]) -> None:
    site.commit({FILE: BEFORE})
    site.commit({FILE: MOVED})
    site.git("clone", "--quiet", "--depth=1", site.root.as_uri(), str(tmp_path / "shallow"))
    words = "this clone has no history, so what was published cannot be seen; run: git fetch --unshallow"
    assert told(tmp_path / "shallow") == [f"content:1:1: {words}"]
    assert run(tmp_path / "shallow", "diff") == (2, "", f"{words}\n")


def test_wrong_settings_are_said_elsewhere(site: Repository) -> None:
    site.commit({FILE: BEFORE})
    (site.root / "pelicanconf.py").write_text('PATH = "content"\nSEMINARS = {}\n')
    assert told(site.root) == []


def test_another_namespace_would_rename_every_session(site: Repository) -> None:
    site.commit({FILE: BEFORE})
    (site.root / "pelicanconf.py").write_text(SETTINGS.replace("5b2f6d1e", "00000000"))
    (line,) = told(site.root)
    assert line.startswith('pelicanconf.py:6:1: uid_namespace: published as "5b2f6d1e-8a43-4c57-9c0e-7f1d2b9a6e34"; ')
    assert line.endswith("write that again, or calendars lose all 2 sessions and get them anew")


def test_what_the_settings_say_of_every_seminar_is_compared_too(site: Repository) -> None:
    site.commit({FILE: BEFORE})
    (site.root / "pelicanconf.py").write_text(SETTINGS.replace('"organizer"', '"duration": "3h", "organizer"'))
    assert [line.partition(": sessions")[2].partition(";")[0] for line in told(site.root)] == [
        "[0]: its end changed since it was published, and SEQUENCE does not rise",
        "[1]: its end changed since it was published, and SEQUENCE does not rise",
    ]


def test_settings_that_are_no_literals_are_taken_for_todays(site: Repository) -> None:
    (site.root / "pelicanconf.py").write_text(f"{SETTINGS}TIMEZONE = str(TIMEZONE)\n")
    site.commit({FILE: BEFORE})
    (site.root / "pelicanconf.py").write_text(SETTINGS)
    assert told(site.root) == []


def test_a_file_that_is_not_text_is_left_out(site: Repository) -> None:
    site.commit({FILE: BEFORE})
    (site.root / FOLDER / FILE).write_bytes(b"\xff")
    (site.root / FOLDER / "folder.md").mkdir()
    assert told(site.root) == []


def test_the_difference_in_words(site: Repository, run: Callable[..., tuple[int, str, str]]) -> None:
    site.commit({FILE: BEFORE})
    assert run(site.root, "diff") == (0, "Subscribers see no change.\n", "")
    site.write({FILE: MOVED.replace("Interview Lab", '"A *Lab* <1>"')})
    assert run(site.root, "diff")[1].splitlines() == [
        "1 moved, 2 retitled: subscribers will see 3 changes within a day",
        'Interview Lab: Tuesday, December 8, 2026, 6:00 PM is called "A *Lab* <1>" now',
        "Interview Lab: moved from Tuesday, December 15, 2026, 6:00 PM to Wednesday, December 16, 2026, 6:00 PM",
        'Interview Lab: Tuesday, December 15, 2026, 6:00 PM is called "A *Lab* <1>" now',
    ]
    assert run(site.root, "diff", "--markdown")[1].splitlines() == [
        "### Calendars: 1 moved, 2 retitled",
        "",
        "Subscribers will see 3 changes within a day.",
        "",
        '- **Interview Lab**: Tuesday, December 8, 2026, 6:00 PM is called "A \\*Lab\\* \\<1\\>" now',
        "- **Interview Lab**: moved from Tuesday, December 15, 2026, 6:00 PM to Wednesday, December 16, 2026, 6:00 PM",
        '- **Interview Lab**: Tuesday, December 15, 2026, 6:00 PM is called "A \\*Lab\\* \\<1\\>" now',
    ]


def test_no_difference_in_markdown(site: Repository, run: Callable[..., tuple[int, str, str]]) -> None:
    site.commit({FILE: BEFORE})
    assert run(site.root, "diff", "--markdown") == (0, "### Calendars\n\nSubscribers see no change.\n", "")


def test_a_difference_without_what_cannot_be_read(site: Repository, run: Callable[..., tuple[int, str, str]]) -> None:
    site.commit({FILE: BEFORE, "clinic.md": lab("2026-12-01 12:00", title="Clinic")})
    site.write({FILE: lab("2026-12-32 18:00"), "clinic.md": lab("2026-12-01 12:00", title="Walk-in")})
    code, out, err = run(site.root, "diff")
    assert (code, out.splitlines()[0]) == (1, "1 retitled: subscribers will see 1 change within a day")
    assert err.startswith(f"{FOLDER}/{FILE}:6:5: sessions[0].start: ")


def test_check_and_fix(site: Repository, run: Callable[..., tuple[int, str, str]]) -> None:
    site.commit({FILE: BEFORE, "clinic.md": lab("2026-12-01 12:00", title="Clinic")})
    site.write({FILE: AFTER, "clinic.md": lab("2026-12-01 12:00", title="Clinic", keys="draft: yes")})
    code, out, _err = run(site.root, "check")
    assert (code, out.splitlines()[1:]) == (1, [TOLD])
    code, out, _err = run(site.root, "fix")
    assert (code, out.splitlines()[:2]) == (
        1,
        [
            f'{FOLDER}/{FILE}:7: wrote "- start: 2026-12-16 18:00"',
            f'{FOLDER}/{FILE}:8: wrote "moved_from: 2026-12-15 18:00"',
        ],
    )
    assert out.splitlines()[2].startswith(f"{FOLDER}/clinic.md:4:1: draft: 1 of its sessions is in people's calendars")
    assert (site.root / FOLDER / FILE).read_text() == MOVED


def test_settings_that_are_not_there(site: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.root)
    with pytest.raises(SystemExit, match="2"):
        main(["diff"])


PLAIN = session_of(
    "place: Bellevue Library\nonline: https://meet.example.org/lab\nregistration: {url: 'https://example.org/{date}'}\n"
    "sessions: [2026-12-08 18:00]"
)
FULL = Availability.FULL
OTHERS: dict[str, Any] = {
    "title": "Another",
    "summary": "Another.",
    "start": PLAIN.start - dt.timedelta(hours=1),
    "end": PLAIN.end + dt.timedelta(hours=1),
    "timezone": ZoneInfo("America/Vancouver"),
    "all_day": True,
    "previous_starts": (PLAIN.start - dt.timedelta(days=1),),
    "former_leaves": ("2026-12-07",),
    "status": EventStatus.TENTATIVE,
    "stays_visible": True,
    "note": "Bring a pen.",
    "is_note_own": True,
    "series": "Career Search",
    "topics": ("interviews",),
    "organizer": Organizer(name="Hire Ground", email="other@example.org"),
    "speakers": (MARA,),
    "sponsor": Sponsor(name="Example Bank"),
    "place": LIBRARY.model_copy(update={"city": "Redmond"}),
    "online": Online(url="https://meet.example.org/other"),
    "price": Price(amount=Decimal(5), currency="USD"),
    "registration": Registration(email="a@example.org", closes=PLAIN.start),
    "is_walk_in": True,
    "recording": "https://video.example.org/lab",
    "slides": "https://slides.example.org/lab",
    "image": "lab.jpg",
    "image_alt": "The lab",
    "leaf": "2026-12-08-1800",
    "seminar_slug": "lab",
    "seminar_title": "The Lab",
}
NEVER_COMPARED = {"uid", "sequence", "modified", "seminar_id", "way"}


def test_every_fact_of_a_session_is_tried() -> None:
    assert OTHERS.keys() | NEVER_COMPARED == {field.name for field in dataclasses.fields(Session)}


@pytest.mark.parametrize("name", OTHERS)
def test_a_change_is_seen_if_the_calendar_entry_changes(name: str) -> None:
    other = dataclasses.replace(PLAIN, **{name: OTHERS[name]})
    if name == "is_walk_in":
        other = dataclasses.replace(other, registration=None)
    is_seen = event(PLAIN, SITEURL, WORDING) != event(other, SITEURL, WORDING)
    assert bool(list(revisions(PLAIN, other))) == is_seen
    assert bool(list(revisions(other, PLAIN))) == is_seen


@pytest.mark.parametrize(
    "other",
    [
        dataclasses.replace(PLAIN, place=LIBRARY.model_copy(update={"geo": (1.0, 2.0)})),
        dataclasses.replace(PLAIN, place=LIBRARY.model_copy(update={"room": "Room 2"})),
        dataclasses.replace(PLAIN, place=None),
        dataclasses.replace(PLAIN, online=None),
        dataclasses.replace(PLAIN, online=Online(url="https://meet.example.org/lab", name="Video call")),
        dataclasses.replace(PLAIN, status=EventStatus.CANCELLED),
        dataclasses.replace(PLAIN, status=EventStatus.POSTPONED),
        dataclasses.replace(
            PLAIN,
            registration=PLAIN.registration
            and PLAIN.registration.model_copy(update={"availability": Availability.FULL}),
        ),
    ],
)
def test_a_detail_of_the_calendar_entry_is_seen(other: Session) -> None:
    assert event(PLAIN, SITEURL, WORDING) != event(other, SITEURL, WORDING)
    assert list(revisions(PLAIN, other))
    assert list(revisions(other, PLAIN))
