"""Change single files of a site in place, so that whoever reads one meanwhile gets the old or the new one whole."""

import re
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from hireground.checksums import files_in
from hireground.output import link
from hireground.preview.messages import Made

SHEET = re.compile(rb"(assets/[\w./-]+)\.[0-9a-f]{10}(?=\.css)")
"""The address of a style sheet, with the hash in its name."""


class LiveFolder:
    """The files of a site, and beside them a folder in which they are written."""

    def __init__(self, root: Path) -> None:
        self.root, self.scratch = root, root.with_name(f"{root.name}.new")
        for folder in (self.root, self.scratch):
            folder.mkdir(parents=True, exist_ok=True)

    def paths(self) -> set[str]:
        """Return the path of each file."""
        return files_in(self.root)

    def put(self, path: str, made: bytes | Path) -> Made | None:
        """Write what was made, or link a file; None if nobody who looks at it sees anything else."""
        file, fresh = self.root / path, self.scratch / secrets.token_hex(8)
        before, data = content(file), made.read_bytes() if isinstance(made, Path) else made
        if data == before:
            return None
        if not (isinstance(made, Path) and link(made, fresh)):
            fresh.write_bytes(data)
        self._make_room(file)
        fresh.replace(file)
        is_same_page = before and path.endswith(".html") and SHEET.sub(rb"\1", before) == SHEET.sub(rb"\1", data)
        return None if is_same_page else Made(path, is_new=before is None)

    def remove(self, path: str) -> None:
        """Remove a file or a folder, and the folders that are empty without it."""
        file = self.root / path
        with suppress(OSError):
            shutil.rmtree(file) if file.is_dir() else file.unlink()
            for folder in file.relative_to(self.root).parents[:-1]:
                (self.root / folder).rmdir()

    def _make_room(self, file: Path) -> None:
        """Make the folder of a file; a file in the place of a folder, or a folder in its own, is of an older site."""
        for folder in reversed(file.relative_to(self.root).parents[:-1]):
            if not (self.root / folder).is_dir():
                (self.root / folder).unlink(missing_ok=True)
                (self.root / folder).mkdir()
        if file.is_dir():
            shutil.rmtree(file)


def content(file: Path) -> bytes | None:
    """Return what a file holds; None if there is none."""
    try:
        return file.read_bytes()
    except OSError:
        return None
