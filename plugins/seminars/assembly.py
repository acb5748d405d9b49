"""Typed fields and the site's defaults to one `Seminar`, with every problem that shows only when they meet."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from plugins.reader.fields import slugify
from plugins.reader.frontmatter import Document
from plugins.reader.strict_yaml import Key
from plugins.reader.model import spell
from plugins.reader.problems import InvalidContentError, Problem
from plugins.seminars.fields import NOT_NEEDED, RegistrationFields
from plugins.seminars.identity import date_key, sequence, session_uid
from plugins.seminars.inherit import Layers
from plugins.seminars.localtime import settle
from plugins.seminars.model import EventStatus, Organizer, Person, Place, Registration, Seminar, Session
from plugins.seminars.recurrence import expand, parse_every
from plugins.seminars.times import TimeError, Times, closing, opening, session_times
from plugins.seminars.timezones import zone
from plugins.seminars.written import SeminarFields, SessionFields, wall_clock

RESERVED_SLUGS = frozenset({"in", "by", "series", "about", "past", "page"})


@dataclass(frozen=True)
class Defaults:
    """What is true of a seminar that says nothing else; `namespace` is the site's own, for UIDs."""

    namespace: UUID
    timezone: str
    duration: dt.timedelta
    organizer: Organizer
    places: Mapping[str, Place]
    people: Mapping[str, Person]


