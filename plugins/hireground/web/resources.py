"""Read and make what pages need beside content: pictures, cards, icons, the theme's files and words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from hireground.embeds.blocks import has_embeds
from hireground.mathematics.signs import has_formulas
from hireground.pictures.card_cache import CardCache
from hireground.pictures.cards import CardRenderer
from hireground.pictures.drawing import COLORS, PAPER
from hireground.pictures.icons import Icons
from hireground.pictures.index import PictureIndex, build_index
from hireground.pictures.lettering import Fonts
from hireground.pictures.store import make
from hireground.seminars.pages.catalogues import wordings
from hireground.seminars.pages.listings import all_sessions
from hireground.seminars.pages.wording import Wording
from hireground.site.assets import EMBED, EMBED_SCRIPT, FRAME, Assets, read_assets
from hireground.site.look import sheet
from hireground.site.settings import SiteSettings
from hireground.site.site import Site
from hireground.terminal import progress
from hireground.text.languages import needs_rules

MAKING_PICTURES = "Making pictures"


@dataclass(frozen=True, kw_only=True)
class Resources:
    """What pages need beside content; `wordings` by language, `cards` is None on a laptop."""

    site: Site
    pictures: PictureIndex
    cards: CardCache | None
    icons: Icons
    assets: Assets
    wordings: Mapping[str, Wording]

    @property
    def wording(self) -> Wording:
        """The words of the site's own language."""
        return self.wordings[self.site.settings.language]


def read_resources(site: Site) -> Resources:
    """Make what is not made yet, and read the rest."""
    return resources_again(site, assets_of(site), languages_of(site))


def resources_again(site: Site, assets: Assets, languages: frozenset[str]) -> Resources:
    """Make what is not made yet, and read the rest; it is known already what pages load, and their languages."""
    own = site.settings
    make(own.root, site.pictures, progress(MAKING_PICTURES))
    return Resources(
        site=site,
        pictures=build_index(own.root, own.content, own.siteurl, site.pictures),
        cards=card_cache(own),
        icons=icons(own),
        assets=assets,
        wordings=wordings(own.theme, own.language, own.locale, languages),
    )


def with_settings(last: Resources, settings: SiteSettings) -> Resources:
    """Return the same content with settings, and with the theme's files and words, as they are now."""
    site = replace(last.site, settings=settings)
    return replace(last, site=site, assets=assets_of(site), wordings=wordings_of(site))


def assets_of(site: Site) -> Assets:
    """Read what pages load of the theme."""
    own = site.settings
    colors = sheet(own.colors.own)
    return read_assets(own.theme, colors + formula_rules(site) + language_rules(site), unused_files(site), colors)


def wordings_of(site: Site) -> Mapping[str, Wording]:
    """Read the words of the theme in every language that the site has pages in."""
    own = site.settings
    return wordings(own.theme, own.language, own.locale, languages_of(site))


def bodies_in(site: Site) -> Iterator[str]:
    """Yield the Markdown of every post, page and seminar."""
    yield from (entry.document.body for entry in (*site.posts.values(), *site.pages.values()))
    yield from (seminar.body for seminar in site.seminars)


def formula_rules(site: Site) -> str:
    """Return what the style sheet says of formulas, for a site that has some."""
    is_used = any(map(has_formulas, bodies_in(site)))
    return site.settings.theme.file("static/css/formulas.css").read_text("utf-8") if is_used else ""


def unused_files(site: Site) -> tuple[str, ...]:
    """Return the files of the theme that no page of the site needs."""
    own = site.settings
    has_films = any(own.services.shows(one.recording) for one in all_sessions(site.seminars) if one.recording)
    is_used = own.has_kitchen_sink or has_films or any(map(has_embeds, bodies_in(site)))
    unused = () if is_used else (EMBED, EMBED_SCRIPT)
    return unused if own.has_frames else (*unused, FRAME)


def language_rules(site: Site) -> str:
    """Return what the style sheet says of other scripts, for a site that is written in one."""
    is_used = any(map(needs_rules, languages_of(site)))
    return site.settings.theme.file("static/css/languages.css").read_text("utf-8") if is_used else ""


def languages_of(site: Site) -> frozenset[str]:
    """Return the languages that a site has pages in."""
    entries = (*site.posts.values(), *site.pages.values())
    spoken = (words.lang for several in site.translations.values() for words in several)
    said = (*(entry.fields.lang for entry in entries), *(seminar.lang for seminar in site.seminars), *spoken)
    return frozenset(filter(None, (site.settings.language, *said)))


def card_cache(settings: SiteSettings) -> CardCache | None:
    """Return where the site's cards stand, if it has any: on a laptop nobody shares an address."""
    return drawn_cards(settings) if settings.siteurl else None


def drawn_cards(settings: SiteSettings) -> CardCache | None:
    """Return where cards are drawn and kept, if the site has any once it has an address."""
    colors = _light(settings)
    if not (settings.has_cards and colors.keys() >= {PAPER, *COLORS}):
        return None
    fonts, contours = Fonts(settings.theme.files("cards")), settings.theme.file("static/img/contours.svg")
    return CardCache(settings.root, CardRenderer(settings.sitename, colors, fonts, contours))


def icons(settings: SiteSettings) -> Icons:
    """Return what the icons are made from: a picture in the theme, or its mark in the colors of a button."""
    colors, own = _light(settings), settings.theme.file("static/img/icon.png")
    return Icons(settings.root, own, colors.get("accent", "#000000"), colors.get("on-accent", "#ffffff"))


def _light(settings: SiteSettings) -> dict[str, str]:
    return {name: pair.light for name, pair in settings.palette.items()}
