"""A file's text to the places in its front matter: where each value starts and ends, and where its line ends."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from plugins.reader.frontmatter import END
from plugins.reader.names import split_names
from tools.published.yaml_text import flow

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


@dataclass(frozen=True)
class Front:
    """The YAML front matter of `text`, which starts at `offset`; places count characters from the text's start."""

    text: str
    offset: int
    newline: str
    top: yaml.MappingNode

    @property
    def sessions(self) -> yaml.SequenceNode:
        """The list of sessions."""
        node = pairs(self.top)["sessions"]
        if not isinstance(node, yaml.SequenceNode):
            raise TypeError("sessions should be a list by now")
        return node

    def start(self, node: yaml.Node) -> int:
        """Return where a value starts."""
        return node.start_mark.index + self.offset

    def end(self, node: yaml.Node) -> int:
        """Return where a value ends, without the comments and empty lines after it."""
        last = node.value[-1] if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value else None
        if last is None:
            return node.end_mark.index + self.offset
        return self.end(last[1] if isinstance(last, tuple) else last)

    def next_line(self, node: yaml.Node) -> int:
        """Return where the line after a value starts."""
        end = self.end(node)
        if self.text[end - 1] in "\r\n":  # a text of several lines ends with its last line's end
            return end
        match = LINE.match(self.text, end)
        return match.end() if match else end


def pairs(node: yaml.Node) -> Mapping[str, yaml.Node]:
    """Return the values of a group of keys."""
    return {key.value: value for key, value in node.value}


def is_yaml(text: str) -> bool:
    """Whether front matter is YAML, and not lines of `Key: value`."""
    return text.removeprefix("\ufeff").startswith("---")


def set_plainly(text: str, keys: Mapping[str, str]) -> str:
    """Set keys of lines of `Key: value`, below the title."""
    lines = LINE.findall(text)
    names = [line.partition(":")[0].strip().lower() for line in lines]
    newline = lines[0][len(lines[0].rstrip("\r\n")) :]
    for key, value in keys.items():
        line = f"{key.capitalize()}: {value}{newline}"
        place = names.index(key if key in names else "title")
        lines[place] = line if key in names else f"{lines[place]}{line}"
    return "".join(lines)


def find_front(text: str) -> Front:
    """Find the places in a file that has been read without a problem."""
    lines = LINE.findall(text)
    closing = next(number for number, line in enumerate(lines) if number and END.fullmatch(line.rstrip("\r\n")))
    opening = lines[0]
    newline = opening[len(opening.rstrip("\r\n")) :]
    top = yaml.compose("".join(lines[1:closing]), Loader=yaml.SafeLoader)
    if not isinstance(top, yaml.MappingNode):
        raise TypeError("front matter that was read is a group of keys")
    return Front(text, len(opening), newline, top)


def find_listed(text: str) -> Front:
    """Find the places, after a line of dates with commas has become a list."""
    front = find_front(text)
    node = pairs(front.top)["sessions"]
    if isinstance(node, yaml.SequenceNode):
        return front
    dates = flow([*split_names(node.value)])
    return find_front(f"{text[: front.start(node)]}{dates}{text[front.end(node) :]}")
