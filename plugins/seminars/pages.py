"""A site's seminars to its pages: template, address and what each template is given; nothing is written here."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from plugins.seminars.desk import Desk
from plugins.seminars.editions import Edition
from plugins.seminars.facets import facets
from plugins.seminars.listings import Kind, Listing
from plugins.seminars.model import Seminar
from plugins.seminars.month_grid import month_grid, weekdays
from plugins.seminars.schema_org import education_event, event_series
from plugins.seminars.views import SessionView, leading


@dataclass(frozen=True)
class PageFile:
    """One page to write: `save_as` from the site's root, `context` for its template."""

    save_as: str
    template: str
    context: Mapping[str, Any]


def seminar_page(
    seminar: Seminar, desk: Desk, page: object, posts: tuple[object, ...], editions: tuple[Edition, ...]
) -> PageFile:
    """Make the page of a seminar; `page` is its text in Pelican's coat, `posts` mention it."""
    ics_url = f"{seminar.url}calendar.ics"
    lead = leading(desk.of(seminar.sessions))
    context = {
        "seminar": seminar,
        "page": page,
        "posts": posts,
        "lead": lead,
        "part": desk.part(lead.session),
        "upcoming": desk.coming(seminar.sessions),
        "past": desk.past(seminar.sessions),
        "ics_url": ics_url,
        "code_url": f"{seminar.url}qr.svg",
        "subscribe": desk.subscribe(ics_url, seminar.title),
        "editions": editions,
        "json_ld": event_series(seminar, desk.siteurl),
    }
    return PageFile(f"{seminar.url}index.html", "seminar", context)


def session_pages(seminar: Seminar, desk: Desk, page: object) -> Iterator[PageFile]:
    """Make the page of each session, and of the addresses it had before it moved."""
    coming = desk.coming(seminar.sessions)
    subscribe = desk.subscribe(f"{seminar.url}calendar.ics", seminar.title)
    for view in desk.of(seminar.sessions):
        session = view.session
        context = {
            "seminar": seminar,
            "page": page,
            "view": view,
            "part": desk.part(session),
            "code_url": f"{session.url}qr.svg" if view.can_be_added else "",
            "subscribe": subscribe,
            "others": tuple(other for other in coming if other is not view),
            "json_ld": education_event(session, view.state, desk.siteurl, desk.wording),
        }
        yield PageFile(f"{session.url}index.html", "session", context)
    for old, new in former_addresses(seminar).items():
        yield PageFile(f"{old}index.html", "redirect", {"target": f"{desk.siteurl}/{new}"})


def former_addresses(seminar: Seminar) -> dict[str, str]:
    """Return each address that a session had before it moved, with its own; two that left one day share the first's."""
    targets: dict[str, str] = {}
    for session in seminar.sessions:
        for leaf in session.former_leaves:
            targets.setdefault(f"{seminar.url}{leaf}/", session.url)
    return targets


def listing_pages(desk: Desk) -> Iterator[PageFile]:
    """Make the page of every listing, and of the past."""
    months = desk.having(Kind.MONTH)
    for number, listing in enumerate(months):
        neighbours = {
            "previous": months[number - 1] if number else None,
            "next": months[number + 1] if number + 1 < len(months) else None,
        }
        yield _page(listing, "month", desk, _month(listing, desk) | neighbours)
    for listing in desk.listings:
        if listing.kind is Kind.ALL:
            yield _page(listing, "seminars", desk, _everything(desk))
            yield PageFile("seminars/past/index.html", "past", _past(listing, desk))
        elif listing.kind is not Kind.MONTH:
            shown = {"upcoming": desk.coming(listing.sessions), "past": desk.past(listing.sessions)}
            yield _page(listing, "sessions", desk, shown)


def _page(listing: Listing, template: str, desk: Desk, more: Mapping[str, Any]) -> PageFile:
    subscribe = desk.subscribe(listing.ics_url, listing.name)
    return PageFile(f"{listing.url}index.html", template, {"listing": listing, "subscribe": subscribe, **more})


def _everything(desk: Desk) -> dict[str, Any]:
    months = ((listing, desk.coming(listing.sessions)) for listing in desk.having(Kind.MONTH))
    shown = tuple((listing, views) for listing, views in months if views)
    return {
        "months": shown,
        "facets": facets((view.session for _, views in shown for view in views), desk.listings),
        "places": desk.having(Kind.PLACE),
        "speakers": desk.having(Kind.SPEAKER),
        "series": desk.having(Kind.SERIES),
        "topics": desk.having(Kind.TOPIC),
    }


def _past(listing: Listing, desk: Desk) -> dict[str, Any]:
    views = desk.past(listing.sessions)
    return {"years": _years(views), "facets": facets((view.session for view in views), desk.listings)}


def _years(views: tuple[SessionView, ...]) -> tuple[tuple[int, tuple[SessionView, ...]], ...]:
    grouped = groupby(views, key=lambda view: view.session.start.year)
    return tuple((year, tuple(members)) for year, members in grouped)


def _month(listing: Listing, desk: Desk) -> dict[str, Any]:
    locale, views = desk.wording.locale, desk.of(listing.sessions)
    weeks = month_grid(listing.month or dt.date.min, views, locale)
    found = facets(listing.sessions, desk.listings)
    return {"views": views, "weeks": weeks, "weekdays": weekdays(locale), "facets": found}
