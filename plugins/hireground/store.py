"""Keep results between builds, by the content they were made from, in one file that may be lost at any time.

The file is an SQLite database in the site's `.cache`. Each entry has a key, which is a digest of everything that the
result depends on, and a digest of the result: an entry that is damaged, or from another version of the engine, is not
found, and the result is worked out again. Entries that a build did not use are dropped once the file is large.
"""

import hashlib
import sqlite3
from array import array
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
FILE = Path(".cache", "results.sqlite")
LARGEST = 512 * 1024 * 1024
"""Bytes beyond which what the last build did not use is dropped."""
LIBRARIES = (
    *("babel", "feedgenerator", "icalendar", "jinja2", "markdown", "markupsafe", "pydantic", "pygments"),
    *("pymdown-extensions", "pyyaml", "segno", "tzdata"),
)
SIZE = 20
"""Bytes of a digest."""
AT_ONCE = 500
"""Results that are read together."""
MUCH = 4 * 1024 * 1024
"""Bytes of new results that are worth being written before a build ends."""
SCHEMA = "CREATE TABLE IF NOT EXISTS result (key BLOB PRIMARY KEY, digest BLOB, value BLOB) WITHOUT ROWID"


def digest(*parts: bytes) -> bytes:
    """Return the digest of several parts, each of which may hold any bytes."""
    made = hashlib.blake2b(digest_size=SIZE)
    for part in parts:
        made.update(len(part).to_bytes(8, "little"))
        made.update(part)
    return made.digest()


@cache
def engine() -> bytes:
    """Return the digest of the engine's code, and of the libraries that results depend on."""
    return digest(*(version(name).encode() for name in LIBRARIES), *_code(files("hireground")))


def _code(folder: Traversable) -> list[bytes]:
    found: list[bytes] = []
    for one in sorted(folder.iterdir(), key=lambda one: one.name):
        if one.is_dir() and one.name not in {"__pycache__", "theme"}:
            found += _code(one)
        elif one.name.endswith(".py"):
            found += [one.name.encode(), one.read_bytes()]
    return found


