"""The theme speaks nine languages: the whole site in one of them, and single pages beside the original."""

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import icalendar
import pytest
from babel.messages.pofile import read_po
from built_site import MACHINES, ROOT, SITEURL, BuiltSite, HtmlPage, build, copy_project

from hireground.markdown.typography import quotation_of
from hireground.messages import LOCALE, phrases, untranslated, update
from hireground.seminars.pages.catalogues import wordings
from hireground.site.settings import read_settings
from hireground.text.problems import InvalidContentError
from hireground.theme import theme_of

CATALOGUES = sorted((ROOT / LOCALE).glob("*.po"))
each_catalogue = pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.stem)
EDITIONS = {
    "posts/connect-dont-sell/index.html": {"de": "de/posts/connect-dont-sell/", "es": "es/posts/connect-dont-sell/"},
    "seminars/career-search-excellence/index.html": {"es": "es/seminars/career-search-excellence/"},
    "seminars/berlin-career-breakfast/index.html": {"de": "de/seminars/berlin-career-breakfast/"},
}
"""Pages that are there in another language, and where."""

FIELD = re.compile(r"\{\w+\}")
WRITTEN_FIELD = re.compile(r"\\\{\w+\\\}")
"""The same as `re.escape` writes it."""


def words_of(page: HtmlPage) -> str:
    return re.sub(r"\s+", " ", " ".join(page.tree.itertext()))


# The catalogues


def test_the_languages_that_are_promised_are_there() -> None:
    assert [file.stem for file in CATALOGUES] == ["ar", "de", "es", "fr", "it", "ja", "nl", "pt"]


@each_catalogue
def test_every_phrase_keeps_its_own_quotation_marks(file: Path) -> None:
    """English ones are left only where they are the language's own."""
    with file.open("rb") as source:
        said = " ".join(str(message.string) for message in read_po(source) if message.id)
    marks = quotation_of(file.stem)
    allowed = {*marks.outer, *marks.inner, "’"}
    assert {mark for mark in said if mark in "“”‘„‚«»「」\"'"} <= allowed


def test_a_build_reads_no_catalogue_that_nobody_speaks(site: BuiltSite) -> None:
    own = read_settings(site.root.parent / "publishconf.py")
    assert sorted(wordings(own.theme, "en", "en_US", ["es", "xx", "pt-BR"])) == ["en", "es", "pt-BR"]
    assert wordings(own.theme, "en", "en_US", ["pt-BR"])["pt-BR"].gettext("Search") == "Busca"


@pytest.mark.parametrize(
    ("language", "day", "state"),
    [
        ("fr", "samedi 5 décembre 2026", "Inscription jusqu’au ven. 4 déc."),
        ("it", "sabato 5 dicembre 2026", "Iscrizioni entro ven 4 dic"),
        ("nl", "zaterdag 5 december 2026", "Aanmelden tot vr 4 dec"),
        ("pt", "sábado, 5 de dezembro de 2026", "Inscrições até sex., 4 de dez."),
        ("ja", "2026年12月5日土曜日", "申し込みは12月4日(金)まで"),
        ("ar", "السبت، 5 ديسمبر 2026", "التسجيل حتى الجمعة، 4 ديسمبر"),
    ],
)
def test_dates_stand_in_phrases_as_people_write_them(language: str, day: str, state: str) -> None:
    words = wordings(theme_of(ROOT, ROOT / "theme"), "en", "en_US", [language])[language]
    saturday = dt.date(2026, 12, 5)
    assert words.day(saturday) == day
    closes = words.short_day(saturday - dt.timedelta(1))
    assert words.gettext("Register by {closes}").format(closes=closes) == state


@each_catalogue
def test_every_phrase_is_translated_and_keeps_its_parts(file: Path) -> None:
    assert list(untranslated(file)) == []


@each_catalogue
def test_a_catalogue_holds_the_phrases_of_today(file: Path) -> None:
    assert file.read_bytes() == update(ROOT, file), "run `make messages`"


@each_catalogue
def test_translations_begin_and_end_as_their_phrases_do(file: Path) -> None:
    """A space or colon that is lost runs words together on the page."""
    with file.open("rb") as source:
        pairs = [(str(message.id), str(message.string)) for message in read_po(source) if isinstance(message.id, str)]
    ends = re.compile(r"^\s*|[\s:]*$")
    assert [
        pair for pair in pairs if pair[0] and ends.findall(pair[0]) != ends.findall(pair[1].replace("\u00a0:", ":"))
    ] == []


def test_no_phrase_is_made_of_parts() -> None:
    """Python's own placeholders have names, so that translators may put them in another order."""
    assert [message.id for message in phrases(ROOT) if "{}" in str(message.id) or "%s" in str(message.id)] == []


