"""Make fixes at places of a document, which change no byte around them."""

from collections.abc import Iterable, Iterator, Mapping

from hireground.text.fields import split_names
from hireground.text.frontmatter import Document
from hireground.text.problems import Fix, Position, Problem, Refusal, Replacement, printable, write
from hireground.text.syntax import YAML, Syntax
from hireground.text.yaml.marks import Loc


def refused(  # noqa: PLR0913 -- all but the first three are named
    document: Document, loc: Loc, refusal: Refusal, *, exact: Loc = (), at_key: bool = False, is_warning: bool = False,
    kind: str = "",
) -> Problem:  # fmt: skip
    """Build the problem at a value, or at its key, with its fix if it has one that can be written there.

    `exact` leads to an item of a line too, which has no place of its own. An item that a list lacks is the list's
    problem, at the item that it belongs after.
    """
    of = loc if refusal.item is None else loc[:-1]
    at_key = at_key or (refusal.item is not None and loc not in document.marks.values)
    mark = document.marks.key(of) if at_key else document.marks.value(loc)
    refusal = _with_what_is_there(document, loc, refusal)
    is_part = bool(exact) and isinstance(exact[-1], int) and not (loc and loc[-1] == exact[-1])
    fix = fix_of(document, (*loc, exact[-1]) if is_part else loc, refusal)
    hint = "" if fix else ", ".join(filter(None, [_words(document, loc, refusal), refusal.hint]))
    told = f"{refusal.message}; {hint}" if hint else refusal.message
    return document.problem(mark, f"{document.spell(of)}{told}", is_warning=is_warning, fix=fix, kind=kind)


def _with_what_is_there(document: Document, loc: Loc, refusal: Refusal) -> Refusal:
    """Add what a refusal would write in a list to what the list has already."""
    around = value_at(document, loc[:-1])
    if refusal.over or not (refusal.keys and isinstance(around, dict)):
        return refusal
    joined = dict(refusal.keys)
    for key, value in refusal.keys.items():
        old = around.get(key)
        if isinstance(value, list) and isinstance(old, list) and key != loc[-1]:
            joined[key] = [*old, *(one for one in value if one not in old)]
    is_joined = joined != refusal.keys
    return Refusal(refusal.message, keys=joined, over=True, hint=refusal.hint) if is_joined else refusal


def fix_of(document: Document, loc: Loc, refusal: Refusal) -> Fix | None:
    """Make the fix that a refusal asks for; None if it asks for none, or the place cannot hold it."""
    replacements: list[Replacement] | None = None
    is_item = any(isinstance(step, int) for step in loc)
    if is_item and not document.syntax.has_blocks and not document.is_in_brackets(loc):
        return None  # a table of TOML, of which what is written here knows nothing
    if refusal.rename:
        replacements = _renamed(document, loc, refusal.rename)
    elif refusal.keys is not None:
        replacements = _set_keys(document, (*loc, "start") if _is_session(loc) else loc, refusal)
    elif refusal.item is not None:
        replacements = _inserted(document, loc, refusal.item)
    elif refusal.write is not None:
        replacements = _set_value(document, loc, refusal.write)
    if not replacements:
        return None
    hint = f", {refusal.hint}" if refusal.hint else ""
    return Fix(tuple(replacements), f"{_words(document, loc, refusal)}{hint}")


def _words(document: Document, loc: Loc, refusal: Refusal) -> str:
    """Say what a refusal asks for."""
    syntax, name = document.syntax, str(loc[-1]) if loc else ""
    if refusal.rename or (refusal.is_guess and refusal.write is not None):
        return f'did you mean "{printable(refusal.rename or str(refusal.write))}"?'
    if refusal.item is not None:
        return f"write {_listed(map(_shown, _item_lines(YAML, refusal.item)))}"
    if refusal.keys is not None:
        return _words_of_keys(document, loc, refusal.keys)
    if refusal.write is None:
        return ""
    if isinstance(refusal.write, str):
        return write(refusal.write)
    return write(
        syntax.value(refusal.write)
        if isinstance(loc[-1], int)
        else syntax.pair(name, refusal.write, in_brackets=len(loc) > 1)
    )


def _words_of_keys(document: Document, loc: Loc, keys: Mapping[str, object]) -> str:
    """Say which keys to write, and which to take out."""
    syntax = document.syntax
    set_keys = {key: value for key, value in keys.items() if value is not None}
    lines = [syntax.pair(key, value, in_brackets=len(loc) > 1) for key, value in set_keys.items()]
    if _is_date_alone(document, loc):
        lines = _item_lines(YAML, {"start": _items_at(document, loc[:-1])[int(loc[-1])], **set_keys})
    gone = [f'"{key}:"' for key, value in keys.items() if value is None]
    parts = [f"write {_listed(map(_shown, lines))}"] if lines else []
    parts += [f"take {_listed(gone)} out"] if gone else []
    return ", and ".join(parts)


