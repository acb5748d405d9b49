"""Fixes to the text of a file: what is not fixed stays as it is, to the byte."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import yaml

from plugins.reader.strict_yaml import Data
from tools.published.fixes import Fix, InsertItem, SetKeys
from tools.published.front import Front, find_front, find_listed, is_yaml, pairs, set_plainly
from tools.published.yaml_text import flow


@dataclass(frozen=True)
class Edit:
    """Put `text` in the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


def apply(text: str, fixes: Iterable[Fix]) -> str:
    """Write fixes, given from the top of the file down, into its text."""
    fixes = tuple(fixes)
    if not is_yaml(text):
        return set_plainly(text, {key: flow(value) for fix in fixes for key, value in fix.keys.items()})
    is_whole = all(isinstance(fix, SetKeys) and fix.item is None for fix in fixes)
    front = find_front(text) if is_whole else find_listed(text)
    edits = [edit for fix in fixes for edit in _edits(front, fix)]
    pieces, place = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        pieces += [front.text[place : edit.start], edit.text]
        place = edit.end
    return "".join((*pieces, front.text[place:]))


def _edits(front: Front, fix: Fix) -> Iterator[Edit]:
    if isinstance(fix, InsertItem):
        yield _insert(front, fix)
    elif fix.item is None:
        yield from _set(front, front.top, fix.keys, "title")
    elif isinstance(item := front.sessions.value[fix.item], yaml.MappingNode):
        yield from _set(front, item, fix.keys, "start")
    else:
        yield from _open(front, item, fix.keys)


def _insert(front: Front, fix: InsertItem) -> Edit:
    """Write an item after another, or before the first."""
    sessions = front.sessions
    if sessions.flow_style:
        place = front.end(sessions.value[fix.after]) if fix.after >= 0 else front.start(sessions.value[0])
        return Edit(place, place, f", {flow(dict(fix.keys))}" if fix.after >= 0 else f"{flow(dict(fix.keys))}, ")
    dash = " " * sessions.start_mark.column
    if fix.after >= 0:
        place = front.next_line(sessions.value[fix.after])
    else:
        place = front.next_line(next(key for key, value in front.top.value if value is sessions))
    lines = _lines(fix.keys, f"{dash}  ", front.newline)
    if len(fix.keys) == 1:
        lines = f"{dash}  {flow(fix.keys['start'])}{front.newline}"
    return Edit(place, place, f"{dash}- {lines.removeprefix(f'{dash}  ')}")


def _open(front: Front, item: yaml.ScalarNode, keys: Mapping[str, Data]) -> Iterator[Edit]:
    """Turn a date alone into a group of keys; a comment beside it stays there."""
    start, end = front.start(item), front.end(item)
    if front.sessions.flow_style:
        yield Edit(start, start, "{start: ")
        yield Edit(end, end, f"{_tail(keys)}}}")
    else:
        yield Edit(start, start, "start: ")
        place = front.next_line(item)
        yield Edit(place, place, _lines(keys, " " * item.start_mark.column, front.newline))


def _set(front: Front, group: yaml.MappingNode, keys: Mapping[str, Data], beside: str) -> Iterator[Edit]:
    """Set keys of a group: what is there gets its new value, the others stand below the key `beside`."""
    known = pairs(group)
    for key, value in keys.items():
        if key in known:
            yield from _replace(front, known[key], value)
    missing = {key: value for key, value in keys.items() if key not in known}
    if missing and group.flow_style:
        place = front.end(known[beside])
        yield Edit(place, place, _tail(missing))
    elif missing:
        place = front.next_line(known[beside])
        yield Edit(place, place, _lines(missing, " " * group.start_mark.column, front.newline))


def _replace(front: Front, node: yaml.Node, value: Data) -> Iterator[Edit]:
    """Give a value's place to another; a list with a line for each keeps its lines, and their comments."""
    if not isinstance(node, yaml.SequenceNode) or node.flow_style:
        start, end = front.start(node), front.end(node)
        yield Edit(start, end, f"{'' if end > start else ' '}{flow(value)}")
        return
    values = value if isinstance(value, list) else [value]
    for item, new in zip(node.value, values, strict=False):
        yield Edit(front.start(item), front.end(item), flow(new))
    dash = " " * node.start_mark.column
    added = "".join(f"{dash}- {flow(new)}{front.newline}" for new in values[len(node.value) :])
    place = front.next_line(node)
    yield Edit(place, place, added)


def _lines(keys: Mapping[str, Data], indent: str, newline: str) -> str:
    return "".join(f"{indent}{key}: {flow(value)}{newline}" for key, value in keys.items())


def _tail(keys: Mapping[str, Data]) -> str:
    return "".join(f", {key}: {flow(value)}" for key, value in keys.items())
