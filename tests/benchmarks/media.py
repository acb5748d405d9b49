"""What pictures, cards and the search index cost: cold, warm, each, and against the usual; in processor time."""

import resource
import shutil
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from examples import CARD_COLORS
from PIL import Image

from hireground.build.search.index import add_index
from hireground.pictures.card_cache import CardCache, addressed, drawing
from hireground.pictures.cards import SIZE, Card, CardRenderer
from hireground.pictures.lettering import Fonts
from hireground.pictures.store import look, make
from hireground.theme import Theme

THEME = Path("theme")
PHOTOS, CARDS, PAGES = 8, 200, (150, 2000)
PAGE = """<!doctype html><html lang="en"><title>{0}</title><body><article data-pagefind-body><h1>Page {0}</h1>
<data data-pagefind-filter="kind[value]" value="post"></data><p>{1}</p></article></body></html>"""
WORDS = (Path("content/posts/connect-dont-sell.md").read_text("utf-8") + "\n").split()


def main() -> None:
    """Measure everything in a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        pictures(Path(folder))
        cards(Path(folder))
        for number in PAGES:
            search(Path(folder, str(number)), number)


def pictures(root: Path) -> None:
    """Show photos of twelve megapixels."""
    paths = [Path("images", f"{number}.jpg") for number in range(PHOTOS)]
    (root / "images").mkdir()
    for number, path in enumerate(paths):
        noise = Image.effect_noise((504, 378), 60 + number).resize((4032, 3024))
        Image.merge("RGB", [noise, noise.rotate(180), noise]).save(root / path, quality=88)
    read = seconds(lambda: look(root, paths))
    made = seconds(lambda: make(root, look(root, paths)))
    warm = seconds(lambda: make(root, look(root, paths)))
    say(f"pictures  {PHOTOS} of 12 megapixels: read {read / PHOTOS:.3f} s each, made in {made / PHOTOS:.3f} s each")
    say(f"          again: {warm * 1000:.1f} ms for all, 1/{(read + made) / warm:,.0f}")


def cards(root: Path) -> None:
    """Draw cards, beside the usual way: all colors, the best compression."""
    fonts = Fonts(Theme((THEME,)).files("cards"))
    renderer = CardRenderer("Hire Ground", CARD_COLORS, fonts, THEME / "static/img/contours.svg")
    many = [Card(f"{WORDS[number]} Search Excellence, Part {number}", "Post", ("A", "B")) for number in range(CARDS)]
    cache = CardCache(root, renderer)
    kept = addressed(cache, many).values()

    def draw() -> None:
        with drawing(has_cards=True) as drawers:
            drawers.begin(kept)
            drawers.wait()

    cold, warm = seconds(draw), seconds(draw)
    one = Image.open(BytesIO(renderer.png(many[0]))).convert("RGB")
    usual = seconds(lambda: one.save(BytesIO(), "PNG", optimize=True))
    say(f"cards     {SIZE[0]} by {SIZE[1]}: {cold / CARDS * 1000:.1f} ms each, again {warm / CARDS * 1e6:.0f} µs")
    say(f"          saving one in all colors, optimized: {usual * 1000:.1f} ms, {usual * CARDS / cold:.1f} times that")


def search(site: Path, number: int) -> None:
    """Index pages of 300 words."""
    for page in range(number):
        (site / str(page)).mkdir(parents=True)
        text = " ".join(WORDS[(page * 7 + step * 3) % len(WORDS)].strip("<>&") for step in range(300))
        (site / str(page) / "index.html").write_text(PAGE.format(page, text), "utf-8")
    taken = seconds(lambda: add_index(site, site, "en"))
    size = sum(file.stat().st_size for file in (site / "pagefind").rglob("*") if file.is_file())
    say(f"search    {number:,} pages: {taken:.2f} s, {taken / number * 1000:.2f} ms a page, {size / 1e6:.1f} MB")
    shutil.rmtree(site)


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of some work, its processes' too: the same on a busy machine."""
    before = used()
    work()
    return used() - before


def used() -> float:
    """Return the processor time so far."""
    parts = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(part.ru_utime + part.ru_stime for part in parts)


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
