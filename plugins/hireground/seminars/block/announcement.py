"""Find what reads like an announcement of dates: a heading, a list of dates with places, an invitation to register.

Such a list stays a text that no calendar knows, which is what seminars are for. Nothing else is looked for in prose.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from hireground.markdown.links import without_code
from hireground.text.dates_meant import MONTHS, WEEKDAYS

FEWEST, LONGEST_ITEM, MOST_WORDS = 2, 240, 12
"""Dates, characters of one, and lines of invitation above them: more is prose."""
MONTH = "|".join(sorted({*MONTHS, *(month[:3] for month in MONTHS), "sept"}, key=len, reverse=True))
DAY = r"(?P<{0}day>\d{{1,2}})(?:st|nd|rd|th)?\.?(?![\d:])"
YEAR = r"(?:,?\s+(?P<{0}year>20\d\d))?"
WEEKDAY = rf"(?:(?:{'|'.join(WEEKDAYS)}|{'|'.join(day[:3] for day in WEEKDAYS)})[a-z]*\.?,?\s+)?"
DATE = re.compile(
    rf"{WEEKDAY}(?:(?:the\s+)?(?P<month>{MONTH})\.?\s+{DAY.format('')}{YEAR.format('')}"
    rf"|(?:the\s+)?{DAY.format('b_')}\s+(?:of\s+)?(?P<b_month>{MONTH})\b\.?{YEAR.format('b_')}"
    r"|(?P<c_year>20\d\d)-(?P<c_month>\d\d)-(?P<c_day>\d\d))",
    re.IGNORECASE,
)
DIGIT = re.compile(r"\d")
SIGNS = ("20", *(month[:3] for month in MONTHS))
"""What a line with a date has in it, in small letters."""
CLOCK = r"(?P<{0}hour>\d{{1,2}})(?:[:.](?P<{0}minute>\d\d))?\s*(?P<{0}half>[ap]\.?m\b\.?)?"
TO = r"\s*(?:-|–|—|to|until)\s*"
HOURS = re.compile(rf"(?<![\d/]){CLOCK.format('')}(?:{TO}{CLOCK.format('end_')})?(?![\d/])", re.IGNORECASE)
SIGN = r"""[^\w\s#|\[`<$"'\\]"""
BULLET = re.compile(
    rf"\s*(?:[-*+]\s+\[[ xX]?\]\s+|&(?:bull|middot|rarr|\#8226);\s*"
    rf"|(?:{SIGN}{{1,4}}\s*){{0,2}}(?:\(?\d{{1,2}}[.)]\s+|\(?[a-hA-H][.)]\s+|o\s+)?)"
)
"""Whatever sign somebody takes for a list: a hyphen, a star, an arrow, a small picture, a number, a box to tick."""
HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<atx>.+?)[ \t]*#*|\*\*(?P<bold>[^*]+)\*\*:?|__(?P<under>[^_]+)__:?")
ABOUT = re.compile(
    r"\b(?:seminar|workshop|webinar|class|event|session|talk|meetup|training|course|lecture|live|dates|schedule|clinic"
    r"|evening|kurs|seminare|termine|taller)(?:e?s|en)?\b",
    re.IGNORECASE,
)
REGISTER = re.compile(
    r"\b(?:register|registration|sign up|rsvp|reserve|book (?:now|your)|anmelden|inscr)", re.IGNORECASE
)
SHARE = re.compile(r"[\s*_\[]*share\b[\s→>»:!.\w()/\]*_#-]{0,40}", re.IGNORECASE)
LINK = re.compile(r"""\[([^\]\[]*)\]\(\s*<?(https?://[^\s()<>]+)>?[^()]*\)|<?(https?://[^\s<>()"']+)>?""")
MARKS = re.compile(r"(?:\*\*|__|~~)|(?:<br\s*/?>)|\\$", re.IGNORECASE)


@dataclass(frozen=True)
class Announced:
    """One date as it is said: `year`, `start` and `end` are empty where nobody says them."""

    words: str
    year: int | None
    month: int
    day: int
    start: str = ""
    end: str = ""
    place: str = ""
    link: str = ""


@dataclass(frozen=True)
class Announcement:
    """An announcement, from where to where it stands in the body; `link` is where people register."""

    start: int
    end: int
    title: str
    text: str
    dates: tuple[Announced, ...]
    link: str = ""
    asks_to_register: bool = False
    has_share: bool = False


def announcements(body: str) -> Iterator[Announcement]:
    """Yield every announcement of a body, outside its code."""
    if not any(DATE.search(line) for line in body.split("\n") if _may_have_date(line)):
        return
    lines = without_code(body).split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    number = 0
    while number < len(lines):
        heading = HEADING.fullmatch(lines[number].strip())
        found = _from_heading(lines, starts, number, heading) if heading else None
        if found:
            yield found[0]
        number = found[1] if found else number + 1


