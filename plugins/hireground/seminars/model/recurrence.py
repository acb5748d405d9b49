"""Expand a rule such as `every: first Tuesday` into its dates, or say what is wrong with it."""

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import islice

from hireground.seminars.model.facts.awaited import OPEN, Someday, wall_clock
from hireground.seminars.model.rules import Every, parse_every
from hireground.seminars.model.schema import SessionFields
from hireground.text.dates_meant import WEEKDAYS
from hireground.text.fields import LAST_YEAR
from hireground.text.problems import Refusal

MOST = 500


class RuleError(ValueError):
    """A rule that makes no dates; `key` is the one that is wrong."""

    def __init__(self, key: str, refusal: Refusal) -> None:
        self.key, self.refusal = key, refusal
        super().__init__(str(refusal))


def _every(words: str, start: dt.datetime) -> Every:
    try:
        return parse_every(words, start)
    except Refusal as refusal:
        raise RuleError("every", refusal) from None


def expand(every: Every, start: dt.datetime, until: dt.date | None, count: int | None) -> tuple[dt.datetime, ...]:
    """Return every date of the rule, `start` first; raises `RuleError` when `start` does not fit the rule."""
    # `every: second Tuesday` from 2026-12-08 18:00 with `count: 3` is FREQ=MONTHLY;BYDAY=2TU;COUNT=3 and gives
    # 8 December, 12 January and 9 February, each at 18:00. From Wednesday, 9 December, dateutil would begin in January
    # without a word, so a start that is not one of the dates is refused with the date to write. What is expanded is
    # wall-clock time; each date gets its zone afterwards, so that 18:00 stays 18:00 when the clocks change.
    _check_ends(start, until, count)
    end = dt.datetime.combine(until, dt.time.max) if until else None
    dates = tuple(islice(every.rule(start, end, count), MOST + 1))
    first = dates[0] if dates else next(iter(every.rule(start)))
    if first != start:
        day = f"{start:%Y-%m-%d} is a {WEEKDAYS[start.weekday()]}"
        how = f"the rule begins on {first:%Y-%m-%d}; write that day, or the rule that is meant"
        words = every.words.removeprefix("every ")
        raise RuleError("start", Refusal(f'{day}, not the first of "every {words}"; {how}'))
    if len(dates) > MOST:
        fixed = f'"until: {dates[-1]:%Y-%m-%d}" or an earlier day' if until else f'"count: {MOST}" or less'
        raise RuleError(
            "until" if until else "count", Refusal(f"the rule makes more than {MOST} sessions; write {fixed}")
        )
    if dates[-1].year > LAST_YEAR:
        shorter = f'"until: {LAST_YEAR}-12-31"' if until else '"count:" a smaller number'
        raise RuleError("until" if until else "count", Refusal(f"the rule goes on after {LAST_YEAR}; write {shorter}"))
    return dates


def _check_ends(start: dt.datetime, until: dt.date | None, count: int | None) -> None:
    if until is None and count is None:
        ways = '"until: 2027-06-30" or "count: 6"; "until: open" goes on'
        raise RuleError("every", Refusal(f"a rule needs an end; write one below it, as in {ways}"))
    if until is not None and count is not None:
        raise RuleError("count", Refusal("until and count both say when the rule ends; keep one of the two"))
    if count == 0:
        raise RuleError("count", Refusal("a rule makes at least one session; write 1 or more"))
    if until and until < start.date():
        raise RuleError("until", Refusal(f"{until} is before the start, {start:%Y-%m-%d}; write a later day"))


AddProblem = Callable[[tuple[str | int, ...], Refusal], None]
"""Notes a problem at a key of the session."""
ONLY_RULES = ("until", "count", "except_")
NOT_IN_RULES = {
    "uid": 'a rule makes several sessions, which cannot share one "uid:"; write each as an item of its own',
    "moved_from": "a rule makes several sessions; write the one that moved as an item of its own, and its new date "
    "in except",
}


def dates(fields: SessionFields, changed: dt.date, add_problem: AddProblem) -> Iterator[SessionFields]:
    """Yield the fields of the one session, or of each date of a rule; one that is open ends a year after `changed`."""
    if fields.every is None:
        for name in ONLY_RULES:
            if name in fields.model_fields_set:
                key = name.rstrip("_")
                day = WEEKDAYS[wall_clock(fields.start).weekday()]
                words = f'"{key}:" belongs to a rule; write "every: {day}" beside it'
                add_problem((key,), Refusal(f"{words}, or take it out"))
        yield fields
        return
    problems = list(_problems(fields))
    for key, message in problems:
        add_problem((key,), message)
    if not problems:
        yield from _expanded(fields, changed, add_problem)


def _problems(fields: SessionFields) -> Iterator[tuple[str, Refusal]]:
    """Yield what no rule may have."""
    yield from ((key, Refusal(words)) for key, words in NOT_IN_RULES.items() if key in fields.model_fields_set)
    if isinstance(fields.end, dt.datetime) and fields.end.date() == wall_clock(fields.start).date():
        yield "end", Refusal("in a rule the end is an hour alone", f"{fields.end:%H:%M}")
    elif isinstance(fields.end, dt.date):
        yield "end", Refusal('in a rule the end is an hour alone; write it so, or how long each is as "duration:"')
    if isinstance(fields.start, Someday):
        yield "start", Refusal('a rule begins with a day; write it, as in "2026-12-05 18:00"')
    elif not (fields.all_day or fields.hour or isinstance(fields.start, dt.datetime)):
        how = f'write it too, as in "{fields.start} 18:00", or beside it "all_day: yes", or "hour: to be announced"'
        yield "start", Refusal(f"the hour is missing; {how}")


def horizon(start: dt.date, changed: dt.date) -> dt.date:
    """Return the last day of a rule that is open: a year after its start, or after its file last changed."""
    # It does not go by the day of the build: the same commit gives the same calendars. A file that nobody touches runs
    # out of dates, of which a check warns two months before.
    day = max(start, changed)
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)  # noqa: PLR2004 -- February


def _expanded(fields: SessionFields, changed: dt.date, add_problem: AddProblem) -> Iterator[SessionFields]:
    start = wall_clock(fields.start)
    until = horizon(start.date(), changed) if fields.until == OPEN else fields.until
    try:
        starts = expand(_every(fields.every or "", start), start, until, fields.count)
    except RuleError as error:
        add_problem((error.key,), error.refusal)
        return
    days = [one.date() for one in starts]
    for number, left_out in enumerate(fields.except_):
        if refusal := left_out.problem(days, fields.every or ""):
            add_problem(("except", number), refusal)
    kept = [one for one in starts if not any(left_out.holds(one.date()) for left_out in fields.except_)]
    if not kept:
        add_problem(("except",), Refusal("every date of the rule is taken out; leave one, or take out the whole item"))
    for one in kept:
        moment = one if isinstance(fields.start, dt.datetime) else one.date()
        yield fields.model_copy(update={"start": moment})


def of_rule(fields: SessionFields, key: str, refusal: Refusal) -> Refusal:
    """Say what a time that cannot be means for a rule: its date is taken out, and written by itself."""
    if fields.every is None or key != "start" or refusal.write is None:
        return refusal
    day = f"{wall_clock(fields.start):%Y-%m-%d}"
    how = f'write "except: [{day}]", and an item of its own, "- {refusal.write}"'
    return Refusal(f"{refusal.message}; {how}")