def _item_lines(syntax: Syntax, item: Mapping[str, object]) -> list[str]:
    """Write an item of a list, a line for each of its keys; a start alone stands without its name."""
    if [*item] == ["start"]:
        return [f"- {syntax.value(item['start'])}"]
    return [f"{'- ' if key == next(iter(item)) else '  '}{syntax.pair(key, value)}" for key, value in item.items()]


def _shown(line: str) -> str:
    return write(line.strip()).removeprefix("write ")


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return " and ".join([", ".join(first), last]) if first else last


def value_at(document: Document, loc: Loc) -> object:
    """Return what stands at a place of the front matter; None if nothing does."""
    data: object = document.fields
    for step in loc:
        if isinstance(data, dict):
            data = data.get(str(step))
        elif isinstance(data, list | tuple) and isinstance(step, int):
            data = data[step]
        else:
            return None
    return data


def _items_at(document: Document, loc: Loc) -> list[object]:
    """Return the items of a list, or of a line of several."""
    items = value_at(document, loc)
    if isinstance(items, str):
        return [*split_names(items)]
    return [*items] if isinstance(items, list | tuple) else []


def _is_session(loc: Loc) -> bool:
    """Tell whether a place is a whole session, whose keys stand below its start."""
    return loc[:-1] == ("sessions",) and isinstance(loc[-1], int)


def _is_date_alone(document: Document, loc: Loc) -> bool:
    return _is_session(loc) and isinstance(_items_at(document, loc[:-1])[int(loc[-1])], str)


def _set_value(document: Document, loc: Loc, data: object) -> list[Replacement] | None:
    """Replace a value; one that is written in a line of several takes its own part of the line."""
    mark = document.marks.values.get(loc)
    if not document.syntax.can_hold(data):
        return None
    old = value_at(document, loc)
    if mark and not mark.is_flow and isinstance(old, list) and isinstance(data, list) and len(old) <= len(data):
        return _set_items(document, loc, data)
    if mark:
        text = document.syntax.value(data, in_brackets=document.is_in_brackets(loc))
        is_empty = mark.end <= (mark.line, mark.column)
        return [Replacement((mark.line, mark.column), mark.end, f"{' ' if is_empty else ''}{text}")]
    holder, step = loc[:-1], loc[-1] if loc else ""
    around = value_at(document, holder)
    if isinstance(around, str) and isinstance(step, int) and isinstance(data, str):
        items = split_names(around)
        separator = "; " if ";" in around else ", "
        return _set_value(document, holder, separator.join([*items[:step], data, *items[step + 1 :]]))
    if step == "start" and isinstance(data, str):  # a session that is a date alone
        return _set_value(document, holder, data)
    return None


def _set_items(document: Document, loc: Loc, items: list[object]) -> list[Replacement] | None:
    """Give items of a list with a line for each other values, and write more below; their comments stay."""
    mark, old = document.marks.values[loc], _items_at(document, loc)
    found: list[Replacement] = []
    for number, (was, item) in enumerate(zip(old, items, strict=False)):
        some = [] if was == item else _set_value(document, (*loc, number), item)
        if some is None:
            return None
        found += some
    end = _next_line(mark.end)
    lines = "".join(f"{' ' * (mark.column - 1)}- {document.syntax.value(item)}\n" for item in items[len(old) :])
    return [*found, Replacement(end, end, lines)] if lines else found


def _inserted(document: Document, loc: Loc, item: Mapping[str, object]) -> list[Replacement] | None:
    """Write an item into a list after the one at `loc`, or before its first."""
    holder, number, syntax = loc[:-1], int(loc[-1]) + 1, document.syntax
    mark, items = document.marks.values.get(holder), _items_at(document, holder)
    if not (mark and items and syntax.can_hold(item)):
        return None
    value = item["start"] if [*item] == ["start"] else item
    if isinstance(value_at(document, holder), str):
        return _relisted(document, holder, [*items[:number], value, *items[number:]])
    before, first = document.marks.values.get(loc), document.marks.values[(*holder, 0)]
    if document.is_in_brackets((*holder, 0)):
        place, text = before.end if before else (first.line, first.column), syntax.value(value, in_brackets=True)
        return [Replacement(place, place, f", {text}" if before else f"{text}, ")]
    place = _next_line(before.end if before else document.marks.key(holder).end)
    indent, lines = " " * (mark.column - 1), _item_lines(syntax, item)
    return [Replacement(place, place, "".join(f"{indent}{line}\n" for line in lines))]


def _relisted(document: Document, loc: Loc, items: list[object]) -> list[Replacement] | None:
    """Write a line of several values as a list, whose items may be groups; lines of `Key: value` hold none."""
    mark, syntax = document.marks.values[loc], document.syntax
    return [Replacement((mark.line, mark.column), mark.end, syntax.value(items))] if syntax.can_hold({}) else None


