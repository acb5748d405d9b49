"""Define a problem: what is wrong with a file, printed like a compiler's line, and its fix, which can be applied."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import accumulate
from pathlib import Path

from hireground.text.budgets import near

LONGEST = 80
LONGEST_LINE = 160
"""A line to copy is worth more room than a value to recognize."""


def printable(text: str, longest: int = LONGEST) -> str:
    """Return `text` on one line; an invisible character is written as `<U+200B>`."""
    line = text[: longest + 1]
    line = line if line.isprintable() else "".join(map(_visible, line))
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _visible(char: str) -> str:
    if char.isprintable():
        return char
    return " " if char in "\n\t" else f"<U+{ord(char):04X}>"


def quoted(text: str) -> str:
    """Return `text` in quotes."""
    return f'"{printable(text)}"'


def write(line: str) -> str:
    """Return `write "timezone: America/Los_Angeles"`; a line that has quotes of its own stands without more."""
    shown = printable(line, LONGEST_LINE)
    return f"write {shown}" if '"' in shown else f'write "{shown}"'


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return `did you mean "start"?`, or `otherwise` when no known word is near."""
    by_lower_case = {candidate.lower(): candidate for candidate in known}
    found = near(word.lower(), by_lower_case, 0.6)
    return f'did you mean "{by_lower_case[found]}"?' if found else otherwise


SURE = 0.8


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that another is surely meant as; empty if none is so near, or has other digits."""
    by_lower_case = {candidate.lower(): candidate for candidate in known}
    found = near(word.lower(), by_lower_case, SURE)
    return by_lower_case[found] if found and _digits(found) == _digits(word) else ""


def _digits(word: str) -> list[str]:
    return [char for char in word if char.isdigit()]


def one_of(words: Iterable[str]) -> str:
    """Return `one of: confirmed, tentative`."""
    return "one of: " + ", ".join(words)


NO_CHARACTERS = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
CONTROL_CHARACTERS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for tab and line break
    r"\u2028\u2029"  # line breaks that only some programs know
    r"\u202a-\u202e"  # they turn the text around them about; marks and isolates (U+200E, U+2066) do not
    rf"\ud800-\udfff\ufdd0-\ufdef{NO_CHARACTERS}]"  # what Unicode calls no characters, and XML cannot hold
)


LONGEST_PATH = 4096
Position = tuple[int, int]
"""A line and a column, from 1."""


@dataclass(frozen=True, order=True)
class Replacement:
    """Put `text` in the place of what stands from `start` to `end`; equal places put it in between."""

    start: Position
    end: Position
    text: str


@dataclass(frozen=True)
class Fix:
    """The fix of a problem: replacements in its file, all or none, and the same in words.

    There are no words where the message has them already. A question is one that only the author can answer: an
    editor offers it for a click, and `check --fix` leaves it.
    """

    replacements: tuple[Replacement, ...]
    words: str
    is_question: bool = False


def line_fix(number: int, old: str, new: str) -> Fix:
    """Give a whole line another text, but for the spaces before it."""
    indent = len(old) - len(old.lstrip())
    return Fix((Replacement((number, indent + 1), (number, len(old) + 1), new.strip()),), write(new.strip()))


def span_fix(start: Position, old: str, new: str, words: str = "") -> Fix:
    """Give a text within a line the place of another."""
    return Fix((Replacement(start, (start[0], start[1] + len(old)), new),), words or write(new))


def file_fix(text: str, words: str) -> Fix:
    """Write a whole file that is not there, to the byte."""
    return Fix((Replacement((1, 1), (1, 1), text),), words)


def moved(fix: Fix, columns: int) -> Fix:
    """Return the fix of a text that is indented."""
    shifted = (
        replace(one, start=(one.start[0], one.start[1] + columns), end=(one.end[0], one.end[1] + columns))
        for one in fix.replacements
    )
    return replace(fix, replacements=tuple(shifted))


BOM = "\ufeff"
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


def apply(text: str, fixes: Iterable[Fix]) -> str:
    """Put fixes into a file's text; one that touches what another has changed is left for the next time."""
    lines = LINE.findall(text.removeprefix(BOM))
    newline = lines[0][len(lines[0].rstrip("\r\n")) :] or "\n"
    starts = list(accumulate(map(len, lines), initial=len(text) - len(text.removeprefix(BOM))))
    taken: list[tuple[int, int, str]] = []
    for fix in fixes:
        spans = [(_offset(one.start, starts), _offset(one.end, starts), one.text) for one in fix.replacements]
        if not any(_overlap(one, other) for one in spans for other in taken):
            taken += spans
    pieces, place = [], 0
    for start, end, new in sorted(taken, key=lambda span: span[:2]):
        is_below_all = text and new and start == len(text) and not text.endswith(("\r", "\n"))
        pieces += [text[place:start], newline if is_below_all else "", new.replace("\n", newline)]
        place = end
    return "".join([*pieces, text[place:]])


