"""Read a text that was just saved, and say what is wrong with it, without reading the rest of the site."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from hireground.seminars.block.check import KnownNames
from hireground.seminars.model.model import Seminar
from hireground.site.bodies import body_problems
from hireground.site.entry import Entry
from hireground.site.post import PageFields
from hireground.site.reading import Reading
from hireground.site.site import Site
from hireground.text.problems import InvalidContentError, Problem

if TYPE_CHECKING:
    from hireground.seminars.model.translation import SeminarFile

Text: TypeAlias = "Entry | SeminarFile"
"""What a file is: a post or a page, a seminar, or a translation of one."""


@dataclass(frozen=True)
class TextAgain:
    """A text as the site has it, and as its files say it now, with what may be wrong in it now."""

    before: Text
    now: Text
    warnings: tuple[Problem, ...] = ()


def read_again(site: Site, path: Path, held: Mapping[Path, str] | None = None) -> TextAgain | None:
    """Read the text that stands in a file, `path` from the site's root; None if the site has none there.

    `site` is all content as it was last read. Raises `InvalidContentError` with what is wrong in the text by itself,
    or with its links; what only shows beside other texts is left to who reads the whole site. `held` are texts that an
    editor has not saved.
    """
    before = text_in(site, path)
    if before is None:
        return None
    model = type(before.fields) if isinstance(before, Entry) else None
    now, reading = read_text(site, model, [path] if isinstance(before, Entry) else files_of(before), held)
    return TextAgain(before, now, tuple(reading.problems))


def read_text(
    site: Site, model: type[PageFields] | None, files: Iterable[Path], held: Mapping[Path, str] | None = None
) -> tuple[Text, Reading]:
    """Read a text by itself: a post or a page by its model, or a seminar; raises as `read_again` does."""
    reading = Reading(site.settings, site.now, slugs=site.slugs, people=site.people, held=held or {})
    now: tuple[Text, ...]
    if model:
        now = (*reading.entries_of(reading.read(files), model).values(),)
    else:
        seminars, translations = reading.seminars_of(reading.read(files), site.defaults, site.last_commits)
        now = (*seminars, *translations)
    reading.problems += _problems(site, reading, now)
    if not all(problem.is_warning for problem in reading.problems):
        raise InvalidContentError(reading.problems)
    return now[0], reading


def without_commit(site: Site, path: Path) -> Site:
    """Return a site that knows that a file has changed since its last commit."""
    commits = {file: moment for file, moment in site.last_commits.items() if file != path}
    return replace(site, last_commits=commits)


def lists_of(site: Site) -> tuple[Path, Path]:
    """Return the files that list the site's people and places."""
    return site.settings.content / "people.yaml", site.settings.content / "places.yaml"


def with_lists(site: Site) -> Site:
    """Return a site with its people and places as they are listed now; raises `InvalidContentError`."""
    from hireground.site.load import read_records  # noqa: PLC0415 -- few edits are of these lists

    reading = Reading(site.settings, site.now)
    people, places = read_records(reading)
    if not all(problem.is_warning for problem in reading.problems):
        raise InvalidContentError(reading.problems)
    return replace(site, people=people, defaults=site.settings.defaults(places, people, reading.slugs))


def text_in(site: Site, path: Path) -> "Text | None":
    """Return the text that stands in a file, alone or, as a date of a seminar, with others."""
    if entry := site.entry(path):
        return entry
    seminars: list[SeminarFile] = [*site.seminars, *chain.from_iterable(site.translations.values())]
    return next((one for one in seminars if path in files_of(one)), None)


def files_of(text: "SeminarFile") -> Iterable[Path]:
    """Return the files that a seminar is in: its own, and those that are one date each."""
    return text.source, *(text.files if isinstance(text, Seminar) else ())


def _problems(site: Site, reading: Reading, texts: tuple[Text, ...]) -> Iterator[Problem]:
    """Yield what is wrong in the bodies of the documents that were read, with links as the site has them."""
    seminars = tuple(text for text in texts if not isinstance(text, Entry))
    yield from body_problems(reading, site.links.folder, seminars, KnownNames(None, None, site.now), site.links)
    for document in reading.documents.values():
        yield from site.links.problems_again(document)
