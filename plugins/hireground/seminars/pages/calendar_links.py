"""Make the links that add a session to a calendar service, or subscribe to a calendar."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache, partial
from html import escape
from urllib.parse import quote

from hireground import urls
from hireground.seminars.model.model import Place, Session
from hireground.seminars.pages.description import facts, location, news
from hireground.seminars.pages.links import Link
from hireground.seminars.pages.wording import Wording
from hireground.text.localtime import in_utc

LONGEST_ADDRESS = 1990
"""Services refuse longer ones (facts of 2026: about 2,000 characters)."""
LONGEST_DETAILS = 900
"""Outlook cuts at 900 characters, Google at 996."""
LONGEST_TITLE = 300
LONGEST_PLACE = 900
"""Longer than the longest postal address, in whatever script; the text gives way to it."""

percent_encoded = lru_cache(1 << 14)(partial(quote, safe=""))
"""Four services take the same words, and a seminar's dates share most of them."""


def calendar_links(session: Session, siteurl: str, wording: Wording) -> tuple[Link, ...]:
    """Return a link a calendar service, each of which adds this session; the file comes first."""
    page = f"{siteurl}/{session.url}"
    return (
        Link(
            "ics",
            f"{siteurl}/{session.ics_url}",
            wording.gettext("Apple Calendar, Outlook (.ics)"),
            _file_name(session),
        ),
        Link(
            "reminder",
            f"{siteurl}/{urls.reminder_of(session.url)}",
            wording.gettext("The same with a reminder a day before"),
            _file_name(session),
        ),
        Link("google", _google(session, page, wording), "Google Calendar"),
        Link("outlook", _outlook("outlook.live.com", session, page, wording), "Outlook.com"),
        Link("office365", _outlook("outlook.office.com", session, page, wording), "Microsoft 365"),
        Link("yahoo", _yahoo(session, page, wording), "Yahoo"),
    )


def _file_name(session: Session) -> str:
    return f"{session.seminar_slug}-{session.slug}.ics"


def _google(session: Session, page: str, wording: Wording) -> str:
    times = "/".join(_basic(moment, session) for moment in (session.start, _end(session)))
    zone = {} if session.all_day else {"ctz": session.timezone.key}
    parts = {"action": "TEMPLATE", "text": _title(session.title), "dates": times, **zone}
    address = _address("https://calendar.google.com/calendar/render", parts | _location("location", session))
    return f"{address}&details={_details(session, wording, page, LONGEST_ADDRESS - len(address))}"


def _outlook(host: str, session: Session, page: str, wording: Wording) -> str:
    parts = {
        "rru": "addevent",
        "path": "/calendar/action/compose",
        "startdt": _extended(session.start, session),
        "enddt": _extended(_end(session), session),
        "subject": _title(session.title),
        **({"allday": "true"} if session.all_day else {}),
    }
    address = _address(f"https://{host}/calendar/0/action/compose", parts | _location("location", session))
    return f"{address}&body={_details(session, wording, page, LONGEST_ADDRESS - len(address), _as_html)}"


def _yahoo(session: Session, page: str, wording: Wording) -> str:
    """Yahoo takes `dur=allday` for one day and drops it beside `et`, so several days run from midnight to midnight."""
    is_one_day = session.all_day and session.end.date() - session.start.date() == dt.timedelta(days=1)
    span = {"dur": "allday"} if is_one_day else {"et": _basic(_end(session), session)}
    parts = {"v": "60", "title": _title(session.title), "st": _basic(session.start, session), **span}
    address = _address("https://calendar.yahoo.com/", parts | _location("in_loc", session))
    return f"{address}&desc={_details(session, wording, page, LONGEST_ADDRESS - len(address))}"


def _end(session: Session) -> dt.datetime:
    """Return the end; one that is open is the start, as in a calendar file without DTEND."""
    return session.start if session.has_open_end else session.end


def _location(name: str, session: Session) -> dict[str, str]:
    """Name the place as the calendar file does; a link that is too long for this stands in no address whole."""
    where = location(session)
    if len(percent_encoded(where)) > LONGEST_PLACE:
        where = _with_its_street(session.place) if session.place else ""
    return {name: where} if where else {}


