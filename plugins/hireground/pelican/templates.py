"""Set up Jinja for the theme: its globals and filters, and an environment for each language."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, Template
from markdown import Markdown
from markupsafe import Markup

from hireground import urls
from hireground.blog.share import share_links
from hireground.embeds.blocks import figure
from hireground.markdown.convert import converter
from hireground.markdown.extensions import typeset
from hireground.pelican.languages import filters_of, globals_of, named_in
from hireground.pictures.index import PictureIndex
from hireground.seminars.block.extension import Renderer, SeminarsBlocks
from hireground.seminars.block.fields import BlockFields, block_ics_path, shown
from hireground.seminars.model.model import Session
from hireground.seminars.pages.links import Link
from hireground.seminars.pages.listings import (
    all_sessions,
    language_url,
    level_url,
    place_url,
    series_url,
    speaker_url,
    topic_url,
)
from hireground.seminars.pages.views import block_groups, session_view
from hireground.seminars.pages.wording import Wording
from hireground.site.assets import FIRST, Assets, inline_directives
from hireground.site.policy import NO_SERVICES, page_policy
from hireground.site.settings import SiteSettings
from hireground.site.site import Site
from hireground.slugs import Slugs
from hireground.text.languages import needs_rules
from hireground.text.localtime import FARTHEST
from hireground.text.problems import did_you_mean
from hireground.text.timezones import zone
from hireground.theme import Theme
from hireground.web.cards import site_card

BLOCK = "blocks/seminars.html"
"""The template of the block that shows seminars in a post."""
SHOWN = 155


def clipped(text: str, most: int = SHOWN) -> str:
    """Return whole words of a text, `most` characters at most, with a `…` where something is left out."""
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    kept = words[:most].rpartition(" ")[0] or words[: most - 1]
    return f"{kept.rstrip(' .,;:–—-')}…"


@cache
def emphasized(text: str, *, is_raw: bool) -> Markup:
    """Return a few words of Markdown as HTML, such as what a person says of themselves."""
    return Markup(converter(is_raw=is_raw).convert(text))  # noqa: S704 -- as any text of the site


def search_rank(at: dt.datetime, now: dt.datetime) -> int:
    """Return a number that is higher the earlier a find should stand."""
    seconds = int(at.timestamp())
    return FARTHEST - seconds if at > now else seconds


TOLD = {"SITEURL": "siteurl", "SITE_SEARCH": "has_search", "SITE_LLMS": "has_llms"}
"""Our own settings that templates ask for, by their names in Pelican."""
NAMES = ("SITENAME", "SITESUBTITLE", "DEFAULT_LANG", "SITE_NAV", "SITE_LINKS", "SITE_SOCIAL", "SITE_FOOTER")
"""The settings that templates have."""


@dataclass(frozen=True)
class LocalizedEnvironment:
    """What Pelican takes for an environment: `article.html` is in the site's language, `de/article.html` in German.

    A language has an environment of its own, since macros are imported without a context and know only its globals.
    """

    default: Environment
    by_language: Mapping[str, Environment]

    def of(self, language: str | None) -> Environment:
        """Return the environment of a language that the theme speaks, else the site's own."""
        return self.by_language.get(language or "", self.default)

    def get_template(self, name: str) -> Template:
        """Return a template; raises what Jinja does."""
        language, _, rest = name.partition("/")
        return (
            self.by_language[language].get_template(rest)
            if language in self.by_language
            else self.default.get_template(name)
        )


def localized(environment: Environment, settings: Mapping[str, Any]) -> LocalizedEnvironment:
    """Give an environment the theme's globals and filters, and make one beside it for each further language."""
    wordings: Mapping[str, Wording] = settings["SITE_WORDINGS"]
    by_language = {}
    for code in wordings.keys() - {settings["DEFAULT_LANG"]}:
        by_language[code] = environment.overlay()
        by_language[code].globals = dict(environment.globals)
        equip(by_language[code], settings, wordings[code], code)
    return LocalizedEnvironment(
        equip(environment, settings, settings["SITE_WORDING"], settings["DEFAULT_LANG"]), by_language
    )


def equip(environment: Environment, settings: Mapping[str, Any], wording: Wording, language: str) -> Environment:
    """Give one environment what every template has, macros too, in one language."""
    site: Site = settings["SITE"]
    assets: Assets = settings["SITE_ASSETS"]
    environment.globals.update({name: settings.get(name, "") for name in NAMES})
    environment.globals.update(
        **{name: getattr(site.settings, field) for name, field in TOLD.items()},
        asset=partial(_asset, site.settings.siteurl, assets),
        wording=wording,
        _=wording.gettext,
        ngettext=wording.ngettext,
        language=language,
        **globals_of(language),
        own_words=partial(own_words, site.settings, language),
        logo=_logo(site, assets),
        palette=site.settings.palette,
        built=site.now.astimezone(zone(site.settings.timezone)),
        urls=urls.TEMPLATE_URLS,
        **_page_globals(site, assets, wording, language),
        used_in=site.settings.services.used_in,
        recording_of=partial(_recording, site, wording, settings["SITE_PICTURES"]),
        card_cache=settings["SITE_CARDS"],
        site_card=site_card(site),
        icons=settings["SITE_ICONS"],
    )
    environment.filters.update(filters_of(language), **listing_urls(site.slugs))
    environment.filters.update(picture=settings["SITE_PICTURES"].at, search_rank=partial(search_rank, now=site.now))
    environment.filters |= {"clipped": clipped, "emphasized": partial(emphasized, is_raw=site.settings.raw_html)}
    return environment


