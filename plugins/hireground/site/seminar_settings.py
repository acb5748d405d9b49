"""Define the SEMINARS setting of pelicanconf.py, and read its values."""

import datetime as dt
import re
from pathlib import Path, PurePosixPath
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from hireground.pictures.model import is_picture
from hireground.seminars.model.people import Organizer
from hireground.seminars.model.prices import Duration
from hireground.site.files import is_hidden
from hireground.text.fields import YES
from hireground.text.problems import Refusal, not_among, quoted
from hireground.text.source import is_plain
from hireground.text.validation import Model

LONGEST_PAST, DAYS = 36_500, re.compile(r"[0-9]{1,9}")
OWN_UUID = "a UUID of your own, as python3 -c 'import uuid; print(uuid.uuid4())' prints it"


def parse_namespace(value: object) -> UUID:
    """Read the UUID that the site's own are made from."""
    try:
        return UUID(str(value))
    except ValueError:
        raise Refusal(f"{quoted(str(value))} is no UUID; write {OWN_UUID}, and never change it") from None


def parse_days(value: object) -> int:
    """Read a number of days."""
    if not DAYS.fullmatch(str(value)) or int(str(value)) > LONGEST_PAST:
        raise Refusal(f'{quoted(str(value))} is no number of days; write one such as "365"')
    return int(str(value))


def parse_switch(value: object) -> bool:
    """Let Python's True and False pass."""
    if not isinstance(value, bool):
        meant = YES.get(value.lower()) if isinstance(value, str) else None
        hint = "" if meant is not None else "write one of the two, without quotes"
        raise Refusal(f"{quoted(str(value))} is neither True nor False", meant, hint=hint)
    return value


def check_color(name: str) -> str:
    """Let a color of CSS3 pass, the only ones that calendars know (RFC 7986 §5.9)."""
    from hireground.lint_ics.text import COLORS  # noqa: PLC0415 -- few sites give their calendar a color

    if name.lower() not in COLORS:
        why = f"{quoted(name)} is no color that calendars know"
        raise not_among(why, name, COLORS, 'write one such as "seagreen"')
    return name.lower()


def check_picture(name: str, info: ValidationInfo) -> str:
    """Let a picture of the content pass, by its path there; without a context nobody asks whether it is there."""
    content = (info.context or {}).get("content")
    if content is None or (is_picture(PurePosixPath(name)) and is_content(content, name)):
        return name
    how = 'copy it to content/images, and write "images/calendar.png"'
    raise Refusal(f"{quoted(name)} is no file of the content; {how}")


def is_content(content: Path, name: str) -> bool:
    """Tell whether a path names a file of the content that is there."""
    path = PurePosixPath(name)
    return not (path.is_absolute() or ".." in path.parts or is_hidden(path)) and is_plain(content, Path(name))


Switch = Annotated[bool, BeforeValidator(parse_switch)]


class SeminarSettings(Model):
    """The SEMINARS setting: `uid_namespace` is the site's own UUID, which never changes once calendars know it.

    `calendar_image` is a path in the content.
    """

    uid_namespace: Annotated[UUID, BeforeValidator(parse_namespace)] = Field(examples=[OWN_UUID])
    organizer: Organizer = Field(examples=[{"name": "Hire Ground", "email": "seminars@example.org"}])
    duration: Duration = Field(dt.timedelta(minutes=90), examples=["90m"])
    keep_past_days: Annotated[int, BeforeValidator(parse_days)] = 365
    cancelled_stay_visible: Switch = False
    citations: Switch = False
    deadlines: Switch = False
    calendar_color: Annotated[str, AfterValidator(check_color)] | None = Field(None, examples=["seagreen"])
    calendar_image: Annotated[str, AfterValidator(check_picture)] | None = Field(None, examples=["images/calendar.png"])
