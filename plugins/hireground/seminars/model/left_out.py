"""Read what a rule leaves out: a day, a break from one day to another, or the public holidays of a country."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from pydantic import BeforeValidator

from hireground.seminars.model.places import check_country
from hireground.text.dates_meant import WEEKDAYS, tidy
from hireground.text.fields import expect_text, parse_day
from hireground.text.problems import Refusal, quoted

DAY = r"\d{4}-\d\d-\d\d"
BREAK = re.compile(rf"(?:from )?({DAY}) ?(?:to|until|till|through|bis|-|/|\.\.\.?) ?({DAY})")
HOLIDAYS = re.compile(
    r"(?:the )?(?:public |bank |legal )?holidays?(?: (?:in|of) (?:the )?([^0-9]{2,40}|[a-z]{2}-[a-z0-9]{1,3}))?"
)
TWO_DAYS = re.compile(rf"\D*({DAY})(?:T? ?\d\d:\d\d)?\D+({DAY})(?:T? ?\d\d:\d\d)?\D*")


@dataclass(frozen=True)
class Break:
    """The days from `first` to `last`, both of them too."""

    first: dt.date
    last: dt.date

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"

    def holds(self, day: dt.date) -> bool:
        """Whether the rule leaves this day out."""
        return self.first <= day <= self.last

    def problem(self, days: Iterable[dt.date], rule: str) -> Refusal | None:
        """Say why nothing is left out by it: a day on which the rule has no date, or a break outside of it."""
        days = tuple(days)
        if self.first != self.last:
            is_outside = self.last < min(days) or self.first > max(days)
            words = f'"every {rule}" goes from {min(days)} to {max(days)}, and {self} is outside; write the days meant'
            return Refusal(words) if is_outside else None
        if self.first in days:
            return None
        near = min(days, key=lambda one: abs(one - self.first))
        words = f'{self.first}, a {WEEKDAYS[self.first.weekday()]}, is not a date of "every {rule}"'
        return Refusal(f"{words}; the nearest is {near}")


@dataclass(frozen=True)
class Holidays:
    """The public holidays of a country, or of one of its regions by the second part of its ISO 3166-2 code."""

    country: str
    region: str = ""

    def __str__(self) -> str:
        return f"holidays in {'-'.join(filter(None, (self.country, self.region)))}"

    def holds(self, day: dt.date) -> bool:
        """Whether the rule leaves this day out."""
        return day in _holidays(self.country, self.region)

    def problem(self, _days: Iterable[dt.date], _rule: str) -> None:
        """Let it be that the rule has no date on a holiday."""


LeftOut = Break | Holidays


def holiday_of(country: str, region: str, day: dt.date) -> str:
    """Name the public holiday that a day is in a country, or in one of its regions; empty for any other day.

    A region that is unknown counts as none, and an unknown country has no holidays.
    """
    from holidays import list_supported_countries  # noqa: PLC0415 -- as large as all else that a build imports

    known = list_supported_countries(include_aliases=False)
    if country not in known:
        return ""
    return _holidays(country, region if region in known[country] else "").get(day) or ""


@cache
def _holidays(country: str, region: str) -> Mapping[dt.date, str]:
    from holidays import country_holidays  # noqa: PLC0415 -- as large as all else that a build imports

    return country_holidays(country, subdiv=region or None)


def _parse_holidays(words: str, place: str) -> Holidays:
    from holidays import list_supported_countries  # noqa: PLC0415

    country, _, region = place.upper().partition("-")
    known = list_supported_countries(include_aliases=False)
    try:
        check_country(country)
    except Refusal as refusal:
        meant = f"holidays in {refusal.write}" if isinstance(refusal.write, str) else None
        how = "" if meant else 'write its two letters, as in "holidays in US" or "holidays in US-WA"'
        raise Refusal(f"{quoted(words)} names no country's code", meant, hint=how) from None
    if country not in known:
        raise Refusal(f"the holidays of {country} are not known; write the days")
    if region and region not in known[country]:
        codes = ", ".join(code for code in known[country] if len(code) <= len("NSW"))
        raise Refusal(
            f"{country} has no region {quoted(region)}; write {f'one of: {codes}' if codes else f'{country} alone'}"
        )
    return Holidays(country, region)


def parse_left_out(value: object) -> LeftOut:
    """Read `2027-03-09`, `2027-03-29 to 2027-04-09` or `holidays in US-WA`."""
    words = expect_text(value)
    line = tidy(words).lower()
    if match := HOLIDAYS.fullmatch(line):
        return _parse_holidays(words, match[1] or "")
    if match := BREAK.fullmatch(line):
        first, last = (parse_day(day) for day in match.groups())
        if last < first:
            raise Refusal(f"{quoted(words)} ends before it begins", f"{last} to {first}")
        return Break(first, last)
    if match := TWO_DAYS.fullmatch(line):
        raise Refusal(f"{quoted(words)} are two days, and a break is written with a word between them",
                      " to ".join(match.groups()), is_guess=True)  # fmt: skip
    day = parse_day(words)
    return Break(day, day)


LeftOutDays = Annotated[LeftOut, BeforeValidator(parse_left_out)]
