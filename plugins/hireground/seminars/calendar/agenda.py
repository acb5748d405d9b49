"""Write `agenda.txt`: the coming sessions as plain text of 72 columns, by month, to paste into a mail."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby

from hireground import urls
from hireground.seminars.model.model import CALLED_OFF, EventStatus, Session
from hireground.seminars.pages.views import SessionView
from hireground.seminars.pages.wording import Wording

WIDTH = 72
GAP = re.compile(r"(?:[^\S\u00a0\u202f]|[\x00-\x1f\x7f-\x9f])+")
JOINERS = str.maketrans("\u00a0\u202f", "  ")
"""Spaces that no line breaks at, such as the one in `9:00 AM`; a mail's reader gets plain ones."""
FLAT = frozenset({"Mn", "Me", "Cf"})
"""Marks on the character before, and signs that nobody sees."""


def columns(text: str) -> int:
    """Count the columns of a line: none for an accent of its own, two for a Chinese character or an emoji."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.category(char) in FLAT for char in text)


def wrapped(text: str, first: str = "", indent: str = "") -> list[str]:
    """Break a text into lines between its words; the indents differ, and an address is never broken."""
    lines = [first]
    for word in filter(None, GAP.split(text)):
        for piece in _pieces(word, WIDTH - columns(indent)):
            joined = f"{lines[-1]} {piece}" if lines[-1].strip() else f"{lines[-1]}{piece}"
            if columns(joined) > WIDTH and lines[-1].strip():
                lines.append(f"{indent}{piece}")
            else:
                lines[-1] = joined
    return [line.translate(JOINERS) for line in lines]


def _pieces(word: str, width: int) -> Iterator[str]:
    """Yield a word in as many pieces as it needs lines, an address in one."""
    if columns(word) <= width or "://" in word:
        yield word
        return
    piece = ""
    for char in word:
        if columns(piece + char) > width:
            yield piece
            piece = ""
        piece += char
    yield piece


PATH = urls.AGENDA.url()
INDENT = "  "


def agenda(views: Iterable[SessionView], sitename: str, siteurl: str, wording: Wording) -> bytes:
    """Write what is still to come of `views`, which are in order of time."""
    _ = wording.gettext
    parts = [_heading(_("{sitename}: coming seminars").format(sitename=sitename), "=")]
    coming = [view for view in views if not view.is_past]
    for month, members in groupby(coming, key=lambda view: next(iter(view.session.months), None)):
        parts.append(_heading(wording.month(month) if month else _("Date to be announced"), "-"))
        parts += [list(_entry(view, siteurl, wording)) for view in members]
    if not coming:
        parts.append(wrapped(_("No seminar is planned at the moment.")))
    parts.append([*wrapped(_("All dates, and calendars to subscribe to:")), f"{siteurl}/{urls.SEMINARS.url()}"])
    return "\n".join("".join(f"{line}\n" for line in part) for part in parts).encode()


def _heading(words: str, rule: str) -> list[str]:
    lines = wrapped(words)
    return [*lines, rule * max(map(columns, lines))]


def _entry(view: SessionView, siteurl: str, wording: Wording) -> Iterator[str]:
    """Yield a session's lines: when, what, where, for how much, and its page's address alone on the last."""
    session = view.session
    when, title = (_when(view, wording), _title(view, wording)) if session.months else (_title(view, wording), "")
    yield from wrapped(when, indent=INDENT)
    who = wording.people(session.speakers)
    people = wording.gettext("With {names}").format(names=who) if who else ""
    for text in (title, people, *_news(view, wording), _where(session, wording), _terms(view)):
        yield from wrapped(text, INDENT, INDENT) if text else ()
    yield f"{INDENT}{siteurl}/{session.url}"


def _when(view: SessionView, wording: Wording) -> str:
    """Write day and hours, and each hour with its own day when the session goes on for several."""
    session = view.session
    if session.all_day or session.start.date() == session.last_day:
        return ", ".join(filter(None, (view.days, view.hours)))
    first, last, zone = wording.moment(session.start), wording.moment(session.end), wording.zone(session.timezone)
    return wording.gettext("{start} to {end}, {zone}").format(start=first, end=last, zone=zone)


def _title(view: SessionView, wording: Wording) -> str:
    _ = wording.gettext
    words = {EventStatus.CANCELLED: _("Cancelled"), EventStatus.POSTPONED: _("Postponed")}
    word = words.get(view.session.status)
    return f"{word}: {view.session.title}" if word else view.session.title


def _news(view: SessionView, wording: Wording) -> Iterator[str]:
    _ = wording.gettext
    if view.is_on_again:
        yield _("Takes place after all")
    if view.previous and view.session.status not in CALLED_OFF:
        yield _("Moved from {when}").format(when=view.previous[-1])
    if view.is_tentative:
        yield _("This date is not confirmed yet")
    yield view.session.note


def _where(session: Session, wording: Wording) -> str:
    place = session.place
    address = ", ".join(filter(None, (place.name, place.room, *place.lines))) if place else ""
    return wording.gettext(" and ").join(wording.places(session, address))


def _terms(view: SessionView) -> str:
    """Write the price and the deadline; nothing if the session is called off."""
    if view.session.status in CALLED_OFF:
        return ""
    return ". ".join(filter(None, (view.price, view.state_words)))
