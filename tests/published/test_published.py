"""Which commit is the published one, what subscribers see of each fact, and what the command prints."""

import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from examples import LIBRARY, MARA, SITEURL, WORDING, session_of
from site_repository import FOLDER, NOW, SETTINGS, Repository, lab, write_site

from hireground.cli import main
from hireground.published.changes import revisions
from hireground.published.pipeline import fix_published, published_problems
from hireground.seminars.calendar.vevent import event
from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.facts.program import Program
from hireground.seminars.model.facts.ways import Availability, Course, Registration
from hireground.seminars.model.model import EventStatus, Session
from hireground.seminars.model.people import Organizer, Sponsor
from hireground.seminars.model.places import Online
from hireground.seminars.model.prices import Price

FILE = "interview-lab.md"
BEFORE = lab("2026-12-08 18:00", "2026-12-15 18:00")
AFTER = lab("2026-12-08 18:00", "2026-12-16 18:00")
MOVED = lab("2026-12-08 18:00", "start: 2026-12-16 18:00\n    moved_from: 2026-12-15 18:00")
TOLD = (
    f'{FOLDER}/{FILE}:7:5: sessions[1]: published as 2026-12-15 18:00; write "- start: 2026-12-16 18:00" and '
    '"moved_from: 2026-12-15 18:00"'
)

TALK = "---\nstart: %s\ntitle: A Talk\n---\nWhat it is about.\n"


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


def test_a_date_with_a_file_of_its_own_is_compared(site: Repository) -> None:
    index = "---\ntitle: Talks\nsummary: What it is.\n---\n"
    dates = {"talks/a.md": TALK % "2026-12-08 18:00", "talks/b.md": TALK % "2026-12-09 18:00"}
    site.commit({"talks/index.md": index, **dates})
    assert told(site.root) == []
    site.write({"talks/a.md": TALK % "2026-12-10 18:00"})
    moved = f'{FOLDER}/talks/a.md:2:8: start: published as 2026-12-08 18:00; write "moved_from: 2026-12-08 18:00"'
    assert told(site.root) == [moved]
    site.write({"talks/a.md": TALK % "2026-12-08 18:00", "talks/b.md": None})
    (gone,) = told(site.root)
    assert gone.startswith(f"{FOLDER}/talks/index.md:1:1: ")
    assert '2026-12-09 18:00 was published and is gone; write "- start: 2026-12-09 18:00"' in gone
    assert fix_published(site.root / "pelicanconf.py", NOW) == ()


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


@pytest.mark.parametrize(
    ("branch", "published", "pushed_since"),
    [
        ("main", "live HEAD:main", ""),
        ("main", "live HEAD:main", "--set-upstream origin HEAD:main"),  # a copy that readers do not see
        ("main", "--set-upstream elsewhere HEAD:main", ""),
        ("trunk", "--set-upstream elsewhere HEAD:trunk", ""),
        ("topic", "origin HEAD:main", "--set-upstream origin HEAD:topic"),  # to be reviewed
        ("topic", "--set-upstream elsewhere HEAD:main", "elsewhere HEAD:topic"),
    ],
)
def test_what_was_pushed_to_readers_is_the_published_one(
    site: Repository, tmp_path_factory: pytest.TempPathFactory, branch: str, published: str, pushed_since: str
) -> None:
    def push(*options: str) -> None:
        if options[-2] not in site.git("remote").split():
            folder = tmp_path_factory.mktemp("remote")
            site.git("init", "--quiet", "--bare", str(folder))
            site.git("remote", "add", options[-2], str(folder))
        site.git("push", "--quiet", *options)

    site.git("checkout", "--quiet", "-B", branch)
    site.commit({FILE: BEFORE})
    push(*published.split())
    site.commit({FILE: AFTER})
    if pushed_since:
        push(*pushed_since.split())
    assert told(site.root) == [TOLD]


