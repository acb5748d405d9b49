"""Rules give the dates that RRULE gives for what their words mean, or are refused with what to write."""

import datetime as dt
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from examples import seminar_of
from hypothesis import given
from hypothesis import strategies as st

from hireground.seminars.model.rule_words import VOCABULARY
from hireground.seminars.model.rules import parse_every
from hireground.text.problems import Refusal

START = dt.datetime(2027, 1, 12, 18)  # noqa: DTZ001 -- what clocks show, before it meets its zone
"""The second Tuesday of a month."""
DAYS = dict(zip(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
                ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))  # fmt: skip
NUMBERS = {"first": 1, "2nd": 2, "third": 3, "4th": 4, "fifth": 5, "last": -1, "second to last": -2}
STEPS = {"": 1, "other ": 2, "2 ": 2, "3 ": 3, "third ": 3, "four ": 4, "12 ": 12}
MONTHS = {"January": 1, "May": 5, "September": 9, "December": 12}
AND = st.sampled_from([" and ", ", ", " & "])


def dates(words: str, start: dt.datetime = START) -> list[dt.datetime]:
    return list(islice(parse_every(words, start).rule(start), 12))


def said(rule: str, start: dt.datetime = START) -> list[dt.datetime]:
    return list(islice(rrulestr(f"RRULE:FREQ={rule}", dtstart=start), 12))


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("Tuesday", "WEEKLY;BYDAY=TU"),
        ("Tuesdays", "WEEKLY;BYDAY=TU"),
        ("every Tue.", "WEEKLY;BYDAY=TU"),
        ("weekly on Tuesday", "WEEKLY;BYDAY=TU"),
        ("week", "WEEKLY"),
        ("weekday", "WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("working days", "WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("Mon-Thu", "WEEKLY;BYDAY=MO,TU,WE,TH"),
        ("Friday to Monday", "WEEKLY;BYDAY=FR,SA,SU,MO"),
        ("weekend", "WEEKLY;BYDAY=SA,SU"),
        ("daily", "DAILY"),
        ("other day", "DAILY;INTERVAL=2"),
        ("10 days", "DAILY;INTERVAL=10"),
        ("fortnight", "WEEKLY;INTERVAL=2"),
        ("biweekly", "WEEKLY;INTERVAL=2"),
        ("bi-weekly on Tuesdays", "WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("Tuesday, every other week", "WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("alternate Tuesdays", "WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("two weeks on Tuesday", "WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("fourth week Thursday", "WEEKLY;INTERVAL=4;BYDAY=TH"),
        ("2nd Tuesday", "MONTHLY;BYDAY=2TU"),
        ("every second Tuesday of the month", "MONTHLY;BYDAY=2TU"),
        ("month on the second Tuesday", "MONTHLY;BYDAY=2TU"),
        ("second Tuesday monthly", "MONTHLY;BYDAY=2TU"),
        ("first Monday and third Wednesday", "MONTHLY;BYDAY=1MO,3WE"),
        ("first and last Friday", "MONTHLY;BYDAY=1FR,-1FR"),
        ("penultimate Friday", "MONTHLY;BYDAY=-2FR"),
        ("last weekday", "MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
        ("first business day of the month", "MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1"),
        ("15th", "MONTHLY;BYMONTHDAY=15"),
        ("day 15", "MONTHLY;BYMONTHDAY=15"),
        ("fifth day of the month", "MONTHLY;BYMONTHDAY=5"),
        ("1st and 15th of the month", "MONTHLY;BYMONTHDAY=1,15"),
        ("31st", "MONTHLY;BYMONTHDAY=31"),
        ("last day", "MONTHLY;BYMONTHDAY=-1"),
        ("month", "MONTHLY"),
        ("2 months", "MONTHLY;INTERVAL=2"),
        ("quarterly", "MONTHLY;INTERVAL=3"),
        ("quarterly on the second Tuesday", "MONTHLY;INTERVAL=3;BYDAY=2TU"),
        ("first Thursday of every third month", "MONTHLY;INTERVAL=3;BYDAY=1TH"),
        ("first Thursday of each quarter", "MONTHLY;BYMONTH=1,4,7,10;BYDAY=1TH"),
        ("last Friday of the quarter", "MONTHLY;BYMONTH=3,6,9,12;BYDAY=-1FR"),
        ("other month second Thursday", "MONTHLY;INTERVAL=2;BYDAY=2TH"),
        ("first Monday of March and September", "MONTHLY;BYMONTH=3,9;BYDAY=1MO"),
        ("15th of January", "YEARLY;BYMONTH=1;BYMONTHDAY=15"),
        ("Tuesday in June and July", "WEEKLY;BYMONTH=6,7;BYDAY=TU"),
        ("year", "YEARLY"),
    ],
)
def test_what_people_say(words: str, rule: str) -> None:
    assert dates(words) == said(rule)


STARTS = st.dates(dt.date(2026, 1, 1), dt.date(2028, 12, 31)).map(lambda day: dt.datetime.combine(day, dt.time(18)))
PACES = st.sampled_from(sorted(STEPS))


def several(words: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(sorted(words)), min_size=1, max_size=4, unique=True)


@given(several([*DAYS]), PACES, AND, STARTS)
def test_weeks(days: list[str], step: str, comma: str, start: dt.datetime) -> None:
    rule = f"WEEKLY;INTERVAL={STEPS[step]};BYDAY={','.join(DAYS[day] for day in days)}"
    assert dates(f"{comma.join(days)} every {step}week", start) == said(rule, start)
    assert dates(f"every {step}week on {comma.join(days)}", start) == said(rule, start)


@given(several([*NUMBERS]), several([*DAYS]), PACES, AND, STARTS)
def test_months(numbers: list[str], names: list[str], step: str, comma: str, start: dt.datetime) -> None:
    days = comma.join(f"{comma.join(numbers)} {name}" for name in names)
    ordered = ",".join(f"{NUMBERS[number]}{DAYS[name]}" for number in numbers for name in names)
    rule = f"MONTHLY;INTERVAL={STEPS[step]};BYDAY={ordered}"
    assert dates(f"{days} of every {step}month", start) == said(rule, start)
    assert dates(f"every {step}month on the {days}", start) == said(rule, start)


@given(st.sets(st.integers(1, 28), min_size=1, max_size=4), several([*MONTHS]))
def test_days_of_months(days: set[int], months: list[str]) -> None:
    ending = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}
    words = " and ".join(f"{day}{ending.get(day, 'th')}" for day in days)
    rule = f"MONTHLY;BYMONTHDAY={','.join(map(str, days))}"
    assert dates(words) == said(rule)
    in_months = ",".join(str(MONTHS[month]) for month in months)
    assert dates(f"{words} of {' and '.join(months)}") == said(f"{rule};BYMONTH={in_months}")


def days_of(keys: str) -> list[str]:
    """Return the days of a seminar with one rule."""
    front = f"title: Choir\nsummary: Four voices.\nduration: 1h\n{keys}"
    return [f"{one.start:%Y-%m-%d}" for one in seminar_of(f"---\n{front}---\n", "choir").sessions]


def test_breaks_and_holidays_are_left_out() -> None:
    rule = "sessions:\n- every: Monday and Thursday\n  start: 2027-05-03 18:00\n  until: 2027-06-07\n  except: "
    german = days_of(f"timezone: Europe/Berlin\n{rule}[2027-05-10 to 2027-05-14, holidays in DE]\n")
    catholic = days_of(f"timezone: Europe/Berlin\n{rule}[2027-05-10 to 2027-05-14, public holidays in DE-BY]\n")
    assert german == ["2027-05-03", "2027-05-20", "2027-05-24", "2027-05-27", "2027-05-31", "2027-06-03", "2027-06-07"]
    assert catholic == [day for day in german if day != "2027-05-27"]  # Corpus Christi


@pytest.mark.parametrize(
    ("modified", "last"), [("2026-01-05", "2027-11-09"), ("2027-06-30", "2028-06-13"), ("2028-02-29", "2029-02-13")]
)
def test_a_rule_without_an_end_goes_on_for_a_year_after_its_file_has_changed(modified: str, last: str) -> None:
    rule = "sessions:\n- every: second Tuesday\n  start: 2026-12-08 18:00\n  until: open\n"
    assert days_of(f"modified: {modified}\n{rule}")[-1] == last


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("every second Tuesday", '"second Tuesday of the month" or "other Tuesday"'),
        ("each 3rd Tuesday", '"third Tuesday of the month" or "3 weeks on Tuesday"'),
        ("third day", '"… of the month", or "… days"'),
        ("bimonthly", '"second Tuesday of every 2 months", or twice a month, as in "second and fourth Tuesday"'),
        ("twice a month", '"second and fourth Tuesday"'),
        ("two times per week", '"Tuesday and Thursday"'),
        ("monthly on Tuesday", '"second Tuesday"'),
        ("first Tuesday and Thursday", '"first Monday and first Tuesday"'),
        ("first Tuesday and 15th", "write an item for each"),
        ("Tuesday and last Friday", "write an item for each"),
        ("Tuesday at 18:00", '"start:"'),
        ("Tuesday 6 pm", '"start:"'),
        ("Tuesday until June", '"until: 2027-06-30"'),
        ("Tuesday, six times", '"count: 6"'),
        ("Tuesday except on holidays", '"except: [2027-03-09]"'),
        ("31st of April", "no such month has that day"),
        ("second Teusday", 'did you mean "second Tuesday"?'),
        ("first monday in septembre", 'did you mean "first Monday in September"?'),
    ],
)
def test_what_may_mean_several_things_is_asked(words: str, told: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_every(words, START)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    "words",
    ["Tuesday of the second week", "second week of the month on Tuesday", "last week Tuesday", "last", "second", "15",
     "last weekend", "Monday or Tuesday", "full moon", "first to third Monday", "100 weeks", "0 weeks", "32nd", "every",
     "and", "", "of", "2 Tuesdays", "sixth Tuesday", "first first Tuesday", "June", "second Tuesday of the year",
     "day in June", "first Friday week", "month on the second Friday or so"],
)  # fmt: skip
def test_what_is_no_rule_is_never_taken_for_another(words: str) -> None:
    with pytest.raises(Refusal, match="no rule; write one such as"):
        parse_every(words, START)


@pytest.mark.parametrize(
    ("day", "words", "told"),
    [
        (29, "monthly", '"last day", or "29th" for those that have one'),
        (31, "2 months", '"last day of every 2 months", or "31st of every 2 months" for'),
    ],
)
def test_a_day_that_not_every_month_has_is_asked_for(day: int, words: str, told: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_every(words, START.replace(day=day))
    assert told in str(caught.value)


@given(st.lists(st.sampled_from([*VOCABULARY, "15th", "3", "31st", "weekly,", "-", "x"]), max_size=9).map(" ".join))
def test_any_words_are_a_rule_or_refused(words: str) -> None:
    try:
        every = parse_every(words, START)
    except Refusal:
        return
    assert list(islice(every.rule(START), 3))
