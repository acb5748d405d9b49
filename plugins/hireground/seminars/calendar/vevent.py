"""Write a session as a VEVENT (RFC 5545 §3.6.1, RFC 7986): the same bytes in whatever calendar."""

import datetime as dt
import re
from mimetypes import guess_type

from icalendar import Event, vCalAddress, vCategory, vDate, vDatetime, vText, vUri

from hireground.seminars.calendar.addresses import encoded
from hireground.seminars.calendar.folding import joined
from hireground.seminars.calendar.vtimezone import has_rules
from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.model import CALLED_OFF, EventStatus, Place, Session
from hireground.seminars.model.places import Online
from hireground.seminars.pages.description import calendar_status, description, location
from hireground.seminars.pages.wording import Wording
from hireground.text.localtime import is_repeated

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
APPLE_RADIUS = "100"
"""Meters around a place within which somebody is there."""
QUOTED = {"CN": " '\\", "LABEL": "\\"}
"""What puts a parameter in quotes beyond RFC 5545: some programs take `\\;` outside of them for an escape."""


class TextValue(vText):
    r"""TEXT (RFC 5545 §3.3.11). icalendar 7.3 turns the two characters `\N` into a line break first; this does not."""

    def to_ical(self) -> bytes:
        """Escape, and leave control characters out."""
        text = without_controls(str(self)).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n").encode()


class Categories(vCategory):
    """CATEGORIES (§3.8.1.2) of `Text`s, with commas between them."""

    def to_ical(self) -> bytes:
        """Escape each, so that a comma inside one stays inside."""
        return b",".join(TextValue(name).to_ical() for name in self.cats)


def without_controls(text: str) -> str:
    """Leave out the control characters that no value may have."""
    return CONTROL.sub("", text)


def uri(address: str) -> vUri:
    """Return a URI (RFC 5545 §3.3.13) that leads to an address."""
    return vUri(encoded(address))


def picture(address: str, display: str) -> vUri:
    """Build IMAGE (RFC 7986 §5.10) of a picture at an address, with its type by the file's name."""
    image = uri(address)
    kind = guess_type(address)[0]
    image.params.update({"VALUE": "URI", "DISPLAY": display} | ({"FMTTYPE": kind} if kind else {}))
    return image


def attached(address: str) -> vUri:
    """Build ATTACH (RFC 5545 §3.8.1.1) of what is at an address, with its type where the name says it."""
    made = uri(address)
    kind = guess_type(address)[0]
    made.params.update({"FMTTYPE": kind} if kind else {})
    return made


def event(session: Session, siteurl: str, wording: Wording, text: str = "") -> bytes:
    """Build one VEVENT; DTSTAMP is the last revision, as §3.8.7.2 has it where there is no METHOD.

    `text` is the seminar's own, as much as a calendar shows of it.
    """
    made = Event()
    made.add("uid", session.uid)
    made.add("dtstamp", session.modified)
    made.add("last-modified", session.modified)
    made.add("sequence", session.sequence)
    made["DTSTART"] = _moment(session.start, session)
    if not session.has_open_end:  # then it ends where it starts (RFC 5545 3.6.1), and takes no time
        made["DTEND"] = _moment(session.end, session)
    made["SUMMARY"] = TextValue(_prefix(session, wording) + session.title)
    made["DESCRIPTION"] = TextValue(description(session, siteurl, wording, text))
    made["STATUS"] = TextValue(calendar_status(session))
    if siteurl:  # on a laptop there is no address to give
        made["URL"] = uri(f"{siteurl}/{session.url}")
        if session.image:
            made["IMAGE"] = picture(f"{siteurl}/{session.image}", "GRAPHIC")
    if session.status in CALLED_OFF or session.known is not Known.HOUR:  # nobody's whole day is taken by an hour of it
        made["TRANSP"] = TextValue("TRANSPARENT")
    _add_place(made, session)
    _add_people(made, session)
    _add_material(made, session)
    return joined(filter(None, made.content_lines()))


def names_zone(session: Session) -> bool:
    """Tell whether a VEVENT has local times in a zone, and not days, or times in UTC."""
    return not session.all_day and session.timezone.key != "UTC" and has_rules(session.timezone.key, session.start)


def _moment(moment: dt.datetime, session: Session) -> vDate | vDatetime:
    """Name the zone that the author wrote; icalendar takes `Atlantic/Reykjavik` for UTC."""
    if session.all_day:
        return vDate(moment.date(), {"VALUE": "DATE"})
    # An end in the hour that clocks show twice is the first of both (RFC 5545 3.3.5), and most programs take the
    # second: Thunderbird, libical, KCalendarCore. All of them read UTC rightly.
    if not names_zone(session) or is_repeated(moment):
        return vDatetime(moment.astimezone(dt.UTC))
    local = vDatetime(moment.replace(tzinfo=None))
    local.params["TZID"] = session.timezone.key
    return local


def _prefix(session: Session, wording: Wording) -> str:
    words = {EventStatus.CANCELLED: wording.gettext("Cancelled"), EventStatus.POSTPONED: wording.gettext("Postponed")}
    return f"{words[session.status]}: " if session.status in words else ""


def _add_place(made: Event, session: Session) -> None:
    if where := location(session):
        made["LOCATION"] = TextValue(where)
    if session.place and session.place.geo:
        made.add("geo", session.place.geo)
        made["X-APPLE-STRUCTURED-LOCATION"] = _on_the_map(session.place, session.place.geo)
    if session.online and session.online.url:
        conference = uri(session.online.url)
        label = without_controls(session.online.name)
        conference.params.update({"VALUE": "URI", "FEATURE": _features(session.online), "LABEL": label})
        conference.params.quote_also = QUOTED
        made.add("conference", conference)


def _on_the_map(place: Place, geo: tuple[float, float]) -> vUri:
    """Write the place as Apple Calendar reads it, which shows a map and when to leave; GEO alone does neither."""
    point = vUri("geo:" + ",".join(f"{degrees:.6f}".rstrip("0").rstrip(".") for degrees in geo))  # RFC 5870
    texts = {"X-ADDRESS": ", ".join(place.lines), "X-TITLE": place.name}
    point.params.update({"VALUE": "URI", "X-APPLE-RADIUS": APPLE_RADIUS})
    point.params.update({name: without_controls(text) for name, text in texts.items() if text})
    point.params.quote_also = {**QUOTED, **dict.fromkeys(texts, " '\\")}
    return point


def _add_material(made: Event, session: Session) -> None:
    """Attach slides and recording, as soon as they are there; on a laptop a file of the site has no address."""
    for address in (session.slides, session.recording):
        if address and "://" in address and session.status not in CALLED_OFF:
            made.add("attach", attached(address))


def _features(online: Online) -> list[str]:
    return [feature.upper() for feature in online.features]


def _add_people(made: Event, session: Session) -> None:
    if session.topics:
        made["CATEGORIES"] = Categories(list(session.topics))
    if session.organizer.email:
        organizer = vCalAddress(f"mailto:{session.organizer.email}")
        organizer.params["CN"] = without_controls(session.organizer.name)
        organizer.params.quote_also = QUOTED
        made["ORGANIZER"] = organizer
