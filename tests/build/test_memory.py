"""What a build makes is gone from memory once it is written: it looks for no garbage until its end."""

import gc
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FunctionType
from weakref import ref

import pytest
from bs4 import Tag
from built_site import BuiltSite
from jinja2.runtime import Context

from hireground.build.cluster.crew import Crew
from hireground.build.execute import execute, in_parts
from hireground.build.journal import Journal
from hireground.build.keys import Keys
from hireground.build.plan import Plan
from hireground.build.rendering import rendering
from hireground.build.site import build_site
from hireground.build.texts import LongText
from hireground.markdown.convert import converter
from hireground.output import Output, as_it_is
from hireground.seminars.calendar.plain_text import plain_text
from hireground.shares import LEAST, shared
from hireground.site.settings_file import run_settings
from hireground.site.site import Site
from hireground.store import Store, opened
from hireground.text.aside import Aside
from hireground.text.frontmatter import Document, parse_document
from hireground.web.resources import read_resources

EPOCH = "1795392000"
MANY = {"article", "de/article", "month", "page", "person", "posts", "session", "topic"}
"""Pages of which a site has many."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage, as a build does."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def number_of(kind: type) -> int:
    """Return how many objects of a kind there are."""
    return sum(isinstance(one, kind) for one in gc.get_objects())


@pytest.mark.parametrize("kind", sorted(MANY))
def test_a_page_leaves_nothing_in_memory(kind: str, site: BuiltSite, content: Site) -> None:
    values = run_settings(site.root.parent / "publishconf.py")
    resources = read_resources(content)
    templates = rendering(resources, values)
    plan = Plan(resources, templates.render_block, Keys(resources, values), Store())
    pages = [output for output in plan.outputs() if output.maker == kind]
    assert pages
    made = [templates.made(page) for page in pages]
    with uncollected():
        before = number_of(Context)  # of the macros that all pages have
        assert [templates.made(page) for page in pages] == made
        assert number_of(Context) == before


def test_a_text_for_calendars_leaves_nothing_in_memory() -> None:
    html = '<h2>Bring</h2><ul><li>a <b>pen</b><li><a href="https://example.org/">paper</a></ul><hr><p>Come early.'
    assert plain_text(html).endswith("Come early.")
    with uncollected():
        before = number_of(Tag)
        plain_text(html)
        assert number_of(Tag) == before + 1, "the one that held the others"


def test_a_converted_text_leaves_little_in_memory() -> None:
    markdown = converter()
    text = "## Knots\n\n- One\n\n```\ntie()\n```\n\n<b>Two</b> and `three`.\n" * 5
    html = markdown.reset().convert(text)
    with uncollected():
        before = number_of(FunctionType)
        assert markdown.reset().convert(text) == html
        assert number_of(FunctionType) <= before + 1, "Python-Markdown's own, which makes the contents"


# What waits in a file


def put_aside(beside: Path | None, *several: LongText | Document) -> None:
    aside = Aside(beside)
    for one in several:
        one.put_aside(aside)


@pytest.mark.parametrize("words", ["", "plain", "zwölf Boxkämpfer\n", "\U0001f41e" * 5_000])
def test_a_text_is_the_same_in_a_file_as_in_memory(words: str, tmp_path: Path) -> None:
    text, other, same = LongText(words), LongText("before"), LongText(words)
    put_aside(tmp_path / "beside", other, text)
    assert not text._text  # noqa: SLF001 -- which nothing else tells
    assert [text.read(), other.read(), text.read()] == [words, "before", words]
    assert text.digest == same.digest != other.digest
    assert pickle.loads(pickle.dumps(text)).read() == words  # noqa: S301 -- our own
    assert [*tmp_path.iterdir()] == [], "the file has no name, so that nobody finds it after a kill"


def test_processes_that_are_split_off_read_their_texts_at_the_same_time(tmp_path: Path) -> None:
    texts = [LongText(f"{number}" * 9_999) for number in range(LEAST * 3)]
    put_aside(tmp_path / "beside", *texts)
    assert shared(LongText.read, texts) == [f"{number}" * 9_999 for number in range(LEAST * 3)]


def test_texts_stay_in_memory_where_nothing_can_be_written(tmp_path: Path) -> None:
    text = LongText("words")
    put_aside(tmp_path / "missing" / "beside", text)
    put_aside(None, text)
    assert text.read() == "words"


FULL = """
import resource, signal, sys
from pathlib import Path
from hireground.build.texts import LongText
from hireground.text.aside import Aside
from hireground.text.frontmatter import Document, parse_document

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2_500, 2_500))
texts = [LongText(f"{number}" * 1_000) for number in range(5)]
aside = Aside(Path(sys.argv[1]))
for text in texts:
    text.put_aside(aside)
