"""Know the words that rules such as `first and third Monday` are made of, and what others in them mean."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from dateutil import rrule

from hireground.text.dates_meant import MONTHS, WEEKDAYS, tidy
from hireground.text.problems import Refusal, nearest, quoted

PHRASES = (
    *("Tuesday", "Tuesday and Thursday", "other Tuesday", "3 weeks on Tuesday", "weekday", "day"),
    *("second Tuesday", "first and third Tuesday", "last weekday", "15th", "last day"),
    *("second Tuesday of every 2 months", "first Tuesday of September"),
)
WORKDAYS, WEEKEND = (0, 1, 2, 3, 4), (5, 6)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh")
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
Frequency = Literal[0, 1, 2, 3]
"""RRULE's: yearly, monthly, weekly, daily."""


@dataclass(frozen=True)
class Token:
    """A word of a rule: its kind, and the number or the weekdays that it stands for, or RRULE's frequency."""

    kind: str
    value: int = 0
    days: tuple[int, ...] = ()
    frequency: Frequency = 0
    is_in_digits: bool = False


def _paces() -> Mapping[str, Token]:
    """Return the words for how often; `value` is the step."""
    units: dict[str, tuple[Frequency, int]]
    units = {"day": (rrule.DAILY, 1), "week": (rrule.WEEKLY, 1), "fortnight": (rrule.WEEKLY, 2)}
    units |= {"month": (rrule.MONTHLY, 1), "quarter": (rrule.MONTHLY, 3), "year": (rrule.YEARLY, 1)}
    adverbs = {"daily": "day", "weekly": "week", "fortnightly": "fortnight", "biweekly": "fortnight"}
    adverbs |= {"monthly": "month", "quarterly": "quarter", "yearly": "year", "annually": "year"}
    known = {name: Token(f"unit {name}", step, frequency=frequency) for name, (frequency, step) in units.items()}
    known |= {f"{name}s": token for name, token in known.items()}
    return known | {name: replace(known[unit], kind="adverb") for name, unit in adverbs.items()}


def _weekdays() -> Mapping[str, Token]:
    """Return the names of weekdays, and what is said for several of them."""
    known: dict[str, Token] = {}
    for number, name in enumerate(map(str.lower, WEEKDAYS)):
        also = {"tue": ["tues"], "wed": ["weds"], "thu": ["thur"]}.get(name[:3], [])
        for word in (name, name[:3], *also):
            known |= dict.fromkeys((word, f"{word}s"), Token("weekday", number, (number,)))
    for words, days in (("weekday weekdays workday workdays", WORKDAYS), ("weekend weekends", WEEKEND)):
        known |= dict.fromkeys(words.split(), Token("days", days=days))
    return known


VOCABULARY: Mapping[str, Token] = {
    **_paces(),
    **_weekdays(),
    **{name: Token("nth", number) for number, name in enumerate(ORDINALS, 1)},
    **{name: Token("number", number) for number, name in enumerate(NUMBERS, 1)},
    **{name: Token("month", number) for number, name in enumerate(MONTHS, 1)},
    "last": Token("nth", -1),
    "final": Token("nth", -1),
    "penultimate": Token("nth", -2),
    **dict.fromkeys(("other", "alternate", "alternating"), Token("other")),
    **dict.fromkeys(("every", "each"), Token("each")),
    **dict.fromkeys(("of", "in"), Token("of")),
    **dict.fromkeys(("to", "through", "thru"), Token("to")),
    **dict.fromkeys(("the", "a", "an", "on", "per"), Token("silent")),
    "and": Token("and"),
}
SAME = (
    (re.compile(r"\b(?:working|business|week) day(?=s?\b)"), "weekday"),
    (re.compile(r"\b(?:second|2nd|next)[ -](?:to[ -])?last\b"), "penultimate"),
    (re.compile(r"\b(bi|semi)-(?=weekly|monthly)"), r"\1"),
    (re.compile(r"(?<=[a-z]) ?- ?(?=[a-z])"), " to "),
    (re.compile(r"[,;&/+]"), " and "),
)
ENDS = frozenset({"until", "till", "for", "from", "since", "starting", "beginning", "times", "ending"})
LEAVES_OUT = frozenset({"except", "but", "not", "unless", "excluding", "without", "holidays", "holiday"})
CLOCK = re.compile(r"at|\d{1,2}:\d\d(?:[ap]m)?|\d{1,2}[ap]m|[ap]m|noon|\d{1,2}h|o'?clock")
TWICE = re.compile(
    r"(?P<twice>twice|two times|2 times|2x) (?:a|per|each|every) (?P<unit>week|month)"
    r"|(?P<half>semi(?:month|week)ly)|(?P<either>bimonthly)(?: .*)?"
)


