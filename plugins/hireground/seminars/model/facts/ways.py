"""Hold how people register: for which part of a date, by which link, until when; and what is had only together."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from hireground.text.validation import Model


class Availability(StrEnum):
    """What the author says of the seats that are left."""

    OPEN = "open"
    FEW_PLACES = "few places"
    FULL = "full"


class Way(Model):
    """One way to register, `who` says for what or for whom; links may hold `{date}` and its kin."""

    who: str = ""
    url: str | None = None
    email: str | None = None
    phone: str | None = None


class Registration(Way):
    """How people register; `opens` and `closes` are aware datetimes.

    `also` are further ways. Where `walk_ins` are welcome, people may come without; a `lottery` draws places.
    """

    also: tuple[Way, ...] = ()
    walk_ins: bool = False
    lottery: bool = False
    opens: dt.datetime | None = None
    closes: dt.datetime
    availability: Availability = Availability.OPEN
    waiting_list: str | None = None


@dataclass(frozen=True)
class Course:
    """What dates are part of that have one registration and one price: so many `dates`, from the one with `uid` on."""

    dates: int
    uid: str
    start: dt.datetime
