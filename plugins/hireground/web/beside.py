"""Begin beside a build, before its own code is read, who makes pictures and who draws cards: a core is idle then."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from hireground.pictures.card_cache import Drawers, drawing
from hireground.pictures.model import is_picture
from hireground.pictures.store import FOLDER
from hireground.shares import SPLITS, end_when_told, end_with_the_first, started
from hireground.terminal import Progress


@dataclass(frozen=True)
class PicturesAhead:
    """A process that makes pictures, if there is one; it says by `receiver` how far it is."""

    receiver: Connection | None = None

    def wait(self, tell: Progress) -> None:
        """Wait until all are made that this process can make, and tell how far that is."""
        with suppress(EOFError, OSError):
            while self.receiver:
                tell(*self.receiver.recv())


NOBODY = PicturesAhead()


class Helpers(NamedTuple):
    """Processes beside a build, which began before it read its own code: what that is, they need not have in memory."""

    pictures: PicturesAhead
    drawers: Drawers


@contextmanager
def helpers(settings_file: Path, values: Mapping[str, Any], content: Path) -> Iterator[Helpers]:
    """Have pictures made, and whoever draws cards wait for them; a site without an address has no cards."""
    with (
        pictures_ahead(settings_file, values, content) as pictures,
        drawing(has_cards=bool(values.get("SITEURL"))) as drawers,
    ):
        yield Helpers(pictures, drawers)


@contextmanager
def pictures_ahead(settings_file: Path, values: Mapping[str, Any], content: Path) -> Iterator[PicturesAhead]:
    """Have the pictures of a site made by a process beside this one, if it has some and none is made yet.

    The process ends with the context. Nothing depends on it: whoever needs a picture that is missing, or wrong, makes
    it or says what is wrong with it.
    """
    has_cores = SPLITS and (os.cpu_count() or 1) > 1
    if not has_cores or (settings_file.resolve().parent / FOLDER).exists() or not has_pictures(content):
        yield NOBODY
        return
    receiver, sender = get_context("fork").Pipe(duplex=False)
    with started([get_context("fork").Process(target=_make, args=(settings_file, values, sender), daemon=True)]):
        sender.close()
        yield PicturesAhead(receiver)


def has_pictures(content: Path) -> bool:
    """Tell whether a folder has a picture, by the names of its files."""
    return any(is_picture(PurePosixPath(name)) for _folder, _folders, names in os.walk(content) for name in names)


def _make(settings_file: Path, values: Mapping[str, Any], sender: Connection) -> None:
    """Make the pictures, as long as the build lives that started this."""
    end_with_the_first()
    end_when_told()
    with suppress(Exception):  # which the build meets again, and says
        from hireground.pictures.store import look, make  # noqa: PLC0415 -- the build need not wait for this code
        from hireground.site.files import content_files  # noqa: PLC0415
        from hireground.site.load import picture_files  # noqa: PLC0415
        from hireground.site.settings import site_settings  # noqa: PLC0415

        own = site_settings(values, settings_file)
        known = look(own.root, picture_files(content_files(own.root, own.content)))
        make(own.root, known, lambda *how_far: sender.send(how_far))
