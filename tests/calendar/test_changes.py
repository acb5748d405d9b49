"""Each `cases/changes/<name>/` is a repository, a folder a commit; beside it is the feed that comes of it.

To accept what the code writes now: `UPDATE_CASES=1 .venv/bin/pytest tests/calendar/test_changes.py`, then read every
line of `git diff tests/cases/changes` as a subscriber would.
"""

import datetime as dt
import os
import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree as ET

import pytest
from examples import DEFAULTS, NAMESPACE, SITENAME, SITEURL, WORDING, seminar_of, session_of
from hypothesis import given, settings
from hypothesis import strategies as st
from site_repository import FOLDER, NOON, Repository

from hireground.seminars.calendar.changes_feed import ATOM, PATH, FeedSource, atom
from hireground.seminars.calendar.history import IMPORT, MOST, OLDEST, Notice, notices
from hireground.seminars.model.changes import ChangeKind, Difference, differences
from hireground.seminars.model.folder import Talk, joined
from hireground.seminars.model.identity import session_uid
from hireground.seminars.model.model import Session
from hireground.seminars.model.parse import parse_seminar
from hireground.text.frontmatter import read_document
from hireground.text.git import contents, revisions
from hireground.text.problems import InvalidContentError

CASES = sorted(path for path in (Path(__file__).parents[1] / "cases" / "changes").iterdir() if path.is_dir())
NOW = NOON + dt.timedelta(days=30)
DAY = dt.timedelta(days=1)
TAG = f"{{{ATOM}}}"


def lab(*sessions: str, more: str = "") -> str:
    lines = "".join(f"  - {{{session}}}\n" for session in sessions)
    return f"---\ntitle: Interview Lab\nsummary: Practice aloud.\n{more}sessions:\n{lines}---\n"


def shown(root: Path) -> dict[str, Session]:
    """Return the sessions that the site has now, by UID."""
    files = sorted((root / FOLDER).rglob("*.md"))
    seminars = [seminar_of(file.read_text("utf-8"), file.stem) for file in files]
    return {one.uid: one for seminar in seminars if not seminar.is_draft for one in seminar.sessions}


def told(root: Path, now: dt.datetime = NOW) -> list[str]:
    """Write each notice as `7 moved 12-11`, with the day of its commit and the dates of its sessions."""
    return [
        " ".join([str((each.when - NOON).days), each.news, *(f"{one.session.start:%m-%d}" for one in each.differences)])
        for each in notices(root, FOLDER, DEFAULTS, shown(root), now)
    ]


def feed(root: Path) -> bytes:
    sessions = shown(root)
    site = FeedSource(siteurl=SITEURL, sitename=SITENAME, namespace=NAMESPACE, wording=WORDING, sessions=sessions)
    return atom(notices(root, FOLDER, DEFAULTS, sessions, NOW), site)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def replay(case: Path, repository: Repository) -> None:
    before: set[str] = set()
    for step in sorted(case.iterdir()):
        files = {file.name: file.read_text("utf-8") for file in step.iterdir()}
        repository.commit(dict.fromkeys(before - set(files)) | files)
        before = set(files)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_feed(case: Path, repository: Repository) -> None:
    replay(case, repository)
    written = feed(repository.root)
    file = case.with_suffix(".atom")
    if os.environ.get("UPDATE_CASES"):
        file.write_bytes(written)
    assert written.decode() == file.read_bytes().decode()
    assert feed(repository.root) == written


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_feed_is_what_rfc_4287_asks_for(case: Path, repository: Repository) -> None:
    replay(case, repository)
    root = ET.fromstring(feed(repository.root))  # noqa: S314 -- our own
    assert root.tag == f"{TAG}feed"
    assert root.findtext(f"{TAG}author/{TAG}name") == SITENAME
    assert [link.attrib["href"] for link in root.findall(f"{TAG}link")] == [f"{SITEURL}/{PATH}", f"{SITEURL}/seminars/"]
    entries = root.findall(f"{TAG}entry")
    for part in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"{TAG}{name}")) == 1
        assert part.findtext(f"{TAG}title")
    ids = [str(part.findtext(f"{TAG}id")) for part in (root, *entries)]
    assert len(set(ids)) == len(ids)
    assert [each for each in ids if not re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each)] == []
    times = [str(entry.findtext(f"{TAG}updated")) for entry in entries]
    assert times == sorted(times, reverse=True)
    assert root.findtext(f"{TAG}updated") == times[0]
    pages = {f"{SITEURL}/{url}" for one in shown(repository.root).values() for url in (one.url, _seminar(one))}
    assert {link.attrib["href"] for entry in entries for link in entry.findall(f"{TAG}link")} <= pages


