"""`content/places.yaml` and `content/people.yaml` to records by name, so that a file need only say the name."""

from pathlib import Path
from typing import TypeVar

from plugins.reader.frontmatter import Document
from plugins.reader.model import validate
from plugins.reader.problems import InvalidContentError, Problem
from plugins.reader.source import read_text
from plugins.reader.strict_yaml import Mark, YamlError, parse_yaml
from plugins.seminars.model import Person, Place

Record = TypeVar("Record", Place, Person)


def read_directory(root: Path, path: Path, model: type[Record], problems: list[Problem]) -> dict[str, Record]:
    """Return the records of `root/path` by name; what is wrong with them goes to `problems`."""
    if not (root / path).exists():
        return {}
    try:
        data, marks = parse_yaml(read_text(root, path))
    except InvalidContentError as error:
        problems += error.problems
        return {}
    except YamlError as error:
        problems.append(Problem(path, error.mark.line, error.mark.column, error.message))
        return {}
    document = Document(path, {}, marks, "", 1)
    if not isinstance(data, list):
        problems.append(document.problem(Mark(1, 1), 'this should be a list; write "- name: …" for each'))
        return {}
    records: dict[str, Record] = {}
    for number, item in enumerate(data):
        try:
            record = validate(model, document, (number,), item)
        except InvalidContentError as error:
            problems += error.problems
            continue
        if record.name in records:
            problems.append(document.problem(marks.value((number, "name")), f'"{record.name}" stands here twice'))
        records[record.name] = record
    return records
