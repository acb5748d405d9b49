"""Find the words in which registration, prices and access are said, and say them in other words."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from hireground.seminars.model.facts.program import Program
from hireground.seminars.model.facts.ways import Registration
from hireground.seminars.model.model import Session
from hireground.seminars.model.prices import Price

Say = Callable[[str], str]
"""A function that returns other words for words, or the same."""
NUMBER = re.compile(r"\d+")


def reworded(session: Session, say: Say) -> Session:
    """Return a session whose words of registration, price, place and program are others; each fact stays."""
    place, online = session.place, session.online
    return replace(
        session,
        note=say(session.note),
        price=_price(session.price, say) if session.price else None,
        registration=_registration(session.registration, say) if session.registration else None,
        place=place.model_copy(update={"access": say(place.access)}) if place else None,
        online=online.model_copy(update={"name": say(online.name)}) if online else None,
        program=_program(session.program, say),
    )


def _price(price: Price, say: Say) -> Price:
    others = tuple(_price(one, say) for one in price.others)
    return price.model_copy(update={"who": say(price.who), "note": say(price.note), "others": others})


def _registration(registration: Registration, say: Say) -> Registration:
    also = tuple(way.model_copy(update={"who": say(way.who)}) for way in registration.also)
    return registration.model_copy(update={"who": say(registration.who), "also": also})


def _program(program: Program, say: Say) -> Program:
    agenda = tuple(one.model_copy(update={"words": say(one.words)}) for one in program.agenda)
    said = {key: say(getattr(program, key) or "") or None for key in ("capacity", "prerequisites")}
    level = say(program.shown_level)
    other_level = level if level != program.level else ""  # the list of the level stays where it is
    return program.model_copy(update={**said, "agenda": agenda, "other_level": other_level})


def words_of(session: Session) -> Iterator[str]:
    """Yield what may be said in other words."""
    found: list[str] = []

    def noted(words: str) -> str:
        found.append(words)
        return words

    reworded(session, noted)
    yield from filter(None, found)


def numbers_in(words: str) -> list[str]:
    """Return the numbers that words say, in order of their digits."""
    return sorted(NUMBER.findall(words))
