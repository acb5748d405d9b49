"""Load a content folder as a `Site`: all of it valid, or every problem of every file at once."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hireground.pictures.model import is_picture
from hireground.pictures.store import look, picture_problems
from hireground.seminars.block.check import KnownNames, known_names
from hireground.seminars.model.folder import INDEX
from hireground.seminars.model.model import Place, Seminar
from hireground.seminars.model.people import Person
from hireground.seminars.pages.listings import all_sessions
from hireground.site.bodies import body_problems, content_folder, people_problems
from hireground.site.cross_file_checks import (
    cross_file_problems,
    entry_problems,
    over_when_new,
    public_addresses,
    titles_twice,
    translation_problems,
)
from hireground.site.directory import PEOPLE_FILE, TOPICS_FILE, read_directory, topic_slugs
from hireground.site.entry import Entry
from hireground.site.files import (
    ContentFiles,
    kind_problem,
    published_files,
    unpublished_problems,
    unread_file_problems,
)
from hireground.site.links.following import Following, following
from hireground.site.names.near import topics_nearly_twice
from hireground.site.names.shared import shared_names
from hireground.site.post import PageFields, PostFields
from hireground.site.reading import Reading
from hireground.site.redirects import FILE, read_redirects, redirect_problems, redirects_of
from hireground.site.settings import SiteSettings
from hireground.site.site import Site
from hireground.site.warnings import misspelled_people, open_rules, overdue, overlaps, session_warnings, streetless
from hireground.store import Store
from hireground.text.frontmatter import Document
from hireground.text.problems import InvalidContentError, Problem

if TYPE_CHECKING:
    from hireground.seminars.model.translation import SeminarFile, Translation


def load_site(settings: SiteSettings, now: dt.datetime, store: Store | None = None) -> Site:
    """Read the whole content; raises `InvalidContentError` with every problem and warning, if there is any problem."""
    return read_site(Reading(settings, now, store=store or Store()))


def read_site(reading: Reading) -> Site:
    """Read the whole content of a reading, which may know more than files do; raises as `load_site` does."""
    return checked(read_texts(reading))


@dataclass(frozen=True, kw_only=True)
class Unchecked:
    """All content as it was read, before anybody looks for what is wrong in the words of texts and between them.

    `seminars` and `translations` have drafts, which the site may not show; `read` is the site without its mentions.
    """

    reading: Reading
    seminars: tuple[Seminar, ...]
    translations: "tuple[Translation, ...]"
    read: Site

    @property
    def is_right(self) -> bool:
        """Whether nothing but warnings was found when the texts were read."""
        return all(problem.is_warning for problem in self.reading.problems)

    @cached_property
    def site(self) -> Site:
        """The site without its warnings; raises whatever is raised for a block that is wrong."""
        read = self.read
        return replace(read, mentions=self.reading.mentions({**read.posts, **read.pages}, read.seminars))


def read_texts(reading: Reading) -> Unchecked:
    """Read every text of a reading; what is wrong with one is kept there."""
    settings = reading.settings
    people, places = read_records(reading)
    commits, defaults = reading.history(), settings.defaults(places, people, reading.slugs)
    posts, pages = reading.entries("posts", PostFields), reading.entries("pages", PageFields)
    seminars, translations = reading.seminars(defaults, commits)
    moved = redirects_to(reading, {"posts": posts, "pages": pages}, (*seminars, *translations))
    folder = content_folder(reading, {**posts, **pages}, (*seminars, *translations))
    links = following(reading, folder, (posts, pages), (*seminars, *translations), moved)
    shown, spoken = what_is_shown(settings, seminars, translations)
    site = Site(
        settings=settings, now=reading.now, posts=posts, pages=pages, people=people, defaults=defaults,
        seminars=shown, translations=spoken, last_commits=commits,
        mentions={}, pictures=look(settings.root, picture_files(reading.files)), files=reading.files,
        redirects=moved, links=links, warnings=(),
    )  # fmt: skip
    return Unchecked(reading=reading, seminars=seminars, translations=translations, read=site)


def checked(texts: Unchecked) -> Site:
    """Return the site of texts that were read, with its warnings; raises as `load_site` does."""
    reading, site, seminars, translations = texts.reading, texts.read, texts.seminars, texts.translations
    reading.problems += file_problems(reading)
    reading.problems += problems_of_all(reading, {**site.posts, **site.pages}, seminars, translations, site.links)
    kinds = site.posts, site.pages
    between = frozenset(problems_between(reading, kinds, seminars, translations, site.last_commits))
    reading.problems += between
    reading.problems += picture_problems(site.pictures, is_raw=site.settings.raw_html)
    for document in reading.looked_at.values():
        with document.costs():
            reading.problems += misspelled_people(document, site.people)
    reading.inspector.save()
    if not texts.is_right:
        raise InvalidContentError(reading.problems)
    return replace(texts.site, warnings=tuple(sorted(set(reading.problems))), between=between)


def read_records(reading: Reading) -> tuple[dict[str, Person], dict[str, Place]]:
    """Return the people and places that files may name, once it is known what addresses call things."""
    settings, content, problems = reading.settings, reading.settings.content, reading.problems
    reading.slugs = slugs = topic_slugs(
        settings.root, content / TOPICS_FILE, is_unicode=settings.unicode_slugs, problems=problems
    )
    reading.people = people = read_directory(settings.root, content / PEOPLE_FILE, Person, problems, slugs)
    return people, read_directory(settings.root, content / "places.yaml", Place, problems, slugs)


def problems_between(
    reading: Reading,
    kinds: tuple[Mapping[Path, Entry], Mapping[Path, Entry]],
    seminars: tuple[Seminar, ...],
    translations: "tuple[Translation, ...]",
    commits: Mapping[Path, dt.datetime],
) -> Iterator[Problem]:
    """Yield what is wrong between texts, what is there twice, and names that would share an address."""
    posts, pages = kinds
    yield from cross_file_problems(reading.documents, posts, pages, seminars)
    yield from titles_twice(posts)
    yield from topics_nearly_twice((*posts.values(), *pages.values()), seminars, reading.documents, reading.slugs)
    yield from over_when_new(seminars, commits, reading.documents, reading.now)
    yield from shared_names(posts.values(), seminars, reading.documents, reading.people, reading.slugs)
    yield from problems_of_languages(reading, kinds, seminars, translations)


def redirects_to(
    reading: Reading, kinds: Mapping[str, Mapping[Path, Entry]], seminars: "Iterable[SeminarFile]"
) -> Mapping[str, str]:
    """Return the site's list of old addresses; while a text cannot be read, nobody knows where they may lead."""
    document = read_redirects(reading.settings.root, reading.settings.content / FILE, reading.problems)
    seminars, entries = tuple(seminars), [entry for several in kinds.values() for entry in several.values()]
    if document and not reading.unread and len(entries) + len(seminars) == reading.number:
        own = {*public_addresses(kinds["posts"], kinds["pages"], seminars)}
        reading.problems += redirect_problems(document, entries, own, reading.files.names, reading.slugs)
    return redirects_of(document)


