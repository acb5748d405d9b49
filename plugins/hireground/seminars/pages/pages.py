"""Describe every page of seminars: its template, its address, and what the template is given."""

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from hireground import urls
from hireground.output import Output
from hireground.seminars.model.model import Seminar, Session
from hireground.seminars.model.registration import RegistrationState
from hireground.seminars.pages.citations import citation_files
from hireground.seminars.pages.context import RenderContext
from hireground.seminars.pages.found import found_dates
from hireground.seminars.pages.listings import Flag, Kind, Listing, facets, flags, former_addresses
from hireground.seminars.pages.month_grid import month_grid, room_plans, weekdays
from hireground.seminars.pages.proposals import call_of, href_of
from hireground.seminars.pages.schema_org import DescribedSession, event_series
from hireground.seminars.pages.views import SessionView, leading, shared
from hireground.text.languages import Alternate


def seminar_page(
    seminar: Seminar,
    context: RenderContext,
    texts: Mapping[str, object],
    posts: tuple[object, ...],
    alternates: tuple[Alternate, ...],
) -> Output:
    """Make the page of a seminar; `posts` mention it.

    `texts` are Pelican pages: the seminar's text by its address, and by UID those of sessions, of which the ones that
    have no day stand here.
    """
    ics_url = urls.calendar_of(seminar.url)
    variables = {
        "seminar": seminar,
        "body": texts[seminar.url],
        "posts": posts,
        **_dates(seminar, context),
        "announced": tuple(_announced(seminar, texts)),
        "ics_url": ics_url,
        "code_url": urls.code_of(seminar.url),
        "subscribe": context.subscribe(ics_url, seminar.title),
        "alternates": alternates,
        "json_ld": event_series(seminar, context.now, context.siteurl) | proposing(seminar, context),
    }
    if call := call_of(seminar, context.now, context.wording):
        variables["call"] = call
    return Output(urls.file_of(seminar.url), "seminar", variables)


def _dates(seminar: Seminar, context: RenderContext) -> dict[str, Any]:
    """Return the date that leads, what is beside it, and where to go from it."""
    lead, upcoming = leading(context.of(seminar.sessions)), context.coming(seminar.sessions)
    past = context.past(seminar.sessions)
    further = tuple(view for view in upcoming if view is not lead)
    return {
        "lead": lead,
        "part": context.position_in_series(lead.session),
        "upcoming": upcoming,
        "past": past,
        "plans": tuple(room_plans(context.of(seminar.sessions))),
        "found": found_dates(upcoming, past),
        "further": further,
        "shared": shared(further),
        "instead": context.next_date(lead, upcoming),
        "elsewhere": context.elsewhere(lead.session),
    }


def proposing(seminar: Seminar, context: RenderContext) -> dict[str, Any]:
    """Say to search engines where a talk is proposed, and until when."""
    call, asked, wording = call_of(seminar, context.now, context.wording), seminar.proposals, context.wording
    if call is None or asked is None or call.state is RegistrationState.CLOSED:
        return {}
    target = href_of(seminar, wording) if asked.url else f"{context.siteurl}/{seminar.url}"
    action = {"@type": "ApplyAction", "name": wording.gettext("Propose a talk"), "target": target}
    opens = {"startTime": asked.opens.isoformat()} if asked.opens else {}
    return {"potentialAction": action | opens | {"endTime": asked.closes.isoformat()}}


def _announced(seminar: Seminar, texts: Mapping[str, object]) -> Iterator[tuple[Session, object]]:
    """Yield each session that has a text and no day yet, with the text."""
    yield from ((one, texts[one.uid]) for one in seminar.sessions if not one.has_day and one.uid in texts)


