"""JSON Schema of what authors write: it takes what `check` takes, in an editor's reading too, and no unknown key."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from errors_corpus import BASE, FILES, NOW, RIGHT, files_of, write_base
from jsonschema import Draft202012Validator

from hireground.cli import main
from hireground.schemas.models import schemas
from hireground.seminars.model.parse import parse_seminar
from hireground.seminars.model.translation import is_translation, parse_translation
from hireground.site.entry import parse_entry
from hireground.site.load import load_site
from hireground.site.post import PostFields
from hireground.site.settings import read_settings
from hireground.site.settings_file import run_settings
from hireground.text.frontmatter import Document, parse_document
from hireground.text.problems import InvalidContentError
from hireground.text.yaml.reading import parse_yaml

ROOT = Path(__file__).parents[2]
ALL = schemas()
LISTS = ("people", "places", "topics")
SEMINAR = {"title": "Knots", "summary": "Six knots.", "sessions": ["2026-12-05 18:00"]}
POST = {"title": "Knots", "date": "2026-11-20 08:00"}
PLACE = {"name": "Library"}
OWN = {"uid_namespace": "…", "organizer": {"name": "Hire Ground"}}


def right_texts() -> Iterator[tuple[str, str]]:
    """Yield every text in which nothing is wrong, with its path in the site."""
    for root in (ROOT, BASE):
        for path in sorted((root / "content").rglob("*")):
            if path.suffix in {".md", ".yaml"}:
                yield path.relative_to(root).as_posix(), path.read_text("utf-8")
    for case in RIGHT:
        yield from ((name, data.decode()) for name, data in files_of(case).items() if name.endswith((".md", ".yaml")))


def schema_of(name: str, texts: set[str]) -> str:
    """Return which schema a file has."""
    kind, _, _rest = name.removeprefix("content/").partition("/")
    index = f"{name.rpartition('/')[0]}/index.md"
    if kind == "seminars" and index in texts and name != index:
        return "talk"
    return kind.removesuffix(".yaml") if kind.endswith(".yaml") else kind.removesuffix("s")


@cache
def right() -> list[tuple[str, str, Any]]:
    """Return what all these texts say, with their schemas and paths."""
    pairs = [(name, text) for name, text in right_texts() if "redirects" not in name]
    names = {name for name, _text in pairs}
    return [
        (
            schema_of(name, names),
            name,
            parse_yaml(text)[0] if name.endswith(".yaml") else parse_document(Path(name), text).fields,
        )
        for name, text in pairs
    ]


def as_editors_read(value: Any) -> Any:  # noqa: ANN401 -- any data
    """Make numbers and truth values of words, as YAML 1.2 has them."""
    if isinstance(value, dict):
        return {name: as_editors_read(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [as_editors_read(inner) for inner in value]
    is_other = isinstance(value, str) and re.fullmatch(r"true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?", value)
    return json.loads(value) if is_other else value


def faults(name: str, value: object) -> list[str]:
    return [f"{fault.json_path}: {fault.message}" for fault in Draft202012Validator(ALL[name]).iter_errors(value)]


@pytest.mark.parametrize("name", ALL)
def test_it_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(ALL[name])


def test_what_is_right_passes_as_text_and_as_editors_read_it() -> None:
    wrong = [
        (path, fault)
        for name, path, said in right()
        for value in (said, as_editors_read(said))
        for fault in faults(name, value)
    ]
    assert wrong == []
    assert {name for name, _path, _said in right()} >= {"post", "page", "seminar", "talk", "people", "places"}


def passing(root: Path) -> Iterator[tuple[str, Document]]:
    """Yield the texts of wrong cases whose keys are right: what is wrong with them stands below, or is a warning."""
    settings = read_settings(write_base(root))
    defaults = load_site(settings, NOW).defaults
    for case in FILES:
        kind = case.source.parent.name
        with suppress(InvalidContentError, UnicodeDecodeError):
            document = parse_document(Path(f"content/{kind}/{case.name}.md"), case.text.decode())
            if kind == "posts":
                parse_entry(document, PostFields, ZoneInfo(settings.timezone), NOW)
            elif is_translation(document):
                parse_translation(document, settings.timezone, NOW)
            else:
                parse_seminar(document, defaults, NOW)
            yield kind.removesuffix("s"), document


def test_what_check_takes_passes(tmp_path: Path) -> None:
    found = [*passing(tmp_path)]
    assert len(found) > 100
    wrong = [
        (document.path.stem, fault)
        for name, document in found
        for value in (document.fields, as_editors_read(document.fields))
        for fault in faults(name, value)
    ]
    assert wrong == []


def test_no_text_may_have_an_unknown_key() -> None:
    said: list[tuple[str, Any]] = [
        (name, {**fields, "color": "red"}) for name, _path, fields in right() if name not in LISTS
    ]
    said += [(name, [{**item, "color": "red"}]) for name, _path, items in right() if name in LISTS for item in items]
    assert [(name, value) for name, value in said if not any("'color'" in fault for fault in faults(name, value))] == []


WRONG: dict[str, tuple[str, object]] = {
    "a_status": ("post", {**POST, "status": "ready"}),
    "no_title": ("post", {"date": "2026-11-20 08:00"}),
    "a_date_in_words": ("post", {**POST, "date": "yesterday"}),
    "neither_yes_nor_no": ("page", {"title": "Knots", "toc": "maybe"}),
    "a_key_of_other_tools": ("post", {**POST, "draft": True}),
    "a_session_s_status": ("seminar", {**SEMINAR, "sessions": [{"start": "2026-12-05 18:00", "status": "moved"}]}),
    "a_session_without_start": ("seminar", {**SEMINAR, "sessions": [{"note": "Closed."}]}),
    "a_key_of_a_session": ("seminar", {**SEMINAR, "sessions": [{"start": "2026-12-05 18:00", "colour": "red"}]}),
    "a_key_of_a_place": ("seminar", {**SEMINAR, "place": {"name": "Library", "colour": "red"}}),
    "a_key_of_a_way": ("seminar", {**SEMINAR, "registration": {"also": [{"for": "online", "lottery": "yes"}]}}),
    "registration_in_words": ("seminar", {**SEMINAR, "registration": "maybe"}),
    "seats": ("seminar", {**SEMINAR, "registration": {"email": "a@example.org", "availability": "many"}}),
    "a_price": ("seminar", {**SEMINAR, "price": {"amount": 5}}),
    "dates_in_a_translation": ("seminar", {**SEMINAR, "lang": "de", "translation": "yes"}),
    "a_rule_in_a_talk_s_file": ("talk", {"start": "2026-12-05 18:00", "every": "Tuesday"}),
    "a_country": ("places", [{**PLACE, "country": "Germany"}]),
    "a_zone": ("places", [{**PLACE, "timezone": "PST"}]),
    "half_a_place": ("places", [{**PLACE, "geo": ["47.6"]}]),
    "a_link": ("people", [{"name": "Ada", "url": "ada.example.org"}]),
    "no_list": ("people", {"name": "Ada"}),
    "no_slug": ("topics", [{"name": "C++"}]),
    "a_key_of_seminars": ("settings", {"SEMINARS": {**OWN, "color": "red"}}),
    "a_switch_in_words": ("settings", {"SEMINARS": {**OWN, "deadlines": "on"}}),
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_refused(name: str, value: object) -> None:
    assert len(faults(name, value)) == 1


def groups() -> Iterator[tuple[dict[str, Any], str, str, dict[str, Any]]]:
    """Yield each key of each schema: the schema, the group, the key, and what is said of it."""
    for schema in ALL.values():
        for group, said in schema["$defs"].items():
            yield from ((schema, group, key, one) for key, one in said["properties"].items())


def test_every_example_is_one() -> None:
    for schema, group, key, said in groups():
        own = {**schema["$defs"][group]["properties"][key], "$defs": schema["$defs"]}
        wrong = [one for one in said.get("examples", ()) if not Draft202012Validator(own).is_valid(one)]
        assert (group, key, wrong) == (group, key, [])


FEW_KEYS = {"Online", "Organizer", "Proposal", "Sponsor"}
"""Groups that are explained at the key which holds them."""


def test_every_key_of_a_text_and_a_list_is_explained_in_the_docs() -> None:
    said = [(group, key, one) for schema, group, key, one in groups() if schema is not ALL["settings"]]
    silent = {(group, key) for group, key, one in said if group not in FEW_KEYS and "description" not in one}
    titles = {(group, "title") for group in ("Post", "Page", "Seminar", "Translation")}
    assert silent == {*titles, ("Translation", "titles"), ("Translation", "words")}
    place = ALL["places"]["$defs"]["Place"]["properties"]
    assert place["rooms"]["description"] == "All that it has; a `room:` of a seminar is then one of them"
    assert "](" not in json.dumps(ALL)


def test_the_settings_of_this_site_pass() -> None:
    said = {name: value for name, value in run_settings(ROOT / "publishconf.py").items() if name.isupper()}
    assert faults("settings", json.loads(json.dumps(said, default=str))) == []


def test_the_verb_writes_what_the_starter_s_editor_looks_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schema", str(tmp_path / "schemas")]) == 0
    assert capsys.readouterr().out == f"Wrote 8 schemas into {tmp_path / 'schemas'}\n"
    wired = json.loads((ROOT / "plugins/hireground/new/starter/site/dot-vscode/settings.json.in").read_text("utf-8"))
    for file, list_of in wired["yaml.schemas"].items():
        written = json.loads((tmp_path / "schemas" / Path(file).name).read_text("utf-8"))
        assert written["title"] == list_of
        assert Path(file).parent == Path(".venv/schemas")


def test_a_file_in_the_way_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "schemas").write_text("mine")
    assert main(["schema", str(tmp_path / "schemas")]) == 2
    assert "is a file, and a folder is needed" in capsys.readouterr().err
