"""A seminar in one file, and the same in a folder: no subscriber and no link can tell them apart."""

from dataclasses import replace
from pathlib import Path

from examples import COMMITTED, DEFAULTS

from hireground.seminars.model.folder import Talk, grouped, joined
from hireground.seminars.model.model import Seminar, Session
from hireground.seminars.model.parse import parse_seminar
from hireground.seminars.model.translation import is_translation
from hireground.text.frontmatter import parse_document

HEAD = "---\ntitle: Talks\nsummary: What it is.\nplace: Bellevue Library\n"
ONE = {
    "talks.md": HEAD
    + """sessions:
  - 2026-12-01 16:00
  - start: 2026-12-08 16:00
    title: Bends
    abstract: A bend *joins*.
  - start: 2026-12-08 19:00
    title: Hitches
    speakers: [Mara Lindqvist]
    abstract: A hitch *holds*.
---
"""
}
FOLDER = {
    "talks/index.md": f"{HEAD}sessions:\n  - 2026-12-01 16:00\n---\n",
    "talks/2026-12-08.md": "---\nstart: 2026-12-08 16:00\ntitle: Bends\n---\nA bend *joins*.",
    "talks/2026-12-08-hitches.md": (
        "---\nstart: 2026-12-08 19:00\ntitle: Hitches\nspeakers: [Mara Lindqvist]\n---\nA hitch *holds*."
    ),
}
ALONE = {name: text for name, text in FOLDER.items() if name != "talks/index.md"} | {"talks/index.md": f"{HEAD}---\n"}


def seminar_in(files: dict[str, str]) -> Seminar:
    documents = [parse_document(Path("content/seminars", name), text) for name, text in files.items()]
    ((index, dates),) = grouped(documents, is_translation)
    return parse_seminar(joined(index, map(Talk, dates)), DEFAULTS, COMMITTED)


def without_places(session: Session) -> tuple[Session, str]:
    """Return all that is true of a session but for where it is written."""
    text = session.own_text.markdown if session.own_text else ""
    return replace(session, loc=(), own_text=None, source=None), text


def test_one_file_and_a_folder_are_one_seminar() -> None:
    one, several = seminar_in(ONE), seminar_in(FOLDER)
    assert [*map(without_places, several.sessions)] == [*map(without_places, one.sessions)]
    assert (several.id, several.url) == (one.id, one.url)


def test_a_folder_needs_no_list() -> None:
    assert [one.uid for one in seminar_in(ALONE).sessions] == [one.uid for one in seminar_in(ONE).sessions[1:]]


def test_a_date_is_as_new_as_its_file() -> None:
    index, *dates = (parse_document(Path("content/seminars", name), text) for name, text in FOLDER.items())
    later = COMMITTED.replace(day=21)
    seminar = parse_seminar(joined(index, [Talk(one, later) for one in dates]), DEFAULTS, COMMITTED)
    assert [one.modified for one in seminar.sessions] == [COMMITTED, later, later]
