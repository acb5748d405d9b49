"""YAML to text, lists and dicts, with the place of each: nothing is a number, a date or a truth value.

PyYAML's own loaders turn `18:30` into 1110 and `no` into False, and let a repeated key win.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from plugins.reader.quote import plain
from plugins.reader.unseen import UNSEEN
from plugins.reader.yaml_faults import explain
from plugins.reader.yaml_signs import Fault
from plugins.reader.yaml_slips import sign_fault, text_fault

PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH = 12
NULLS = frozenset({"", "~", "null"})

Key = tuple[str | int, ...]
Data = str | list["Data"] | dict[str, "Data"] | None


@dataclass(frozen=True, order=True)
class Mark:
    """A place in a file, counted from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Marks:
    """Where each key and each value stands, by its way down from the top: `("sessions", 2, "start")`."""

    keys: dict[Key, Mark]
    values: dict[Key, Mark]

    def key(self, way: Key) -> Mark:
        """Find the place of a key, or of what holds it when it was never written."""
        return self.keys.get(way) or self.value(way)

    def value(self, way: Key) -> Mark:
        """Find the place of a value, or of the nearest thing around it."""
        for length in range(len(way), -1, -1):
            mark = self.values.get(way[:length]) or self.keys.get(way[:length])
            if mark:
                return mark
        return Mark(1, 1)


class YamlError(Exception):
    """One thing wrong with the YAML, at `mark`."""

    def __init__(self, mark: Mark, message: str) -> None:
        self.mark = mark
        self.message = message
        super().__init__(message)


def parse_yaml(text: str, first_line: int = 1) -> tuple[Data, Marks]:
    """Read one YAML document; `first_line` is the line of the file that `text` starts on."""
    lines = text.split("\n")
    builder = _Builder(first_line, lines)
    try:
        events = yaml.parse(text, Loader=PARSER)
        return builder.document(events), builder.marks
    except yaml.MarkedYAMLError as error:
        line, column, message = explain(error, lines)
        raise YamlError(Mark(line + first_line, column + 1), message) from None
    except yaml.YAMLError:
        raise YamlError(Mark(first_line, 1), "a character that no text has; delete it") from None


class _Builder:
    """Builds data from parser events, one document at a time."""

    def __init__(self, first_line: int, lines: list[str]) -> None:
        self.first_line, self.lines = first_line, lines
        self.marks = Marks({}, {})

    def document(self, events: Iterator[yaml.Event]) -> Data:
        data: Data = None
        number = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if number:
                    raise YamlError(self.place(event), 'a second "---" may not stand here; take it out')
                number += 1
                data = self.node(events, next(events), ())
        return data

    def node(self, events: Iterator[yaml.Event], event: yaml.Event, way: Key) -> Data:
        mark = self.place(event)
        if len(way) > MAX_DEPTH:
            raise YamlError(mark, f"nested more than {MAX_DEPTH} deep; nothing here needs that")
        self.marks.values.setdefault(way, mark)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, mark)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(events, way)
        return self.mapping(events, way)

    def scalar(self, event: yaml.ScalarEvent, mark: Mark) -> str | None:
        """Return the text; refuses what an author cannot have meant."""
        unseen = UNSEEN.search(event.value)  # what "\\a" and its like become in double quotes
        if unseen:
            raise YamlError(mark, f"a control character (U+{ord(unseen[0]):04X}) stands in this value; take it out")
        self.refuse(text_fault(event, self.lines))
        return None if not event.style and event.value.lower() in NULLS else str(event.value)

    def refuse(self, fault: Fault | None) -> None:
        """Raise what is wrong, if anything is."""
        if fault:
            line, column, message = fault
            raise YamlError(Mark(line + self.first_line, column + 1), message)

    def sequence(self, events: Iterator[yaml.Event], way: Key) -> Data:
        items: list[Data] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self.node(events, event, (*way, len(items))))
        return items

    def mapping(self, events: Iterator[yaml.Event], way: Key) -> Data:
        items: dict[str, Data] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            mark = self.place(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise YamlError(mark, "a list or a group cannot be a key; write a word, a colon and the value")
            name = self.scalar(event, mark) or event.value
            if not name.strip():
                raise YamlError(mark, 'there is no key before the colon; write "key: value"')
            if name in items:
                before = self.marks.keys[(*way, name)].line
                raise YamlError(mark, f"{plain(name)}: said twice, first in line {before}; keep one of the two")
            self.marks.keys[(*way, name)] = mark
            items[name] = self.node(events, next(events), (*way, name))
        return items

    def place(self, event: yaml.Event) -> Mark:
        """Return the event's place; anchors, aliases and tags are refused."""
        self.refuse(sign_fault(event, self.lines))
        start = event.start_mark
        return Mark(start.line + self.first_line, start.column + 1) if start else Mark(self.first_line, 1)