# The whole site in another language


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Build the site as its authors would in Germany, on a machine that speaks English."""
    folder = tmp_path_factory.mktemp("german")
    copy_project(folder)
    settings = folder / "pelicanconf.py"
    text = settings.read_text("utf-8").replace('DEFAULT_LANG = "en"', 'DEFAULT_LANG = "de"')
    settings.write_text(text.replace('LOCALE_NAME = "en_US"', 'LOCALE_NAME = "de_DE"'), "utf-8")
    for file in (*folder.glob("content/*/de/*.md"), folder / "content/posts/extra-translation.md"):
        file.unlink()  # translations to what is the site's own language now
    output = build(folder, "output", MACHINES[1])
    return BuiltSite(output)


def test_default_lang_switches_the_words_and_the_dates(german: BuiltSite) -> None:
    home, month = german.pages["index.html"], german.pages["seminars/2026/12/index.html"]
    assert home.tree.get("lang") == "de"
    assert "Mittwoch, 2. Dezember 2026" in words_of(home)
    assert "18:00 bis 20:00" in words_of(home)
    assert [heading.text for heading in month.all("h1")] == ["Seminare im Dezember 2026"]
    assert [cell.text for cell in month.all("th")[0].iter("span")] == ["Mo.", "Montag"]


def test_no_english_phrase_is_left(german: BuiltSite) -> None:
    """Neither on a page nor in a calendar; only what Markdown and settings say is English there."""
    with (ROOT / LOCALE / "de.po").open("rb") as source:
        pairs = {str(one.id): str(one.string) for one in read_po(source) if isinstance(one.id, str) and one.id}
    sources = [*(german.root.parent / "content").rglob("*.*"), german.root.parent / "pelicanconf.py"]
    own = "\n".join(file.read_text("utf-8") for file in sources if file.suffix in {".md", ".yaml", ".py"})
    telling = [one for one in pairs if pairs[one] != one and len(FIELD.sub("", one)) > 11]
    patterns = {one: re.compile(rf"\b{WRITTEN_FIELD.sub('.{1,60}?', re.escape(one))}\b") for one in telling}
    texts = {path: words_of(page) for path, page in german.pages.items() if not path.startswith("es/")}
    texts |= {path: icalendar_text(data) for path, data in german.calendars.items()}
    texts["seminars/agenda.txt"] = (german.root / "seminars/agenda.txt").read_text("utf-8")
    assert len(telling) > 100
    left = {phrase: path for path, text in texts.items() for phrase in found_in(text, patterns)}
    assert {phrase: path for phrase, path in left.items() if not patterns[phrase].search(own)} == {}


def icalendar_text(data: bytes) -> str:
    events = icalendar.Calendar.from_ical(data.decode()).walk("VEVENT")
    return " ".join(f"{event.get('SUMMARY', '')} {event.get('DESCRIPTION', '')}" for event in events)


def found_in(text: str, patterns: Mapping[str, re.Pattern[str]]) -> list[str]:
    return [phrase for phrase, pattern in patterns.items() if pattern.search(text)]


def test_a_language_that_the_theme_does_not_speak_is_refused(tmp_path: Path) -> None:
    settings = tmp_path / "pelicanconf.py"
    text = (ROOT / "pelicanconf.py").read_text("utf-8")
    settings.write_text(text.replace('DEFAULT_LANG = "en"', 'DEFAULT_LANG = "sv"'), "utf-8")
    with pytest.raises(InvalidContentError) as caught:
        read_settings(settings)
    codes = "en, ar, de, es, fr, it, ja, nl, pt"
    said = f'the theme has no words in "sv"; write one of: {codes}, or translate them in theme/locale/sv.po'
    assert [problem.message for problem in caught.value.problems] == [f"DEFAULT_LANG: {said}"]


# Single pages in other languages


@pytest.mark.parametrize("original", EDITIONS)
def test_editions_name_each_other(original: str, site: BuiltSite) -> None:
    own = {"en": original.removesuffix("index.html")} | EDITIONS[original]
    expected = {code: f"{SITEURL}/{url}" for code, url in own.items()} | {"x-default": f"{SITEURL}/{own['en']}"}
    for url in own.values():
        page = site.pages[f"{url}index.html"]
        heads = {one.get("hreflang"): one.get("href") for one in page.all("link") if one.get("hreflang")}
        assert heads == expected, url
        links = {one.get("hreflang"): one.get("href") for one in page.all("a") if one.get("hreflang")}
        assert links == {code: f"{SITEURL}/{other}" for code, other in own.items() if other != url}


def test_other_pages_have_no_editions(site: BuiltSite) -> None:
    known = {*EDITIONS, *(f"{url}index.html" for several in EDITIONS.values() for url in several.values())}
    having = {path for path, page in site.pages.items() if any(one.get("hreflang") for one in page.all("link"))}
    assert having == known


def test_a_translated_page_speaks_its_language_throughout(site: BuiltSite) -> None:
    page = site.pages["de/seminars/berlin-career-breakfast/index.html"]
    words = words_of(page)
    assert page.tree.get("lang") == "de"
    assert "Berufsfrühstück Berlin" in words
    assert "Dienstag, 9. März 2027" in words
    assert "Zum Kalender hinzufügen" in words
    assert "Add to calendar" not in words


def test_a_block_in_a_translated_post_speaks_its_language(site: BuiltSite) -> None:
    words = words_of(site.pages["es/posts/connect-dont-sell/index.html"])
    assert "sábado, 5 de diciembre de 2026" in words
    assert "Register now" not in words


def test_a_translation_has_no_dates_of_its_own(site: BuiltSite) -> None:
    """One session is one entry in calendars, whatever language its page was read in."""
    assert [path for path in site.calendars if path.startswith(("de/", "es/"))] == []
    page = site.pages["de/seminars/berlin-career-breakfast/index.html"]
    calendars = {one.get("href") for one in page.all("link") if one.get("type") == "text/calendar"}
    assert f"{SITEURL}/seminars/berlin-career-breakfast/calendar.ics" in calendars


def test_translations_are_in_the_sitemap(site: BuiltSite) -> None:
    text = (site.root / "sitemap.xml").read_text("utf-8")
    for several in EDITIONS.values():
        for url in several.values():
            assert f"<loc>{SITEURL}/{url}</loc>" in text
