"""Read a settings file: by running it, with the place of each value; or by its text alone."""

import ast
import os
import re
import runpy
import sys
import traceback
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

from hireground.text.frontmatter import Document
from hireground.text.problems import InvalidContentError, Problem, printable, quoted
from hireground.text.syntax import PYTHON
from hireground.text.yaml.marks import Loc, Mark, Marks

PLUGIN = "hireground.seminars"
ENGINE = "hireground"
SHARED = (
    *("PATH", "SITEURL", "SITENAME", "SITESUBTITLE", "AUTHOR", "DEFAULT_LANG", "TIMEZONE"),
    *("SEMINARS", "SHOW_DRAFTS"),
)
"""The settings that a Pelican site has anyway, and the two of ours."""
OWN = frozenset(
    {"SITENAME", "SITESUBTITLE", "SITEURL", "AUTHOR", "TIMEZONE", "DEFAULT_LANG", "LOCALE_NAME", "SEMINARS"}
)
OWN_PREFIXES = ("SITE_", "SHOW_", "RAW_")
"""The settings that the engine alone knows what to do with; many of Pelican's others name code to import."""


def run_settings(path: Path) -> Mapping[str, Any]:
    """Run a settings file, without Pelican; raises `InvalidContentError` for what stops it."""
    here = Path(path.name)
    if not path.is_file():
        how = f"there is no settings file {quoted(path.name)} here; run this in the folder that has it"
        raise InvalidContentError([Problem(here, 1, 1, how)])
    try:
        with own_modules(path.resolve().parent):
            values = _as_data(path) if is_data() else runpy.run_path(str(path))
            return {**values, **public_address(values)}
    except SyntaxError as error:
        file, words = Path(Path(error.filename or path).name), f"this is not Python: {_words(error.msg)}"
        raise InvalidContentError([Problem(file, error.lineno or 1, error.offset or 1, words)]) from None
    except Exception as error:  # noqa: BLE001 -- whatever an author's own file does
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_beside(frame.filename, path)]
        file, line = (Path(Path(frames[-1].filename).name), frames[-1].lineno or 1) if frames else (here, 1)
        raise InvalidContentError([Problem(file, line, 1, f"Python stops here: {_words(error)}")]) from None


def _as_data(path: Path) -> dict[str, Any]:
    """Return the engine's own settings, and over them what a file says in literals of those that a site may say."""
    ast.parse(path.read_bytes())
    said = literal_settings(path).values
    wiring = vars(import_module(f"{WIRING}pelican.defaults"))
    return {
        **{name: value for name, value in wiring.items() if name.isupper()},
        **{name: value for name, value in said.items() if is_own(name)},
    }


def is_own(name: str) -> bool:
    """Tell whether the engine alone knows what to do with a setting."""
    return name in OWN or name.startswith(OWN_PREFIXES)


def ineffective_lines(path: Path) -> list[int]:
    """Return the lines of a settings file that have no effect where it is read and not run."""
    file = Path(path.name)
    code = [problem.line for problem in literal_settings(path).unread if problem.path == file]
    keys = [(loc, mark) for loc, mark in _marks(path).keys.items() if len(loc) == 1 and mark.file in {None, file}]
    return sorted({*code, *(mark.line for (name,), mark in keys if not is_own(str(name)))})


def is_data() -> bool:
    """Tell whether what the site says is only read, and nothing of it is run, as on a server that takes pushes."""
    return bool(os.environ.get("HIREGROUND_LITERAL_SETTINGS"))


def public_address(values: Mapping[str, Any]) -> Mapping[str, str]:
    """Return what the environment says that differs: a host's SITEURL takes the place of a site's public address."""
    said = os.environ.get("SITEURL")
    return {"SITEURL": said} if said and values.get("SITEURL") else {}


@contextmanager
def own_modules(folder: Path) -> Iterator[None]:
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
    return printable(re.sub(r"\s+", " ", f"{error}").strip() or type(error).__name__)