def session_pages(seminar: Seminar, context: RenderContext, texts: Mapping[str, object]) -> Iterator[Output]:
    """Make the page of each session, and of the addresses it had before it moved.

    `texts` are Pelican pages: the seminar's text by its address, and those that sessions have of their own, by UID.
    """
    coming, call = context.coming(seminar.sessions), call_of(seminar, context.now, context.wording)
    subscribe = context.subscribe(urls.calendar_of(seminar.url), seminar.title)
    for view in context.of(one for one in seminar.sessions if one.has_day):
        session = view.session
        variables = {
            "seminar": seminar,
            "body": texts.get(session.uid, texts[seminar.url]),
            "view": view,
            "part": context.position_in_series(session),
            "code_url": urls.code_of(session.url) if view.can_be_added else "",
            "subscribe": subscribe,
            "instead": context.next_date(view, coming),
            "elsewhere": context.elsewhere(session),
            "others": tuple(other for other in coming if other is not view),
            "json_ld": DescribedSession(view, context.siteurl),
        }
        cited = [*citation_files(session, context.siteurl, context.wording)] if context.cites else []
        if call:
            variables["call"] = call
        if cited:
            variables["citations"] = {"BibTeX": urls.bibtex_of(session.url), "CSL JSON": urls.csl_of(session.url)}
        yield Output(urls.file_of(session.url), "session", variables)
        yield from cited
    for old, new in former_addresses(seminar).items():
        yield Output(urls.file_of(old), "redirect", {"target": f"{context.siteurl}/{new}"})


JOINED = frozenset({Kind.SPEAKER, Kind.TOPIC})
"""Listings whose page has posts, too: `blog/subjects.py`."""


def listing_pages(context: RenderContext, joined: frozenset[Kind] = JOINED) -> Iterator[Output]:
    """Make the page of every listing but those that are `joined` with posts, and of the past."""
    months = context.having(Kind.MONTH)
    for number, listing in enumerate(months):
        neighbours = {
            "previous": months[number - 1] if number else None,
            "next": months[number + 1] if number + 1 < len(months) else None,
        }
        yield _page(listing, "month", context, _month(listing, context) | neighbours)
    for listing in context.listings:
        if listing.kind is Kind.ALL:
            yield _page(listing, "seminars", context, _everything(context))
            yield Output(urls.file_of(urls.PAST.url()), "past", _past(listing, context))
        elif listing.kind not in {Kind.MONTH, *joined}:
            shown = {"upcoming": context.coming(listing.sessions), "past": context.past(listing.sessions)}
            yield _page(listing, "sessions", context, shown)


def _page(listing: Listing, template: str, context: RenderContext, more: Mapping[str, Any]) -> Output:
    subscribe = context.subscribe(listing.ics_url, listing.name)
    return Output(urls.file_of(listing.url), template, {"listing": listing, "subscribe": subscribe, **more})


def _everything(context: RenderContext) -> dict[str, Any]:
    months = ((listing, context.coming(_begun_in(listing))) for listing in context.having(Kind.MONTH))
    shown = tuple((listing, views) for listing, views in months if views)
    coming = tuple(view.session for _, views in shown for view in views)
    return {
        "months": shown,
        "someday": context.coming(one for one in context.having(Kind.ALL)[0].sessions if not one.months),
        "facets": facets(coming, context.listings),
        "flags": _without_recording(flags(coming)),
        "places": context.having(Kind.PLACE),
        "speakers": context.having(Kind.SPEAKER),
        "series": context.having(Kind.SERIES),
        "topics": context.having(Kind.TOPIC),
        "languages": context.having(Kind.LANGUAGE),
        "levels": context.having(Kind.LEVEL),
    }


def _begun_in(listing: Listing) -> tuple[Session, ...]:
    """Return the sessions of a month without those that go on from the one before, which stands above it."""
    return tuple(session for session in listing.sessions if session.months[0] == listing.month)


def _past(listing: Listing, context: RenderContext) -> dict[str, Any]:
    views = context.past(listing.sessions)
    found = tuple(view.session for view in views)
    has_recording = tuple(flag for flag in flags(found) if flag is not Flag.OPEN)
    return {"years": _years(views), "facets": facets(found, context.listings), "flags": has_recording}


def _years(views: tuple[SessionView, ...]) -> tuple[tuple[int, tuple[SessionView, ...]], ...]:
    grouped = groupby(views, key=lambda view: view.session.start.year)
    return tuple((year, tuple(members)) for year, members in grouped)


def _month(listing: Listing, context: RenderContext) -> dict[str, Any]:
    locale, views = context.wording.locale, context.of(listing.sessions)
    weeks = month_grid(listing.month or dt.date.min, views, locale)
    found = facets(listing.sessions, context.listings)
    shown = {"views": views, "weeks": weeks, "weekdays": weekdays(locale), "facets": found}
    return shown | {"flags": flags(listing.sessions)}


def _without_recording(found: tuple[Flag, ...]) -> tuple[Flag, ...]:
    """Leave out what no date to come has yet, whatever its file says."""
    return tuple(flag for flag in found if flag is not Flag.RECORDING)
