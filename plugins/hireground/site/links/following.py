"""Follow the links of every text of a site, each as those see it who see the text."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from hireground.markdown.convert import converter
from hireground.markdown.link_check import Folder
from hireground.site.directory import PEOPLE_FILE, PLACES_FILE, list_document
from hireground.site.entry import Entry
from hireground.site.links.addresses import Addresses, Content
from hireground.site.links.around import field_problems, menu_problems, template_problems
from hireground.site.links.check import SiteLinks, page_finder
from hireground.site.links.places import Places
from hireground.site.reading import Reading
from hireground.text.frontmatter import Document
from hireground.text.problems import InvalidContentError, Problem, bounded

if TYPE_CHECKING:
    from hireground.seminars.model.translation import SeminarFile


@dataclass(frozen=True)
class Following:
    """Follows the links of a site's texts; `folder` is the content, with what readers cannot see of it.

    Without `content` some text has no address yet, and only files and places are looked up. `known` are the addresses
    that readers have, where they were worked out before; `leading` are the texts that may lead to any.
    """

    reading: Reading
    folder: Folder
    content: Content | None
    known: Addresses | None = None
    leading: set[Path] = field(default_factory=set)

    def problems(self) -> Iterator[Problem]:
        """Yield the links to addresses and places that are not there, in texts and around them."""
        for path, document in self.reading.looked_at.items():
            source = path.relative_to(self.reading.settings.content)
            yield from self._problems_of(document, source, self.seen_from(source))
        if self.content:
            own = self._whole if self.reading.settings.shows_drafts else self._public
            for name in (PEOPLE_FILE, PLACES_FILE):
                if listed := list_document(self.reading.settings.root, self.reading.settings.content / name, []):
                    yield from field_problems(listed, Path(name), own)
            yield from menu_problems(self.reading.settings, own)
            yield from template_problems(self.reading.settings, own)

    def problems_again(self, document: Document) -> Iterator[Problem]:
        """Yield what is wrong with the links of a text that was edited; all else is as it was read."""
        source = document.path.relative_to(self.reading.settings.content)
        links = self.seen_from(source)
        places = links.places.with_text(PurePosixPath(source), document)
        yield from self._problems_of(document, source, replace(links, places=places))

    def _problems_of(self, document: Document, source: Path, links: SiteLinks) -> Iterator[Problem]:
        yield from field_problems(document, source, links)
        has_signs = links.has_signs(document.body)
        if has_signs or links.is_named(document.fields):
            self.leading.add(document.path)
        if has_signs:
            yield from self._problems(document, source, links)

    def _problems(self, document: Document, source: Path, links: SiteLinks) -> tuple[Problem, ...]:
        html = cache(lambda: self._convert(document))
        try:
            with document.costs():
                return tuple(bounded(links.problems(document, source, html)))
        except InvalidContentError as error:
            return error.problems

    def seen_from(self, source: Path) -> SiteLinks:
        """Return what the links of a text may lead to; a text that readers cannot see may lead to others."""
        return self._public if self.is_public(source) else self._whole

    def is_public(self, source: Path) -> bool:
        """Tell whether a text is looked at as readers do."""
        return PurePosixPath(source) not in self.folder.hidden and not self.reading.settings.shows_drafts

    def page_finder(self, source: Path) -> Callable[[str], str | None]:
        """Return what says, of an address from a text's own page, what to write for it."""
        return page_finder(lambda: self.seen_from(source), source)

    @property
    def addresses(self) -> Addresses | None:
        """The addresses that readers have, if all of them are known."""
        return self._public.addresses

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Be written down without what was worked out, some of which are functions; but for the addresses."""
        links = vars(self).get("_public")
        known = links.addresses if links else self.known
        return Following, (self.reading, self.folder, self.content, known, self.leading)

    @cached_property
    def _public(self) -> SiteLinks:
        return self._links(self.folder, with_drafts=False)

    @cached_property
    def _whole(self) -> SiteLinks:
        return self._links(self.folder.without_hidden(), with_drafts=True)

    def _links(self, folder: Folder, *, with_drafts: bool) -> SiteLinks:
        settings = self.reading.settings
        addresses = None if with_drafts else self.known
        if addresses is None and self.content is not None:
            addresses = self.content.addresses(with_drafts=with_drafts)
        return SiteLinks(settings.siteurl, folder, self._places, addresses, settings.elsewhere)

    @cached_property
    def _places(self) -> Places:
        content = self.reading.settings.content
        documents = self.reading.documents
        return Places(
            lambda file: documents.get(content / file), self._convert, self.reading.store, self.reading.settings.theme
        )

    @cached_property
    def _convert(self) -> Callable[[Document], str]:
        markdown = converter()
        return lambda document: markdown.reset().convert(document.body)


def following(
    reading: Reading,
    folder: Folder,
    kinds: tuple[Mapping[Path, Entry], Mapping[Path, Entry]],
    seminars: "Iterable[SeminarFile]",
    redirects: Mapping[str, str],
) -> Following:
    """Return what follows the links of all texts; while one cannot be read, nobody knows all addresses."""
    posts, pages = (tuple(entries.values()) for entries in kinds)
    seminars = tuple(seminars)
    is_whole = not reading.unread and len(posts) + len(pages) + len(seminars) == reading.number
    if not (is_whole and reading.settings.makes_every_page):
        return Following(reading, folder, None)
    known = Content(
        settings=reading.settings, posts=posts, pages=pages, seminars=seminars, redirects=redirects,
        people=reading.people, slugs=reading.slugs,
    )  # fmt: skip
    return Following(reading, folder, known)
