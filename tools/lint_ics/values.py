"""A property's value against its type, or against its own vocabulary (RFC 5545 3.3, 3.7, 3.8)."""

import re
from collections.abc import Iterator, Mapping

from tools.lint_ics import dates, recur, text, uris
from tools.lint_ics.content import Fault, Flaw, Property, quote
from tools.lint_ics.properties import ANYTHING, Definition
from tools.lint_ics.text import Check, one_of

INTEGER = re.compile(r"[+-]?[0-9]{1,10}")
LARGEST = 2**31 - 1
FLOAT = r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,30})?"
GEO = re.compile(rf"({FLOAT});({FLOAT})")


def integer(lowest: int, highest: int, section: str) -> Check:
    """Allow whole numbers from `lowest` to `highest`."""

    def check(value: str) -> Iterator[Flaw]:
        if not INTEGER.fullmatch(value) or not lowest <= int(value) <= highest:
            yield Flaw(0, f"{quote(value)} will not do; write a whole number from {lowest} to {highest} ({section})")

    return check


def geo_flaws(value: str) -> Iterator[Flaw]:
    """Expect latitude;longitude in degrees."""
    found = GEO.fullmatch(value)
    if not found or not (abs(float(found[1])) <= 90 and abs(float(found[2])) <= 180):  # noqa: PLR2004 -- degrees
        message = f"{quote(value)} is no place on Earth; write latitude;longitude in degrees, such as 47.6;-122.2"
        yield Flaw(0, f"{message} (RFC 5545 3.8.1.6)")


BY_TYPE: Mapping[str, Check] = {
    "CAL-ADDRESS": uris.address_flaws,
    "DATE": dates.date_flaws,
    "DATE-TIME": dates.datetime_flaws,
    "DURATION": dates.duration_flaws,
    "INTEGER": integer(-LARGEST - 1, LARGEST, "RFC 5545 3.3.8"),
    "PERIOD": dates.period_flaws,
    "RECUR": recur.rule_flaws,
    "TEXT": text.text_flaws,
    "URI": uris.uri_flaws,
    "UTC-OFFSET": dates.offset_flaws,
}
BY_NAME: Mapping[str, Check] = {
    "CALSCALE": one_of("GREGORIAN", "RFC 5545 3.7.1"),
    "CATEGORIES": text.filled_text_flaws,
    "CLASS": one_of("PUBLIC PRIVATE CONFIDENTIAL X-", "RFC 5545 3.8.1.3"),
    "COLOR": text.color_flaws,
    "COMPLETED": dates.utc_flaws,
    "CREATED": dates.utc_flaws,
    "DTSTAMP": dates.utc_flaws,
    "DURATION": dates.positive_duration_flaws,
    "GEO": geo_flaws,
    "LAST-MODIFIED": dates.utc_flaws,
    "PERCENT-COMPLETE": integer(0, 100, "RFC 5545 3.8.1.8"),
    "PRIORITY": integer(0, 9, "RFC 5545 3.8.1.9"),
    "PRODID": text.filled_text_flaws,
    "REFRESH-INTERVAL": dates.positive_duration_flaws,
    "REPEAT": integer(0, LARGEST, "RFC 5545 3.8.6.2"),
    "REQUEST-STATUS": text.request_status_flaws,
    "RESOURCES": text.filled_text_flaws,
    "SEQUENCE": integer(0, LARGEST, "RFC 5545 3.8.7.4"),
    "STATUS": one_of("TENTATIVE CONFIRMED CANCELLED", "RFC 5545 3.8.1.11"),
    "TRANSP": one_of("OPAQUE TRANSPARENT", "RFC 5545 3.8.2.7"),
    "TZID": text.filled_text_flaws,
    "UID": text.uid_flaws,
    "VERSION": one_of("2.0", "RFC 5545 3.7.4"),
    "X-PUBLISHED-TTL": dates.positive_duration_flaws,
}


def value_faults(each: Property, definition: Definition) -> Iterator[Fault]:
    """Check the value, or every value of a list."""
    check = _check(each, definition)
    if check is None:
        return
    for offset, item in text.items(each.value) if definition.is_list else ((0, each.value),):
        for flaw in check(item):
            yield each.value_fault(flaw.message, offset + flaw.offset)


def _check(each: Property, definition: Definition) -> Check | None:
    if each.name in BY_NAME:
        return BY_NAME[each.name]
    said = each.parameter("VALUE").upper() or definition.types[0]
    return BY_TYPE.get(said) if said in definition.types or definition == ANYTHING else None
