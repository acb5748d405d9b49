"""Read a site again after a few of its texts were edited; the others are taken as they were read before."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hireground.build.edits.kept_plan import KeptPlan
from hireground.build.inputs import SEMINARS
from hireground.embeds.blocks import has_embeds
from hireground.mathematics.signs import has_formulas
from hireground.seminars.model.model import Defaults, Seminar
from hireground.seminars.pages.listings import all_sessions
from hireground.site.entry import Entry
from hireground.site.files import ContentFiles
from hireground.site.links.following import Following
from hireground.site.load import read_site
from hireground.site.post import PageFields
from hireground.site.reading import Reading
from hireground.site.site import Site
from hireground.store import Store
from hireground.text.frontmatter import Document
from hireground.text.localtime import build_moment
from hireground.text.problems import Problem

if TYPE_CHECKING:
    from hireground.seminars.model.translation import Translation


@dataclass(kw_only=True)
class ReadingAgain(Reading):
    """A reading of a site that was read `before`; of its posts and pages only those that were `edited` are read.

    If a seminar was edited, all of them are read. `shown_in` are the posts and pages that may show seminars.
    """

    before: Site
    edited: frozenset[Path]
    seminars_before: "tuple[Seminar | Translation, ...]"
    shown_in: frozenset[Path]

    def __post_init__(self) -> None:
        """Know the documents as they were."""
        known = self.before.links.reading
        self.documents |= {path: one for path, one in known.documents.items() if not self.is_read(path)}
        self.talks |= set() if self.has_other_seminars else known.talks

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Be written down as a reading of all texts."""
        known = self.documents, list[Problem](), set[Path](), self.talks, Store(), self.slugs, self.people
        return Reading, (self.settings, self.now, *known)

    @cached_property
    def has_other_seminars(self) -> bool:
        """Whether any seminar may be another."""
        return has_other_seminars(self.edited, self.settings.content)

    def is_read(self, path: Path) -> bool:
        """Tell whether the text in a file is read anew."""
        return path in self.edited or (self.has_other_seminars and has_other_seminars([path], self.settings.content))

    @cached_property
    def files(self) -> ContentFiles:
        """The files of the content folder, which are the same unless a text is new."""
        is_new = not self.edited <= self.before.links.reading.documents.keys()
        return super().files if is_new else self.before.files

    @property
    def looked_at(self) -> Mapping[Path, Document]:
        """The documents that were edited, lead to any address, or show seminars that may be others."""
        again = self.before.links.leading | (self.shown_in if self.has_other_seminars else frozenset())
        return {path: one for path, one in self.documents.items() if path in again or self.is_read(path)}

    def history(self) -> Mapping[Path, dt.datetime]:
        """Return the files' last commits."""
        return super().history() if self.has_other_seminars else self.before.last_commits

    def entries(self, folder: str, model: type[PageFields]) -> dict[Path, Entry]:
        """Return the posts or pages of a folder; one that was edited and is wrong is left out."""
        paths = [*self.files.markdown(folder)]
        before = {**self.before.posts, **self.before.pages}
        now = self.entries_of(self.read(path for path in paths if path in self.edited), model)
        known = ((path, now.get(path) if path in self.edited else before[path]) for path in paths)
        return {path: entry for path, entry in known if entry}

    def seminars(
        self, defaults: Defaults, commits: Mapping[Path, dt.datetime]
    ) -> "tuple[tuple[Seminar, ...], tuple[Translation, ...]]":
        """Return the seminars and their translations."""
        if self.has_other_seminars:
            return super().seminars(defaults, commits)
        seminars = tuple(one for one in self.seminars_before if isinstance(one, Seminar))
        return seminars, tuple(one for one in self.seminars_before if not isinstance(one, Seminar))

    def mentions(self, entries: Mapping[Path, Entry], seminars: tuple[Seminar, ...]) -> Mapping[Path, tuple[str, ...]]:
        """Return the slugs of the seminars that each entry mentions, by the entry's path."""
        others = self.edited | (self.shown_in if self.has_other_seminars else frozenset())
        now = super().mentions({path: entry for path, entry in entries.items() if path in others}, seminars)
        return {path: now[path] if path in now else self.before.mentions[path] for path in entries}


