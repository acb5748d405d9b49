"""A settings file to its values, and to the place where each is set."""

import ast
import re
import runpy
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plugins.reader.problems import InvalidContentError, Problem
from plugins.reader.quote import plain, quoted

Way = tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a setting is set: a file beside the settings, line and column from 1."""

    path: Path
    line: int = 1
    column: int = 1

    def problem(self, message: str) -> Problem:
        """Build a problem of this place."""
        return Problem(self.path, self.line, self.column, message)


def run_settings(path: Path) -> Mapping[str, Any]:
    """Run a settings file, without Pelican; raises `InvalidContentError` for what stops it."""
    here = Path(path.name)
    if not path.is_file():
        how = f"there is no settings file {quoted(path.name)} here; run this in the folder that has it"
        raise InvalidContentError([Place(here).problem(how)])
    try:
        with _own_modules(path.resolve().parent):
            return runpy.run_path(str(path))
    except SyntaxError as error:
        at = Place(Path(Path(error.filename or path).name), error.lineno or 1, error.offset or 1)
        raise InvalidContentError([at.problem(f"this is not Python: {_words(error.msg)}")]) from None
    except Exception as error:  # noqa: BLE001 -- whatever an author's own file does
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_beside(frame.filename, path)]
        at = Place(Path(Path(frames[-1].filename).name), frames[-1].lineno or 1) if frames else Place(here)
        raise InvalidContentError([at.problem(f"Python stops here: {_words(error)}")]) from None


@contextmanager
def _own_modules(folder: Path) -> Iterator[None]:
    """Let a settings file import those beside it, and leave no trace: another site has its own of the same name."""
    names = {file.stem for file in folder.glob("*.py")}
    path, others = [*sys.path], {name: sys.modules.pop(name) for name in names & sys.modules.keys()}
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path[:] = path
        for name in names:
            sys.modules.pop(name, None)
        sys.modules.update(others)


def _words(error: object) -> str:
    return plain(re.sub(r"\s+", " ", f"{error}").strip() or type(error).__name__)


def _is_beside(file: str, path: Path) -> bool:
    return Path(file).resolve().parent == path.resolve().parent


def setting_places(path: Path) -> Mapping[Way, Place]:
    """Return where each setting of a file is set, keys of dicts too: `("SEMINARS", "duration")`."""
    places: dict[Way, Place] = {}
    try:
        tree = ast.parse(path.read_text("utf-8"))
    except (OSError, SyntaxError, ValueError):
        return places
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            places |= setting_places(path.parent / f"{node.module}.py")
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                if isinstance(target, ast.Name):
                    places |= _places(Path(path.name), (target.id,), target, node.value)
    return places


def _places(path: Path, way: Way, key: ast.expr, value: ast.expr | None) -> dict[Way, Place]:
    places = {way: Place(path, key.lineno, key.col_offset + 1)}
    if isinstance(value, ast.Dict):
        for name, inner in zip(value.keys, value.values, strict=True):
            if isinstance(name, ast.Constant):
                places |= _places(path, (*way, str(name.value)), name, inner)
    return places
