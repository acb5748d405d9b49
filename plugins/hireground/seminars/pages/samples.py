"""Make up a session in every state that a visitor can meet, for the page that shows them all."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.facts.ways import Availability, Registration, Way
from hireground.seminars.model.model import EventStatus, Place, Session
from hireground.seminars.model.people import Organizer, Person
from hireground.seminars.model.places import Online
from hireground.seminars.model.prices import Price

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
ROOM = Place.model_validate({"name": "Sample Hall", "address": "1 Main Street", "city": "Bellevue", "region": "WA"})
CALL = Online.model_validate({"name": "Video call", "url": "https://meet.example.org/sample"})
FREE = Price.model_validate({"amount": 0})
PAID = Price.model_validate({"amount": 25, "currency": "USD", "note": "students 10 USD"})
ADDRESS = "https://register.example.org/sample"


def samples(now: dt.datetime, timezone: ZoneInfo, organizer: Organizer) -> tuple[Session, ...]:
    """Return a session of each kind, its title saying which; they are in no calendar."""
    start = now.astimezone(timezone).replace(minute=0, second=0, microsecond=0) + 7 * DAY
    return tuple(
        _session(number, title, organizer, {"start": start + number * DAY, "timezone": timezone, **facts})
        for number, (title, facts) in enumerate(_kinds(start))
    )


def _session(number: int, title: str, organizer: Organizer, facts: dict[str, Any]) -> Session:
    shared: dict[str, Any] = {
        "end": facts["start"] + 2 * HOUR, "modified": facts["start"], "place": ROOM,
        "speakers": (Person(name="Ada Example", affiliation="Example Ltd"),),
    }  # fmt: skip
    return Session(
        seminar_id="kitchen-sink", seminar_slug="kitchen-sink", seminar_title="Kitchen sink", slug=f"{number}",
        uid=f"sample-{number}", sequence=0, title=title, summary="What a date looks like.", organizer=organizer,
        **shared | facts,
    )  # fmt: skip


def _kinds(start: dt.datetime) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "Not announced how to register", {}
    yield "No registration needed", {"is_walk_in": True, "price": FREE}
    yield "By invitation", {"is_by_invitation": True}
    yield from _registrations(start)
    yield "Happening now", {"start": start - 7 * DAY, "online": CALL}
    yield "Past, without a trace", {"start": start - 9 * DAY}
    links = {"recording": "https://video.example.org/sample", "slides": "https://slides.example.org/sample"}
    yield "Past, with recording and slides", {"start": start - 8 * DAY, **links}
    yield "Called off", {"status": EventStatus.CANCELLED, "note": "The boiler broke.", "is_note_own": True}
    yield "Put off", {"status": EventStatus.POSTPONED}
    yield "Moved, twice", {"previous_starts": (start - 2 * DAY, start - DAY), "is_walk_in": True}
    yield "Not confirmed yet", {"status": EventStatus.TENTATIVE}
    midnight = start.replace(hour=0)
    announced = {"start": midnight, "end": midnight + DAY, "all_day": True, "is_in_calendars": False}
    yield "The hour comes later", {**announced, "known": Known.DAY}
    first = midnight.replace(day=1)
    yield "Some day of a month", {**announced, "start": first, "end": first + 31 * DAY, "known": Known.MONTH}
    yield "The whole day", {"start": midnight, "end": midnight + DAY, "all_day": True}
    yield "Several days", {"start": start, "end": start + 2 * DAY}
    yield "Online alone", {"place": None, "online": CALL}
    long = (
        "A title of the kind that committees write: on the donaudampfschifffahrtsgesellschaftliche side of job search"
    )
    yield long, {"place": ROOM.model_copy(update={"name": "The Hall with the Longest Name in the County"})}
    yield from _extremes()


def _extremes() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what no page may break at: one word of 70 letters, a title of 200, twelve speakers, two directions."""
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtenge"
    yield word, {"place": ROOM.model_copy(update={"name": word, "room": word, "city": word})}
    yield ("Two hundred letters of a title that goes on and on " * 4)[:200].strip(), {"note": word, "is_walk_in": True}
    people = tuple(Person(name=f"Speaker {number} of Twelve", affiliation=word) for number in range(1, 13))
    yield "Twelve speakers", {"speakers": people}
    yield "ندوة عن البحث عن عمل", {"lang": "ar", "online": CALL}


def _registrations(start: dt.datetime) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what registration can be like before a session starts."""
    closes, waiting = start - DAY, "https://register.example.org/waiting"
    kinds: dict[str, dict[str, Any]] = {
        "Registration not open yet": {"opens": start - 2 * DAY},
        "Open": {},
        "Open, by mail and by phone too, and for others elsewhere": {
            "who": "the room",
            "email": "seminars@example.org",
            "phone": "+1 425 555 0100",
            "walk_ins": True,
            "also": (Way(who="online", url=waiting),),
        },
        "Full in the room, and open online": {
            "who": "the room",
            "availability": Availability.FULL,
            "waiting_list": waiting,
            "also": (Way(who="online", url=waiting, availability=Availability.OPEN, closes=start),),
        },
        "Few places left": {"availability": Availability.FEW_PLACES},
        "Full": {"availability": Availability.FULL},
        "Full, with a waiting list": {"availability": Availability.FULL, "waiting_list": waiting},
        "Closed": {"closes": start - 8 * DAY},
    }
    for title, facts in kinds.items():
        yield title, {"registration": Registration(**{"url": ADDRESS, "closes": closes, **facts}), "price": PAID}
