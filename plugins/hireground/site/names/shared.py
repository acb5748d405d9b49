"""Find names that would share an address: C and C++, two people, two libraries of one name.

Two spellings of one name (`Job search`, `job-search`) share one and mean to.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hireground import urls
from hireground.seminars.model.folder import own_loc, talks_of
from hireground.seminars.model.model import Place, Seminar, Session
from hireground.seminars.model.people import Person, refuse_several
from hireground.site.entry import Entry
from hireground.site.post import PostFields
from hireground.slugs import Slugs, same_name
from hireground.text.fixes import refused, value_at
from hireground.text.frontmatter import Document
from hireground.text.problems import Problem, Refusal, quoted
from hireground.text.syntax import flow
from hireground.text.yaml.marks import Loc

SPELLINGS = {"topics": ("topics", "tags", "category"), "authors": ("authors", "author")}
"""The names that a key of posts may have in a file."""


@dataclass(frozen=True)
class Use:
    """A name that becomes a slug, and where a file says it, by the key's usual name."""

    name: str
    slug: str
    document: Document
    said: Loc
    place: Place | None = None

    @property
    def loc(self) -> Loc:
        """Where the file says it, by the name that the key has there; only a name that is wrong is looked up."""
        key, *rest = self.said
        return next((name for name in SPELLINGS.get(str(key), ()) if name in self.document.fields), key), *rest

    @property
    def where(self) -> str:
        """The file and the line."""
        return f"{self.document.path.as_posix()}:{self.document.marks.value(self.loc).line}"


def shared_names(
    entries: Iterable[Entry],
    seminars: Iterable[Seminar],
    documents: Mapping[Path, Document],
    people: Mapping[str, Person],
    slugs: Slugs,
) -> Iterator[Problem]:
    """Yield the names of all texts that would share an address, at the later of two."""
    entries, seminars = tuple(entries), tuple(seminars)
    dates = [(documents[one.source], session) for one in seminars for session in one.sessions]
    topics = [*topics_of(entries, slugs), *(use for one in dates for use in uses_of_topics(*one))]
    for use, other, free in _clashes(topics, slugs):
        record = flow({"name": use.name, "slug": free})
        line = f"slug: {free}" if same_name(use.name) in slugs.topics else f"- {record}"
        how = f'write "{line}" in content/topics.yaml, or the same name twice'
        yield _refused(use, Refusal(f"{_both(use, other, urls.TOPIC)}; {how}"))
    for use, other, _free in _clashes([use for one in dates for use in _uses_of_series(*one)], slugs):
        yield _refused(use, Refusal(f"{_both(use, other, urls.SERIES)}; write another name for one of them"))
    for use, other, _free in _clashes([*_uses_of_reading_lists(entries, slugs)], slugs):
        yield _refused(use, Refusal(f"{_both(use, other, urls.READING_LIST)}; write another name for one of them"))
    yield from _shared_people(entries, dates, people, slugs)
    yield from _shared_places(dates, slugs)


def _shared_people(
    entries: Iterable[Entry], dates: Iterable[tuple[Document, Session]], people: Mapping[str, Person], slugs: Slugs
) -> Iterator[Problem]:
    uses = [use for one in dates for use in _uses_of_people(*one)]
    for entry in entries:
        for number, name in enumerate(entry.fields.authors):
            record, loc = people.get(name), ("authors", number)
            use = Use(record.name if record else name, record.slug if record else slugs.of(name), entry.document, loc)
            try:
                refuse_several(name, people)
            except Refusal as refusal:
                yield _refused(use, refusal)
            else:
                uses.append(use)
    for use, other, free in _clashes(uses, slugs):
        how = f'write "slug: {free}" beside one of the names in content/people.yaml'
        yield _refused(use, Refusal(f"{_both(use, other, urls.PERSON)}; {how}"))


def _shared_places(dates: Iterable[tuple[Document, Session]], slugs: Slugs) -> Iterator[Problem]:
    found: defaultdict[str, list[Use]] = defaultdict(list)
    for use in [use for one in dates for use in _uses_of_places(*one)]:
        found[use.slug].append(use)
    for slug, uses in found.items():
        first, *others = sorted(uses, key=lambda use: isinstance(value_at(use.document, use.loc), dict))
        seen = list[Place]()
        for use in others:
            if not (use.place and first.place and _is_other(first.place, use.place)) or use.place in seen:
                continue
            seen.append(use.place)
            free = _free(slugs.of(f"{use.name} {use.place.city or use.place.address}"), slug, found)
            words = f"{quoted(use.name)} is another place in {first.where}, and both would share a page"
            is_group = isinstance(value_at(use.document, use.loc), dict)
            keys = {"slug": free} if is_group else None
            how = "" if keys else f'write "slug: {free}" beside one of them'
            loc = (*use.loc, "name") if is_group else use.loc
            yield refused(use.document, loc, Refusal(words, keys=keys, hint=how))


