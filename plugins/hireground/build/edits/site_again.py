"""Read a site again of which a few texts changed, without reading the others: they are as they were read."""

import datetime as dt
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hireground.build.edits.kept_plan import KeptPlan
from hireground.embeds.blocks import has_embeds
from hireground.mathematics.signs import has_formulas
from hireground.seminars.model.model import Defaults, Seminar
from hireground.site.entry import Entry
from hireground.site.files import ContentFiles
from hireground.site.links.addresses import Addresses
from hireground.site.links.following import Following
from hireground.site.load import read_site
from hireground.site.post import PageFields
from hireground.site.reading import Reading
from hireground.site.site import Site
from hireground.store import Store
from hireground.text.frontmatter import Document
from hireground.text.localtime import build_moment

if TYPE_CHECKING:
    from hireground.seminars.model.translation import Translation


@dataclass(kw_only=True)
class ReadingAgain(Reading):
    """A reading of a site that was read `before`; of its posts and pages only those that were `edited` are read."""

    before: Site
    edited: frozenset[Path]
    seminars_before: "tuple[Seminar | Translation, ...]"

    def __post_init__(self) -> None:
        """Know the documents as they were."""
        self.documents |= self.before.links.reading.documents
        self.talks |= self.before.links.reading.talks

    @cached_property
    def files(self) -> ContentFiles:
        """The files of the content folder, which are the same unless a text is new."""
        is_new = not self.edited <= {*self.before.posts, *self.before.pages}
        return super().files if is_new else self.before.files

    @property
    def looked_at(self) -> Mapping[Path, Document]:
        """The documents that were edited."""
        return {path: document for path, document in self.documents.items() if path in self.edited}

    def history(self) -> Mapping[Path, dt.datetime]:
        """Return the files' last commits, as they were."""
        return self.before.last_commits

    def entries(self, folder: str, model: type[PageFields]) -> dict[Path, Entry]:
        """Return the posts or pages of a folder; one that was edited and is wrong is left out."""
        paths = [*self.files.markdown(folder)]
        before = {**self.before.posts, **self.before.pages}
        now = self.entries_of(self.read(path for path in paths if path in self.edited), model)
        known = ((path, now.get(path) if path in self.edited else before[path]) for path in paths)
        return {path: entry for path, entry in known if entry}

    def seminars(
        self, _defaults: Defaults, _commits: Mapping[Path, dt.datetime]
    ) -> "tuple[tuple[Seminar, ...], tuple[Translation, ...]]":
        """Return the seminars and their translations, as they were."""
        seminars = tuple(one for one in self.seminars_before if isinstance(one, Seminar))
        return seminars, tuple(one for one in self.seminars_before if not isinstance(one, Seminar))

    def mentions(self, entries: Mapping[Path, Entry], seminars: tuple[Seminar, ...]) -> Mapping[Path, tuple[str, ...]]:
        """Return the slugs of the seminars that each entry mentions, by the entry's path."""
        now = super().mentions({path: entry for path, entry in entries.items() if path in self.edited}, seminars)
        return {path: now[path] if path in now else self.before.mentions[path] for path in entries}


def site_again(kept: KeptPlan, changed: frozenset[Path], store: Store) -> Site | None:
    """Return a site as it is now that some posts and pages changed; raises `InvalidContentError`.

    None where the texts that did not change may be wrong now, or may look different.
    """
    before, content = kept.site, kept.site.links.content
    if content is None or before.settings.shows_drafts:  # what such texts may lead to was not worked out
        return None
    reading = ReadingAgain(
        settings=before.settings, now=build_moment(), store=store, before=before, edited=changed,
        seminars_before=content.seminars,
    )  # fmt: skip
    site = read_site(reading)
    if not (is_reached(before.links, site.links) and all(_is_alike(kept, site, path) for path in changed)):
        return None
    others = {one for one in before.warnings if one.path not in changed} - before.between
    return replace(site, warnings=tuple(sorted(others.union(site.warnings))))


def is_reached(before: Following, now: Following) -> bool:
    """Tell whether whatever texts may lead to is where it was, and can be seen by those who could see it."""
    hidden = {path for path in now.folder.hidden if path in before.folder.names.paths}
    return hidden <= before.folder.hidden.keys() and has_all(now.addresses, before.addresses)


def has_all(now: Addresses | None, before: Addresses | None) -> bool:
    """Tell whether the site answers at each address as it did."""
    if now is None or before is None:
        return False
    pairs = zip(_addresses_in(before), _addresses_in(now), strict=True)
    return all(some <= those for some, those in pairs)


def _addresses_in(site: Addresses) -> tuple[AbstractSet[object], ...]:
    lists = site.pages, site.of_posts, site.of_feeds, site.of_dates, site.sessions
    return site.texts.items(), site.moved.items(), *lists


def _is_alike(kept: KeptPlan, site: Site, path: Path) -> bool:
    """Tell whether a text needs of the theme what it needed, or, if it is new, what every text does."""
    before, now = entry_in(kept.site, path), entry_in(site, path)
    if now is None:
        return False
    if before is None:
        return _needs(now) == (False, False) and now.fields.lang in {None, *kept.languages}
    return (*_needs(now), now.fields.lang) == (*_needs(before), before.fields.lang)


def entry_in(site: Site, path: Path) -> Entry | None:
    """Return the post or page that stands in a file."""
    return site.posts.get(path) or site.pages.get(path)


def _needs(entry: Entry) -> tuple[bool, bool]:
    body = entry.document.body
    return has_formulas(body), has_embeds(body)
