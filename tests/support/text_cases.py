r"""Read files that hold many test cases each, in the format of mypy's own tests.

    [case zone_pst]
    ---
    title: Knots
    timezone: PST
    ---
    [out]
    content/seminars/zone_pst.md:3:11: timezone: no such zone "PST"; …

The lines below `[case NAME]` are what is read, those below `[out]` are what is said of it; an empty line stands before
the next case. More files of a case stand below `[file PATH]`. What comes before the first case is a remark.

`[case NAME, with escapes]`, and `[file PATH, with escapes]`, read `\xff` as a byte, `\u202e` as a character, and `\r`,
`\t` and `\\` as Python does; a backslash at the end of a line is removed together with the line end.
`[file PATH, copied from OTHER]` takes a file that is not text from beside the cases.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MARK = re.compile(
    r"^\[(?P<kind>case|file|out)(?: (?P<name>[^\n]+?))?"
    r"(?P<escapes>, with escapes)?(?:, copied from (?P<other>[^\n]+))?\]\n",
    re.MULTILINE,
)
ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|(\n|r|t|\\))")
SIGNS = {"\n": b"", "r": b"\r", "t": b"\t", "\\": b"\\"}


@dataclass(frozen=True)
class TextCase:
    """One case: the text below its name, more files by their paths, and what is expected."""

    source: Path
    name: str
    text: bytes
    has_escapes: bool
    files: dict[str, bytes]
    expected: str

    def update(self, expected: str) -> None:
        """Write what is expected now into the file of the case."""
        head = rf"^\[case {re.escape(self.name)}(?:, with escapes)?\]\n"
        whole = re.compile(rf"({head}(?:(?!\[case |\[out\]).*\n)*\[out\]\n)(?:(?!\[case ).*\n)*", re.MULTILINE)
        text = whole.sub(lambda found: f"{found[1]}{expected}\n", self.source.read_text("utf-8"))
        self.source.write_text(f"{text.rstrip()}\n", "utf-8")


def read_cases(source: Path) -> Iterator[TextCase]:
    """Yield the cases of a file."""
    text = source.read_bytes().decode("utf-8")
    starts = [mark.start() for mark in MARK.finditer(text) if mark["kind"] == "case"]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield _case(source, text[start:end])


def accepted(case: TextCase, said: str) -> str:
    """Return what is expected of a case; with UPDATE_CASES it is what is said, from now on."""
    if not os.environ.get("UPDATE_CASES"):
        return case.expected
    if said != case.expected:
        case.update(said)
    return said


def _case(source: Path, block: str) -> TextCase:
    head, *others = MARK.finditer(block)
    ends = [*(mark.start() for mark in others), len(block)]
    texts = [block[mark.end() : end] for mark, end in zip([head, *others], ends, strict=True)]
    files: dict[str, bytes] = {}
    for mark, text in zip(others[:-1], texts[1:-1], strict=True):
        other = mark["other"]
        files[mark["name"]] = (source.parent / other).read_bytes() if other else _bytes(mark, text)
    expected = texts[-1].strip("\n")
    if not others or others[-1]["kind"] != "out":
        raise ValueError(f"{source}: the case {head['name']} does not end in [out]")
    return TextCase(
        source, head["name"], _bytes(head, texts[0]), bool(head["escapes"]), files, f"{expected}\n" if expected else ""
    )


def _bytes(mark: re.Match[str], text: str) -> bytes:
    """Return the bytes that a text stands for."""
    if not mark["escapes"]:
        return text.encode()
    pieces = ESCAPE.split(text)
    data = pieces[0].encode()
    for byte, character, sign, rest in zip(pieces[1::4], pieces[2::4], pieces[3::4], pieces[4::4], strict=True):
        data += bytes.fromhex(byte) if byte else chr(int(character, 16)).encode() if character else SIGNS[sign]
        data += rest.encode()
    return data
