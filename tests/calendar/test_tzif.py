"""The transitions that are read from TZif files are those that zoneinfo knows."""

import datetime as dt

import pytest

from hireground.seminars.calendar.tzif import Onset, Timeline, footer_rules, onsets_of, rule_date, timeline
from hireground.seminars.calendar.vtimezone import endless_recurrence


@pytest.mark.parametrize(
    ("date", "year", "day"),
    [
        ("M3.2.0", 2026, dt.date(2026, 3, 8)),
        ("M10.5.0", 2026, dt.date(2026, 10, 25)),
        ("M2.5.0", 2032, dt.date(2032, 2, 29)),
        ("J60", 2024, dt.date(2024, 3, 1)),
        ("J365", 2024, dt.date(2024, 12, 31)),
        ("59", 2024, dt.date(2024, 2, 29)),
        ("59", 2025, dt.date(2025, 3, 1)),
    ],
)
def test_posix_dates(date: str, year: int, day: dt.date) -> None:
    assert rule_date(date, year) == day


@pytest.mark.parametrize(
    ("begins", "recurrence"),
    [
        ("M3.2.0", "BYMONTH=3;BYDAY=2SU"),
        ("M2.5.0/0", "BYMONTH=2;BYDAY=-1SU"),
        ("J79/24", "BYMONTH=3;BYMONTHDAY=21"),
        ("M3.2.0/24", ""),
        ("M3.5.0/-1", ""),
        ("M10.5.4/24", ""),
        ("59", ""),
    ],
)
def test_rules_without_end_are_right_in_every_year_or_not_written(begins: str, recurrence: str) -> None:
    assert endless_recurrence(footer_rules(f"<-03>3<-02>,{begins},M11.1.0")[0]) == recurrence


def test_a_footer_is_read_or_refused() -> None:
    begins, ends = footer_rules("IST-1GMT0,M10.5.0,M3.5.0/1:30:15")
    assert (begins.kind, begins.before, begins.seconds) == ((0, True, "GMT"), 3600, 7200)
    assert (ends.kind, ends.before, ends.seconds) == ((3600, False, "IST"), 0, 5415)
    assert footer_rules("<+0545>-5:45") == footer_rules("") == ()
    with pytest.raises(ValueError, match="not a POSIX TZ string: EST5EDT,soon,later"):
        footer_rules("EST5EDT,soon,later")


@pytest.mark.parametrize("more_years", [0, 1, 40])
def test_a_file_that_repeats_its_footer_says_the_same(more_years: int) -> None:
    short = timeline("America/New_York")
    repeated = onsets_of(short.rules, 2007, 2007 + more_years)
    assert Timeline.of((*short.past, *repeated), short.rules) == short


def test_a_change_of_nothing_only_says_since_when_the_rules_govern() -> None:
    short = timeline("America/New_York")
    last = short.past[-1]
    pause = Onset(last.at + 10 * 365 * 86400, last.kind.offset, last.kind)
    assert Timeline.of((*short.past, pause), short.rules) == Timeline(short.past, short.rules, pause.at + 1)
