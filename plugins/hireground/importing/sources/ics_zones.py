"""Tell on whose clocks the hours of a calendar are."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from hireground.importing.seminars.model import UNKNOWN
from hireground.text.timezones import zone, zone_names


@dataclass(frozen=True)
class Zones:
    """Whose clocks a calendar's hours are; `named` is X-WR-TIMEZONE where it is a place's.

    A calendar that `is_own` was made by this engine; one of a seminar has its `title` and what it is `about`.
    """

    own: ZoneInfo
    named: str = ""
    is_own: bool = False
    title: str = ""
    about: str = ""

    def of(self, value: object, *, is_rule: bool) -> tuple[dt.datetime | dt.date, str]:
        """Return a moment on clocks of a place, and the name of its zone; `unknown` where nobody says it."""
        if not isinstance(value, dt.datetime):
            return (value if isinstance(value, dt.date) else dt.date.min), ""
        name = zone_name(value)
        if not name:
            return value.replace(tzinfo=None), self.named or UNKNOWN
        if name != "UTC":
            return value.replace(tzinfo=None), name
        if self.named:
            return value.astimezone(zone(self.named)).replace(tzinfo=None), self.named
        if is_rule:  # in summer or in winter it is an hour off, and nobody says which
            return value.replace(tzinfo=None), UNKNOWN
        return value.astimezone(self.own).replace(tzinfo=None), self.own.key


def zone_name(value: dt.datetime) -> str:
    """Return the IANA name of a moment's zone; that of a Windows zone's largest city, and nothing for no zone."""
    if value.tzinfo is None:
        return ""
    key = str(getattr(value.tzinfo, "key", "") or getattr(value.tzinfo, "zone", "") or value.tzinfo.tzname(value) or "")
    for name in (key, WINDOWS_TO_OLSON.get(key, ""), "/".join(key.split("/")[-2:])):
        if name in zone_names() and ("/" in name or name == "UTC"):
            return name
    return "UTC" if value.utcoffset() == dt.timedelta() and key in {"UTC", "GMT", "Z"} else ""
