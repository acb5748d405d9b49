"""What calendars would get wrong, in words for the author, and the lines that mend it."""

import datetime as dt
from collections.abc import Mapping, Sequence

from plugins.reader.model import spell
from plugins.reader.strict_yaml import Data
from plugins.seminars.model import Session
from tools.published.amend import Meeting
from tools.published.items import Item
from tools.published.yaml_text import flow


def amend_message(item: Item, meetings: Sequence[Meeting], keys: Mapping[str, Data], now: dt.datetime) -> str:
    """Say what an item lacks."""
    lines = as_lines({"start": item.data["start"], **keys} if item.is_short else keys, is_item=item.is_short)
    return f"{spell(('sessions', item.number))}{_reason(meetings, keys, now)} write {lines}"


def missing_message(session: Session, keys: Mapping[str, Data]) -> str:
    """Say that a session is gone."""
    lines = as_lines(keys, is_item=True)
    return f"sessions: {started(session)} was published and is gone; write {lines}, or calendars lose it without a word"


def apart_message(session: Session, keys: Mapping[str, Data]) -> str:
    """Say that a rule's new date stands for itself."""
    return (
        f"sessions: {started(session)} needs another UID, so an item of its own; write {as_lines(keys, is_item=True)}"
    )


def no_rule_message(item: Item) -> str:
    """Say that a rule cannot stand for sessions with UIDs of their own."""
    words = "calendars know its dates by UIDs that a rule cannot give; write each as an item again, with its"
    return f'{spell(("sessions", item.number))}{words} "uid:"'


def started(session: Session) -> str:
    """Write a start as an author does."""
    return f"{session.start:%Y-%m-%d}" if session.all_day else f"{session.start:%Y-%m-%d %H:%M}"


def as_lines(keys: Mapping[str, Data], *, is_item: bool) -> str:
    """Write keys as the lines of a file: `"- start: 2026-12-15 18:00" and "status: cancelled"`."""
    lines = [f"{key}: {flow(value)}" for key, value in keys.items()]
    if is_item:
        lines[0] = f"- {flow(keys['start'])}" if len(keys) == 1 else f"- {lines[0]}"
    quoted = [line if '"' in line else f'"{line}"' for line in lines]
    return _listed(quoted)


def _reason(meetings: Sequence[Meeting], keys: Mapping[str, Data], now: dt.datetime) -> str:
    if not meetings or "except" in keys:
        return "calendars would take it for a session of that day that they have; put it below that one, or"
    one = next((one for one in meetings if one.revised(now)), meetings[0])
    if started(one.before) != started(one.after):
        return f"published as {started(one.before)};"
    if "sequence" not in keys:
        return "calendars know this session by another UID;"
    if one.after.sequence < one.before.sequence:
        return f"SEQUENCE falls from {one.before.sequence} to {one.after.sequence}, so calendars keep what they have;"
    return f"{_listed(one.revised(now))} changed since it was published, and SEQUENCE does not rise;"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
