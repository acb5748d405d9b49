"""Typed fields and the site's defaults to one `Seminar`, with every problem that shows only when they meet."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from plugins.reader.fields import slugify
from plugins.reader.frontmatter import Document
from plugins.reader.links import picture_url
from plugins.reader.model import spell
from plugins.reader.problems import InvalidContentError, Problem
from plugins.reader.strict_yaml import Key
from plugins.seminars.deadlines import Window, closing, opening, registration_of, window_faults
from plugins.seminars.identity import sequence
from plugins.seminars.inherit import Layers
from plugins.seminars.localtime import settle
from plugins.seminars.model import EventStatus, Organizer, Person, Place, Registration, Seminar, Session
from plugins.seminars.naming import Naming
from plugins.seminars.registration_fields import NOT_NEEDED, RegistrationFields
from plugins.seminars.rules import dates, of_rule
from plugins.seminars.times import TimeError, session_times
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
    cancelled_stay_visible: bool = False


class Assembly:
    """Puts one seminar together; `problems` grows while it does."""

    def __init__(self, document: Document, fields: SeminarFields, defaults: Defaults, last_commit: dt.datetime) -> None:
        self.document, self.fields, self.defaults = document, fields, defaults
        stem = slugify(document.path.stem)
        self.id, self.slug = fields.id or stem, fields.slug or stem
        site_zone = zone(fields.timezone or defaults.timezone)
        self.modified = settle(wall_clock(fields.modified), site_zone) if fields.modified else last_commit
        self.organizer = fields.organizer or defaults.organizer
        self.windows: list[Window] = []
        self.problems: list[Problem] = []

    def seminar(self, written: list[tuple[Key, SessionFields]]) -> Seminar:
        """Put the whole seminar together, or raise."""
        fields = self.fields
        self.check_slug()
        sessions = [session for way, fields in written for session in self.expanded(way, fields)]
        named = Naming(self.defaults.namespace, self.id, self.blame_second).named(sessions)
        for way, message in window_faults(self.windows):
            self.blame(way, message)
        if not written:
            self.blame(("sessions",), 'no session yet; write "- 2026-12-05 18:00" on the next line')
        if self.problems:
            raise InvalidContentError(self.problems)
        return Seminar(
            id=self.id, slug=self.slug, title=fields.title, summary=fields.summary, source=self.document.path,
            body=self.document.body, body_line=self.document.body_line, sessions=named, modified=self.modified,
            series=fields.series, topics=fields.topics, organizer=self.organizer, speakers=fields.speakers,
            sponsor=fields.sponsor, aliases=fields.aliases, lang=fields.lang,
            image=self.picture(fields.image), image_alt=fields.image_alt or "", is_draft=fields.draft,
        )  # fmt: skip

    def check_slug(self) -> None:
        """Refuse the addresses of listings, and a file's name that makes none."""
        if not self.slug:
            self.blame(("slug",), 'the file\'s name has no letter for an address; write "slug: career-search"')
        elif self.slug in RESERVED_SLUGS or self.slug.isdigit():
            self.blame(("slug",), f'"{self.slug}" is the address of a listing; write "slug: {self.slug}-seminar"')

    def blame(self, way: Key, message: str) -> None:
        """Note a problem at the value of `way`."""
        self.problems.append(self.document.problem(self.document.marks.value(way), f"{spell(way)}{message}"))

    def blame_second(self, way: Key, message: str, first: Key, in_rule: str) -> None:
        """Note that something stands in the file a second time."""
        line = self.document.marks.value(first).line
        has_rule = any((*one, "every") in self.document.marks.keys for one in (way[:2], first))
        way_out = f', or write "{in_rule}" in the rule' if has_rule and in_rule else ""
        self.blame(way, f"{message}, first in line {line}; take one out{way_out}")

    def expanded(self, way: Key, fields: SessionFields) -> Iterator[Session]:
        """Yield the session, or those of its rule up to the first that cannot be."""
        for own in dates(fields, lambda key, message: self.blame((*way, *key), message)):
            try:
                yield self.session(Layers(own, self.fields, way))
            except TimeError as error:
                for key, message in error.faults:
                    self.blame((*way, key), of_rule(own, key, message))
                return

    def session(self, layers: Layers) -> Session:
        """Build one session without its names; raises `TimeError`."""
        own = layers.session
        timezone = zone(layers.holder("timezone").timezone or self.defaults.timezone)
        duration = layers.holder("duration").duration or self.defaults.duration
        times = session_times(own, duration, timezone)
        facts = {name: getattr(layers.holder(name), name) for name in _INHERITED}
        registration = layers.registration()
        status = own.status or self.fields.status or EventStatus.CONFIRMED
        return Session(
            seminar_id=self.id, seminar_slug=self.slug, seminar_title=self.fields.title, leaf="", uid=own.uid or "",
            sequence=sequence(len(times.previous), status, own.sequence), modified=self.modified, way=layers.way,
            title=own.title or self.fields.title, summary=own.summary or self.fields.summary,
            start=times.start, end=times.end, timezone=timezone, all_day=own.all_day, previous_starts=times.previous,
            status=status, stays_visible=self.defaults.cancelled_stay_visible, note=layers.holder("note").note or "",
            image=self.picture(layers.holder("image").image), image_alt=layers.holder("image_alt").image_alt or "",
            organizer=own.organizer or self.organizer, is_note_own=layers.is_own("note"),
            registration=self.registration(layers, registration, times.start),
            is_walk_in=registration == NOT_NEEDED, **facts,
        )  # fmt: skip

    def picture(self, image: str | None) -> str | None:
        """Return a picture's address, from the site's root; the first folder of the path is the content's."""
        return picture_url(image, Path(*self.document.path.parts[1:]))

    def registration(
        self, layers: Layers, fields: RegistrationFields | str | None, start: dt.datetime
    ) -> Registration | None:
        """Build a session's registration; its deadlines are looked at when all sessions are known."""
        if not isinstance(fields, RegistrationFields):
            return None
        if fields.url and fields.email:
            self.blame(layers.way_to("email"), "url and email both say how to register; keep one of the two")
        elif not (fields.url or fields.email):
            words = 'nothing says how to register; write "url: https://register.example.org", or an email'
            self.blame(layers.place_of("registration"), words)
        ways = layers.way_to("opens"), layers.way_to("closes")
        window = Window(opening(fields, start), closing(fields, start), start, *ways)
        self.windows.append(window)
        return registration_of(fields, window)


_INHERITED = (
    "series", "topics", "speakers", "sponsor", "place", "online", "price", "recording", "slides",
)  # fmt: skip