def line_as_list(document: Document, loc: Loc) -> Fix | None:
    """Make the fix that writes a line of several values as a list, which other fixes can be made for."""
    is_line = isinstance(value_at(document, loc), str)
    replacements = _relisted(document, loc, _items_at(document, loc)) if is_line else None
    return Fix(tuple(replacements), "") if replacements else None


def _renamed(document: Document, loc: Loc, name: str) -> list[Replacement] | None:
    mark, group = document.marks.keys.get(loc), value_at(document, loc[:-1])
    if mark is None or not (isinstance(group, dict) and name not in group):
        return None
    return [Replacement((mark.line, mark.column), mark.end, document.syntax.key(name))]


def _set_keys(  # noqa: PLR0911 -- each return says why there is nothing to write
    document: Document, loc: Loc, refusal: Refusal
) -> list[Replacement] | None:
    """Set or remove keys next to the one at `loc`; a date alone becomes a group of keys first."""
    keys = refusal.keys or {}
    group, around = loc[:-1], value_at(document, loc[:-1])
    if not all(document.syntax.can_hold(value) for value in keys.values() if value is not None):
        return None
    if _is_date_alone(document, group):
        return _opened(document, group, keys)
    if not isinstance(around, dict):
        return None
    found: list[Replacement] = []
    for key, value in keys.items():
        if (*group, key) not in document.marks.keys:
            continue
        is_other = value is not None and key != loc[-1] and around.get(key) != value
        if is_other and not refusal.over:
            return None
        some = _taken_out(document, (*group, key)) if value is None else _set_value(document, (*group, key), value)
        if some is None:
            return None
        found += some
    new = {key: value for key, value in keys.items() if value is not None and key not in around}
    if new and not around:  # empty brackets, with no key to write beside
        return None
    return [*found, *_below(document, loc, new)] if new else found


def _below(document: Document, loc: Loc, keys: Mapping[str, object]) -> Iterator[Replacement]:
    """Write keys after the one at `loc`, in its column."""
    marks, syntax = document.marks, document.syntax
    beside = loc if loc in marks.keys else next(one for one in marks.keys if one[:-1] == loc[:-1])
    key = marks.keys[beside]
    end = max(marks.value(beside).end, key.end)
    if document.is_in_brackets(loc):
        yield Replacement(end, end, "".join(f", {syntax.pair(*pair, in_brackets=True)}" for pair in keys.items()))
    else:
        lines = "".join(f"{' ' * (key.column - 1)}{syntax.pair(*pair)}\n" for pair in keys.items())
        yield Replacement(_next_line(end), _next_line(end), lines)


def _next_line(end: Position) -> Position:
    """Return the start of the line after a value; a text of several lines ends with its last line."""
    return (end[0] + (end[1] > 1), 1)


def _opened(document: Document, loc: Loc, keys: Mapping[str, object]) -> list[Replacement] | None:
    """Turn a date alone into a group of keys."""
    items, number = _items_at(document, loc[:-1]), int(loc[-1])
    keys = {"start": items[number], **keys}
    if loc not in document.marks.values:
        return _relisted(document, loc[:-1], [*items[:number], keys, *items[number + 1 :]])
    mark = document.marks.values[loc]
    if document.is_in_brackets(loc):
        return [Replacement((mark.line, mark.column), mark.end, document.syntax.value(keys, in_brackets=True))]
    first, *others = [document.syntax.pair(key, value) for key, value in keys.items() if value is not None]
    lines = "".join(f"{' ' * (mark.column - 1)}{line}\n" for line in others)
    start = Replacement((mark.line, mark.column), mark.end, first)
    return [start, Replacement(_next_line(mark.end), _next_line(mark.end), lines)] if lines else [start]


def _taken_out(document: Document, loc: Loc) -> list[Replacement] | None:
    """Take a key and its value out: its lines, or its part of a line in brackets; None for the only one of a group."""
    marks, group = document.marks, value_at(document, loc[:-1])
    key, end = marks.keys[loc], marks.values[loc].end
    names = list(group) if isinstance(group, dict) else []
    place = names.index(str(loc[-1])) if str(loc[-1]) in names else 0
    if len(names) < 2:  # noqa: PLR2004 -- nothing would be left
        return None
    if document.is_in_brackets(loc):
        if place:
            return [Replacement(marks.values[(*loc[:-1], names[place - 1])].end, end, "")]
        after = marks.keys[(*loc[:-1], names[1])]
        return [Replacement((key.line, key.column), (after.line, after.column), "")]
    if place == 0 and loc[:-1] and isinstance(loc[-2], int):  # the hyphen of the item stands before it
        after = marks.keys[(*loc[:-1], names[1])]
        return [Replacement((key.line, key.column), (after.line, after.column), "")]
    return [Replacement((key.line, 1), _next_line(max(key.end, end)), "")]
