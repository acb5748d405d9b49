"""A session to one VEVENT (RFC 5545 §3.6.1, RFC 7986): the same bytes for the same input, in whatever calendar."""

import datetime as dt
import re
from mimetypes import guess_type
from urllib.parse import quote

from icalendar import Event, vCalAddress, vCategory, vDate, vDatetime, vText, vUri

from plugins.seminars.description import CALLED_OFF, calendar_status, description
from plugins.seminars.folding import joined
from plugins.seminars.model import EventStatus, Session
from plugins.seminars.online import Online
from plugins.seminars.wording import Wording

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
URI_SIGNS = "%:/?#@!$&'()*+,;=~"
QUOTED = {"CN": " '\\", "LABEL": "\\"}
"""What puts a parameter in quotes beyond RFC 5545: some programs take `\\;` outside of them for an escape."""


class Text(vText):
    r"""TEXT (RFC 5545 §3.3.11). icalendar 7.3 turns the two characters `\N` into a line break first; this does not."""

    def to_ical(self) -> bytes:
        """Escape, and leave control characters out."""
        text = plain(str(self)).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n").encode()


class Categories(vCategory):
    """CATEGORIES (§3.8.1.2) of `Text`s, with commas between them."""

    def to_ical(self) -> bytes:
        """Escape each, so that a comma inside one stays inside."""
        return b",".join(Text(name).to_ical() for name in self.cats)


def plain(text: str) -> str:
    """Leave out the control characters that no value may have."""
    return CONTROL.sub("", text)


def uri(address: str) -> vUri:
    """Encode what a browser takes in an address and RFC 3986 does not: other scripts, brackets, a lone `%`."""
    return vUri(quote(STRAY_PERCENT.sub("%25", address), safe=URI_SIGNS))


def picture(address: str, display: str) -> vUri:
    """Build IMAGE (RFC 7986 §5.10) of a picture at an address, with its type by the file's name."""
    image = uri(address)
    kind = guess_type(address)[0]
    image.params.update({"VALUE": "URI", "DISPLAY": display} | ({"FMTTYPE": kind} if kind else {}))
    return image


def event(session: Session, siteurl: str, wording: Wording, text: str = "") -> bytes:
    """Build one VEVENT; DTSTAMP is the last revision, as §3.8.7.2 has it where there is no METHOD.

    `text` is the seminar's own, as far as a calendar shows it.
    """
    made = Event()
    made.add("uid", session.uid)
    made.add("dtstamp", session.modified)
    made.add("last-modified", session.modified)
    made.add("sequence", session.sequence)
    made["DTSTART"] = _moment(session.start, session)
    made["DTEND"] = _moment(session.end, session)
    made["SUMMARY"] = Text(_prefix(session, wording) + session.title)
    made["DESCRIPTION"] = Text(description(session, siteurl, wording, text))
    made["STATUS"] = Text(calendar_status(session))
    if siteurl:  # on a laptop there is no address to give
        made["URL"] = uri(f"{siteurl}/{session.url}")
        if session.image:
            made["IMAGE"] = picture(f"{siteurl}/{session.image}", "GRAPHIC")
    if session.status in CALLED_OFF:
        made["TRANSP"] = Text("TRANSPARENT")
    _add_place(made, session)
    _add_people(made, session)
    return joined(filter(None, made.content_lines()))


def _moment(moment: dt.datetime, session: Session) -> vDate | vDatetime:
    """Name the zone that the author wrote; icalendar takes `Atlantic/Reykjavik` for UTC."""
    if session.all_day:
        return vDate(moment.date(), {"VALUE": "DATE"})
    if session.timezone.key == "UTC":
        return vDatetime(moment.astimezone(dt.UTC))
    local = vDatetime(moment.replace(tzinfo=None))
    local.params["TZID"] = session.timezone.key
    return local


def _prefix(session: Session, wording: Wording) -> str:
    words = {EventStatus.CANCELLED: wording.gettext("Cancelled"), EventStatus.POSTPONED: wording.gettext("Postponed")}
    return f"{words[session.status]}: " if session.status in words else ""


def _add_place(made: Event, session: Session) -> None:
    place = session.place
    if place:
        made["LOCATION"] = Text(", ".join(filter(None, (place.name, place.room, *place.lines))))
        if place.geo:
            made.add("geo", place.geo)
    if session.online:
        conference = uri(session.online.url)
        label = plain(session.online.name)
        conference.params.update({"VALUE": "URI", "FEATURE": _features(session.online), "LABEL": label})
        conference.params.quote_also = QUOTED
        made.add("conference", conference)
        if not place:
            made["LOCATION"] = Text(session.online.url)


def _features(online: Online) -> list[str]:
    return [feature.upper() for feature in online.features]


def _add_people(made: Event, session: Session) -> None:
    if session.topics:
        made["CATEGORIES"] = Categories(list(session.topics))
    if session.organizer.email:
        organizer = vCalAddress(f"mailto:{session.organizer.email}")
        organizer.params["CN"] = plain(session.organizer.name)
        organizer.params.quote_also = QUOTED
        made["ORGANIZER"] = organizer
