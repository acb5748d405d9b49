"""Write what was planned: new files alone, so that a second run changes nothing."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from hireground.importing.model import Fate, Import, Note
from hireground.importing.reading import UnreadableError, parse_yaml
from hireground.importing.writing import yaml_items
from hireground.new.filling import yaml_text

REDIRECTS = PurePosixPath("redirects.yaml")
HEAD = "# Old addresses of lists and feeds, and where they are now. Those of a text stand in its `aliases:`.\n"


@dataclass
class Written:
    """What was written, or would be: new files by their paths in the content folder, and how many were there."""

    new: list[PurePosixPath] = field(default_factory=list)
    same: int = 0
    notes: list[Note] = field(default_factory=list)


def write_all(result: Import, content: Path, *, is_dry: bool) -> Written:
    """Write every file that is not there yet; what is there and differs is the author's, and stays."""
    written = Written()
    files: dict[PurePosixPath, bytes | Path] = {**result.copies}
    files |= {path: text.encode("utf-8", "replace") for path, text in result.texts.items()}
    for path, data in files.items():
        if _is_to_write(content, path, data, written) and not is_dry:
            _create(content, path, data)
    for edit in result.edits:
        written.new.append(PurePosixPath(edit.file.as_posix()))
        if not is_dry and edit.file.read_bytes().decode("utf-8", "replace") == edit.before:
            edit.file.write_bytes(edit.after.encode())
    for path, lines in _additions(result, content).items():
        if lines:
            written.new.append(path)
            if not is_dry:
                _append(content, path, lines)
    return written


def _is_to_write(content: Path, path: PurePosixPath, data: bytes | Path, written: Written) -> bool:
    file = content / path
    if not os.path.lexists(file):
        written.new.append(path)
        return True
    if file.is_file() and not file.is_symlink() and _is_same(file, data):
        written.same += 1
    else:
        kind = "a file that is there already and differs: it stays as it is"
        written.notes.append(Note(Fate.LEFT_OUT, kind, str(path)))
    return False


def _is_same(file: Path, data: bytes | Path) -> bool:
    size = data.stat().st_size if isinstance(data, Path) else len(data)
    return file.stat().st_size == size and file.read_bytes() == (data.read_bytes() if isinstance(data, Path) else data)


def _create(content: Path, path: PurePosixPath, data: bytes | Path) -> None:
    """Write a file whole or not at all, through no link."""
    file = content / path
    folder = content
    for part in path.parent.parts:
        folder /= part
        if folder.is_symlink():
            raise NotADirectoryError(f"{folder} is a link")
        folder.mkdir(exist_ok=True)
    half = file.with_name(f".{file.name}.half")
    if isinstance(data, Path):
        shutil.copyfile(data, half, follow_symlinks=False)
    else:
        half.write_bytes(data)
    half.replace(file)


def _additions(result: Import, content: Path) -> Mapping[PurePosixPath, str]:
    """Return what the lists of the site get at their ends: old addresses, places and people that are not in them."""
    old = known_redirects(content)
    moved = sorted((one, new) for one, new in result.redirects.items() if one not in old)
    lines = "".join(f"{yaml_text(one)}: {yaml_text(new)}\n" for one, new in moved)
    head = "" if (content / REDIRECTS).exists() else HEAD
    found = {REDIRECTS: f"{head}{lines}" if lines else ""}
    for name, records in result.records.items():
        path = PurePosixPath(f"{name}.yaml")
        known = _names(content / path)
        found[path] = "".join(yaml_items(one for one in records if str(one["name"]) not in known))
    return found


def known_redirects(content: Path) -> set[str]:
    """Return the old addresses that the site's list has already."""
    said = _parsed(content / REDIRECTS)
    return set(said) if isinstance(said, dict) else set()


def _names(file: Path) -> set[str]:
    said = _parsed(file)
    return {str(one.get("name")) for one in said if isinstance(one, dict)} if isinstance(said, list) else set()


def _parsed(file: Path) -> object:
    try:
        return parse_yaml(file.read_text("utf-8")) if file.is_file() else None
    except (UnreadableError, OSError, UnicodeDecodeError):
        return None


def _append(content: Path, path: PurePosixPath, lines: str) -> None:
    file = content / path
    if not file.exists():
        _create(content, path, lines.encode())
        return
    before = file.read_text("utf-8")
    file.write_text(f"{before.rstrip(chr(10))}\n{lines}" if before.strip() else lines, "utf-8")
