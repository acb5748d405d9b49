"""See what a source is, and read it."""

from collections.abc import Callable, Mapping
from pathlib import Path

from hireground.importing.model import Answers, Source
from hireground.importing.sources.announcement import read_announcement
from hireground.importing.sources.hugo import is_hugo, read_hugo
from hireground.importing.sources.ics import read_ics
from hireground.importing.sources.jekyll import is_jekyll, read_jekyll
from hireground.importing.sources.pelican_settings import is_pelican
from hireground.importing.sources.pelican_site import read_pelican
from hireground.importing.sources.plain import read_folder
from hireground.importing.sources.talks import has_talks, read_talks
from hireground.importing.sources.wordpress import read_wordpress
from hireground.terminal import RefusedError

Reader = Callable[[Path, Answers], Source]
READERS: Mapping[str, Reader] = {
    "hugo": read_hugo,
    "jekyll": read_jekyll,
    "folder": read_folder,
    "ics": read_ics,
    "talks": read_talks,
    "announcement": read_announcement,
    "wordpress": read_wordpress,
    "pelican": read_pelican,
}
"""By the name that `--as` takes."""

KINDS = {
    ".ics": "ics",
    ".xml": "wordpress",
    ".md": "announcement",
    **dict.fromkeys((".json", ".csv", ".yml", ".yaml"), "talks"),
}
"""What a file is, by its ending."""


def read_source(path: Path, kind: str | None, answers: Answers) -> Source:
    """Read a source as what it is, or as what the author says it is."""
    return READERS[kind or kind_of(path)](path, answers)


def kind_of(path: Path) -> str:
    """Tell what a source is; raises `RefusedError`."""
    if path.is_dir():
        if is_pelican(path):
            return "pelican"
        if is_hugo(path) or is_jekyll(path):
            return "hugo" if is_hugo(path) else "jekyll"
        if any(path.glob("*.ics")) and not any(path.glob("**/*.md")):
            return "ics"
        return "talks" if has_talks(path) else "folder"
    kind = KINDS.get(path.suffix.lower())
    if kind:
        return kind
    raise RefusedError(f"{path} is none of the files that are read here; name a folder, or say what it is with --as")
