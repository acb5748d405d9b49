"""pelicanconf.py's words to `SiteSettings`: unknown or wrong settings stop the build before it reads a file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from pydantic import AfterValidator, ValidationError

from plugins.reader.addresses import url_fault
from plugins.reader.fields import refuse
from plugins.reader.languages import Language
from plugins.reader.problems import InvalidContentError
from plugins.seminars.assembly import Defaults
from plugins.seminars.fields import Zone
from plugins.seminars.model import Person, Place
from plugins.seminars.publisher import Publisher
from plugins.site.look import Look, look_faults
from plugins.site.seminar_settings import SeminarSettings, Switch
from plugins.site.setting_problems import LOOK, at_settings, language_problems, misspelt_settings, setting_problems
from plugins.site.settings_file import run_settings
from plugins.site.unseen_settings import unseen_in_settings


def check_siteurl(url: str) -> str:
    """Let an address pass, or none: on a laptop the site has none."""
    return refuse(url, url_fault(url) if url else "")


class SiteSettings(Look):
    """What the plugins need of Pelican's settings; `content` is the folder of Markdown, in `root`."""

    root: Path
    content: Path
    siteurl: Annotated[str, AfterValidator(check_siteurl)]
    sitename: str
    author: str
    language: Language
    timezone: Zone
    shows_drafts: Switch
    has_search: Switch
    has_cards: Switch
    shows_kitchen_sink: Switch
    raw_html: Switch
    seminars: SeminarSettings

    @property
    def has_kitchen_sink(self) -> bool:
        """Whether this build has the page of every element and state."""
        return self.shows_kitchen_sink or self.shows_drafts

    @property
    def publisher(self) -> Publisher:
        """What all the site's calendars have in common."""
        own = self.seminars
        return Publisher(
            siteurl=self.siteurl, namespace=own.uid_namespace, timezone=self.timezone, sitename=self.sitename,
            tagline=self.tagline, color=own.calendar_color, image=own.calendar_image and quote(own.calendar_image),
        )  # fmt: skip

    def defaults(self, places: Mapping[str, Place], people: Mapping[str, Person]) -> Defaults:
        """Return what is true of a seminar that says nothing else."""
        own = self.seminars
        return Defaults(
            namespace=own.uid_namespace, timezone=self.timezone, duration=own.duration, organizer=own.organizer,
            places=places, people=people, cancelled_stay_visible=own.cancelled_stay_visible,
        )  # fmt: skip


def read_settings(path: Path) -> SiteSettings:
    """Run a settings file, without Pelican; raises `InvalidContentError`."""
    return site_settings(run_settings(path), path)


def site_settings(values: Mapping[str, Any], path: Path) -> SiteSettings:
    """Take the site's settings out of Pelican's; raises `InvalidContentError`, each problem where it is set."""
    fields = _fields(values, path.resolve().parent)
    content = fields["root"] / fields["content"]
    misspelt, unseen = misspelt_settings(values, path), tuple(unseen_in_settings(values, path))
    try:
        settings = SiteSettings.model_validate(fields, context={"content": content})
    except ValidationError as error:
        problems = setting_problems(error, SiteSettings, path, misspelt)
        raise InvalidContentError([*misspelt.values(), *unseen, *problems]) from None
    unspoken = language_problems(settings.language, settings.theme / "locale", path)
    if faults := [*misspelt.values(), *unseen, *unspoken, *at_settings(look_faults(settings, content), path)]:
        raise InvalidContentError(faults)
    return settings


def _fields(values: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Name Pelican's settings as `SiteSettings` does."""
    content = (folder / str(values.get("PATH") or "content")).resolve()
    siteurl = values.get("SITEURL") or ""
    return {
        "root": content.parent,
        "content": Path(content.name),
        "siteurl": siteurl.rstrip("/") if isinstance(siteurl, str) else siteurl,
        "sitename": values.get("SITENAME", ""),
        "author": values.get("AUTHOR", ""),
        "language": values.get("DEFAULT_LANG", "en"),
        "timezone": values.get("TIMEZONE", "UTC"),
        "shows_drafts": values.get("SHOW_DRAFTS", False),
        "has_search": values.get("SITE_SEARCH", True),
        "has_cards": values.get("SITE_CARDS", True),
        "shows_kitchen_sink": values.get("SHOW_KITCHEN_SINK", False),
        "theme": folder / str(values.get("THEME") or "theme"),
        **{name: values[setting] for name, setting in LOOK.items() if setting in values},
        "raw_html": values.get("RAW_HTML", True),
        "seminars": values.get("SEMINARS", {}),
    }
