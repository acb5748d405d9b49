"""Carry to another machine what pages and cards are made with, and make them there.

A kit holds no content: only the settings, the addresses of pictures and of the theme's files, and the site's own theme.
What a page shows comes with each output.
"""

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hireground.build.keys import Keys
from hireground.build.rendering import Rendering, rendering
from hireground.output import Output
from hireground.pictures.cards import Card
from hireground.pictures.index import PictureIndex
from hireground.seminars.pages.catalogues import wordings
from hireground.site.assets import Assets
from hireground.site.files import ContentFiles
from hireground.site.site import Site
from hireground.theme import THEME_FOLDER, Theme
from hireground.web.resources import Resources, card_cache, icons

Layer = Mapping[str, bytes] | None
"""The files of a folder of the theme by their paths in it; None for the engine's own, which is there already."""


class OtherEngineError(Exception):
    """A worker would make other bytes; the message says what it has."""


@dataclass(frozen=True)
class Kit:
    """What a build makes outputs with; `theme` is the digest of all that no value holds."""

    site: Site
    pictures: PictureIndex
    assets: Assets
    settings: Mapping[str, Any]
    layers: tuple[Layer, ...]
    theme: bytes


@dataclass(frozen=True)
class Workshop:
    """A kit that was unpacked; `folder` is there as long as the workshop is."""

    folder: TemporaryDirectory[str]
    resources: Resources
    templates: Rendering


def packed(keys: Keys, settings: Mapping[str, Any]) -> bytes:
    """Pack what a build makes its outputs with; `settings` are those of the settings file."""
    resources = keys.resources
    options = {"JINJA_ENVIRONMENT": settings["JINJA_ENVIRONMENT"]}
    layers = tuple(_layer(folder) for folder in resources.site.settings.theme.folders)
    kit = Kit(_without_content(resources.site), resources.pictures, resources.assets, options, layers, keys.theme)
    return pickle.dumps(kit)


def _layer(folder: Path) -> Layer:
    if folder == THEME_FOLDER.resolve():
        return None
    return {name: file.read_bytes() for name, file in Theme((folder,)).files("").items()}


def _without_content(site: Site) -> Site:
    return replace(
        site, posts={}, pages={}, seminars=(), translations={}, people={}, last_commits={}, mentions={}, pictures={},
        files=ContentFiles(Path()), redirects={}, warnings=(),
    )  # fmt: skip


@lru_cache(maxsize=2)
def workshop(kit: bytes) -> Workshop:
    """Unpack a kit; raises `OtherEngineError` if what is here would make other bytes."""
    found: Kit = pickle.loads(kit)  # noqa: S301 -- from the build that uses this worker
    folder = TemporaryDirectory(prefix="hireground-")
    root = Path(folder.name).resolve()
    theme = Theme(tuple(_unpacked(layer, root / f"{number}") for number, layer in enumerate(found.layers)))
    settings = found.site.settings.model_copy(update={"root": root, "theme": theme})
    resources = Resources(
        site=replace(found.site, settings=settings), pictures=found.pictures, assets=found.assets,
        cards=card_cache(settings), icons=icons(settings), wordings=wordings(theme, settings.language, settings.locale),
    )  # fmt: skip
    if Keys(resources, found.settings).theme != found.theme:
        raise OtherEngineError("another theme, or other versions of libraries")
    return Workshop(folder, resources, rendering(resources, found.settings))


def _unpacked(layer: Layer, folder: Path) -> Path:
    if layer is None:
        return THEME_FOLDER.resolve()
    for name, data in layer.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def made(kit: bytes, output: Output) -> bytes:
    """Make an output."""
    return workshop(kit).templates.made(output)


def drawn(kit: bytes, card: Card) -> bytes:
    """Draw a card."""
    cards = workshop(kit).resources.cards
    if cards is None:
        raise OtherEngineError("no cards")
    return cards.renderer.png(card)
