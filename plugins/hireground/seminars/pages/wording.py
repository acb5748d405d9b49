"""Write dates, places, prices and states in a reader's language, with gettext and Babel."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from gettext import NullTranslations
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_timezone_gmt, get_timezone_name

from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.facts.ways import Course, Registration
from hireground.seminars.model.facts.windows import LAST_MINUTE
from hireground.seminars.model.model import Place, Session
from hireground.seminars.model.people import Person
from hireground.seminars.model.prices import Price
from hireground.seminars.model.registration import RegistrationState

MOST = 1 << 14
Ways = tuple[tuple[Registration, RegistrationState], ...]


@lru_cache(MOST)
def full_date(day: dt.date, locale: Locale) -> str:
    """Write `Saturday, December 5, 2026`."""
    return format_date(day, "full", locale)


@lru_cache(MOST)
def long_date(day: dt.date, locale: Locale) -> str:
    """Write `November 20, 2026`."""
    return format_date(day, "long", locale)


@lru_cache(MOST)
def by_skeleton(skeleton: str, day: dt.date, locale: Locale) -> str:
    """Write what a skeleton of CLDR names: `MMMEd` is `Sat, Dec 5`."""
    return format_skeleton(skeleton, dt.datetime.combine(day, dt.time()), None, fuzzy=True, locale=locale)


@lru_cache(MOST)
def clock(time: dt.time, locale: Locale) -> str:
    """Write `9:00 AM`; `time` has no zone."""
    return format_time(time, "short", locale=locale)


@lru_cache(MOST)
def zone_name(timezone: ZoneInfo, locale: Locale) -> str:
    """Write `Pacific Time`, whatever the season; where CLDR knows no place, `UTC` or an offset."""
    name = get_timezone_name(timezone, "long", locale=locale, zone_variant="generic")
    if locale.territories["ZZ"] not in name:  # "Unknown Region"
        return name
    moment = dt.datetime(2026, 1, 1, tzinfo=timezone)
    return get_timezone_gmt(moment, locale=locale) if moment.utcoffset() else "UTC"


@lru_cache(MOST)
def language_name(code: str, locale: Locale) -> str:
    """Write the name of a language in another."""
    base, _, more = code.partition("-")
    name = locale.languages.get(f"{base}_{more}") or locale.languages.get(base)
    return f"{name[:1].upper()}{name[1:]}" if name else code


def phrase(words: str) -> str:
    """Mark a phrase for the catalogs; it is translated where it is used."""
    return words


@dataclass(frozen=True)
class Wording:
    """One language: `gettext` gives a phrase of the theme in it, `ngettext` one that counts."""

    language: str
    gettext: Callable[[str], str] = str
    ngettext: Callable[[str, str, int], str] = NullTranslations().ngettext

    @cached_property
    def locale(self) -> Locale:
        """The language with its dates and names."""
        return Locale.parse(self.language.replace("-", "_"))

    def day(self, moment: dt.datetime | dt.date) -> str:
        """Write `Saturday, December 5, 2026`."""
        return full_date(day_of(moment), self.locale)

    def short_day(self, moment: dt.datetime | dt.date) -> str:
        """Write `Sat, Dec 5`."""
        return by_skeleton("MMMEd", day_of(moment), self.locale)

    def listed_day(self, moment: dt.datetime | dt.date) -> str:
        """Write `Sat, Dec 5, 2026`."""
        return by_skeleton("yMMMEd", day_of(moment), self.locale)

    def date(self, moment: dt.datetime | dt.date) -> str:
        """Write `November 20, 2026`."""
        return long_date(day_of(moment), self.locale)

    def month(self, moment: dt.date) -> str:
        """Write `December 2026`."""
        return by_skeleton("yMMMM", day_of(moment), self.locale)

    def clock(self, moment: dt.datetime) -> str:
        """Write `9:00 AM`."""
        return clock(moment.time(), self.locale)

    def hour(self, time: dt.time) -> str:
        """Write `6:00 PM`."""
        return clock(time, self.locale)

    def spoken(self, code: str | None) -> str:
        """Write `German`; a code that nobody has a name for stays as it is."""
        return language_name(code, self.locale) if code else ""

    def zone(self, timezone: ZoneInfo) -> str:
        """Write `Pacific Time`."""
        return zone_name(timezone, self.locale)

    def days(self, session: Session, *, is_listed: bool = False) -> str:
        """Write the day of a session, or its first and last; the month, or that it is awaited, where it has no day."""
        write = self.listed_day if is_listed else self.day
        if not session.has_day:
            is_known = session.known is Known.MONTH
            return self.month(session.start) if is_known else self.gettext("Date to be announced")
        first, last = write(session.start), write(session.last_day)
        return first if first == last else self.gettext("{first} to {last}").format(first=first, last=last)

    def hours(self, session: Session) -> str:
        """Write `9:00 AM to 12:00 PM, Pacific Time`."""
        if session.known in _AWAITED:
            return self.gettext(_AWAITED[session.known])
        if session.all_day:
            return self.gettext("All day")
        start, end, zone = self.clock(session.start), self.clock(session.end), self.zone(session.timezone)
        if session.has_open_end:
            return self.gettext("From {start}, {zone}").format(start=start, zone=zone)
        return self.gettext("{start} to {end}, {zone}").format(start=start, end=end, zone=zone)

    def when(self, session: Session) -> str:
        """Write day and hours in one line."""
        return ", ".join(filter(None, (self.days(session), self.hours(session))))

    def moment(self, moment: dt.datetime) -> str:
        """Write `Friday, December 4, 2026, 11:59 PM`."""
        return f"{self.day(moment)}, {self.clock(moment)}"

    def near(self, moment: dt.datetime, session: Session, *, is_day: bool = False) -> str:
        """Write a moment beside a session's date, `Fri, Dec 4, 6:00 PM`: where the year is known, it is not said."""
        day = self.short_day(moment) if moment.year == session.start.year else self.listed_day(moment)
        return day if is_day else f"{day}, {self.clock(moment)}"

    def deadline(self, moment: dt.datetime, session: Session) -> str:
        """Write a deadline: the day alone when the author gave a day, whose first or last minute was meant."""
        return self.near(moment, session, is_day=moment.time() in {dt.time(), LAST_MINUTE})

    def began(self, start: dt.datetime, session: Session) -> str:
        """Write a start that a session had once: the day alone for whole days."""
        return self.day(start) if session.all_day else self.moment(start)

    def people(self, people: Iterable[Person]) -> str:
        """Write `Mara Lindqvist (Example Ltd), Ben Sample`."""
        return ", ".join(person.line for person in people)

    def where(self, session: Session) -> str:
        """Write the place in one line."""
        return self.gettext(" and ").join(self.places(session, _one_line(session.place) if session.place else ""))

    def where_in_short(self, session: Session) -> str:
        """Write the place in one line, and that there is a way in online, whatever the room there is called."""
        awaited = self.gettext("Place to be announced") if "place" in session.awaited else ""
        place = _one_line(session.place) if session.place else awaited
        if session.online is None:
            return place
        return self.gettext("{place}, and online").format(place=place) if place else self.gettext("Online")

    def language_name(self, language: str) -> str:
        """Write `German`, for words that are in another language than these; nothing for the same one."""
        other = Locale.parse(language, sep="-")
        name = other.get_display_name(self.locale) or language
        return "" if other.language == self.locale.language else name[:1].upper() + name[1:]

    def places(self, session: Session, place: str) -> Iterator[str]:
        """Yield where people meet, with the `place` in words that the caller chooses, and where online."""
        awaited = self.gettext("Place to be announced") if "place" in session.awaited else ""
        yield from filter(None, (place or awaited, session.online.name if session.online else ""))

    def link_later(self, session: Session) -> str:
        """Say where an online session without a link takes place, and how people get the link."""
        name = session.online.name if session.online else ""
        if session.registration is None:
            return self.gettext("Online: {link}").format(link=name)
        return self.gettext("Online: {name}; the link comes after registration").format(name=name)

    def price(self, session: Session) -> str:
        """Write `Free (sponsored by Example Bank)`, or the price; unknown is silent."""
        price, sponsor = session.price, session.sponsor
        if price is None:
            return ""
        paid = self.gettext("sponsored by {name}").format(name=sponsor.name) if sponsor else ""
        *before, last = price.every
        said = "; ".join((*(self.one_price(one, one.note) for one in before), self.one_price(last, last.note, paid)))
        return ("; " if before else ", ").join(filter(None, (said, self.course(session))))

    def course(self, session: Session) -> str:
        """Write `for all 6 dates`, where a date is part of a course."""
        words = self.gettext("for all {number} dates")
        return words.format(number=session.course.dates) if session.course else ""

    def one_price(self, price: Price, *notes: str) -> str:
        """Write `Free for students until January 10, 2027 (bring your card)`."""
        words = self.gettext(AMOUNTS[price.amount_words]) if price.amount_words in AMOUNTS else price.amount_words
        for words_of, said in zip(PRICE_PHRASES, (price.who, price.since, price.until), strict=True):
            if said:
                day_or_who = said if isinstance(said, str) else self.date(said)
                words = self.gettext(words_of).format(price=words, said=day_or_who)
        beside = "; ".join(filter(None, notes))
        return f"{words} ({beside})" if beside else words

    def register(self, session: Session) -> str:
        """Name the registration link, with the price as the author says it."""
        price = session.price
        if session.course:
            return self._register_for_all(session.course, price)
        if price is None or price.is_open or not price.is_one:
            return self.gettext("Register now")
        if price.is_free:
            return self.gettext("Register now (it’s free)")
        return self.gettext("Register now ({price})").format(price=_amount(price))

    def _register_for_all(self, course: Course, price: Price | None) -> str:
        words = self.gettext("Register for all {number} dates").format(number=course.dates)
        if price is None or price.is_open or not price.is_one:
            return words
        amount = self.one_price(price) if price.is_free else _amount(price)
        return self.gettext("{words} ({who})").format(words=words, who=amount)

    def state(self, session: Session, state: RegistrationState, ways: Ways = ()) -> str:
        """Say a session's state so that it is still true tomorrow; that of each way to register, where they differ."""
        if ways:
            said = ((way.who, self.state(replace(session, registration=way), one)) for way, one in ways)
            return "; ".join(self.gettext("{name}: {words}").format(name=who, words=words) for who, words in said)
        words = self.gettext(_PHRASES[state]) if _PHRASES[state] else ""
        if state is RegistrationState.HAPPENING_NOW and session.has_open_end:
            return self.gettext("Under way")
        registration = session.registration
        if state in _OPEN and registration and registration.closes == session.end:
            return self.gettext(_OPEN[state])
        if state is RegistrationState.OPEN and registration and registration.lottery:
            words = self.gettext("Places are drawn from those who register by {closes}")
        opens = registration.opens if registration else None
        closes = registration.last_closes if registration else session.start
        return words.format(
            opens=self.deadline(opens or session.start, session),
            closes=self.deadline(closes, session),
            end=self.near(session.end, session),
        )


