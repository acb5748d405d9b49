"""Tell what of a date is not known yet, in the words that people write for that."""

# start: to be announced        nobody knows when
# start: 2027-03                some day of a month
# start: 2027-03-06             a day, with "hour: to be announced" beside it

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hireground.text.dates_meant import MONTHS, month_meant, read
from hireground.text.fields import FIRST_YEAR, LAST_YEAR, split_names
from hireground.text.problems import Refusal, quoted

ANNOUNCED = "to be announced"
_NOUNS = (
    "title|speakers?|place|venue|location|date|day|hour|time|topic|titel|sprecher(?:in)?|referent(?:in)?|ort|termin"
    "|datum|thema|uhrzeit|titre|intervenante?|lieu|date|heure|título|ponente|lugar|fecha|hora|tema|titolo|relat(?:ore|rice)"
    "|luogo|data|ora|spreker|plaats|locatie|tijd|palestrante|local|horário"
)
_WORDS = (
    r"t\.?b\.?[acd]\.?",
    r"(?:(?:is|are) )?(?:still |yet )?to be (?:announced|confirmed|decided|defined|determined|advised|arranged|fixed)",
    r"(?:(?:is|are|will be) )?(?:announced|confirmed|decided) (?:later|soon)",
    r"not (?:yet )?(?:known|decided|fixed|announced|confirmed)(?: yet)?",
    r"(?:wird |werden )?noch bekannt ?gegeben|wird bekannt ?gegeben",
    r"(?:ist |steht )?noch (?:nicht (?:bekannt|fest)|offen)",
    r"(?:por|a|sin) (?:anunciar|confirmar|definir|determinar|divulgar)",
    r"(?:reste )?à (?:annoncer|confirmer|définir|préciser|déterminer)",
    r"da (?:annunciare|confermare|definire|stabilire)",
    r"(?:is )?nog niet bekend|wordt (?:nog|later) bekend ?gemaakt|volgt nog|n\.(?:n|t|n\.t)\.b\.",
    r"\w{0,6}[はも]?(?:未定|調整中|後日(?:発表|公開|お知らせ(?:します)?))",
    "س?ي\u064f?علن(?: \\w+){0,2} لاحق\\w*\u064b?\u0627?|(?:لم )?ي\u064f?حدد(?: \\w+)? بعد|غير محدد",
    r"n\. ?n\.",
)
_BEFORE = rf"(?:(?:{_NOUNS})(?: (?:and|und|et|y|e|en) (?:{_NOUNS}))?:? )?"
AWAITED = re.compile(rf"{_BEFORE}(?:{'|'.join(_WORDS)})\W*", re.IGNORECASE)
"""What authors write for what is to be announced."""
NOBODY = re.compile("nn", re.IGNORECASE)
"""What stands for a speaker alone, in German programs."""
MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
MONTH_IN_WORDS = re.compile(r"[a-z]{3,9}\.? ?,?\d{4}|\d{4} [a-z]{3,9}|\d{1,2}[/.-]\d{4}", re.ASCII | re.IGNORECASE)
OPEN: Final = "open"
"""The end of what has none that is known."""
NEVER = dt.date(9000, 1, 1)
"""Where a date without a day stands in the order of time: after all others."""


class Known(StrEnum):
    """How much is known of when a session is."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Someday:
    """A date that has no day yet: in a month, or nobody knows when."""

    month: dt.date | None = None

    @property
    def known(self) -> Known:
        """How much of it is known."""
        return Known.MONTH if self.month else Known.NOTHING

    @property
    def first(self) -> dt.date:
        """The first day that it may be on, by which it is sorted."""
        return self.month or NEVER

    @property
    def last(self) -> dt.date:
        """The last day that it may be on."""
        days = dt.timedelta(days=31)
        return (self.month + days).replace(day=1) - dt.timedelta(days=1) if self.month else NEVER


def is_awaited(value: object) -> bool:
    """Tell whether front matter says that something is to be announced, and nothing else of it."""
    if isinstance(value, list):
        return any(map(is_awaited, value))
    if isinstance(value, dict):
        return {*value} == {"name"} and is_awaited(value["name"])
    return isinstance(value, str) and bool(AWAITED.fullmatch(value.strip()))


def awaits_somebody(value: object) -> bool:
    """Tell whether a list of speakers, or a line of them, has somebody who is to be announced."""
    people = value if isinstance(value, list) else split_names(value) if isinstance(value, str) else []
    names = (one.get("name") if isinstance(one, dict) else one for one in people)
    return any(isinstance(name, str) and is_nobody(name) for name in names)


def is_nobody(name: str) -> bool:
    """Tell whether a name stands for a speaker who is to be announced."""
    return is_awaited(name) or bool(NOBODY.fullmatch(name))


def read_someday(words: str) -> Someday | None:
    """Read a start that has no day; None if it has one."""
    if is_awaited(words):
        return Someday()
    if match := MONTH.fullmatch(words):
        year, number = int(match[1]), int(match[2])
        is_there = FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= len(MONTHS)
        return Someday(dt.date(year, number, 1)) if is_there else None
    if MONTH_IN_WORDS.fullmatch(words) and not read(words).days and (month := month_meant(words.lower())):
        raise Refusal(f"{quoted(words)} is not written as a month", month)
    return None


def parse_hour(text: object) -> bool:
    """Read that the hour is to be announced; an hour belongs to the start."""
    if is_awaited(text):
        return True
    words = quoted(str(text))
    raise Refusal(f'{words} stands beside the start, and belongs into it; write it as in "start: 2026-12-05 18:00"')


def wall_clock(moment: dt.datetime | dt.date | Someday) -> dt.datetime:
    """Take a day as its first minute, and a month as its first day."""
    moment = moment.first if isinstance(moment, Someday) else moment
    return moment if isinstance(moment, dt.datetime) else dt.datetime.combine(moment, dt.time())
