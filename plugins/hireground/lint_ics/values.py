"""Check a property's value against its type, or against the words it may have (RFC 5545 3.3, 3.7, 3.8)."""

import re
from collections.abc import Iterator, Mapping

from hireground.lint_ics import dates, recur, text, uris
from hireground.lint_ics.content import LineProblem, Property, ValueProblem, quote
from hireground.lint_ics.properties import ANYTHING, Definition
from hireground.lint_ics.text import Check, one_of

INTEGER = re.compile(r"[+-]?[0-9]{1,10}")
LARGEST = 2**31 - 1
FLOAT = r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,30})?"
BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
GEO = re.compile(rf"({FLOAT});({FLOAT})")


def integer(lowest: int, highest: int, section: str) -> Check:
    """Allow whole numbers from `lowest` to `highest`."""

    def check(value: str) -> Iterator[ValueProblem]:
        if not INTEGER.fullmatch(value) or not lowest <= int(value) <= highest:
            yield ValueProblem(
                0, f"{quote(value)} will not do; write a whole number from {lowest} to {highest} ({section})"
            )

    return check


def geo_problems(value: str) -> Iterator[ValueProblem]:
    """Expect latitude;longitude in degrees."""
    found = GEO.fullmatch(value)
    if not found or not (abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180):  # noqa: PLR2004 -- degrees
        message = f"{quote(value)} is no place on Earth; write latitude;longitude in degrees, such as 47.6;-122.2"
        yield ValueProblem(0, f"{message} (RFC 5545 3.8.1.6)")


def binary_problems(value: str) -> Iterator[ValueProblem]:
    """Expect bytes in base 64."""
    if len(value) % 4 or not BASE64.fullmatch(value):
        yield ValueProblem(0, "these are not bytes in base 64; encode them, with ;ENCODING=BASE64 (RFC 5545 3.3.1)")


BY_TYPE: Mapping[str, Check] = {
    "BINARY": binary_problems,
    "CAL-ADDRESS": uris.address_problems,
    "DATE": dates.date_problems,
    "DATE-TIME": dates.datetime_problems,
    "DURATION": dates.duration_problems,
    "INTEGER": integer(-LARGEST - 1, LARGEST, "RFC 5545 3.3.8"),
    "PERIOD": dates.period_problems,
    "RECUR": recur.rule_problems,
    "TEXT": text.text_problems,
    "URI": uris.uri_problems,
    "UTC-OFFSET": dates.offset_problems,
}
BY_NAME: Mapping[str, Check] = {
    "CALSCALE": one_of("GREGORIAN", "RFC 5545 3.7.1"),
    "CATEGORIES": text.filled_text_problems,
    "CLASS": one_of("PUBLIC PRIVATE CONFIDENTIAL X-", "RFC 5545 3.8.1.3"),
    "COLOR": text.color_problems,
    "ACKNOWLEDGED": dates.utc_problems,
    "ACTION": one_of("AUDIO DISPLAY EMAIL X-", "RFC 5545 3.8.6.1"),
    "COMPLETED": dates.utc_problems,
    "CREATED": dates.utc_problems,
    "DTSTAMP": dates.utc_problems,
    "DURATION": dates.positive_duration_problems,
    "GEO": geo_problems,
    "LAST-MODIFIED": dates.utc_problems,
    "PERCENT-COMPLETE": integer(0, 100, "RFC 5545 3.8.1.8"),
    "PRIORITY": integer(0, 9, "RFC 5545 3.8.1.9"),
    "PRODID": text.filled_text_problems,
    "REFRESH-INTERVAL": dates.positive_duration_problems,
    "REPEAT": integer(0, LARGEST, "RFC 5545 3.8.6.2"),
    "REQUEST-STATUS": text.request_status_problems,
    "RESOURCES": text.filled_text_problems,
    "SEQUENCE": integer(0, LARGEST, "RFC 5545 3.8.7.4"),
    "TRANSP": one_of("OPAQUE TRANSPARENT", "RFC 5545 3.8.2.7"),
    "TZID": text.filled_text_problems,
    "UID": text.uid_problems,
    "VERSION": one_of("2.0", "RFC 5545 3.7.4"),
    "X-PUBLISHED-TTL": dates.positive_duration_problems,
}


def value_problems(each: Property, definition: Definition) -> Iterator[LineProblem]:
    """Check the value, or every value of a list."""
    check = _check(each, definition)
    if check is None:
        return
    for offset, item in text.items(each.value) if definition.is_list else ((0, each.value),):
        for problem in check(item):
            yield each.value_problem(problem.message, offset + problem.offset)


def _check(each: Property, definition: Definition) -> Check | None:
    if each.name in BY_NAME:
        return BY_NAME[each.name]
    said = each.parameter("VALUE").upper() or definition.types[0]
    return BY_TYPE.get(said) if said in definition.types or definition == ANYTHING else None
