"""Read `places.yaml`, `people.yaml` and `topics.yaml` of the content, so that files can name what they list."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from hireground.seminars.model.model import Place
from hireground.seminars.model.people import Person
from hireground.site.warnings import no_street
from hireground.slugs import DEFAULT, Slugs, same_name
from hireground.text.fields import Name, Slug
from hireground.text.fixes import refused
from hireground.text.frontmatter import Document
from hireground.text.keys import meant_key
from hireground.text.problems import MOST_PROBLEMS, InvalidContentError, Problem, Refusal, bounded, quoted, write
from hireground.text.source import bounded_file, read_text, refuse_conflicts
from hireground.text.validation import Model, validate
from hireground.text.yaml.marks import Data, Loc, Mark, Marks, YamlError

PEOPLE_FILE, PLACES_FILE, TOPICS_FILE = "people.yaml", "places.yaml", "topics.yaml"


class Topic(Model):
    """A topic, and what its address calls it."""

    name: Name = Field(examples=["C++"])
    slug: Slug = Field(examples=["c-plus-plus"])


Record = TypeVar("Record", Place, Person, Topic)
T = TypeVar("T")


def topic_slugs(root: Path, path: Path, *, is_unicode: bool, problems: list[Problem]) -> Slugs:
    """Return how a site makes addresses of names, with the slugs that `root/path` says of topics."""
    topics = read_directory(root, path, Topic, problems, Slugs(is_unicode))
    return Slugs(is_unicode, {same_name(one.name): one.slug for one in topics.values()})


class Unsure(dict[str, T]):
    """Records that have every name, since some could not be read: files that say one of those are not wrong."""

    def __init__(self, records: dict[str, T], make: Callable[[str], T]) -> None:
        super().__init__(records)
        self.make = make

    def __contains__(self, _name: object) -> bool:
        return True

    def __missing__(self, name: str) -> T:
        return self.make(name)


def read_directory(
    root: Path, path: Path, model: type[Record], problems: list[Problem], slugs: Slugs = DEFAULT
) -> dict[str, Record]:
    """Return the records of `root/path` by name, and by slug where several have a name or it is written.

    What is wrong with them goes to `problems`.
    """
    found: list[Problem] = []
    records: dict[str, Record] | None = None
    try:
        with bounded_file(path):
            records = _read_directory(root, path, model, found, slugs)
    except InvalidContentError as error:
        found += error.problems
    problems += bounded(found)
    return Unsure({}, partial(_named, model)) if records is None else records


def _named(model: type[Record], name: str) -> Record:
    return model.model_validate({"name": name} if model is not Topic else {"name": name, "slug": "topic"})


def _read_directory(
    root: Path, path: Path, model: type[Record], problems: list[Problem], slugs: Slugs
) -> dict[str, Record]:
    document = list_document(root, path, problems)
    if document is None:
        return Unsure({}, partial(_named, model)) if (root / path).exists() else {}
    records: list[Record] = []
    context: dict[str, object] = {"source": Path(path.name), "unicode_slugs": slugs.is_unicode}
    before = len(problems)
    for loc, item in _items(document):
        if len(problems) - before > MOST_PROBLEMS:
            break  # nobody reads more
        try:
            records.append(validate(model, document, loc, _group(document, loc, item, model), context))
        except InvalidContentError as error:
            problems += error.problems
    is_whole = len(problems) == before
    problems += _twice(document, slugs)
    problems += _streetless(document) if model is Place else ()
    known = _by_name(records)
    return known if is_whole else Unsure(known, partial(_named, model))


def _by_name(records: Iterable[Record]) -> dict[str, Record]:
    """Key records by name, where one has it alone, and by slug where it is written or others have the name."""
    found: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        found[record.name].append(record)
    known = {name: several[0] for name, several in found.items() if len({one.slug for one in several}) == 1}
    for several in found.values():
        for one in several:
            if len(several) > 1 or "slug" in one.model_fields_set:
                known.setdefault(one.slug, one)
    return known


def read_list(root: Path, path: Path, problems: list[Problem]) -> tuple[Data, Marks] | None:
    """Read a file of YAML with its places; None if it is not there, or cannot be read, which goes to `problems`."""
    if not (root / path).exists():
        return None
    from hireground.text.yaml.reading import parse_yaml  # noqa: PLC0415 -- a site may have no list

    try:
        text = read_text(root, path)
        refuse_conflicts(path, text)
        return parse_yaml(text)
    except InvalidContentError as error:
        problems += error.problems
    except YamlError as error:
        problems.append(Problem(path, error.mark.line, error.mark.column, error.message, fix=error.fix))
    return None


def list_document(root: Path, path: Path, problems: list[Problem]) -> Document | None:
    """Read a file, its list below its own name; None if it is not there, or no list."""
    read = read_list(root, path, problems)
    if read is None:
        return None
    data, marks = read
    below = Marks(_below(path.stem, marks.keys), _below(path.stem, marks.values))
    document = Document(path, {path.stem: data}, below, "", 1)
    if data is None or isinstance(data, list):
        return document
    problems.append(document.problem(marks.value(()), f"a list belongs here; {write(f'- {_first_line(data)}')}"))
    return None


def _below(name: str, marks: dict[Loc, Mark]) -> dict[Loc, Mark]:
    return {(name, *loc): mark for loc, mark in marks.items()}


def _first_line(data: Data) -> str:
    name, value = next(iter(data.items()), ("name", "…")) if isinstance(data, dict) else ("name", data)
    return f"{name}: {value}" if isinstance(value, str) else "name: …"


def _items(document: Document) -> Iterator[tuple[Loc, Data]]:
    name, items = next(iter(document.fields.items()))
    yield from (((name, number), item) for number, item in enumerate(items if isinstance(items, list) else ()))


def _group(document: Document, loc: Loc, item: Data, model: type[Record]) -> Data:
    """Let a group of keys pass; raises for anything else."""
    if isinstance(item, dict):
        return item
    example = str((model.model_fields["name"].examples or ["…"])[0])
    if isinstance(item, str):
        raise InvalidContentError([refused(document, loc, Refusal("keys belong here", {"name": item}))])
    why = "nothing is written in this item" if item is None else "keys belong here"
    words = f"{why}; write them as in {write(f'- name: {example}').removeprefix('write ')}"
    raise InvalidContentError([document.problem(document.marks.value(loc), words)])


def _twice(document: Document, slugs: Slugs) -> Iterator[Problem]:
    """Yield the records that would have the address of another."""
    first: dict[str, tuple[str, int]] = {}
    for loc, item in _items(document):
        name, written = (item.get("name"), item.get("slug")) if isinstance(item, dict) else (None, None)
        if not isinstance(name, str):
            continue
        mark = document.marks.value((*loc, "slug" if written else "name"))
        slug = written if isinstance(written, str) else slugs.of(name)
        other, line = first.setdefault(slug, (name, mark.line))
        if line != mark.line:
            here = f"{quoted(name)} stands here twice, first in line {line}; keep one, or"
            there = f"{quoted(name)} would have the address of {quoted(other)} in line {line};"
            how = f'write a slug of its own, as in "slug: {slug}-2"'
            yield document.problem(mark, f"{here if other == name else there} {how}")


def _streetless(document: Document) -> Iterator[Problem]:
    for loc, item in _items(document):
        name = item.get("name") if isinstance(item, dict) else None
        if isinstance(item, dict) and name and "address" not in {meant_key(Place, key) for key in item}:
            yield document.problem(document.marks.value((*loc, "name")), no_street(name), is_warning=True)
