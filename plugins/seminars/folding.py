"""Content lines to lines of 75 octets at most (RFC 5545 §3.1)."""

from collections.abc import Iterable

ROOM = 74
"""A continuation has a space before it, and the first line is no longer than the others."""
ESCAPES = b"\\^"


def folded(line: bytes) -> bytes:
    r"""Fold a line, never inside a character of UTF-8, nor between `\` or `^` and the sign that it escapes."""
    pieces, start = [], 0
    while len(line) - start > ROOM:
        end = start + ROOM
        while line[end] & 0xC0 == 0x80:  # noqa: PLR2004 -- the further octets of a character begin with the bits 10
            end -= 1
        end -= line[end - 1] in ESCAPES
        pieces.append(line[start:end])
        start = end
    return b"\r\n ".join([*pieces, line[start:]])


def joined(lines: Iterable[str]) -> bytes:
    """Write content lines, each folded and ended."""
    return b"".join(folded(line.encode()) + b"\r\n" for line in lines)