@pytest.mark.parametrize("default", ["trunk", "main"])
def test_a_clone_knows_which_branch_readers_see(site: Repository, tmp_path: Path, default: str) -> None:
    site.git("checkout", "--quiet", "-B", default)
    site.commit({FILE: BEFORE})
    site.git("clone", "--quiet", str(site.root), str(tmp_path / "clone"))
    clone = Repository(tmp_path / "clone")  # which git init leaves as it is
    clone.git("checkout", "--quiet", "-b", "topic", "--no-track")
    clone.commit({FILE: AFTER})
    assert told(clone.root) == [TOLD]


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
    (site.root / "pelicanconf.py").write_text(SETTINGS.replace("5b2f6d1e", "11111111"))
    site.commit({FILE: BEFORE})
    (site.root / "pelicanconf.py").write_text(SETTINGS.replace("5b2f6d1e", "00000000"))
    (line,) = told(site.root)
    assert line.startswith('pelicanconf.py:6:5: uid_namespace: published as "11111111-8a43-4c57-9c0e-7f1d2b9a6e34"; ')
    assert "; write that again, or calendars lose all 2 sessions and get them anew (" in line
    assert line.endswith("hireground publish --forget)")


def test_what_the_settings_say_of_every_seminar_is_compared_too(site: Repository) -> None:
    site.commit({FILE: BEFORE})
    (site.root / "pelicanconf.py").write_text(SETTINGS.replace('"organizer"', '"duration": "3h", "organizer"'))
    assert [line.partition(": sessions")[2].partition(";")[0] for line in told(site.root)] == [
        "[0]: its end changed since it was published, and SEQUENCE does not rise",
        "[1]: its end changed since it was published, and SEQUENCE does not rise",
    ]


def test_what_was_published_is_read_with_all_settings_files_of_then(site: Repository) -> None:
    (site.root / "shared.py").write_text(SETTINGS)
    (site.root / "pelicanconf.py").write_text("from shared import *\n")
    site.commit({FILE: BEFORE})
    (site.root / "shared.py").write_text(SETTINGS.replace("America/Los_Angeles", "America/Denver"))
    assert [line.partition(": sessions")[2].partition(";")[0] for line in told(site.root)] == [
        "[0]: its start and its end changed since it was published, and SEQUENCE does not rise",
        "[1]: its start and its end changed since it was published, and SEQUENCE does not rise",
    ]
    (site.root / "shared.py").write_text(SETTINGS.replace("5b2f6d1e", "11111111"))
    (line,) = told(site.root)
    assert line.startswith("shared.py:6:5: warning: uid_namespace: what was published at hireground.internal has ano")


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
    assert code == 1
    assert TOLD in out.splitlines()
    told = next(one for one in json.loads(run(site.root, "check", "--format=json")[1])["problems"] if one["line"] == 7)
    assert told["fix"]["words"] == 'write "- start: 2026-12-16 18:00" and "moved_from: 2026-12-15 18:00"'
    assert [one["text"] for one in told["fix"]["replacements"]] == [
        "start: 2026-12-16 18:00",
        "    moved_from: 2026-12-15 18:00\n",
    ]
    code, out, _err = run(site.root, "check", "--fix")
    assert (code, out.splitlines()[:2]) == (
        1,
        [
            f'{FOLDER}/{FILE}:7: wrote "- start: 2026-12-16 18:00"',
            f'{FOLDER}/{FILE}:8: wrote "moved_from: 2026-12-15 18:00"',
        ],
    )
    assert TOLD not in out.splitlines()
    assert f"\n{FOLDER}/clinic.md:4:1: draft: 1 of its sessions is in people's calendars" in out
    assert (site.root / FOLDER / FILE).read_text() == MOVED


def test_settings_that_are_not_there(site: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.root / "content")
    assert main(["diff"]) == 2


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
    "former_slugs": ("2026-12-07",),
    "status": EventStatus.TENTATIVE,
    "stays_visible": True,
    "note": "Bring a pen.",
    "is_note_own": True,
    "series": "Career Search",
    "topics": ("interviews",),
    "organizer": Organizer(name="Hire Ground", email="other@example.org"),
    "speakers": (MARA,),
    "are_speakers_own": True,
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
    "lang": "de",
    "slug": "2026-12-08-1800",
    "seminar_slug": "lab",
    "seminar_title": "The Lab",
    "has_open_end": True,
    "awaited": frozenset({"place"}),
    "known": Known.DAY,
    "is_in_calendars": False,
    "program": Program(level="beginners"),
    "series_slug": "career-search-2",
    "topic_slugs": ("interviews-2",),
    "is_by_invitation": True,
    "course": Course(5, "another", PLAIN.start),
}
NEVER_COMPARED = {"uid", "sequence", "modified", "seminar_id", "loc", "source", "own_text"}


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
