"""Read `content/places.yaml` and `content/people.yaml`, so that files can name a place or a person."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from hireground.seminars.model.model import Place
from hireground.seminars.model.people import Person
from hireground.site.warnings import no_street
from hireground.text.fixes import refused
from hireground.text.frontmatter import Document
from hireground.text.keys import meant_key
from hireground.text.problems import MOST_PROBLEMS, InvalidContentError, Problem, Refusal, bounded, quoted, write
from hireground.text.source import bounded_file, read_text, refuse_conflicts
from hireground.text.validation import validate
from hireground.text.yaml import Data, Loc, Mark, Marks, YamlError, parse_yaml

PEOPLE_FILE = "people.yaml"
Record = TypeVar("Record", Place, Person)
T = TypeVar("T")


class Unsure(dict[str, T]):
    """Records that have every name, since some could not be read: files that say one of those are not wrong."""

    def __init__(self, records: dict[str, T], make: Callable[[str], T]) -> None:
        super().__init__(records)
        self.make = make

    def __contains__(self, _name: object) -> bool:
        return True

    def __missing__(self, name: str) -> T:
        return self.make(name)


def read_directory(root: Path, path: Path, model: type[Record], problems: list[Problem]) -> dict[str, Record]:
    """Return the records of `root/path` by name; what is wrong with them goes to `problems`."""
    found: list[Problem] = []
    records: dict[str, Record] | None = None
    try:
        with bounded_file(path):
            records = _read_directory(root, path, model, found)
    except InvalidContentError as error:
        found += error.problems
    problems += bounded(found)
    return Unsure({}, lambda name: model(name=name)) if records is None else records


def _read_directory(root: Path, path: Path, model: type[Record], problems: list[Problem]) -> dict[str, Record]:
    document = list_document(root, path, problems)
    if document is None:
        return Unsure({}, lambda name: model(name=name)) if (root / path).exists() else {}
    records: dict[str, Record] = {}
    before = len(problems)
    for loc, item in _items(document):
        if len(problems) - before > MOST_PROBLEMS:
            break  # nobody reads more
        try:
            record = validate(model, document, loc, _group(document, loc, item, model), {"source": Path(path.name)})
        except InvalidContentError as error:
            problems += error.problems
        else:
            records.setdefault(record.name, record)
    is_whole = len(problems) == before
    problems += _twice(document)
    problems += _streetless(document) if model is Place else ()
    return records if is_whole else Unsure(records, lambda name: model(name=name))


def read_list(root: Path, path: Path, problems: list[Problem]) -> tuple[Data, Marks] | None:
    """Read a file of YAML with its places; None if it is not there, or cannot be read, which goes to `problems`."""
    if not (root / path).exists():
        return None
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


def _twice(document: Document) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for loc, item in _items(document):
        name, mark = item.get("name") if isinstance(item, dict) else None, document.marks.value((*loc, "name"))
        if isinstance(name, str) and name in first:
            words = f"{quoted(name)} stands here twice, first in line {first[name]}; keep one"
            yield document.problem(mark, words)
        elif isinstance(name, str):
            first[name] = mark.line


def _streetless(document: Document) -> Iterator[Problem]:
    for loc, item in _items(document):
        name = item.get("name") if isinstance(item, dict) else None
        if isinstance(item, dict) and name and "address" not in {meant_key(Place, key) for key in item}:
            yield document.problem(document.marks.value((*loc, "name")), no_street(name), is_warning=True)
