"""Write what became of sessions as an Atom feed (RFC 4287), each entry a whole letter, for services that mail it."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from hireground import urls
from hireground.seminars.calendar.history import Notice
from hireground.seminars.model.changes import ChangeKind, Difference
from hireground.seminars.model.model import Session
from hireground.seminars.pages.description import facts
from hireground.seminars.pages.wording import Wording, phrase
from hireground.text.localtime import in_utc

PATH = urls.CHANGES.url()
ATOM, XHTML = "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml"
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to write."""
HEADINGS = {
    ChangeKind.ADDED: phrase("New"),
    ChangeKind.MOVED: phrase("Moved"),
    ChangeKind.CANCELLED: phrase("Cancelled"),
    ChangeKind.POSTPONED: phrase("Postponed"),
    ChangeKind.RESUMED: phrase("Takes place after all"),
    ChangeKind.SCHEDULED: phrase("Hour announced"),
    ChangeKind.RECORDED: phrase("Recording online"),
}


NEWS_OF_PLACE = frozenset({ChangeKind.ADDED, ChangeKind.MOVED, ChangeKind.RESUMED, ChangeKind.SCHEDULED})
"""After these readers ask where it is."""


@dataclass(frozen=True, kw_only=True)
class FeedSource:
    """The site that the feed is of; `sessions` are those it has now, by UID."""

    siteurl: str
    sitename: str
    namespace: UUID
    wording: Wording
    sessions: Mapping[str, Session]


def atom(notices: Iterable[Notice], site: FeedSource) -> bytes:
    """Write the feed; without an entry it is as old as the site's sessions."""
    notices = tuple(notices)
    times = [notice.when for notice in notices] or [session.modified for session in site.sessions.values()]
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": site.wording.language.replace("_", "-")})
    _add(feed, "title", site.wording.gettext("{sitename}: changes to seminars").format(sitename=site.sitename))
    _add(feed, "id", uuid5(site.namespace, PATH).urn)
    _add(feed, "updated", in_utc(max(times, default=dt.datetime.fromtimestamp(0, dt.UTC))))
    _add(SubElement(feed, "author"), "name", site.sitename)
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{site.siteurl}/{PATH}"})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": f"{site.siteurl}/{urls.SEMINARS.url()}"})
    for notice in notices:
        _entry(SubElement(feed, "entry"), notice, site)
    indent(feed)
    data: bytes = tostring(feed, "utf-8", xml_declaration=True)
    return data + b"\n"


def _entry(entry: Element, notice: Notice, site: FeedSource) -> None:
    first = notice.differences[0].session
    key = f"{PATH}/{first.uid}/{notice.news}/{notice.when.timestamp():.0f}"
    _add(entry, "title", _title(notice, site.wording))
    _add(entry, "id", uuid5(site.namespace, key).urn)
    _add(entry, "published", in_utc(notice.when))
    _add(entry, "updated", in_utc(notice.when))
    now = site.sessions[first.uid]
    page = now.url if len(notice.differences) == 1 else urls.SEMINAR.url(slug=now.seminar_slug)
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": f"{site.siteurl}/{page}"})
    SubElement(entry, "category", {"term": notice.news.value, "label": site.wording.gettext(HEADINGS[notice.news])})
    letter = SubElement(SubElement(entry, "content", {"type": "xhtml"}), "div", {"xmlns": XHTML})
    shared = _shared_facts(notice, site.wording) if notice.news in NEWS_OF_PLACE else []
    if notice.news in NEWS_OF_PLACE and first.summary:
        _add(letter, "p", first.summary)
    items = SubElement(letter, "ul")
    for one in notice.differences:
        _item(SubElement(items, "li"), one, site, is_alone=not shared)
    for line in shared:
        _linked(SubElement(letter, "p"), line)


def _shared_facts(notice: Notice, wording: Wording) -> list[str]:
    """Return what calendars say of each date, if it is the same of all: who speaks, the price, how to register."""
    first, *others = ([*facts(one.session, wording)] for one in notice.differences)
    return first if all(one == first for one in others) else []


def _linked(element: Element, line: str) -> None:
    """Write a line, the address at its end as a link, for a mail service to send on."""
    before, space, last = line.rpartition(" ")
    if last.startswith(("https://", "http://")):
        element.text = NO_XML.sub("", f"{before}{space}")
        _add(element, "a", last)
        element[-1].set("href", NO_XML.sub("", last))
    else:
        element.text = NO_XML.sub("", line)


def _title(notice: Notice, wording: Wording) -> str:
    """Write `Moved: Interview Lab, Friday, December 11, 2026`, or how many dates there are."""
    _, session, number = wording.gettext, notice.differences[0].session, len(notice.differences)
    news = _(HEADINGS[notice.news])
    if number == 1:
        return _("{news}: {title}, {day}").format(news=news, title=session.title, day=wording.days(session))
    return _("{news}: {title}, {number} dates").format(news=news, title=session.seminar_title, number=number)


def _item(line: Element, one: Difference, site: FeedSource, *, is_alone: bool) -> None:
    """Say when, with a link, then where, what it was before, and why; and what is not said below of all dates."""
    session, wording, _ = one.session, site.wording, site.wording.gettext
    link = SubElement(line, "a", {"href": f"{site.siteurl}/{site.sessions[session.uid].url}"})
    link.text = wording.when(session)
    if one.news is ChangeKind.RECORDED and session.recording:
        link.tail = ". "
        SubElement(line, "a", {"href": session.recording}).text = _("Watch the recording")
        return
    where = wording.where(session) if one.news in NEWS_OF_PLACE else ""
    is_elsewhen = one.news in {ChangeKind.MOVED, ChangeKind.RESUMED} and one.previous and one.previous != session.start
    was = wording.began(one.previous, session) if one.previous and is_elsewhen else ""
    own = facts(session, wording) if where and is_alone else ()
    words = (where, was and _("Moved from {when}").format(when=was), session.note, *own)
    link.tail = NO_XML.sub("", "".join(f". {each}" for each in words if each))


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = NO_XML.sub("", text)
