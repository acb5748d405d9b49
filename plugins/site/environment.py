"""Jinja environments: the theme's templates with its globals, in the site's language and in every other it speaks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, Template
from markdown import Markdown

from plugins.pictures.card import Card
from plugins.reader.markdown import converter
from plugins.reader.suggest import did_you_mean
from plugins.reader.typeset import typeset
from plugins.seminars.announcement import block_groups
from plugins.seminars.block import BlockFields, block_ics_path, matching
from plugins.seminars.block_extension import SeminarsBlocks
from plugins.seminars.listings import all_sessions, series_url, topic_url
from plugins.seminars.timezones import zone
from plugins.seminars.views import session_view
from plugins.seminars.wording import Wording
from plugins.site.assets import Assets
from plugins.site.clipping import clipped
from plugins.site.load import Site
from plugins.site.policy import page_policy
from plugins.site.search_rank import search_rank

NAMES = ("SITENAME", "SITESUBTITLE", "DEFAULT_LANG", "SITE_NAV", "SITE_LINKS", "SITE_SOCIAL", "SITE_FOOTER")
"""The settings that templates have."""


@dataclass(frozen=True)
class Tongues:
    """What Pelican takes for an environment: `article.html` is in the site's language, `de/article.html` in German.

    A language has an environment of its own, since macros are imported without a context and know only its globals.
    """

    home: Environment
    abroad: Mapping[str, Environment]

    def get_template(self, name: str) -> Template:
        """Return a template; raises what Jinja does."""
        language, _, rest = name.partition("/")
        return self.abroad[language].get_template(rest) if language in self.abroad else self.home.get_template(name)


def tongues(environment: Environment, settings: Mapping[str, Any]) -> Tongues:
    """Give an environment the theme's globals and filters, and make one beside it for each further language."""
    wordings: Mapping[str, Wording] = settings["SITE_WORDINGS"]
    abroad = {}
    for code in wordings.keys() - {settings["DEFAULT_LANG"]}:
        abroad[code] = environment.overlay()
        abroad[code].globals = dict(environment.globals)
        equip(abroad[code], settings, wordings[code], code)
    return Tongues(equip(environment, settings, settings["SITE_WORDING"], settings["DEFAULT_LANG"]), abroad)


def equip(environment: Environment, settings: Mapping[str, Any], wording: Wording, language: str) -> Environment:
    """Give one environment what every template has, macros too, in one language."""
    site: Site = settings["SITE"]
    assets: Assets = settings["SITE_ASSETS"]
    environment.globals.update({name: settings.get(name, "") for name in NAMES})
    environment.globals.update(
        SITEURL=site.settings.siteurl,
        SITE_SEARCH=site.settings.has_search,
        asset=partial(_asset, site.settings.siteurl, assets),
        wording=wording,
        _=wording.gettext,
        ngettext=wording.ngettext,
        language=language,
        logo=_logo(site, assets),
        palette=site.settings.palette,
        built=site.now.astimezone(zone(site.settings.timezone)),
        calendar_ics="seminars/calendar.ics",
        page_policy=page_policy,
        shelf=settings["SITE_SHELF"],
        site_card=site_card(site),
        icons=settings["SITE_ICONS"],
    )
    environment.filters.update(typeset=typeset, series_url=series_url, topic_url=topic_url)
    environment.filters.update(picture=settings["SITE_GALLERY"].at, search_rank=partial(search_rank, now=site.now))
    environment.filters["clipped"] = clipped
    return environment


def site_card(site: Site) -> Card:
    """Return the card of every page that has none of its own."""
    return Card(site.settings.sitename, facts=(site.settings.tagline,))


def _logo(site: Site, assets: Assets) -> str:
    """Return the logo's address, the theme's with its hash; empty if the site has none of its own."""
    logo = site.settings.logo
    return f"{site.settings.siteurl}/{assets.urls.get(logo, logo)}" if logo else ""


def _asset(siteurl: str, assets: Assets, name: str) -> str:
    if name not in assets.urls:
        raise LookupError(f'theme/static has no "{name}"; {did_you_mean(name, assets.urls, "check the template")}')
    return f"{siteurl}/{assets.urls[name]}"


def block_renderer(settings: Mapping[str, Any], language: str | None = None) -> Callable[[str, BlockFields], str]:
    """Return what renders the seminars block with the theme's template, in the site's language unless one is said."""
    site: Site = settings["SITE"]
    wording: Wording = settings["SITE_WORDINGS"].get(language) or settings["SITE_WORDING"]
    siteurl = site.settings.siteurl
    loader = FileSystemLoader(Path(settings["THEME"]) / "templates")
    environment = Environment(loader=loader, **settings["JINJA_ENVIRONMENT"])  # noqa: S701 -- autoescape is a setting
    equip(environment, settings, wording, language or settings["DEFAULT_LANG"])
    template = environment.get_template("blocks/seminars.html")
    sessions = all_sessions(site.seminars)
    summaries = {seminar.slug: seminar.summary for seminar in site.seminars}

    def render(title: str, fields: BlockFields) -> str:
        views = [session_view(session, site.now, siteurl, wording) for session in matching(fields, sessions)]
        address = f"{siteurl}/{block_ics_path(title, fields)}"
        return template.render(
            title=title or wording.gettext("Seminars"),
            groups=block_groups(views, summaries, siteurl, wording),
            ics_href=address,
            subscribe_href=f"webcal://{address.partition('://')[2]}" if siteurl else address,
        )

    return render


def site_converter(settings: Mapping[str, Any], language: str | None = None) -> Markdown:
    """Build what converts the site's texts, with its blocks in the words of a language."""
    site: Site = settings["SITE"]
    return converter(SeminarsBlocks(block_renderer(settings, language)), is_raw=site.settings.raw_html)
