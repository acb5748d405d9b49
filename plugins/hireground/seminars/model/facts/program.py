"""Read what a date holds beside its talk: its agenda, who invites, in which language, for whom, where else it is."""

import datetime as dt
import re
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from hireground.seminars.model.people import Links, Person
from hireground.text.dates_meant import read
from hireground.text.fields import CLOCK, Line, Text, expect_text
from hireground.text.languages import Language
from hireground.text.problems import Refusal, quoted
from hireground.text.validation import Model

ITEM = re.compile(r"(\S+)\s+(?:[-–—]\s+)?(.+)", re.DOTALL)
SPAN = re.compile(r"(\d\d:\d\d)\s*[-–—]\s*\d\d:\d\d\s", re.ASCII)
MOST_ITEMS = 100
EXAMPLE = '"18:00 Doors"'


class AgendaItem(Model):
    """What begins at an hour: `18:00 Doors`."""

    at: dt.time
    words: str


def parse_item(value: object) -> AgendaItem:
    """Read an item of an agenda; says how one in other words is written."""
    text = " ".join(expect_text(value).split())
    if span := SPAN.match(text):
        raise Refusal(f"{quoted(text)} has two hours", f"{span[1]} {text[span.end() :]}")
    match = ITEM.fullmatch(text)
    if match and CLOCK.fullmatch(match[1]):
        return AgendaItem(at=dt.time.fromisoformat(match[1]), words=match[2])
    meant, words = (
        read(text),
        re.sub(r"^[\d:.]+\s*(?:[ap]\.?m\.?)?\s*(?:Uhr|h)?[\s:–-]*", "", text, flags=re.IGNORECASE),
    )
    is_sure = len(meant.hours) == 1 and not meant.days and words and words != text
    hint = "" if is_sure else f"write each line as in {EXAMPLE}"
    why = f"{quoted(text)} does not begin with an hour from 00:00 to 23:59"
    raise Refusal(why, f"{meant.hours[0]} {words}" if is_sure else None, hint=hint)


def lines(value: object) -> object:
    """Read an agenda below `|` as a list of its lines."""
    if isinstance(value, str):
        return [line for line in value.splitlines() if line.strip()]
    return value


def in_order(items: tuple[AgendaItem, ...]) -> tuple[AgendaItem, ...]:
    """Refuse an agenda that goes back in time, but over midnight, and one that nobody reads."""
    if len(items) > MOST_ITEMS:
        raise Refusal(f"{len(items)} lines are too many; {MOST_ITEMS} is the most")
    turns = [after for before, after in pairwise(items) if after.at < before.at]
    if len(turns) > 1 or (turns and turns[0].at >= items[0].at):
        late = turns[-1]
        raise Refusal(f"{late.at:%H:%M} {late.words} stands after a later hour; write the lines in order of time")
    return items


Agenda = Annotated[
    tuple[Annotated[AgendaItem, BeforeValidator(parse_item)], ...], BeforeValidator(lines), AfterValidator(in_order)
]


def parse_doors(value: object) -> dt.time:
    """Read the hour at which doors open; says how one in other words is written."""
    text = expect_text(value)
    if CLOCK.fullmatch(text):
        return dt.time.fromisoformat(text)
    meant = read(text)
    is_sure = len(meant.hours) == 1 and not meant.days
    hint = "" if is_sure else 'write it as in "doors: 17:30"'
    why = f"{quoted(text)} is no hour from 00:00 to 23:59"
    raise Refusal(why, f"{meant.hours[0]}" if is_sure else None, hint=hint)


class ProgramFields(Model):
    """What is read of these as it is kept; `language` is the one that is spoken."""

    language: Language | None = Field(None, examples=["en"])
    level: Line | None = Field(None, examples=["beginners"])
    doors: Annotated[dt.time, BeforeValidator(parse_doors)] | None = Field(None, examples=["17:30"])
    agenda: Agenda = Field((), examples=['["18:00 Doors", "18:30 Talk"]'])
    capacity: Line | None = Field(None, examples=["40 seats"])
    prerequisites: Text | None = Field(None, examples=["Bring a laptop."])
    elsewhere: Links = Field((), examples=["https://meetup.example.org/events/7"])


SEATS = re.compile(
    r"(?:(?:up to|at most|max\.?|maximum|room for|bis zu|höchstens|hasta|jusqu’à|fino a|até|tot) )?"
    r"(\d{1,3}(?:[.,'’]\d{3})+|\d{1,6})"
    r"(?:\s*$|\s*[人名席]|\s+(?:people|persons?|participants?|attendees|guests|students|seats?|places?|spots?|chairs"
    r"|personen|pl[aä]tze?|sitzpl[aä]tze|leute|gäste|stühle|teilnehm\w+|personas|plazas|asientos|participantes"
    r"|personnes|sièges|persone|posti|partecipanti|pessoas|lugares|vagas|assentos|plaatsen|zitplaatsen|deelnemers"
    r"|شخصا?|أشخاص|مقعدا?|مقاعد)(?!\w))",
    re.IGNORECASE,
)
"""A number, and what says that it is of people or of what they sit on: `9 rooms` hold nobody knows how many."""


class Program(ProgramFields):
    """What a date has of these, who invites, and its `number` in its series.

    A list of dates is known by `level`, whatever the `other_level` is that a translation says for it.
    """

    hosts: tuple[Person, ...] = ()
    number: int | None = None
    other_level: str = ""

    @property
    def shown_level(self) -> str:
        """The level in the words of the page."""
        return self.other_level or self.level or ""

    @property
    def seats(self) -> int | None:
        """The number of people who fit in, where the words are a number, or begin with one of people or seats."""
        match = SEATS.match(self.capacity or "")
        return int(re.sub(r"\D", "", match[1])) if match else None


NO_PROGRAM = Program()
KEYS = tuple(name for name in Program.model_fields if name != "other_level")
