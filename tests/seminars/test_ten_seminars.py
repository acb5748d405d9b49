"""Ten seminars of different kinds are written without loss: every page and every calendar program says what was said.

`cases/ten-seminars/said.txt` says what each of them is, and was written by hand. Their files stand in `cases/seminars`,
where `test_seminar_cases.py` holds every line of their calendars, structured data and pages.
"""

import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from bs4 import BeautifulSoup
from calendar_programs import READERS, Found, Moment, Reader, utc
from examples import NOW

from hireground.build.keys import Keys
from hireground.build.plan import Plan
from hireground.build.rendering import rendering
from hireground.lint_ics import lint
from hireground.site.load import load_site
from hireground.site.settings import site_settings
from hireground.site.settings_file import run_settings
from hireground.web.resources import read_resources

CASES = Path(__file__).parents[1] / "cases"
DATE = re.compile(r"(?P<start>\S+) to (?P<end>\S+), (?P<state>\w+): (?P<title>.+) \| (?P<place>.+)")
STATES = {
    # in said.txt: in a calendar, what stands there before the title, in structured data
    "on": ("CONFIRMED", "", "EventScheduled"),
    "perhaps": ("TENTATIVE", "", "EventScheduled"),
    "moved": ("CONFIRMED", "", "EventRescheduled"),
    "off": ("CANCELLED", "Cancelled: ", "EventCancelled"),
}


class Date(NamedTuple):
    """What somebody said of a date: instants in UTC, or the first day and the last."""

    start: Moment
    end: Moment
    state: str
    title: str
    place: str
    facts: list[str]
    on_page: list[str]


class Said(NamedTuple):
    """What somebody said of a seminar: what its page tells of it, and its dates."""

    facts: list[str]
    dates: list[Date]


def moment(text: str) -> Moment:
    return utc(dt.datetime.fromisoformat(text)) if "T" in text else dt.date.fromisoformat(text)


def read_said() -> dict[str, Said]:
    """Read `said.txt`: the text above the first name is a remark."""
    found: dict[str, Said] = {}
    facts: list[str] = []
    on_page: list[str] = []
    for line in (CASES / "ten-seminars" / "said.txt").read_text("utf-8").partition("\n\n")[2].splitlines():
        if line.startswith("["):
            facts = []
            found[line.strip("[]")] = said = Said(facts, [])
        elif match := DATE.fullmatch(line):
            facts, on_page = [], []
            start, end, state, title, place = match.groups()
            said.dates.append(Date(moment(start), moment(end), state, title, place, facts, on_page))
        elif line.startswith("  page: "):
            on_page.append(line.removeprefix("  page: "))
        elif line:
            facts.append(line.strip())
    return found


SAID = read_said()
each_seminar = pytest.mark.parametrize("name", SAID)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """Make the pages and the calendars of a site that has the ten seminars, in this process."""
    root = tmp_path_factory.mktemp("ten") / "site"
    shutil.copytree(CASES / "ten-seminars", root)
    for name in SAID:
        shutil.copy(CASES / "seminars" / f"{name}.md", root / "content" / "seminars")
    values = run_settings(root / "pelicanconf.py")
    site = load_site(site_settings(values, root / "pelicanconf.py"), NOW)
    resources = read_resources(site)
    templates = rendering(resources, values)
    plan = Plan(resources, templates.render_block, Keys(resources, values))
    wanted = re.compile(r"(fr/)?seminars/[^/]+/([^/]+/)?(index\.html|calendar\.ics)|seminars/calendar\.ics")
    outputs = [*plan.seminar_pages(), *plan.calendars[0]]
    made = {one.path: templates.made(one) for one in outputs if wanted.fullmatch(one.path)}
    is_new = {path: b'http-equiv="refresh"' not in data for path, data in made.items()}  # an old address leads on
    return {path: data for path, data in made.items() if is_new[path]}


def test_there_are_ten() -> None:
    assert len(SAID) == 10
    assert len(READERS) >= 5


def entry(one: Date) -> tuple[Moment, Moment, str, str, str]:
    """Say what an entry of a calendar holds, where a whole day ends as the next one begins."""
    status, prefix, _schema = STATES[one.state]
    end = one.end if isinstance(one.end, dt.datetime) else one.end + dt.timedelta(days=1)
    return one.start, end, status, prefix + one.title, one.place


