"""Whose calendars they are: what all of one site's have in common."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """What all calendars of a site share; `siteurl` is empty on a laptop, `image` a path from the site's root."""

    siteurl: str
    namespace: UUID
    timezone: str
    sitename: str
    tagline: str = ""
    color: str | None = None
    image: str | None = None