def has_other_seminars(edited: Iterable[Path], content: Path) -> bool:
    """Tell whether any seminar was edited, or git says something else of them."""
    return any(path.is_relative_to(content / SEMINARS) for path in edited)


def site_again(kept: KeptPlan, edited: frozenset[Path], store: Store) -> Site | None:
    """Return a site as it is now after some of its texts were edited; raises `InvalidContentError`.

    None where the texts that were not edited may be wrong now, or may look different.
    """
    before, content = kept.site, kept.site.links.content
    if content is None or before.settings.shows_drafts:  # what such texts may lead to was not worked out
        return None
    reading = ReadingAgain(
        settings=before.settings, now=build_moment(), store=store, before=before, edited=edited,
        seminars_before=content.seminars,
        shown_in=frozenset(one.entry.path for one in kept.steps["with_blocks"]),
    )  # fmt: skip
    site = read_site(reading)
    if not (keeps_addresses(before.links, site.links) and _needs_the_same(kept, site, edited)):
        return None
    warnings = _warnings_now(before, site, reading)
    return None if warnings is None else replace(site, warnings=warnings)


def _warnings_now(before: Site, now: Site, reading: ReadingAgain) -> tuple[Problem, ...] | None:
    """Return what there is to warn of in all texts: what was said of those that nobody looked at, and what is said now.

    None if a warning may be missing: one that a text was given when it was read is not given where only its links were
    looked at again.
    """
    said, looked_at = {*before.warnings} - before.between, reading.looked_at
    if {one for one in said if one.path in looked_at and not reading.is_read(one.path)} - {*now.warnings}:
        return None
    still_said = {one for one in said if one.path not in looked_at}
    return tuple(sorted(still_said.union(now.warnings)))


def keeps_addresses(before: Following, now: Following) -> bool:
    """Tell whether links from other texts lead where they led: each text has its address, and none is newly hidden."""
    if before.addresses is None or now.addresses is None:
        return False
    hidden = {path for path in now.folder.hidden if path in before.folder.names.paths}
    return hidden <= before.folder.hidden.keys() and before.addresses.texts.items() <= now.addresses.texts.items()


def _needs_the_same(kept: KeptPlan, site: Site, edited: frozenset[Path]) -> bool:
    """Tell whether the texts need of the theme what they needed."""
    are_alike = all(_is_alike(kept, site, path) for path in edited)
    return are_alike and _needs_of_seminars(kept.site) == _needs_of_seminars(site)


def _is_alike(kept: KeptPlan, site: Site, path: Path) -> bool:
    """Tell whether a text needs of the theme what it needed, or, if it is new, what every text does."""
    before, now = kept.site.entry(path), site.entry(path)
    if now is None:  # a seminar, or a file that is no text
        is_seminar = path in site.links.reading.documents or path == site.settings.content / SEMINARS
        return is_seminar or (path in site.pictures and path not in kept.site.pictures)
    if before is None:
        return _needs(now) == (False, False) and now.fields.lang in {None, *kept.languages}
    return (*_needs(now), now.fields.lang) == (*_needs(before), before.fields.lang)


def _needs(entry: Entry) -> tuple[bool, bool]:
    body = entry.document.body
    return has_formulas(body), has_embeds(body)


def _needs_of_seminars(site: Site) -> tuple[object, ...]:
    bodies, services = [one.body for one in site.seminars], site.settings.services
    films = (one.recording for one in all_sessions(site.seminars) if one.recording)
    spoken = {words.lang for several in site.translations.values() for words in several}
    languages = spoken.union(one.lang for one in site.seminars)
    return any(map(has_formulas, bodies)), any(map(has_embeds, bodies)), any(map(services.shows, films)), languages
