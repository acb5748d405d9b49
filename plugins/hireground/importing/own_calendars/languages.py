"""Find values in words that a calendar's language wrote: a phrase backwards, by writing what it may be."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from hireground.seminars.pages.catalogues import catalogues, wording
from hireground.seminars.pages.wording import Wording
from hireground.text.fields import FIRST_YEAR, LAST_YEAR
from hireground.theme import ENGINE_THEME

YEARS_AROUND = 2
"""How far from a date its prices and former dates are looked for."""


@cache
def words_of_themes() -> tuple["Words", ...]:
    """Return what is known of each language that the engine's theme speaks, English first."""
    return tuple(Words(wording(ENGINE_THEME, code, code)) for code in ("en", *catalogues(ENGINE_THEME)))


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    return re.compile("".join(f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts)))


@dataclass(frozen=True)
class Words:
    """One language, read backwards."""

    wording: Wording

    def said(self, phrase: str, line: str, **known: str) -> Mapping[str, str] | None:
        """Return what stands in the gaps of a phrase, or None where a line is another; `known` gaps are filled."""
        template = self.wording.gettext(phrase)
        for name, value in known.items():
            template = template.replace(f"{{{name}}}", value)
        match = _pattern(template).fullmatch(line)
        return match.groupdict() if match else None

    def labelled(self, label: str, line: str) -> str:
        """Return what stands behind a label; empty for another line."""
        found = self.said("{name}: {words}", line, name=self.wording.gettext(label))
        return found["words"] if found else ""

    @cached_property
    def hours(self) -> Mapping[str, dt.time]:
        """Every minute of a day by how it is written."""
        times = [dt.time(minute // 60, minute % 60) for minute in range(24 * 60)]
        return {self.wording.hour(time): time for time in times}

    def language(self, name: str) -> str:
        """Return the code of a language by its name; the shortest where several have it."""
        codes = sorted(
            (str(code).replace("_", "-") for code in self.wording.locale.languages), key=lambda one: (len(one), one)
        )
        return next((code for code in codes if self.wording.spoken(code) == name), "")

    def day(self, words: str, near: dt.date, *, is_long: bool = True) -> dt.date | None:
        """Return the day that is written so, a few years around another; `is_long` for one with its weekday."""
        if not FIRST_YEAR <= near.year <= LAST_YEAR:
            return None
        write = self.wording.day if is_long else self.wording.date
        first = near - dt.timedelta(days=366 * YEARS_AROUND)
        days = (first + dt.timedelta(days=number) for number in range(2 * 366 * YEARS_AROUND))
        return next((day for day in days if write(day) == words), None)

    def moment(self, words: str, near: dt.date) -> dt.datetime | dt.date | None:
        """Return the day, or the day with its hour, that is written so."""
        for hour, time in self.hours.items():
            if words.endswith(f", {hour}") and (day := self.day(words.removesuffix(f", {hour}"), near)):
                return dt.datetime.combine(day, time)
        return self.day(words, near)
