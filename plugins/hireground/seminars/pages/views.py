"""Decide what pages show of a session at a moment, and group the sessions of a post's block."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from hireground import urls
from hireground.seminars.model.facts.awaited import Known
from hireground.seminars.model.model import EventStatus, Session
from hireground.seminars.model.registration import BEST_FIRST, RegistrationState, Standing, standing
from hireground.seminars.pages.calendar_links import calendar_links
from hireground.seminars.pages.links import TAKING, Link, further_ways, registration_link
from hireground.seminars.pages.listings import Flag, Kind, facet_slugs, flags_of
from hireground.seminars.pages.wording import Ways, Wording
from hireground.text.localtime import attach_zone

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Transition:
    """What a session is from `since` on, in words, and the one link that its visitors need then."""

    since: dt.datetime
    state: RegistrationState
    words: str
    action: Link | None

    @property
    def data(self) -> tuple[str, ...]:
        """The transition as a script reads it: since, state, words, and the link's kind, address and words."""
        link = (self.action.kind, self.action.href, self.action.text) if self.action else ()
        return (self.since.isoformat(), self.state.value, self.words, *link)


def later_transitions(session: Session, now: dt.datetime, wording: Wording) -> tuple[Transition, ...]:
    """Return every transition after `now`, in order of time."""
    before, found = standing(session, now), []
    deadlines = session.registration.moments if session.registration else ()
    begins = session.start if session.known is Known.HOUR else None
    moments = {moment.astimezone(dt.UTC): moment for moment in (*deadlines, begins, session.end) if moment}
    for instant in sorted(moments):
        after = standing(session, instant)
        if instant > now and after != before:
            action = registration_link(session, after.state, wording, after.ways)
            words = wording.state(session, after.state, after.ways)
            found.append(Transition(moments[instant], after.state, words, action))
            before = after
    return tuple(found)


def midnights(session: Session) -> tuple[dt.datetime, dt.datetime]:
    """Return when it begins to be tomorrow, and when to be today, where the session takes place."""
    midnight = dt.datetime.combine(session.start.date(), dt.time())
    return attach_zone(midnight - DAY, session.timezone), attach_zone(midnight, session.timezone)


OUT_OF_REACH = frozenset({RegistrationState.PAST, RegistrationState.CANCELLED, RegistrationState.POSTPONED})
MISSED = OUT_OF_REACH | {RegistrationState.FULL, RegistrationState.WAITING_LIST, RegistrationState.CLOSED}
"""States in which a visitor wants another date."""
OF_REGISTRATION = frozenset(BEST_FIRST)
"""States that are those of the registration, which a course has once."""


@dataclass(frozen=True, kw_only=True)
class SessionView:
    """One session as a visitor sees it at one moment."""

    session: Session
    state: RegistrationState
    ways: Ways
    """What each way to register is, where they differ."""
    state_words: str
    days: str
    listed: str
    short_day: str
    hours: str
    speakers: str
    """Who speaks on this date alone, with affiliations, for lists, where the seminar's would stand at every date."""
    where: str
    language: str
    """The name of its language, where that is not the site's."""
    price: str
    previous: tuple[str, ...]
    action: Link | None
    also: tuple[Link, ...]
    """What may be taken instead of the action, while that is to register."""
    calendars: tuple[Link, ...]
    is_past: bool
    """Whether its time is over, whatever became of it."""
    later: tuple[Transition, ...]
    midnights: tuple[dt.datetime, dt.datetime]
    """When it begins to be tomorrow, and when to be today."""

    @property
    def standing(self) -> Standing:
        """Its state, and that of each way to register."""
        return Standing(self.state, self.ways)

    @property
    def is_within_reach(self) -> bool:
        """Whether it can still be had."""
        return self.state not in OUT_OF_REACH

    @property
    def can_be_added(self) -> bool:
        """Whether anybody should still put it into a calendar."""
        return self.is_within_reach and self.session.is_in_calendars

    @property
    def is_off(self) -> bool:
        """Whether nobody should come on this date."""
        return self.state in {RegistrationState.CANCELLED, RegistrationState.POSTPONED}

    @property
    def is_missed(self) -> bool:
        """Whether its visitors want another date."""
        return self.state in MISSED

    @property
    def own_note(self) -> str:
        """What the author says of this date alone, for lists, where the seminar's note would stand at every date."""
        return self.session.note if self.session.is_note_own else ""

    @property
    def is_as_its_course(self) -> bool:
        """Whether it is as the whole course is, whose page says it once."""
        return self.session.course is not None and self.state in OF_REGISTRATION

    @property
    def can_be_missed(self) -> bool:
        """Whether its visitors want another date, now or later."""
        return self.is_missed or any(transition.state in MISSED for transition in self.later)

    @property
    def has_action(self) -> bool:
        """Whether there is a link to follow, now or later."""
        return bool(self.action) or any(transition.action for transition in self.later)

    @property
    def facets(self) -> Mapping[Kind, tuple[str, ...]]:
        """What a list can be narrowed to so that this session stays in it."""
        return facet_slugs(self.session)

    @property
    def flags(self) -> frozenset[Flag]:
        """What else it can be found by."""
        return flags_of(self.session)

    @property
    def is_tentative(self) -> bool:
        """Whether the date is not settled yet."""
        return self.session.status is EventStatus.TENTATIVE

    @property
    def is_on_again(self) -> bool:
        """Whether it was called off and takes place after all."""
        return self.session.status is EventStatus.ON_AGAIN


