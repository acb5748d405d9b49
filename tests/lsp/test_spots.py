"""What an editor offers where an author's cursor stands, `|` in a text, and what a date is said to mean."""

import datetime as dt
from pathlib import Path

import pytest
from examples import DEFAULTS

from hireground.known import KnownNames
from hireground.lsp.completion import offers
from hireground.lsp.hover import Setting, meaning
from hireground.lsp.spots import Spot, spot_at
from hireground.text.frontmatter import parse_document

CONTENT = Path("content")
KNOWN = KnownNames(
    places=("Bellevue Library", "Redmond Community Hall"), people=("Mara Lindqvist", "Ada Example, Jr."),
    topics=("interviews", "job search", "networking"), series=("Career Search",),
    texts=(CONTENT / "posts/six-stories.md", CONTENT / "seminars/lab.md"), pictures=(CONTENT / "images/library.jpg",),
)  # fmt: skip


def spot_in(marked: str) -> Spot | None:
    """Return what is written at the `|` of a text."""
    before = marked.partition("|")[0]
    return spot_at(marked.replace("|", "", 1), before.count("\n"), len(before.rpartition("\n")[2]))


SPOTS: dict[str, Spot | None] = {
    "---\ntitle: Kn|\n---\n": Spot(("title",), "Kn"),
    "---\nti|\n---\n": Spot((), "ti", is_value=False),
    "---\ntopics: [networking, int|]\n---\n": Spot(("topics",), "int"),
    "---\ntopics: networking, int|\n---\n": Spot(("topics",), "int"),
    "---\nspeakers:\n  - Ma|\n---\n": Spot(("speakers",), "Ma"),
    "---\nspeakers:\n- Ma|\n---\n": Spot(("speakers",), "Ma"),
    "---\nplace:\n  na|\n---\n": Spot(("place",), "na", is_value=False),
    "---\nplace: {name: Tow|}\n---\n": Spot(("place", "name"), "Tow"),
    "---\nsessions:\n  - st|\n---\n": Spot(("sessions",), "st", is_value=False),
    "---\nsessions:\n  - 2026-12|\n---\n": Spot(("sessions",), "2026-12"),
    "---\nsessions:\n  - start: 2026-12-05 18:00\n    place: Be|\n---\n": Spot(("sessions", "place"), "Be"),
    "---\nsessions:\n  - {start: 2026-12-05 18:00, place: Be|}\n---\n": Spot(("sessions", "place"), "Be"),
    "---\nsessions:\n  - start: 2026-12-05 18:00\nplace: Be|\n---\n": Spot(("place",), "Be"),
    "---\nregistration:\n  url: https://x.example\n  clo|\n---\n": Spot(("registration",), "clo", is_value=False),
    "---\ntitle: A\n---\nRead [this](six|\n": Spot((), "six", is_matter=False),
    "---\ntitle: A\n---\nRead this: six|\n": None,
    "No front matter|\n": None,
}


@pytest.mark.parametrize("marked", SPOTS)
def test_what_is_being_written_is_found(marked: str) -> None:
    assert spot_in(marked) == SPOTS[marked]


OFFERED = [
    ("posts", "---\ntopics: [net|]\n---\n", ["networking"]),
    ("posts", "---\ntopics: sea|\n---\n", ["job search"]),  # any word of a name
    ("posts", "---\nauthors: |\n---\n", ["Mara Lindqvist", "Ada Example, Jr."]),
    ("posts", "---\nstatus: d|\n---\n", ["draft"]),
    ("posts", "---\ntoc: |\n---\n", ["yes", "no"]),
    ("posts", "---\nimage: |\n---\n", ["../images/library.jpg"]),
    ("posts", "---\nimage_|\n---\n", ["image_alt"]),
    ("posts", "---\ntitle: A\n---\n[x](six|\n", ["six-stories.md"]),
    ("posts", "---\ntitle: A\n---\n![x](lib|\n", ["../images/library.jpg"]),
    ("seminars", "---\nplace: red|\n---\n", ["Redmond Community Hall"]),
    ("seminars", "---\nstatus: can|\n---\n", ["cancelled"]),
    ("seminars", "---\ntimezone: Los|\n---\n", ["America/Los_Angeles"]),
    ("seminars", "---\nsessions:\n  - start: 2026-12-05 18:00\n    move|\n---\n", ["moved_from"]),
    ("seminars", "---\nregistration:\n  clos|\n---\n", ["closes"]),
]


@pytest.mark.parametrize(("folder", "marked", "expected"), OFFERED, ids=lambda one: repr(one)[-30:])
def test_what_can_stand_there_is_offered(folder: str, marked: str, expected: list[str]) -> None:
    spot = spot_in(marked)
    assert spot
    assert [one.label for one in offers(spot, CONTENT / folder / "new.md", CONTENT, KNOWN)] == expected


def test_a_name_with_a_comma_is_written_so_that_it_stays_one() -> None:
    spot = spot_in("---\nspeakers: [Ada|]\n---\n")
    assert spot
    assert [one.text for one in offers(spot, CONTENT / "seminars/new.md", CONTENT, KNOWN)] == ['"Ada Example, Jr."']


NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
SEMINAR = "---\ntitle: Knots\nsummary: Six of them.\nduration: 2h\nsessions:\n{}---\nBring a rope.\n"
MEANT = [
    ("posts", "---\ntitle: A\ndate: 2026-11-20 |08:00\n---\nHi.\n",
     "Friday, November 20, 2026, 8:00 AM, Pacific Time (16:00 UTC, 2 days ago)"),
    ("posts", "---\ntitle: A\ndate: 2026-13-20 |08:00\n---\nHi.\n", ""),
    ("posts", "---\nslug: |a\n---\nHi.\n", "`slug: connect-dont-sell`, for example"),
    ("seminars", SEMINAR.format("  - 2026-12-05 18:00\n  - 2026-12-|12 09:00\n"),
     "Saturday, December 12, 2026, 9:00 AM to 11:00 AM, Pacific Time (17:00 UTC, in 19 days)"),
    ("seminars", SEMINAR.format("  - start: 2026-12-05 18:00\n    end: 19:|00\n"),
     "Saturday, December 5, 2026, 6:00 PM to 7:00 PM, Pacific Time (02:00 UTC, in 12 days)"),
    ("seminars", SEMINAR.format("  - {start: 2026-12-01 18:00, every: Tuesday, count: 1|0}\n"),
     "and 2 more, the last Tuesday, February 2, 2027"),
]  # fmt: skip


@pytest.mark.parametrize(("folder", "marked", "expected"), MEANT, ids=lambda one: repr(one)[-30:])
def test_a_date_is_said_to_mean_what_it_means(folder: str, marked: str, expected: str) -> None:
    spot = spot_in(marked)
    assert spot
    document = parse_document(CONTENT / folder / "knots.md", marked.replace("|", "", 1))
    said = meaning(spot, document, marked.partition("|")[0].count("\n"), Setting(DEFAULTS, CONTENT, NOW))
    assert said.replace("\u202f", " ").split("\n\n")[-1] == expected
