"""A file's bytes to its text: UTF-8, one kind of line end, of a size that a person may have written."""

from pathlib import Path

from plugins.reader.problems import InvalidContentError, Problem
from plugins.reader.unseen import UNSEEN

MAX_BYTES = 2_000_000
"""Above this a Markdown file is a mistake (the longest novels are under 4 MB)."""
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_text(root: Path, path: Path) -> str:
    """Return the text of `root/path`, or raise `InvalidContentError` naming `path`."""
    file = root / path
    if file.is_dir():
        raise refused(path, "this is a folder with the name of a file; rename it")
    if not is_inside(root, file):
        raise refused(path, "this leads out of the content folder; copy the file itself here")
    if not file.is_file():
        raise refused(path, "there is no file behind this name, or it is no text; delete it, or copy the file here")
    try:
        if file.stat().st_size > MAX_BYTES:
            raise refused(path, too_long(file.stat().st_size))
        data = file.read_bytes()
    except OSError as error:
        reason = error.strerror or "no reason given"
        raise refused(path, f"the file cannot be read ({reason}); check who may read it") from None
    return decode(path, data)


def is_inside(root: Path, file: Path) -> bool:
    """Tell whether a file, its links followed, is in `root`."""
    try:
        return file.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # links in a circle
        return False


def decode(path: Path, data: bytes) -> str:
    r"""Decode a file's bytes; a byte order mark goes, and every line ends in `\n`."""
    if len(data) > MAX_BYTES:
        raise refused(path, too_long(len(data)))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_utf8(path, data, len(data) - len(error.object) + error.start) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    control = UNSEEN.search(text)
    if control:
        line, column = text.count("\n", 0, control.start()) + 1, control.start() - text.rfind("\n", 0, control.start())
        message = f"a control character (U+{ord(control[0]):04X}), which nobody sees; delete it"
        raise InvalidContentError([Problem(path, line, column, message)])
    return text


def _not_utf8(path: Path, data: bytes, start: int) -> InvalidContentError:
    """Say which letter was probably meant: what is not UTF-8 mostly comes from Windows."""
    if data.startswith(UTF_16):
        return refused(path, "the file is saved as UTF-16; save it with the encoding UTF-8")
    before = data[:start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8-sig", "replace")) + 1
    letter = data[start : start + 1].decode("cp1252", "replace")
    meant = f' (perhaps "{letter}")' if letter.isprintable() and letter != "\N{REPLACEMENT CHARACTER}" else ""
    message = f"byte 0x{data[start]:02x}{meant} is not UTF-8; save the file with the encoding UTF-8"
    return InvalidContentError([Problem(path, line, column, message)])


def too_long(size: int) -> str:
    """Say that a file is longer than any text."""
    return f"the file has {size:,} bytes, and {MAX_BYTES:,} is the most; split the text, or take out what is none"


def refused(path: Path, message: str) -> InvalidContentError:
    """Build the error for a file that is wrong as a whole."""
    return InvalidContentError([Problem(path, 1, 1, message)])
