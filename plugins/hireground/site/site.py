"""Hold a site's content once all of it is valid."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hireground.pictures.store import KnownPicture
from hireground.seminars.model.model import Defaults, Seminar
from hireground.seminars.model.people import Person
from hireground.site.entry import Entry
from hireground.site.files import ContentFiles
from hireground.site.links.following import Following
from hireground.site.settings import SiteSettings
from hireground.slugs import Slugs
from hireground.text.localtime import midnight
from hireground.text.problems import Problem
from hireground.text.timezones import zone

if TYPE_CHECKING:
    from hireground.seminars.model.translation import Translation


@dataclass(frozen=True, kw_only=True)
class Site:
    """All content, valid; what only its authors may see is there when `settings.shows_drafts`.

    `warnings` are problems that keep nothing from being published; those `between` several texts are in both.
    `last_commits` and `pictures` are by path from the root, and so are `mentions`: the slugs of the seminars that an
    entry speaks of; `translations` are by those slugs; `redirects` are old addresses of lists with the new ones.
    `links` follows the links of texts.
    """

    settings: SiteSettings
    now: dt.datetime
    posts: Mapping[Path, Entry]
    pages: Mapping[Path, Entry]
    seminars: tuple[Seminar, ...]
    translations: "Mapping[str, tuple[Translation, ...]]"
    people: Mapping[str, Person]
    defaults: Defaults
    last_commits: Mapping[Path, dt.datetime]
    mentions: Mapping[Path, tuple[str, ...]]
    pictures: Mapping[Path, KnownPicture]
    files: ContentFiles
    redirects: Mapping[str, str]
    links: Following
    warnings: tuple[Problem, ...]
    between: frozenset[Problem] = frozenset()

    @property
    def midnight(self) -> dt.datetime:
        """When the day of this build began, where the site is."""
        return midnight(self.now, zone(self.settings.timezone))

    @property
    def slugs(self) -> Slugs:
        """How addresses are made of names."""
        return self.defaults.slugs

    def entry(self, path: Path) -> Entry | None:
        """Return the post or page that stands in a file."""
        return self.posts.get(path) or self.pages.get(path)

    def shows(self, entry: Entry) -> bool:
        """Whether this build has the entry."""
        return entry.is_public or self.settings.shows_drafts
