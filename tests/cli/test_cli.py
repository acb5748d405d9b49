"""The one command: what it says of itself, how it ends, and whose fault a failure is."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_site import DEADLINE, PROJECT, environment, on_a_terminal, run_tool, write_plugin, write_site

from hireground import cli
from hireground.theme import THEME_FOLDER

NAMES = [verb.name for verb in cli.VERBS]
OUR_BUG = """
import json
import hireground.site.load

def broken(*_):
    json.loads("{")

hireground.site.load.load_site = broken
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path)


@pytest.fixture
def engine_site(tmp_path: Path) -> Path:
    """Return a site of one page, whose template is its own."""
    (tmp_path / "content/pages").mkdir(parents=True)
    (tmp_path / "content/pages/about.md").write_text("---\ntitle: About\nsummary: Who we are.\n---\nHello.\n")
    (tmp_path / "pelicanconf.py").write_text(
        "from hireground.pelican.defaults import *\n"
        'SITENAME = "Tiny"\nAUTHOR = "Mara Lindqvist"\nTIMEZONE = "UTC"\n'
        'PATH = "content"\nSITE_CARDS = SITE_SEARCH = False\n'
        'SEMINARS = {"uid_namespace": "5b2f6d1e-8a43-4c57-9c0e-7f1d2b9a6e34", "organizer": {"name": "Tiny"}}\n'
    )
    (tmp_path / "theme/templates").mkdir(parents=True)
    shutil.copy(THEME_FOLDER / "templates/page.html", tmp_path / "theme/templates")
    return tmp_path


def build(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run_tool(root, "build", "--settings=pelicanconf.py", *options)


# What it says of itself


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("help",)])
def test_the_help_fits_on_a_screen(tmp_path: Path, words: tuple[str, ...]) -> None:
    run = run_tool(tmp_path, *words)
    lines = run.stdout.splitlines()
    assert (run.returncode, run.stderr) == (0, "")
    assert len(lines) < 24  # and a line for the prompt; a family of verbs shares a line
    assert max(map(len, lines)) <= 80
    assert [name for name in NAMES if not any(name.split()[-1] in line for line in lines)] == []


def test_the_help_of_a_family_lists_its_verbs(tmp_path: Path) -> None:
    run = run_tool(tmp_path, "server", "--help")
    assert run.returncode == 0
    assert [name for name in NAMES if name.startswith("server ") and name not in run.stdout] == []
    assert "lint-ics" not in run.stdout


@pytest.mark.parametrize("name", NAMES)
def test_a_verb_s_help_has_its_options_and_an_example(tmp_path: Path, name: str) -> None:
    run = run_tool(tmp_path, *name.split(), "--help")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith(f"usage: hireground {name} ")
    assert "--debug" in run.stdout
    assert f"example: hireground {name}" in run.stdout


def test_the_help_imports_no_room() -> None:
    code = (
        "import sys; from hireground.cli import main; main(['--help'])\n"
        "print(*[name for name in sys.modules if name.startswith('hireground.')], file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    assert set(run.stderr.split()) == {"hireground.cli", "hireground.terminal"}


def test_alone_it_says_what_to_do_next(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    here, elsewhere = run_tool(site), run_tool(tmp_path_factory.mktemp("empty"))
    assert (here.returncode, here.stdout, elsewhere.returncode, elsewhere.stdout) == (2, "", 2, "")
    assert [line.split()[1] for line in here.stderr.splitlines()] == ["serve", "check", "publish", "--help"]
    assert "hireground new my-site" in elsewhere.stderr


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("chekc",), 'there is no verb "chekc"; did you mean "check"?'),
        (("xyzzy",), 'there is no verb "xyzzy"; hireground --help lists them all'),
        (("server",), '"server" needs a second word: server init, '),
        (("check", "--fxi"), "usage: hireground check "),
        (("serve", "--port=x"), "usage: hireground serve "),
        (("check",), "there is no settings file publishconf.py; run this in the site's folder, or use --settings"),
    ],
)
def test_a_wrong_call_ends_with_2(tmp_path: Path, words: tuple[str, ...], answer: str) -> None:
    run = run_tool(tmp_path, *words)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(answer)
    assert not list(tmp_path.iterdir())