def _may_have_date(line: str) -> bool:
    """Take a quick look at a line; the pattern of dates is tried at each letter, which is slow."""
    if not DIGIT.search(line):
        return False
    small = line.casefold()
    return any(sign in small for sign in SIGNS)


def _from_heading(
    lines: list[str], starts: list[int], number: int, heading: re.Match[str]
) -> tuple[Announcement, int] | None:
    """Read what follows a heading, as far as it has the shape; None if it has another one."""
    title = " ".join((heading["atx"] or heading["bold"] or heading["under"]).split()).strip("*_: ")
    read, last = _Reading(), number
    for at in range(number + 1, len(lines)):
        line = lines[at].strip()
        if line and not read.takes(line):
            break
        last = at if line and read.items else last
    text = "\n".join(read.words)
    if len(read.items) < FEWEST or not (ABOUT.search(title) or ABOUT.search(text)):
        return None
    found = Announcement(
        starts[number], min(starts[last + 1], starts[-1] - 1), title, text, tuple(read.items), read.link,
        read.asks or any(one.link for one in read.items), read.shares,
    )  # fmt: skip
    return found, last + 1


@dataclass
class _Reading:
    """What was read below a heading so far: words of invitation, then dates, then where to register."""

    words: list[str] = field(default_factory=list)
    items: list[Announced] = field(default_factory=list)
    link: str = ""
    asks: bool = False
    shares: bool = False

    def takes(self, line: str) -> bool:
        """Tell whether a line belongs to the announcement, and keep what it says."""
        item = _item(line)
        if item:
            self.items.append(item)
        elif SHARE.fullmatch(line):
            self.shares = True
        elif self.items and REGISTER.search(line) and len(line) < LONGEST_ITEM and not line.startswith("#"):
            found = LINK.search(line)
            self.asks, self.link = True, self.link or ((found[2] or found[3]) if found else "")
        elif HEADING.fullmatch(line) or self.items or len(self.words) > MOST_WORDS:
            return False
        else:
            self.words.append(line)
        return True


def _item(line: str) -> Announced | None:
    """Read one line of the list: a date first, then hours and a place; None for any other line."""
    rest = MARKS.sub("", line[(BULLET.match(line) or re.match("", line)).end() :]).strip()  # type: ignore[union-attr]
    match = DATE.match(rest)
    if not match or len(rest) > LONGEST_ITEM:
        return None
    said = {name.removeprefix("b_").removeprefix("c_"): value for name, value in match.groupdict().items() if value}
    month = int(said["month"]) if said["month"].isdigit() else _month(said["month"])
    day = int(said["day"])
    if not (1 <= month <= len(MONTHS) and 1 <= day <= 31):  # noqa: PLR2004 -- no month is longer
        return None
    after = rest[match.end() :]
    found = LINK.search(after)
    is_register = bool(found and found[2] and REGISTER.search(found[1]))
    link = (found[2] if found else "") if is_register else ""
    after = LINK.sub(lambda one: "" if one[1] is None or REGISTER.search(one[1]) else one[1], after)
    start, end, after = _hours(after)
    place = re.sub(r"^(?:at|@|in|im|in der)\s+", "", after.strip(" \t,;:–—-|()→"), flags=re.IGNORECASE).strip(" .")
    year = int(said["year"]) if "year" in said else None
    return Announced(match[0].strip(), year, month, day, start, end, " ".join(place.split()), link)


def _month(name: str) -> int:
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(name.casefold()[:3]))


def _hours(text: str) -> tuple[str, str, str]:
    """Return the hours that a text says, as `18:00`, and the text without them."""
    for match in HOURS.finditer(text):
        is_clock = match["half"] or match["minute"] or match["end_half"] or match["end_minute"]
        if not is_clock:
            continue
        half = match["half"] or match["end_half"] or ""
        start = _clock(match["hour"], match["minute"], half)
        end = _clock(match["end_hour"], match["end_minute"], match["end_half"] or half) if match["end_hour"] else ""
        if start and end and end < start and not match["half"] and half.lower().startswith("p"):  # 11-1 pm
            start = _clock(match["hour"], match["minute"], "am")
        if start:
            before = re.sub(r"(?:\bat|,|@|from|um)\s*$", "", text[: match.start()].rstrip(), flags=re.IGNORECASE)
            return start, end, f"{before} {text[match.end() :]}"
    return "", "", text


def _clock(hour: str, minute: str | None, half: str) -> str:
    number = int(hour)
    if half and 1 <= number <= 12:  # noqa: PLR2004 -- the clock's face
        number = number % 12 + 12 * half.lower().startswith("p")
    return f"{number:02}:{minute or '00'}" if number < 24 and int(minute or 0) < 60 else ""  # noqa: PLR2004 -- a day's hours
