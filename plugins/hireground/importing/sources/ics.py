"""Read calendars: single events, rules with what was moved or cancelled, and whose clocks their hours are."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

from icalendar import Calendar, Component
from icalendar.prop.broken import vBroken

from hireground.importing.fields import small_number
from hireground.importing.model import Answers, Fate, Note, Source
from hireground.importing.own_calendars.series import OF_SEMINAR, OwnEvent, own_series
from hireground.importing.reading import UnreadableError, decoded
from hireground.importing.rules import Expanded, expanded, on_clocks_of
from hireground.importing.seminars.files import seminar_files
from hireground.importing.seminars.model import Date, Places, Series
from hireground.importing.sources.ics_zones import Zones
from hireground.importing.texts.html_to_markdown import markdown_of
from hireground.seminars.calendar.calendar_file import PRODID
from hireground.terminal import RefusedError
from hireground.text.timezones import zone, zone_names

LARGEST = 50_000_000
BROKEN = "a line of an event that cannot be read"
CALLS = re.compile(
    r"https?://[^\s<>\"']*(?:zoom\.|zoom/|meet\.|/meet|teams\.|webex|jitsi|gotomeet|bigbluebutton|bbb\.|whereby|hangouts)[^\s<>\"']*",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://[^\s<>\"']+")
PARTS = re.compile(f"({ADDRESS.pattern})")
MARKUP = re.compile(r"<(?:p|br|b|a|i|ul|ol|li|div|span|html|strong|em)\b[^<>]*>", re.IGNORECASE)
JOINS = re.compile(r"\n_{8,}\s*\n.*", re.DOTALL)
"""What programs for calls put below a text."""
InZones = tuple[Component, Zones]
CALLED_OFF = re.compile(
    r"^(?:cancell?ed|called off|abgesagt|cancelad[oa]|annulée?|annullato|afgelast|(?P<later>postponed|verschoben"
    r"|aplazado|reportée?|rinviato|uitgesteld|adiado))\s*[:–-]\s*",
    re.IGNORECASE,
)
"""What programs, and ours, put before the title of what was cancelled; postponed is cancelled until its new date."""
SIGNS = re.compile(r"([\\`*\[\]<]|(?<!\w)_|_(?!\w))")


def read_ics(path: Path, answers: Answers) -> Source:
    """Read a calendar's file, or all that stand in a folder."""
    files = [path] if path.is_file() else sorted(path.glob("**/*.ics"))
    events: list[InZones] = []
    notes: list[Note] = []
    for file in files:
        try:
            events += _events(file, answers)
        except UnreadableError as error:
            notes.append(Note(Fate.TO_DECIDE, "a calendar that cannot be read", file.name, str(error)))
    if not events and notes and len(files) == 1:
        raise RefusedError(f"{path.name} cannot be read: {notes[0].detail}")
    places = Places(answers.known_places)
    reader = Reader(answers, places, notes)
    seminars, more = seminar_files(reader.series(events), answers.timezone)
    return Source(
        name="a calendar", seminars=seminars, places=tuple(places.records.values()), notes=(*notes, *more),
    )  # fmt: skip


def _events(file: Path, answers: Answers) -> Iterator[InZones]:
    text = decoded(file, LARGEST)
    if re.search(r"\{%|\{\{|^---\s*$", text[:5_000], re.MULTILINE):
        raise UnreadableError("it is a template, and no calendar; take the one that readers get")
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise UnreadableError(f"not a calendar: {' '.join(str(error).split())[:100]}") from None
    for calendar in calendars:
        said = answers.source_timezone or str(calendar.get("X-WR-TIMEZONE") or "")
        named = said if said in zone_names() and "/" in said else ""
        is_own = str(calendar.get("PRODID")) == PRODID
        of_one = is_own and OF_SEMINAR.search(str(calendar.get("URL") or ""))
        own = [str(calendar.get(name) or "") if of_one else "" for name in ("NAME", "DESCRIPTION")]
        zones = Zones(zone(answers.timezone), named, is_own, *own)
        yield from ((event, zones) for event in calendar.walk("VEVENT"))


