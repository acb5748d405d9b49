"""A content folder to a `Site`: every problem of every file in one go, or valid data for everything after it."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plugins.reader.frontmatter import Document, read_document
from plugins.reader.history import ShallowHistoryError, last_commits
from plugins.reader.links import link_problems, targets_in
from plugins.reader.markdown import converter
from plugins.reader.post import PageFields, PostFields
from plugins.reader.problems import InvalidContentError, Problem
from plugins.seminars.assembly import Defaults
from plugins.seminars.block import block_problems
from plugins.seminars.frontmatter import parse_seminar
from plugins.seminars.model import Person, Place, Seminar
from plugins.seminars.timezones import zone
from plugins.site.directory import read_directory
from plugins.site.entry import Entry, parse_entry
from plugins.site.mentions import mentions
from plugins.site.settings import SiteSettings
from plugins.site.together import problems_together


@dataclass(frozen=True, kw_only=True)
class Site:
    """All content, valid; what only its authors may see is there when `settings.shows_drafts`.

    `warnings` are faults that do not keep anything from being published. `last_commits` are by path from the
    root, and so are `mentions`: the slugs of the seminars that an entry speaks of.
    """

    settings: SiteSettings
    now: dt.datetime
    posts: Mapping[Path, Entry]
    pages: Mapping[Path, Entry]
    seminars: tuple[Seminar, ...]
    people: Mapping[str, Person]
    last_commits: Mapping[Path, dt.datetime]
    mentions: Mapping[Path, tuple[str, ...]]
    warnings: tuple[Problem, ...]

    def shows(self, entry: Entry) -> bool:
        """Whether this build has the entry."""
        return entry.is_public or self.settings.shows_drafts


@dataclass
class _Findings:
    """What reading gave so far."""

    documents: dict[Path, Document]
    problems: list[Problem]


def load_site(settings: SiteSettings, now: dt.datetime) -> Site:
    """Read the whole content; raises `InvalidContentError` with every problem that is no warning."""
    found = _Findings({}, [])
    root, content = settings.root, settings.content
    people = read_directory(root, content / "people.yaml", Person, found.problems)
    places = read_directory(root, content / "places.yaml", Place, found.problems)
    commits = _history(settings, found)
    posts = _entries(settings, now, content / "posts", PostFields, found)
    pages = _entries(settings, now, content / "pages", PageFields, found)
    defaults = Defaults(
        settings.seminars.uid_namespace, settings.timezone, settings.seminars.duration, settings.seminars.organizer,
        places, people,
    )  # fmt: skip
    seminars = _seminars(settings, defaults, commits, found)
    found.problems += problems_together(found.documents, posts, pages, seminars)
    found.problems += _body_problems(settings, found.documents, posts | pages, seminars)
    errors = [problem for problem in found.problems if not problem.is_warning]
    if errors:
        raise InvalidContentError(found.problems)
    shown = tuple(one for one in seminars if settings.shows_drafts or not one.is_draft)
    return Site(
        settings=settings, now=now, posts=posts, pages=pages, people=people, last_commits=commits, seminars=shown,
        mentions=mentions(posts | pages, shown, content), warnings=tuple(sorted(found.problems)),
    )  # fmt: skip


def _history(settings: SiteSettings, found: _Findings) -> Mapping[Path, dt.datetime]:
    try:
        return last_commits(settings.root, settings.content)
    except ShallowHistoryError as error:
        found.problems.append(Problem(settings.content, 1, 1, str(error)))
        return {}


def _documents(settings: SiteSettings, folder: Path, found: _Findings) -> Iterator[Document]:
    for file in sorted((settings.root / folder).rglob("*.md")):
        path = file.relative_to(settings.root)
        try:
            found.documents[path] = read_document(settings.root, path)
        except InvalidContentError as error:
            found.problems += error.problems
        else:
            yield found.documents[path]


def _entries(
    settings: SiteSettings, now: dt.datetime, folder: Path, model: type[PageFields], found: _Findings
) -> dict[Path, Entry]:
    entries = {}
    for document in _documents(settings, folder, found):
        try:
            entries[document.path] = parse_entry(document, model, zone(settings.timezone), now)
        except InvalidContentError as error:
            found.problems += error.problems
    return entries


def _seminars(
    settings: SiteSettings, defaults: Defaults, commits: Mapping[Path, dt.datetime], found: _Findings
) -> tuple[Seminar, ...]:
    seminars = []
    for document in _documents(settings, settings.content / "seminars", found):
        changed = commits.get(document.path) or _file_time(settings.root / document.path)
        try:
            seminars.append(parse_seminar(document, defaults, changed))
        except InvalidContentError as error:
            found.problems += error.problems
    return tuple(seminars)


def _file_time(file: Path) -> dt.datetime:
    """Take the file's own time for what is not committed yet."""
    return dt.datetime.fromtimestamp(int(file.stat().st_mtime), dt.UTC)


def _body_problems(
    settings: SiteSettings,
    documents: Mapping[Path, Document],
    entries: Mapping[Path, Entry],
    seminars: tuple[Seminar, ...],
) -> Iterator[Problem]:
    folder = settings.root / settings.content
    files = frozenset(PurePosixPath(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    unseen = {path for path, entry in entries.items() if not entry.is_public}
    unseen |= {seminar.source for seminar in seminars if seminar.is_draft}
    hidden = frozenset(PurePosixPath(path.relative_to(settings.content)) for path in unseen)
    for path, document in documents.items():
        shown = frozenset() if settings.shows_drafts or path in unseen else hidden
        source = path.relative_to(settings.content)
        yield from link_problems(document, source, files, shown, _targets(document))
        yield from block_problems(document, seminars)


def _targets(document: Document) -> Callable[[], frozenset[str]]:
    """Convert a body at most once, and only when asked."""
    known: list[frozenset[str]] = []

    def targets() -> frozenset[str]:
        if not known:
            known.append(targets_in(converter().convert(document.body)))
        return known[0]

    return targets