def _seminar(session: Session) -> str:
    return f"seminars/{session.seminar_slug}/"


def test_each_change_is_told_once_by_the_commit_that_made_it(repository: Repository) -> None:
    repository.commit({"lab.md": lab("start: 2026-12-05 09:00")})
    repository.commit({"lab.md": lab("start: 2026-12-05 09:00", "start: 2026-12-06 09:00")})
    repository.commit({"lab.md": lab("start: 2026-12-05 09:00, status: cancelled", "start: 2026-12-06 09:00")})
    repository.commit({"unrelated.md": lab("start: 2026-12-20 09:00")})
    assert told(repository.root) == ["4 added 12-20", "3 cancelled 12-05", "2 added 12-06", "1 added 12-05"]


def test_what_is_not_committed_is_not_told(repository: Repository) -> None:
    repository.commit({"lab.md": lab("start: 2026-12-05 09:00")})
    repository.write({"lab.md": lab("start: 2026-12-05 10:00"), "new.md": lab("start: 2026-12-20 09:00")})
    assert told(repository.root) == ["1 added 12-05"]
    repository.git("add", "--all")
    assert told(repository.root) == ["1 added 12-05"]


def test_a_merge_tells_of_what_it_brings_when_it_brings_it(repository: Repository) -> None:
    repository.commit({"lab.md": lab("start: 2026-12-05 09:00")})
    repository.git("switch", "--quiet", "--create", "proposal")
    repository.commit({"lab.md": lab("start: 2026-12-06 09:00, moved_from: 2026-12-05 09:00")})
    repository.commit({"lab.md": lab("start: 2026-12-07 09:00, moved_from: [2026-12-05 09:00, 2026-12-06 09:00]")})
    repository.git("switch", "--quiet", "main")
    repository.commit({"other.md": lab("start: 2026-12-20 09:00")})
    repository.days += 1
    repository.git("merge", "--quiet", "--no-ff", "--message=x", "proposal")
    assert told(repository.root) == ["5 moved 12-07", "4 added 12-20", "1 added 12-05"]


def test_an_hour_that_arrives_is_told_as_that(repository: Repository) -> None:
    repository.commit({"lab.md": lab("start: 2026-12-05, hour: TBA", "start: 2026-12", "start: TBA")})
    repository.commit({"lab.md": lab("start: 2026-12-05 18:00", "start: 2026-12-12 18:00", "start: TBA")})
    assert told(repository.root) == ["2 scheduled 12-05", "2 added 12-12", "1 added 12-05 01-01"]
    entries = feed(repository.root).decode()
    assert "<title>Hour announced: Interview Lab, Saturday, December 5, 2026</title>" in entries
    assert ">Date to be announced</a>" in entries
    assert "9000" not in entries


INDEX = "---\ntitle: Talks\nsummary: What it is.\n---\n"


def talk(start: str, more: str = "") -> str:
    return f"---\nstart: {start}\ntitle: Bends\n{more}---\nA bend *joins*.\n"


def shown_of_folder(root: Path, name: str) -> dict[str, Session]:
    """Return the sessions of a folder that is one seminar, by UID."""
    folder = FOLDER / name
    index, *dates = (
        read_document(root, folder / file.name) for file in sorted((root / folder).glob("*.md"), reverse=True)
    )
    seminar = parse_seminar(joined(index, map(Talk, reversed(dates))), DEFAULTS, NOON)
    return {one.uid: one for one in seminar.sessions}


