"""Write a value into a file so that each value inside it is read only when somebody first looks at that.

Example: an edit shows a dozen of 10,000 posts. The plan that it begins with, the outer value, holds all of them. Once
read, it has a placeholder for each post, an object that knows nothing but a number. Whoever asks a placeholder for a
field has that one post read from the file; from then on the placeholder is a `Post` like any other.

A file has three parts:

    inner values    the fields of value 0, of value 1, of value 2 …, each pickled by itself
    head            where each of these ends, their checksums, their classes, and the outer value
    sizes           three numbers that say where the head begins, and where its parts are

Writing begins with the outer value. Where pickle meets a value of one of the classes that are read late, it writes a
number instead, and the value is written next; in that it may meet others, and so on until no value is left.
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
"""The numbers that a file ends with: the bytes of the head and of the outer value, and how many inner values it has."""
SIZE = 8
"""Bytes of each of these numbers."""
AT_ONCE = 1024 * 1024
"""Bytes that are copied together."""


class DamagedError(Exception):
    """What was written is lost, or is not as it was."""


# Writing


def write_lazy(file: BinaryIO, outer: object, kinds: Collection[type], before: "LazyFile | None" = None) -> str:
    """Write a value, and return a name for it; the values of some kinds in it, frozen dataclasses, are read late.

    Those that stand in the file that was written `before` are copied from there, even if nobody has read them.
    """
    writer = _Writer(kinds, before.placeholders if before else ())
    pickled_outer = writer.pickled(outer)
    ends, checksums, kind_numbers = array("Q", [0]), array("I"), b""
    if before:
        before.copy_inner_values(file)
        ends, checksums, kind_numbers = before.ends[:], before.checksums[:], before.kind_numbers
    copied = len(checksums)
    for value in islice(writer.inner_values, copied, None):  # pickling one may add others at the end
        data = writer.pickled(value.__getstate__())
        file.write(data)
        ends.append(ends[-1] + len(data))
        checksums.append(zlib.crc32(data))
    kind_numbers += bytes(map(writer.kind_number, writer.inner_values[copied:]))
    head = ends.tobytes() + checksums.tobytes() + kind_numbers + pickled_outer
    file.write(head)
    file.write(array("Q", [len(head), len(pickled_outer), len(checksums)]).tobytes())
    return digest(head).hex()


class _Writer:
    """Pickles values, with a number in place of each inner value, and collects these by their numbers."""

    def __init__(self, kinds: Collection[type], known: Iterable[Any] = ()) -> None:
        """Begin with the inner values that are `known`; None stands for one that nobody has a placeholder of."""
        self.inner_values = [*known]
        self._kinds = [*kinds]
        self._numbers = {id(one): number for number, one in enumerate(self.inner_values) if one is not None}
        classes = {*kinds, *map(type, self.inner_values)} - {type(None)}  # placeholders have classes of their own
        self._reducers = dict.fromkeys(classes, self._reduced)

    def kind_number(self, value: object) -> int:
        """Return the number of a value's class among the kinds."""
        return self._kinds.index(type(value))

    def pickled(self, value: object) -> bytes:
        """Return a value as bytes."""
        data = BytesIO()
        pickler = pickle.Pickler(data, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = self._reducers
        pickler.dump(value)
        return data.getvalue()

    def _reduced(self, value: object) -> tuple[Callable[[int], object], tuple[int]]:
        """Return what pickle writes for an inner value: a call of `inner_value` with its number."""
        number = self._numbers.setdefault(id(value), len(self.inner_values))
        if number == len(self.inner_values):
            self.inner_values.append(value)
        return inner_value, (number,)


def inner_value(_number: int) -> object:
    """Stand for an inner value in pickled bytes; `_Reader` makes a placeholder where it meets this."""
    raise DamagedError


# Reading


@contextmanager
def opened_lazy(file: Path, name: str, kinds: Collection[type]) -> "Iterator[LazyFile]":
    """Open a file that `write_lazy` wrote; its values can be read until the context is left.

    Raises DamagedError for a file that is lost, damaged or another than the one of that name.
    """
    try:
        opened = file.open("rb", buffering=0)  # each value is read by itself
    except OSError:
        raise DamagedError from None
    with opened:
        yield LazyFile(opened, name, kinds)


class LazyFile:
    """A file that `write_lazy` wrote: reads its outer value, with a placeholder for each inner value in that."""

    def __init__(self, file: RawIOBase, name: str, kinds: Collection[type]) -> None:
        """Read the head; raises DamagedError for a file that is damaged or another."""
        self._file = file
        sizes = self._bytes(-SIZES * SIZE, SIZES * SIZE, os.SEEK_END)
        size_of_head, size_of_outer, number = array("Q", sizes)
        head = self._bytes(-SIZES * SIZE - size_of_head, size_of_head, os.SEEK_END)
        if digest(head).hex() != name:
            raise DamagedError
        self.ends, self.checksums = array("Q"), array("I")
        at = 0
        for column, length in ((self.ends, number + 1), (self.checksums, number)):
            column.frombytes(head[at : at + length * column.itemsize])
            at += length * column.itemsize
        self.kind_numbers, self._outer = head[at : at + number], head[-size_of_outer:]
        self._placeholder_classes = [placeholder_class(kind, self.fields_of) for kind in kinds]
        self.placeholders: list[Any] = [None] * number

    def value(self) -> Any:  # noqa: ANN401 -- whatever was written
        """Read the outer value."""
        return self._unpickled(self._outer)

    def placeholder(self, number: int) -> object:
        """Return the one placeholder of an inner value, which is that value once it has been read."""
        found = self.placeholders[number]
        if found is None:
            kind = self._placeholder_classes[self.kind_numbers[number]]
            found = self.placeholders[number] = object.__new__(kind)
            object.__setattr__(found, "_number", number)
        return found

    def fields_of(self, number: int) -> dict[str, Any]:
        """Read the fields of an inner value; raises DamagedError where they are lost."""
        start, end = self.ends[number], self.ends[number + 1]
        data = self._bytes(start, end - start)
        if zlib.crc32(data) != self.checksums[number]:
            raise DamagedError
        found: dict[str, Any] = self._unpickled(data)
        return found

    def copy_inner_values(self, file: BinaryIO) -> None:
        """Write all inner values into another file, without a look at them."""
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

    def _unpickled(self, data: bytes) -> Any:  # noqa: ANN401 -- likewise
        return _Reader(BytesIO(data), self.placeholder).load()


class _Reader(pickle.Unpickler):
    """Unpickles values, with placeholders where inner values stood."""

    def __init__(self, data: BinaryIO, placeholder: Callable[[int], object]) -> None:
        super().__init__(data)
        self._placeholder = placeholder

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 -- a class or a function
        """Return what pickle calls by a name: what makes placeholders in place of `inner_value`, all else as ever."""
        is_inner = (module, name) == (__name__, inner_value.__name__)
        return self._placeholder if is_inner else super().find_class(module, name)


# Placeholders


def placeholder_class(kind: type, fields_of: Callable[[int], dict[str, Any]]) -> type:
    """Return the class of placeholders for the values of a frozen dataclass.

    It is a subclass of that. Whatever needs the fields reads them first, and makes the placeholder an object of the
    dataclass itself: each field by its name, and the methods that a dataclass has of its own.
    """

    def become_value(placeholder: Any) -> None:  # noqa: ANN401 -- of the class that is made
        number = vars(placeholder).pop("_number", None)
        if number is not None:
            vars(placeholder).update(fields_of(number))
        object.__setattr__(placeholder, "__class__", kind)

    def reading_first(name: str) -> Callable[..., Any]:
        def method(placeholder: object, *others: object) -> object:
            become_value(placeholder)
            return getattr(placeholder, name)(*others)

        return method

    methods = {name: reading_first(name) for name in ("__eq__", "__hash__", "__repr__", "__reduce_ex__")}
    own = {one.name: _UnreadField(one.name, become_value) for one in fields(kind)}
    return type(kind.__name__, (kind,), {**methods, **own, "__qualname__": kind.__qualname__})


class _UnreadField:
    """A field of a placeholder: whoever asks for it has the value read."""

    def __init__(self, name: str, become_value: Callable[[object], None]) -> None:
        self._name, self._become_value = name, become_value

    def __get__(self, placeholder: object, _kind: type | None = None) -> object:
        """Return the field of the value that is read now; asked of the class, it is not there."""
        if placeholder is None:
            raise AttributeError(self._name)
        self._become_value(placeholder)
        return getattr(placeholder, self._name)