def _with_its_street(place: Place) -> str:
    """Name a place whose words are too many: its own name is cut first, and nobody gets lost."""
    street = ", ".join(place.lines)
    room = LONGEST_PLACE - len(percent_encoded(f", {street}"))
    called = shortened(", ".join(filter(None, (place.name, place.room))), room, percent_encoded)
    return shortened(", ".join(filter(None, (called, street))), LONGEST_PLACE, percent_encoded)


def _basic(moment: dt.datetime, session: Session) -> str:
    """Write `20261205T170000Z`, or `20261205` for a whole day."""
    return f"{moment:%Y%m%d}" if session.all_day else f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _extended(moment: dt.datetime, session: Session) -> str:
    """Write `2026-12-05T17:00:00Z`: without the Z, Outlook takes the viewer's own zone."""
    return f"{moment:%Y-%m-%d}" if session.all_day else in_utc(moment)


def _title(text: str) -> str:
    return shortened(text, LONGEST_TITLE, percent_encoded)


def _details(
    session: Session, wording: Wording, page: str, room: int, encoded: Callable[[str], str] = percent_encoded
) -> str:
    """Write what the calendar file says, in `room` characters: the summary is cut first, the page's address never."""
    gap, end = "\n\n", encoded(f"\n\n{page}")
    room -= len(end) + len("&details=") + 2 * len(encoded(gap))
    known = _fitting(facts(session, wording), room, encoded)
    said = _fitting(filter(None, news(session, wording)), room - len(encoded(known)), encoded)
    summary = shortened(session.summary, max(LONGEST_DETAILS - len(said + known), 0), str)
    summary = shortened(summary, room - len(encoded(said + known)), encoded)
    return encoded(gap.join(filter(None, (said, summary, known)))) + end


def _fitting(lines: Iterable[str], room: int, encoded: Callable[[str], str]) -> str:
    """Join the lines that fit whole."""
    kept: list[str] = []
    for line in lines:
        if len(encoded("\n".join([*kept, line, ""]))) <= room:
            kept.append(line)
    return "\n".join(kept)


def _as_html(text: str) -> str:
    """Encode for Outlook, which takes the text for HTML."""
    return percent_encoded(escape(text, quote=False).replace("\n", "<br>"))


def shortened(text: str, room: int, encoded: Callable[[str], str]) -> str:
    """Cut a text, at a word if it has any, so that it takes at most `room` characters once it is encoded."""
    if len(encoded(text)) <= room:
        return text
    text = text.removesuffix("…")
    fitting = bisect_right(range(len(text)), room, key=lambda length: len(encoded(f"{text[:length]}…"))) - 1
    if fitting < 0:
        return ""
    return f"{text[:fitting].rpartition(' ')[0] or text[:fitting]}…"


def subscribe_links(path: str, name: str, siteurl: str, wording: Wording) -> tuple[Link, ...]:
    """Return a link a calendar program, each of which subscribes to the calendar at `path`."""
    address = f"{siteurl}/{path}"
    file_name = f"{path.removesuffix('.ics').removesuffix('/calendar').replace('/', '-')}.ics"
    plain = Link("url", address, address, file_name)
    if not siteurl:  # on a laptop there is no address that a service could ask
        return (plain,)
    webcal = f"webcal://{address.partition('://')[2]}"
    outlook = {"url": address, "name": _title(name)}
    return (
        Link("webcal", webcal, wording.gettext("Apple Calendar, Thunderbird and others")),
        Link("google", _address("https://calendar.google.com/calendar/r", {"cid": webcal}), "Google Calendar"),
        Link("outlook", _address("https://outlook.live.com/calendar/0/addfromweb/", outlook), "Outlook.com"),
        Link("office365", _address("https://outlook.office.com/calendar/0/addfromweb/", outlook), "Microsoft 365"),
        plain,
    )


def _address(base: str, parts: Mapping[str, str]) -> str:
    """Join a query with `%20`, never `+`, which Outlook shows as it is."""
    return base + "?" + "&".join(f"{name}={percent_encoded(value)}" for name, value in parts.items())
