"""Say at which page each date of an imported seminar will stand, and lead its old addresses there.

A session's address depends on those before it: the first of a day is at `2027-03-01/`, the second at
`2027-03-01-1830/`, and one more at that hour has its title behind it. Sessions are in this order: the list of dates as
it is written, then the files beside it by their names.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from hireground import urls
from hireground.importing.seminars.model import Date, Series
from hireground.seminars.model.identity import date_key


@dataclass(frozen=True)
class Standing:
    """A date with the file that it has to itself, if it has one."""

    date: Date
    file: PurePosixPath | None = None


def pages_of_dates(one: Series, slug: str, standing: Iterable[Standing]) -> list[tuple[Date, str]]:
    """Return each date with its page; what has no day, and a rule's dates, are on the seminar's."""
    taken: set[str] = set()
    found = []
    for date in (standing.date for standing in sorted(standing, key=_place)):
        page = urls.SEMINAR.url(slug=slug)
        if date.start and not date.rule:
            start = date.start if isinstance(date.start, dt.datetime) else dt.datetime.combine(date.start, dt.time())
            key = date_key(start, taken, (date.title or one.title,))
            taken.add(key)
            page = urls.SESSION.url(slug=slug, day=key)
        found.append((date, f"/{page}"))
    return found


def _place(standing: Standing) -> tuple[bool, str]:
    return standing.file is not None, str(standing.file or "")


def moved(one: Series, pages: Iterable[tuple[Date, str]]) -> Mapping[str, str]:
    """Return the old addresses of dates with the pages that they lead to."""
    found: dict[str, str] = {}
    for date, page in pages:
        origin = one.origins.get(date.source)
        found |= dict.fromkeys((*(origin.addresses if origin else ()), *date.addresses), page)
    return found
