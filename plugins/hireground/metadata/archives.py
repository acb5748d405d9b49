"""Clean what archives and office documents hold, and take out of them who made them."""

import bz2
import gzip
import lzma
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from hireground.output import gzipped

MOST_FILES, MOST_BYTES = 10_000, 500_000_000
TOO_LARGE = "it holds more than can be looked into; divide it"
DAMAGED = "the archive is cut short or damaged; copy it here again"
Cleaner = Callable[[bytes], bytes]

AUTHORS = re.compile(rb"(<((?:\w+:)?(?:creator|lastModifiedBy|initial-creator|printed-by|Company|Manager|HyperlinkBase|"
    rb"user-defined|creator-initials))(?:\s[^<>]*)?(?<!/)>)[^<]*(</\2\s*>)")  # fmt: skip
WORDS = re.compile(rb"(?<=>)[^<>]+(?=<)")
NAMED = re.compile(rb'(\s(?:w\w*|p\w*|xr\w*):(?:author|userId|initials|lastModifiedBy)=)"[^"]*"')
PEOPLE = re.compile(rb'(\s(?:name|initials|userId|displayName|id)=)"[^"]*"')
COMMENTERS = re.compile(rb"(<author>)[^<]*(</author>)")
OFFICE, OPEN_DOCUMENT = "[Content_Types].xml", "meta.xml"


def cleaned_zip(data: bytes, inner: Cleaner) -> bytes:
    """Return an archive or a document whose files are clean, as `inner` returns each; what is locked stays as it is."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            files = archive.infolist()
            _bounded(len(files), sum(one.file_size for one in files))
            if any(map(_is_locked, files)):
                return data
            names = {one.filename for one in files}
            made = [(one, archive.read(one)) for one in files]
    except (BadZipFile, EOFError, NotImplementedError, zlib.error, OSError):
        raise ValueError(DAMAGED) from None
    clean = [(one, inner(_unnamed(one.filename, old, names))) for one, old in made]
    return data if all(new == old for (_, new), (_, old) in zip(clean, made, strict=True)) else _packed(clean)


def is_locked_zip(data: bytes) -> bool:
    """Tell whether a file of an archive can only be read with a password."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            return any(map(_is_locked, archive.infolist()))
    except (BadZipFile, EOFError, NotImplementedError, OSError):
        return False


def _is_locked(file: ZipInfo) -> bool:
    return bool(file.flag_bits & 1)


def _bounded(count: int, size: int) -> None:
    if count > MOST_FILES or size > MOST_BYTES:
        raise ValueError(TOO_LARGE)


def _packed(files: list[tuple[ZipInfo, bytes]]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for old, data in files:
            fresh = ZipInfo(old.filename, old.date_time)
            fresh.compress_type, fresh.external_attr, fresh.create_system = (
                old.compress_type, old.external_attr, old.create_system,
            )  # fmt: skip
            archive.writestr(fresh, data)
    return out.getvalue()


def _unnamed(name: str, data: bytes, names: set[str]) -> bytes:
    """Take out of a part of a document who made it, who commented on it, and where it lay."""
    if OFFICE in names:
        return _office(name, data)
    if OPEN_DOCUMENT in names and name in {"meta.xml", "content.xml", "styles.xml"}:
        return AUTHORS.sub(rb"\1\3", data)
    return data


def _office(name: str, data: bytes) -> bytes:
    if name == "docProps/custom.xml":
        return WORDS.sub(b"", data)
    if name.startswith("docProps/") and name.endswith(".xml"):
        return AUTHORS.sub(rb"\1\3", data)
    if name.startswith("word/") and name.endswith(".xml"):
        return NAMED.sub(rb'\1"Author"', data)
    if re.match(r"ppt/(?:commentAuthors|authors)|xl/persons/|xl/revisions/", name):
        return PEOPLE.sub(rb'\1"Author"', data)
    if re.match(r"xl/comments", name):
        return COMMENTERS.sub(rb"\1Author\2", data)
    return data


def cleaned_tar(data: bytes, inner: Cleaner) -> bytes:
    """Return an archive whose files are clean, and belong to nobody."""
    try:
        with tarfile.open(fileobj=BytesIO(data), mode="r:") as archive:
            found = [*_members(archive)]
    except (tarfile.TarError, EOFError, OSError):
        raise ValueError(DAMAGED) from None
    clean = [(member, inner(old) if member.isreg() else old) for member, old in found]
    if not any(member.uname or member.gname or member.uid or member.gid for member, _ in found) and clean == found:
        return data
    out = BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for member, new in clean:
            member.uid = member.gid = 0
            member.uname = member.gname = ""
            member.size, member.pax_headers = len(new), {}
            archive.addfile(member, BytesIO(new))
    return out.getvalue()


def _members(archive: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    size = 0
    for count, member in enumerate(archive, 1):
        size += member.size
        _bounded(count, size)
        opened = archive.extractfile(member) if member.isreg() else None
        yield member, opened.read() if opened else b""


def cleaned_packed(data: bytes, inner: Cleaner) -> bytes:
    """Return a file that is packed by itself (gzip, bzip2, xz), with what is in it clean."""
    kind = next(kind for mark, kind in PACKED.items() if data.startswith(mark))
    try:
        with kind.open(BytesIO(data)) as opened:
            found = opened.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error, lzma.LZMAError):
        raise ValueError(DAMAGED) from None
    _bounded(1, len(found))
    clean = inner(found)
    if clean == found:
        return data
    return gzipped(clean) if kind is gzip else kind.compress(clean)


PACKED = {b"\x1f\x8b": gzip, b"BZh": bz2, b"\xfd7zXZ\0": lzma}
"""What files of each kind begin with."""