def _offset(place: Position, starts: list[int]) -> int:
    line, column = place
    return min(starts[line - 1] + column - 1, starts[-1]) if line < len(starts) else starts[-1]


def _overlap(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Tell whether two replacements cannot both be made; two insertions in one place can, and one before another."""
    return one == other or (one[0] < other[1] and other[0] < one[1])


def written(path: Path, old: str, new: str) -> Iterator[str]:
    """Say each line that a file did not have: `path:line: wrote "moved_from: …"`."""
    before, after = LINE.findall(old), LINE.findall(new)
    for kind, _start, _end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "delete":
            yield f'{path.as_posix()}:{first + 1}: took out "{printable("".join(before[_start:_end]).strip())}"'
        for number in range(first, last) if kind in {"insert", "replace"} else ():
            yield f'{path.as_posix()}:{number + 1}: wrote "{after[number].strip()}"'


@dataclass(frozen=True, order=True)
class Problem:
    """One problem in one place; `line` and `column` count from 1, `path` is relative to the site's root.

    `message` says what is wrong, and what to do where no text can be written for the author. `kind` is the same for
    problems that many files share.
    """

    path: Path
    line: int
    column: int
    message: str
    is_warning: bool = False
    fix: Fix | None = field(default=None, compare=False)
    kind: str = field(default="", compare=False)

    @property
    def said(self) -> str:
        """The message, and what to write."""
        return f"{self.message}; {self.fix.words}" if self.fix and self.fix.words else self.message

    def __str__(self) -> str:
        kind = "warning: " if self.is_warning else ""
        return f"{printable(self.path.as_posix(), LONGEST_PATH)}:{self.line}:{self.column}: {kind}{self.said}"


MOST_PROBLEMS = 1_000


def bounded(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield the first problems of a file, and say so where it has more than anybody reads."""
    for number, problem in enumerate(problems, 1):
        if number > MOST_PROBLEMS:
            words = f"this file has more than {MOST_PROBLEMS:,} problems; the rest is looked for once these are mended"
            yield Problem(problem.path, problem.line, problem.column, words)
            return
        yield problem


class InvalidContentError(Exception):
    """Content that cannot be published; `problems` holds every reason, sorted, `unplaced` what has no line."""

    def __init__(self, problems: Iterable[Problem], unplaced: Iterable[str] = ()) -> None:
        self.problems = tuple(sorted(set(problems)))
        self.unplaced = tuple(dict.fromkeys(unplaced))
        super().__init__("\n".join([*map(str, self.problems), *self.unplaced]))


class Refusal(ValueError):  # noqa: N818 -- it is a value too, and mostly one
    """Why a value cannot stay, with what to write in its place if there is something that means the same.

    `write` takes the value's place. `keys` are set beside it, or taken out where they are None; `rename` is
    another name for its key. `over` lets `keys` change what is there. `item` is written into a list, after the item at
    the place, or before its first (-1).
    `is_guess` asks instead of telling. `hint` says in words what to do, alone or beside the fix.
    """

    def __init__(  # noqa: PLR0913 -- each is named
        self,
        message: str,
        write: object = None,
        *,
        keys: Mapping[str, object] | None = None,
        item: Mapping[str, object] | None = None,
        rename: str = "",
        over: bool = False,
        is_guess: bool = False,
        hint: str = "",
    ) -> None:
        super().__init__(message)
        self.message, self.write, self.keys, self.over = message, write, keys, over
        self.item, self.rename, self.is_guess, self.hint = item, rename, is_guess, hint

    def __str__(self) -> str:
        guess = f'did you mean "{self.write}"?' if self.is_guess else ""
        words = (guess or write(self.write)) if isinstance(self.write, str) else ""
        return "; ".join(filter(None, (self.message, ", ".join(filter(None, (words, self.hint))))))


def not_among(message: str, word: str, known: Iterable[str], otherwise: str = "") -> Refusal:
    """Refuse a word that is not among the known ones, with the one that is meant, or a guess in words."""
    known = tuple(known)
    meant = nearest(word, known)
    return Refusal(message, meant or None, is_guess=True, hint="" if meant else did_you_mean(word, known, otherwise))
