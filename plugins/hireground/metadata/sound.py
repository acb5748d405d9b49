"""Keep of the tags of sound (ID3, Vorbis comments) what players show."""

import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

SHOWN = frozenset(
    b"TIT1 TIT2 TIT3 TPE1 TPE2 TPE3 TPE4 TALB TRCK TPOS TDRC TYER TDRL TCON TLAN TCOP TCOM TBPM TLEN TSRC TSST TSOP "
    b"TSOT TSOA CHAP CTOC APIC USLT SYLT WFED PCST TT1 TT2 TT3 TP1 TP2 TAL TRK TPA TYE TCO TLA TCR TCM PIC".split()
)
"""The frames of ID3 that players show: title, artist, chapters, cover, words."""
COMMENTS = frozenset(
    b"TITLE VERSION ALBUM TRACKNUMBER TRACKTOTAL DISCNUMBER DISCTOTAL ARTIST ALBUMARTIST PERFORMER COMPOSER LYRICIST "
    b"COPYRIGHT LICENSE GENRE DATE ISRC LANGUAGE ENCODER METADATA_BLOCK_PICTURE R128_TRACK_GAIN R128_ALBUM_GAIN".split()
)
Cleaner = Callable[[bytes], bytes]


def cleaned_mp3(data: bytes, inner: Cleaner) -> bytes:
    """Return sound whose tags say what players show; covers are cleaned by `inner`."""
    head, start = b"", 0
    while data[start : start + 3] == b"ID3":
        end = start + 10 + _synchsafe(data[start + 6 : start + 10]) + (10 if data[start + 5] & 0x10 else 0)
        head = head or _tag(data[start:end], inner)
        start = end
    return head + _without_last_tags(data[start:])


def _synchsafe(data: bytes) -> int:
    return sum((byte & 0x7F) << 7 * place for place, byte in enumerate(reversed(data)))


def _tag(tag: bytes, inner: Cleaner) -> bytes:
    """Return a tag of the frames that are shown; one that is written in a rarer way is taken out."""
    version, flags = tag[3], tag[5]
    if flags & 0b1110_0000 or version not in {2, 3, 4}:
        return b""
    frames = b"".join(_frames(tag[10:], version, inner))
    if not frames:
        return b""
    size = len(frames)
    return tag[:5] + b"\0" + bytes(size >> 7 * place & 0x7F for place in (3, 2, 1, 0)) + frames


def _frames(data: bytes, version: int, inner: Cleaner) -> Iterator[bytes]:
    name, head, at = (3, 6, 0) if version == 2 else (4, 10, 0)  # noqa: PLR2004 -- ID3's versions
    while at + head <= len(data) and data[at]:
        size = _synchsafe(data[at + 4 : at + 8]) if version == 4 else int.from_bytes(data[at + name : at + 2 * name])  # noqa: PLR2004
        kind, frame, at = data[at : at + name], data[at : at + head + size], at + head + size
        if kind not in SHOWN or len(frame) < head + size:
            continue
        if kind in {b"APIC", b"PIC"}:
            frame = _picture(frame, inner)
        elif kind in {b"CHAP", b"CTOC"} and any(
            word in frame for word in (b"APIC", b"PRIV", b"GEOB", b"COMM", b"TXXX")
        ):
            continue
        yield frame


def _picture(frame: bytes, inner: Cleaner) -> bytes:
    """Return the frame of a cover; one whose picture would get another length is left out."""
    start = next((at for at in map(frame.find, (b"\xff\xd8\xff", b"\x89PNG")) if at >= 0), 0)
    return frame if start and inner(frame[start:]) == frame[start:] else b""


def _without_last_tags(data: bytes) -> bytes:
    """Take out the tags that stand behind the sound: APE's, and the comment of ID3v1."""
    last = data[-128:] if data[-128:-125] == b"TAG" else b""
    sound = data[: len(data) - len(last)]
    if sound[-32:-24] == b"APETAGEX":
        size, _count, flags = struct.unpack_from("<III", sound, len(sound) - 20)
        sound = sound[: max(0, len(sound) - size - (32 if flags & 0x8000_0000 else 0))]
    return sound + last[:97] + (bytes(28) + last[125:] if last else b"")