def _without_broken(event: Component) -> Iterator[str]:
    """Take lines out of an event that cannot be read; yield their names."""
    for name, value in list(event.items()):
        several = value if isinstance(value, list) else [value]
        if kept := [one for one in several if not isinstance(one, vBroken)]:
            if len(kept) < len(several):
                event[name] = kept
                yield name
        else:
            del event[name]
            yield name


class Reader:
    """Turns events into seminars: a rule is one, and so are single events of one title."""

    def __init__(self, answers: Answers, places: Places, notes: list[Note]) -> None:
        self.answers, self.places, self.notes = answers, places, notes

    def series(self, events: list[InZones]) -> Iterator[Series]:
        """Yield the seminars, in the order of their first dates."""
        named_last = sorted(events, key=lambda one: bool(one[1].title))
        own = {str(one[0].get("UID")): one for one in named_last if _is_own(*one)}
        ours = own_series([self._own(*one) for one in own.values()], self.places, self.notes)
        others = self._of_others([one for one in events if not _is_own(*one)])
        return iter(sorted([*others, *ours], key=lambda one: (str(one.dates[0].start), one.title)))

    def _of_others(self, events: list[InZones]) -> Iterator[Series]:
        """Yield the seminars of other programs' events; those of one title are one."""
        groups: defaultdict[str, list[tuple[Series, bool]]] = defaultdict(list)
        masters, overrides = self._divided(events)
        for uid, (event, zones) in masters.items():
            one = self._one(uid, event, overrides.get(uid, []), zones)
            if one.dates:
                groups[one.title.casefold() or uid].append((one, "RRULE" in event))
            else:
                self.notes.append(Note(Fate.LEFT_OUT, "an event whose dates are all taken out", one.source))
        yield from (one for group in groups.values() for one in _joined(group))

    def _divided(self, events: list[InZones]) -> tuple[dict[str, InZones], dict[str, list[Component]]]:
        """Return events by their UIDs, and apart from them what single dates of one that repeats say otherwise."""
        masters: dict[str, InZones] = {}
        overrides: defaultdict[str, list[Component]] = defaultdict(list)
        for number, (event, zones) in enumerate(events):
            uid = str(event.get("UID") or f"no-uid-{number}")
            for name in _without_broken(event):
                self.notes.append(Note(Fate.TO_DECIDE, BROKEN, _text(event, "SUMMARY") or uid, name))
            if isinstance(_moment(event, "RECURRENCE-ID"), dt.date) and (uid in masters or "RRULE" not in event):
                overrides[uid].append(event)
            elif isinstance(_moment(event, "DTSTART"), dt.date):
                masters[uid] = event, zones
            else:
                self.notes.append(Note(Fate.LEFT_OUT, "an event without a start", _text(event, "SUMMARY") or uid))
        alone = Zones(zone(self.answers.timezone))
        for uid in [uid for uid in overrides if uid not in masters]:  # an export of single dates of what repeats
            masters |= {f"{uid} {number}": (event, alone) for number, event in enumerate(overrides[uid])}
        return masters, overrides

    def _own(self, event: Component, zones: Zones) -> OwnEvent:
        """Return an event of this engine, whose texts are taken apart by the phrases that they are written with."""
        texts = {name: str(event.pop(name, "")) for name in ("DESCRIPTION", "LOCATION", "URL")}
        call = str(getattr(event.get("CONFERENCE"), "params", {}).get("LABEL", ""))
        date, _body = self._date(event, zones, is_rule=False)
        return OwnEvent(
            date=date, title=str(event.get("SUMMARY") or ""), description=texts["DESCRIPTION"], call=call,
            location=texts["LOCATION"], page=texts["URL"], topics=tuple(_categories(event)),
            seminar=zones.title, about=zones.about,
        )  # fmt: skip

    def _one(self, uid: str, event: Component, moved: list[Component], zones: Zones) -> Series:
        is_rule = "RRULE" in event or "RDATE" in event
        date, body = self._date(event, zones, is_rule=is_rule)
        title = _text(event, "SUMMARY")
        dates: tuple[Date, ...] = (date,)
        if is_rule:
            dates = self._dates(event, date, moved, zones)
        topics = tuple(dict.fromkeys(_categories(event)))
        return Series(source=title or uid, title=title, dates=dates, body=body, topics=topics)

    def _dates(self, event: Component, date: Date, moved: list[Component], zones: Zones) -> tuple[Date, ...]:
        """Return the dates of a rule: the first by itself, which keeps the UID, the rule, and what it has otherwise."""
        others = []
        for one in moved:
            other, body = self._date(one, zones, is_rule=True)
            before = _replaced(event, one, zones)
            status = "cancelled" if str(one.get("STATUS", "")).upper() == "CANCELLED" else other.status
            is_moved = _naive(before) != _naive(other.start)
            others.append(
                replace(
                    other, uid="", status=status, moved_from=before if is_moved and status != "cancelled" else None,
                    body=body if body != _text(event, "DESCRIPTION") else "",
                    start=before if status == "cancelled" else other.start,
                    place=other.place or date.place, online=other.online or date.online,
                    end=None if status == "cancelled" else other.end,
                )
            )  # fmt: skip
        taken = {_naive(_replaced(event, one, zones)) for one in moved}
        found: Expanded = expanded(event, date, taken, zones.of, self.answers)
        self.notes += [Note(fate, kind, date.title, detail) for fate, kind, detail in found.notes]
        dates = [*found.dates, *others]
        if dates and not any(one.uid for one in dates):
            dates[0] = replace(dates[0], uid=date.uid) if not dates[0].rule else dates[0]
        return tuple(sorted(dates, key=lambda one: str(_naive(one.start))))

    def _date(self, event: Component, zones: Zones, *, is_rule: bool) -> tuple[Date, str]:
        start, name = zones.of(_moment(event, "DTSTART"), is_rule=is_rule)
        end = self._end(event, start, zones, is_rule=is_rule)
        is_all_day = not isinstance(start, dt.datetime)
        title, uid = _text(event, "SUMMARY"), str(event.get("UID") or "")
        body, online = self._body(event)
        place, link = self._place(event)
        if end is None and not is_all_day:
            self.notes.append(Note(Fate.TO_DECIDE, "no end is said; it has the site's usual duration", title or uid))
        status = str(event.get("STATUS") or "").lower()
        put_off = CALLED_OFF.match(str(event.get("SUMMARY") or "")) if status == "cancelled" else None
        status = "postponed" if put_off and put_off["later"] else status
        sequence = str(event.get("SEQUENCE") or "0")
        return Date(
            start=start, end=end, is_all_day=is_all_day, timezone=name, title=title, place=place, online=link or online,
            status=status if status in {"cancelled", "tentative", "postponed"} else "", uid=uid if _is_uid(uid) else "",
            sequence=small_number(sequence),
        ), body  # fmt: skip

    def _end(
        self, event: Component, start: dt.datetime | dt.date, zones: Zones, *, is_rule: bool
    ) -> dt.datetime | dt.date | None:
        if isinstance(_moment(event, "DTEND"), dt.date):
            end, _zone = zones.of(_moment(event, "DTEND"), is_rule=is_rule)
        elif isinstance(_moment(event, "DURATION"), dt.timedelta):
            end = start + _moment(event, "DURATION")
        else:
            return start if not isinstance(start, dt.datetime) else None
        if not isinstance(start, dt.datetime):
            end = end.date() if isinstance(end, dt.datetime) else end
            return max(end - dt.timedelta(days=1), start)
        return end if isinstance(end, dt.datetime) and end > start else None

    def _body(self, event: Component) -> tuple[str, str]:
        """Return an event's description as Markdown, and the link to a call in it."""
        text = str(event.get("DESCRIPTION") or "").replace("\r\n", "\n")
        call = next((str(event[name]) for name in ("X-GOOGLE-CONFERENCE", "CONFERENCE") if name in event), "")
        match = CALLS.search(unescape(text))
        call = call or (match[0].rstrip(".,;)") if match else "")
        text = JOINS.sub("", text)
        if MARKUP.search(text):
            text, notes = markdown_of(text, _text(event, "SUMMARY"))
            self.notes += notes
        else:
            parts = (part if ADDRESS.fullmatch(part) else SIGNS.sub(r"\\\1", part) for part in PARTS.split(text))
            lines = "".join(parts).split("\n")
            text = "\n".join(re.sub(r"^(\s*)(#{1,6}\s|>|=+$|~~~)", r"\1\\\2", line).strip() for line in lines)
        link = str(event.get("URL") or "")
        more = f"\n\n<{link}>" if ADDRESS.fullmatch(link) and link not in text else ""
        return f"{text.strip()}{more}".strip(), call if ADDRESS.fullmatch(call) else ""

    def _place(self, event: Component) -> tuple[str, str]:
        """Return the place's name, and the link that stands where a place belongs."""
        text = " ".join(str(event.get("LOCATION") or "").split())
        link = ADDRESS.search(text)
        words = ADDRESS.sub("", text).strip(" ,;/()-|")
        name, _, rest = words.partition(",")
        return self.places.named(name, address=rest.strip()), link[0].rstrip(".,;)") if link else ""


