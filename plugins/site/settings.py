"""pelicanconf.py's words to `SiteSettings`: unknown or wrong settings stop the build before it reads a file."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ValidationError

from plugins.reader.addresses import host_fault
from plugins.reader.fields import refuse
from plugins.reader.languages import Language
from plugins.reader.model import Model
from plugins.reader.problems import InvalidContentError
from plugins.reader.quote import quoted
from plugins.seminars.durations import Duration
from plugins.seminars.fields import Zone
from plugins.seminars.model import Organizer
from plugins.site.setting_problems import OWN_UUID, misspelt_settings, setting_problems
from plugins.site.settings_file import run_settings

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


def check_siteurl(url: str) -> str:
    """Let an address pass, or none: on a laptop the site has none."""
    return refuse(url, host_fault(url) if url else "")


class SeminarSettings(Model):
    """The SEMINARS setting: `uid_namespace` is the site's own UUID, which never changes once calendars know it."""

    uid_namespace: Annotated[UUID, BeforeValidator(parse_namespace)]
    organizer: Organizer
    duration: Duration = dt.timedelta(minutes=90)
    keep_past_days: Annotated[int, BeforeValidator(parse_days)] = 365


class SiteSettings(Model):
    """What the plugins need of Pelican's settings; `content` is the folder of Markdown, in `root`."""

    root: Path
    content: Path
    siteurl: Annotated[str, AfterValidator(check_siteurl)]
    sitename: str
    author: str
    language: Language
    timezone: Zone
    shows_drafts: Annotated[bool, BeforeValidator(parse_switch)]
    has_search: Annotated[bool, BeforeValidator(parse_switch)]
    seminars: SeminarSettings


def read_settings(path: Path) -> SiteSettings:
    """Run a settings file, without Pelican; raises `InvalidContentError`."""
    return site_settings(run_settings(path), path)


def site_settings(values: Mapping[str, Any], path: Path) -> SiteSettings:
    """Take the site's settings out of Pelican's; raises `InvalidContentError`, each problem where it is set."""
    content = (path.resolve().parent / str(values.get("PATH") or "content")).resolve()
    siteurl = values.get("SITEURL") or ""
    fields = {
        "root": content.parent,
        "content": Path(content.name),
        "siteurl": siteurl.rstrip("/") if isinstance(siteurl, str) else siteurl,
        "sitename": values.get("SITENAME", ""),
        "author": values.get("AUTHOR", ""),
        "language": values.get("DEFAULT_LANG", "en"),
        "timezone": values.get("TIMEZONE", "UTC"),
        "shows_drafts": values.get("SHOW_DRAFTS", False),
        "has_search": values.get("SITE_SEARCH", True),
        "seminars": values.get("SEMINARS", {}),
    }
    misspelt = misspelt_settings(values, path)
    try:
        settings = SiteSettings.model_validate(fields)
    except ValidationError as error:
        problems = setting_problems(error, SiteSettings, path, misspelt)
        raise InvalidContentError([*misspelt.values(), *problems]) from None
    if misspelt:
        raise InvalidContentError(misspelt.values())
    return settings
