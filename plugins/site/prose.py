"""A body's text to what is probably a slip in it: a weekday that its date is not, a reference to nothing."""

import datetime as dt
import re
from collections.abc import Iterator

from plugins.reader.fields import WEEKDAYS
from plugins.reader.frontmatter import Document
from plugins.reader.links import mark_at, without_code
from plugins.reader.mend import MONTHS, days_in
from plugins.reader.problems import Problem
from plugins.reader.quote import quoted

NAMES = "|".join(month.capitalize() for month in MONTHS)
SHORT = "|".join(month[:3].capitalize() for month in MONTHS)
DAY_NAME = rf"(?P<weekday>(?:{'|'.join(WEEKDAYS)})|(?:{'|'.join(day[:3] for day in WEEKDAYS)})\b\.?),?\s+"
MONTH_NAME = rf"(?P<month>{NAMES}|(?:{SHORT})\b\.?)"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
YEAR = r"(?P<year>\d{4})\b"
DATED = tuple(
    re.compile(rf"\b{DAY_NAME}{date}")
    for date in (
        rf"(?:the\s+)?{MONTH_NAME}\s+{DAY},?\s+{YEAR}",
        rf"(?:the\s+)?{DAY}\s+(?:of\s+)?{MONTH_NAME},?\s+{YEAR}",
        r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b",
    )
)
SUSPECT = re.compile(
    rf"(?:{'|'.join(day[:3] for day in WEEKDAYS)})[a-z]{{0,6}}\.?,?\s+(?:the\s+)?(?:\d|{SHORT})|\]\[[^\]]|\[\^"
)
INDENTED = re.compile(r"(?:\A|(?<=\n\n))(?:(?: {4}|\t)[^\n]*(?:\n|\Z)|[ \t]*\n)+")
ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]|[ \t]+\S")
REFERENCE = re.compile(r"\[(?P<text>[^\[\]]+)\]\[(?P<label>[^\[\]\n]+)\]|\[(?P<note>\^[^\[\]\s]+)\](?!:)")
BARE = re.compile(r"!\[\s*\]\[([^\[\]\n]+)\]")
DEFINED = re.compile(r"^[ ]{0,3}\[([^\]\n]+)\]:", re.MULTILINE)


def prose_warnings(document: Document) -> Iterator[Problem]:
    """Yield the slips of a body, outside its code."""
    if SUSPECT.search(document.body):  # a quick look, since few bodies have any of it
        body = _without_indented(without_code(document.body))
        for start, message in (*_weekdays(body), *_references(body)):
            yield document.problem(mark_at(document, body, start), message, is_warning=True)


def _weekdays(body: str) -> Iterator[tuple[int, str]]:
    for pattern in DATED:
        for match in pattern.finditer(body):
            message = _wrong_weekday(match)
            if message:
                yield match.start(), message


def _references(body: str) -> Iterator[tuple[int, str]]:
    known = {label.lower() for label in DEFINED.findall(body)}
    for match in REFERENCE.finditer(body):
        label = match["note"] or match["label"]
        if " ".join(label.lower().split()) not in known:
            words = f'{quoted(f"[{label}]")} is explained nowhere; write a line "[{label}]: …" below, or take it out'
            yield match.end() - len(label) - 1, words
    for match in BARE.finditer(body):
        yield match.start(), f'a picture without a description; write "![What it shows][{match[1]}]"'


def _without_indented(body: str) -> str:
    """Put spaces in place of indented code, which follows an empty line and no item of a list."""

    def blank(match: re.Match[str]) -> str:
        above = match.string[: match.start()].rstrip("\n").rpartition("\n")[2]
        return match[0] if ITEM.match(above) else re.sub(r"[^\n]", " ", match[0])

    return INDENTED.sub(blank, body)


def _wrong_weekday(match: re.Match[str]) -> str:
    """Say what day a date is; empty if it is what the text says, or no date."""
    year, month, day = int(match["year"]), _month(match["month"]), int(match["day"])
    if not (year >= dt.MINYEAR and 1 <= month <= len(MONTHS) and 1 <= day <= days_in(year, month)):
        return ""
    date = dt.date(year, month, day)
    said = next(number for number, name in enumerate(WEEKDAYS) if name.startswith(match["weekday"].rstrip(".")))
    if said == date.weekday():
        return ""
    right = WEEKDAYS[date.weekday()]
    other = date + dt.timedelta((said - date.weekday() + 3) % 7 - 3)
    text = " ".join(match[0].split())
    fixed = text.replace(match["weekday"], right[: None if len(match["weekday"]) > len("Thu.") else 3], 1)
    return f"{quoted(text)}: that day is a {right}; write {quoted(fixed)}, or the day meant, {WEEKDAYS[said]} {other}"


def _month(words: str) -> int:
    if words.isdigit():
        return int(words)
    return next(number for number, name in enumerate(MONTHS, 1) if name.startswith(words.lower().rstrip(".")))
