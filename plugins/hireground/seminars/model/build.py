"""Build a `Seminar` from its typed fields and the site's defaults, with every problem that shows only then."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hireground import urls
from hireground.markdown.links import picture_url
from hireground.seminars.model.facts.awaited import Known, awaits_somebody, is_awaited, wall_clock
from hireground.seminars.model.facts.course import course_problems, date_problems, in_course
from hireground.seminars.model.facts.layers import Layers
from hireground.seminars.model.facts.program import KEYS, Program
from hireground.seminars.model.facts.proposals import proposal_problems, proposals_of
from hireground.seminars.model.facts.ways import Registration
from hireground.seminars.model.facts.windows import Window, registration_of, window_problems
from hireground.seminars.model.facts.zones import other_clocks
from hireground.seminars.model.folder import OwnText, Talk, own_loc, talks_of, text_below
from hireground.seminars.model.identity import Naming, sequence
from hireground.seminars.model.model import Defaults, EventStatus, Place, Seminar, Session
from hireground.seminars.model.places import wrong_room
from hireground.seminars.model.recurrence import dates, of_rule
from hireground.seminars.model.registration_fields import INVITED, NOT_NEEDED, RegistrationFields
from hireground.seminars.model.schema import SeminarFields, SessionFields
from hireground.seminars.model.times import TimeError, Times, session_times, windows_of
from hireground.slugs import DEFAULT
from hireground.text.fixes import refused, value_at
from hireground.text.frontmatter import Document
from hireground.text.localtime import attach_zone
from hireground.text.problems import InvalidContentError, Problem, Refusal
from hireground.text.source import name_of
from hireground.text.timezones import zone
from hireground.text.yaml.marks import Loc


class Written(NamedTuple):
    """An item of the list of sessions as it was read, its place, and the zone that is written nearest to it."""

    loc: Loc
    fields: SessionFields
    timezone: str | None


class Assembly:
    """Puts one seminar together, whose own zone is `timezone`; `problems` grows while it does."""

    def __init__(
        self,
        document: Document,
        fields: SeminarFields,
        defaults: Defaults,
        timezone: ZoneInfo,
        last_commit: dt.datetime,
    ) -> None:
        self.document, self.fields, self.defaults = document, fields, defaults
        stem = name_of(document.path)
        self.id, self.slug = fields.id or DEFAULT.of(stem), fields.slug or defaults.slugs.of(stem)
        self.timezone = timezone
        self.modified = attach_zone(wall_clock(fields.modified), timezone) if fields.modified else last_commit
        self.organizer = fields.organizer or defaults.organizer
        self.windows: list[Window] = []
        self.problems: list[Problem] = []

    def seminar(self, written: list[Written]) -> Seminar:
        """Put the whole seminar together, or raise."""
        fields = self.fields
        self.check_slug()
        sessions = [session for one in written for session in self.expanded(one)]
        named = Naming(self.defaults.namespace, self.id, self.add_duplicate, self.is_rule).named(sessions)
        named = self.in_course(named, written) if fields.course else named
        proposals = proposals_of(fields.proposals, named, self.timezone)
        of_proposals = proposal_problems(fields.proposals, proposals, named)
        for loc, refusal in (*window_problems(self.windows), *of_proposals):
            self.add_problem(loc, refusal)
        if not written:
            self.add_problem(
                ("sessions",),
                Refusal('no session yet; write one on the next line, as in "- 2026-12-05 18:00", or "to be announced"'),
            )
        if self.problems:
            raise InvalidContentError(self.problems)
        return Seminar(
            id=self.id, slug=self.slug, title=fields.title, summary=fields.summary, source=self.document.path,
            body=self.document.body, body_line=self.document.body_line, sessions=named, modified=self.modified,
            series=fields.series, topics=fields.topics, organizer=self.organizer, speakers=fields.speakers,
            sponsor=fields.sponsor, aliases=fields.aliases, lang=fields.lang,
            image=self.picture(fields.image), image_alt=fields.image_alt or "", is_draft=fields.draft,
            proposals=proposals,
        )  # fmt: skip

    def in_course(self, sessions: tuple[Session, ...], written: list[Written]) -> tuple[Session, ...]:
        """Give all dates the registration that they have together."""
        each = (problem for one in written for problem in date_problems(one.loc, one.fields))
        for loc, refusal in (*course_problems(self.fields), *each):
            self.add_problem(loc, refusal)
        sessions, self.windows = in_course(sessions, self.fields)
        return sessions

    def check_slug(self) -> None:
        """Refuse the addresses of listings, and a file's name that makes none."""
        if not self.slug:
            words = 'the file\'s name has no letter for an address; write one, as in "slug: career-search"'
            self.add_problem(("slug",), Refusal(words))
        elif urls.is_taken(urls.SEMINAR.url(slug=self.slug)):
            words = f'"{self.slug}" is the address of a listing; write another, as in "slug: {self.slug}-seminar"'
            self.add_problem(("slug",), Refusal(words))

    def add_problem(self, loc: Loc, refusal: Refusal) -> None:
        """Note a problem at the value of `loc`."""
        talk = talks_of(self.document).get(int(loc[1])) if len(loc) > 1 and loc[0] == "sessions" else None
        self.problems.append(refused(talk.document if talk else self.document, own_loc(self.document, loc), refusal))

    def add_duplicate(self, loc: Loc, message: str, first: Loc, in_rule: str) -> None:
        """Note that something is in the file twice."""
        mark = self.document.marks.value(first)
        where = f"{mark.file.name}, line" if mark.file else "line"
        line = f"{where} {mark.line}"
        has_rule = self.is_rule(loc[:2]) or self.is_rule(first)
        way_out = f', or write "{in_rule}" in the rule' if has_rule and in_rule else ""
        way_out = way_out or ', or give each its "room:" or "title:"'
        self.add_problem(loc, Refusal(f"{message}, first in {line}; take one out{way_out}"))

    def is_rule(self, loc: Loc) -> bool:
        """Tell whether an item of the list makes several sessions."""
        return (*loc, "every") in self.document.marks.keys

    def expanded(self, written: Written) -> Iterator[Session]:
        """Yield the session, or those of its rule up to the first that cannot be."""
        loc, fields, timezone = written
        for own in dates(fields, self.modified.date(), lambda key, refusal: self.add_problem((*loc, *key), refusal)):
            try:
                yield self.session(Layers(own, self.fields, loc, timezone))
            except TimeError as error:
                for key, refusal in error.problems:
                    self.add_problem((*loc, key), of_rule(own, key, refusal))
                return

    def session(self, layers: Layers) -> Session:
        """Build one session without its names; raises `TimeError`."""
        own = layers.session
        timezone = zone(layers.timezone or self.defaults.timezone)
        duration = layers.holder("duration").duration or self.defaults.duration
        times = session_times(own, duration, timezone)
        if not (layers.timezone or times.known is not Known.HOUR or own.all_day):
            self.check_clocks(layers, times.start)
        facts = {name: getattr(layers.holder(name), name) for name in _INHERITED}
        registration, talk = layers.registration(), talks_of(self.document).get(int(layers.loc[1]))
        text = self.text(layers.loc, talk)
        status = own.status or self.fields.status or EventStatus.CONFIRMED
        return Session(
            seminar_id=self.id, seminar_slug=self.slug, seminar_title=self.fields.title, slug="", uid=own.uid or "",
            sequence=sequence(len(times.previous), status, own.sequence), modified=self.changed(talk), loc=layers.loc,
            title=self.title(own), summary=own.summary or (text and text.summary) or self.fields.summary, own_text=text,
            source=talk.document.path if talk else None, lang=self.fields.lang,
            start=times.start, end=times.end, timezone=timezone, previous_starts=times.previous, known=times.known,
            all_day=own.all_day or times.known is not Known.HOUR, is_in_calendars=times.is_in_calendars(own),
            has_open_end=times.has_open_end, awaited=frozenset(self.awaited(layers)),
            status=status, stays_visible=self.defaults.cancelled_stay_visible, note=layers.holder("note").note or "",
            image=self.picture(layers.holder("image").image), image_alt=layers.holder("image_alt").image_alt or "",
            organizer=own.organizer or self.organizer, is_note_own=layers.is_own("note"),
            are_speakers_own=layers.is_own("speakers"),
            registration=self.registration(layers, registration, times),
            program=self.program(layers), place=self.place(layers),
            is_walk_in=registration == NOT_NEEDED, is_by_invitation=registration == INVITED,
            series_slug=self.defaults.slugs.of(facts["series"] or ""),
            topic_slugs=tuple(map(self.defaults.slugs.of_topic, facts["topics"])), **facts,
        )  # fmt: skip

    def changed(self, talk: Talk | None) -> dt.datetime:
        """Return when a session last changed, which may have a file of its own."""
        is_newer = talk and talk.changed and not self.fields.modified
        return max(self.modified, talk.changed) if is_newer and talk and talk.changed else self.modified

    def text(self, loc: Loc, talk: Talk | None) -> OwnText | None:
        """Return the text that a session has of its own, which stands in one place."""
        below, body = text_below(self.document, (*loc, "abstract")), talk.text if talk else None
        if below and body:
            words = "the text below the keys is the abstract too; keep one of the two"
            self.add_problem((*loc, "abstract"), Refusal(words))
        return below or body

    def title(self, own: SessionFields) -> str:
        """Return a session's own title; the seminar's, where it has none yet."""
        return self.fields.title if own.title is None or is_awaited(own.title) else own.title

    def awaited(self, layers: Layers) -> Iterator[str]:
        """Yield what is to be announced of a session, as its own keys or the seminar's say."""
        if is_awaited(layers.session.title):
            yield "title"
        if is_awaited(value_at(self.document, layers.place_of("place"))):
            yield "place"
        if awaits_somebody(value_at(self.document, layers.place_of("speakers"))):
            yield "speakers"

    def program(self, layers: Layers) -> Program:
        """Return what a session holds beside its talk."""
        said = {name: getattr(layers.holder(name), name) for name in KEYS if name != "number"}
        return Program.model_construct(**said, number=layers.session.number)

    def place(self, layers: Layers) -> Place | None:
        """Return where a session is, in the room that is written nearest to it."""
        place, room = layers.holder("place").place, layers.holder("room").room
        if room and not place:
            self.add_problem(layers.place_of("room"), Refusal('a room is in a place; write "place:" beside it'))
        if place and room and (wrong := wrong_room(room, place.rooms)):
            self.add_problem(layers.place_of("room"), wrong)
        is_nearer = layers.is_own("room") or not layers.is_own("place")
        return place.model_copy(update={"room": room}) if place and room and is_nearer else place

    def check_clocks(self, layers: Layers, start: dt.datetime) -> None:
        """Refuse the site's own zone at a place whose country has other clocks."""
        place, here = layers.holder("place").place, self.defaults.timezone
        found = other_clocks(place.name, place.country or "", place.city, start, here) if place else None
        if found:
            loc, (why, example) = layers.place_of("place"), found
            is_here = (*loc, "country") in self.document.marks.keys
            where = 'beside "country:"' if is_here else "for it in content/places.yaml"
            words = f'{why}; write {example} {where}, or "timezone: {here}" here if that is meant'
            self.add_problem(loc, Refusal(words))

    def picture(self, image: str | None) -> str | None:
        """Return a picture's address, from the site's root; the first folder of the path is the content's."""
        return picture_url(image, Path(*self.document.path.parts[1:]))

    def registration(
        self, layers: Layers, fields: RegistrationFields | str | None, times: Times
    ) -> Registration | None:
        """Build a session's registration; its deadlines are looked at when all sessions are known."""
        if not isinstance(fields, RegistrationFields):
            return None
        if not fields.is_reached:
            words = 'nothing says how to register; write a link, as in "url: https://register.example.org", or an email'
            self.add_problem(layers.place_of("registration"), Refusal(words))
        elif not all(one.is_reached for one in fields.also):
            words = 'nothing says where; write a link, as in "url: https://register.example.org/online"'
            self.add_problem(layers.way_to("also"), Refusal(words))
        elif any(one.model_fields_set & OF_A_WAY for one in fields.also) and not all(
            one.for_ for one in (fields, *fields.also)
        ):
            words = 'people cannot tell which of the ways it is said of; write what each is for, as in "for: online"'
            self.add_problem(layers.way_to("also"), Refusal(words))
        windows = [*windows_of(fields, times, layers.way_to)]
        self.windows += windows
        return registration_of(fields, windows)


OF_A_WAY = frozenset({"opens", "closes", "availability", "waiting_list"})
"""What may be said of one of several ways to register."""
_INHERITED = (
    "series", "topics", "speakers", "sponsor", "online", "price", "recording", "slides",
)  # fmt: skip
