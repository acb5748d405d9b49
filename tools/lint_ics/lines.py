"""Octets to content lines: line ends, lengths, folds, UTF-8 (RFC 5545 3.1)."""

import re
from collections.abc import Iterator

from tools.lint_ics.content import ContentLine, Fault

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LONGEST_LINE = 75
FOLDED_LINE = re.compile(rb"[^\n]*(?:\n[ \t][^\n]*)*\n?")
FOLD = re.compile(rb"\r?\n[ \t]")
CUT_CHARACTER = re.compile(rb"[ \t][\x80-\xbf]")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def content_lines(data: bytes) -> Iterator[ContentLine]:
    """Unfold the file; octets that are not UTF-8 become lone surrogates, so that columns stay true."""
    number = 1
    for folded in FOLDED_LINE.findall(data.removeprefix(BYTE_ORDER_MARK).lstrip(b" \t")):
        lines = folded.count(b"\n")
        octets = folded.removesuffix(b"\n").removesuffix(b"\r")
        if octets:
            unfolded = FOLD.sub(b"", octets) if lines > 1 else octets
            yield ContentLine(unfolded.decode("utf-8", "surrogateescape"), number, octets)
        number += lines


def line_faults(data: bytes) -> Iterator[Fault]:
    """Find what is wrong with the file as octets, before any of it has a meaning."""
    if data.startswith(BYTE_ORDER_MARK):
        yield Fault(1, 1, "the file begins with a byte order mark; write plain UTF-8 without one (RFC 5545 3.1.4)")
    lines = data.removeprefix(BYTE_ORDER_MARK).split(b"\n")
    yield from _ending_faults(lines)
    for number, ended in enumerate(lines if lines[-1] else lines[:-1], 1):
        line = ended.removesuffix(b"\r")
        if len(line) > LONGEST_LINE:
            message = f"the line has {len(line)} octets, 75 at most; fold it with CRLF and a space (RFC 5545 3.1)"
            yield Fault(number, LONGEST_LINE + 1, message)
        if line[:1] in b" \t":
            yield from _fold_faults(number, line)


def _ending_faults(lines: list[bytes]) -> Iterator[Fault]:
    bare = [number for number, line in enumerate(lines[:-1], 1) if line[-1:] != b"\r"]
    if bare:
        more = f", the first of {len(bare)}" if len(bare) > 1 else ""
        message = f"the line ends in LF alone{more}; end every line with CRLF (RFC 5545 3.1)"
        yield Fault(bare[0], len(lines[bare[0] - 1]) + 1, message)
    if lines[-1]:
        yield Fault(len(lines), len(lines[-1]) + 1, "the file ends inside a line; end it with CRLF (RFC 5545 3.1)")


def _fold_faults(number: int, line: bytes) -> Iterator[Fault]:
    """Check a line that is empty or begins with white space."""
    if len(line) <= 1:
        yield Fault(number, 1, "the line is blank; leave it out (RFC 5545 3.1)")
    elif number == 1:
        yield Fault(1, 1, "white space before the first line; begin the file with BEGIN:VCALENDAR (RFC 5545 3.4)")
    elif CUT_CHARACTER.match(line):
        yield Fault(number, 2, "the fold cuts a UTF-8 character in two; fold before the character (RFC 5545 3.1)")


def text_faults(line: ContentLine) -> Iterator[Fault]:
    """Find what no text may hold: control characters, and octets that are not UTF-8."""
    if found := CONTROL.search(line.text):
        message = f"control character U+{ord(found[0]):04X}; remove it, or write a line break as \\n (RFC 5545 3.1)"
        yield line.fault(found.start(), message)
    try:
        line.text.encode()
    except UnicodeEncodeError as error:
        yield line.fault(error.start, "these octets are not UTF-8; write the file as UTF-8 (RFC 5545 3.1.4)")
