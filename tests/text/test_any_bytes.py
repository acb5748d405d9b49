"""Whatever a file holds, it is content or a list of problems: never anything else."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from errors_corpus import BASE, NOW, case_of
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hireground.seminars.model.model import Defaults, Place
from hireground.seminars.model.parse import parse_seminar
from hireground.seminars.model.people import Person
from hireground.seminars.model.registration_fields import RegistrationFields
from hireground.seminars.model.schema import SeminarFields, SessionFields
from hireground.site.directory import read_directory
from hireground.site.entry import parse_entry
from hireground.site.load import problems_of_all
from hireground.site.mentions import mentions
from hireground.site.post import PageFields, PostFields
from hireground.site.reading import Reading
from hireground.site.settings import SiteSettings, site_settings
from hireground.text.frontmatter import parse_document
from hireground.text.problems import InvalidContentError, Problem
from hireground.text.source import decode
from hireground.text.timezones import zone
from hireground.text.validation import Model

LONGEST = 700
FOREIGN = re.compile(
    r"pydantic|Input should|Value error|NoneType|Traceback|Field required|Extra inputs|should match"
    r"|\b(?:tuple|str|dict|bool|int|float|datetime|timedelta|None|ValueError|TypeError|RegistrationFields)\b"
)
"""Words of the machinery, which no author knows."""
VALUES = (
    *("2026-12-05 18:00", "2026-03-08 02:30", "Friday 2026-12-05", "18:00", "1 day before", "3h", "free", "25 USD"),
    *("yes", "none", "not needed", "second Tuesday", "day", "6", "0", "America/Los_Angeles", "PST", "cancelled"),
    *("https://example.org/{date}", "mailto:x@example.org", "javascript:x", "C:\\x", "../images/library.svg", "US"),
    *("Bellevue Library", "[47.6, -122.1]", "", "~", "a: b", "#x", "{date", "\N{ZERO WIDTH SPACE}x", "x" * 300),
)
TOKENS = (
    *("[", "](", ")", "![", "][", "]", "](//[x)", "](http://)", "](mailto:)", "](a.md)", "](../posts/next-week.md)"),
    *(
        "/// seminars",
        "/// note",
        " | Live",
        "///",
        "////",
        "    month: 2026-12",
        "    ids: [x]",
        "    topic: no",
        "```",
    ),
    *(
        "`",
        "<img src='x'>",
        "<a href=",
        '"',
        ">",
        "[x]: y",
        "[^1]",
        "Friday, December 5, 2026",
        "\n",
        "\n\n",
        "    ",
        "- ",
    ),
)
SETTINGS = settings(max_examples=150, deadline=None, derandomize=True)


def site() -> SiteSettings:
    values: dict[str, object] = {}
    exec((BASE / "publishconf.txt").read_text("utf-8"), values)  # noqa: S102 -- our own file
    return site_settings(values, BASE / "publishconf.py")


SITE = site()
DEFAULTS = Defaults(
    SITE.seminars.uid_namespace,
    SITE.timezone,
    SITE.seminars.duration,
    SITE.seminars.organizer,
    read_directory(BASE, Path("content/places.yaml"), Place, []),
    read_directory(BASE, Path("content/people.yaml"), Person, []),
)


def problems_of_entry(folder: str, model: type[PageFields], data: bytes) -> tuple[Problem, ...]:
    path = Path("content", folder, "case.md")
    document = parse_document(path, decode(path, data))
    entry = parse_entry(document, model, zone(SITE.timezone), NOW)
    reading = Reading(SITE, NOW, {path: document})
    problems = tuple(problems_of_all(reading, {path: entry}, ()))
    if all(problem.is_warning for problem in problems):
        mentions({path: entry}, (), SITE.content)
    return problems


def problems_of_seminar(data: bytes) -> tuple[Problem, ...]:
    path = Path("content/seminars/case.md")
    document = parse_document(path, decode(path, data))
    seminar = parse_seminar(document, DEFAULTS, dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    return tuple(problems_of_all(Reading(SITE, NOW, {path: document}), {}, (seminar,)))


def problems_of_records(name: str, data: bytes) -> tuple[Problem, ...]:
    problems: list[Problem] = []
    with TemporaryDirectory() as folder:
        Path(folder, name).write_bytes(data)
        if name == "places.yaml":
            read_directory(Path(folder), Path(name), Place, problems)
        else:
            read_directory(Path(folder), Path(name), Person, problems)
    return tuple(problems)


READERS: dict[str, Callable[[bytes], tuple[Problem, ...]]] = {
    "post": partial(problems_of_entry, "posts", PostFields),
    "page": partial(problems_of_entry, "pages", PageFields),
    "seminar": problems_of_seminar,
    "places.yaml": partial(problems_of_records, "places.yaml"),
    "people.yaml": partial(problems_of_records, "people.yaml"),
}
each_kind = pytest.mark.parametrize("kind", READERS)


def told(kind: str, data: bytes) -> tuple[Problem, ...]:
    try:
        return READERS[kind](data)
    except InvalidContentError as error:
        return refused(error.problems)


def refused(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    assert not all(problem.is_warning for problem in problems), "refused, and nothing says why"
    return problems


def check(kind: str, data: bytes) -> None:
    lines = re.split(rb"\r\n|\r|\n", data)
    for problem in told(kind, data):
        said = f"{problem}"
        assert 1 <= problem.line <= len(lines), said
        assert 1 <= problem.column <= len(lines[problem.line - 1].decode("utf-8", "replace")) + 1, said
        assert problem.message, said
        assert problem.message.isprintable(), said
        assert len(problem.message) <= LONGEST, said
        assert all(word.encode() in data for word in FOREIGN.findall(problem.message)), said


def keys_of(model: type[Model]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield field.alias or name


KEYS = sorted(
    {key for model in (SeminarFields, SessionFields, RegistrationFields, PostFields, Place) for key in keys_of(model)}
)
signs = st.sampled_from("-:#[]{}&*!|>'\"%@`,?~= \n\t\r\\/.0129aA\N{NO-BREAK SPACE}\N{ZERO WIDTH NO-BREAK SPACE}ü界")
texts = st.text(st.one_of(signs, st.characters(exclude_categories=["Cs"])), max_size=120)
scalars = st.one_of(st.sampled_from(VALUES), st.text(max_size=20))
structures = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(KEYS), st.text(max_size=5)), inner, max_size=6),
    ),
    max_leaves=15,
)
front_matters = st.dictionaries(st.sampled_from([*KEYS, "sessions", "title", "sumary"]), structures, max_size=10)
bodies = st.lists(st.one_of(st.sampled_from(TOKENS), st.text(max_size=5)), max_size=25).map("".join)
sessions = st.lists(st.one_of(st.dictionaries(st.sampled_from(KEYS), structures, max_size=6), structures), max_size=4)
lines_of_keys = st.tuples(st.sampled_from([*KEYS, "Sessions", "Time Zone", "no colon"]), scalars)
TEXT: dict[str, object] = {"title": "Knots", "summary": "Six."}
NEEDED: dict[str, dict[str, object]] = {
    "post": TEXT | {"date": "2026-11-10"},
    "page": TEXT,
    "seminar": TEXT | {"sessions": ["2026-12-05 18:00"]},
    "places.yaml": {"name": "Town Hall"},
    "people.yaml": {"name": "Mara Lindqvist"},
}


@each_kind
@SETTINGS
@given(data=st.one_of(st.binary(max_size=200), texts.map(str.encode)))
def test_any_bytes(kind: str, data: bytes) -> None:
    check(kind, data)


@each_kind
@SETTINGS
@given(front=texts, body=bodies, end=st.sampled_from(["\n", "\r\n"]))
def test_any_front_matter(kind: str, front: str, body: str, end: str) -> None:
    check(kind, f"---\n{front}\n---\n{body}".replace("\n", end).encode())


@each_kind
@SETTINGS
@example(data={}, complete=False, flow=True)
@given(data=front_matters, complete=st.booleans(), flow=st.sampled_from([True, False, None]))
def test_any_structure(kind: str, data: dict[str, object], complete: bool, flow: bool | None) -> None:  # noqa: FBT001
    fields = NEEDED[kind] | data if complete else data
    is_list = kind.endswith(".yaml")
    front = yaml.safe_dump([fields] if is_list else fields, default_flow_style=flow, allow_unicode=True)
    check(kind, (front if is_list else f"---\n{front}---\nText.\n").encode())


@SETTINGS
@given(items=sessions)
def test_any_sessions(items: list[object]) -> None:
    front = yaml.safe_dump(NEEDED["seminar"] | {"sessions": items}, allow_unicode=True)
    check("seminar", f"---\n{front}---\nText.\n".encode())


@pytest.mark.parametrize("kind", ["post", "seminar"])
@SETTINGS
@given(body=bodies)
def test_any_body(kind: str, body: str) -> None:
    check(kind, f"---\n{yaml.safe_dump(NEEDED[kind])}---\n{body}".encode())


@pytest.mark.parametrize("kind", ["post", "seminar"])
@SETTINGS
@given(lines=st.lists(lines_of_keys, max_size=8), body=bodies)
def test_any_lines_of_keys(kind: str, lines: list[tuple[str, str]], body: str) -> None:
    front = "".join(f"{key.capitalize()}: {value}\n" for key, value in lines)
    check(kind, f"Title: Knots\n{front}\n{body}".encode())


WHOLE = {
    "seminar": (BASE / "content/seminars/interview-lab.md").read_text("utf-8"),
    "post": (BASE / "content/posts/read-the-ad-first.md").read_text("utf-8"),
    "places.yaml": (BASE / "content/places.yaml").read_text("utf-8"),
    "people.yaml": (BASE / "content/people.yaml").read_text("utf-8"),
}
LONG = case_of("seminars/everything").text.decode()
"""A seminar that says all that one can."""


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """Draw a text with some of its lines or characters gone, doubled or replaced."""
    for _ in range(draw(st.integers(1, 4))):
        parts = text.split("\n") if draw(st.booleans()) else list(text)
        joint = "\n" if len(parts) < len(text) else ""
        at = draw(st.integers(0, max(0, len(parts) - 1)))
        other = draw(st.one_of(signs, st.sampled_from(parts or [""]), st.sampled_from(VALUES)))
        change = draw(st.sampled_from(["delete", "double", "replace", "insert"]))
        new = {
            "delete": [],
            "double": parts[at : at + 1] * 2,
            "replace": [other],
            "insert": [other, *parts[at : at + 1]],
        }
        text = joint.join([*parts[:at], *new[change], *parts[at + 1 :]])
    return text


@pytest.mark.parametrize("kind", WHOLE)
@SETTINGS
@given(data=st.data())
def test_mutations(kind: str, data: st.DataObject) -> None:
    check(kind, data.draw(mutated(WHOLE[kind])).encode())


@settings(SETTINGS, max_examples=500)
@given(text=mutated(LONG))
def test_mutations_of_a_seminar_that_says_everything(text: str) -> None:
    check("seminar", text.encode())


def test_files_that_are_whole() -> None:
    assert {kind: told(kind, text.encode()) for kind, text in WHOLE.items()} == dict.fromkeys(WHOLE, ())
    assert told("seminar", LONG.encode()) == ()
