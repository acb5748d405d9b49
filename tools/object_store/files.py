"""A built folder to the files that readers get."""

import hashlib
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.object_store.faults import NotPublishedError
from tools.object_store.headers import Headers, headers

FOR_OTHER_HOSTS = {"_headers", "_redirects"}
HIDDEN_BUT_PUBLIC = ".well-known"


@dataclass(frozen=True)
class File:
    """One file; its fingerprint is that of its bytes and its headers."""

    key: str
    path: Path
    size: int
    headers: Headers
    fingerprint: str


def read_files(folder: Path) -> Mapping[str, File]:
    """Return the files of a site by their addresses from its root; raises if there is no site."""
    if not (folder / "index.html").is_file():
        raise NotPublishedError(f"there is no site in {folder}/ (no index.html); run make build, or name its folder")
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {key: file_of(key, path) for key, path in paths.items() if is_public(key) and not is_copy(key, paths)}


def file_of(key: str, path: Path) -> File:
    """Read one file."""
    data = path.read_bytes()
    words = headers(key, data)
    return File(key, path, len(data), words, hashlib.sha256(f"{words}\n".encode() + data).hexdigest()[:32])


def is_public(key: str) -> bool:
    """Tell whether a file is for readers, not for a build or another host."""
    hidden = any(part.startswith(".") and part != HIDDEN_BUT_PUBLIC for part in key.split("/"))
    return not hidden and key not in FOR_OTHER_HOSTS


def is_copy(key: str, keys: Container[str]) -> bool:
    """Tell whether a file is the compressed copy of another, which only web servers know to use."""
    return key.endswith(".gz") and key.removesuffix(".gz") in keys
