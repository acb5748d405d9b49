"""Turn a seminar's Markdown into the values under test, in one made-up site at one moment, without a disk."""

import datetime as dt
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from hireground.mathematics.fields import with_formulas
from hireground.seminars.calendar.calendar_file import CalendarFile, Publisher
from hireground.seminars.calendar.ical import calendar
from hireground.seminars.calendar.vevent import event
from hireground.seminars.model.model import Defaults, Place, Seminar, Session
from hireground.seminars.model.parse import parse_seminar
from hireground.seminars.model.people import Organizer, Person
from hireground.seminars.pages.wording import Wording
from hireground.text.frontmatter import parse_document

SITEURL = "https://hireground.example.org"
SITENAME = "Hire Ground"
TIMEZONE = "America/Los_Angeles"
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)  # 04:00 in Los Angeles
COMMITTED = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)
NAMESPACE = UUID("5b2f6d1e-8a43-4c57-9c0e-7f1d2b9a6e34")
TAGLINE = "Plain talk about finding work"
WORDING = Wording("en")
PUBLISHER = Publisher(
    siteurl=SITEURL, namespace=NAMESPACE, timezone=TIMEZONE, sitename=SITENAME, tagline=TAGLINE, color="seagreen",
    image="images/calendar.png",
)  # fmt: skip
LIBRARY = Place(
    name="Bellevue Library",
    address="1111 110th Ave NE",
    city="Bellevue",
    region="WA",
    postal_code="98004",
    country="US",
    geo=(47.6205, -122.1934),
)
MARA = Person(name="Mara Lindqvist", affiliation="Hire Ground", url="https://example.org/people/mara-lindqvist")
DEFAULTS = Defaults(
    namespace=NAMESPACE,
    timezone=TIMEZONE,
    duration=dt.timedelta(minutes=90),
    organizer=Organizer(name="Hire Ground", email="seminars@example.org", url="https://example.org"),
    places=MappingProxyType({LIBRARY.name: LIBRARY}),
    people=MappingProxyType({MARA.name: MARA}),
)


def seminar_of(text: str, name: str = "example", committed: dt.datetime = COMMITTED) -> Seminar:
    """Read a seminar's file; raises what an author would be told."""
    document, _problems = with_formulas(parse_document(Path(f"content/seminars/{name}.md"), text), is_on=False)
    return parse_seminar(document, DEFAULTS, committed)


def session_of(keys: str, title: str = "Example") -> Session:
    """Read the one session of a seminar whose front matter goes on with `keys`."""
    (session,) = seminar_of(f"---\ntitle: {title}\nsummary: What it is about.\n{keys}\n---\n").sessions
    return session


def calendar_of(*sessions: Session, name: str | None = "Example", path: str = "seminars/calendar.ics") -> bytes:
    """Write sessions as one calendar file of the site."""
    feed = CalendarFile(path=path, name=name, page_url="seminars/", sessions=sessions)
    events = {session.uid: event(session, SITEURL, WORDING) for session in sessions}
    return calendar(feed, events, PUBLISHER)


CARD_COLORS = {
    "bg": "#fdfcfa",
    "contour": "#e4d2b8",
    "rule": "#e2dbcd",
    "earth": "#8f5a24",
    "accent": "#0b57a4",
    "muted": "#5c5952",
    "text": "#1c1b19",
}
