"""Who may import whom, and how long things may be: DESIGN.md's house, held up by the code itself."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "plugins" / "hireground"
ROOMS = sorted(ENGINE.rglob("*.py"))
CODE = [*ROOMS, *sorted(ROOT.glob("*.py"))]
TEMPLATES = sorted(path for name in ("templates", "any-theme") for path in (ROOT / "theme" / name).rglob("*.html"))
FLOORS = (
    ("version", "terminal", "theme", "output", "store", "shares", "locks", "checksums", "lint_ics", "urls", "slugs"),
    ("text",),
    ("mathematics", "embeds"),
    ("failures",),
    ("markdown", "metadata"),
    ("prose",),
    ("pictures",),
    ("seminars.model",),
    ("seminars.pages",),
    ("seminars.block",),
    ("seminars.calendar",),
    ("site",),
    ("moments", "known"),
    ("schemas",),
    ("editor",),
    ("blog",),
    ("web",),
    ("announce.subject",),
    ("announce.texts",),
    ("announce.social",),
    ("pelican",),
    ("build", "messages", "new", "overview"),
    ("published", "server"),
    ("importing",),
    ("announce",),
    ("preview",),
    ("publish", "lsp"),
    ("cli",),
)
"""Each room may import from those on the floors above it in this list, and from its own."""
LONGEST_FUNCTION, LONGEST_MODULE, MOST_FILES = 30, 300, 20
SAFE = {"article.content", "body.content", "film", "page.content", "text.content", "view.toc"}
"""What theme/README.md lets templates print unescaped: what Markdown made."""
CHANGES_A_LIST = {"append", "extend", "insert", "remove", "pop", "clear", "update", "setdefault", "add", "discard"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Yield every module that a file imports, in functions too."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)}:{node.lineno}: a relative import"
            whole = node.module == "hireground"
            yield from (f"hireground.{alias.name}" for alias in node.names) if whole else (node.module or "",)


def importers(package: str, files: list[Path]) -> set[str]:
    return {
        name_of(path)
        for path in files
        if any(found == package or found.startswith(f"{package}.") for found in imports(path))
    }


def test_one_room_alone_imports_pelican() -> None:
    assert {name.split("/")[2] for name in importers("pelican", ROOMS)} == {"pelican"}


@pytest.mark.parametrize(
    "module",
    ["cli", "failures", "published.command", "site.load", "seminars.calendar.ical", "lint_ics", "pelican.defaults"],
)
def test_checking_does_without_pelican(module: str) -> None:
    name = f"hireground.{module}"
    code = f"import sys, {name}; print(*sorted(name for name in sys.modules if name.split('.')[0] == 'pelican'))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ENGINE.parent)
    assert run.stdout.split() == []


def room_of(module: str) -> str:
    """Return the room of a module, as the list of floors names it."""
    return next((room for floor in FLOORS for room in floor if f"{module}.".startswith(f"hireground.{room}.")), "")


@pytest.mark.parametrize("path", ROOMS, ids=name_of)
def test_imports_go_down(path: Path) -> None:
    module = ".".join(path.relative_to(ENGINE.parent).with_suffix("").parts)
    if path.name in {"__init__.py", "__main__.py"}:
        return  # a package's register() leads to Pelican, and its command to the command line
    floor = next(number for number, rooms in enumerate(FLOORS) if room_of(module) in rooms)
    allowed = {room for rooms in FLOORS[:floor] for room in rooms} | {room_of(module)}
    wanted = {room_of(found) for found in imports(path) if found.startswith("hireground")}
    assert wanted <= allowed


def test_the_linter_stands_alone() -> None:
    linter = [path for path in ROOMS if "lint_ics" in path.parts]
    found = {name for path in linter for name in imports(path) if name.startswith("hireground")}
    assert {name for name in found if not name.startswith("hireground.lint_ics")} == set()


def test_no_folder_is_crowded() -> None:
    folders = {path.parent for path in ROOMS} | {ROOT / "tests" / "support"}
    crowded = {name_of(folder): count for folder in folders if (count := len([*folder.glob("*.py")])) > MOST_FILES}
    assert crowded == {}


def length(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_modules_are_short(path: Path) -> None:
    assert length(path) <= LONGEST_MODULE


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_functions_are_short() -> None:
    long = [
        f"{name_of(path)}:{node.lineno}: {node.name}"
        for path in [*CODE, *sorted((ROOT / "tests").glob("*.py"))]
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_nothing_is_called_utils() -> None:
    assert [name_of(path) for path in CODE if re.search(r"util|helper|common|misc", path.name)] == []


def test_no_star_imports_but_pelican_s_idiom() -> None:
    stars = {
        name_of(path)
        for path in CODE
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    }
    assert stars == {"pelicanconf.py", "publishconf.py"}


@pytest.mark.parametrize("path", ROOMS, ids=name_of)
def test_no_module_keeps_state(path: Path) -> None:
    tree = tree_of(path)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Global)]
    names = {target.id for node in tree.body for target in targets(node) if isinstance(target, ast.Name)}
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)):
                assert not (method in CHANGES_A_LIST and name in names), f"line {node.lineno}"
        for target in targets(node):
            if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
                assert target.value.id not in names, f"line {target.lineno}"


def targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AnnAssign | ast.AugAssign) else []


# The theme


WITHIN = re.compile(r'<style>{{ first }}</style>|(?<=>){{ inline\["[\w./]+"\] }}(?=</script>)')
"""Files of the theme that stand in pages whole, named by their hash in each policy."""


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_prints_only_markdown_unescaped(path: Path) -> None:
    text = path.read_text("utf-8")
    unescaped = re.findall(r"{{-?\s*([\w.]+)\s*\|\s*safe\s*-?}}", text)
    assert set(unescaped) <= SAFE
    assert len(unescaped) == len(re.findall(r"\|\s*safe\b", text))
    assert not re.search(r"autoescape\s+false|Markup\(|\|\s*forceescape", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_no_style_script_or_handler(path: Path) -> None:
    text = re.sub(WITHIN, "", path.read_text("utf-8"))
    assert not re.search(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", text, re.IGNORECASE)
    for attributes, inside in re.findall(r"<script([^>]*)>(.*?)</script>", text, re.DOTALL):
        is_data = 'type="application/ld+json"' in attributes
        assert re.fullmatch(r"\s*{{ [\w.]+ \| tojson }}\s*", inside) if is_data else not inside.strip()


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_macros_are_functions_of_their_arguments(path: Path) -> None:
    assert "with context" not in path.read_text("utf-8")


# What is installed


LOCKS = ("requirements", "tests/requirements")


def logical_lines(lock: str) -> list[str]:
    text = (ROOT / f"{lock}.txt").read_text("utf-8").replace("\\\n", " ")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(lock: str) -> dict[str, str]:
    """Return the version of each library, by its canonical name."""
    pins = (re.match(r"([\w.-]+)(?:\[[\w,-]+\])?==([\w.]+)", line) for line in logical_lines(lock))
    return {canonical(pin[1]): pin[2] for pin in pins if pin}


@pytest.mark.parametrize("lock", LOCKS)
def test_requirements_hold_hashes_and_no_address(lock: str) -> None:
    assert "://" not in (ROOT / f"{lock}.txt").read_text("utf-8")
    assert len(logical_lines(lock)) > 20
    assert [
        line
        for line in logical_lines(lock)
        if not re.fullmatch(r"[\w.\[\],-]+==[\w.]+(\s*;[^#]*?)?(\s+--hash=sha256:[0-9a-f]{64})+", line)
    ] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_the_lock_holds_what_the_project_asks_for(lock: str) -> None:
    asked = re.findall(r"^([\w.]+[\w.-]*)", (ROOT / f"{lock}.in").read_text("utf-8"), re.MULTILINE)
    assert {canonical(name) for name in asked} <= set(locked(lock))


def test_the_tests_use_the_site_s_own_versions() -> None:
    site, tests = locked("requirements"), locked("tests/requirements")
    assert {name: tests.get(name) for name in site} == site


def test_no_two_files_of_tests_have_one_name() -> None:
    """Nor can pytest read two of one name, once it is asked for all rooms."""
    names = [file.name for file in (ROOT / "tests").rglob("test_*.py")]
    assert [name for name in {*names} if names.count(name) > 1] == []


def test_no_room_of_tests_is_passed_over(pytestconfig: pytest.Config) -> None:
    """As `tests/build` once was, since pytest leaves out folders of that name unless it is told."""
    left_out = pytestconfig.getini("norecursedirs")
    folders = {part for file in (ROOT / "tests").rglob("test_*.py") for part in file.relative_to(ROOT).parts[:-1]}
    assert "build" in folders
    assert {name for name in folders if any(fnmatch(name, pattern) for pattern in left_out)} == set()
