"""List the value types and parameters of each property (RFC 5545 3.7 and 3.8, RFC 7986, 9073, 9074, 9253)."""

from collections.abc import Mapping
from typing import NamedTuple


class Definition(NamedTuple):
    """One property: its value types, the default first, and its parameters besides VALUE and X- names."""

    types: tuple[str, ...]
    parameters: frozenset[str] = frozenset()
    is_list: bool = False
    must_name_type: bool = False


LANGUAGE = frozenset({"LANGUAGE"})
TEXTUAL = frozenset({"ALTREP", "LANGUAGE"})
ZONED = frozenset({"TZID"})
PERSON = frozenset({"CN", "DIR", "SENT-BY", "LANGUAGE", "EMAIL"})
INVITED = frozenset({"CUTYPE", "MEMBER", "ROLE", "PARTSTAT", "RSVP", "DELEGATED-TO", "DELEGATED-FROM"})
WHEN = ("DATE-TIME", "DATE")

_TEXT = Definition(("TEXT",))
_TITLE = Definition(("TEXT",), TEXTUAL)
_WORDS = Definition(("TEXT",), LANGUAGE)
_INTEGER = Definition(("INTEGER",))
_DURATION = Definition(("DURATION",))
_OFFSET = Definition(("UTC-OFFSET",))
_URI = Definition(("URI",))
_UTC = Definition(("DATE-TIME",))
_TIME = Definition(WHEN, ZONED)

PROPERTIES: Mapping[str, Definition] = {
    "BEGIN": Definition(("NAME",)),
    "END": Definition(("NAME",)),
    "CALSCALE": _TEXT,
    "METHOD": _TEXT,
    "PRODID": _TEXT,
    "VERSION": _TEXT,
    "NAME": _TITLE,
    "REFRESH-INTERVAL": Definition(("DURATION",), must_name_type=True),
    "SOURCE": Definition(("URI",), must_name_type=True),
    "COLOR": _TEXT,
    "IMAGE": Definition(
        ("URI", "BINARY"), frozenset({"FMTTYPE", "ALTREP", "DISPLAY", "ENCODING"}), must_name_type=True
    ),
    "CONFERENCE": Definition(("URI",), frozenset({"FEATURE", "LABEL", "LANGUAGE"}), must_name_type=True),
    "ATTACH": Definition(("URI", "BINARY"), frozenset({"FMTTYPE", "ENCODING"})),
    "CATEGORIES": Definition(("TEXT",), LANGUAGE, is_list=True),
    "CLASS": _TEXT,
    "COMMENT": _TITLE,
    "DESCRIPTION": _TITLE,
    "GEO": Definition(("FLOAT",)),
    "LOCATION": _TITLE,
    "PERCENT-COMPLETE": _INTEGER,
    "PRIORITY": _INTEGER,
    "RESOURCES": Definition(("TEXT",), TEXTUAL, is_list=True),
    "STATUS": _TEXT,
    "SUMMARY": _TITLE,
    "COMPLETED": _UTC,
    "DTEND": _TIME,
    "DUE": _TIME,
    "DTSTART": _TIME,
    "DURATION": _DURATION,
    "FREEBUSY": Definition(("PERIOD",), frozenset({"FBTYPE"}), is_list=True),
    "TRANSP": _TEXT,
    "TZID": _TEXT,
    "TZNAME": _WORDS,
    "TZOFFSETFROM": _OFFSET,
    "TZOFFSETTO": _OFFSET,
    "TZURL": _URI,
    "ATTENDEE": Definition(("CAL-ADDRESS",), PERSON | INVITED),
    "CONTACT": _TITLE,
    "ORGANIZER": Definition(("CAL-ADDRESS",), PERSON),
    "RECURRENCE-ID": Definition(WHEN, frozenset({"TZID", "RANGE"})),
    "RELATED-TO": Definition(("TEXT", "URI", "UID"), frozenset({"RELTYPE", "GAP"})),
    "URL": _URI,
    "UID": _TEXT,
    "EXDATE": Definition(WHEN, ZONED, is_list=True),
    "RDATE": Definition((*WHEN, "PERIOD"), ZONED, is_list=True),
    "RRULE": Definition(("RECUR",)),
    "ACTION": _TEXT,
    "REPEAT": _INTEGER,
    "TRIGGER": Definition(("DURATION", "DATE-TIME"), frozenset({"RELATED"})),
    "CREATED": _UTC,
    "DTSTAMP": _UTC,
    "LAST-MODIFIED": _UTC,
    "SEQUENCE": _INTEGER,
    "REQUEST-STATUS": _WORDS,
    "STYLED-DESCRIPTION": Definition(
        ("TEXT", "URI"), frozenset({"ALTREP", "LANGUAGE", "FMTTYPE", "DERIVED"}), must_name_type=True
    ),
    "STRUCTURED-DATA": Definition(
        ("TEXT", "URI", "BINARY"), frozenset({"FMTTYPE", "SCHEMA", "ENCODING"}), must_name_type=True
    ),
    "CALENDAR-ADDRESS": Definition(("CAL-ADDRESS",)),
    "LOCATION-TYPE": Definition(("TEXT",), is_list=True),
    "PARTICIPANT-TYPE": _TEXT,
    "RESOURCE-TYPE": _TEXT,
    "ACKNOWLEDGED": _UTC,
    "PROXIMITY": _TEXT,
    "CONCEPT": _URI,
    "LINK": Definition(("URI", "UID", "XML-REFERENCE"), frozenset({"LINKREL", "FMTTYPE", "LABEL", "LANGUAGE"})),
    "REFID": _TEXT,
    "X-WR-CALNAME": _TEXT,
    "X-WR-CALDESC": _TEXT,
    "X-WR-TIMEZONE": _TEXT,
    "X-PUBLISHED-TTL": _DURATION,
}
ANYTHING = Definition(("",))
