"""Who may import whom, and how long things may be: DESIGN.md's house, held up by the code itself."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PLUGINS = sorted((ROOT / "plugins").rglob("*.py"))
CODE = [*PLUGINS, *sorted((ROOT / "tools").rglob("*.py")), *sorted(ROOT.glob("*.py"))]
TEMPLATES = sorted((ROOT / "theme" / "templates").rglob("*.html"))
LAYERS = ("reader", "pictures", "seminars", "site", "blog", "discovery", "fastbuild")
"""Each may import those before it."""
UPHILL = {
    # generator.py is an edge: it takes the `Site` that plugins/site puts into Pelican's settings.
    "plugins/seminars/generator.py": {"site"},
}
BUILDERS = {"tools/build/faults.py", "tools/build/site.py"}
"""The tools that run Pelican."""
LONGEST_FUNCTION, LONGEST_MODULE = 30, 150
LONG_MODULES = {
    # Each one table of keys, words or rules, longer than it is deep; a number here may fall and never rise.
    "plugins/seminars/model.py": 240,
}
SAFE = {"article.content", "page.content", "view.toc"}
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
            yield node.module or ""


def importers(package: str, files: list[Path]) -> set[str]:
    return {
        name_of(path)
        for path in files
        if any(found == package or found.startswith(f"{package}.") for found in imports(path))
    }


def test_only_the_edges_of_plugins_import_pelican() -> None:
    edges = {name_of(path) for path in PLUGINS if path.name in {"__init__.py", "generator.py"}}
    assert importers("pelican", PLUGINS) <= edges
    assert importers("pelican", CODE) - edges <= BUILDERS


def test_a_plugin_s_package_imports_pelican_in_functions_alone() -> None:
    for path in PLUGINS:
        if path.name == "__init__.py":
            tops = [node for node in tree_of(path).body if isinstance(node, ast.Import | ast.ImportFrom)]
            assert tops == [], name_of(path)


@pytest.mark.parametrize("module", ["tools.check", "plugins.site.load", "plugins.seminars.ical", "tools.lint_ics"])
def test_checking_does_without_pelican(module: str) -> None:
    code = f"import sys, {module}; print(*sorted(name for name in sys.modules if name.split('.')[0] == 'pelican'))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.split() == []


@pytest.mark.parametrize("path", PLUGINS, ids=name_of)
def test_imports_go_down(path: Path) -> None:
    own = path.relative_to(ROOT / "plugins").parts[0]
    if own == "__init__.py":
        return
    allowed = {*LAYERS[: LAYERS.index(own) + 1], *UPHILL.get(name_of(path), set())}
    wanted = {found.split(".")[1] for found in imports(path) if found.startswith("plugins.")}
    assert wanted <= allowed
    assert "tools" not in {found.split(".")[0] for found in imports(path)}


def test_every_exception_is_needed() -> None:
    for name, layers in UPHILL.items():
        wanted = {found.split(".")[1] for found in imports(ROOT / name) if found.startswith("plugins.")}
        assert layers <= wanted
    assert {name for name in LONG_MODULES if length(ROOT / name) <= LONGEST_MODULE} == set()


def length(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_modules_are_short(path: Path) -> None:
    assert length(path) <= LONG_MODULES.get(name_of(path), LONGEST_MODULE)


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
    assert stars == {"publishconf.py"}


@pytest.mark.parametrize("path", PLUGINS, ids=name_of)
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


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_prints_only_markdown_unescaped(path: Path) -> None:
    text = path.read_text("utf-8")
    unescaped = re.findall(r"{{-?\s*([\w.]+)\s*\|\s*safe\s*-?}}", text)
    assert set(unescaped) <= SAFE
    assert len(unescaped) == len(re.findall(r"\|\s*safe\b", text))
    assert not re.search(r"autoescape\s+false|Markup\(|\|\s*forceescape", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_holds_no_style_script_or_handler(path: Path) -> None:
    text = path.read_text("utf-8")
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
