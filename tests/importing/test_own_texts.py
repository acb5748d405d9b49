"""A feed of ours that is imported gives seminars whose feed says the same, in each language of the theme."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from icalendar import Calendar

from hireground.importing.own_calendars.entries import parts_of
from hireground.importing.own_calendars.facts import Entry
from hireground.importing.own_calendars.languages import words_of_themes
from hireground.importing.own_calendars.markdown import markdown
from hireground.markdown.convert import converter
from hireground.seminars.calendar.calendar_file import PRODID
from hireground.seminars.calendar.plain_text import plain_text
from hireground.seminars.pages.description import Parts

CASES = Path(__file__).parents[1] / "cases/seminars"
Moves = Callable[..., Any]
TEN = (
    *("berlin-across-dst", "bilingual-workshop", "cancelled", "evening-course", "late-evening", "monthly-meetup"),
    *("moved-twice", "postponed", "two-days", "university-talks"),
)
NAMES = ("SUMMARY", "DESCRIPTION", "LOCATION")
KNOTS = """---
title: Knots
summary: Six knots, and when to use which.
place: {name: Old Hall, address: 1 Road, access: "Ring at the gate, twice.", map: "https://maps.example.org/hall"}
speakers: [Bo Lee, {name: Ann Example, affiliation: Ropes & Sons}]
price: [10 USD until 2027-02-01, 15 USD, free for members]
sponsor: {name: Example Bank}
registration:
  {for: the hall, url: "https://register.example.org/?a=1&b=2", email: knots@example.org, phone: +1 425 555 0100}
online: {url: "https://video.example.org/room/7", name: Video call}
hosts: [Kim Example]
language: de
level: beginners
capacity: 12 places
prerequisites: A rope, and time.
doors: "17:30"
agenda: ["18:00 Doors", "18:30 Talk"]
elsewhere: https://meetup.example.org/events/7
slides: https://slides.example.org/knots.pdf
sessions:
  - start: 2027-03-05 18:00
    end: "20:00"
  - start: 2027-03-19 18:00
    moved_from: 2027-03-12 18:00
    end: "20:00"
    note: The hall was taken.
  - start: 2027-03-26 18:00
    status: cancelled
  - start: 2027-03-27 18:00
    status: on again
  - start: 2027-04-02
    end: 2027-04-03
    all_day: yes
---

## What we tie

