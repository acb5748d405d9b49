"""Find signs that stand before the lines of a list elsewhere, and begin no list here: the lines run into one."""
# ruff: noqa: RUF001 -- the signs are what is looked for

import re
from collections.abc import Iterator

from hireground.prose.body import Body, Finding, shown
from hireground.text.dates_meant import MONTHS, WEEKDAYS

BULLETS = "•·▪◦‣∙⁃●○■□▫◆◇▶►▸➤➢➔→⇒›»✓✔✗✘☐☑☒★☆✦❖・–—−"
DAY_NAMES = "|".join(day[:3] for day in WEEKDAYS)
MONTH_NAMES = "|".join(month[:3].capitalize() for month in MONTHS)
DATE = (
    rf"(?=(?:(?:{DAY_NAMES})[a-z]{{0,6}}\.?,? +)?"
    rf"(?:(?:{MONTH_NAMES})[a-z]{{0,6}}\.? +\d{{1,2}}\b|\d{{1,2}}\.? +(?:{MONTH_NAMES})"
    r"|\d{4}-\d\d-\d\d\b|\d{1,2}[./]\d{1,2}[./](?:\d{2,4})?\b))"
)
LINE = re.compile(
    rf"\n(?P<before>[ \t>]*)(?:(?P<sign>[{BULLETS}]|[\u2460-\u2473\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?|[-=]>"
    r"|[-*+](?=[^\s*+\-\[])|\d{1,2}[.)](?=[^\W\d])|\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})\)(?=[ \t])|[a-z]\.(?=[ \t])"
    rf"|\d{{1,2}}[．、])(?P<gap>[ \t\u3000\xa0]*)(?=\S)|(?P<date>{DATE}))",
)
MARKER = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")
BLOCK = re.compile(r"[ \t>]*(?:#{1,6}[ \t]|`{3}|~{3}|\||<|\{:|:[ ]|!!!|(?:[-*_][ \t]*){3,}$)")
SPEECH = frozenset("–—−→⇒›»")
"""What also begins a line of speech, or the name below a quotation."""
UNMISTAKABLE = frozenset("•▪◦‣●∙⁃")
NUMBER = re.compile(r"\(?\d{1,2}[.)．、]|[\u2460-\u2473]")
NO_SIGN = re.compile(r"\*[^*\n]+\*|[-+]\d|\d{1,9}\)[ \t]")
"""An emphasized line, a number below zero, and an item of CommonMark's own."""
HARD_BREAK = re.compile(r"(?: {2}|\\|<br ?/?>)$")
SOME, SHORT = 2, 60
LONGEST_ITEM = 4
"""Lines that an item goes on for."""


def list_findings(body: Body) -> Iterator[Finding]:
    """Yield the lists whose signs are none, each once, where it begins."""
    lines, run = f"\n{body.words}", list[re.Match[str]]()
    for match in LINE.finditer(lines):
        if match["sign"] and NO_SIGN.match(lines, match.start("sign")):
            continue
        if run and not _follows(lines, run[-1], match):
            yield from _finding(body, run)
            run = []
        run.append(match)
    if run:
        yield from _finding(body, run)


def _follows(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Tell whether two lines stand in one paragraph, the second an item of the same kind."""
    lines = text[one.end() : other.start()].split("\n", LONGEST_ITEM + 2)[1:]
    is_near = len(lines) <= LONGEST_ITEM and _kind(one) == _kind(other)
    return is_near and all(line.strip() and not MARKER.match(line) and not BLOCK.match(line) for line in lines)


def _kind(match: re.Match[str]) -> str:
    sign = match["sign"]
    if sign is None:
        return "date"
    if sign in SPEECH:
        return str(sign)
    if sign in "-*+":
        return "mark"
    is_letter = sign.strip("().").isalpha() and sign.isascii()
    return "letter" if is_letter else "number" if NUMBER.match(sign) else "sign"


def _finding(body: Body, run: list[re.Match[str]]) -> Iterator[Finding]:
    """Yield what is wrong with lines of one paragraph that begin with signs; nothing if they are no list."""
    first, kind = run[0], _kind(run[0])
    is_joined = len(run) > 1 or (kind not in SPEECH and kind not in {"date", "letter"} and _is_below_item(body, first))
    is_broken = is_joined and not (len(run) > 1 and all(_has_break(body, match) for match in run[:-1]))
    if (kind == "date" and not _are_dates(body, run)) or (not is_broken and first["sign"] not in UNMISTAKABLE):
        return
    start = first.end("before") - 1
    line = body.source[start : body.line_at(start)[1]]
    what = "begins no list, so that its lines run into one" if is_broken else "begins no list"
    message = f"{shown(first['sign'] or line)} {what}"
    is_warning = kind == "date" or not is_broken
    if kind in {"letter", "—"}:
        how = 'write "1. " and so on' if kind == "letter" else 'write "- ", or an empty line between them'
        yield Finding(start, first.end() - 1, f"{message}; {how}", is_warning=is_warning)
        return
    spans = [(one.end("before") - 1, one.end() - 1, _marker(number, one, kind)) for number, one in enumerate(run, 1)]
    (_start, end, new), *more = spans
    words = f'write "{new}{line[end - start :].strip()[:60]}"' + (" and so on" if more else "")
    yield Finding(start, end, message, new, is_warning=is_warning, words=words, more=tuple(more))


def _are_dates(body: Body, run: list[re.Match[str]]) -> bool:
    """Tell a list of dates from lines of prose that happen to begin with one."""
    lines = [body.line_at(match.end() - 1) for match in run]
    return len(run) > SOME or all(end - start < SHORT for start, end in lines)


def _marker(number: int, match: re.Match[str], kind: str) -> str:
    if kind == "number":
        digits = re.sub(r"\D", "", match["sign"])
        return f"{int(digits) if digits.isdecimal() else number}. "
    return f"{match['sign']} " if kind == "mark" else "- "


def _has_break(body: Body, match: re.Match[str]) -> bool:
    start, end = body.line_at(match.start())
    return bool(HARD_BREAK.search(body.source[start:end]))


def _is_below_item(body: Body, match: re.Match[str]) -> bool:
    """Tell a sign that follows right on an item of a list, and runs into it."""
    start = match.start()
    above = body.words[body.line_at(start - 1)[0] : start - 1] if start else ""
    return bool(MARKER.match(above))
