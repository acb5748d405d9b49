"""Cards: every page has one that says it, in type that fits, whatever the title is written in."""

from io import BytesIO
from pathlib import Path

import pytest
from built_site import ROOT, BuiltSite, HtmlPage
from PIL import Image, ImageChops, features

from plugins.pictures.card import SIZE, Card
from plugins.pictures.drawing import EDGE, Press
from plugins.pictures.lettering import Fonts
from plugins.pictures.shelf import ALONE, Shelf

COLORS = {
    "bg": "#fdfcfa",
    "contour": "#e4d2b8",
    "rule": "#e2dbcd",
    "earth": "#8f5a24",
    "accent": "#0b57a4",
    "muted": "#5c5952",
    "text": "#1c1b19",
}
THEME = ROOT / "theme"
MOST = 60_000
FACTS = ("Saturday, December 5, 2026, 9:00 AM to 12:00 PM, Pacific Time", "Bellevue Library, Bellevue")
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


def press(sitename: str = "Hire Ground") -> Press:
    return Press(sitename, COLORS, Fonts(THEME / "cards"), THEME / "static" / "img" / "contours.svg")


def drawn(card: Card) -> Image.Image:
    return Image.open(BytesIO(press().png(card))).convert("RGB")


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
    assert session.endswith("Seattle Central Library, Seattle")
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


@pytest.mark.skipif(not features.check("raqm"), reason="no letters from the right: libfribidi is not installed")
def test_letters_from_the_right_stand_at_the_right() -> None:
    words = ImageChops.difference(drawn(Card(TITLES["hebrew"])), drawn(Card(" ")))
    changed = words.crop((SIZE[0] - EDGE - 200, 172, SIZE[0], 478)).getbbox()
    assert changed


def test_cards_are_drawn_once_and_alike_by_one_process_or_several(tmp_path: Path) -> None:
    cards = [Card(f"Number {number}", "Post") for number in range(ALONE + 2)]
    shelf, alone = Shelf(tmp_path, press()), press()
    files = shelf.files(cards)
    assert all(file.read_bytes() == alone.png(card) for file, card in zip(files.values(), cards, strict=True))
    before = [file.stat().st_mtime_ns for file in files.values()]
    assert [file.stat().st_mtime_ns for file in shelf.files(cards).values()] == before
    assert Shelf(tmp_path, press("Other Site")).url(cards[0]) != shelf.url(cards[0])
