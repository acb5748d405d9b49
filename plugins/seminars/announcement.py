"""The sessions of a block to what its template is given: grouped by seminar, with one link to register each."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter

from plugins.seminars.links import Link
from plugins.seminars.registration import RegistrationState
from plugins.seminars.views import BlockGroup, SessionView
from plugins.seminars.wording import Wording

TAKING = frozenset({RegistrationState.OPEN, RegistrationState.FEW_PLACES})


def block_groups(
    views: Iterable[SessionView], summaries: Mapping[str, str], siteurl: str, wording: Wording
) -> tuple[BlockGroup, ...]:
    """Group views, which are in order of time, by seminar; the one with the first date comes first.

    `summaries` are the seminars' own, by slug.
    """
    views = tuple(views)
    first_seen: dict[str, int] = {}
    for number, view in enumerate(views):
        first_seen.setdefault(view.session.seminar_slug, number)
    ordered = sorted(views, key=lambda view: first_seen[view.session.seminar_slug])
    grouped = groupby(ordered, key=attrgetter("session.seminar_slug"))
    return tuple(_group(tuple(members), summaries[slug], siteurl, wording) for slug, members in grouped)


def _group(views: tuple[SessionView, ...], summary: str, siteurl: str, wording: Wording) -> BlockGroup:
    session = views[0].session
    href = f"{siteurl}/seminars/{session.seminar_slug}/"
    taking = [view for view in views if view.state in TAKING]
    until = max((view.session.registration.closes for view in taking if view.session.registration), default=None)
    return BlockGroup(session.seminar_title, href, summary, views, _one_link(taking, href, wording), until)


def _one_link(taking: Iterable[SessionView], href: str, wording: Wording) -> Link | None:
    """Return the link of all sessions that can be booked, or to the seminar's dates when each has its own."""
    links = [view.action for view in taking if view.action]
    if not links:
        return None
    targets = {link.href for link in links}
    words = {link.text for link in links}
    text = links[0].text if len(words) == 1 else wording.gettext("Register now")
    return Link("register", links[0].href if len(targets) == 1 else f"{href}#dates", text)
