"""What an author asks for."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from plugins.site.settings import SiteSettings
from tools.going_live.screen import Screen


@dataclass(frozen=True, kw_only=True)
class Publish:
    """A site to publish, with `message` unless it is empty, and how long to wait for readers to see it."""

    settings_file: Path
    settings: SiteSettings
    now: dt.datetime
    screen: Screen
    message: str
    takes_all: bool
    seconds: int

    @property
    def root(self) -> Path:
        """The site's folder."""
        return self.settings.root
