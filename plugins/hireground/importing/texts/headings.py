"""Move the headings of a body below the title, which is the first."""

import re

from hireground.markdown.links import without_code

ATX = re.compile(r"^ {0,3}(?:(#{1,6})(?=[ \t])|(#{2,6})(?=[^\W_]))", re.MULTILINE)
"""Some tools take `##Words` as a heading; CommonMark wants a space."""
SETEXT = re.compile(r"^( {0,3}\S[^\n]*)\n( {0,3})(=+|-+)[ \t]*$", re.MULTILINE)
TAG = re.compile(r"(</?h)([1-6])\b", re.IGNORECASE)
TOP = re.compile(r"^ {0,3}#[ \t]+\S|^ {0,3}\S[^\n]*\n {0,3}=+[ \t]*$|<h1\b", re.MULTILINE | re.IGNORECASE)
LEAD = re.compile(
    r"\s*(?:#[ \t]+([^\n]+?)[ \t]*#*[ \t]*(?:\n|\Z)|([^\n]+)\n=+[ \t]*(?:\n|\Z)|<h1[^>]*>(.*?)</h1>)",
    re.IGNORECASE | re.DOTALL,
)
LOWEST = 6
NO_BLOCK = re.compile(r" {0,3}(?:[#>|`~<]|[-*+][ \t]|\d+[.)][ \t])")


def below_title(body: str, title: str) -> tuple[str, bool]:
    """Leave out a first heading that is the title, and move all others down by one if any is as high as it."""
    lead = LEAD.match(body)
    if lead and _words(lead[1] or lead[2] or lead[3]) == _words(title):
        body = body[lead.end() :].lstrip("\n")
    shown = without_code(body)
    is_high = bool(TOP.search(shown))
    return _moved(body, shown, by=int(is_high)), is_high


def _moved(body: str, shown: str, by: int) -> str:
    changes: list[tuple[int, int, str]] = []
    for match in ATX.finditer(shown):
        number = 1 if match[1] else 2
        marks = "#" * min(len(match[number]) + by, LOWEST)
        changes.append((match.start(number), match.end(number), marks if match[1] else f"{marks} "))
    if not by:
        return _put(body, changes)
    for match in SETEXT.finditer(shown):
        if not NO_BLOCK.match(match[1]):
            words = body[match.start(1) : match.end(1)].strip()
            changes.append((match.start(), match.end(), f"{'##' if match[3][0] == '=' else '###'} {words}"))
    tags = TAG.finditer(shown)
    changes += [(match.start(2), match.end(2), str(min(int(match[2]) + by, LOWEST))) for match in tags]
    return _put(body, changes)


def _put(body: str, changes: list[tuple[int, int, str]]) -> str:
    pieces, place = [], 0
    for start, end, text in sorted(changes):
        if start >= place:
            pieces += [body[place:start], text]
            place = end
    return "".join([*pieces, body[place:]])


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"<[^<>]*>", "", text).casefold()))
