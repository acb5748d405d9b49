"""Which properties and components each component may hold, and how often (RFC 5545 3.6, RFC 7986 4)."""

from collections.abc import Mapping
from typing import NamedTuple


class Rule(NamedTuple):
    """One component; X- properties may stand in all of them, as often as they like."""

    section: str
    required: frozenset[str]
    once: frozenset[str]
    many: frozenset[str]
    children: frozenset[str] = frozenset()


_OBSERVANCE = Rule(
    section="RFC 5545 3.6.5",
    required=frozenset({"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"}),
    once=frozenset({"RRULE"}),
    many=frozenset({"COMMENT", "RDATE", "TZNAME"}),
)

COMPONENTS: Mapping[str, Rule] = {
    "VCALENDAR": Rule(
        section="RFC 5545 3.6",
        required=frozenset({"PRODID", "VERSION"}),
        once=frozenset(
            {
                *{"CALSCALE", "METHOD", "UID", "LAST-MODIFIED", "URL", "REFRESH-INTERVAL", "SOURCE", "COLOR"},
                *{"X-WR-CALNAME", "X-WR-CALDESC", "X-WR-TIMEZONE", "X-PUBLISHED-TTL"},
            }
        ),
        many=frozenset({"NAME", "DESCRIPTION", "CATEGORIES", "IMAGE"}),
        children=frozenset({"VEVENT", "VTIMEZONE"}),
    ),
    "VEVENT": Rule(
        section="RFC 5545 3.6.1",
        required=frozenset({"DTSTAMP", "DTSTART", "UID"}),
        once=frozenset(
            {
                *{"CLASS", "CREATED", "DESCRIPTION", "DTEND", "DURATION", "GEO", "LAST-MODIFIED", "LOCATION"},
                *{"ORGANIZER", "PRIORITY", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "URL", "RECURRENCE-ID"},
                *{"RRULE", "COLOR"},
            }
        ),
        many=frozenset(
            {
                *{"ATTACH", "ATTENDEE", "CATEGORIES", "COMMENT", "CONTACT", "EXDATE", "REQUEST-STATUS"},
                *{"RELATED-TO", "RESOURCES", "RDATE", "IMAGE", "CONFERENCE"},
            }
        ),
    ),
    "VTIMEZONE": Rule(
        section="RFC 5545 3.6.5",
        required=frozenset({"TZID"}),
        once=frozenset({"LAST-MODIFIED", "TZURL"}),
        many=frozenset(),
        children=frozenset({"DAYLIGHT", "STANDARD"}),
    ),
    "DAYLIGHT": _OBSERVANCE,
    "STANDARD": _OBSERVANCE,
}
