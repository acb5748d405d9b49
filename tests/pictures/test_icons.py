"""Browsers, phones and search engines find the icons and the manifest that they ask for."""

import json
from pathlib import Path

from built_site import SITEURL, BuiltSite
from PIL import Image

from hireground.pelican.templates import SHOWN, clipped
from hireground.pictures.icons import SHADES, Icons


def test_the_manifest_names_icons_that_are_there(site: BuiltSite) -> None:
    manifest = json.loads((site.root / "site.webmanifest").read_bytes())
    assert (manifest["name"], manifest["lang"]) == ("Hire Ground", "en")
    for icon in manifest["icons"]:
        with Image.open(site.root / icon["src"]) as image:
            assert f"{image.width}x{image.height}" == icon["sizes"]
    assert [icon.get("purpose") for icon in manifest["icons"]] == [None, None, "maskable"]


def test_every_page_names_its_icons(site: BuiltSite) -> None:
    links = {one.get("rel"): one.get("href") or "" for one in site.pages["about/index.html"].all("link")}
    assert links["manifest"] == f"{SITEURL}/site.webmanifest"
    with Image.open(site.root / (site.file_of(links["apple-touch-icon"]) or ("",))[0]) as image:
        assert image.size == (180, 180)
    with Image.open(site.root / "favicon.ico") as image:
        assert image.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_a_maskable_icon_has_nothing_in_the_corners(site: BuiltSite) -> None:
    (icon,) = (site.root / "assets" / "icons").glob("512.*")
    with Image.open(icon) as image:
        corners = image.convert("RGB").crop((0, 0, 96, 96))
        assert len(corners.getcolors() or ()) == 1


def test_the_mark_is_drawn_in_shades_between_two_colors(tmp_path: Path) -> None:
    icons = Icons(tmp_path, tmp_path / "none.png", "#000000", "#ff0000")
    with Image.open(icons.files()[icons.url(512)]) as image:
        drawn = image.convert("RGB")
    colors = {color for _number, color in drawn.getcolors() or () if isinstance(color, tuple)}
    assert colors == {(round(255 * shade / (SHADES - 1)), 0, 0) for shade in range(SHADES)}
    with Image.open(icons.files()["favicon.ico"]) as image:
        assert image.convert("RGB").getpixel((0, 0)) == (0, 0, 0)


def test_a_picture_of_the_site_s_own_becomes_its_icons(tmp_path: Path) -> None:
    own = tmp_path / "icon.png"
    Image.new("RGB", (600, 600), (200, 30, 40)).save(own)
    icons = Icons(tmp_path, own, "#000000", "#ffffff")
    with Image.open(icons.files()[icons.url(192)]) as image:
        assert image.convert("RGB").getcolors() == [(192 * 192, (200, 30, 40))]
    assert icons.url(192) != Icons(tmp_path, tmp_path / "none.png", "#000000", "#ffffff").url(192)


def test_descriptions_are_as_long_as_they_are_shown(site: BuiltSite) -> None:
    for page in site.pages.values():
        for one in page.all("meta"):
            if "description" in (one.get("name"), (one.get("property") or "").removeprefix("og:")):
                assert len(one.get("content") or "") <= SHOWN, page.path


def test_a_description_ends_with_a_whole_word() -> None:
    assert clipped("One or two  sentences.") == "One or two sentences."
    assert clipped("Four words, and more of them", 16) == "Four words, and…"
    assert clipped("Four words, and more of them", 13) == "Four words…"
    assert clipped("x" * 200, 10) == "x" * 9 + "…"