def listing_urls(slugs: Slugs) -> dict[str, Callable[..., str]]:
    """Return filters, each from what a list's sessions share to the list's address."""
    return {
        "series_url": partial(series_url, slugs=slugs), "topic_url": partial(topic_url, slugs=slugs),
        "place_url": place_url, "speaker_url": speaker_url, "language_url": language_url, "level_url": level_url,
    }  # fmt: skip


def own_words(settings: SiteSettings, language: str, words: str, *, is_set: bool = False) -> str:
    """Return words of the settings in a language, or as they are, with a mark of the language that they are in.

    `is_set` asks for curly quotes and dashes.
    """
    said = settings.said.get(language, {}).get(words)
    spoken = language if said else settings.language
    shown = typeset(said or words, spoken) if is_set else said or words
    return named_in(language, shown, spoken)


def _share_of(siteurl: str, wording: Wording, title: str, path: str) -> tuple[Link, ...]:
    return share_links(title, f"{siteurl}/{path}", wording.gettext("E-mail"))


def _logo(site: Site, assets: Assets) -> str:
    """Return the logo's address, the theme's with its hash; empty if the site has none of its own."""
    logo = site.settings.logo
    return f"{site.settings.siteurl}/{assets.urls.get(logo, logo)}" if logo else ""


def _recording(site: Site, wording: Wording, pictures: PictureIndex, session: Session) -> str:
    """Return the recording of a session, to be shown within its page; empty if no service of the site shows it."""
    film = session.recording
    if not film or not site.settings.services.shows(film):
        return ""
    picture = pictures.at(session.image) if session.image else None
    title = wording.gettext("Recording: {link}").format(link=session.title)
    return figure("video", typeset(title), film, f"{site.settings.siteurl}/{picture.src}" if picture else "")


def _page_globals(site: Site, assets: Assets, wording: Wording, language: str) -> Mapping[str, Any]:
    """Return what pages need to hold files of the theme whole, and to be shared."""
    return {
        "page_policy": partial(_policy, inline_directives(assets.inline)),
        "inline": {name: Markup(text) for name, text in assets.inline.items()},  # noqa: S704 -- the theme's own files
        "share_of": partial(_share_of, site.settings.siteurl, wording),
        "first_sheet": partial(_first_sheet, site.settings.siteurl, assets, language),
    }


def _policy(inline: Mapping[str, str], path: str, used: Mapping[str, str] = NO_SERVICES) -> str:
    return page_policy(path, {**inline, **used})


def _first_sheet(siteurl: str, assets: Assets, own: str, kind: str, language: str) -> Markup:
    """Return the rules that a page has within it; empty on a laptop, where the whole sheet may change."""
    rules = assets.inline.get(FIRST.format(kind=kind), "") if siteurl else ""
    return Markup("" if needs_rules(language or own) else rules)  # noqa: S704 -- the theme's own files


def _asset(siteurl: str, assets: Assets, name: str) -> str:
    if name not in assets.urls:
        raise LookupError(f'theme/static has no "{name}"; {did_you_mean(name, assets.urls, "check the template")}')
    return f"{siteurl}/{assets.urls[name]}"


def block_renderer(site: Site, wording: Wording, template: Template) -> Renderer:
    """Return what renders the seminars block with a template of the theme, in the words of a language."""
    siteurl, sessions = site.settings.siteurl, all_sessions(site.seminars)
    summaries = {seminar.slug: seminar.summary for seminar in site.seminars}

    def render(title: str, written: Mapping[str, Any]) -> str:
        fields = BlockFields.model_validate(written)
        views = [session_view(session, site.now, siteurl, wording) for session in shown(fields, sessions, site.now)]
        address = f"{siteurl}/{block_ics_path(title, fields)}"
        return template.render(
            title=title or wording.gettext("Seminars"),
            level=fields.level,
            groups=block_groups(views, summaries, siteurl, wording),
            ics_href=address,
            subscribe_href=f"webcal://{address.partition('://')[2]}" if siteurl else address,
        )

    return render


def template_loader(theme: Theme) -> BaseLoader:
    """Return what finds templates, the site's own before the engine's, which are `!theme/base.html` too."""
    *_own, engine = folders = [folder / "templates" for folder in theme.folders]
    return ChoiceLoader([FileSystemLoader(folders), PrefixLoader({"!theme": FileSystemLoader(engine)})])


def site_converter(settings: Mapping[str, Any], language: str | None = None) -> Markdown:
    """Build what converts the site's texts, with its blocks in the words of a language."""
    site: Site = settings["SITE"]
    templates: LocalizedEnvironment = settings["SITE_TEMPLATES"]
    wording: Wording = settings["SITE_WORDINGS"].get(language) or settings["SITE_WORDING"]
    render = block_renderer(site, wording, templates.of(language).get_template(BLOCK))
    return converter(SeminarsBlocks(render), is_raw=site.settings.raw_html, language=language or site.settings.language)