def test_files_of_one_date_each_are_told_of_as_a_list_is(repository: Repository) -> None:
    repository.commit({"talks/index.md": INDEX, "talks/2026-12-01.md": talk("2026-12-01 16:00")})
    repository.commit({"talks/2026-12-08.md": talk("2026-12-08 16:00")})
    repository.commit({"talks/2026-12-01.md": talk("2026-12-02 16:00", "moved_from: 2026-12-01 16:00\n")})
    repository.commit({"talks/2026-12-08.md": talk("2026-12-08 16:00", "status: cancelled\n")})
    repository.commit({"talks/index.md": INDEX.replace("What it is", "What they are")})
    now = shown_of_folder(repository.root, "talks")
    found = notices(repository.root, FOLDER, DEFAULTS, now, NOW)
    assert [(one.news, f"{one.differences[0].session.start:%m-%d}") for one in found] == [
        ("cancelled", "12-08"),
        ("moved", "12-02"),
        ("added", "12-08"),
        ("added", "12-01"),
    ]


def test_what_is_gone_is_not_told(repository: Repository) -> None:
    repository.commit(
        {
            "lab.md": lab("start: 2026-12-05 09:00", "start: 2026-12-06 09:00"),
            "other.md": lab("start: 2026-12-20 09:00"),
        }
    )
    repository.commit({"lab.md": lab("start: 2026-12-06 09:00"), "other.md": None})
    assert told(repository.root) == ["1 added 12-06"]


def test_what_was_over_by_then_is_not_told_but_for_its_recording(repository: Repository) -> None:
    repository.commit({"lab.md": lab("start: 2026-10-05 09:00", "start: 2026-10-06 09:00, status: cancelled")})
    repository.commit(
        {"lab.md": lab("start: 2026-10-05 09:00, recording: https://video.example.org/1", "start: 2026-10-06 09:00")}
    )
    assert told(repository.root) == ["2 recorded 10-05"]


def test_old_commits_are_left_out_and_yet_compared_with(repository: Repository) -> None:
    repository.commit({"lab.md": lab("start: 2028-12-05 09:00")})
    repository.days += 10
    repository.commit({"lab.md": lab("start: 2028-12-05 10:00")})
    assert told(repository.root, NOON + OLDEST + 5 * DAY) == ["12 moved 12-05"]
    assert told(repository.root, NOON + OLDEST + 13 * DAY) == []


def test_the_feed_ends_somewhere(repository: Repository) -> None:
    for hour in range(MOST + 2):
        repository.commit({"lab.md": lab(f"start: 2027-12-05 09:{hour:02}")})
    assert len(told(repository.root)) == MOST
    assert told(repository.root)[-1] == "3 moved 12-05"


def test_an_import_is_no_news(repository: Repository) -> None:
    repository.commit({"lab.md": lab("start: 2026-12-05 09:00")})
    imported = {f"old-{number}.md": lab("start: 2026-12-06 09:00") for number in range(IMPORT + 1)}
    repository.commit({"lab.md": lab("start: 2026-12-05 10:00"), **imported})
    repository.commit({"old-7.md": lab("start: 2026-12-06 09:00, status: cancelled")})
    assert told(repository.root) == ["3 cancelled 12-06", "2 moved 12-05", "1 added 12-05"]


def test_odd_names_links_and_other_files_do_no_harm(repository: Repository) -> None:
    repository.commit({"a b\n:ü\udc80.md": "no seminar\n", "notes.txt": "none\n"})
    (repository.root / FOLDER / "link.md").symlink_to("../elsewhere.md")
    repository.commit({"lab.md": lab("start: 2026-12-05 09:00")})
    read = revisions(repository.root, FOLDER, NOON)
    assert [version.after is None for version in read[0].versions] == [False, True]
    assert [version.path.name for version in read[1].versions] == ["a b\n:ü\udc80.md", "notes.txt"]


def test_git_s_settings_do_no_harm(repository: Repository) -> None:
    for name, value in {"log.showRoot": "false", "diff.renames": "copies", "log.decorate": "full"}.items():
        repository.git("config", name, value)
    repository.commit({"lab.md": lab("start: 2026-12-05 09:00")})
    repository.commit({"lab.md": None, "other.md": lab("start: 2026-12-05 10:00", more="id: lab\n")})
    assert told(repository.root) == ["2 moved 12-05", "1 added 12-05"]


