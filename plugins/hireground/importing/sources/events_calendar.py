"""Read the events of The Events Calendar from an export: hours, venues, organizers, prices."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from babel import Locale

from hireground.importing.addresses.permalinks import address_of
from hireground.importing.dates import moment_of
from hireground.importing.fields import unique
from hireground.importing.model import Answers, Fate, Note
from hireground.importing.seminars.model import UNKNOWN, Date, Places, Series
from hireground.importing.sources.event_rules import repeated
from hireground.importing.sources.wxr import Export, Item
from hireground.importing.texts.html_to_markdown import markdown_of
from hireground.importing.texts.wordpress_html import html_of
from hireground.importing.writing import Value
from hireground.slugs import slugify
from hireground.text.timezones import zone, zone_names
from hireground.text.web_addresses import email_problem, url_problem

OFFSET = re.compile(r"UTC([+-])(\d{1,2})(?::?(\d\d)|\.(\d))?")
YES = frozenset({"yes", "1", "true"})
OTHER_NAMES = {"uk": "GB", "great britain": "GB", "england": "GB", "usa": "US", "united states of america": "US"}
OF_DATE = re.compile(r"(?<=/)\d{4}-\d\d-\d\d/(?:\d+/)?$")
"""What the plugin puts behind the address of an event that repeats: the day, and a number where it has two that day."""
AMOUNT = re.compile(r"\d+(?:[.,]\d{1,2})?")
SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP"}


class Events:
    """The events of an export, with their venues and organizers; what the report says is in `notes`."""

    def __init__(self, export: Export, answers: Answers, places: Places) -> None:
        self.export, self.answers, self.places, self.notes = export, answers, places, list[Note]()
        self.by_number = {one.get("post_id"): one for one in export.items}
        self.attachments = {one.get("post_id"): one for one in export.items if one.get("post_type") == "attachment"}

    def series(self) -> Iterator[Series]:
        """Yield a seminar for each event; what repeats may be several items, which name the first of them."""
        events = [one for one in self.export.items if one.get("post_type") == "tribe_events"]
        events = [one for one in events if one.get("status") not in {"trash", "auto-draft"}]
        known = {one.get("post_id") for one in events}
        for item in events:
            if item.get("post_parent") not in known:
                yield self._one(item, [one for one in events if one.get("post_parent") == item.get("post_id")])

    def _one(self, item: Item, later: list[Item]) -> Series:
        source = f"event {item.get('post_id')}"
        organizers = [one for ident in item.meta.get("_EventOrganizerID", ()) if (one := self.by_number.get(ident))]
        price = price_of(item.said("_EventCost"), item.said("_EventCurrencyCode") or item.said("_EventCurrencySymbol"))
        if price is None:
            self.notes.append(Note(Fate.TO_DECIDE, "a price that is not one amount", source, item.said("_EventCost")))
        link = self._old(item)
        series = OF_DATE.sub("", link) if later else link
        return Series(
            source=source, title=" ".join(unescape(item.get("title")).split()),
            body=self._body(item, organizers, source),
            dates=tuple(self._dates(item, later, price or "", source, series)),
            summary=" ".join(markdown_of(item.get("excerpt:encoded"))[0].split()),
            topics=unique(map(unescape, item.names("tribe_events_cat", "post_tag"))),
            organizer=_organizer(organizers[0]) if organizers else {},
            is_draft=item.get("status") in {"draft", "pending", "private"} or bool(item.get("post_password")),
            addresses=(*((series,) if series not in {"", "/"} else ()), f"/?p={item.get('post_id')}"),
            slug=slugify(unquote(item.get("post_name"))),
        )  # fmt: skip

    def _old(self, item: Item) -> str:
        return address_of(item.get("link"), self.export.base)

    def _all_old(self, item: Item, series: str) -> tuple[str, ...]:
        """Return what a further item was called: by its link, unless the whole series has that, and by its number."""
        link = self._old(item)
        return (*(() if link in {"", "/", series} else (link,)), f"/?p={item.get('post_id')}")

    def _dates(self, item: Item, later: list[Item], price: str, source: str, series: str) -> Iterator[Date]:
        """Yield the dates: those of further items, or by the rules that the event has.

        An address of one date leads to its page. That of the first names its day, or the whole `series` has it.
        """
        date = self._date(item, price)
        said = item.said("_EventRecurrence")
        if later:
            first = replace(date, addresses=tuple(old for old in (self._old(item),) if old != series))
            more = (replace(self._date(one, price), addresses=self._all_old(one, series)) for one in later)
            yield from sorted([first, *more], key=lambda one: str(one.start))
            return
        if not said or date.start is None:
            yield date
            return
        found = repeated(date, said, self.answers)
        if found is None:
            self.notes.append(Note(Fate.TO_DECIDE, "an event that repeats: write its other dates", source))
        yield from (date,) if found is None else found.dates
        self.notes += [Note(fate, kind, source, detail) for fate, kind, detail in (found.notes if found else ())]

    def _body(self, item: Item, organizers: list[Item], source: str) -> str:
        """Return the text, with what only a text can say: further organizers, and the event's own site."""
        html, notes = html_of(item.get("encoded"), item, self.attachments, source)
        body, more = markdown_of(html, source)
        self.notes += [*notes, *more]
        if len(organizers) > 1:
            others = ", ".join(unescape(one.get("title")) for one in organizers[1:])
            body = f"{body}\n\nWith {others}."
            kind = "several organizers: the first one is, the text names the others"
            self.notes.append(Note(Fate.CHANGED, kind, source))
        link = item.said("_EventURL")
        return (f"{body}\n\n<{link}>" if link and not url_problem(link) else body).strip()

    def _date(self, item: Item, price: str) -> Date:
        own = zone(self.answers.timezone)
        name = self.answers.source_timezone or item.said("_EventTimezone")
        start, end = (moment_of(item.said(f"_Event{edge}Date"), own) for edge in ("Start", "End"))
        is_all_day = item.said("_EventAllDay").lower() in YES
        named, offset = _zone(name)
        if is_all_day:
            start, end = (one.date() if isinstance(one, dt.datetime) else one for one in (start, end))
            named = ""
        else:
            start, end = (_with_midnight(one) for one in (start, end))
        uid = self._uid(item, start, end, named, offset) if not is_all_day else ""
        if offset is not None and not is_all_day and isinstance(start, dt.datetime):
            start, end = (_moved(one, offset, own) for one in (start, end))
            named = own.key
        if not named and offset is None and not is_all_day:
            named = UNKNOWN
        place = self._place(item)
        return Date(
            start=start, end=end if end and start and end > start else start if is_all_day else None,
            is_all_day=is_all_day, timezone=named, place=place, price=price, uid=uid,
            online=link if (link := item.said("_tribe_events_virtual_url")) and not url_problem(link) else "",
        )  # fmt: skip

    def _uid(self, item: Item, start: object, end: object, named: str, offset: dt.timezone | None) -> str:
        """Return what the plugin's own calendar calls an event, so that those who subscribed keep it."""
        there = zone(named) if named else offset
        if there is None or not (isinstance(start, dt.datetime) and isinstance(end, dt.datetime)):
            return ""
        host = urlsplit(self.export.address).hostname or ""
        first, last = (int(one.replace(tzinfo=there).timestamp()) for one in (start, end))
        return f"{item.get('post_id')}-{first}-{last}@{host}" if host else ""

    def _place(self, item: Item) -> str:
        venue = self.by_number.get(item.said("_EventVenueID"))
        return venue_of(_venue(venue), self.places) if venue else ""


