"""Describe one file of the site: where it goes, what makes it, and the value it is made from."""

import os
import shutil
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Output:
    """One file of the site; nothing but `value` reaches what makes it.

    `path` is from the site's root. `maker` is the name of a template that is given the mapping `value`, such as
    `article` or `de/article`, or a function from `value` to the file's bytes.
    """

    path: str
    maker: str | Callable[[Any], bytes]
    value: Any


class MadeWithPage(ABC):
    """A value that is made of what its page shows anyway, once the page is made: till then it would be there twice."""

    @abstractmethod
    def made(self) -> object:
        """Return the value."""


def given(value: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a template is given of an output's value."""
    return {name: one.made() if isinstance(one, MadeWithPage) else one for name, one in value.items()}


def gzipped(data: bytes) -> bytes:
    """Pack bytes as gzip does, without a time; not by `gzip`, which writes another header from Python 3.14 on."""
    return zlib.compress(data, 9, wbits=16 + zlib.MAX_WBITS)


def as_it_is(data: bytes) -> bytes:
    """Return the bytes that are there already."""
    return data


def linked(file: Path) -> bytes:
    """Return what a made file holds, which is never changed in place: who writes outputs may link it instead."""
    return file.read_bytes()


def link(made: Path | str, file: Path | str) -> bool:
    """Put a file that is never changed in place into the site without copying it; False where that cannot be."""
    try:
        os.link(made, file)
    except (AttributeError, OSError):  # another disk, the file is there already, or a system without links
        return False
    return True


def link_or_copy(source: Path | str, target: Path | str) -> None:
    """Put a file into a folder, without copying it where that can be."""
    if not link(source, target):
        shutil.copy2(source, target)


def is_same(made: Path | str, file: Path | str) -> bool:
    """Tell whether two paths are one file, as links to it are; a link by name is another."""
    try:
        return os.path.samestat(os.lstat(made), os.lstat(file))
    except OSError:
        return False
