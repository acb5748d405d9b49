"""Texts are converted beside the start of a first build, as it would convert them, and by nobody once it is over."""

import json
import os
import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryFile

import pytest
from tiny_site import small_settings

from hireground.build.site import build_site
from hireground.build.texts_ahead import TextsAhead, texts_ahead
from hireground.shares import LEAST
from hireground.site.settings import SiteSettings, read_settings
from hireground.store import FILE, Store, opened

POST = "---\ntitle: Knot {number}\ndate: 2026-11-20\nsummary: About it.\n{keys}---\n{body}\n"
LANGUAGES = {1: "lang: de\n", 2: "lang: pt-BR\n"}
BODIES = {
    3: "It costs $x^2$.",
    4: "/// seminars\n///",
    5: "## One\n\nA [knot](001.md).\n\n## Two",
    6: "```python\nprint(1)\n```",
}


@pytest.fixture
def own(tmp_path: Path) -> SiteSettings:
    (tmp_path / "pelicanconf.py").write_text(small_settings(SITE_MATH=True))
    for number in range(LEAST):
        write(tmp_path, number)
    return read_settings(tmp_path / "pelicanconf.py")


def write(root: Path, number: int, body: str = "", keys: str = "") -> None:
    file = root / "content/posts" / f"{number:03}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(POST.format(number=number, body=body or f"Tie it *{number}* times.", keys=keys))


def converted_ahead(own: SiteSettings) -> Mapping[bytes, bytes]:
    """Return what is kept once whoever converts texts ahead is done."""
    store = Store()
    with texts_ahead(own, store) as ahead:
        for process in ahead.processes:
            process.join()
        ahead.put_into(store)
    return store.fresh


def test_texts_are_what_the_build_makes_of_them_alone(own: SiteSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(LEAST):
        write(own.root, number, BODIES.get(number, ""), LANGUAGES.get(number, ""))
    monkeypatch.setattr(os, "cpu_count", lambda: 3)
    ahead = converted_ahead(own)
    assert len(ahead) == LEAST
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    build_site(own.settings_file, own.root / "output")
    with closing(sqlite3.connect(own.root / FILE)) as kept:
        assert ahead.items() <= dict(kept.execute("SELECT key, value FROM result")).items()


def test_a_text_that_is_wrong_keeps_no_other_from_being_converted(own: SiteSettings) -> None:
    (own.root / "content/posts/007.md").write_text("no front matter")
    (own.root / "content/posts/008.md").write_bytes(b"\xff\xfe")
    found = [json.loads(made)[0] for made in converted_ahead(own).values()]
    right = [number for number in range(LEAST) if number not in {7, 8}]
    assert sorted(found) == sorted(f"<p>Tie it <em>{number}</em> times.</p>" for number in right)


def test_a_result_that_is_not_whole_is_not_kept() -> None:
    store = Store()
    with TemporaryFile(buffering=0) as file:
        file.write(pickle.dumps((b"1", b"one")) + pickle.dumps((b"2", b"two"))[:-3])
        TextsAhead((), [file]).put_into(store)
    assert store.fresh == {b"1": b"one"}


def test_nobody_begins_for_few_texts_or_where_some_are_kept(own: SiteSettings) -> None:
    with opened(own.root) as store:
        store.put(b"key", b"value")
    with opened(own.root) as store, texts_ahead(own, store) as ahead:
        assert not ahead.processes
    (own.root / FILE).unlink()
    (own.root / "content/posts/007.md").unlink()
    with texts_ahead(own, Store()) as ahead:
        assert not ahead.processes


def test_a_build_that_fails_ends_who_converts(own: SiteSettings) -> None:
    for number in range(1_000):
        write(own.root, number)
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = children.read_text()
    with suppress(RuntimeError), texts_ahead(own, Store()):
        assert children.read_text() != before
        raise RuntimeError
    assert children.read_text() == before


WORK = """
import sys, time
from pathlib import Path
from hireground.build.texts_ahead import texts_ahead
from hireground.site.settings import read_settings
from hireground.store import Store
with texts_ahead(read_settings(Path("pelicanconf.py")), Store()):
    print("begun", flush=True)
    time.sleep(60)
"""


def test_a_killed_build_leaves_nobody_who_converts(
    own: SiteSettings, ends_alone: Callable[["subprocess.Popen[bytes]"], bool]
) -> None:
    for number in range(3_000):
        write(own.root, number, "Words.\n\n" * 200)
    path = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    build = subprocess.Popen([sys.executable, "-c", WORK], cwd=own.root, env=path, stdout=subprocess.PIPE)
    assert build.stdout
    assert build.stdout.readline() == b"begun\n"
    assert ends_alone(build), "it works for nobody"
