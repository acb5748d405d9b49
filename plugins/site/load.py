"""A content folder to a `Site`: every problem of every file in one go, or valid data for everything after it."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plugins.pictures.inspecting import is_picture
from plugins.pictures.store import Known as KnownPicture
from plugins.pictures.store import look, picture_problems
from plugins.reader.post import PageFields, PostFields
from plugins.reader.problems import InvalidContentError, Problem
from plugins.seminars.assembly import Defaults
from plugins.seminars.block_problems import Known, known_names
from plugins.seminars.listings import all_sessions
from plugins.seminars.model import Person, Place, Seminar
from plugins.seminars.translation import SeminarFile, Translation
from plugins.site.bodies import body_problems
from plugins.site.directory import read_directory
from plugins.site.entry import Entry
from plugins.site.mentions import mentions
from plugins.site.reading import Reading
from plugins.site.settings import SiteSettings
from plugins.site.strays import is_hidden, stray_problems
from plugins.site.together import problems_together
from plugins.site.translations import entry_problems, translation_problems
from plugins.site.warnings import misspelt_people, overlaps, session_warnings, streetless


@dataclass(frozen=True, kw_only=True)
class Site:
    """All content, valid; what only its authors may see is there when `settings.shows_drafts`.

    `warnings` are faults that do not keep anything from being published. `last_commits` and `pictures` are by path
    from the root, and so are `mentions`: the slugs of the seminars that an entry speaks of; `translations` are by
    those slugs.
    """

    settings: SiteSettings
    now: dt.datetime
    posts: Mapping[Path, Entry]
    pages: Mapping[Path, Entry]
    seminars: tuple[Seminar, ...]
    translations: Mapping[str, tuple[Translation, ...]]
    people: Mapping[str, Person]
    defaults: Defaults
    last_commits: Mapping[Path, dt.datetime]
    mentions: Mapping[Path, tuple[str, ...]]
    pictures: Mapping[Path, KnownPicture]
    warnings: tuple[Problem, ...]

    def shows(self, entry: Entry) -> bool:
        """Whether this build has the entry."""
        return entry.is_public or self.settings.shows_drafts


def load_site(settings: SiteSettings, now: dt.datetime) -> Site:
    """Read the whole content; raises `InvalidContentError` with every problem, warnings too, if one is no warning."""
    reading, content = Reading(settings, now), settings.content
    reading.problems += stray_problems(settings.root, content)
    people = read_directory(settings.root, content / "people.yaml", Person, reading.problems)
    places = read_directory(settings.root, content / "places.yaml", Place, reading.problems)
    commits = reading.history()
    posts = reading.entries(content / "posts", PostFields)
    pages = reading.entries(content / "pages", PageFields)
    defaults = settings.defaults(places, people)
    seminars, translations = reading.seminars(defaults, commits)
    reading.problems += problems_of_all(reading, {**posts, **pages}, seminars, translations)
    reading.problems += problems_together(reading.documents, posts, pages, seminars)
    reading.problems += problems_of_languages(reading, (posts, pages), seminars, translations)
    pictures = look(settings.root, picture_files(settings))
    reading.problems += picture_problems(pictures)
    for document in reading.documents.values():
        reading.problems += misspelt_people(document, people)
    if not all(problem.is_warning for problem in reading.problems):
        raise InvalidContentError(reading.problems)
    shown = tuple(one for one in seminars if settings.shows_drafts or not one.is_draft)
    spoken = [one for one in translations if settings.shows_drafts or not one.is_draft]
    return Site(
        settings=settings, now=now, posts=posts, pages=pages, people=people, defaults=defaults,
        seminars=shown, last_commits=commits,
        translations={one.slug: tuple(words for words in spoken if words.slug == one.slug) for one in shown},
        mentions=mentions(posts | pages, shown, content), pictures=pictures,
        warnings=tuple(sorted(set(reading.problems))),
    )  # fmt: skip


def picture_files(settings: SiteSettings) -> Iterator[Path]:
    """Yield the pictures of the content folder."""
    for file in sorted((settings.root / settings.content).rglob("*")):
        path = file.relative_to(settings.root)
        if is_picture(PurePosixPath(path)) and not is_hidden(path) and file.is_file():
            yield path


def problems_of_all(
    reading: Reading,
    entries: Mapping[Path, Entry],
    seminars: tuple[Seminar, ...],
    translations: tuple[Translation, ...] = (),
) -> Iterator[Problem]:
    """Yield what shows in the texts, and between sessions."""
    documents, folder = reading.documents, reading.settings.content / "seminars"
    files: tuple[SeminarFile, ...] = (*seminars, *translations)
    sound = {file.source for file in files}
    unsure = [document for path, document in documents.items() if path.is_relative_to(folder) and path not in sound]
    is_known = not any(path.is_relative_to(folder) for path in reading.unread)
    names = known_names(seminars, unsure) if is_known else None
    known = Known(all_sessions(seminars) if is_known and not unsure else None, names)
    yield from body_problems(reading.settings, documents, entries, files, known)
    yield from overlaps(seminars, documents)
    for seminar in seminars:
        yield from session_warnings(documents[seminar.source], seminar.sessions)
        yield from streetless(documents[seminar.source])


def problems_of_languages(
    reading: Reading,
    kinds: tuple[Mapping[Path, Entry], ...],
    seminars: tuple[Seminar, ...],
    translations: tuple[Translation, ...],
) -> Iterator[Problem]:
    """Yield what is wrong with translations; whose original cannot be read is no fault of theirs."""
    language = reading.settings.language
    read = len(seminars) + len(translations) + sum(map(len, kinds))
    if read == len(reading.documents) and not reading.unread:
        yield from translation_problems(reading.documents, seminars, translations, language)
        for entries in kinds:
            yield from entry_problems(entries, language)
