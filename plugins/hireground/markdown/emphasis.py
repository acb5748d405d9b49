"""Pair the stars, underscores and tildes of a text (CommonMark's delimiter runs, GitHub's strikethrough)."""

import unicodedata
from dataclasses import dataclass, field

STRUCK = 2
"""How many tildes strike words out; one stands for "about", and in formulas."""
TAGS = {"*": ("em", "strong"), "_": ("em", "strong"), "~": ("del", "del")}


@dataclass(slots=True)
class Run:
    """Signs of one kind in a row: how many are left, and the tags that they have become."""

    sign: str
    count: int
    opens_any: bool
    closes_any: bool
    length: int = 0
    closed: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)

    def can_close(self, opener: "Run") -> bool:
        """Tell whether these signs close those of another run (CommonMark's rule of three)."""
        both = opener.closes_any or self.opens_any
        return self.sign == "~" or not (both and self.length % 3 and (opener.length + self.length) % 3 == 0)


def run_at(text: str, start: int, end: int) -> Run:
    """Say what the signs from `start` to `end` may do, by what stands on either side of them."""
    before, after = text[start - 1 : start] or "\n", text[end : end + 1] or "\n"
    is_left = _is_flanking(before, after)
    is_right = _is_flanking(after, before)
    sign, length = text[start], end - start
    opens, closes = is_left, is_right
    if sign == "_":
        opens, closes = is_left and (not is_right or _is_sign(before)), is_right and (not is_left or _is_sign(after))
    if sign == "~" and length != STRUCK:
        opens = closes = False
    return Run(sign, length, opens, closes, length)


def _is_flanking(outside: str, inside: str) -> bool:
    """Tell whether a run stands right at the words that are `inside` of it."""
    if inside.isspace():
        return False
    return not _is_sign(inside) or outside.isspace() or _is_sign(outside)


def _is_sign(letter: str) -> bool:
    return not letter.isalnum() and not letter.isspace() and unicodedata.category(letter)[0] in "PS"


def pair(runs: list[Run]) -> None:
    """Give each run the tags that it opens and closes; what finds no partner stays text."""
    stack: list[Run] = []
    floors: dict[tuple[str, bool, int], int] = {}
    for run in runs:
        while run.closes_any and run.count:
            key = (run.sign, run.opens_any, run.length % 3)
            at = _opener(stack, run, floors.get(key, 0))
            if at is None:
                floors[key] = len(stack)
                break
            opener = stack[at]
            del stack[at + 1 :]
            _match(opener, run)
            if not opener.count:
                stack.pop()
            for other, floor in floors.items():
                floors[other] = min(floor, len(stack))
        if run.opens_any and run.count:
            stack.append(run)


def _opener(stack: list[Run], run: Run, floor: int) -> int | None:
    for at in range(len(stack) - 1, floor - 1, -1):
        if stack[at].sign == run.sign and run.can_close(stack[at]):
            return at
    return None


def _match(opener: Run, closer: Run) -> None:
    width = 2 if opener.count > 1 and closer.count > 1 else 1
    tag = TAGS[closer.sign][width - 1]
    opener.opened.append(tag)
    closer.closed.append(tag)
    opener.count -= width
    closer.count -= width
