"""The words of SEMINARS in pelicanconf.py to typed settings."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from plugins.reader.model import Model
from plugins.reader.quote import quoted
from plugins.reader.suggest import did_you_mean
from plugins.seminars.colors import COLORS
from plugins.seminars.durations import Duration
from plugins.seminars.model import Organizer
from plugins.site.setting_problems import OWN_UUID

LONGEST_PAST = 36_500


def parse_namespace(value: object) -> UUID:
    """Read the UUID that the site's own are made from."""
    try:
        return UUID(str(value))
    except ValueError:
        raise ValueError(f"{quoted(str(value))} is no UUID; {OWN_UUID}, and never change it") from None


def parse_days(value: object) -> int:
    """Read a number of days."""
    if not str(value).isdecimal() or int(str(value)) > LONGEST_PAST:
        raise ValueError(f'{quoted(str(value))} is no number of days; write one such as "365"')
    return int(str(value))


def parse_switch(value: object) -> bool:
    """Let Python's True and False pass."""
    if not isinstance(value, bool):
        raise ValueError(f"{quoted(str(value))} is neither True nor False; write one of the two, without quotes")
    return value


def check_color(name: str) -> str:
    """Let a color of CSS3 pass, the only ones that calendars know (RFC 7986 §5.9)."""
    if name.lower() not in COLORS:
        known = did_you_mean(name, COLORS, 'write one such as "seagreen"')
        raise ValueError(f"{quoted(name)} is no color that calendars know; {known}")
    return name.lower()


def check_picture(name: str, info: ValidationInfo) -> str:
    """Let a picture of the content pass, by its path there; without a context nobody asks whether it is there."""
    content = (info.context or {}).get("content")
    if content is None or ((content / name).is_file() and (content / name).resolve().is_relative_to(content)):
        return name
    how = 'copy it to content/images, and write "images/calendar.png"'
    raise ValueError(f"{quoted(name)} is no file of the content; {how}")


Switch = Annotated[bool, BeforeValidator(parse_switch)]


class SeminarSettings(Model):
    """The SEMINARS setting: `uid_namespace` is the site's own UUID, which never changes once calendars know it.

    `calendar_image` is a path in the content.
    """

    uid_namespace: Annotated[UUID, BeforeValidator(parse_namespace)]
    organizer: Organizer
    duration: Duration = dt.timedelta(minutes=90)
    keep_past_days: Annotated[int, BeforeValidator(parse_days)] = 365
    cancelled_stay_visible: Switch = False
    calendar_color: Annotated[str, AfterValidator(check_color)] | None = None
    calendar_image: Annotated[str, AfterValidator(check_picture)] | None = None