# Whose fault it is


def test_a_fault_of_ours_is_one_line_and_a_log(engine_site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    broken = tmp_path_factory.mktemp("broken")
    (broken / "sitecustomize.py").write_text(OUR_BUG)
    command = [sys.executable, "-m", "hireground", "check", "--settings=pelicanconf.py"]
    path = f"{broken}:{PROJECT / 'plugins'}"
    run = subprocess.run(
        command, cwd=engine_site, env=environment(PYTHONPATH=path), capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)
    assert run.stderr.startswith("This is our bug, not yours: JSONDecodeError: ")
    assert run.stderr.endswith("; the whole story is in .cache/hireground.log\n")
    assert "sitecustomize.py" in (engine_site / ".cache/hireground.log").read_text()
    shown = subprocess.run(
        [*command, "--debug"], cwd=engine_site, env=environment(PYTHONPATH=path), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert shown.returncode == 2
    assert shown.stderr.startswith("Traceback")


def test_a_room_that_is_broken_breaks_no_other_verb(tmp_path: Path) -> None:
    engine = tmp_path / "plugins" / "hireground"
    shutil.copytree(PROJECT / "plugins" / "hireground", engine, ignore=shutil.ignore_patterns("__py*"))
    (engine / "preview/command.py").write_text("import no_such_library\n")
    run: Callable[..., subprocess.CompletedProcess[str]] = lambda *words: subprocess.run(  # noqa: E731
        [sys.executable, "-m", "hireground", *words], cwd=tmp_path, env=environment(PYTHONPATH="plugins"),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run("--help").returncode == 0
    assert run("lint-ics", "--help").returncode == 0
    broken = run("serve")
    assert broken.returncode == 2
    assert broken.stderr.startswith(
        "This is our bug, not yours: ModuleNotFoundError: No module named 'no_such_library'"
    )


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{% if %}", "TemplateSyntaxError: Expected an expression, got 'end of statement block'"),
        ("{{ nothing.at.all }}", "UndefinedError: 'nothing' is undefined"),
        ('{% include "nowhere.html" %}', "TemplateNotFound: "),
        ("{{ 1 / 0 }}", "ZeroDivisionError: division by zero"),
    ],
)
def test_a_template_of_theirs_is_theirs(engine_site: Path, template: str, words: str) -> None:
    file = engine_site / "theme/templates/page.html"
    lines = file.read_text().splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if "block main" in line)
    lines.insert(start + 1, f"{template}\n")
    file.write_text("".join(lines))
    run = build(engine_site)
    assert (run.returncode, run.stdout) == (1, "")
    first, shown, *_rest = run.stderr.splitlines()
    assert first.startswith(f"theme/templates/page.html:{start + 2}:1: this template does not run: {words}")
    assert shown == f"    {template}"
    assert "our bug" not in run.stderr
    assert not (engine_site / "output").exists()


def test_a_plugin_of_theirs_is_theirs_however_deep_it_fails(site: Path) -> None:
    write_plugin(site, "import json\njson.loads('{')")
    run = build(site)
    assert run.returncode == 1
    assert run.stderr.startswith("own_plugin.py:5:1: this code does not run: JSONDecodeError: ")


def test_a_settings_file_of_theirs_is_theirs(site: Path) -> None:
    (site / "pelicanconf.py").write_text("SITENAME = NOTHING\n")
    run = build(site)
    assert run.returncode == 1
    assert run.stderr.startswith("pelicanconf.py:1:1: Python stops here: name 'NOTHING' is not defined\n")


# On a terminal, and elsewhere


