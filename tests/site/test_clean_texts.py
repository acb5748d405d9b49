"""A text that was right is looked at again only when it, or what it may link to, has changed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_site import small_settings

from hireground.markdown.link_check import LinkedFiles
from hireground.published.check import check
from hireground.seminars.block.check import KnownNames
from hireground.site import bodies
from hireground.store import FILE
from hireground.text.frontmatter import Document
from hireground.text.localtime import build_moment
from hireground.text.problems import Problem

CONF = small_settings(SHOW_DRAFTS=False)
POST = "---\ntitle: {title}\ndate: 2026-11-02 08:00\nsummary: About it.\n{more}---\n{body}\n"
SEMINAR = (
    "---\ntitle: Lab\nsummary: Try it.\nplace: Hall\ntopics: [{topic}]\nsessions: [2026-12-05 18:00]\n---\nText.\n"
)


def write(root: Path, path: str, text: str) -> None:
    file = root / "content" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    (tmp_path / "pelicanconf.py").write_text(CONF)
    write(tmp_path, "posts/plain.md", POST.format(title="Plain", more="", body="Words."))
    more = "topics: [words]\n"
    write(tmp_path, "posts/placed.md", POST.format(title="Placed", more=more, body="## Part\n\nWords."))
    away = "To [a list](/topics/words/) and [a place](placed.md#part)."
    write(tmp_path, "posts/away.md", POST.format(title="Away", more="", body=away))
    write(tmp_path, "posts/leads.md", POST.format(title="Leads", more="", body="To [another](plain.md)."))
    write(tmp_path, "posts/warned.md", POST.format(title="Warned", more="", body="![](../images/a.svg)"))
    write(tmp_path, "posts/shows.md", POST.format(title="Shows", more="", body="/// seminars\n    topic: one\n///"))
    write(tmp_path, "images/a.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>')
    write(tmp_path, "seminars/lab.md", SEMINAR.format(topic="one"))
    write(tmp_path, "places.yaml", "- {name: Hall, address: Rathausstr. 15, city: Berlin, country: DE}\n")
    return tmp_path


def said(root: Path) -> tuple[str, ...]:
    return tuple(map(str, check(root / "pelicanconf.py", build_moment())))


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of the texts that were looked at."""
    looked, check_body = set[str](), bodies.text_problems

    def spy(document: Document, files: LinkedFiles, known: KnownNames, *, is_own: bool) -> tuple[Problem, ...]:
        looked.add(document.path.stem)
        return check_body(document, files, known, is_own=is_own)

    monkeypatch.setattr(bodies, "text_problems", spy)
    return looked


def test_what_was_right_is_not_looked_at_again(root: Path, looked_at: set[str]) -> None:
    before = said(root)
    assert [line.partition(":")[0] for line in before] == ["content/posts/warned.md"]
    assert looked_at == {"plain", "leads", "warned", "shows", "lab", "placed", "away"}
    looked_at.clear()
    assert said(root) == before
    assert looked_at == {"warned", "shows"}
    looked_at.clear()
    write(root, "posts/plain.md", POST.format(title="Plain", more="", body="Other words."))
    assert said(root) == before
    assert looked_at == {"warned", "shows", "plain"}


def test_what_is_added_elsewhere_makes_no_text_wrong(root: Path, looked_at: set[str]) -> None:
    """But for a text that leads to a file which is gone or hidden, none is looked at again."""
    before = said(root)
    looked_at.clear()
    write(root, "posts/new.md", POST.format(title="New", more="", body="New words."))
    write(root, "posts/hidden.md", POST.format(title="Hidden", more="status: draft\n", body="Words."))
    assert said(root) == before
    assert looked_at == {"warned", "shows", "new", "hidden"}
    looked_at.clear()
    (root / "content/posts/plain.md").rename(root / "content/posts/other.md")
    assert said(root) != before
    assert looked_at == {"warned", "shows", "leads", "other"}


CHANGES: dict[str, Callable[[Path], None]] = {
    "a linked file is gone": lambda root: (root / "content/posts/plain.md").unlink(),
    "a linked list is gone": lambda root: write(
        root, "posts/placed.md", POST.format(title="Placed", more="", body="## Part\n\nWords.")
    ),
    "a linked place is gone": lambda root: write(
        root, "posts/placed.md", POST.format(title="Placed", more="topics: [words]\n", body="## Piece\n\nWords.")
    ),
    "a linked file is a draft": lambda root: write(
        root, "posts/plain.md", POST.format(title="Plain", more="status: draft\n", body="Words.")
    ),
    "a topic is gone": lambda root: write(root, "seminars/lab.md", SEMINAR.format(topic="two")),
    "a text is wrong": lambda root: write(
        root, "posts/plain.md", POST.format(title="Plain", more="", body="[A](b.md)")
    ),
    "a picture of the front matter is gone": lambda root: write(
        root, "posts/plain.md", POST.format(title="Plain", more="image: ../images/b.jpg\n", body="Words.")
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_said_as_if_nothing_were_known(root: Path, change: str) -> None:
    before = said(root)
    CHANGES[change](root)
    after = said(root)
    (root / FILE).unlink()
    assert after == said(root)
    assert after != before
