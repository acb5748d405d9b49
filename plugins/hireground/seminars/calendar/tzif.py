"""Read when a zone's clocks change from its TZif file (RFC 8536): single changes, then yearly rules."""

import datetime as dt
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, takewhile
from typing import NamedTuple, Self

from hireground.text.timezones import zone_data

EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 -- wall clocks and UTC are both counted from it
BEFORE_ALL = -(2**35)  # seconds; the year 881, where a zone's first offset begins for us
HEADER = struct.Struct(">20x6L")
KIND = struct.Struct(">lBB")
NAME, OFFSET, DATE, TIME = r"([A-Za-z]+|<[^>]+>)", r"([-+]?[\d:]+)", r"([MJ\d.]+)", r"(?:/([-+]?[\d:]+))?"
FOOTER = re.compile(f"{NAME}{OFFSET}{NAME}{OFFSET}?,{DATE}{TIME},{DATE}{TIME}")


class LocalTimeType(NamedTuple):
    """One local time type: seconds east of UTC, whether it is daylight saving time, and its abbreviation."""

    offset: int
    is_dst: bool
    name: str


class Onset(NamedTuple):
    """The instant `at`, in seconds since 1970 UTC, at which clocks go from offset `before` to `kind`."""

    at: int
    before: int
    kind: LocalTimeType

    @property
    def utc(self) -> dt.datetime:
        """The instant in UTC, as a naive datetime."""
        return from_seconds(self.at)

    @property
    def wall_clock(self) -> dt.datetime:
        """What clocks show when the change comes, still in the offset before it."""
        return from_seconds(self.at + self.before)


class YearlyRule(NamedTuple):
    """One yearly change of a footer, as POSIX writes dates, `seconds` after that date's midnight."""

    date: str
    seconds: int
    before: int
    kind: LocalTimeType

    def onset(self, year: int) -> Onset:
        """Return the change that belongs to `year`, even if its odd time falls outside (RFC 8536 §3.3.1)."""
        midnight = (rule_date(self.date, year) - EPOCH.date()).days * 86400
        return Onset(midnight + self.seconds - self.before, self.before, self.kind)


@dataclass(frozen=True)
class Timeline:
    """All changes of a zone: `past`, sorted and never empty, then from the instant `since` those of `rules`."""

    past: tuple[Onset, ...]
    rules: tuple[YearlyRule, ...]
    since: int

    @classmethod
    def of(cls, explicit: tuple[Onset, ...], rules: tuple[YearlyRule, ...]) -> Self:
        """Let the rules govern after `explicit`, or from the first of its last onsets that only repeat them."""
        # A file lists changes one by one, often up to 2037, and ends with a footer whose rules continue them, such as
        # EST5EDT,M3.2.0,M11.1.0 for New York. All changes since 2007 are what this footer makes. So, from the last
        # one back, changes that the rules make as well are dropped, and the rules govern `since` the first of these,
        # that of March 2007. A change that leaves offset, name and daylight saving as they were is dropped too.
        made = [onset for onset in onsets_of(rules, 1970, explicit[-1].utc.year) if onset <= explicit[-1]]
        pairs = zip(reversed(explicit[1:]), reversed(made), strict=False)
        repeated = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        past = explicit[: len(explicit) - repeated]
        real = (onset for previous, onset in pairwise(past) if onset.kind != previous.kind)
        return cls((past[0], *real), rules, explicit[len(past)].at if repeated else explicit[-1].at + 1)

    def ruled(self, first: int, last: int) -> list[Onset]:
        """Return the changes that the rules make in the years `first` to `last`."""
        return [onset for onset in onsets_of(self.rules, first, last) if onset.at >= self.since]


def from_seconds(seconds: int) -> dt.datetime:
    """Turn seconds since 1970 into what a clock shows."""
    return EPOCH + dt.timedelta(seconds=seconds)


def rule_date(date: str, year: int) -> dt.date:
    """Read a POSIX date: `Mm.w.d`, `Jn` (no 29 February) or `n` (days since 1 January)."""
    if date.startswith("M"):
        month, week, weekday = map(int, date[1:].split("."))
        first = dt.date(year, month, 1)
        day = first + dt.timedelta((weekday - first.isoweekday()) % 7 + 7 * week - 7)
        return day if day.month == month else day - dt.timedelta(7)
    if date.startswith("J"):
        return (dt.date(2001, 1, 1) + dt.timedelta(int(date[1:]) - 1)).replace(year=year)
    return dt.date(year, 1, 1) + dt.timedelta(int(date))


def onsets_of(rules: tuple[YearlyRule, ...], first: int, last: int) -> list[Onset]:
    """Return the rules' changes of the years `first` to `last`, in order."""
    return sorted(rule.onset(year) for year in range(first, last + 1) for rule in rules)


def read_seconds(text: str) -> int:
    """Read `[-+]h[:mm[:ss]]`."""
    total = sum(int(part) * unit for part, unit in zip(text.strip("-+").split(":"), (3600, 60, 1), strict=False))
    return -total if text.startswith("-") else total


def footer_rules(footer: str) -> tuple[YearlyRule, ...]:
    """Read a POSIX TZ string, whose offsets count west of UTC; one without daylight saving time has no rules."""
    if "," not in footer:
        return ()
    match = FOOTER.fullmatch(footer)
    if match is None:
        raise ValueError(f"not a POSIX TZ string: {footer}")
    name, west, dst_name, dst_west, begins, begins_at, ends, ends_at = match.groups()
    standard = LocalTimeType(-read_seconds(west), is_dst=False, name=name.strip("<>"))
    summer = -read_seconds(dst_west) if dst_west else standard.offset + 3600
    daylight = LocalTimeType(summer, is_dst=True, name=dst_name.strip("<>"))
    return (
        YearlyRule(begins, read_seconds(begins_at or "2"), standard.offset, daylight),
        YearlyRule(ends, read_seconds(ends_at or "2"), daylight.offset, standard),
    )


def changes(data: bytes) -> Iterator[Onset]:
    """Read the 64-bit block of a TZif file; its first local time type holds before all (RFC 8536 §3.2)."""
    utc, std, leaps, times, types, chars = HEADER.unpack_from(data)
    start = 2 * HEADER.size + 5 * times + 6 * types + chars + 8 * leaps + std + utc
    *_, times, types, chars = HEADER.unpack_from(data, start - HEADER.size)
    kinds_at = start + 9 * times
    names_at = kinds_at + 6 * types
    names = data[names_at : names_at + chars].decode("ascii")
    infos = KIND.iter_unpack(data[kinds_at:names_at])
    kinds = [LocalTimeType(offset, bool(is_dst), names[at:].partition("\0")[0]) for offset, is_dst, at in infos]
    yield Onset(BEFORE_ALL, kinds[0].offset, kinds[0])
    followed = pairwise([0, *data[start + 8 * times : kinds_at]])
    for at, (before, after) in zip(struct.unpack_from(f">{times}q", data, start), followed, strict=True):
        yield Onset(max(at, BEFORE_ALL), kinds[before].offset, kinds[after])


@cache
def timeline(name: str) -> Timeline:
    """Read the zone once; unknown names raise ZoneInfoNotFoundError."""
    data = zone_data(name)
    return Timeline.of(tuple(changes(data)), footer_rules(data.rsplit(b"\n", 2)[1].decode("ascii")))