def found_in(one: Found) -> tuple[Moment, Moment, str, str, str]:
    return one.start, one.end, one.status, one.summary, one.location


def in_order(entries: Iterator[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(entries, key=lambda one: [*map(str, one)])


@pytest.mark.parametrize("reader", READERS.values(), ids=list(READERS))
def test_every_program_reads_each_date(reader: Reader, files: Mapping[str, bytes]) -> None:
    paths = [f"seminars/{name}/calendar.ics" for name in SAID]
    *each, whole = reader([files[path] for path in (*paths, "seminars/calendar.ics")])
    for name, found in zip(SAID, each, strict=True):
        dates = SAID[name].dates
        assert in_order(map(found_in, found)) == in_order(map(entry, dates)), name
        described = {found_in(one): one.description for one in found}
        lost = [(one.title, fact) for one in dates for fact in one.facts if fact not in in_line(described[entry(one)])]
        assert lost == [], name
    assert {one.uid for one in whole} == {one.uid for found in each for one in found}


@each_seminar
def test_its_calendar_is_clean(name: str, files: Mapping[str, bytes]) -> None:
    assert lint(Path("calendar.ics"), files[f"seminars/{name}/calendar.ics"]) == ()


def in_line(text: str) -> str:
    """Write a text in one line, with plain spaces."""
    return " ".join(text.split())


def shown(page: bytes) -> tuple[str, Sequence[Any]]:
    """Return what a page says to readers, with the addresses of its links, and what it says to search engines."""
    soup = BeautifulSoup(page, "html.parser")
    data = [json.loads(str(one.string)) for one in soup.select("script[type='application/ld+json']")]
    for hidden in soup.select(
        "script, style, .menu, [aria-labelledby=others]"
    ):  # what is said of other dates, or twice
        hidden.decompose()
    links = " ".join(str(one["href"]) for one in soup.select("main a[href]"))
    assert soup.main
    words = re.sub(r" (?=[,.;)])|(?<=\() ", "", in_line(soup.main.get_text(" ")))
    return f"{words} {links}", data


@each_seminar
def test_its_page_says_what_it_is(name: str, files: Mapping[str, bytes]) -> None:
    words, _data = shown(files[f"seminars/{name}/index.html"])
    assert [fact for fact in SAID[name].facts if fact not in words] == []


@each_seminar
def test_each_date_has_a_page_and_structured_data_that_say_all(name: str, files: Mapping[str, bytes]) -> None:
    paths = [path for path in files if re.fullmatch(rf"seminars/{name}/[^/]+/index\.html", path)]
    read = [shown(files[path]) for path in paths]
    pages = {(moment(event["startDate"]), event["name"]): (words, event) for words, (event, *_rest) in read}
    for date in SAID[name].dates:
        words, event = pages[date.start, date.title]
        status = event["eventStatus"]
        assert (moment(event["endDate"]), status) == (date.end, f"https://schema.org/{STATES[date.state][2]}")
        places = event["location"] if isinstance(event["location"], list) else [event["location"]]
        assert date.place.startswith(places[0]["name"])
        wanted = (places[0]["name"], date.title, *date.facts, *date.on_page)
        assert [fact for fact in wanted if fact not in words] == []


def test_a_translation_has_the_same_dates_in_its_own_words(files: Mapping[str, bytes]) -> None:
    page = files["fr/seminars/bilingual-workshop/index.html"]
    words, _data = shown(page)
    own = ("Imprimer au plomb", "Premier jour", "Second jour", "8 mai 2027", "9 mai 2027", "120 CAD jusqu", "Montréal")
    facts = ("80 CAD pour membres", "étudiants (20 CAD conseillés)", "(une place à la presse)", "(qui regarde)")
    said = (*own, *facts)
    assert [fact for fact in said if fact not in words] == []
    level = BeautifulSoup(page, "html.parser").find("a", href=re.compile(r"/seminars/for/beginners/\Z"))
    assert level
    assert level.get_text() == "débutants", "in other words, in the same list"
