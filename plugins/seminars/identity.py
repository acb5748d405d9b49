"""What a session is known by: its UID, its SEQUENCE and the last part of its address."""

import datetime as dt
from collections.abc import Container
from uuid import UUID, uuid5

from plugins.seminars.model import EventStatus

MOVE, STATUS = 2, 1


def session_uid(namespace: UUID, seminar_id: str, key: str) -> str:
    """Return a version 5 UUID (RFC 7986 §5.3 wants no host in it) of the seminar's id and the first date."""
    return str(uuid5(namespace, f"{seminar_id}/{key}"))


def sequence(moves: int, status: EventStatus, written: int) -> int:
    """Count the changes that a calendar must notice (RFC 5545 §3.8.7.4).

    A move counts two and a cancellation or postponement one, so that postponing and then giving the new date rises.
    """
    is_changed = status in {EventStatus.CANCELLED, EventStatus.POSTPONED}
    return moves * MOVE + is_changed * STATUS + written


def date_key(moment: dt.datetime, taken: Container[str]) -> str:
    """Return `2026-12-05`, or `2026-12-05-1800` for a further session of that date."""
    day = f"{moment:%Y-%m-%d}"
    return day if day not in taken else f"{day}-{moment:%H%M}"