def _is_own(event: Component, zones: Zones) -> bool:
    """Tell whether this engine made an event of a date, and nobody has put a rule or a damaged start into it."""
    is_whole = isinstance(_moment(event, "DTSTART"), dt.date) and "RRULE" not in event
    return zones.is_own and is_whole and "STATUS" in event  # the ends of registration have none


def _joined(group: list[tuple[Series, bool]]) -> Iterator[Series]:
    """Yield rules one by one, and single events of one title as one seminar."""
    yield from (one for one, is_rule in group if is_rule)
    single = [one for one, is_rule in group if not is_rule]
    if len(single) < 2:  # noqa: PLR2004 -- several
        yield from single
        return
    dates = [replace(one.dates[0], body=one.body) for one in single]
    dates.sort(key=lambda date: str(_naive(date.start)))
    topics = tuple(dict.fromkeys(topic for one in single for topic in one.topics))
    bodies = {date.body for date in dates}
    body = bodies.pop() if len(bodies) == 1 else ""
    yield replace(single[0], dates=tuple(dates), body=body, topics=topics)


def _replaced(event: Component, override: Component, zones: Zones) -> dt.datetime | dt.date:
    """Return which of an event's dates an override stands for."""
    said = _moment(override, "RECURRENCE-ID")
    return zones.of(on_clocks_of(_moment(event, "DTSTART"), said), is_rule=True)[0]


def _moment(event: Component, name: str) -> Any:  # noqa: ANN401 -- a date, a time or a length
    """Return what a property holds; None for one that is damaged or not there."""
    return getattr(event.get(name), "dt", None)


def _text(event: Component, name: str) -> str:
    words = " ".join(unescape(re.sub(r"<[^<>]{1,200}>", "", str(event.get(name) or ""))).split())
    is_cancelled = str(event.get("STATUS") or "").upper() == "CANCELLED"
    return CALLED_OFF.sub("", words) if is_cancelled and name == "SUMMARY" else words


def _categories(event: Component) -> Iterator[str]:
    value = event.get("CATEGORIES")
    for one in value if isinstance(value, list) else [value] if value is not None else []:
        yield from (str(name).strip() for name in getattr(one, "cats", []) if any(map(str.isalnum, str(name))))


def _is_uid(uid: str) -> bool:
    return bool(uid) and uid.isprintable() and len(uid) < 500  # noqa: PLR2004 -- what our own key takes, too


def _naive(moment: object) -> object:
    return moment.replace(tzinfo=None) if isinstance(moment, dt.datetime) else moment
