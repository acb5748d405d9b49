"""Coming sessions to `agenda.txt`: plain text of 72 columns, month by month, to paste into a mail."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from plugins.seminars.columns import columns, wrapped
from plugins.seminars.description import CALLED_OFF
from plugins.seminars.model import EventStatus, Session
from plugins.seminars.views import SessionView
from plugins.seminars.wording import Wording

PATH = "seminars/agenda.txt"
INDENT = "  "


def agenda(views: Iterable[SessionView], sitename: str, siteurl: str, wording: Wording) -> bytes:
    """Write what is still to come of `views`, which are in order of time."""
    _ = wording.gettext
    parts = [_heading(_("{sitename}: coming seminars").format(sitename=sitename), "=")]
    coming = [view for view in views if not view.is_past]
    for month, members in groupby(coming, key=lambda view: view.session.start.date().replace(day=1)):
        parts.append(_heading(wording.month(month), "-"))
        parts += [list(_entry(view, siteurl, wording)) for view in members]
    if not coming:
        parts.append(wrapped(_("No seminar is planned at the moment.")))
    parts.append([*wrapped(_("All dates, and calendars to subscribe to:")), f"{siteurl}/seminars/"])
    return "\n".join("".join(f"{line}\n" for line in part) for part in parts).encode()


def _heading(words: str, rule: str) -> list[str]:
    lines = wrapped(words)
    return [*lines, rule * max(map(columns, lines))]


def _entry(view: SessionView, siteurl: str, wording: Wording) -> Iterator[str]:
    """Yield a session's lines: when, what, where, for how much, and its page's address alone on the last."""
    session = view.session
    yield from wrapped(_when(view, wording), indent=INDENT)
    for text in (_title(view, wording), *_news(view, wording), _where(session, wording), _terms(view)):
        yield from wrapped(text, INDENT, INDENT) if text else ()
    yield f"{INDENT}{siteurl}/{session.url}"


def _when(view: SessionView, wording: Wording) -> str:
    """Write day and hours, and each hour with its own day when the session goes on after midnight."""
    session = view.session
    if session.all_day or session.start.date() == session.end.date():
        return f"{view.days}, {view.hours}"
    first, last, zone = wording.moment(session.start), wording.moment(session.end), wording.zone(session.timezone)
    return wording.gettext("{start} to {end}, {zone}").format(start=first, end=last, zone=zone)


def _title(view: SessionView, wording: Wording) -> str:
    _ = wording.gettext
    words = {EventStatus.CANCELLED: _("Cancelled"), EventStatus.POSTPONED: _("Postponed")}
    word = words.get(view.session.status)
    return f"{word}: {view.session.title}" if word else view.session.title


def _news(view: SessionView, wording: Wording) -> Iterator[str]:
    _ = wording.gettext
    if view.previous and view.session.status not in CALLED_OFF:
        yield _("Moved from {when}").format(when=view.previous[-1])
    if view.is_tentative:
        yield _("This date is not confirmed yet")
    yield view.session.note


def _where(session: Session, wording: Wording) -> str:
    place = session.place
    found = [", ".join(filter(None, (place.name, place.room, *place.lines)))] if place else []
    return wording.gettext(" and ").join([*found, *([session.online.name] if session.online else [])])


def _terms(view: SessionView) -> str:
    """Say the price and what to do by when; neither is news when it is called off."""
    if view.session.status in CALLED_OFF:
        return ""
    return ". ".join(filter(None, (view.price, view.state_words)))
