"""Write values as a file's syntax does: YAML, lines of `Key: value`, TOML, or Python."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from hireground.text.problems import printable
from hireground.text.yaml.errors import in_quotes
from hireground.text.yaml.marks import Loc, YamlError


def flow(data: object) -> str:
    """Write a value as YAML that may stand anywhere, also inside `[ ]` and `{ }`."""
    if isinstance(data, Mapping):
        return f"{{{', '.join(f'{flow(key)}: {flow(value)}' for key, value in data.items())}}}"
    if isinstance(data, list | tuple):
        return f"[{', '.join(map(flow, data))}]"
    if data is None:
        return "~"
    text = str(data)
    return text if _is_plain(text, f"[{{k: {text}}}, {text}]", [{"k": text}, text]) else in_quotes(text)


def _is_plain(text: str, source: str, wanted: object) -> bool:
    from hireground.text.yaml.reading import parse_yaml  # noqa: PLC0415 -- PyYAML is wanted by few builds

    try:
        return "\n" not in text and parse_yaml(source)[0] == wanted
    except YamlError:
        return False


def spell(loc: Loc) -> str:
    """Write `("sessions", 2, "start")` as `sessions[2].start: `."""
    words = ""
    for step in loc:
        words += f"[{step}]" if isinstance(step, int) else f".{printable(step)}" if words else printable(step)
    return f"{words}: " if words else ""


@dataclass(frozen=True)
class Syntax:
    """Front matter in YAML; the others say how they differ."""

    has_blocks: bool = True
    """Whether items of a list may stand on lines of their own, with a hyphen."""

    def value(self, data: object, *, in_brackets: bool = False) -> str:
        """Write a value."""
        if isinstance(data, str) and not in_brackets and _is_plain(data, f"k: {data}", {"k": data}):
            return data
        return flow(data)

    def pair(self, key: str, data: object, *, in_brackets: bool = False) -> str:
        """Write a key and its value."""
        return f"{key}: {self.value(data, in_brackets=in_brackets)}".rstrip()

    def key(self, name: str) -> str:
        """Write a key where another stands."""
        return name

    def example(self, key: str, example: object) -> str:
        """Write a key with an example, which is YAML already."""
        return f"{key}: {example}"

    def can_hold(self, data: object) -> bool:
        """Tell whether a value can be written at all."""
        return data is not None

    def spell(self, loc: Loc) -> str:
        """Write `("sessions", 2, "start")` as `sessions[2].start: `."""
        return spell(loc)


class Lines(Syntax):
    """Lines of `Key: value`, which hold text and lists of texts."""

    def value(self, data: object, *, in_brackets: bool = False) -> str:  # noqa: ARG002 -- nothing has brackets here
        """Write a value."""
        return ", ".join(map(str, data)) if isinstance(data, list | tuple) else str(data)

    def pair(self, key: str, data: object, *, in_brackets: bool = False) -> str:  # noqa: ARG002 -- likewise
        """Write a line."""
        return f"{key.capitalize()}: {self.value(data)}"

    def key(self, name: str) -> str:
        """Write a key where another stands."""
        return name.capitalize()

    def can_hold(self, data: object) -> bool:
        """Tell whether a value can be written on a line."""
        items = data if isinstance(data, list | tuple) else [data]
        return all(isinstance(item, str) and "\n" not in item for item in items)


class Toml(Syntax):
    """Front matter in TOML."""

    def value(self, data: object, *, in_brackets: bool = False) -> str:  # noqa: ARG002 -- TOML has one way
        """Write a value, text in double quotes."""
        if isinstance(data, Mapping):
            return f"{{{', '.join(self.pair(str(key), value) for key, value in data.items())}}}"
        if isinstance(data, list | tuple):
            return f"[{', '.join(map(self.value, data))}]"
        return json.dumps(str(data), ensure_ascii=False)

    def pair(self, key: str, data: object, *, in_brackets: bool = False) -> str:  # noqa: ARG002 -- likewise
        """Write a key and its value."""
        return f"{key} = {self.value(data)}"

    def example(self, key: str, example: object) -> str:
        """Write a key with an example, which is YAML."""
        from hireground.text.yaml.reading import parse_yaml  # noqa: PLC0415 -- likewise

        return self.pair(key, parse_yaml(str(example))[0])


class Python(Syntax):
    """A settings file."""

    def value(self, data: object, *, in_brackets: bool = False) -> str:  # noqa: ARG002 -- Python has one way
        """Write a literal, with double quotes."""
        if isinstance(data, Mapping):
            return f"{{{', '.join(self.pair(str(key), value, in_brackets=True) for key, value in data.items())}}}"
        if isinstance(data, list):
            return f"[{', '.join(map(self.value, data))}]"
        if isinstance(data, tuple):
            return f"({', '.join(map(self.value, data))}{',' * (len(data) == 1)})"
        if not isinstance(data, str):
            return repr(data)
        return repr(data) if '"' in data else f'"{repr(data)[1:-1].replace(chr(92) + chr(39), chr(39))}"'

    def pair(self, key: str, data: object, *, in_brackets: bool = False) -> str:
        """Write an assignment, or an entry of a dict."""
        return f'"{key}": {self.value(data)}' if in_brackets else f"{key} = {self.value(data)}"

    def key(self, name: str) -> str:
        """Write a setting's name, or a key of a dict, which is in small letters."""
        return f'"{name}"' if name.islower() else name

    def example(self, key: str, example: object) -> str:
        """Write an assignment, or an entry of a dict, whose keys are in small letters."""
        return self.pair(key, example, in_brackets=key.islower())

    def spell(self, loc: Loc) -> str:
        """Write `("SEMINARS", "duration")` as `SEMINARS["duration"]: `."""
        return "".join([*map(str, loc[:1]), *(f"[{self.value(step)}]" for step in loc[1:]), ": " if loc else ""])


YAML = Syntax()
LINES = Lines()
TOML = Toml(has_blocks=False)
PYTHON = Python()
