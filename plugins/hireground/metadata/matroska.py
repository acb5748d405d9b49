"""Empty the elements of WebM and Matroska films that say who, with what and where."""

from typing import NamedTuple

SEGMENT, INFO, TAGS, ATTACHMENTS, CLUSTER = 0x18538067, 0x1549A966, 0x1254C367, 0x1941A469, 0x1F43B675
NEEDED = frozenset({0x2AD7B1, 0x4489, 0x7BA9, 0x4D80, 0x5741, 0x73A4})
"""What players need of the facts about a film: its scale of time, length, title, programs and number."""
VOID = 0xEC


class Element(NamedTuple):
    """An element; its data begin at `told`, and `end` is unknown (None) where it was written live."""

    kind: int
    start: int
    told: int
    end: int | None


def cleaned_matroska(data: bytes) -> bytes:
    """Return a film of the same length without tags and attached files."""
    blank, at = bytearray(data), 0
    while at < len(data):
        one = _element(data, at)
        if one is None:
            break
        if one.kind == INFO and one.end is not None:
            _needed(blank, one.told, one.end)
        elif one.kind in {TAGS, ATTACHMENTS} and one.end is not None:
            _void(blank, one.start, one.end)
        at = one.told if one.kind == SEGMENT or one.end is None else one.end
    return bytes(blank)


def _needed(data: bytearray, at: int, end: int) -> None:
    while at < end:
        one = _element(data, at)
        if one is None or one.end is None:
            return
        if one.kind not in NEEDED:
            _void(data, one.start, one.end)
        at = one.end


def _element(data: bytes | bytearray, at: int) -> Element | None:
    width = 9 - data[at].bit_length() if data[at] else 9
    if width > 4 or at + width >= len(data) or not data[at + width]:  # noqa: PLR2004 -- the longest names
        return None
    kind, start = int.from_bytes(data[at : at + width]), at
    at += width
    width = 9 - data[at].bit_length()
    size = int.from_bytes(data[at : at + width]) & ((1 << 7 * width) - 1)
    told = at + width
    return Element(kind, start, told, None if size == (1 << 7 * width) - 1 else min(told + size, len(data)))


def _void(data: bytearray, start: int, end: int) -> None:
    """Put an empty element in the place of another: with a length of one byte, or of eight."""
    room = end - start
    short = 127 + 2
    head = bytes((VOID, 0x80 | room - 2)) if room < short else bytes((VOID, 0x01)) + (room - 9).to_bytes(7)
    data[start:end] = head.ljust(room, b"\0")
