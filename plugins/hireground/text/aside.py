"""Put aside what is seldom needed: into a file without a name, of which it is read whenever somebody asks for it."""

import ctypes
import errno
import os
import pickle
from array import array
from contextlib import suppress
from io import FileIO
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, ClassVar

NUMBER = "Q"
"""How the end of a piece is kept: in eight bytes."""


class Aside:
    """A file without a name, beside another, that holds pieces by number; it is gone with the last of its readers.

    Where there is no other, and where a system cannot read at a place, it takes nothing.
    """

    def __init__(self, beside: Path | None) -> None:
        # Processes that are split off share the file's position, so that each has to read at a place.
        self._beside = beside if hasattr(os, "pread") else None
        self._file: FileIO | None = None
        self._ends = array(NUMBER, [0])

    def put(self, *pieces: bytes) -> int | None:
        """Put pieces into the file, and return the number of the first; None where they have to stay in memory."""
        if self._beside is None:
            return None
        first, start = len(self._ends) - 1, self._ends[-1]
        try:
            self._file = self._file or TemporaryFile(dir=self._beside.parent, buffering=0)  # noqa: SIM115 -- stays open
            written = os.pwrite(self._file.fileno(), b"".join(pieces), start)
        except OSError:
            written = -1
        ends = [*accumulate(map(len, pieces), initial=start)]
        if start + written != ends[-1]:  # the disk is full, or cannot be written to
            self._beside = None
            return None
        self._ends.extend(ends[1:])
        return first

    def read(self, number: int) -> bytes:
        """Return a piece; raises OSError if it cannot be read any more."""
        start, length = self._ends[number], self._ends[number + 1] - self._ends[number]
        data = os.pread(self._file.fileno(), length, start) if self._file else b""
        if len(data) != length:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return data


def give_back() -> None:
    """Give memory that was freed back to the system: glibc keeps what is not at the end of its heap."""
    with suppress(OSError, AttributeError, TypeError):  # another library has no such function
        ctypes.CDLL(None).malloc_trim(0)


class MayStandAside:
    """A frozen dataclass that is `put_aside` but for a few fields; the others are read each time one asks for them."""

    seldom: ClassVar[tuple[str, ...]]
    """The fields that are put aside."""

    def put_aside(self, aside: Aside) -> None:
        """Move what is seldom needed to a file, if that takes it."""
        own = vars(self)
        if "_aside" not in own:
            number = aside.put(*(pickle.dumps(own[name], pickle.HIGHEST_PROTOCOL) for name in self.seldom))
            if number is not None:
                own["_aside"] = aside, number
                for name in self.seldom:
                    del own[name]

    if not TYPE_CHECKING:  # for which these fields are like others

        def __getattr__(self, name: str) -> object:
            """Read what was put aside."""
            if name not in self.seldom or "_aside" not in vars(self):
                raise AttributeError(name)
            aside, number = vars(self)["_aside"]
            return pickle.loads(aside.read(number + self.seldom.index(name)))  # noqa: S301 -- this process wrote it

    def __getstate__(self) -> dict[str, object]:
        """Be written down whole: others do not have the file."""
        whole = {name: value for name, value in vars(self).items() if name != "_aside"}
        return whole | {name: getattr(self, name) for name in self.seldom}