def _is_beside(file: str, path: Path) -> bool:
    return Path(file).resolve().parent == path.resolve().parent


def settings_document(path: Path, values: Mapping[str, Any]) -> Document:
    """Return a settings file as what front matter is too: the values that were set, and the place of each.

    What is set in a file that this one imports from has its place there.
    """
    fields: dict[str, Any] = {name: _without_none(value) for name, value in values.items() if value is not None}
    return Document(Path(path.name), fields, _marks(path), "", 1, PYTHON)


def _without_none(value: Any) -> Any:  # noqa: ANN401 -- whatever an author sets
    """Leave out the keys of a group that have no value."""
    if not isinstance(value, dict):
        return value
    return {name: _without_none(inner) for name, inner in value.items() if inner is not None}


def setting_files(path: Path) -> list[Path]:
    """Return a settings file, and those beside it that it takes settings from."""
    others = (path.parent / mark.file for mark in _marks(path).keys.values() if mark.file)
    return [*dict.fromkeys((path, *others))]


def _marks(path: Path) -> Marks:
    """Find where each setting of a file is set, keys of dicts too: `("SEMINARS", "duration")`."""
    marks = Marks({}, {(): Mark(1, 1)})
    try:
        text = path.read_text("utf-8")
        tree = ast.parse(text)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return marks
    lines = [line.encode() for line in text.split("\n")]
    found: dict[str, Marks] = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            found |= _by_name(_marks(path.parent / f"{node.module}.py"))
        for name, target, value in assignments(node):
            found.pop(name, None)  # set anew
            found[name] = Marks({}, {})
            _mark(found[name], (name,), target, value, (lines, Path(path.name)))
    for own in found.values():
        marks.keys.update(own.keys)
        marks.values.update(own.values)
    return marks


def _by_name(marks: Marks) -> dict[str, Marks]:
    """Return the marks of each setting."""
    found: defaultdict[str, Marks] = defaultdict(lambda: Marks({}, {}))
    for loc, mark in marks.keys.items():
        found[str(loc[0])].keys[loc] = mark
    for loc, mark in marks.values.items():
        if loc:
            found[str(loc[0])].values[loc] = mark
    return found


def assignments(node: ast.stmt) -> Iterator[tuple[str, ast.expr, ast.expr]]:
    """Yield the names that a statement sets, each with its value."""
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Name):
                yield target.id, target, node.value


def _mark(marks: Marks, loc: Loc, key: ast.expr | None, value: ast.expr, file: tuple[list[bytes], Path]) -> None:
    """Note where a value stands, and its key, and all that is in it."""
    if key is not None:
        marks.keys[loc] = _place(key, *file)
    marks.values[loc] = _place(value, *file)
    if isinstance(value, ast.Dict):
        for name, inner in zip(value.keys, value.values, strict=True):
            if isinstance(name, ast.Constant):
                _mark(marks, (*loc, str(name.value)), name, inner, file)
    elif isinstance(value, ast.List | ast.Tuple):
        for number, item in enumerate(value.elts):
            _mark(marks, (*loc, number), None, item, file)


def _place(node: ast.expr, lines: list[bytes], path: Path) -> Mark:
    """Return where an expression starts and ends; Python counts bytes."""

    def column(line: int, offset: int) -> int:
        return len(lines[line - 1][:offset].decode("utf-8", "replace")) + 1

    line, end = node.lineno, node.end_lineno or node.lineno
    stop = (end, column(end, node.end_col_offset or node.col_offset))
    return Mark(line, column(line, node.col_offset), stop, isinstance(node, ast.Dict | ast.List | ast.Tuple), path)


@dataclass(frozen=True)
class Literals:
    """What a settings file says without being run, and the lines of code that nothing was made of."""

    values: Mapping[str, Any]
    unread: tuple[Problem, ...]


WIRING = "hireground."
"""Whose modules say what Pelican needs and nothing of the site."""


