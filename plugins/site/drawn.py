"""The site's settings to what draws its cards and icons: light pages' colors, the theme's fonts and mark."""

from plugins.pictures.drawing import Press
from plugins.pictures.icons import Icons
from plugins.pictures.ink import COLORS, PAPER
from plugins.pictures.lettering import Fonts
from plugins.pictures.shelf import Shelf
from plugins.site.settings import SiteSettings


def shelf(settings: SiteSettings) -> Shelf | None:
    """Return where the site's cards stand, if it has any: on a laptop nobody shares an address."""
    colors = _light(settings)
    if not (settings.has_cards and settings.siteurl and colors.keys() >= {PAPER, *COLORS}):
        return None
    contours = settings.theme / "static" / "img" / "contours.svg"
    return Shelf(settings.root, Press(settings.sitename, colors, Fonts(settings.theme / "cards"), contours))


def icons(settings: SiteSettings) -> Icons:
    """Return what the icons are made from: a picture in the theme, or its mark in the colors of a button."""
    colors, own = _light(settings), settings.theme / "static" / "img" / "icon.png"
    return Icons(settings.root, own, colors.get("accent", "#000000"), colors.get("on-accent", "#ffffff"))


def _light(settings: SiteSettings) -> dict[str, str]:
    return {name: pair.light for name, pair in settings.palette.items()}
