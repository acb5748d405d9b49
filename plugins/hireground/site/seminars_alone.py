"""Load the seminars of a Pelican site whose posts, pages and theme are not the engine's."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from hireground.markdown.link_check import FileNames, Folder, LinkedFiles
from hireground.seminars.block.check import block_problems
from hireground.seminars.block.fields import BlockFields
from hireground.seminars.block.find import may_have_blocks, without_other_blocks
from hireground.seminars.model.model import Defaults, Seminar
from hireground.seminars.model.translation import Translation
from hireground.site.cross_file_checks import cross_file_problems
from hireground.site.files import LISTS, is_hidden, unread_file_problems
from hireground.site.load import known_seminars, problems_of_all, problems_of_languages, read_records, what_is_shown
from hireground.site.mentions import blocks_in
from hireground.site.reading import Reading
from hireground.site.settings import SiteSettings
from hireground.site.warnings import misspelled_people
from hireground.text.frontmatter import Document
from hireground.text.problems import InvalidContentError, Problem
from hireground.text.source import read_text
from hireground.text.yaml.marks import Marks

MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
"""What Pelican takes for Markdown."""
NOTHING: Mapping[Any, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class SeminarsAlone:
    """The seminars of a site, valid; `blocks` are those that its posts and pages show lists of dates by."""

    settings: SiteSettings
    now: dt.datetime
    seminars: tuple[Seminar, ...]
    translations: Mapping[str, tuple[Translation, ...]]
    blocks: tuple[tuple[str, BlockFields], ...]
    defaults: Defaults
    warnings: tuple[Problem, ...]


def load_seminars(settings: SiteSettings, now: dt.datetime) -> SeminarsAlone:
    """Read the seminars; raises `InvalidContentError` with every problem and warning, if there is any problem."""
    reading = Reading(settings, now)
    reading.problems += _misplaced_files(reading)
    people, places = read_records(reading)
    defaults = settings.defaults(places, people, reading.slugs)
    seminars, translations = reading.seminars(defaults, reading.history())
    reading.problems += problems_of_all(reading, NOTHING, seminars, translations)
    reading.problems += cross_file_problems(reading.documents, NOTHING, NOTHING, seminars)
    reading.problems += problems_of_languages(reading, (), seminars, translations)
    for document in reading.documents.values():
        with document.costs():
            reading.problems += misspelled_people(document, people)
    posts = tuple(posts_with_blocks(settings))
    known, names = known_seminars(reading, seminars, translations), FileNames(reading.files.names)
    for post in posts:
        reading.problems += block_problems(post, known, LinkedFiles(post.path, Folder(names, {})))
    if not all(problem.is_warning for problem in reading.problems):
        raise InvalidContentError(reading.problems)
    shown, spoken = what_is_shown(settings, seminars, translations)
    return SeminarsAlone(
        settings=settings, now=now, seminars=shown, translations=spoken, blocks=tuple(blocks_in(posts)),
        defaults=defaults, warnings=tuple(sorted(set(reading.problems))),
    )  # fmt: skip


def _misplaced_files(reading: Reading) -> Iterator[Problem]:
    """Yield the files beside the seminars that nothing reads; files outside the folder are not ours to judge."""
    settings = reading.settings
    folder = settings.content / "seminars"
    if not (settings.root / folder).is_dir():
        words = "there is no folder of seminars; make it, or name the content by PATH in the settings"
        yield Problem(folder, 1, 1, words, is_warning=True)
    for problem in (*reading.files.problems, *unread_file_problems(settings.root, reading.files)):
        is_ours = problem.path.is_relative_to(folder) or problem.path == settings.content
        if is_ours or (problem.path.parent == settings.content and problem.path.stem.lower() in LISTS):
            yield problem


def posts_with_blocks(settings: SiteSettings) -> Iterator[Document]:
    """Yield the posts and pages, whole files as texts, in which a list of dates may stand."""
    content, seminars = settings.root / settings.content, settings.root / settings.content / "seminars"
    files = {file for folder in settings.foreign_posts or () for file in (content / folder).rglob("*")}
    for file in sorted(files):
        path = file.relative_to(settings.root)
        if file.suffix not in MARKDOWN or file.is_relative_to(seminars) or is_hidden(file.relative_to(content)):
            continue
        try:
            text = read_text(settings.root, path)
        except InvalidContentError:
            continue  # Pelican reads it, and says so
        document = Document(path, {}, Marks({}, {}), text, 1)
        if may_have_blocks(document):
            yield without_other_blocks(document)
