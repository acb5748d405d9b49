"""A session's fields to those of each date that it stands for, with what is wrong in a rule."""

import datetime as dt
import re
from collections.abc import Callable, Iterator

from plugins.reader.fields import WEEKDAYS
from plugins.seminars.recurrence import RuleError, expand, parse_every
from plugins.seminars.written import SessionFields, wall_clock

Blame = Callable[[tuple[str | int, ...], str], None]
"""Notes a problem at a key of the session."""
ONLY_RULES = ("until", "count", "except_")
NOT_IN_RULES = {
    "uid": 'a rule makes several sessions, which cannot share one "uid:"; write each as an item of its own',
    "moved_from": "a rule makes several sessions; write the one that moved as an item of its own, and its new date "
    "in except",
}


def dates(fields: SessionFields, blame: Blame) -> Iterator[SessionFields]:
    """Yield the fields of the one session, or of each date of a rule."""
    if fields.every is None:
        for name in ONLY_RULES:
            if name in fields.model_fields_set:
                key = name.rstrip("_")
                words = f'"{key}:" belongs to a rule; write "every: {WEEKDAYS[fields.start.weekday()]}" beside it'
                blame((key,), f"{words}, or take it out")
        yield fields
        return
    faults = list(_faults(fields))
    for key, message in faults:
        blame((key,), message)
    if not faults:
        yield from _expanded(fields, blame)


def _faults(fields: SessionFields) -> Iterator[tuple[str, str]]:
    """Yield what no rule may have."""
    yield from ((key, words) for key, words in NOT_IN_RULES.items() if key in fields.model_fields_set)
    if isinstance(fields.end, dt.datetime):
        yield "end", f'in a rule the end is an hour alone; write "end: {fields.end:%H:%M}"'
    elif isinstance(fields.end, dt.date):
        yield "end", "in a rule the end is an hour alone; write it so, or take it out"
    if not (fields.all_day or isinstance(fields.start, dt.datetime)):
        yield "start", f'the hour is missing; write "{fields.start} 18:00", or "all_day: yes" beside it'


def _expanded(fields: SessionFields, blame: Blame) -> Iterator[SessionFields]:
    start = wall_clock(fields.start)
    try:
        starts = expand(parse_every(fields.every or "", start), start, fields.until, fields.count)
    except RuleError as error:
        blame((error.key,), str(error))
        return
    days = [one.date() for one in starts]
    for number, day in enumerate(fields.except_):
        if day not in days:
            near = min(days, key=lambda one: abs(one - day))
            words = f'{day}, a {WEEKDAYS[day.weekday()]}, is not a date of "every {fields.every}"'
            blame(("except", number), f'{words}; write "{near}", the nearest, or take it out')
    kept = [one for one in starts if one.date() not in fields.except_]
    if not kept:
        blame(("except",), "every date of the rule is taken out; leave one, or take out the whole item")
    for one in kept:
        moment = one if isinstance(fields.start, dt.datetime) else one.date()
        yield fields.model_copy(update={"start": moment})


def of_rule(fields: SessionFields, key: str, message: str) -> str:
    """Say what a time that cannot be means for a rule: its date is taken out, and written by itself."""
    match = re.search(r'; write "([\d-]+ [\d:]+)"$', message)
    if fields.every is None or key != "start" or not match:
        return message
    day = f"{wall_clock(fields.start):%Y-%m-%d}"
    return f'{message[: match.start()]}; write "except: [{day}]", and an item of its own, "- {match[1]}"'
