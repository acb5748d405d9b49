"""Calendar files to JSON: what libical, and so GNOME's and KDE's calendars, finds in each. For Debian's own Python."""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import gi  # type: ignore[import-not-found]  # Debian has it, and no index

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # type: ignore[import-not-found]  # noqa: E402 -- its version is said first


def written(time: Any) -> str:  # noqa: ANN401 -- ICalGLib has no types
    """Write an instant in UTC, or a whole day as a date."""
    if time.is_date():
        return f"{time.get_year():04}-{time.get_month():02}-{time.get_day():02}"
    return dt.datetime.fromtimestamp(time.as_timet_with_zone(time.get_timezone()), dt.UTC).isoformat()


def events(file: str) -> list[dict[str, str]]:
    """Read one file by its own time zones."""
    calendar = ICalGLib.Parser.parse_string(Path(file).read_bytes().decode())
    kind = ICalGLib.ComponentKind.VEVENT_COMPONENT
    found, one = [], calendar.get_first_component(kind)
    while one:
        texts = {"uid": one.get_uid(), "summary": one.get_summary()}
        texts |= {"description": one.get_description(), "location": one.get_location()}
        status = one.get_first_property(ICalGLib.PropertyKind.STATUS_PROPERTY)
        texts |= {"status": status.get_value_as_string() if status else ""}
        found.append({**texts, "start": written(one.get_dtstart()), "end": written(one.get_dtend())})
        one = calendar.get_next_component(kind)
    return found


sys.stdout.write(json.dumps([events(file) for file in sys.argv[1:]]))
