"""What docs/moving.md says to type is typed, word for word, for each kind of source."""

import re
import shlex
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from hireground.cli import main

Moves = Callable[..., Any]
CASES = Path(__file__).parents[1] / "cases" / "importing"
TEXT = (Path(__file__).parents[2] / "docs/moving.md").read_text("utf-8")
COMMANDS = re.findall(r"^    (hireground .+)$", TEXT, re.MULTILINE)[:4]


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.txt")))
def test_the_first_page_is_followed_word_by_word(
    move: Moves, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = move(name)
    (sample.source / "ADDRESSES").unlink(missing_ok=True)
    export = sample.source / "export.xml"
    named = str(export if export.is_file() else sample.source)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    said = []
    with chdir(sample.site):
        for command in COMMANDS:
            words = [named if word == "../old-blog" else word for word in shlex.split(command, comments=True)[1:]]
            said.append((words[0], main(words), capsys.readouterr().out))
    assert [verb for verb, _code, _out in said] == ["import", "import", "import", "check"]
    assert "Nothing was written yet; " in said[0][2]
    assert (sample.site / "all.txt").read_text("utf-8").startswith("Kept\n")
    assert "`hireground check` says what is left to do." in said[2][2]
    assert said[3][1] in {0, 1}


SECTIONS = {
    head: re.findall(r"^    (hireground .+)$", text, re.MULTILINE)
    for head, _, text in (part.partition("\n") for part in TEXT.split("\n## ")[1:])
}
SAMPLE_OF = {
    "Pelican": "pelican", "Hugo": "hugoblox", "Jekyll": "jekyll", "WordPress": "wordpress", "Calendars": "ics",
    "An announcement in a post": "folder", "Talks": "colloquium", "Old addresses": "pelican",
}  # fmt: skip
PAGES_OF = {
    ".xml": "<urlset><url><loc>https://old.example.org/archives.html</loc></url><url><loc>/lost.html</loc></url></urlset>",
    ".txt": "/archives.html\n/lost.html\n",
}
"""The pages of an old site, as a sitemap and a list have them."""
WINTER = """---
title: In winter
date: 2026-11-20 08:00
summary: Talks.
---
## Live Seminars in December

- December 5, 18:00-20:00 - Old Hall
- December 12, 18:00-20:00 - Old Hall
"""


def test_every_section_with_commands_is_followed() -> None:
    assert SAMPLE_OF.keys() == {head for head, commands in SECTIONS.items() if commands}


@pytest.mark.parametrize(("head", "name"), SAMPLE_OF.items())
def test_a_source_s_own_section_is_followed_word_by_word(
    move: Moves, head: str, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = move(name)
    sample.source.rename(sample.source.with_name("old-blog"))
    (sample.site / "content/posts").mkdir()
    if head.startswith("An announcement"):
        (sample.site / "content/posts/winter.md").write_text(WINTER)
    if head == "Old addresses":
        (sample.source.parent / "old-site").mkdir()
        for file in ("../old-site/archives.html", "../old-site/lost.html", "../old-site/sitemap.xml", "addresses.txt"):
            (sample.site / file).write_text(PAGES_OF.get(Path(file).suffix, "<p>Words.</p>"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    with chdir(sample.site):
        said = [(main(shlex.split(command)[1:]), capsys.readouterr()) for command in SECTIONS[head]]
    assert {code for code, _out in said} <= {0, 1}, [out.err for _code, out in said]
    outs = [out.out for _code, out in said]
    assert any("Nothing was written yet; " in out for out in outs)
    assert any(out.startswith("Wrote ") or "\nWrote " in out for out in outs)
    if head == "Old addresses":
        assert all("Old pages that answer: 1 of 2 (50 %)." in out for out in outs)
    if head.startswith("An announcement"):
        assert "this reads like an announcement of 2 dates" in outs[0]
        assert "/// seminars" in sample.text("content/posts/winter.md")
