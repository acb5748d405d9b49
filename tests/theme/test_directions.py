"""Texts in other languages than the site: their direction, their `lang`, and names that are written the other way."""

from xml.etree.ElementTree import Element

import pytest
from browser import PHONE, visiting
from built_site import SITEURL, BuiltSite, HtmlPage
from playwright.sync_api import Browser

from hireground.text.languages import direction


def spoken(element: Element) -> tuple[str | None, str | None]:
    return element.get("lang"), element.get("dir")


def one(page: HtmlPage, tag: str, class_name: str = "") -> Element:
    return next(
        element for element in page.all(tag) if not class_name or class_name in element.get("class", "").split()
    )


@pytest.mark.parametrize(
    ("language", "way"),
    [
        ("ar", "rtl"),
        ("he", "rtl"),
        ("fa-IR", "rtl"),
        ("az-Arab", "rtl"),
        ("en", "ltr"),
        ("ja", "ltr"),
        ("uz-Latn", "ltr"),
    ],
)
def test_a_language_s_direction(language: str, way: str) -> None:
    assert direction(language) == way


def test_a_page_runs_as_its_text_and_the_theme_s_own_words_as_theirs(many_languages: BuiltSite) -> None:
    page = many_languages.pages["he/posts/hebrew/index.html"]
    assert spoken(page.tree) == ("he", "rtl")
    for part in (one(page, "header", "site-header"), one(page, "footer", "site-footer"), one(page, "div", "meta")):
        assert spoken(part) == ("en", "ltr")
    assert one(page, "h1").get("lang") is None


def test_a_page_in_a_language_that_the_theme_speaks_is_in_it_throughout(many_languages: BuiltSite) -> None:
    page = many_languages.pages["ar/posts/arabic/index.html"]
    assert spoken(page.tree) == ("ar", "rtl")
    assert spoken(one(page, "footer", "site-footer")) == (None, None)
    assert "20 نوفمبر 2026" in "".join(one(page, "div", "meta").itertext())
    assert {spoken(part) for link in one(page, "nav").iter("a") for part in link} == {("en", "ltr")}


def test_a_page_in_another_language_of_the_same_direction_says_the_language_alone(many_languages: BuiltSite) -> None:
    page = many_languages.pages["seminars/atelier/index.html"]
    assert spoken(page.tree) == ("fr", "ltr")
    assert spoken(one(page, "footer", "site-footer")) == ("en", None)
    assert one(page, "h1").text == "L’atelier «\u202fdes lettres\u202f»"


@pytest.mark.parametrize("path", ["index.html", "posts/index.html"])
def test_lists_say_what_is_in_another_language(path: str, many_languages: BuiltSite) -> None:
    titles = {"".join(title.itertext()): spoken(title) for title in many_languages.pages[path].having("row-title")}
    assert titles["איך כותבים מכתב שזר יענה עליו"] == ("he", "rtl")
    assert titles["怎样写一封陌生人愿意回复的信"] == ("zh", None)
    assert (None, None) in titles.values()


def test_names_of_the_other_direction_are_kept_apart_and_others_are_left_alone(many_languages: BuiltSite) -> None:
    names = {"".join(name.itertext()) for name in many_languages.pages["seminars/clinic/index.html"].all("bdi")}
    assert names >= {"ליאת כהן", "بيت الكتب", "شارع الحمراء 12"}
    assert "Beirut" not in names


def test_a_site_in_latin_letters_has_none_of_it(site: BuiltSite) -> None:
    assert [path for path, page in site.pages.items() if page.all("bdi")] == []
    (sheet,) = (site.root / "assets").rglob("main.*.css")
    assert "rtl" not in sheet.read_text("utf-8").replace('[dir="rtl"] .contours', "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_arabic_post_reads_from_the_right_and_fits_a_phone(
    scheme: str, chromium: Browser, many_languages: BuiltSite
) -> None:
    with visiting(chromium, many_languages, viewport=PHONE, color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(f"{SITEURL}/ar/posts/arabic/")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.locator("h1").evaluate("one => getComputedStyle(one).letterSpacing") in {"normal", "0px"}
        assert page.locator("blockquote").evaluate("one => getComputedStyle(one).fontStyle") == "normal"
        code = page.locator("pre").bounding_box()
        words = page.locator("pre code span").first.bounding_box()
        assert code
        assert words
        assert words["x"] - code["x"] < code["width"] / 4  # code runs from the left
        number = page.locator("td.right").first
        assert number.evaluate("one => getComputedStyle(one).textAlign") == "right"


# What a site says itself, in other languages


def test_menu_tagline_and_titles_of_dates_are_translated_and_what_is_not_says_its_language(
    many_languages: BuiltSite,
) -> None:
    page = many_languages.pages["de/seminars/clinic/index.html"]
    assert spoken(page.tree) == ("de", "ltr")
    menu = [(("".join(link.itertext())), [spoken(part) for part in link]) for link in one(page, "nav").iter("a")]
    assert menu == [("Beiträge", []), ("Seminars", [("en", None)])]
    assert [line.text for line in page.having("tagline")] == ["Ein Brief, viele Sprachen"]
    titles = {"".join(title.itertext()) for title in page.having("row-title")}
    assert titles == {"Sprechstunde für Fortgeschrittene"}


def test_a_title_that_is_not_translated_says_its_language(site: BuiltSite) -> None:
    page = site.pages["es/seminars/career-search-excellence/index.html"]
    foreign = {"".join(link.itertext()) for link in page.all("a") if link.get("lang") == "en"}
    assert "Connect, Don’t Sell" in foreign
