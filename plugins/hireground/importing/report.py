"""Say what an import does, grouped by what becomes of things, so that an author can read it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from hireground.importing.model import Fate, Note
from hireground.terminal import count
from hireground.text.problems import printable

MOST_SHOWN = 5
"""Of each kind; the whole list is in the file."""
SHORT, WHOLE = 80, 2_000
"""Signs of a line's words: at a terminal, and in the file."""
HEADS = {
    Fate.KEPT: "Kept",
    Fate.CHANGED: "Changed",
    Fate.LEFT_OUT: "Left out",
    Fate.TO_DECIDE: "To decide: the files say so too, and `hireground check` names the place",
}


def report(notes: Iterable[Note], *, is_whole: bool = False) -> str:
    """Return the report; `is_whole` has every line, and not the first few of each kind."""
    groups: defaultdict[Fate, defaultdict[str, list[Note]]] = defaultdict(lambda: defaultdict(list))
    for note in notes:
        groups[note.fate][note.kind].append(note)
    return "\n".join(line for fate in Fate if fate in groups for line in _group(fate, groups[fate], is_whole=is_whole))


def _group(fate: Fate, kinds: dict[str, list[Note]], *, is_whole: bool) -> Iterator[str]:
    yield HEADS[fate]
    for kind, notes in sorted(kinds.items(), key=lambda item: (-len(item[1]), item[0])):
        if fate is Fate.KEPT:
            yield f"  {count(len(notes), kind)}"
            continue
        yield f"  {len(notes):,} x {kind}"
        shown = notes if is_whole else notes[:MOST_SHOWN]
        yield from (f"      {_line(note, WHOLE if is_whole else SHORT)}" for note in shown)
        if len(notes) > len(shown):
            yield f"      and {len(notes) - len(shown):,} more"
    yield ""


def _line(note: Note, longest: int) -> str:
    detail = printable(unquote(note.detail) if note.detail.isascii() else note.detail, longest)
    return f"{printable(note.source)}: {detail}" if note.source and detail else printable(note.source or detail)