def _amount(price: Price) -> str:
    return f"{price.amount_words}; {price.note}" if price.note else price.amount_words


def day_of(moment: dt.datetime | dt.date) -> dt.date:
    """Return the day of a moment, on the clocks of its own zone."""
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _one_line(place: Place) -> str:
    return ", ".join(filter(None, (place.name, place.room, place.city, place.region)))


_AWAITED = {
    Known.DAY: phrase("Hour to be announced"),
    Known.MONTH: phrase("Day to be announced"),
    Known.NOTHING: "",
}
_OPEN = {
    RegistrationState.OPEN: phrase("Registration is open"),
    RegistrationState.FEW_PLACES: phrase("Few places left"),
}
"""What holds until a date has its hour, when nothing says until which day."""
AMOUNTS = {"free": phrase("Free"), "donation": phrase("Donation"), "pay what you can": phrase("Pay what you can")}
PRICE_PHRASES = (phrase("{price} for {said}"), phrase("{price} from {said}"), phrase("{price} until {said}"))
_PHRASES = {
    RegistrationState.UNANNOUNCED: "",
    RegistrationState.WALK_IN: phrase("No registration needed"),
    RegistrationState.INVITED: phrase("By invitation only"),
    RegistrationState.NOT_YET_OPEN: phrase("Registration opens {opens}"),
    RegistrationState.OPEN: phrase("Register by {closes}"),
    RegistrationState.FEW_PLACES: phrase("Few places left; register by {closes}"),
    RegistrationState.FULL: phrase("Full"),
    RegistrationState.WAITING_LIST: phrase("Full, with a waiting list"),
    RegistrationState.CLOSED: phrase("Registration closed {closes}"),
    RegistrationState.HAPPENING_NOW: phrase("Under way until {end}"),
    RegistrationState.PAST: phrase("Past"),
    RegistrationState.CANCELLED: phrase("Cancelled"),
    RegistrationState.POSTPONED: phrase("Postponed: a new date will follow"),
}