def _with_midnight(moment: dt.datetime | dt.date | None) -> dt.datetime | dt.date | None:
    """Take a day as its first minute: the plugin always says hours."""
    if moment is None or isinstance(moment, dt.datetime):
        return moment
    return dt.datetime.combine(moment, dt.time())


def _moved(moment: object, offset: dt.timezone, own: ZoneInfo) -> dt.datetime | None:
    if not isinstance(moment, dt.datetime):
        return None
    return moment.replace(tzinfo=offset).astimezone(own).replace(tzinfo=None)


def _zone(name: str) -> tuple[str, dt.timezone | None]:
    """Return a zone's name, or the offset that stands in its place."""
    if name in zone_names() and "/" in name:
        return name, None
    if match := OFFSET.fullmatch(name.replace(" ", "")):
        minutes = int(match[3] or 0) + int(match[4] or 0) * 6
        span = dt.timedelta(hours=int(match[2]), minutes=minutes)
        return "", dt.timezone(-span if match[1] == "-" else span)
    return "", dt.UTC if name == "UTC" else None


def price_of(cost: str, currency: str) -> str | None:
    """Return a price as ours are said, empty where nothing is; None for what is no single amount."""
    words = unescape(cost).strip()
    if not words:
        return ""
    if words.lower() in {"free", "0", "0.00", "kostenlos", "gratis"}:
        return "free"
    code = SYMBOLS.get(currency.strip(), currency.strip().upper())
    code = code or next((name for sign, name in SYMBOLS.items() if sign in words), "")
    amount = AMOUNT.fullmatch(words.strip("$€£ ").removesuffix(code).strip())
    return f"{amount[0].replace(',', '.')} {code}" if amount and re.fullmatch("[A-Z]{3}", code) else None


def _venue(item: Item) -> Mapping[str, str]:
    keys = {"address": "Address", "city": "City", "postal_code": "Zip", "country": "Country"}
    found = {name: unescape(item.said(f"_Venue{key}")) for name, key in keys.items()}
    region = item.said("_VenueStateProvince") or item.said("_VenueState") or item.said("_VenueProvince")
    return {"name": unescape(item.get("title")), **found, "region": unescape(region)}


def venue_of(said: Mapping[str, str], places: Places) -> str:
    """Return the name by which a file says a venue."""
    order = ("address", "city", "region", "postal_code")
    more = {key: " ".join(said.get(key, "").split()) for key in order}
    return places.named(said.get("name", ""), **more, country=country(said.get("country", "")))


def country(name: str) -> str:
    """Return the two letters of a country by its name; empty where nobody knows it."""
    word = name.strip().lower()
    if re.fullmatch("[a-z]{2}", word) and word != "uk":
        return word.upper()
    names = {
        str(said).lower(): code for code, said in Locale("en").territories.items() if re.fullmatch("[A-Z]{2}", code)
    }
    return OTHER_NAMES.get(word) or names.get(word, "")


def _organizer(item: Item) -> Mapping[str, Value]:
    email, url = item.said("_OrganizerEmail"), item.said("_OrganizerWebsite")
    return {
        "name": unescape(item.get("title")), "email": email if email and not email_problem(email) else "",
        "url": url if url and not url_problem(url) else "",
    }  # fmt: skip
