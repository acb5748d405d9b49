"""Read the moment as of which a preview is shown, on the clocks of the site's own zone."""

import datetime as dt
import re
from pathlib import Path

from hireground.seminars.pages.wording import Wording
from hireground.site.settings import read_settings
from hireground.terminal import RefusedError
from hireground.text.dates_meant import suggest_date
from hireground.text.localtime import resolve_local
from hireground.text.problems import Refusal
from hireground.text.timezones import zone

WRITTEN = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d)?")
NARROW = "\u202f"
EXAMPLE = "2026-12-06T12:00"


def moment_said(text: str, settings_file: Path) -> dt.datetime:
    """Read `2026-12-06T12:00`, or a day, which is meant from its beginning.

    Raises `RefusedError` for what is no such moment in the site's zone, and `InvalidContentError` for its settings.
    """
    there = zone(read_settings(settings_file).timezone)
    try:
        if not WRITTEN.fullmatch(text):
            raise suggest_date(text, there)
        return resolve_local(dt.datetime.fromisoformat(text), there)
    except Refusal as refusal:
        raise RefusedError(f"--at: {refusal}") from None
    except ValueError:
        raise RefusedError(f"--at: {text} is in no calendar; write it as {EXAMPLE}") from None


def as_of(moment: dt.datetime, settings_file: Path) -> str:
    """Write `Sunday, December 6, 2026, 12:00 PM (America/Los_Angeles)`."""
    name = read_settings(settings_file).timezone
    there, words = moment.astimezone(zone(name)), Wording("en")
    return f"{words.day(there)}, {words.clock(there)} ({name})".replace(NARROW, " ")
