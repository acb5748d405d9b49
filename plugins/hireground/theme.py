"""Find the files of a site's theme: its own folder `theme/` is laid over the engine's, file by file.

A site that has `theme/templates/partials/footer.html` shows that footer; everything else stays the engine's. The
engine's theme is inside the installed package, or beside `plugins/` in a checkout.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent
THEME_FOLDER = _HERE / "theme" if (_HERE / "theme").is_dir() else _HERE.parents[1] / "theme"
"""The folder of the templates, the style sheets, the scripts and the words of the engine's theme."""
OWN = "theme"
"""The folder of a site that is laid over it."""


@dataclass(frozen=True)
class Theme:
    """Folders in which a file is looked up: the site's own first, the engine's last."""

    folders: tuple[Path, ...]

    def layers(self, name: str) -> tuple[Path, ...]:
        """Return the files of that name, the one that counts first."""
        return tuple(file for folder in self.folders if (file := folder / name).is_file())

    def file(self, name: str) -> Path:
        """Return the file of that name, or where the engine's would be if nobody has one."""
        return next(iter(self.layers(name)), self.folders[-1] / name)

    def files(self, folder: str) -> Mapping[str, Path]:
        """Return every file below a folder by its path in there, in order."""
        found = dict(pair for top in reversed(self.folders) for pair in _files(top / folder))
        return {name: found[name] for name in sorted(found, key=Path)}


ENGINE_THEME = Theme((THEME_FOLDER,))
"""What the engine brings, with nothing of a site's laid over it."""


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for file in folder.rglob("*"):
        if file.is_file() and file.parent.name != "__pycache__":  # where the engine's compiled templates are
            yield file.relative_to(folder).as_posix(), file


def theme_of(site: Path, chosen: Path) -> Theme:
    """Return the theme of the site in a folder: its own files over the theme that its settings name."""
    folders = [folder for folder in (site / OWN, chosen) if folder.is_dir()] or [chosen]
    return Theme(tuple(dict.fromkeys(folder.resolve() for folder in folders)))
