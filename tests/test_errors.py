"""Every case of `tests/errors/` gets exactly the words beside it.

To accept what the code says now: `UPDATE_CASES=1 .venv/bin/python -m pytest tests/test_errors.py`, then read every
line of `git diff tests/errors docs/problems.md` as an author who has never programmed.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from errors_corpus import BASE, ERRORS, FILES, NOW, RIGHT, SITES, answer, name_of, said_of, write_site
from problems_page import PAGE, page

from plugins.reader.problems import Problem
from plugins.site.settings import read_settings
from tools.check import check
from tools.check.report import excerpt, report

ROOT = Path(__file__).parent.parent
CASES = [*FILES, *SITES]
PROBLEM = re.compile(
    r"(?P<path>\S.*?):(?P<line>[1-9]\d*):(?P<column>[1-9]\d*): (?P<warning>warning: )?(?P<message>\S.*)"
)
EXCERPT = re.compile(r"    .*")


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_what_the_author_is_told(case: Path, tmp_path: Path) -> None:
    said = answer(case, tmp_path)
    if os.environ.get("UPDATE_CASES"):
        said_of(case).write_text(said, "utf-8")
    assert said == said_of(case).read_text("utf-8")


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_every_line_is_a_problem_or_the_line_it_is_about(case: Path) -> None:
    lines = said_of(case).read_text("utf-8").splitlines()
    assert PROBLEM.fullmatch(lines[0])
    for line in lines:
        assert PROBLEM.fullmatch(line) or EXCERPT.fullmatch(line), line


def test_no_case_is_without_its_words_and_no_words_without_a_case() -> None:
    assert {*ERRORS.glob("seminars/*.txt"), *ERRORS.glob("posts/*.txt")} == {said_of(case) for case in FILES}
    made = {*(make.__name__ for make in MADE), "a_shallow_clone"}
    assert {path.stem for path in ERRORS.glob("made/*.txt")} == made
    assert len(CASES) > 80


@pytest.mark.parametrize("case", RIGHT, ids=name_of)
def test_nothing_is_said_of_what_is_right(case: Path, tmp_path: Path) -> None:
    assert answer(case, tmp_path) == ""


def test_the_site_around_the_cases_is_right(tmp_path: Path) -> None:
    assert answer(BASE, tmp_path) == ""


def put(site: Path, name: str, data: bytes) -> Path:
    path = site / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def agree(file: Path, settings: Path) -> None:
    said = report(check(settings, NOW), settings.parent)
    if os.environ.get("UPDATE_CASES"):
        file.write_text(said, "utf-8")
    assert said == file.read_text("utf-8")


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    site.mkdir()
    return write_site(BASE, site)


def a_folder(site: Path) -> None:
    (site / "content/posts/notes.md").mkdir()


def five_megabytes(site: Path) -> None:
    put(site, "posts/long.md", b"\n" * 5_000_000)


def links_to_files(site: Path) -> None:
    pages = site / "content/pages"
    put(site, "../outside.md", b"---\ntitle: Secret\n---\n")
    (site / "outside.md").rename(site.parent / "outside.md")
    (pages / "secret.md").symlink_to(site.parent / "outside.md")
    (pages / "gone.md").symlink_to(pages / "never.md")
    (pages / "round.md").symlink_to(pages / "round.md")


def a_link_to_a_folder(site: Path) -> None:
    (site / "drafts").mkdir()
    (site / "content/posts/drafts").symlink_to(site / "drafts")


def a_pipe(site: Path) -> None:
    os.mkfifo(site / "content/posts/pipe.md")


def no_settings(site: Path) -> None:
    (site / "publishconf.py").unlink()


MADE = (a_folder, five_megabytes, links_to_files, a_link_to_a_folder, a_pipe, no_settings)
"""Faults that no repository holds."""


@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
def test_what_no_repository_holds(make: Callable[[Path], None], settings: Path) -> None:
    make(settings.parent)
    agree(ERRORS / "made" / f"{make.__name__}.txt", settings)


def test_a_clone_without_its_history(settings: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    clone = tmp_path_factory.mktemp("shallow") / "clone"
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m"]
    for command in (["init", "-q"], ["add", "."], [*author, "One"], [*author, "Two"]):
        subprocess.run(["git", "-C", settings.parent, *command], check=True)
    assert check(settings, NOW) == ()
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{settings.parent}", clone], check=True)
    agree(ERRORS / "made" / "a_shallow_clone.txt", clone / settings.name)


def run(settings: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.check", str(settings), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command(settings: Path) -> None:
    whole = run(settings)
    assert (whole.returncode, whole.stdout, whole.stderr) == (0, "No problems.\n", "")
    put(settings.parent, "pages/room.md", b"---\ntitle: Room\n---\n![](../images/library.svg)\n")
    warned = run(settings)
    assert (warned.returncode, warned.stdout.splitlines()[-1]) == (0, "1 warning in 1 file; all of it can be published")
    put(settings.parent, "posts/empty.md", b"")
    wrong = run(settings)
    assert wrong.returncode == 1
    assert wrong.stdout.startswith(report(check(settings, NOW), settings.parent))
    verdict = "; nothing can be published until it is mended"
    assert wrong.stdout.splitlines()[-1] == f"1 problem and 1 warning in 2 files{verdict}"


def test_settings_of_two_sites_are_each_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "pelicanconf", raising=False)
    wrong = write_site(ERRORS / "sites" / "settings_in_two_files", tmp_path)
    path, modules = [*sys.path], {*sys.modules}
    assert len(check(wrong, NOW)) == len(("pelicanconf.py", "publishconf.py"))
    assert read_settings(ROOT / "publishconf.py").shows_drafts is False
    assert len(check(wrong, NOW)) == len(("pelicanconf.py", "publishconf.py"))
    assert (sys.path, {*sys.modules} - modules) == (path, set())


def test_the_command_where_the_settings_are_wrong(tmp_path: Path) -> None:
    settings = write_site(ERRORS / "sites" / "settings_in_two_files", tmp_path)
    wrong = run(settings)
    assert (wrong.returncode, wrong.stderr) == (1, "")
    assert wrong.stdout.startswith((ERRORS / "sites/settings_in_two_files/expected.txt").read_text("utf-8"))


def test_a_fault_of_ours_is_one_line(settings: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    broken = tmp_path_factory.mktemp("broken")
    (broken / "sitecustomize.py").write_text(
        "import plugins.site.load\ndef broken(*_): raise RuntimeError('oops')\nplugins.site.load.load_site = broken\n"
    )
    command = [sys.executable, "-m", "tools.check", str(settings)]
    environment = os.environ | {"PYTHONPATH": f"{broken}:{ROOT}"}
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("This is our bug, not yours: RuntimeError: oops")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "column", "marked"),
    [
        ("date: today", 7, ["    date: today", "          ^"]),
        ("title: 界界 @x", 11, ["    title: 界界 @x", "                ^"]),
        ("\ttitle: x", 1, ["    ·title: x", "    ^"]),
        ("x" * 90 + "!" + "y" * 90, 91, ["    …" + "x" * 60 + "!" + "y" * 39 + "…", "     " + " " * 60 + "^"]),
        ("---", 1, []),
        ("  ", 1, []),
    ],
)
def test_the_mark_stands_below_its_column(line: str, column: int, marked: list[str]) -> None:
    problem = Problem(Path("a.md"), 2, column, "wrong")
    assert excerpt(problem, ["first", line]).splitlines() == marked
    assert excerpt(problem, ["first"]) == ""


def test_the_page_of_all_problems_is_up_to_date() -> None:
    if os.environ.get("UPDATE_CASES"):
        PAGE.write_text(page(), "utf-8")
    assert PAGE.read_text("utf-8") == page()
