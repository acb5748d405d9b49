"""Hold what an editor has open of a site, and say what is wrong with it, before anything is saved."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hireground.known import KnownNames, known_names
from hireground.lsp.glance import glance
from hireground.published.pipeline import published_problems
from hireground.seminars.model.model import Defaults
from hireground.site.load import read_records, read_site
from hireground.site.reading import Reading
from hireground.site.settings import SiteSettings, read_settings
from hireground.site.site import Site
from hireground.store import opened
from hireground.text.frontmatter import Document, read_document
from hireground.text.problems import InvalidContentError, Problem

Problems = Mapping[Path, tuple[Problem, ...]]


@dataclass
class OpenSite:
    """A site that is being written; `held` are the texts that the editor has open, by their paths from the root.

    `site` is all content as it was when nothing in it was wrong, and `documents` are its texts; `clock` says what time
    it is.
    """

    settings_file: Path
    clock: Callable[[], dt.datetime]
    held: dict[Path, str] = field(default_factory=dict)
    site: Site | None = None
    documents: Mapping[Path, Document] = field(default_factory=dict)
    published: tuple[Problem, ...] = ()

    @property
    def root(self) -> Path:
        """The site's folder."""
        return self.settings_file.parent

    def settings(self) -> SiteSettings:
        """Read the settings; raises `InvalidContentError`."""
        return read_settings(self.settings_file)

    def glance(self, path: Path) -> tuple[Problem, ...] | None:
        """Say at once what is wrong with one text; None where only the whole site can tell."""
        if self.site is None:
            return None
        return glance(self.site, self.documents, path, self.held)

    def check(self, *, is_saved: bool) -> Problems:
        """Say what is wrong with the whole site, and, once saved, what subscribers would lose."""
        now = self.clock()
        try:
            settings = self.settings()
            with opened(settings.root) as store:
                reading = Reading(settings, now, store=store, held=dict(self.held))
                self.site, self.documents = read_site(reading), reading.documents
            found = self.site.warnings
        except InvalidContentError as error:
            return by_path((*error.problems, *self.published))
        if is_saved:
            self.published = published_problems(self.settings_file, now)
        return by_path((*found, *self.published))

    def known(self) -> KnownNames:
        """Return the names that may be offered; raises `InvalidContentError` for settings that cannot be read."""
        return known_names(self.settings(), self.clock(), dict(self.held))

    def document(self, path: Path) -> Document:
        """Return a text as it is being written; raises `InvalidContentError`."""
        return read_document(self.root, path, self.held.get(path))

    def defaults(self) -> Defaults:
        """Return what is true of a seminar that says nothing else; raises as `known` does."""
        settings = self.settings()
        reading = Reading(settings, self.clock())
        people, places = read_records(reading)
        return settings.defaults(places, people, reading.slugs)


def by_path(problems: Iterable[Problem]) -> Problems:
    """Sort problems by their files."""
    found: defaultdict[Path, list[Problem]] = defaultdict(list)
    for problem in sorted({*problems}):
        found[problem.path].append(problem)
    return {path: tuple(several) for path, several in found.items()}
