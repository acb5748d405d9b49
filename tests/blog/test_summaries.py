"""A post without a summary is shown by its first words in each place that a summary has, and once on its own page."""

import datetime as dt
from pathlib import Path

import pytest

from hireground.prose.first_words import stand_in
from hireground.site.entry import parse_entry
from hireground.site.post import PostFields
from hireground.text.frontmatter import parse_document
from hireground.text.timezones import zone

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
FIRST_WORDS = {
    "The **first** paragraph,\nin *two* lines.\n\nThe second.": "The first paragraph, in two lines.",
    "## A heading\n\n![A picture](x.png)\n\n- a list\n\nProse at last.": "Prose at last.",
    "Title\n=====\n\nBelow it.": "Below it.",
    "Bring:\n- paper\n- pens": "Bring:",
    "A [link][x] & `co_de` of _words_[^1].\n\n[x]: https://example.org\n[^1]: A note.": "A link & co_de of words.",
    "snake_case and 2 * 3 * 4": "snake_case and 2 * 3 * 4",
    "One thing.\n\nAnother thing.\n\n<!-- more -->\n\nThe rest.": "One thing. Another thing.",
    "<!--more-->\n\nOnly the rest.": "Only the rest.",
    "```\n<!-- more -->\n```\n\nAbout marks.": "About marks.",
    "/// seminars | Dates\n  month: 2026-12\n///\n\nCome along.": "Come along.",
    "- paper\n- pens\n": "paper pens",
    "![A picture](x.png)": "",
    f"{'Word ' * 30}ends. {'More ' * 30}": f"{'Word ' * 30}ends.",
}


@pytest.mark.parametrize("body", FIRST_WORDS)
def test_the_first_words_are_those_that_readers_see(body: str) -> None:
    assert stand_in(body) == FIRST_WORDS[body]


@pytest.mark.parametrize(("key", "shown"), [("", ("Bring a chair.", False)), ("summary: Chairs.\n", ("Chairs.", True))])
def test_what_stands_in_is_no_lead(key: str, shown: tuple[str, bool]) -> None:
    text = f"---\ntitle: A\ndate: 2026-11-10\n{key}---\nBring a chair.\n"
    entry = parse_entry(parse_document(Path("content/posts/a.md"), text), PostFields, zone("America/Los_Angeles"), NOW)
    assert (entry.fields.summary, entry.has_lead) == shown