def _is_other(one: Place, other: Place) -> bool:
    """Tell whether two places differ in name or town, or in the numbers of their streets."""
    pairs = (
        (one.name, other.name), (one.city, other.city), (one.country or "", other.country or ""),
        (one.postal_code, other.postal_code), (_numbers(one.address), _numbers(other.address)),
    )  # fmt: skip
    return any(left and right and same_name(left) != same_name(right) for left, right in pairs)


def _numbers(address: str) -> str:
    return " ".join(re.findall(r"\d+", address))


def _clashes(uses: Iterable[Use], slugs: Slugs) -> Iterator[tuple[Use, Use, str]]:
    """Yield each name that would share an address with another, that other, and a slug that nothing has."""
    found: defaultdict[str, dict[str, Use]] = defaultdict(dict)
    for use in uses:
        found[use.slug].setdefault(same_name(use.name), use)
    taken = set(found)
    for slug, by_name in found.items():
        first, *others = sorted(by_name.values(), key=lambda use: slugs.telling(use.name) != slug)
        for use in others:
            free = _free(slugs.telling(use.name), slug, taken)
            taken.add(free)
            yield use, first, free


def _free(wanted: str, slug: str, taken: Iterable[str]) -> str:
    """Return a slug that nothing has."""
    taken = {*taken}
    if wanted not in taken:
        return wanted
    return next(name for name in (f"{slug}-{number}" for number in range(2, len(taken) + 3)) if name not in taken)


def _both(use: Use, other: Use, route: urls.Route) -> str:
    address = f"/{route.url(slug=use.slug)}"
    return f"{quoted(use.name)} and {quoted(other.name)} ({other.where}) would share the page {address}"


def _refused(use: Use, refusal: Refusal) -> Problem:
    is_written = use.loc in use.document.marks.values
    return refused(use.document, use.loc if is_written else use.loc[:-1], refusal)


def topics_of(entries: Iterable[Entry], slugs: Slugs) -> Iterator[Use]:
    """Yield the topics of posts and pages."""
    for entry in entries:
        for number, name in enumerate(entry.fields.topics):
            yield Use(name, slugs.of_topic(name), entry.document, ("topics", number))


def _place_of(document: Document, session: Session, key: str) -> tuple[Document, Loc]:
    """Return the file that says a key of a session, and where: with the date, or for all of them."""
    talk = talks_of(document).get(int(session.loc[1])) if len(session.loc) > 1 else None
    if talk and key in talk.document.fields:
        return talk.document, own_loc(document, (*session.loc, key))
    is_own = value_at(document, (*session.loc, key)) is not None
    return document, (*session.loc, key) if is_own else (key,)


def uses_of_topics(document: Document, session: Session) -> Iterator[Use]:
    """Yield the topics of a date."""
    file, loc = _place_of(document, session, "topics")
    for number, (name, slug) in enumerate(zip(session.topics, session.topic_slugs, strict=True)):
        yield Use(name, slug, file, (*loc, number))


def _uses_of_series(document: Document, session: Session) -> Iterator[Use]:
    if session.series:
        yield Use(session.series, session.series_slug, *_place_of(document, session, "series"))


def _uses_of_reading_lists(entries: Iterable[Entry], slugs: Slugs) -> Iterator[Use]:
    for entry in entries:
        name = entry.fields.series
        if name and isinstance(entry.fields, PostFields):
            yield Use(name, slugs.of(name), entry.document, ("series",))


def _uses_of_people(document: Document, session: Session) -> Iterator[Use]:
    file, loc = _place_of(document, session, "speakers")
    for number, person in enumerate(session.speakers):
        yield Use(person.name, person.slug, file, (*loc, number))


def _uses_of_places(document: Document, session: Session) -> Iterator[Use]:
    if session.place and not session.place.is_awaited:
        yield Use(session.place.name, session.place.slug, *_place_of(document, session, "place"), session.place)