def cleaned_flac(data: bytes, inner: Cleaner) -> bytes:
    """Return sound whose comments say what players show."""
    parts, at, is_last = [], 4, False
    while not is_last:
        kind, size = data[at] & 0x7F, int.from_bytes(data[at + 1 : at + 4])
        is_last, block = bool(data[at] & 0x80), data[at + 4 : at + 4 + size]
        at += 4 + size
        if kind == 4:  # noqa: PLR2004 -- comments, as 6 is a picture, and 0, 3 and 5 are about the sound
            block = _shown_comments(block)
        if kind in {0, 3, 4, 5} or (kind == 6 and _is_clean_cover(block, inner)):  # noqa: PLR2004
            parts.append((kind, block))
    heads = [bytes((kind | (0x80 if one == len(parts) else 0),)) for one, (kind, _) in enumerate(parts, 1)]
    blocks = [head + len(block).to_bytes(3) + block for head, (_, block) in zip(heads, parts, strict=True)]
    return data[:4] + b"".join(blocks) + data[at:]


def _is_clean_cover(block: bytes, inner: Cleaner) -> bool:
    start = next((at for at in map(block.find, (b"\xff\xd8\xff", b"\x89PNG")) if at >= 0), 0)
    return bool(start) and inner(block[start:]) == block[start:]


def _shown_comments(block: bytes) -> bytes:
    (size,) = struct.unpack_from("<I", block)
    kept = [block[start:end] for start, end in _comments(block) if _is_shown(block[start:end])]
    said = b"".join(len(one).to_bytes(4, "little") + one for one in kept)
    return block[: 4 + size] + len(kept).to_bytes(4, "little") + said


def _comments(block: bytes | bytearray) -> Iterator[tuple[int, int]]:
    """Yield where each `NAME=words` begins and ends."""
    (at,) = struct.unpack_from("<I", block)
    (count,) = struct.unpack_from("<I", block, 4 + at)
    at += 8
    for _comment in range(count):
        (size,) = struct.unpack_from("<I", block, at)
        if at + 4 + size > len(block):
            raise ValueError("the sound is cut short or damaged; copy it here again")
        yield at + 4, at + 4 + size
        at += 4 + size


def _is_shown(comment: bytes) -> bool:
    return comment.partition(b"=")[0].upper() in COMMENTS


def cleaned_ogg(data: bytes) -> bytes:
    """Return sound or film of the same length: comments that say more than players show are filled with spaces."""
    blank = bytearray(data)
    streams: dict[int, list[Page]] = {}
    for page in _pages(data):
        own = streams.setdefault(page.serial, [])
        if len(own) < MOST_PAGES:
            own.append(page)
    for pages in streams.values():
        _blank_comments(data, blank, pages)
    return bytes(blank)


def _blank_comments(data: bytes, blank: bytearray, pages: list["Page"]) -> None:
    body = b"".join(data[page.told : page.end] for page in pages)
    head = next((body.find(mark) + len(mark) for mark in MARKS if mark in body), 0)
    hidden = [place for place in _comments(body[head:]) if not _is_shown(body[head:][slice(*place)])] if head else []
    at = 0
    for page in pages if hidden else ():
        size = page.end - page.told
        for start, end in ((head + start - at, head + end - at) for start, end in hidden):
            first, last = max(0, start), min(size, end)
            if first < last:
                blank[page.told + first : page.told + last] = b" " * (last - first)
        if blank[page.told : page.end] != data[page.told : page.end]:
            _sum(blank, page.start, page.end)
        at += size


MARKS = (b"\x03vorbis", b"OpusTags", b"\x81theora")
"""What the packets of comments begin with."""
MOST_PAGES = 64


class Page(NamedTuple):
    """A page of a stream: its data begin at `told`."""

    serial: int
    start: int
    told: int
    end: int


def _pages(data: bytes) -> Iterator[Page]:
    at = 0
    while data[at : at + 4] == b"OggS":
        told = at + 27 + data[at + 26]
        end = told + sum(data[at + 27 : told])
        yield Page(int.from_bytes(data[at + 14 : at + 18]), at, told, min(end, len(data)))
        at = end


def _sum(data: bytearray, start: int, end: int) -> None:
    data[start + 22 : start + 26] = bytes(4)
    total = 0
    for byte in data[start:end]:
        total = (total << 8 & 0xFFFF_FFFF) ^ POLYNOMIALS[total >> 24 ^ byte]
    data[start + 22 : start + 26] = total.to_bytes(4, "little")


def _polynomial(byte: int) -> int:
    total = byte << 24
    for _bit in range(8):
        total = (total << 1 ^ (0x04C1_1DB7 if total & 0x8000_0000 else 0)) & 0xFFFF_FFFF
    return total


POLYNOMIALS = tuple(map(_polynomial, range(256)))
