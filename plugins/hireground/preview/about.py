"""Say of a page what its author wants to know: its file, what is wrong in it, its card, its entry in calendars.

Then what subscribers and readers of feeds would get of it, compared with what was published.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from icalendar import Event

from hireground import urls
from hireground.build.contents import BuildEntry
from hireground.build.plan import Plan
from hireground.markdown.typography import with_usual_spaces
from hireground.pictures.cards import Card
from hireground.preview.messages import CARDS
from hireground.published.changes import Change, compare, known
from hireground.published.describe import said, summary
from hireground.published.pair import CalendarPair, read_pair
from hireground.published.pipeline import problems
from hireground.published.repository import Base, files_at, published_base
from hireground.seminars.calendar.vevent import event
from hireground.seminars.model.model import Seminar, Session
from hireground.seminars.pages.description import text_of
from hireground.seminars.pages.wording import Wording
from hireground.site.entry import Visibility
from hireground.site.post import PostFields
from hireground.terminal import RefusedError
from hireground.text.git import ShallowHistoryError
from hireground.text.problems import InvalidContentError, Problem
from hireground.text.source import MAX_BYTES, read_bytes
from hireground.web.cards import post_card, site_card
from hireground.web.resources import drawn_cards

MOST = 20
WORDS = Wording("en")
DRAFT = "A draft: nobody sees it, and no calendar or feed has it."
NEW_DATES = "Nothing was published yet, so no calendar has it."
OTHERS = "What was published is another site's."
SAME_POST = "As it was published."
NEW_POST = "New: with the next publish it is in the feeds of posts."
NEW_PAGE = "New: readers see it with the next publish."
CHANGED_POST = "Changed since it was published: its page and its entry in feeds become this."
CHANGED_PAGE = "Changed since it was published: its page becomes this."
HIDDEN = "Who has its address sees it; no list and no feed has it."


@dataclass(frozen=True)
class Subject:
    """What a page is about: the text of a file, or a seminar and the date of it that calendars show."""

    source: Path
    entry: BuildEntry | None = None
    seminar: Seminar | None = None
    session: Session | None = None


@dataclass(frozen=True)
class Pages:
    """What can be said of the pages of a plan; `settings_file` is the one that the public site has."""

    plan: Plan
    settings_file: Path

    def about(self, path: str) -> Mapping[str, Any]:
        """Return what there is to say of a page, as data for JSON; `path` is its file from the site's root."""
        subject, root = self._subjects.get(path), self.plan.site.settings.root
        found = self._problems(subject.source if subject else None)
        return {
            "file": subject.source.as_posix() if subject else "",
            "full": (root / subject.source).as_posix() if subject else "",
            "problems": [{"line": one.line, "column": one.column, "said": in_short(one, subject)} for one in found],
            "card": self._card(path, subject),
            "calendar": self._calendar(subject.session) if subject and subject.session else None,
            "told": list(self._told(subject)) if subject else [],
        }

    @cached_property
    def _subjects(self) -> Mapping[str, Subject]:
        plan = self.plan
        found = {one.url: Subject(one.entry.path, entry=one) for one in plan.shown}
        for seminar in plan.site.seminars:
            lead = next((one for one in seminar.sessions if one.end > plan.site.now), seminar.sessions[-1])
            for one in seminar.sessions:
                found[one.url] = Subject(one.source or seminar.source, seminar=seminar, session=one)
            found[seminar.url] = Subject(seminar.source, seminar=seminar, session=lead)
            for words in plan.site.translations[seminar.slug]:
                found[words.url] = Subject(words.source, seminar=seminar, session=lead)
        return {urls.file_of(url): subject for url, subject in found.items() if "#" not in url}

    def _problems(self, source: Path | None) -> list[Problem]:
        """Return what is wrong in a file, and between it and what was published; of a list, in the whole site."""
        pair = self._pair
        found = sorted({*self.plan.site.warnings, *(problems(pair) if pair else ())})
        return [one for one in found if source in {None, one.path}][:MOST]

    def _card(self, path: str, subject: Subject | None) -> Mapping[str, str] | None:
        """Draw the card of a page, of a draft too, and say where it is and what it says."""
        plan, cards = self.plan, drawn_cards(self.plan.site.settings)
        if cards is None:
            return None
        own: Card | None = plan.cards.get(path)
        if subject and subject.entry and isinstance(subject.entry.entry.fields, PostFields):
            own = post_card(plan.posts[subject.entry.url], plan.resources.wording)
        card = own or site_card(plan.site)
        kept = cards.kept(card)
        kept.draw()
        return {"url": f"{CARDS}{kept.name}", "alt": card.alt}

    def _calendar(self, session: Session) -> Mapping[str, str] | None:
        """Return what a calendar program shows of a date, read from the entry that calendars get."""
        if not session.is_in_calendars:
            return None
        plan, own = self.plan, self.plan.site.settings
        text = text_of(session, plan.plain_texts)
        made = Event.from_ical(event(session, own.siteurl, plan.resources.wording, text))
        parts = {"title": "SUMMARY", "where": "LOCATION", "text": "DESCRIPTION"}
        when = with_usual_spaces(WORDS.when(session))
        return {name: str(made.get(key, "")) for name, key in parts.items()} | {"when": when}

    def _told(self, subject: Subject) -> Iterator[str]:
        if subject.seminar:
            yield from self._told_of_dates(subject.seminar)
        elif subject.entry:
            yield self._told_of_text(subject.entry)

    def _told_of_dates(self, seminar: Seminar) -> Iterator[str]:
        """Say what subscribers of calendars get of a seminar."""
        pair = self._pair
        if seminar.is_draft:
            yield DRAFT
        elif pair is None:
            yield NEW_DATES
        elif not pair.standing.is_compared:
            yield OTHERS
        else:
            found = [*of_seminar(pair, seminar)]
            yield summary(found)
            yield from (with_usual_spaces(f"{known(one).title}: {said(one, WORDS)}") for one in found)

    def _told_of_text(self, one: BuildEntry) -> str:
        """Say what readers get of a post or a page."""
        entry, is_post = one.entry, isinstance(one.entry.fields, PostFields)
        if entry.visibility is Visibility.DRAFT:
            return DRAFT
        if entry.visibility is Visibility.HIDDEN:
            return HIDDEN
        if entry.date and entry.visibility is Visibility.SCHEDULED:
            return with_usual_spaces(f"Comes out by itself on {WORDS.day(entry.date)}, {WORDS.clock(entry.date)}.")
        root, base = self.plan.site.settings.root, self._base
        before = files_at(root, base.commit, [entry.path]).get(entry.path) if base else None
        if before is None:
            return NEW_POST if is_post else NEW_PAGE
        if before == read_bytes(root, entry.path, MAX_BYTES):
            return SAME_POST
        return CHANGED_POST if is_post else CHANGED_PAGE

    @cached_property
    def _base(self) -> Base | None:
        """The commit that readers have."""
        try:
            return published_base(self.plan.site.settings.root)
        except (ShallowHistoryError, RefusedError):
            return None

    @cached_property
    def _pair(self) -> CalendarPair | None:
        """The calendars that subscribers have, and those that they would get."""
        try:
            return read_pair(self.settings_file, self.plan.site.now)
        except (ShallowHistoryError, RefusedError, InvalidContentError):
            return None


def of_seminar(pair: CalendarPair, seminar: Seminar) -> Iterable[Change]:
    """Return what subscribers will see of one seminar, also of dates that are gone from its file."""
    before = pair.before.files.get(seminar.source)
    uids = {one.uid for one in (*seminar.sessions, *(before.seminar.sessions if before else ()))}
    return (one for one in compare(pair.before.public, pair.after.public) if known(one).uid in uids)


def in_short(problem: Problem, subject: Subject | None) -> str:
    """Say a problem, with its file where that is not the page's own."""
    return problem.said if subject else f"{problem.path.as_posix()}: {problem.said}"


def public_settings(settings_file: Path) -> Path:
    """Return the settings file of the public site: the publishconf.py beside this one, else this one."""
    public = settings_file.with_name("publishconf.py")
    return public if public.is_file() else settings_file
