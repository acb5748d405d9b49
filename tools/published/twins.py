"""Which seminar of the tree is meant to be the one that was published, whatever its id."""

from collections.abc import Iterable, Mapping

from plugins.seminars.model import Seminar
from tools.published.details import where


def match_seminars(before: Iterable[Seminar], after: Iterable[Seminar]) -> Mapping[str, Seminar]:
    """Return the tree's seminar of each published id: the same id, the same file, or what a renamed file still has."""
    old, new = list(before), list(after)
    found: dict[str, Seminar] = {}
    for is_same in (_same_id, _same_file, _same_dates, _same_text):
        for seminar in old:
            twin = next((one for one in new if is_same(seminar, one)), None) if seminar.id not in found else None
            if twin:
                found[seminar.id] = twin
                new.remove(twin)
    return found


def _same_id(old: Seminar, new: Seminar) -> bool:
    return old.id == new.id


def _same_file(old: Seminar, new: Seminar) -> bool:
    return old.source == new.source


def _same_dates(old: Seminar, new: Seminar) -> bool:
    starts = {session.start for session in old.sessions}
    shared = starts & {session.start for session in new.sessions}
    return 2 * len(shared) >= len(starts) and (old.title == new.title or _places(old) == _places(new))


def _places(seminar: Seminar) -> frozenset[tuple[str, ...]]:
    return frozenset(map(where, seminar.sessions))


def _same_text(old: Seminar, new: Seminar) -> bool:
    return (old.title, old.body.strip()) == (new.title, new.body.strip())