class Assembly:
    """Puts one seminar together; `problems` grows while it does."""

    def __init__(self, document: Document, fields: SeminarFields, defaults: Defaults, last_commit: dt.datetime) -> None:
        self.document, self.fields, self.defaults = document, fields, defaults
        stem = slugify(document.path.stem)
        self.id, self.slug = fields.id or stem, fields.slug or stem
        site_zone = zone(fields.timezone or defaults.timezone)
        self.modified = settle(wall_clock(fields.modified), site_zone) if fields.modified else last_commit
        self.organizer = fields.organizer or defaults.organizer
        self.problems: list[Problem] = []

    def seminar(self, written: list[tuple[Key, SessionFields]]) -> Seminar:
        """Put the whole seminar together, or raise."""
        fields = self.fields
        self.check_slug()
        sessions = self.named([(way, session) for way, fields in written for session in self.expanded(way, fields)])
        self.check_closing(sessions)
        if not written:
            self.blame(("sessions",), 'no session yet; write "- 2026-12-05 18:00" on the next line')
        if self.problems:
            raise InvalidContentError(self.problems)
        return Seminar(
            id=self.id, slug=self.slug, title=fields.title, summary=fields.summary, source=self.document.path,
            body=self.document.body, body_line=self.document.body_line, sessions=sessions, modified=self.modified,
            series=fields.series, topics=fields.topics, organizer=self.organizer, speakers=fields.speakers,
            sponsor=fields.sponsor, image=fields.image, image_alt=fields.image_alt or "", aliases=fields.aliases,
            lang=fields.lang, is_draft=fields.draft,
        )  # fmt: skip

    def check_slug(self) -> None:
        """Refuse the addresses of listings."""
        if self.slug in RESERVED_SLUGS or self.slug.isdigit():
            self.blame(("slug",), f'"{self.slug}" is the address of a listing; write "slug: {self.slug}-seminar"')

    def blame(self, way: Key, message: str) -> None:
        """Note a problem at the value of `way`."""
        self.problems.append(self.document.problem(self.document.marks.value(way), f"{spell(way)}{message}"))

    def expanded(self, way: Key, fields: SessionFields) -> Iterator[Session]:
        """Yield the session, or those of its rule."""
        for own in self.dates(way, fields):
            session = self.session(Layers(own, self.fields, way))
            if session:
                yield session

    def dates(self, way: Key, fields: SessionFields) -> Iterator[SessionFields]:
        """Yield the fields of the one session, or of each date of a rule."""
        if fields.every is None:
            for key in {"until", "count", "except_"} & fields.model_fields_set:
                name = key.rstrip("_")
                self.blame((*way, name), f'only a rule has "{name}"; write "every: second Tuesday" beside it')
            yield fields
            return
        try:
            starts = expand(parse_every(fields.every), wall_clock(fields.start), fields.until, fields.count)
        except ValueError as error:
            self.blame((*way, "every"), str(error))
            return
        days = {start.date() for start in starts}
        for day in fields.except_:
            if day not in days:
                self.blame((*way, "except"), f'{day} is not a date of "every {fields.every}"; take it out')
        for start in starts:
            if start.date() not in fields.except_:
                moment = start if isinstance(fields.start, dt.datetime) else start.date()
                yield fields.model_copy(update={"start": moment})

    def session(self, layers: Layers) -> Session | None:
        """Build one session without its names, or note why it cannot be."""
        own = layers.session
        timezone = zone(layers.holder("timezone").timezone or self.defaults.timezone)
        duration = layers.holder("duration").duration or self.defaults.duration
        try:
            times = session_times(own, duration, timezone)
        except TimeError as error:
            self.blame((*layers.way, error.key), str(error))
            return None
        facts = {name: getattr(layers.holder(name), name) for name in _INHERITED}
        registration = layers.registration()
        status = own.status or self.fields.status or EventStatus.CONFIRMED
        return Session(
            seminar_id=self.id, seminar_slug=self.slug, seminar_title=self.fields.title, leaf="", uid=own.uid or "",
            sequence=sequence(len(times.previous), status, own.sequence), modified=self.modified,
            title=own.title or self.fields.title, summary=own.summary or self.fields.summary,
            start=times.start, end=times.end, timezone=timezone, all_day=own.all_day, previous_starts=times.previous,
            status=status, note=layers.holder("note").note or "", organizer=own.organizer or self.organizer,
            image_alt=layers.holder("image_alt").image_alt or "", is_walk_in=registration == NOT_NEEDED,
            registration=self.registration(layers, registration, times) if registration else None, **facts,
        )  # fmt: skip

    def registration(self, layers: Layers, fields: RegistrationFields | str, times: Times) -> Registration | None:
        """Build a session's registration, or note why it cannot be."""
        if not isinstance(fields, RegistrationFields):
            return None
        place = layers.place_of("registration")
        if bool(fields.url) == bool(fields.email):
            both = (
                "url and email both stand here; keep one"
                if fields.url
                else 'no way to register; write "url: https://…"'
            )
            self.blame(place, both)
        closes, opens = closing(fields, times.start), opening(fields, times.start)
        if closes > times.start and fields.closes and layers.is_own("registration"):
            self.blame((*place, "closes"), too_late(closes, times.start))
        if opens and opens >= closes and layers.is_own("registration"):
            self.blame(
                (*place, "opens"),
                f"opens {opens:%Y-%m-%d %H:%M}, and closes {closes:%Y-%m-%d %H:%M}; write an earlier day",
            )
        closes = min(closes, times.start)
        return Registration(
            url=fields.url, email=fields.email, opens=min(opens, closes) if opens else None, closes=closes,
            availability=fields.availability, waiting_list=fields.waiting_list,
        )  # fmt: skip

    def check_closing(self, sessions: tuple[Session, ...]) -> None:
        """Refuse a closing date of the seminar that every session's start is before."""
        shared = self.fields.registration
        starts = [session.start for session in sessions if session.registration]
        if (
            isinstance(shared, RegistrationFields)
            and starts
            and all(closing(shared, start) > start for start in starts)
        ):
            self.blame(("registration", "closes"), too_late(closing(shared, starts[-1]), starts[-1]))

    def named(self, sessions: list[tuple[Key, Session]]) -> tuple[Session, ...]:
        """Give each session its UID and its address, in file order, and sort them by time."""
        firsts: set[str] = set()
        leaves: set[str] = set()
        named = []
        for way, session in sessions:
            first = date_key((session.previous_starts or (session.start,))[0], firsts)
            leaf = date_key(session.start, leaves)
            if first in firsts or leaf in leaves:
                self.blame((*way, "start"), f"{session.start:%Y-%m-%d %H:%M} stands here twice; take one out")
            firsts.add(first)
            leaves.add(leaf)
            uid = session.uid or session_uid(self.defaults.namespace, self.id, first)
            named.append(replace(session, leaf=leaf, uid=uid))
        return tuple(sorted((_with_former(session, leaves) for session in named), key=lambda one: (one.start, one.uid)))


def too_late(closes: dt.datetime, start: dt.datetime) -> str:
    """Say that registration would close after the start."""
    return f'{closes:%Y-%m-%d %H:%M} is after the start, {start:%Y-%m-%d %H:%M}; write "1 day before"'


def _with_former(session: Session, leaves: set[str]) -> Session:
    """Add the addresses it had before it moved, as far as no other session has them now."""
    former = {f"{start:%Y-%m-%d}" for start in session.previous_starts} - leaves
    return replace(session, former_leaves=tuple(sorted(former)))


_INHERITED = (
    "series", "topics", "speakers", "sponsor", "place", "online", "price", "recording", "slides", "image",
)  # fmt: skip