def literal_settings(path: Path, environment: Mapping[str, str] = MappingProxyType({})) -> Literals:
    """Read a settings file by its text alone: assignments of literals, and star imports of settings beside it.

    `os.environ.get("SITEURL") or "…"` is looked up in `environment`; all other code is named and not run.
    """
    here = Path(path.name)
    try:
        tree = ast.parse(path.read_text("utf-8"))
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        return Literals({}, (Problem(here, line, 1, f"this cannot be read as Python: {_words(error)}"),))
    values: dict[str, Any] = {}
    unread: list[Problem] = []
    for node in tree.body:
        if (beside := _imported(node, path)) is not None:
            other = literal_settings(beside, environment)
            values |= other.values
            unread += other.unread
        elif not _is_silent(node):
            try:
                values |= {name: _literal(value, values, environment) for name, _target, value in _set_by(node)}
            except (ValueError, TypeError, KeyError, RecursionError, MemoryError):
                words = "this is code, which is not run here; write the value itself"
                unread.append(Problem(here, node.lineno, node.col_offset + 1, words))
    return Literals(values, tuple(unread))


def _imported(node: ast.stmt, path: Path) -> Path | None:
    """Return the settings file beside this one that a statement takes everything from; never this one itself."""
    if not (isinstance(node, ast.ImportFrom) and node.module and not node.level and node.names[0].name == "*"):
        return None
    file = path.parent / f"{node.module}.py"
    return file if node.module.isidentifier() and file.is_file() and not file.is_symlink() and file != path else None


def _is_silent(node: ast.stmt) -> bool:
    """Tell a statement that sets nothing of the site: a docstring, `import os`, the engine's own wiring."""
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").startswith(WIRING) and node.names[0].name == "*"
    if isinstance(node, ast.Import):
        return all(alias.name == "os" and alias.asname is None for alias in node.names)
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _set_by(node: ast.stmt) -> list[tuple[str, ast.expr, ast.expr]]:
    """Return the names that an assignment sets; raises ValueError for any other statement, or another target."""
    found = list(assignments(node))
    targets = len(node.targets) if isinstance(node, ast.Assign) else 1
    if len(found) != targets:
        raise ValueError
    return found


def _literal(node: ast.expr, values: Mapping[str, Any], environment: Mapping[str, str]) -> Any:  # noqa: ANN401
    """Return what an expression stands for; raises ValueError or KeyError if that takes more than looking it up."""
    if isinstance(node, ast.Name):
        return values[node.id]
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        parts = [_literal(part, values, environment) for part in node.values]
        return next((part for part in parts if part), parts[-1])
    if isinstance(node, ast.Call) and ast.unparse(node.func) in {"os.environ.get", "os.getenv"} and not node.keywords:
        name, *default = [_literal(part, values, environment) for part in node.args]
        return environment.get(name, *default)
    return ast.literal_eval(node)


def has_seminars_alone(values: Mapping[str, Any]) -> bool:
    """Tell whether a site's PLUGINS add seminars to posts and pages that are Pelican's own."""
    names = {str(getattr(plugin, "__name__", plugin)) for plugin in values.get("PLUGINS") or ()}
    return PLUGIN in names and ENGINE not in names


def makes_every_page(values: Mapping[str, Any]) -> bool:
    """Tell whether the engine knows every address: no other plugin, and no setting of Pelican's, makes one."""
    if values.get("TEMPLATE_PAGES") or values.get("EXTRA_PATH_METADATA"):
        return False
    wiring = vars(import_module(f"{WIRING}pelican.defaults"))
    told = [name for name in wiring if name.endswith(("_URL", "_SAVE_AS")) or name in {"PLUGINS", "DIRECT_TEMPLATES"}]
    return all(values.get(name, wiring[name]) == wiring[name] for name in told)


def seminar_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that seminars need, and where posts and pages stand, whose blocks are read."""
    folders = [*(values.get("ARTICLE_PATHS") or [""]), *(values.get("PAGE_PATHS") or ["pages"])]
    shared = {name: values[name] for name in SHARED if values.get(name) is not None}
    return {**shared, "FOREIGN_POSTS": tuple(folders)}
