"""Lay what a session says over what its seminar says."""

from dataclasses import dataclass
from typing import Literal

from hireground.seminars.model.facts.ways import Availability
from hireground.seminars.model.registration_fields import RegistrationFields, WayFields
from hireground.seminars.model.schema import SeminarFields, SessionFields, SharedFields
from hireground.text.yaml.marks import Loc


@dataclass(frozen=True)
class Layers:
    """A session's own keys over the seminar's; `loc` is its place in the front matter.

    `timezone` names the zone that is written nearest to it, or that a place has which is.
    """

    session: SessionFields
    seminar: SeminarFields
    loc: Loc
    timezone: str | None

    def is_own(self, name: str) -> bool:
        """Whether the session has this key itself."""
        return name in self.session.model_fields_set

    def holder(self, name: str) -> SharedFields:
        """Return the fields that a key's value comes from."""
        return self.session if self.is_own(name) else self.seminar

    def place_of(self, *names: str) -> Loc:
        """Return where the first of `names` was written: in the session if it has it."""
        return (*self.loc, *names) if self.is_own(names[0]) else names

    def way_to(self, key: str) -> Loc:
        """Return where a key of the registration was written: in the session's own if that has it."""
        own = self.session.registration
        has_own = isinstance(own, RegistrationFields) and key in own.model_fields_set
        return (*self.loc, "registration", key) if has_own else ("registration", key)

    def registration(self) -> RegistrationFields | Literal["not needed", "by invitation"] | None:
        """Lay the session's registration over the seminar's, key by key."""
        own, shared = self.session.registration, self.seminar.registration
        if not self.is_own("registration"):
            return shared
        if not (isinstance(own, RegistrationFields) and isinstance(shared, RegistrationFields)):
            return own
        if by_name := _over_ways(own, shared):
            return by_name
        kept = {name: getattr(shared, name) for name in shared.model_fields_set}
        if own.model_fields_set & _WAYS:
            kept = {name: value for name, value in kept.items() if name not in _WAYS}
        return own.model_copy(update={name: value for name, value in kept.items() if name not in own.model_fields_set})


def _over_ways(own: RegistrationFields, shared: RegistrationFields) -> RegistrationFields | None:
    """Lay what a date says of ways by their names over those; None where it names none, or says where to register."""
    named = [way for way in (own, *own.also) if way.for_]
    known = {way.for_ for way in (shared, *shared.also)}
    if not named or own.is_reached or any(way.is_reached or way.for_ not in known for way in named):
        return None
    said = {way.for_: _set(way, _OF_WAYS) for way in named}
    # What is said of the first way here is of it alone, so that the others keep what they have of the seminar.
    had = {name: getattr(shared, name) for name in _OF_WAYS} | {
        "availability": shared.availability or Availability.OPEN
    }
    kept = had if shared.for_ in said else {}
    also = tuple(
        way.model_copy(update={**kept, **_set(way, _OF_WAYS), **said.get(way.for_, {})}) for way in shared.also
    )
    of_all = _set(own, frozenset({"walk_ins", "lottery"} | (frozenset() if own.for_ else _OF_WAYS)))
    return shared.model_copy(update={**of_all, **said.get(shared.for_, {}), "also": also})


def _set(fields: WayFields, names: frozenset[str]) -> dict[str, object]:
    """Return the keys among `names` that were written, with their values."""
    return {name: getattr(fields, name) for name in names & fields.model_fields_set}


_OF_WAYS = frozenset({"opens", "closes", "availability", "waiting_list"})
_WAYS = frozenset({"for_", "url", "email", "phone", "also"})
