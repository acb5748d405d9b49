"""Fold content lines to 75 octets at most (RFC 5545 §3.1)."""

from collections.abc import Iterable

ROOM = 74
"""A continuation has a space before it, and the first line is no longer than the others."""
ESCAPES = b"\\^"


def folded(line: bytes) -> bytes:
    r"""Fold a line, never inside a character of UTF-8, nor between `\` or `^` and the character that it escapes."""
    # A SUMMARY of 100 octets becomes 74 octets, CRLF, a space and the other 26. An `é` (C3 A9) whose C3 would be the
    # 74th octet goes to the next line whole, and so does an escaped comma, `\,`: programs that decode or unescape each
    # line before they unfold would read something else.
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