def said_on_a_terminal(root: Path, *command: str, **variables: str) -> str:
    """Return what a command writes there."""
    given = {name: value for name, value in environment().items() if name not in {"NO_COLOR", "TERM"}}
    return on_a_terminal(root, command, given | variables)[1]


def test_colors_are_for_terminals_that_show_them(engine_site: Path) -> None:
    check = (sys.executable, "-m", "hireground", "check", "--settings=pelicanconf.py")
    assert "\x1b[32mNo problems.\x1b[0m" in said_on_a_terminal(engine_site, *check)
    assert "\x1b" not in said_on_a_terminal(engine_site, *check, NO_COLOR="1")
    assert "\x1b" not in said_on_a_terminal(engine_site, *check, TERM="dumb")
    assert run_tool(engine_site, *check[3:]).stdout == "No problems.\n"


def test_long_work_says_how_far_it_is_on_a_terminal_alone(tmp_path: Path) -> None:
    code = (
        "from hireground import terminal; terminal.QUICK = -1.0; tell = terminal.progress('Making pictures')\n"
        "for done in (1, 2, 3): tell(done, 3)"
    )
    shown = "".join(f"\r\x1b[K{words}" for words in ("Making pictures: 1 of 3", "Making pictures: 2 of 3", ""))
    assert said_on_a_terminal(tmp_path, sys.executable, "-c", code) == shown
    piped = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    assert (piped.stdout, piped.stderr) == ("", "")


def test_a_terminal_without_a_letter_shows_the_rest(engine_site: Path) -> None:
    (engine_site / "content/pages/about.md").write_text("---\ntitle: 世界\nsumary: x\n---\n")
    run = subprocess.run(
        [sys.executable, "-m", "hireground", "check", "--settings=pelicanconf.py"], cwd=engine_site,
        env=environment(PYTHONIOENCODING="ascii"), capture_output=True, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    assert run.stdout.isascii()


def test_whoever_has_enough_may_leave(site: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-u", "-m", "hireground", "build", "--settings=pelicanconf.py"]
    run = subprocess.run(command, cwd=site, env=environment(), stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (run.returncode, run.stderr) == (2, b"")


# By make and Invoke


@pytest.fixture
def checkout(site: Path) -> Path:
    for name in ("Makefile", "tasks.py"):
        shutil.copy(PROJECT / name, site)
    (site / ".venv").symlink_to(sys.prefix)
    return site


def outcome(root: Path, *command: str) -> tuple[int, str]:
    run = subprocess.run(
        command, cwd=root, env=environment(), capture_output=True, text=True, timeout=DEADLINE, check=False
    )
    return run.returncode, run.stdout + run.stderr


def test_make_and_invoke_take_a_verb_s_options(checkout: Path) -> None:
    make = ("make", "--assume-old=.venv/.ready", "build", "ARGS=--settings pelicanconf.py --output 'by make'")
    assert outcome(checkout, *make)[0] == 0
    assert (checkout / "by make/index.html").is_file()
    invoke = (sys.executable, "-m", "invoke", "build", "--settings=pelicanconf.py", "--output", "by invoke")
    assert outcome(checkout, *invoke)[0] == 0
    assert (checkout / "by invoke/index.html").is_file()
    code, words = outcome(checkout, sys.executable, "-m", "invoke", "server")
    assert (code, words.startswith('"server" needs a second word')) == (2, True)


def test_make_alone_says_what_to_do_and_does_nothing(checkout: Path) -> None:
    code, words = outcome(checkout, "make")
    assert code == 0
    assert "make serve " in words
    assert "make help " in words
    assert not (checkout / "output").exists()


def test_invoke_lists_every_verb(checkout: Path) -> None:
    code, words = outcome(checkout, sys.executable, "-m", "invoke", "--list")
    assert code == 0
    assert {name.partition(" ")[0] for name in NAMES} <= set(words.split())
