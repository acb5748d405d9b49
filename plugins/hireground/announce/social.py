"""Write what programs post: each coming date with its facts, and a text for each network, as one file of JSON."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hireground import urls
from hireground.announce.subject import of_a_session
from hireground.announce.texts import NETWORKS, short
from hireground.pictures.card_cache import CardCache
from hireground.pictures.cards import Card
from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.model import Session
from hireground.seminars.pages.description import location
from hireground.seminars.pages.wording import Wording
from hireground.site.site import Site
from hireground.web.cards import site_card

VERSION = 1
MOST = 100
"""The dates that it has, the next ones first."""


@dataclass(frozen=True)
class Picture:
    """The card that networks show beside a link, and what it shows in words."""

    url: str
    alt: str


def social(site: Site, wording: Wording, picture_of: Callable[[str], Picture | None]) -> bytes:
    """Write the file; `picture_of` finds the card of a page by its address, where the site has some."""
    items = [item(one, site.settings.siteurl, wording, picture_of(one.url)) for one in coming(site)]
    written = {"version": VERSION, "site": site.settings.sitename, "url": f"{site.settings.siteurl}/", "items": items}
    return f"{json.dumps(written, indent=1, ensure_ascii=False)}\n".encode()


def card_of(url: str, cache: CardCache | None, cards: Mapping[str, Card], site: Site) -> Picture | None:
    """Return the card of a page, if the site has cards; `cards` are those that pages have of their own, by file."""
    if cache is None:
        return None
    card = cards.get(urls.file_of(url), site_card(site))
    return Picture(cache.url(card), card.alt)


def coming(site: Site) -> list[Session]:
    """Return the dates that have a day and are not over, in order of time."""
    found = (one for seminar in site.seminars for one in seminar.sessions if one.end > site.now and one.has_day)
    return sorted(found, key=lambda one: (one.start, one.title, one.uid))[:MOST]


def item(session: Session, siteurl: str, wording: Wording, picture: Picture | None) -> Mapping[str, Any]:
    """Describe a date; a day alone where it lasts all day or has no hour yet."""
    found = of_a_session(session)
    texts = {name: short(found, siteurl, wording, network).rstrip("\n") for name, network in NETWORKS.items()}
    return {
        "uid": str(session.uid), "title": session.title, "summary": session.summary, "status": str(session.status),
        **dict(moments(session)), "place": location(session), "url": f"{siteurl}/{session.url}",
        "calendar": f"{siteurl}/{session.ics_url}",
        **({"card": {"url": f"{siteurl}/{picture.url}", "alt": picture.alt}} if picture else {}),
        "texts": texts,
    }  # fmt: skip


def moments(session: Session) -> Iterator[tuple[str, str]]:
    """Yield when it begins and ends, on the clocks of its place."""
    if session.all_day or session.known is not Known.HOUR:
        yield "start", session.start.date().isoformat()
        return
    yield "start", written(session.start)
    if not session.has_open_end:
        yield "end", written(session.end)
    yield "timezone", str(session.timezone)


def written(moment: dt.datetime) -> str:
    """Write a moment by ISO 8601, with its distance from UTC."""
    return moment.isoformat(timespec="minutes")
