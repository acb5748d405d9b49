"""Check RRULE values: each part, then all parts together (RFC 5545 3.3.10)."""

import re
from collections.abc import Callable, Iterator, Mapping

from hireground.lint_ics.content import ValueProblem, quote, shortened
from hireground.lint_ics.dates import read_date, read_datetime

SECTION = "(RFC 5545 3.3.10)"
FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAY = re.compile(r"(?:[+-]?(?:0?[1-9]|[1-4][0-9]|5[0-3]))?(?:MO|TU|WE|TH|FR|SA|SU)", re.IGNORECASE)
NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
SIGNED = ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")
RANGES: Mapping[str, range] = {
    "COUNT": range(1, 10_000),
    "INTERVAL": range(1, 10_000),
    "BYSECOND": range(60),  # the standard's 60 is a leap second, which no calendar has
    "BYMINUTE": range(60),
    "BYHOUR": range(24),
    "BYMONTHDAY": range(1, 32),
    "BYYEARDAY": range(1, 367),
    "BYWEEKNO": range(1, 54),
    "BYMONTH": range(1, 13),
    "BYSETPOS": range(1, 367),
}
SINGLE = ("COUNT", "INTERVAL")
FITTING: Mapping[str, tuple[str, ...]] = {
    "BYMONTHDAY": tuple(each for each in FREQUENCIES if each != "WEEKLY"),
    "BYYEARDAY": ("SECONDLY", "MINUTELY", "HOURLY", "YEARLY"),
    "BYWEEKNO": ("YEARLY",),
}


def read_rule(value: str) -> dict[str, str]:
    """Split a rule into its parts, names and values in capitals."""
    pairs = (part.partition("=") for part in value.upper().split(";"))
    return {name: said for name, _, said in pairs}


def rule_problems(value: str) -> Iterator[ValueProblem]:
    """Check a recurrence rule by itself."""
    seen: set[str] = set()
    offset = 0
    for part in value.split(";"):
        name, _, said = part.upper().partition("=")
        if name in seen:
            yield ValueProblem(offset, f"{shortened(name)} is said twice; keep one {SECTION}")
        elif not _fits(name, said):
            yield ValueProblem(offset, f"{_part_message(name, part)} {SECTION}")
        seen.add(name)
        offset += len(part) + 1
    yield from _joint_problems(read_rule(value))


def _part_message(name: str, part: str) -> str:
    if name in RANGES:
        lowest, highest = RANGES[name][0], RANGES[name][-1]
        return f"{quote(part)} is out of range; write {lowest} to {highest}"
    return f"{quote(part)} is no rule part; correct it or leave it out"


def _fits(name: str, said: str) -> bool:
    check = CHECKS.get(name)
    return check(said) if check else name in RANGES and _numbers_fit(name, said)


def _numbers_fit(name: str, said: str) -> bool:
    items = said.split(",")
    if not all(NUMBER.fullmatch(each) for each in items) or (name in SINGLE and len(items) > 1):
        return False
    if name not in SIGNED and any(each[0] in "+-" for each in items):
        return False
    return all(abs(int(each)) in RANGES[name] for each in items)


def _weekdays_fit(said: str) -> bool:
    return all(WEEKDAY.fullmatch(each) for each in said.split(","))


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "FREQ": lambda said: said in FREQUENCIES,
    "UNTIL": lambda said: bool(read_date(said) or read_datetime(said)),
    "WKST": lambda said: len(said) == 2 and _weekdays_fit(said),  # noqa: PLR2004 -- letters of a weekday
    "BYDAY": _weekdays_fit,
}


def _joint_problems(rule: Mapping[str, str]) -> Iterator[ValueProblem]:
    frequency = rule.get("FREQ", "")
    if not frequency:
        yield ValueProblem(0, f"the rule has no FREQ; say how often, as in FREQ=WEEKLY {SECTION}")
    if "UNTIL" in rule and "COUNT" in rule:
        yield ValueProblem(0, f"UNTIL and COUNT exclude each other; keep one {SECTION}")
    for name, frequencies in FITTING.items():
        if name in rule and frequency in FREQUENCIES and frequency not in frequencies:
            yield ValueProblem(0, f"{name} cannot stand in a {frequency} rule; leave it out {SECTION}")
    if any(each.isdigit() for each in rule.get("BYDAY", "")) and not _counts_weekdays(rule):
        yield ValueProblem(
            0, f"BYDAY with a number needs MONTHLY or YEARLY, and no BYWEEKNO; drop the number {SECTION}"
        )
    if "BYSETPOS" in rule and not any(name.startswith("BY") for name in rule.keys() - {"BYSETPOS"}):
        yield ValueProblem(0, f"BYSETPOS chooses among other BY parts and there are none; add one {SECTION}")


def _counts_weekdays(rule: Mapping[str, str]) -> bool:
    return rule.get("FREQ") in {"MONTHLY", "YEARLY"} and "BYWEEKNO" not in rule