def what_is_shown(
    settings: SiteSettings, seminars: Iterable[Seminar], translations: "Iterable[Translation]"
) -> "tuple[tuple[Seminar, ...], Mapping[str, tuple[Translation, ...]]]":
    """Return the seminars that this build has, and the translations of each by its slug; drafts are for authors."""
    shown = tuple(one for one in seminars if settings.shows_drafts or not one.is_draft)
    spoken = [one for one in translations if settings.shows_drafts or not one.is_draft]
    return shown, {one.slug: tuple(words for words in spoken if words.slug == one.slug) for one in shown}


def file_problems(reading: Reading) -> Iterator[Problem]:
    """Yield the files that cannot stand where they are, or that readers cannot be given."""
    settings, files = reading.settings, reading.files
    yield from files.problems
    yield from unread_file_problems(settings.root, files)
    yield from unpublished_problems(files, settings.static_paths, settings.kinds)
    for path in published_files(files, settings.static_paths):
        if is_picture(path) or kind_problem(path.name, settings.kinds):
            continue
        file, inspector = files.content / path, reading.inspector
        if message := inspector.problem(file):
            yield Problem(file, 1, 1, message)
        elif warning := inspector.warning(file):
            yield Problem(file, 1, 1, warning, is_warning=True)


def picture_files(files: ContentFiles) -> Iterator[Path]:
    """Yield the pictures of the content folder, by their paths from the site's root."""
    yield from (files.content / path for path in files.paths if is_picture(path))


def problems_of_all(
    reading: Reading,
    entries: Mapping[Path, Entry],
    seminars: tuple[Seminar, ...],
    translations: "tuple[Translation, ...]" = (),
    links: Following | None = None,
) -> Iterator[Problem]:
    """Yield what shows in the texts, and between sessions; `links` know the site's addresses, where all are known."""
    documents = reading.documents
    files: tuple[SeminarFile, ...] = (*seminars, *translations)
    known = known_seminars(reading, seminars, translations)
    folder = links.folder if links else content_folder(reading, entries, files)
    yield from body_problems(reading, folder, files, known, links)
    yield from people_problems(reading.settings, folder.without_hidden())
    yield from links.problems() if links else ()
    yield from problems_of_dates(seminars, documents, reading.now)


def problems_of_dates(
    seminars: tuple[Seminar, ...], documents: Mapping[Path, Document], now: dt.datetime
) -> Iterator[Problem]:
    """Yield what is probably wrong with when and where seminars are, by themselves and beside each other."""
    yield from overlaps(seminars, documents)
    for seminar in seminars:
        yield from session_warnings(documents[seminar.source], seminar.sessions, now)
        yield from streetless(documents[seminar.source])
        for session in seminar.sessions:
            yield from streetless(documents[session.source]) if session.source else ()
        yield from open_rules(documents[seminar.source], seminar.sessions, now)
        yield from overdue(documents[seminar.source], seminar.sessions, now)


def known_seminars(
    reading: Reading, seminars: tuple[Seminar, ...], translations: "tuple[Translation, ...]" = ()
) -> KnownNames:
    """Return what blocks may name; where a seminar could not be read, nobody knows what they may not."""
    documents, folder = reading.documents, reading.settings.content / "seminars"
    sound = {seminar.source for seminar in seminars} | {words.source for words in translations}
    sound |= {path for path in reading.talks if path.parent / INDEX in sound}
    unsure = [document for path, document in documents.items() if path.is_relative_to(folder) and path not in sound]
    is_known = not any(path.is_relative_to(folder) for path in reading.unread)
    names = known_names(seminars, unsure) if is_known else None
    return KnownNames(all_sessions(seminars) if is_known and not unsure else None, names, reading.now)


def problems_of_languages(
    reading: Reading,
    kinds: tuple[Mapping[Path, Entry], ...],
    seminars: tuple[Seminar, ...],
    translations: "tuple[Translation, ...]",
) -> Iterator[Problem]:
    """Yield what is wrong with translations; those whose original cannot be read are left out."""
    language = reading.settings.language
    read = len(seminars) + len(translations) + sum(map(len, kinds))
    if read == reading.number and not reading.unread:
        yield from translation_problems(reading.documents, seminars, translations, language)
        for entries in kinds:
            yield from entry_problems(entries, language)
