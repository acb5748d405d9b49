"""Read a rule such as `first and third Monday` into the parts of an RRULE (RFC 5545 §3.3.10)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import dropwhile

from dateutil import rrule

from hireground.seminars.model.rule_words import (
    ORDINALS,
    WORKDAYS,
    Frequency,
    Token,
    day_of_month,
    not_understood,
    ordinal,
    token_of,
    unclear,
    unknown,
    words_of,
)
from hireground.text.dates_meant import days_in
from hireground.text.problems import Refusal, quoted

MOST_WORDS, MOST_STEPS, LAST_OF_EVERY_MONTH, MOST_OF_A_WEEKDAY = 40, 99, 28, 5
BEGIN_QUARTERS, END_QUARTERS = (1, 4, 7, 10), (3, 6, 9, 12)
LEAP_YEAR = 2028


@dataclass(frozen=True)
class Every:
    """A rule in RRULE's own parts; what is empty follows from the start."""

    words: str
    frequency: Frequency
    interval: int = 1
    weekdays: tuple[rrule.weekday, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()

    def rule(self, start: dt.datetime, until: dt.datetime | None = None, count: int | None = None) -> rrule.rrule:
        """Return the rule from `start` on."""
        return rrule.rrule(
            self.frequency, start, self.interval, until=until, count=count, byweekday=self.weekdays or None,
            bymonthday=self.month_days or None, bymonth=self.months or None, bysetpos=self.positions or None,
        )  # fmt: skip


def parse_every(words: str, start: dt.datetime) -> Every:
    """Read a rule's words; raises `Refusal` with those that are meant, where they can mean one thing only."""
    said = words_of(words)
    if refusal := unclear(words, start) or unknown(words):
        raise refusal
    if not said or len(said) > MOST_WORDS:
        raise not_understood(words)
    tokens = [token for word in said if (token := token_of(word)) and token.kind != "silent"]
    return Reader(" ".join(words.split()), start, tokens).every()


@dataclass(frozen=True)
class Pace:
    """How often: every so many days, weeks, months or years, or in some months."""

    frequency: Frequency
    interval: int = 1
    months: tuple[int, ...] = ()
    is_quarter: bool = False


class Reader:
    """Reads a rule from its tokens: how often, and on which days, in either order, or one of the two."""

    def __init__(self, words: str, start: dt.datetime, tokens: list[Token]) -> None:
        self.words, self.start = words, start
        self.has_each = tokens[:1] == [Token("each")]
        self.tokens = [*dropwhile(lambda token: token.kind == "each", tokens)]

    def every(self) -> Every:
        """Read the whole rule."""
        # "2 months on the first Friday" and "first Friday of every 2 months" are one rule: the pace is looked for at
        # the beginning, and else at the end. What is left are the days.
        pace, end = self.pace(0)
        if pace:
            return self.combined(pace, self.tokens[end:])
        for place in range(1, len(self.tokens)):
            pace, end = self.pace(place + (self.tokens[place].kind == "of"))
            if pace and end == len(self.tokens):
                return self.combined(pace, self.tokens[:place], is_after=True)
        return self.combined(None, self.tokens)

    def pace(self, place: int) -> tuple[Pace | None, int]:
        """Read how often, and return the place after it; None if nothing at this place says it."""
        is_first, has_each = place == 0, self.at(place).kind == "each"
        place += has_each
        first, second = self.at(place), self.at(place + 1)
        if first.kind == "month":
            months = [token for token in self.tokens[place:] if token.kind not in {"and", "of"}]
            is_all = {token.kind for token in months} == {"month"}
            pace = Pace(rrule.MONTHLY, months=tuple(token.value for token in months)) if is_all else None
            return pace, len(self.tokens)
        is_of_month = first.kind == "unit day" and (second.kind in {"number", "nth"} or not (is_first or has_each))
        if first.kind == "adverb" or (first.kind.startswith("unit ") and not is_of_month):
            return Pace(first.frequency, first.value, is_quarter=first.kind == "unit quarter"), place + 1
        if is_first and first.kind == "other" and second.kind in {"weekday", "days"}:
            return Pace(rrule.WEEKLY, 2), place + 1
        step = self.step(first, second) if is_first or has_each else 0
        return (Pace(second.frequency, second.value * step), place + 2) if step else (None, place)

    @staticmethod
    def step(first: Token, unit: Token) -> int:
        """Return the step of `3 weeks`, `third week` or `other week`; 0 where they say something else."""
        if not unit.kind.startswith("unit ") or (first.kind == "nth" and unit.kind == "unit day"):
            return 0
        steps = {"other": 2, "number": first.value, "nth": first.value if first.value > 1 else 0}
        return steps.get(first.kind, 0)

    def at(self, place: int) -> Token:
        """Return the token at a place; one that means nothing after the last."""
        return self.tokens[place] if place < len(self.tokens) else Token("")

    def combined(self, pace: Pace | None, tokens: Sequence[Token], *, is_after: bool = False) -> Every:
        """Put a pace and days together, if they go together."""
        days = Days(self.words, tokens, is_of_month=bool(pace and pace.frequency == rrule.MONTHLY))
        days.read(has_each=self.has_each)
        if pace and pace.interval > MOST_STEPS:
            raise not_understood(self.words)
        if not tokens:
            return self.alone(pace)
        if days.weekly:
            return self.weekly(pace or Pace(rrule.WEEKLY), days.weekly)
        pace = pace or Pace(rrule.MONTHLY)
        if pace.frequency != rrule.MONTHLY:
            raise not_understood(self.words)
        if pace.is_quarter and is_after:
            pace = self.of_quarter(days)
        longest = max(days_in(LEAP_YEAR, month) for month in pace.months or (1,))
        if any(day > longest for day in days.month_days):
            raise Refusal(f"{quoted(self.words)}: no such month has that day; write the day that is meant")
        weekdays = tuple(map(rrule.weekday, WORKDAYS)) if days.positions else tuple(days.ordered)
        return Every(
            self.words, rrule.MONTHLY, pace.interval, weekdays, tuple(days.month_days), pace.months,
            tuple(days.positions),
        )  # fmt: skip

    def alone(self, pace: Pace | None) -> Every:
        """Return a rule whose days follow from the start."""
        if pace is None or pace.months:
            raise not_understood(self.words)
        day, is_leap_day = self.start.day, (self.start.month, self.start.day) == (2, 29)
        if pace.frequency == rrule.YEARLY and is_leap_day:
            raise Refusal('not every year has a 29 February; write "last day of February"')
        if pace.frequency == rrule.MONTHLY and day > LAST_OF_EVERY_MONTH:
            months = f" of every {pace.interval} months" if pace.interval > 1 else ""
            ways = f'"last day{months}", or "{ordinal(day)}{months}" for those that have one'
            raise Refusal(f"not every month has a {ordinal(day)}; write {ways}")
        return Every(self.words, pace.frequency, pace.interval)

    def weekly(self, pace: Pace, days: Sequence[int]) -> Every:
        """Return a rule of weekdays."""
        if pace.frequency == rrule.MONTHLY and not pace.months:
            how = f'write it, as in "{day_of_month(self.start)}"'
            raise Refusal(f"{quoted(self.words)} does not say which one of the month; {how}")
        if pace.frequency not in {rrule.WEEKLY, rrule.MONTHLY}:
            raise not_understood(self.words)
        return Every(self.words, rrule.WEEKLY, pace.interval, tuple(map(rrule.weekday, days)), months=pace.months)

    def of_quarter(self, days: "Days") -> Pace:
        """Return the months that hold a day of a quarter: its first month, or its last one for the last day."""
        numbers = [*(day.n or 0 for day in days.ordered), *days.month_days, *days.positions]
        is_beginning = min(numbers) > 0
        if min(numbers) < 0 < max(numbers):
            raise not_understood(self.words)
        if any(abs(day) > 1 for day in days.month_days) or max(numbers) >= MOST_OF_A_WEEKDAY:
            raise Refusal(f'{quoted(self.words)} does not say of which month; write "of every 3 months" instead')
        return Pace(rrule.MONTHLY, months=BEGIN_QUARTERS if is_beginning else END_QUARTERS)


@dataclass
class Days:
    """Reads the days of a rule: weekdays, weekdays of the month, days of the month, or places among weekdays."""

    words: str
    tokens: Sequence[Token]
    is_of_month: bool
    weekly: list[int] = field(default_factory=list)
    ordered: list[rrule.weekday] = field(default_factory=list)
    month_days: list[int] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    pending: list[Token] = field(default_factory=list)

    def read(self, *, has_each: bool) -> None:
        """Read every token; raises `Refusal` where they do not say one thing."""
        tokens = [token for token in self.tokens if token.kind not in {"and", "of"}]
        if has_each and not self.is_of_month and len(tokens) == len(("second", "Tuesday")):
            self.refuse_other_week(*tokens)
        place = 0
        while place < len(tokens):
            place += self.take(*tokens[place : place + 3])
        if any(not (token.is_in_digits or self.is_of_month) for token in self.pending):
            raise not_understood(self.words)
        self.month_days += self.numbers()
        kinds = [kind for kind in (self.weekly, self.ordered, self.month_days, self.positions) if kind]
        if len(kinds) > 1:
            raise Refusal(f'{quoted(self.words)} are several rules; write an item for each, with its own "every:"')
        if self.tokens and not kinds:
            raise not_understood(self.words)

    def refuse_other_week(self, nth: Token, day: Token) -> None:
        """Refuse `every second Tuesday`, which many say for every other one."""
        if nth.kind != "nth" or day.kind != "weekday" or nth.value < 2:  # noqa: PLR2004 -- "every first Tuesday" is clear
            return
        name = self.words.split()[-1]
        if nth.value <= len(ORDINALS):
            weeks = f"other {name}" if nth.value == 2 else f"{nth.value} weeks on {name}"  # noqa: PLR2004 -- other
            ways = f'"{ORDINALS[nth.value - 1]} {name} of the month" or "{weeks}"'
            raise Refusal(f"{quoted(self.words)} may be one of each month, or of each {nth.value} weeks; write {ways}")

    def numbers(self) -> list[int]:
        """Return the numbers that were read and not used yet."""
        found = [token.value for token in self.pending]
        if 0 in found or max(found, default=0) > 31 or len({*found}) < len(found):  # noqa: PLR2004 -- days of a month
            raise not_understood(self.words)
        self.pending = []
        return found

    def take(self, token: Token, *after: Token) -> int:
        """Read a token with those after it that belong to it; return how many that are."""
        following = [one.kind for one in after]
        if token.kind == "nth":
            self.pending.append(token)
        elif token.kind == "weekday" and following == ["to", "weekday"] and not self.pending:
            self.weekly += [day % 7 for day in range(token.value, token.value + (after[1].value - token.value) % 7 + 1)]
            return 3
        elif token.kind == "unit day" and self.pending:
            is_step = len(self.pending) == 1 and not (self.is_of_month or self.pending[0].value in {1, -1})
            if is_step:
                raise Refusal(f'{quoted(self.words)} may be one of each month; write "… of the month", or "… days"')
            self.month_days += self.numbers()
        elif token.kind == "unit day" and following[:1] in (["number"], ["nth"]):
            self.pending.append(replace(after[0], is_in_digits=True))
            return 2
        elif token.days and token.kind in {"weekday", "days"}:
            self.take_weekday(token)
        else:
            raise not_understood(self.words)
        return 1

    def take_weekday(self, token: Token) -> None:
        """Read a weekday, with the numbers before it."""
        numbers = self.numbers()
        if token.kind == "days" and numbers:
            if token.days != WORKDAYS:
                raise not_understood(self.words)
            self.positions += numbers
        elif any(abs(number) > MOST_OF_A_WEEKDAY for number in numbers):
            raise not_understood(self.words)
        elif numbers:
            self.ordered += [rrule.weekday(token.value)(number) for number in numbers]
        elif self.ordered or self.positions:
            how = "write each with its own number, as in"
            raise Refusal(f'{quoted(self.words)} may be several things; {how} "first Monday and first Tuesday"')
        else:
            self.weekly += token.days
