"""Check TEXT values, and those that allow only certain words (RFC 5545 3.3.11, RFC 7986 5.9)."""

import re
from collections.abc import Callable, Iterator

from hireground.lint_ics.content import ValueProblem, quote

COLOR_NAMES = """
aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray
darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue
firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew
hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray
lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue
mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred
midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid
palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple red
rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue slategray
slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow
yellowgreen
"""
COLORS = frozenset(COLOR_NAMES.split())
"""The color names of CSS 3, which RFC 7986 takes COLOR from."""


Check = Callable[[str], Iterator[ValueProblem]]

SOUND = re.compile(r"[^\\;,]*(?:\\[\\;,nN][^\\;,]*)*")
ITEM = re.compile(r"[^\\,]*(?:\\.?[^\\,]*)*", re.DOTALL)
LONGEST_UID = 255


def text_problems(value: str) -> Iterator[ValueProblem]:
    r"""Expect text in which `\`, `;`, `,` and line breaks are escaped, and nothing else."""
    start = 0
    while (end := _sound_end(value, start)) < len(value):
        yield ValueProblem(end, _escape_message(value[end : end + 2]))
        start = end + (2 if value[end] == "\\" else 1)


def _sound_end(value: str, start: int) -> int:
    found = SOUND.match(value, start)
    return found.end() if found else start


def _escape_message(wrong: str) -> str:
    if wrong[0] != "\\":
        return f"a bare {quote(wrong[0])}; write \\{wrong[0]} (RFC 5545 3.3.11)"
    return f"{quote(wrong)} is no escape; write \\\\ for a backslash, \\n for a line break (RFC 5545 3.3.11)"


def items(value: str) -> Iterator[tuple[int, str]]:
    """Split a list at its unescaped commas, each item with its offset (RFC 5545 3.1.1)."""
    start = 0
    while start <= len(value):
        found = ITEM.match(value, start)
        item = found[0] if found else ""
        yield start, item
        start += len(item) + 1


def one_of(names: str, section: str) -> Check:
    """Allow a few words, in any case, and X- words if the list ends in X-."""
    words = names.removesuffix(" X-").split()

    def check(value: str) -> Iterator[ValueProblem]:
        is_own = names.endswith(" X-") and value.upper().startswith("X-")
        if value.upper() not in words and not is_own:
            yield ValueProblem(0, f"{quote(value)} will not do; write {' or '.join(words)} ({section})")

    return check


def color_problems(value: str) -> Iterator[ValueProblem]:
    """Expect a color by its CSS3 name."""
    if value.lower() not in COLORS:
        yield ValueProblem(0, f"{quote(value)} is no CSS3 color name; write one such as darkslateblue (RFC 7986 5.9)")


def uid_problems(value: str) -> Iterator[ValueProblem]:
    """Expect an identifier that is there and fits into 255 octets."""
    if not value.strip():
        yield ValueProblem(0, "an empty identifier; write a UUID (RFC 7986 5.3)")
    if (octets := len(value.encode("utf-8", "surrogateescape"))) > LONGEST_UID:
        yield ValueProblem(0, f"{octets} octets, 255 at most; write a UUID (RFC 7986 5.3)")
    yield from text_problems(value)


def filled_text_problems(value: str) -> Iterator[ValueProblem]:
    """Expect text that says something."""
    if not value.strip():
        yield ValueProblem(0, "an empty value; fill it or leave the property out (RFC 5545 3.8)")
    yield from text_problems(value)


def request_status_problems(value: str) -> Iterator[ValueProblem]:
    """Expect a code, a description and perhaps data, parted by semicolons."""
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+){1,2}(?:;(?:[^\\;,]|\\[\\;,nN])*){1,2}", value):
        yield ValueProblem(0, f"{quote(value)} is no status; write it like 2.0;Success (RFC 5545 3.8.8.3)")
