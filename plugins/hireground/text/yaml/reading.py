"""Parse YAML into text, lists and dicts, with the place of each; nothing becomes a number, date or boolean.

PyYAML's own loaders turn `18:30` into 1110 and `no` into False, and let a repeated key win.
"""

from collections.abc import Iterator
from dataclasses import replace

import yaml

from hireground.text.problems import CONTROL_CHARACTERS, line_fix, printable
from hireground.text.yaml.errors import SyntaxProblem, explain, sign_problem, text_problem
from hireground.text.yaml.marks import LONGEST, NULLS, Data, Loc, Mark, Marks, YamlError

PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH = 12


def parse_yaml(text: str, first_line: int = 1) -> tuple[Data, Marks]:
    """Read one YAML document; `first_line` is the line of the file that `text` starts on."""
    lines = text.split("\n")
    builder = _Builder(first_line, lines)
    try:
        return builder.document(yaml.parse(text, Loader=PARSER)), builder.marks
    except SyntaxProblemError as error:
        fault = error.fault
    except yaml.MarkedYAMLError as error:
        fault = explain(error, lines)
    except yaml.YAMLError:
        raise YamlError(Mark(first_line, 1), "a character that no text has; delete it") from None
    raise _error(fault, lines, first_line)


class SyntaxProblemError(Exception):
    """A problem that was found while the data was built."""

    def __init__(self, fault: SyntaxProblem) -> None:
        self.fault = fault


def _error(fault: SyntaxProblem, lines: list[str], first_line: int) -> YamlError:
    """Build the error, with the fixed line if everything up to it can be read then."""
    mark = Mark(fault.line + first_line, fault.column + 1)
    is_fix = fault.fixed and _is_readable(lines, fault)
    if is_fix:
        return YamlError(mark, fault.message, line_fix(mark.line, lines[fault.line], fault.fixed))
    hint = fault.hint or "put what is text in quotes, and close what is opened"
    return YamlError(mark, f"{fault.message}; {hint}")


def _is_readable(lines: list[str], fault: SyntaxProblem) -> bool:
    """Tell whether a fix makes the line readable; one further down may still be wrong."""
    old = lines[fault.line]
    fixed = old[: len(old) - len(old.lstrip())] + fault.fixed.strip()
    text = "\n".join([*lines[: fault.line], fixed, *lines[fault.line + 1 :]])
    try:
        _Builder(1, text.split("\n")).document(yaml.parse(text, Loader=PARSER))
    except SyntaxProblemError as error:
        return error.fault.line > fault.line
    except yaml.MarkedYAMLError as error:
        return explain(error, text.split("\n")).line > fault.line
    except (yaml.YAMLError, YamlError):
        return True
    return True


class _Builder:
    """Builds data from parser events, one document at a time."""

    def __init__(self, first_line: int, lines: list[str]) -> None:
        self.first_line, self.lines = first_line, lines
        self.marks = Marks({}, {})
        self.end = (first_line, 1)

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

    def node(self, events: Iterator[yaml.Event], event: yaml.Event, loc: Loc) -> Data:
        mark = self.place(event)
        if len(loc) > MAX_DEPTH:
            raise YamlError(mark, f"nested more than {MAX_DEPTH} deep; nothing here needs that")
        self.marks.values[loc] = mark
        if isinstance(event, yaml.ScalarEvent):
            self.end = mark.end
            if event.style == "|":
                self.marks.values[loc] = replace(mark, indent=self.indent(event, mark))
            return self.scalar(event, mark)
        is_list = isinstance(event, yaml.SequenceStartEvent)
        data = self.sequence(events, loc) if is_list else self.mapping(events, loc)
        is_flow = bool(getattr(event, "flow_style", False))
        self.marks.values[loc] = replace(mark, end=self.end, is_flow=is_flow)
        return data

    def scalar(self, event: yaml.ScalarEvent, mark: Mark) -> str | None:
        """Return the text; refuses what an author cannot have meant."""
        hidden_char = CONTROL_CHARACTERS.search(event.value)  # what "\\a" and its like become in double quotes
        if hidden_char:
            raise YamlError(
                mark, f"a control character (U+{ord(hidden_char[0]):04X}) stands in this value; take it out"
            )
        if len(event.value) > LONGEST:
            how = "what is so long belongs below the front matter"
            raise YamlError(mark, f"this value has {len(event.value):,} characters, and {LONGEST:,} is the most; {how}")
        self.refuse(text_problem(event, self.lines))
        return None if not event.style and event.value.lower() in NULLS else str(event.value)

    def indent(self, event: yaml.ScalarEvent, mark: Mark) -> int:
        """Return how far the lines of a text below `|` are indented, by the first that has words."""
        below = self.lines[mark.line - self.first_line + 1 :]
        lines = zip(below, event.value.split("\n"), strict=False)
        return next((len(line) - len(words) for line, words in lines if words.strip()), 0)

    def refuse(self, problem: SyntaxProblem | None) -> None:
        """Raise what is wrong, if anything is."""
        if problem:
            raise SyntaxProblemError(problem)

    def sequence(self, events: Iterator[yaml.Event], loc: Loc) -> Data:
        items: list[Data] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(self.node(events, event, (*loc, len(items))))
        self.close(event)
        return items

    def mapping(self, events: Iterator[yaml.Event], loc: Loc) -> Data:
        items: dict[str, Data] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            mark = self.place(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise YamlError(mark, "a list or a group cannot be a key; write a word, a colon and the value")
            name = self.scalar(event, mark) or event.value
            if not name.strip():
                raise YamlError(mark, 'there is no key before the colon; write "key: value"')
            if name in items:
                before = self.marks.keys[(*loc, name)].line
                raise YamlError(mark, f"{printable(name)}: said twice, first in line {before}; keep one of the two")
            self.marks.keys[(*loc, name)] = mark
            items[name] = self.node(events, next(events), (*loc, name))
        self.close(event)
        return items

    def close(self, event: yaml.Event) -> None:
        """Note where a list or group in brackets ends; any other ends with its last value."""
        start, end = event.start_mark, event.end_mark
        if start and end and end.index > start.index:
            self.end = (end.line + self.first_line, end.column + 1)

    def place(self, event: yaml.Event) -> Mark:
        """Return the event's place; anchors, aliases and tags are refused."""
        self.refuse(sign_problem(event, self.lines))
        start, end = event.start_mark, event.end_mark
        if not (start and end):
            return Mark(self.first_line, 1)
        stop = (end.line + self.first_line, end.column + 1)
        return Mark(start.line + self.first_line, start.column + 1, stop)
