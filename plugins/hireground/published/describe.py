"""Describe changes for people: lines for a terminal, or Markdown for a pull request."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from hireground.published.changes import (
    Added,
    Cancelled,
    Change,
    Changed,
    Moved,
    Postponed,
    Reinstated,
    Relocated,
    Retitled,
    Revised,
    Vanished,
    known,
)
from hireground.published.details import where
from hireground.seminars.model.model import Session
from hireground.seminars.pages.wording import Wording

NOTHING = "Subscribers see no change."
COUNTED = {
    Moved: "moved",
    Cancelled: "cancelled",
    Postponed: "postponed",
    Reinstated: "on again",
    Relocated: "in another place",
    Retitled: "retitled",
    Changed: "changed",
    Added: "new",
    Vanished: "gone without a word",
}
MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&])")


def summary(changes: Sequence[Change]) -> str:
    """Write `2 moved, 1 cancelled, 3 new: subscribers will see 6 changes within a day`."""
    return f"{counts(changes)}: {outlook(changes)}" if changes else NOTHING


def counts(changes: Iterable[Change]) -> str:
    """Write `2 moved, 1 cancelled, 3 new`."""
    counter = Counter(type(change) for change in changes)
    return ", ".join(f"{counter[kind]} {words}" for kind, words in COUNTED.items() if counter[kind])


def outlook(changes: Sequence[Change]) -> str:
    """Write `subscribers will see 6 changes within a day`; a calendar asks for news that often."""
    return f"subscribers will see {len(changes)} change{'' if len(changes) == 1 else 's'} within a day"


def lines(changes: Sequence[Change], wording: Wording) -> tuple[str, ...]:
    """Write the summary, then a line per change."""
    return (summary(changes), *(f"{known(change).title}: {said(change, wording)}" for change in changes))


def markdown(changes: Sequence[Change], wording: Wording) -> tuple[str, ...]:
    """Write the same as a heading and a list."""
    if not changes:
        return ("### Calendars", "", NOTHING)
    items = (f"- **{_plain(known(change).title)}**: {_plain(said(change, wording))}" for change in changes)
    return (f"### Calendars: {counts(changes)}", "", f"{outlook(changes).capitalize()}.", "", *items)


def _plain(text: str) -> str:
    return MARKUP.sub(r"\\\1", text)


def said(change: Change, wording: Wording) -> str:
    """Say one change, after the title of its session."""
    if isinstance(change, Added):
        place = wording.where(change.after)
        return f"new, {wording.days(change.after)}, {wording.hours(change.after)}{f', {place}' if place else ''}"
    date = began(change.before, wording)
    if isinstance(change, Vanished):
        return f"{date} goes without a word"
    if isinstance(change, Moved):
        return _move(change, wording)
    if isinstance(change, Changed):
        return f"{date}: {', '.join(change.what)}"
    return f"{date} {_verb(change, wording)}"


def _verb(change: Revised, wording: Wording) -> str:
    before, after = change.before, change.after
    if isinstance(change, Cancelled | Postponed):
        word = "cancelled" if isinstance(change, Cancelled) else "postponed"
        return f"is {word} ({after.note})" if after.note else f"is {word}"
    if isinstance(change, Reinstated):
        return f"is on again{'' if after.start == before.start else f', on {began(after, wording)}'}"
    if isinstance(change, Retitled):
        return f'is called "{after.title}" now'
    return f"has another place: {_place(after, before, wording)}, not {_place(before, after, wording)}"


def _place(session: Session, other: Session, wording: Wording) -> str:
    """Name a session's place, with its whole address if the other place has the same name."""
    if wording.where(session) == wording.where(other):
        return ", ".join(filter(None, where(session)))
    return wording.where(session) or "none said"


def _move(change: Moved, wording: Wording) -> str:
    before, after = change.before, change.after
    reason = f" ({after.note})" if after.note and after.note != before.note else ""
    if before.timezone.key == after.timezone.key:
        return f"moved from {began(before, wording)} to {began(after, wording)}{reason}"
    zones = (wording.zone(before.timezone), wording.zone(after.timezone))
    return f"moved from {began(before, wording)}, {zones[0]} to {began(after, wording)}, {zones[1]}{reason}"


def began(session: Session, wording: Wording) -> str:
    """Write the start: `Tuesday, December 15, 2026, 6:00 PM`, or the day of an all-day session."""
    return wording.began(session.start, session)
