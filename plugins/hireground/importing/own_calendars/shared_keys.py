"""Find the keys that all dates of a seminar have alike, so that the seminar has them once."""

from collections.abc import Iterable, Mapping

from hireground.importing.writing import Value

OF_ONE_DATE = frozenset({"title", "number", "recording", "slides"})
UNSAID_WHEN_OFF = frozenset({"registration", "online"})
"""What nobody says of a date that is called off, and that holds for all the same."""
OFF = frozenset({"cancelled", "postponed"})


def shared_keys(dates: Iterable[tuple[Mapping[str, Value], str]]) -> dict[str, Value]:
    """Return what all say alike; each date is its keys and its status."""
    dates = list(dates)
    found: dict[str, Value] = {}
    for name in dict.fromkeys(name for keys, _status in dates for name in keys if name not in OF_ONE_DATE):
        said = [keys.get(name) for keys, status in dates if name in keys or not _is_unsaid(name, status)]
        if said[0] is not None and all(value == said[0] for value in said):
            found[name] = said[0]
    return found


def _is_unsaid(name: str, status: str) -> bool:
    return name in UNSAID_WHEN_OFF and status in OFF