def session_view(session: Session, now: dt.datetime, siteurl: str, wording: Wording) -> SessionView:
    """Decide what a page shows of `session` at `now`."""
    state, ways = standing(session, now)
    is_within_reach = state not in OUT_OF_REACH and session.is_in_calendars
    return SessionView(
        session=session,
        state=state,
        ways=ways,
        state_words=wording.state(session, state, ways),
        days=wording.days(session),
        listed=wording.days(session, is_listed=True),
        short_day=wording.short_day(session.start) if session.has_day else wording.days(session),
        hours=wording.hours(session),
        speakers=wording.people(session.speakers) if session.are_speakers_own else "",
        where=wording.where_in_short(session),
        language=wording.language_name(session.lang) if session.lang else "",
        price=wording.price(session),
        previous=tuple(wording.near(start, session, is_day=session.all_day) for start in session.moves),
        action=registration_link(session, state, wording, ways),
        also=further_ways(session, state, wording, ways),
        calendars=calendar_links(session, siteurl, wording) if is_within_reach else (),
        is_past=now >= session.end,
        later=later_transitions(session, now, wording),
        midnights=midnights(session),
    )


def leading(views: Sequence[SessionView]) -> SessionView:
    """Return the date of a seminar that matters first: the next that can be added, else the next, else the last."""
    coming = [view for view in views if not view.is_past]
    return next((view for view in coming if view.can_be_added), (*coming, *reversed(views))[0])


@dataclass(frozen=True)
class BlockGroup:
    """The sessions of one seminar in a post's block; `action` is the one link to register, or None.

    `until` is when the last of them closes. `price` is what all that are to come cost, until the last `ends`; empty
    if they differ.
    """

    title: str
    href: str
    summary: str
    views: tuple[SessionView, ...]
    action: Link | None
    until: dt.datetime | None
    price: str
    ends: dt.datetime | None


@dataclass(frozen=True)
class Day:
    """One field of a month's grid; a field of another month has no views and is_outside."""

    date: dt.date
    is_outside: bool
    views: tuple[SessionView, ...]


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
    href = f"{siteurl}/{urls.SEMINAR.url(slug=session.seminar_slug)}"
    taking = [view for view in views if view.state in TAKING]
    until = max((view.session.registration.last_closes for view in taking if view.session.registration), default=None)
    coming = [view for view in views if view.is_within_reach]
    prices = {view.price for view in coming}
    return BlockGroup(
        session.seminar_title, href, summary, views, _one_link(taking, href, wording), until,
        price=prices.pop() if len(prices) == 1 else "", ends=max((one.session.end for one in coming), default=None),
    )  # fmt: skip


def _one_link(taking: Iterable[SessionView], href: str, wording: Wording) -> Link | None:
    """Return the link of all sessions that can be booked, or to the seminar's dates when each has its own."""
    links = [view.action for view in taking if view.action]
    if not links:
        return None
    targets = {link.href for link in links}
    words = {link.text for link in links}
    text = links[0].text if len(words) == 1 else wording.gettext("Register now")
    return Link("register", links[0].href if len(targets) == 1 else f"{href}#dates", text)


# What most dates of a seminar share, so that its page says it once


@dataclass(frozen=True)
class Shared:
    """The hours and place of most dates; `price` is empty where they differ in it. No date differs if `is_of_all`.

    That of a course is not what each time costs.
    """

    hours: str
    where: str
    price: str
    is_of_all: bool
    is_course: bool

    @property
    def facts(self) -> str:
        """What is said once, in one line."""
        return " · ".join(filter(None, (self.hours, self.where, "" if self.is_course else self.price)))

    def has(self, view: SessionView) -> bool:
        """Whether a date need not say it again."""
        return (view.hours, view.where) == (self.hours, self.where) and self.price in {"", view.price}


def shared(views: Sequence[SessionView]) -> Shared | None:
    """Return what two thirds of some dates share, with hours and place; None if they do not."""
    numbers = Counter((view.hours, view.where) for view in views)
    (hours, where), number = numbers.most_common(1)[0] if numbers else (("", ""), 0)
    if number < max(2, len(views) * 2 / 3) or not (hours and where):
        return None
    prices = {view.price for view in views if (view.hours, view.where) == (hours, where)}
    price, is_course = prices.pop() if len(prices) == 1 else "", views[0].session.course is not None
    return Shared(hours, where, price, is_of_all=number == len(views), is_course=is_course)
