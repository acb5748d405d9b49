"""pelicanconf.py's words to `SiteSettings`: unknown or wrong settings stop the build before it reads a file."""

import datetime as dt
import runpy
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field, ValidationError

from plugins.reader.model import Model, spell
from plugins.reader.problems import InvalidContentError, Problem
from plugins.reader.suggest import did_you_mean
from plugins.seminars.fields import Duration, Zone
from plugins.seminars.model import Organizer


class SeminarSettings(Model):
    """The SEMINARS setting: `uid_namespace` is the site's own UUID, which never changes once calendars know it."""

    uid_namespace: UUID
    organizer: Organizer
    duration: Duration = dt.timedelta(minutes=90)
    keep_past_days: Annotated[int, Field(ge=0, le=36500)] = 365


class SiteSettings(Model):
    """What the plugins need of Pelican's settings; `content` is the folder of Markdown, in `root`."""

    root: Path
    content: Path
    siteurl: str
    sitename: str
    author: str
    language: str
    timezone: Zone
    shows_drafts: bool
    seminars: Annotated[SeminarSettings, BeforeValidator(dict)]


def read_settings(path: Path) -> SiteSettings:
    """Run a settings file, without Pelican."""
    sys.path.insert(0, str(path.resolve().parent))
    try:
        return site_settings(runpy.run_path(str(path)), path)
    finally:
        sys.path.pop(0)


def site_settings(values: Mapping[str, Any], path: Path) -> SiteSettings:
    """Take the site's settings out of Pelican's; raises `InvalidContentError`, every problem at `path`."""
    content = (path.resolve().parent / (values.get("PATH") or "content")).resolve()
    try:
        return SiteSettings(
            root=content.parent,
            content=Path(content.name),
            siteurl=(values.get("SITEURL") or "").rstrip("/"),
            sitename=values.get("SITENAME", ""),
            author=values.get("AUTHOR", ""),
            language=values.get("DEFAULT_LANG", "en"),
            timezone=values.get("TIMEZONE", "UTC"),
            shows_drafts=values.get("SHOW_DRAFTS", False),
            seminars=values.get("SEMINARS", {}),
        )
    except ValidationError as error:
        raise InvalidContentError(_problems(error, path)) from None


def _problems(error: ValidationError, path: Path) -> list[Problem]:
    known = [*SeminarSettings.model_fields, *Organizer.model_fields]
    problems = []
    for details in error.errors(include_url=False):
        message = str(details.get("ctx", {}).get("error") or details["msg"])
        if details["type"] == "extra_forbidden":
            message = f"unknown setting; {did_you_mean(str(details['loc'][-1]), known)}"
        place = spell(tuple(str(step).upper() if not n else step for n, step in enumerate(details["loc"])))
        problems.append(Problem(Path(path.name), 1, 1, f"{place}{message}"))
    return problems
