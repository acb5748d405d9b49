"""Write values down so that most of them are read one by one, each when somebody first looks at it.

Example: an edit shows a dozen of 10,000 posts. The texts, entries and views of all of them stand in one file, one after
the other. What stands for an entry is an object that knows its number alone. Once it is asked for anything, it reads
what it has, and is an `Entry` like any other.
"""

import os
import pickle
import zlib
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from io import BytesIO, RawIOBase
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from hireground.store import digest

SIZES = 3
"""The numbers that a file ends with: the bytes of its head and of its first value, and how many others there are."""
NUMBER = 8
"""Bytes of each of them."""
AT_ONCE = 1024 * 1024
"""Bytes that are copied together."""


class DamagedError(Exception):
    """What was written down is not as it was."""


def late_value(_number: int) -> object:
    """Stand for a value in what is written; who reads it knows where that is."""
    raise DamagedError


def write_late(file: BinaryIO, value: object, kinds: Collection[type], before: "Late | None" = None) -> str:
    """Write a value down, and return a name for it; those of some kinds in it, frozen dataclasses, are read late.

    Values that stand in the file of `before` are copied from there, also those that nobody has read.
    """
    # First come the values that are read late, then the head: where each of them ends, its checksum and its kind, and
    # the first value, in which there is a number for each of them. Last are the sizes that say where the head begins.
    writer = _Writer(kinds, before.handed_out if before else ())
    first = writer.written(value)
    ends, sums = array("Q", [0]), array("I")
    if before:
        before.copy(file)
        ends, sums = before.ends[:], before.sums[:]
    copied = len(sums)
    for one in islice(writer.values, copied, None):  # which become more meanwhile
        data = writer.written(one.__getstate__())
        file.write(data)
        ends.append(ends[-1] + len(data))
        sums.append(zlib.crc32(data))
    of_kinds = (before.kinds if before else b"") + bytes(map(writer.kind, writer.values[copied:]))
    head = ends.tobytes() + sums.tobytes() + of_kinds + first
    file.write(head)
    file.write(array("Q", [len(head), len(first), len(sums)]).tobytes())
    return digest(head).hex()


class _Writer:
    """Pickles values, with a number in place of each that is read late; `values` are those, by their numbers."""

    def __init__(self, kinds: Collection[type], known: Iterable[Any] = ()) -> None:
        self.values = [*known]
        self._kinds = [*kinds]
        self._numbers = {id(one): number for number, one in enumerate(self.values) if one is not None}
        self._reducers = dict.fromkeys({*kinds, *map(type, self.values)} - {type(None)}, self._reduced)

    def kind(self, value: object) -> int:
        """Return the number of a value's kind."""
        return self._kinds.index(type(value))

    def written(self, value: object) -> bytes:
        """Return a value as bytes."""
        data = BytesIO()
        pickler = pickle.Pickler(data, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = self._reducers
        pickler.dump(value)
        return data.getvalue()

    def _reduced(self, value: object) -> tuple[Callable[[int], object], tuple[int]]:
        number = self._numbers.setdefault(id(value), len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return late_value, (number,)


@contextmanager
def opened_late(file: Path, name: str, kinds: Collection[type]) -> "Iterator[Late]":
    """Open a file in which values stand; none is read any more once the context is left.

    Raises DamagedError for a file that is lost, damaged or another.
    """
    try:
        opened = file.open("rb", buffering=0)  # each value is read by itself
    except OSError:
        raise DamagedError from None
    with opened:
        yield Late(opened, name, kinds)


class Late:
    """What stands in a file: reads its first value, and gives that what stands for the others."""

    def __init__(self, file: RawIOBase, name: str, kinds: Collection[type]) -> None:
        """Raise DamagedError for a file that is damaged or another."""
        self._file = file
        sizes = self._bytes(-SIZES * NUMBER, SIZES * NUMBER, os.SEEK_END)
        size, first, number = array("Q", sizes)
        head = self._bytes(-SIZES * NUMBER - size, size, os.SEEK_END)
        if digest(head).hex() != name:
            raise DamagedError
        self.ends, self.sums = array("Q"), array("I")
        at = 0
        for column, length in ((self.ends, number + 1), (self.sums, number)):
            column.frombytes(head[at : at + length * column.itemsize])
            at += length * column.itemsize
        self.kinds, self._first = head[at : at + number], head[-first:]
        self._classes = [late_class(kind, self.read) for kind in kinds]
        self.handed_out: list[Any] = [None] * number

    def value(self) -> Any:  # noqa: ANN401 -- whatever was written
        """Read the first value."""
        return self._read(self._first)

    def one(self, number: int) -> object:
        """Return what stands for a value: the same each time."""
        found = self.handed_out[number]
        if found is None:
            kind = self._classes[self.kinds[number]]
            found = self.handed_out[number] = object.__new__(kind)
            object.__setattr__(found, "_number", number)
        return found

    def read(self, number: int) -> dict[str, Any]:
        """Return what a value has; raises DamagedError where that is lost."""
        start, end = self.ends[number], self.ends[number + 1]
        data = self._bytes(start, end - start)
        if zlib.crc32(data) != self.sums[number]:
            raise DamagedError
        found: dict[str, Any] = self._read(data)
        return found

    def copy(self, file: BinaryIO) -> None:
        """Write all values but the first into another file."""
        end = self.ends[-1]
        file.writelines(self._bytes(start, min(AT_ONCE, end - start)) for start in range(0, end, AT_ONCE))

    def _bytes(self, start: int, length: int, whence: int = os.SEEK_SET) -> bytes:
        """Return some bytes of the file."""
        try:
            self._file.seek(start, whence)
            found = self._file.read(length)
        except (OSError, ValueError, OverflowError):  # a size that no file has
            raise DamagedError from None
        if found is None or len(found) != length:
            raise DamagedError
        return found

    def _read(self, data: bytes) -> Any:  # noqa: ANN401 -- likewise
        return _Reader(BytesIO(data), self.one).load()


class _Reader(pickle.Unpickler):
    """Unpickles values, with what stands for others in place of their numbers."""

    def __init__(self, data: BinaryIO, one: Callable[[int], object]) -> None:
        super().__init__(data)
        self._one = one

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 -- a class or a function
        """Return what a name stands for."""
        return self._one if (module, name) == (__name__, late_value.__name__) else super().find_class(module, name)


def late_class(kind: type, read: Callable[[int], dict[str, Any]]) -> type:
    """Return the class of what stands for values of a frozen dataclass; what was read is of that class itself."""

    def read_now(value: Any) -> None:  # noqa: ANN401 -- of the class that is made
        number = vars(value).pop("_number", None)
        if number is not None:
            vars(value).update(read(number))
        object.__setattr__(value, "__class__", kind)

    def after(name: str) -> Callable[..., Any]:
        def method(value: object, *others: object) -> object:
            read_now(value)
            return getattr(value, name)(*others)

        return method

    names = {name: after(name) for name in ("__eq__", "__hash__", "__repr__", "__reduce_ex__")}
    own = {one.name: _Field(one.name, read_now) for one in fields(kind)}
    return type(kind.__name__, (kind,), {**names, **own, "__qualname__": kind.__qualname__})


class _Field:
    """A field of a value that was not read yet: who asks for it has the value read."""

    def __init__(self, name: str, read_now: Callable[[object], None]) -> None:
        self._name, self._read_now = name, read_now

    def __get__(self, value: object, _kind: type | None = None) -> object:
        """Return the field of the value that is read now; of a class, nothing is known."""
        if value is None:
            raise AttributeError(self._name)
        self._read_now(value)
        return getattr(value, self._name)
