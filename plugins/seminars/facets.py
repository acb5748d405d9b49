"""Sessions to what a list of them can be narrowed by, each choice a listing of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugins.reader.fields import slugify
from plugins.seminars.listings import Kind, Listing
from plugins.seminars.model import Session


@dataclass(frozen=True)
class Facet:
    """One way to narrow a list."""

    kind: Kind
    choices: tuple[Listing, ...]


def facet_slugs(session: Session) -> Mapping[Kind, tuple[str, ...]]:
    """Return the slugs of the listings that a session is in."""
    return {
        Kind.MONTH: (f"{session.start:%Y-%m}",),
        Kind.TOPIC: tuple(slugify(topic) for topic in session.topics),
        Kind.PLACE: (session.place.slug,) if session.place else (),
        Kind.SPEAKER: tuple(person.slug for person in session.speakers),
    }


def facets(sessions: Iterable[Session], listings: Iterable[Listing]) -> tuple[Facet, ...]:
    """Return how a list of `sessions` can be narrowed; what all of them share is no choice."""
    wanted: dict[Kind, set[str]] = {}
    for session in sessions:
        for kind, slugs in facet_slugs(session).items():
            wanted.setdefault(kind, set()).update(slugs)
    choices = {kind: [one for one in listings if one.kind is kind and one.slug in wanted[kind]] for kind in wanted}
    return tuple(Facet(kind, tuple(found)) for kind, found in choices.items() if len(found) > 1)
