"""Every page has a card with its title in type that fits, whatever script the title is written in."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from built_site import ROOT, BuiltSite, HtmlPage
from examples import CARD_COLORS
from PIL import Image, ImageChops, features

from hireground.pictures.card_cache import MANY, CardCache, addressed, drawing
from hireground.pictures.cards import EDGE, SIZE, Card, CardRenderer
from hireground.pictures.lettering import Fonts
from hireground.theme import Theme

THEME = ROOT / "theme"
MOST = 60_000
FACTS = ("Saturday, December 5, 2026, 9:00 AM to 12:00 PM, Pacific Time", "Bellevue Library, Bellevue, WA")
TITLES = {
    "short": "Hi",
    "long": "What I Write Down While You Talk: Notes of a Hiring Manager Who Has Sat Through Four Hundred Interviews",
    "very long": "word " * 80,
    "one word": "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
    "greek": "Αναζήτηση εργασίας",
    "cyrillic": "Поиск работы после сорока",
    "arabic": "ندوة البحث عن عمل في مدينة كبيرة",
    "hebrew": "מפגש חיפוש עבודה",
}


NARROW = "\u202f"


def renderer(sitename: str = "Hire Ground") -> CardRenderer:
    fonts = Fonts(Theme((THEME,)).files("cards"))
    return CardRenderer(sitename, CARD_COLORS, fonts, THEME / "static" / "img" / "contours.svg")


def drawn(card: Card) -> Image.Image:
    return Image.open(BytesIO(renderer().png(card))).convert("RGB")


def meta(page: HtmlPage, name: str) -> list[str]:
    return [one.get("content") or "" for one in page.all("meta") if name in (one.get("property"), one.get("name"))]


def test_every_page_has_a_card_of_the_right_size(site: BuiltSite) -> None:
    pages = [page for page in site.pages.values() if page.is_indexable]
    for page in pages:
        (url,) = meta(page, "og:image")
        file = site.root / (site.file_of(url) or ("",))[0]
        with Image.open(file) as image:
            assert (image.format, image.size) == ("PNG", SIZE), page.path
        assert file.stat().st_size <= MOST, page.path
        assert [meta(page, f"og:image:{name}") for name in ("width", "height")] == [["1200"], ["630"]]
        assert meta(page, "twitter:card") == ["summary_large_image"]
        assert meta(page, "og:image:alt") != [""]


def test_a_card_says_what_the_page_says(site: BuiltSite) -> None:
    alts = {path: (meta(site.pages[path], "og:image:alt") or [""])[0] for path in site.pages}
    assert alts["posts/connect-dont-sell/index.html"].startswith("Post. Connect, Don’t Sell. ")
    session = alts["seminars/negotiating-your-offer/2026-12-02/index.html"]
    assert session.startswith(f"Seminar. Negotiating Your Offer. Wednesday, December 2, 2026, 6:00{NARROW}PM to ")
    assert session.endswith("Seattle Central Library, Seattle, WA")
    assert alts["seminars/references-that-work/2026-12-12/index.html"].startswith("Cancelled. ")
    over, next_one = "seminars/references-that-work/2026-09-19/index.html", "seminars/references-that-work/index.html"
    assert meta(site.pages[over], "og:image") == meta(site.pages[next_one], "og:image")
    assert alts["index.html"].startswith("Hire Ground. ")


@pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)
def test_words_stay_within_the_edges(title: str) -> None:
    words = ImageChops.difference(drawn(Card(title, "Seminar", FACTS)), drawn(Card(" ")))
    left, _, right, bottom = words.getbbox() or (0, 0, 0, 0)
    assert left >= EDGE - 6
    assert right <= SIZE[0] - EDGE + 6
    assert bottom < SIZE[1] - 30
    title_alone = words.crop((0, 172, SIZE[0], 478)).getbbox()
    assert title_alone


def test_letters_that_no_font_has_are_never_boxes() -> None:
    named = drawn(Card("Hire Ground", "Seminar", FACTS)).tobytes()
    assert drawn(Card("日本語のセミナー", "Seminar", FACTS)).tobytes() == named
    assert drawn(Card("Ask 🎉 Me", "Post 👋🏽")).tobytes() == drawn(Card("Ask Me", "Post")).tobytes()
    assert drawn(Card("Ask Me", "ポスト")).tobytes() == drawn(Card("Ask Me")).tobytes()


def test_letters_that_nobody_sees_are_drawn_as_nothing() -> None:
    assert drawn(Card("Ask Me", "\u200b", ("\u2060",))).tobytes() == drawn(Card("Ask Me")).tobytes()


@pytest.mark.skipif(not features.check("raqm"), reason="no letters from the right: libfribidi is not installed")
def test_letters_from_the_right_stand_at_the_right() -> None:
    words = ImageChops.difference(drawn(Card(TITLES["hebrew"])), drawn(Card(" ")))
    changed = words.crop((SIZE[0] - EDGE - 200, 172, SIZE[0], 478)).getbbox()
    assert changed


def test_cards_are_drawn_once_and_alike_by_one_process_or_several(tmp_path: Path) -> None:
    cards = [Card(f"Number {number}", "Post") for number in range(MANY + 2)]
    card_cache, alone = CardCache(tmp_path, renderer()), renderer()
    files = drawn_in(card_cache, cards)
    assert all(file.read_bytes() == alone.png(card) for file, card in zip(files, cards, strict=True))
    before = [file.stat().st_mtime_ns for file in files]
    assert [file.stat().st_mtime_ns for file in drawn_in(card_cache, cards)] == before
    assert CardCache(tmp_path, renderer("Other Site")).url(cards[0]) != card_cache.url(cards[0])


def drawn_in(cache: CardCache, cards: Sequence[Card]) -> list[Path]:
    """Draw cards as a build does, and return their files."""
    kept = addressed(cache, cards).values()
    with drawing(has_cards=True) as drawers:
        drawers.begin(kept)
        drawers.wait()
    return [one.file for one in kept]


def test_cards_that_were_damaged_or_that_nobody_drew_are_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = [Card(f"Number {number}", "Post") for number in range(3)]
    cache = CardCache(tmp_path, renderer())
    before = [file.read_bytes() for file in drawn_in(cache, cards)]
    first, second, _third = [one.file for one in addressed(cache, cards).values()]
    first.write_bytes(b"x")
    second.unlink()
    monkeypatch.setattr("hireground.pictures.card_cache.SPLITS", False)
    assert [file.read_bytes() for file in drawn_in(CardCache(tmp_path, renderer()), cards)] == before


def test_a_build_that_fails_ends_who_draws(tmp_path: Path) -> None:
    cache = CardCache(tmp_path, renderer())
    kept = addressed(cache, [Card(f"Number {number}") for number in range(500)]).values()
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = children.read_text()
    with suppress(RuntimeError), drawing(has_cards=True) as drawers:
        drawers.begin(kept)
        assert children.read_text() != before
        raise RuntimeError
    assert children.read_text() == before
    assert not all(one.file.exists() for one in kept)


DRAWS = """
import sys
from pathlib import Path
from test_cards import CardCache, Card, drawn_in, renderer
drawn_in(CardCache(Path(sys.argv[1]), renderer()), [Card(f"Number {number}", "Post") for number in range(2000)])
"""


def test_a_killed_build_leaves_no_process_that_draws(
    tmp_path: Path, ends_alone: Callable[["subprocess.Popen[bytes]"], bool]
) -> None:
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    build = subprocess.Popen([sys.executable, "-c", DRAWS, str(tmp_path)], env={**os.environ, "PYTHONPATH": path})
    while build.poll() is None and not list(tmp_path.rglob("*.png")):  # somebody draws
        time.sleep(0.01)
    assert ends_alone(build), "it draws for nobody"
