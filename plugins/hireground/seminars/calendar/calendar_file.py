"""Describe a calendar file before it is written, which most builds need not do."""

from dataclasses import dataclass
from uuid import UUID

from hireground.seminars.model.model import Session

PRODID = "-//Hire Ground//Seminars 1.0//EN"


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """What all calendars of a site share; `siteurl` is empty on a laptop, `image` a path from the site's root.

    One that `has_deadlines` has a calendar of the ends of registration.
    """

    siteurl: str
    namespace: UUID
    timezone: str
    sitename: str
    tagline: str = ""
    color: str | None = None
    image: str | None = None
    has_deadlines: bool = False


@dataclass(frozen=True, kw_only=True)
class CalendarFile:
    """A calendar file: `path` from the site's root; `name` is None in a file that holds one session.

    `former` are other paths, at which subscribers of old get the same file: some programs follow no redirect.
    """

    path: str
    name: str | None
    page_url: str
    sessions: tuple[Session, ...]
    description: str = ""
    image: str | None = None
    former: tuple[str, ...] = ()
