"""Find what an editor's cursor stands on: a key of the front matter, its value, or a link in the text."""

import re
from dataclasses import dataclass

from hireground.text.frontmatter import FENCE

KEY = re.compile(r"(?P<indent>[ \t]*(?:- +)*)(?P<open>\{?[ \t]*)(?P<key>[a-z_]+):(?:[ \t]+|$)")
ITEM = re.compile(r"(?P<indent>[ \t]*)-(?:[ \t]+|$)")
IN_BRACKETS = re.compile(r"[{,][ \t]*(?P<key>[a-z_]+):[ \t]+(?P<value>[^{}\[\],]*|\[[^\]]*)$")
LINK = re.compile(r"\]\((?P<target>[^()\s]*)$")
WORD = re.compile(r"[ \t]*(?:- +)*\{?[ \t]*(?P<word>[a-z_]*)$")
LAST_OF_LIST = re.compile(r"[^,\[]*$")


@dataclass(frozen=True)
class Spot:
    """What is being written: the keys above it from the outermost, and what stands there up to the cursor.

    Without `is_value` a key is begun; without any `is_matter` it is a link's target in the text below.
    """

    keys: tuple[str, ...]
    begun: str
    is_value: bool = True
    is_matter: bool = True


def spot_at(text: str, line: int, column: int) -> Spot | None:
    """Return what is written at a place, counted from 0; None where nothing can be offered."""
    lines = text.split("\n")
    before = lines[line][:column] if line < len(lines) else ""
    if not is_in_matter(lines, line):
        link = LINK.search(before)
        return Spot((), link["target"], is_matter=False) if link else None
    above = keys_above(lines, line, indent_of(before))
    inner, outer = IN_BRACKETS.search(before), KEY.match(before)
    if inner and not (outer and outer.end() > inner.start("key")):
        group = (outer["key"],) if outer and not outer["open"].strip() else ()
        return Spot((*above, *group, inner["key"]), last(inner["value"]))
    if outer:
        return Spot((*above, outer["key"]), last(before[outer.end() :]))
    word, item = WORD.fullmatch(before), ITEM.match(before)
    if item and not (word and above[-1:] == ("sessions",)):
        return Spot(above, last(before[item.end() :]))
    return Spot(above, word["word"], is_value=False) if word else None


def is_in_matter(lines: list[str], line: int) -> bool:
    """Tell whether a line stands between the fences of the front matter."""
    if not lines or not FENCE.fullmatch(lines[0]) or line == 0:
        return False
    end = next((number for number, one in enumerate(lines[1:], 1) if FENCE.fullmatch(one)), len(lines))
    return line < end


def keys_above(lines: list[str], line: int, indent: int) -> tuple[str, ...]:
    """Return the keys that a line of this indent belongs to, from the outermost."""
    keys: tuple[str, ...] = ()
    for one in reversed(lines[1:line]):
        found = KEY.match(one)
        if found and len(found["indent"]) < indent and not one[found.end() :].strip():
            keys, indent = (found["key"], *keys), len(found["indent"])
        elif found and "-" in found["indent"] and found["indent"].index("-") < indent:
            indent = found["indent"].index("-") + 1
        if indent == 0:
            break
    return keys


def indent_of(text: str) -> int:
    """Return how far a line is indented, where the sign of a list counts as one more than its own place."""
    spaces = len(text) - len(text.lstrip())
    return spaces + 1 if text.lstrip().startswith("-") else spaces


def last(value: str) -> str:
    """Return the last of names in a list, as far as it is written."""
    found = LAST_OF_LIST.search(value)
    return (found[0] if found else value).lstrip().strip("\"'")