def words_of(line: str) -> list[str]:
    """Split a rule into its words, without the signs that mean nothing or the same as a word."""
    line = tidy(line).lower()
    for pattern, same in SAME:
        line = pattern.sub(same, line)
    return line.replace(".", " ").replace("'", "").split()


def token_of(word: str) -> Token | None:
    """Return what a word stands for; None for one that no rule has."""
    if match := re.fullmatch(r"(\d{1,2})(st|nd|rd|th)?", word, re.ASCII):
        return Token("nth" if match[2] else "number", int(match[1]), is_in_digits=True)
    return VOCABULARY.get(word)


def ordinal(number: int) -> str:
    """Write `1st`, `22nd`."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number // 10 == 1 else ending}"


def day_of_month(start: dt.datetime) -> str:
    """Write a start's weekday and which of its month it is, as in `second Tuesday`."""
    return f"{ORDINALS[(start.day - 1) // 7]} {WEEKDAYS[start.weekday()]}"


def not_understood(words: str) -> Refusal:
    """Say what rules there are."""
    how = f"write one such as {', '.join(PHRASES)}; what is none of these, date by date"
    return Refusal(f"{quoted(words)} is no rule; {how}")


def unclear(words: str, start: dt.datetime) -> Refusal | None:
    """Ask what is meant by words that say how often, and not on which days; None for others."""
    match = TWICE.fullmatch(" ".join(words_of(words)))
    if not match:
        return None
    day, week = WEEKDAYS[start.weekday()], (start.day - 1) // 7
    other = "Tuesday" if day == "Thursday" else "Thursday"
    both = f"{day} and {other}"
    if "week" not in match[0]:
        both = f"{ORDINALS[week % 2]} and {ORDINALS[week % 2 + 2]} {day}"
    either = f'"{day_of_month(start)} of every 2 months", or twice a month, ' if match["either"] else ""
    return Refusal(f'{quoted(words)} does not say on which days; write {either}as in "{both}"')


def unknown(words: str) -> Refusal | None:
    """Say what to do about words that no rule has, with those that are probably meant; None if there are none."""
    said = words_of(words)
    others = {word for word in said if token_of(word) is None}
    if not others:
        return None
    if any(map(CLOCK.fullmatch, others)):
        return Refusal(f'{quoted(words)} says an hour, which stands in "start:" alone; write the days without it')
    if ENDS & others:
        how = 'write them below it, as in "until: 2027-06-30" or "count: 6"'
        return Refusal(f"{quoted(words)} says where the rule begins or ends, which have keys of their own; {how}")
    if LEAVES_OUT & others:
        how = 'write it below it, as in "except: [2027-03-09]"'
        return Refusal(f"{quoted(words)} says what the rule leaves out, which has a key of its own; {how}")
    long_words = [word for word in VOCABULARY if len(word) > len("the")]
    meant = [word if token_of(word) else nearest(word, long_words) for word in said[:8]]
    if len(others) == 1 and len(meant) == len(said) and all(meant):
        return Refusal(f"{quoted(words)} is no rule", " ".join(map(_capital, meant)), is_guess=True)
    return not_understood(words)


def _capital(word: str) -> str:
    token = token_of(word)
    return word.capitalize() if token and token.kind in {"weekday", "month"} else word
