"""Read the moment as of which a preview is shown, on the clocks of the site's own zone."""

import datetime as dt
import os
import re
from pathlib import Path

from hireground.markdown.typography import with_usual_spaces
from hireground.preview.messages import AsOf
from hireground.seminars.pages.wording import Wording
from hireground.site.settings import read_settings
from hireground.terminal import RefusedError
from hireground.text.dates_meant import suggest_date
from hireground.text.localtime import EPOCH, build_moment, resolve_local
from hireground.text.problems import Refusal
from hireground.text.timezones import zone

WRITTEN = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d)?")
WORDS = Wording("en")
EXAMPLE = "2026-12-06T12:00"


def as_of(text: str | None, settings_file: Path) -> AsOf | None:
    """Return the moment that somebody said, else that of SOURCE_DATE_EPOCH, in the site's zone; None for the present.

    Builds of this process and its children are as of then. Raises as `moment_said` does.
    """
    if text:
        os.environ[EPOCH] = str(int(moment_said(text, settings_file).timestamp()))
    if not os.environ.get(EPOCH):
        return None
    moment = build_moment().astimezone(zone(read_settings(settings_file).timezone))
    return AsOf(moment, words_of(moment))


def moment_said(text: str, settings_file: Path) -> dt.datetime:
    """Read `2026-12-06T12:00`, or a day, which is meant from its beginning, on the clocks of the site's zone.

    Raises `RefusedError` for what is not such a moment in the site's zone, and `InvalidContentError` for its settings.
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


def words_of(moment: dt.datetime) -> str:
    """Write `Sunday, December 6, 2026, 12:00 PM (America/Los_Angeles)`."""
    return with_usual_spaces(f"{WORDS.day(moment)}, {WORDS.clock(moment)} ({moment.tzinfo})")
