"""Read and check DATE, DATE-TIME, DURATION, PERIOD and UTC-OFFSET (RFC 5545 3.3.4 to 3.3.6, 3.3.9, 3.3.14)."""

import datetime as dt
import re
from collections.abc import Iterator

from hireground.lint_ics.content import ValueProblem, quote

DATE = re.compile(r"[0-9]{8}")
DATE_TIME = re.compile(r"[0-9]{8}T[0-9]{6}Z?")
YEARS = range(1583, 3000)
TIME_PARTS = r"T(?:([0-9]{1,6})H(?:([0-9]{1,6})M(?:([0-9]{1,6})S)?)?|([0-9]{1,6})M(?:([0-9]{1,6})S)?|([0-9]{1,6})S)"
DURATION = re.compile(rf"([+-]?)P(?:([0-9]{{1,6}})W|([0-9]{{1,6}})D(?:{TIME_PARTS})?|{TIME_PARTS})")
UTC_OFFSET = re.compile(r"([+-])([0-9]{2})([0-5][0-9])([0-5][0-9])?")
UNITS = ("weeks", "days", *("hours", "minutes", "seconds", "minutes", "seconds", "seconds") * 2)


def read_date(value: str) -> dt.date | None:
    """Read a DATE, from 1583 on as in ISO 8601, and before 3000."""
    try:
        date = dt.date.fromisoformat(value) if DATE.fullmatch(value) else None
    except ValueError:
        return None
    return date if date and date.year in YEARS else None


def read_datetime(value: str) -> dt.datetime | None:
    """Read a DATE-TIME: aware if it ends in Z, else naive."""
    try:
        moment = dt.datetime.fromisoformat(value) if DATE_TIME.fullmatch(value) else None
    except ValueError:
        return None
    return moment if moment and moment.year in YEARS else None


def read_duration(value: str) -> dt.timedelta | None:
    """Read a DURATION."""
    found = DURATION.fullmatch(value)
    if found is None:
        return None
    parts = zip(UNITS, found.groups()[1:], strict=True)
    length = sum((dt.timedelta(**{unit: int(digits)}) for unit, digits in parts if digits), dt.timedelta())
    return -length if found[1] == "-" else length


def read_offset(value: str) -> dt.timedelta | None:
    """Read a UTC-OFFSET of less than a day."""
    found = UTC_OFFSET.fullmatch(value)
    if found is None or int(found[2]) > 23:  # noqa: PLR2004 -- the last hour of a day
        return None
    length = dt.timedelta(hours=int(found[2]), minutes=int(found[3]), seconds=int(found[4] or 0))
    return -length if found[1] == "-" else length


def date_problems(value: str) -> Iterator[ValueProblem]:
    """Expect a day of the calendar, YYYYMMDD."""
    if not read_date(value):
        yield ValueProblem(0, f"{quote(value)} is no date; write YYYYMMDD, a day that exists (RFC 5545 3.3.4)")


def datetime_problems(value: str) -> Iterator[ValueProblem]:
    """Expect a second of the calendar, YYYYMMDDTHHMMSS, with Z if it is UTC."""
    if read_date(value):
        yield ValueProblem(0, f"{quote(value)} is a date without a time; say so with ;VALUE=DATE (RFC 5545 3.3.4)")
    elif not read_datetime(value):
        message = f"{quote(value)} is no date and time; write YYYYMMDDTHHMMSS, and Z for UTC"
        yield ValueProblem(0, f"{message} (RFC 5545 3.3.5)")


def utc_problems(value: str) -> Iterator[ValueProblem]:
    """Expect a date and time in UTC."""
    moment = read_datetime(value)
    if not moment:
        yield ValueProblem(0, f"{quote(value)} is no date and time; write YYYYMMDDTHHMMSSZ, in UTC (RFC 5545 3.3.5)")
    elif not moment.tzinfo:
        yield ValueProblem(0, f"{quote(value)} is not in UTC; convert it and end it with Z (RFC 5545 3.8.7)")


def duration_problems(value: str) -> Iterator[ValueProblem]:
    """Expect a length of time."""
    if read_duration(value) is None:
        yield ValueProblem(0, f"{quote(value)} is no duration; write it like PT1H30M, P1D or P2W (RFC 5545 3.3.6)")


def positive_duration_problems(value: str) -> Iterator[ValueProblem]:
    """Expect a length of time above zero."""
    length = read_duration(value)
    if length is not None and length <= dt.timedelta():
        yield ValueProblem(
            0, f"{quote(value)} is not longer than nothing; write a positive duration (RFC 5545 3.8.2.5)"
        )
    yield from duration_problems(value)


def period_problems(value: str) -> Iterator[ValueProblem]:
    """Expect a start and an end or a length, parted by a slash."""
    start, slash, end = value.partition("/")
    if not (slash and read_datetime(start) and (read_datetime(end) or read_duration(end))):
        yield ValueProblem(0, f"{quote(value)} is no period; write START/END or START/DURATION (RFC 5545 3.3.9)")


def offset_problems(value: str) -> Iterator[ValueProblem]:
    """Expect a distance from UTC."""
    if read_offset(value) is None or (value[0] == "-" and not value.strip("-0")):
        yield ValueProblem(
            0, f"{quote(value)} is no offset; write +HHMM or -HHMM, and +0000 for none (RFC 5545 3.3.14)"
        )
