"""Take each kind of page on a phone and a desktop, in light and dark, and all on one sheet: `inv screenshots`."""

import sys
import tempfile
from pathlib import Path

from browser import DESKTOP, PHONE, launched, visiting
from built_site import MACHINES, SITEURL, BuiltSite, build, copy_project
from page_checks import KINDS
from PIL import Image, ImageDraw
from playwright.sync_api import sync_playwright

FOLDER = Path(".screenshots")
SIZES = {"phone": PHONE, "desktop": DESKTOP}
SCHEMES = ("light", "dark")
COLUMN, GAP, HEAD = 300, 20, 24
TALLEST = 640
"""Of a page on the sheet; the files hold it whole."""


def main() -> None:
    """Take them all into a folder that git does not keep."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_project(folder)
        root = build(folder, "output", MACHINES[0])
        take(BuiltSite(root))
    sheet().save(FOLDER / "all.png")
    sys.stdout.write(
        f"{len(KINDS) * len(SIZES) * len(SCHEMES)} pictures are in {FOLDER}/, and all.png shows them all\n"
    )


def take(site: BuiltSite) -> None:
    """Take each page whole."""
    with sync_playwright() as playwright, launched(playwright) as chromium:
        for size, viewport in SIZES.items():
            for scheme in SCHEMES:
                with visiting(chromium, site, viewport=viewport, color_scheme=scheme) as context:
                    page = context.new_page()
                    for kind, url in KINDS.items():
                        page.goto(f"{SITEURL}/{url}")
                        page.screenshot(path=file_of(kind, size, scheme), full_page=True)


def file_of(kind: str, size: str, scheme: str) -> Path:
    """Return the file of one picture."""
    return FOLDER / f"{kind.replace(' ', '-')}-{size}-{scheme}.png"


def sheet() -> Image.Image:
    """Put the top of each picture on one sheet, a row for each kind."""
    columns = [(size, scheme) for size in SIZES for scheme in SCHEMES]
    row = TALLEST // 2 + HEAD + GAP
    whole = Image.new("RGB", (len(columns) * (COLUMN + GAP) + GAP, len(KINDS) * row + GAP), "#888")
    draw = ImageDraw.Draw(whole)
    for number, kind in enumerate(KINDS):
        for place, (size, scheme) in enumerate(columns):
            at = (GAP + place * (COLUMN + GAP), GAP + number * row)
            draw.text(at, f"{kind}, {size}, {scheme}", fill="#fff")
            with Image.open(file_of(kind, size, scheme)) as picture:
                width = COLUMN if size == "desktop" else COLUMN // 2
                small = picture.convert("RGB").resize((width, round(picture.height * width / picture.width)))
            whole.paste(small.crop((0, 0, width, min(small.height, TALLEST // 2))), (at[0], at[1] + HEAD))
    return whole


if __name__ == "__main__":
    main()
