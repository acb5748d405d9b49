"""Change single files of a site in place, so that whoever reads one meanwhile gets the old or the new one whole."""

import json
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from hireground.checksums import files_in
from hireground.output import link
from hireground.preview.messages import Made

LIVE = "live"
"""The folder of a site that is changed file by file, among those of a preview."""
STYLE = re.compile(
    rb"(?<=\.)[0-9a-f]{10}(?=\.css\b)|<style>.*?</style>"
    rb'|(?<=<meta http-equiv="Content-Security-Policy" content=")[^"]*',
    re.DOTALL,
)
"""What a page has of its style sheets: hashes in their names, what stands in the page itself, and what allows it."""


class LiveFolder:
    """The files of a site, and beside them a folder in which they are written, and the keys of a whole site's files.

    The keys are there only while every file is as one build made it, so that a later preview can show the site at once.
    """

    def __init__(self, folder: Path) -> None:
        self.root, self.scratch, self._keys = folder / "site", folder / "new", folder / "keys.json"
        for one in (self.root, self.scratch):
            one.mkdir(parents=True, exist_ok=True)

    @property
    def is_whole(self) -> bool:
        """Whether every file is as one build made it."""
        return self._keys.is_file()

    def keys(self) -> dict[str, str]:
        """Return the key of each file, which is empty where nobody knows it."""
        try:
            known = json.loads(self._keys.read_bytes())
        except (OSError, ValueError):
            known = None
        known = known if isinstance(known, dict) else {}
        return {path: str(known.get(path, "")) for path in files_in(self.root)}

    def settle(self, keys: Mapping[str, str]) -> None:
        """Note that the site is whole, with the key of each file."""
        fresh = self.scratch / secrets.token_hex(8)
        fresh.write_text(json.dumps(dict(keys)), "utf-8")
        fresh.replace(self._keys)

    def put(self, path: str, made: bytes | Path) -> Made | None:
        """Write what was made, or link a file; None if nobody who looks at it sees anything else."""
        file, fresh = self.root / path, self.scratch / secrets.token_hex(8)
        before, data = content(file), made.read_bytes() if isinstance(made, Path) else made
        if data == before:
            return None
        self._keys.unlink(missing_ok=True)
        if not (isinstance(made, Path) and link(made, fresh)):
            fresh.write_bytes(data)
        self._make_room(file)
        fresh.replace(file)
        is_same_page = before and path.endswith(".html") and STYLE.sub(b"", before) == STYLE.sub(b"", data)
        return None if is_same_page else Made(path, is_new=before is None)

    def remove(self, path: str) -> None:
        """Remove a file or a folder, and the folders that are empty without it."""
        file = self.root / path
        self._keys.unlink(missing_ok=True)
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


@contextmanager
def handed_on(last: Path, folder: Path) -> Iterator[None]:
    """Let a folder be what the preview before this one left, and leave it for the next one if its site is whole.

    What is left stands at `last`. Of two previews at once, the second begins with nothing.
    """
    with suppress(OSError):
        last.rename(folder)
    try:
        yield
    finally:
        if LiveFolder(folder).is_whole:
            with suppress(OSError):
                last.rename(folder.with_name("older"))
            with suppress(OSError):
                folder.rename(last)