def test_a_site_may_lie_deep_in_its_repository(repository: Repository) -> None:
    deep = repository.root / "sites" / "one"
    (deep / FOLDER).mkdir(parents=True)
    (deep / FOLDER / "lab.md").write_text(lab("start: 2026-12-05 09:00"))
    repository.commit({"lab.md": lab("start: 2026-12-19 09:00")})
    assert told(deep) == ["1 added 12-05"]
    assert [version.path for one in revisions(deep, FOLDER, NOON) for version in one.versions] == [FOLDER / "lab.md"]


def test_without_a_repository_there_are_none(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir(parents=True)
    assert told(tmp_path) == []
    assert feed(tmp_path).count(b"<entry>") == 0
    assert ET.fromstring(feed(tmp_path)).findtext(f"{TAG}updated") == "1970-01-01T00:00:00Z"  # noqa: S314 -- our own


def test_a_text_that_git_does_not_have_is_passed_over(repository: Repository) -> None:
    repository.commit({"lab.md": lab("start: 2026-12-05 09:00")})
    name = repository.git("rev-parse", "HEAD:content/seminars/lab.md").strip()
    assert contents(repository.root, ["0" * 39 + "1", None, name, name]) == {
        name: lab("start: 2026-12-05 09:00").encode()
    }


def test_what_xml_cannot_write_is_left_out() -> None:
    session = replace(session_of("sessions: [2026-12-05 09:00]"), title="\x00\x0b\ufffe<i>", note="\x1f\ud800x")
    sessions = {session.uid: session}
    site = FeedSource(siteurl="", sitename="\x08S", namespace=NAMESPACE, wording=WORDING, sessions=sessions)
    written = atom([Notice(ChangeKind.ADDED, NOW, (Difference(ChangeKind.ADDED, session, None),))], site)
    (title,) = ET.fromstring(written).findall(f"{TAG}entry/{TAG}title")  # noqa: S314 -- our own
    assert title.text == "New: <i>, Saturday, December 5, 2026"


STATES = ["", ", status: cancelled", ", status: postponed", ", recording: https://video.example.org/1"]
DATES = st.dictionaries(st.integers(5, 8), st.tuples(st.integers(9, 11), st.sampled_from(STATES)), min_size=1)
TEXTS = st.one_of(
    st.none(),
    st.just("no seminar\n"),
    DATES.map(
        lambda dates: lab(*(f"start: 2026-12-{day:02} {hour:02}:00{state}" for day, (hour, state) in dates.items()))
    ),
)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.fixed_dictionaries({"a.md": TEXTS, "b.md": TEXTS}), min_size=1, max_size=6))
def test_a_history_tells_of_every_state_what_the_last_good_one_did_not_say(states: list[dict[str, str | None]]) -> None:
    expected: list[str] = []
    good: dict[str, dict[str, Session]] = {"a.md": {}, "b.md": {}}
    with TemporaryDirectory() as folder:
        repository = Repository(Path(folder))
        for day, state in enumerate(states, 1):
            present = {name for name in good if (repository.root / FOLDER / name).exists()}
            repository.commit({name: text for name, text in state.items() if text or name in present})
            for name, text in state.items():
                now = sessions_in(name, text)
                made = differences(good[name], good[name] if now is None else now)
                expected += [f"{day} {one.news} {one.session.uid}" for one in made]
                good[name] = good[name] if now is None else now
        everything = {session_uid(NAMESPACE, name[0], f"2026-12-{day:02}") for name in good for day in range(1, 9)}
        found = notices(repository.root, FOLDER, DEFAULTS, everything, NOW)
    flat = [f"{(each.when - NOON).days} {each.news} {one.session.uid}" for each in found for one in each.differences]
    assert sorted(flat) == sorted(expected)


def sessions_in(name: str, text: str | None) -> dict[str, Session] | None:
    if text is None:
        return {}
    try:
        return {one.uid: one for one in seminar_of(text, name.removesuffix(".md")).sessions}
    except InvalidContentError:
        return None
