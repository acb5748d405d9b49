"""Hold how people register: for which part of a date, by which link, until when; and courses of several dates."""

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
    """One way to register, `who` says for what or for whom; links may hold `{date}` and its kin.

    `opens` and `closes` are aware datetimes. What one of several does not say is as it is for the first.
    """

    who: str = ""
    url: str | None = None
    email: str | None = None
    phone: str | None = None
    opens: dt.datetime | None = None
    closes: dt.datetime | None = None
    availability: Availability | None = None
    waiting_list: str | None = None


class Registration(Way):
    """How people register, by the first way.

    `also` are further ways. Where `walk_ins` are welcome, people may come without; a `lottery` draws places.
    """

    also: tuple[Way, ...] = ()
    walk_ins: bool = False
    lottery: bool = False
    closes: dt.datetime
    availability: Availability = Availability.OPEN

    @property
    def ways(self) -> tuple["Registration", ...]:
        """Each way with all that holds for it, the first one first."""
        if not self.also:
            return (self,)
        own = self.model_copy(update={"also": ()})
        return own, *(own.model_copy(update=_said(way)) for way in self.also)

    @property
    def moments(self) -> tuple[dt.datetime, ...]:
        """The moments at which one of the ways opens or closes."""
        return tuple(moment for way in self.ways for moment in (way.opens, way.closes) if moment)

    @property
    def last_closes(self) -> dt.datetime:
        """The moment from which nobody can register any more."""
        return max(way.closes for way in self.ways)

    @property
    def taking(self) -> tuple["Registration", ...]:
        """The ways that are not full."""
        return tuple(way for way in self.ways if way.availability is not Availability.FULL)


def _said(way: Way) -> dict[str, object]:
    """Return how to register by a further way, and what it says of its own."""
    facts = {name: getattr(way, name) for name in Way.model_fields}
    own = {"who", "url", "email", "phone"} | ({"opens", "closes"} if way.closes else set())
    return {name: value for name, value in facts.items() if value is not None or name in own}


@dataclass(frozen=True)
class Course:
    """A course of several dates, which people register and pay for once.

    `dates` is their number. `uid` and `start` are those of the first one that takes place.
    """

    dates: int
    uid: str
    start: dt.datetime