Bring a rope; [the whole list](https://example.org/list_(ropes)) is *long*, says "Bo" -- see <https://example.org/all>.
A line\\
and its next, 3 * 4 and a_b and `x <y>`.

- A bowline,
- a sheet bend:
  - a double one
  - and <b>another</b>

1. First
2. Second

| Knot | Use |
| ---- | --- |
| Reef | Sails |

\\# No heading. 1986\\. A year.
"""


def texts(site: Path) -> dict[str, dict[str, str]]:
    """Return what each event of a site's feed says, by its UID; the address of its page is left out."""
    found = {}
    for event in Calendar.from_ical((site / "output/seminars/calendar.ics").read_bytes()).walk("VEVENT"):
        page = str(event.get("URL", ""))
        said = {name: str(event.get(name, "")).replace(page, "PAGE") for name in NAMES}
        found[str(event["UID"])] = said
    return found


def both(feed_moved: Moves, seminars: dict[str, str], language: str = "") -> tuple[Any, Any]:
    """Return what our feed says, and what that of the site does that imported it."""
    own, sample = feed_moved(seminars, f'\nDEFAULT_LANG = "{language}"\n' if language else "")
    assert sample.build() == 0
    return texts(own), texts(sample.site)


def test_ten_seminars_say_the_same(feed_moved: Moves) -> None:
    said, found = both(feed_moved, {name: (CASES / f"{name}.md").read_text("utf-8") for name in TEN})
    assert found == said


@pytest.mark.parametrize("language", ["", "de", "ja", "ar"])
def test_every_fact_comes_back(feed_moved: Moves, language: str) -> None:
    said, found = both(feed_moved, {"knots": KNOTS}, language)
    assert found == said


LINES = {
    "With Ada Example, PhD": "who is a name, and who is none, nobody knows",
    "Price: 10 dollars": "no currency's letters",
    "Price: 10 USD until some day": "no day",
    "Register: at the door": "neither a link nor an address",
    "Places are drawn from those who register by Fri, Mar 5": "a lottery, whose last day has no year",
    "Price: 10 USD, for all 7 dates": "a course of more dates than there are",
}
"""Lines that stay in the text, with the reason."""
EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:{product}
BEGIN:VEVENT
UID:one
DTSTAMP:20261120T080000Z
DTSTART;TZID=America/Los_Angeles:20270305T180000
DTEND;TZID=America/Los_Angeles:20270305T200000
STATUS:CONFIRMED
SUMMARY:Knots
DESCRIPTION:Six knots.\\n\\n{line}\\nLevel: beginners\\n\\nBring a rope.\\n\\nhttps://old.example.org/seminars/knots/2027-03-05/
URL:https://old.example.org/seminars/knots/2027-03-05/
END:VEVENT
END:VCALENDAR
"""


def imported(move: Moves, tmp_path: Path, line: str, product: str) -> str:
    sample = move("folder")
    file = tmp_path / "knots.ics"
    file.write_text(EVENT.format(line=line.replace(",", "\\,"), product=product))
    assert sample.run("--write", source=file) in {0, 1}
    return str(sample.text("content/seminars/knots.md"))


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_is_not_understood_stays_in_the_text(move: Moves, tmp_path: Path, line: str) -> None:
    head, _, body = imported(move, tmp_path, line, PRODID).removeprefix("---\n").partition("---\n")
    assert body == f"\n{line}\n\nBring a rope.\n"
    assert "level: beginners" in head
    assert "summary: Six knots." in head
    assert not {"price:", "registration:", "speakers:"} & set(head.split())


def test_calendars_of_other_programs_stay_as_they_are(move: Moves, tmp_path: Path) -> None:
    head, _, body = (
        imported(move, tmp_path, "Price: 10 USD", "-//Elsewhere//EN").removeprefix("---\n").partition("---\n")
    )
    assert "price:" not in head
    assert "Six knots.\n\nPrice: 10 USD\nLevel: beginners\n\nBring a rope.\n\n" in body


def test_one_link_is_written_for_all_dates(feed_moved: Moves) -> None:
    _own, sample = feed_moved({"berlin-across-dst": (CASES / "berlin-across-dst.md").read_text("utf-8")})
    text = sample.text("content/seminars/berlin-across-dst.md")
    assert 'url: "https://register.example.org/berlin?date={date}"' in text


WORDS = (
    *("a", "Word", "*x*", "_y_", "`z`", "<b>", "&amp;", "#", "1.", "-", "+", "=", "--", "...", '"q"', "'s", "$5$"),
    *("[l](m)", "[^1]", "*[A]:", "{: #id}", "{%", "{{ x }}", "|", "~~~", "```", "---", "***", "!!!", ":", "::: x"),
    *("https://example.org/a_b*c", "(https://example.org/x)", "http://example.org/(a)", "name@example.org"),
    *("(note)", "a_b_c", "\\", "C++", "x^2^", "H~2~O", "it’s", "“Bo”", "&copy", "</p>"),
)
LINES_OF_WORDS = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), min_size=1, max_size=3
)
BULLETS = LINES_OF_WORDS.map(lambda lines: "\n".join(f"- {line}" for line in lines))
NUMBERS = LINES_OF_WORDS.map(lambda lines: "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1)))
TEXTS = st.lists(st.one_of(LINES_OF_WORDS.map("\n".join), BULLETS, NUMBERS), min_size=1, max_size=3).map("\n\n".join)
EMPTY_ITEM = re.compile(r"(?:^|\n| )(?:-|\d+\.) *(?:\n|$)")


@given(TEXTS)
def test_markdown_of_a_plain_text_gives_it_again(text: str) -> None:
    said = plain_text(converter().convert(text), 1_000_000)
    assume(not EMPTY_ITEM.search(said))
    assert plain_text(converter().convert(markdown(said)), 1_000_000) == said


PAGE = "https://old.example.org/seminars/knots/2027-03-05/"
OF_PART = {
    "news": (
        "",
        "Takes place after all",
        f"This session is cancelled.\nThe hall is closed.\n{PAGE}",
        "The hall was taken.",
    ),
    "summary": ("", "Six knots, and when to use which."),
    "facts": ("", "Level: beginners", "With Ada Example\nLevel: beginners"),
    "text": ("", "Bring a rope.", "Bring a rope.\n\nAnd time."),
    "page": ("", PAGE),
}
"""What each part may be; without facts, a note alone and a text look like a summary."""


@given(st.fixed_dictionaries({name: st.sampled_from(several) for name, several in OF_PART.items()}))
def test_what_is_joined_is_divided_again(said: dict[str, str]) -> None:
    parts = Parts(**said)
    assume(parts.summary or not (parts.text and not parts.facts))
    assume(parts.news != "The hall was taken." or (parts.summary and parts.facts))
    words, *_others = words_of_themes()
    assert parts_of(parts.joined(), PAGE, Entry(words, dt.date(2027, 3, 5), 1)) == parts