@dataclass
class Store:
    """Results by key; without a connection nothing is known, and everything is worked out.

    `fresh` are the results of this build that are not written yet; `used` the keys that it asked for, by their hashes,
    which have a tenth of the memory; `at_hand` what was read together with others, and was not asked for since. A build
    that `is_whole` asks for all it needs. `file` is where results are written to meanwhile, if they are, and
    `is_larger` tells whether any was.
    """

    connection: sqlite3.Connection | None = None
    fresh: dict[bytes, bytes] = field(default_factory=dict)
    used: "array[int]" = field(default_factory=lambda: array("q"))
    at_hand: dict[bytes, bytes] = field(default_factory=dict)
    is_whole: bool = True
    file: Path | None = None
    is_larger: bool = False

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Be written down as one that knows nothing: what is known stands in a file already."""
        return Store, ()

    def keep(self, key: bytes, make: Callable[[], bytes]) -> bytes:
        """Return what is kept under a key, or make it and keep it."""
        self.used.append(hash(key))
        if (value := self.fresh.get(key)) is None and (value := self._known(key)) is None:
            value = self.fresh[key] = make()
        return value

    def get(self, key: bytes) -> bytes | None:
        """Return what is kept under a key, if anything is."""
        self.used.append(hash(key))
        return self.fresh.get(key) or self._known(key)

    def has(self, key: bytes) -> bool:
        """Tell whether something is kept under a key."""
        return self.get(key) is not None

    def put(self, key: bytes, value: bytes) -> None:
        """Keep a value under a key."""
        self.used.append(hash(key))
        self.fresh[key] = value

    def keep_all(self, wanted: Mapping[bytes, T], make: Callable[[list[T]], Iterable[bytes]]) -> None:
        """Make what is not kept under a key, all of it together; an empty result is none."""
        self.fetch(wanted)
        missing = {key: value for key, value in wanted.items() if key not in self.fresh and key not in self.at_hand}
        made = zip(missing, make([*missing.values()]), strict=True)
        self.fresh |= {key: value for key, value in made if value}

    def fetch(self, keys: Iterable[bytes]) -> None:
        """Read what is kept under many keys that will be asked for soon: a third of the time of one by one."""
        wanted = [key for key in keys if key not in self.at_hand and key not in self.fresh]
        for start in range(0, len(wanted), AT_ONCE):
            self.at_hand |= dict(self._read(wanted[start : start + AT_ONCE]))

    def write_down(self) -> None:
        """Write fresh results into the file if they are many, and forget them; where that fails, all wait for the end.

        Only for results that need not be found again in this build: another may drop them, or somebody the file.
        """
        if self.file and sum(map(len, self.fresh.values())) >= MUCH:
            if _write(self.file, self):
                self.connection = self.connection or _connection(self.file)
            else:
                self.file = None

    def _known(self, key: bytes) -> bytes | None:
        found = self.at_hand.pop(key, None)
        return found if found is not None else dict(self._read([key])).get(key)

    def _read(self, keys: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
        if self.connection is None:
            return
        places = ",".join("?" * len(keys))
        try:
            rows = self.connection.execute(f"SELECT key, digest, value FROM result WHERE key IN ({places})", keys)  # noqa: S608 -- question marks
            yield from ((key, value) for key, sum_of_it, value in rows if is_whole(sum_of_it, value))
        except sqlite3.Error:
            self.connection = None


def is_whole(sum_of_it: object, value: object) -> bool:
    """Tell whether a result is what was written."""
    return isinstance(value, bytes) and sum_of_it == digest(value)


@contextmanager
def opened(root: Path, *, is_whole: bool = True) -> Iterator[Store]:
    """Open the store of the site in `root`, and write back what was added, whatever happens in between.

    A build that `is_whole` drops what it did not use, once there is too much.
    """
    file = root / FILE
    store = Store(_connection(file), is_whole=is_whole, file=file)
    try:
        yield store
    finally:
        if store.connection:
            store.connection.close()
        store.file = None
        _write(file, store)
        if store.is_larger and store.is_whole:
            _drop_unused(file, {*store.used})
        store.fresh.clear()


def _connection(file: Path) -> sqlite3.Connection | None:
    """Open a file; None if it is missing or not a database. A killed build's last step is undone, which is writing."""
    if not file.is_file():
        return None
    try:
        return sqlite3.connect(f"{file.resolve().as_uri()}?mode=rw", uri=True)
    except sqlite3.Error:
        return None


def _write(file: Path, store: Store) -> bool:
    """Move the fresh results to the file, all or none; a full disk or a damaged file costs only the next build."""
    if not store.fresh:
        return True
    try:
        _make_folder(file.parent)
        _add(file, store.fresh)
    except (OSError, sqlite3.OperationalError):
        return False  # the disk is full, or another build is writing: the next build works it out again
    except sqlite3.DatabaseError:
        file.unlink(missing_ok=True)
        return False
    store.fresh.clear()
    store.is_larger = True
    return True


def _make_folder(folder: Path) -> None:
    """Make the folder, and let git pass it by, also where the site's .gitignore does not name it."""
    folder.mkdir(parents=True, exist_ok=True)
    ignored = folder / ".gitignore"
    if not ignored.exists():
        ignored.write_text("*\n")


@contextmanager
def _writing(file: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(file)
    try:
        connection.execute("PRAGMA synchronous = OFF")  # what a power cut damages is not found, and made again
        yield connection
    finally:
        connection.close()


def _add(file: Path, fresh: Mapping[bytes, bytes]) -> None:
    with _writing(file) as connection, connection:
        connection.execute(SCHEMA)
        rows = ((key, digest(value), value) for key, value in sorted(fresh.items()))
        connection.executemany("INSERT OR REPLACE INTO result VALUES (?, ?, ?)", rows)


def _drop_unused(file: Path, used: Container[int]) -> None:
    """Drop from a file that is too large what a build did not use; what has the hash of another key may stay."""
    with suppress(OSError, sqlite3.Error):  # as where nothing can be written
        if file.stat().st_size <= LARGEST:
            return
        with _writing(file) as connection:
            keys = [key for (key,) in connection.execute("SELECT key FROM result")]
            with connection:
                unused = ((key,) for key in keys if hash(key) not in used)
                connection.executemany("DELETE FROM result WHERE key = ?", unused)
            connection.execute("VACUUM")