assert [text.read() for text in texts] == [f"{number}" * 1_000 for number in range(5)]
"""


def test_texts_for_which_a_disk_has_no_room_stay_in_memory(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", FULL, tmp_path / "beside"], check=True)


TEXT = """---
title: Knots
tags: [rope, hands]
---

Two ropes, *one* knot: 🐞.
"""


def test_a_document_is_the_same_in_a_file_as_in_memory(tmp_path: Path) -> None:
    document, same = (parse_document(Path("a.md"), TEXT) for _ in range(2))
    put_aside(tmp_path / "beside", document)
    assert "body" not in vars(document)
    assert document == same
    assert document.marks.value(("title",)) == same.marks.value(("title",))
    assert replace(document, body="other") == replace(same, body="other")
    assert pickle.loads(pickle.dumps(document)) == same  # noqa: S301 -- our own
    assert not hasattr(document, "title")


def test_a_document_stays_in_memory_where_nothing_can_be_written(tmp_path: Path) -> None:
    document = parse_document(Path("a.md"), TEXT)
    put_aside(tmp_path / "missing" / "beside", document)
    assert "body" in vars(document)
    assert document == parse_document(Path("a.md"), TEXT)


def test_what_texts_of_a_large_site_hold_is_put_aside(
    site: BuiltSite, content: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hireground.build.text_plan.AT_ONCE", 3)
    values, copy = run_settings(site.root.parent / "publishconf.py"), pickle.loads(pickle.dumps(content))  # noqa: S301 -- our own
    resources = read_resources(copy)
    with opened(site.root.parent) as store:
        plan = Plan(resources, lambda *_: "", Keys(resources, values), store)
        plan.put_documents_aside()
    documents = [one.entry.document for one in plan.shown]
    assert all("body" not in vars(document) for document in documents)
    assert documents == [entry.document for document in documents if (entry := content.entry(document.path))]
    plan.put_fields_aside()
    entries = [one.entry for one in plan.shown]
    assert all("fields" not in vars(entry) for entry in entries)
    assert entries == [content.entry(entry.path) for entry in entries]


# What is worked through a part at a time


def test_outputs_that_were_made_are_no_longer_in_memory(tmp_path: Path) -> None:
    outputs = [Output(f"{number}", as_it_is, f"{number}".encode()) for number in range(LEAST * 3)]
    first, folder = ref(outputs[1]), tmp_path / "new"
    folder.mkdir()

    def make(output: Output) -> bytes:
        assert output.path != "9" or first() is None
        return as_it_is(output.value)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("hireground.build.execute.FEWER", 2)
        patch.setattr("hireground.build.execute.LARGE_SITE", LEAST)
        execute(
            outputs, {one.path: one.path for one in outputs}, folder, Journal(tmp_path / "old", {}), make,
            replaced=tmp_path / "old", store=Store(), crew=Crew(),
        )  # fmt: skip
    assert not outputs
    assert {file.read_text() for file in folder.iterdir()} == {f"{number}" for number in range(LEAST * 3)}


def test_pages_that_list_posts_are_made_fewer_at_a_time() -> None:
    lists, others = [Output("", "topic", {"posts": ()})] * 700, [Output("", as_it_is, b"")] * 700
    parts = [*in_parts([*lists, *others], 100)]
    assert [one for part in parts for one in part] == [*lists, *others]
    assert [len(part) for part in parts] == [25] * 28 + [100] * 7


def files_of(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_site_that_is_made_a_few_files_at_a_time_is_the_same(
    site: BuiltSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    shutil.copytree(site.root.parent, tmp_path / "a", ignore=shutil.ignore_patterns("output*", ".cache", ".output*"))
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    build_site(tmp_path / "a" / "publishconf.py", tmp_path / "a" / "output")
    for name, number in {"text_plan.AT_ONCE": 3, "execute.TOGETHER": LEAST * 2}.items():
        monkeypatch.setattr(f"hireground.build.{name}", number)
    monkeypatch.setattr("hireground.store.MUCH", 1)
    monkeypatch.setattr("hireground.site.bodies.TOGETHER", LEAST + 1)
    build_site(tmp_path / "b" / "publishconf.py", tmp_path / "b" / "output")
    assert files_of(tmp_path / "a" / "output") == files_of(tmp_path / "b" / "output")
