"""Every case of `tests/cases/markdown/` becomes the HTML beside it (UPDATE_CASES=1 writes it)."""

import os
from pathlib import Path

import html5lib
import pytest

from hireground.markdown.convert import converter

CASES = sorted((Path(__file__).parents[1] / "cases" / "markdown").glob("*.md"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_markdown_becomes_what_readers_need(case: Path) -> None:
    html = converter().convert(case.read_text("utf-8")) + "\n"
    expected = case.with_suffix(".html")
    if os.environ.get("UPDATE_CASES"):
        expected.write_text(html, "utf-8")
    html5lib.HTMLParser(strict=True).parseFragment(html)
    assert html == expected.read_text("utf-8")
