"""Every case of `tests/errors/` is told exactly the words below it.

To accept what the code says now: `UPDATE_CASES=1 .venv/bin/pytest tests/text/test_errors.py`, then read every
line of `git diff tests/errors docs/problems.md` as an author who has never programmed.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from errors_corpus import FILES, MADE, NOW, RIGHT, SITES, answer, case_of, cases_of, id_of, write_base, write_case
from text_cases import TextCase, accepted

from hireground.published.check import check
from hireground.site.settings import read_settings
from hireground.text.problems import Problem
from hireground.text.reports import excerpt, report

# Write docs/problems.md from the cases of `tests/errors/`: every message, beside the line that it is about.

PAGE = Path(__file__).parents[2] / "docs" / "problems.md"
SECTIONS = {
    "The file itself": "bytes made",
    "The lines between `---`": "yaml plain toml",
    "Keys": "keys",
    "Dates and hours": "dates awaited ends clock_changes",
    "Time zones": "timezone",
    "Sessions and rules": "sessions every uid status several",
    "Talks and their texts": "talks program",
    "Registration and price": "registration price proposals",
    "Places, people, links in the front matter": "place online organizer speakers records",
    "Addresses on the site": "addresses file_names redirects names",
    "Files": "files",
    "Links and pictures in the text": "links images",
    "Signs of other programs in the text": "foreign",
    "What browsers are told not to load": "refused",
    "Words and headings": "words",
    "Files of pictures": "pictures",
    "Blocks in the text": "block",
    "Translations": "translations",
    "The settings": "settings",
    "Several files at once": "everything",
    "Warnings, which keep nothing from being published": "warnings",
}
"""Titles, and the files of cases below each."""
INTRO = """\
# Problems, and what they mean

`make check` reads every file and says everything that is wrong, each fault once:

```
content/seminars/knots.md:4:11: timezone: no such zone "PST"; a zone is named after a city: write "America/Los_Angeles"
    timezone: PST
              ^
1 problem in 1 file; nothing can be published until it is mended
```

First comes the file, then the line and the column in it; then the key, what is wrong, and after the semicolon what to
write instead. `sessions[0]` is the first session in the list, `sessions[1]` the second. A line with `warning:` keeps
nothing from being published. As long as there is one problem, nothing is: readers still see the last version.

`make check ARGS=--fix` writes what stands after `write`, `did you mean` and `take … out`, wherever that means the
same as what was there: the same moment, amount, rule and status. It changes nothing around it, and says each line
that it wrote. Where only the author can know, the words after the semicolon say what to do, with an example, and
nothing is written. A warning's `did you mean` is a question: an editor offers it for a click, and `--fix` leaves it.

`hireground check --format=json` writes all of it for programs, with each fix as the places and the text to put there;
`--format=sarif` for editors and code hosts, and `--format=github` as GitHub's own lines, which are written there
anyway. If one thing is wrong in many files, the report shows three of them and counts the others; the other formats
have all.

The exit code is 0 if all can be published, 1 if not, and 2 if the fault is in the program and not in a file.

Below is every message there is, beside the line it was said of. The tables are made from the cases in `tests/errors/`:
a new message is a new case, and `UPDATE_CASES=1 .venv/bin/pytest tests/text/test_errors.py` writes this page.
"""


def page() -> str:
    """Return the text of docs/problems.md."""
    rows: dict[str, dict[str, None]] = {title: {} for title in SECTIONS}
    for case in cases_of("made.txt", "posts/*.txt", "seminars/*.txt", "sites/*.txt"):  # as the files are now
        for message, line in messages(case.expected):
            is_warning = message.startswith("Warning")
            rows[section(case.source.stem, is_warning=is_warning)][row(line, message)] = None
    tables = (
        f"\n## {title}\n\n| in the file | what is said |\n|---|---|\n{''.join(rows[title])}" for title in SECTIONS
    )
    return INTRO + "".join(tables)


def section(stem: str, *, is_warning: bool) -> str:
    """Find the title that the cases of a file stand below."""
    if is_warning:
        return next(reversed(SECTIONS))
    return next(title for title, stems in SECTIONS.items() if stem in stems.split())


def messages(said: str) -> Iterator[tuple[str, str]]:
    """Yield each message, and the line of the file below it."""
    lines = said.splitlines()
    for number, line in enumerate(lines):
        problem = PROBLEM.fullmatch(line)
        if problem:
            has_line = number + 2 < len(lines) and lines[number + 2].strip() == "^"
            shown = lines[number + 1].removeprefix("    ") if has_line else ""
            yield ("Warning: " if problem["warning"] else "") + problem["message"], shown


def row(line: str, message: str) -> str:
    """Write one row of a table."""
    return f"| {code(line.strip())} | {text(message)} |\n"


def code(line: str) -> str:
    """Write a line of a file in a cell."""
    ticks = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{space}{line}{space}{ticks}".replace("|", "\\|") if line else ""


def text(message: str) -> str:
    """Write a message in a cell, so that nothing in it is Markdown or HTML."""
    return re.sub(r"([\\`*\[\]<>|~]|(?<!\w)_|_(?!\w))", r"\\\1", message)


ROOT = Path(__file__).parents[2]
CASES = [*FILES, *SITES]
SETTINGS_IN_TWO_FILES = case_of("sites/settings_in_two_files")
PROBLEM = re.compile(
    r"(?P<path>\S.*?):(?P<line>[1-9]\d*):(?P<column>[1-9]\d*): (?P<warning>warning: )?(?P<message>\S.*)"
)
EXCERPT = re.compile(r"    .*")


@pytest.mark.parametrize("case", CASES, ids=id_of)
def test_what_the_author_is_told(case: TextCase, tmp_path: Path) -> None:
    said = answer(case, tmp_path)
    assert said == accepted(case, said)


@pytest.mark.parametrize("case", CASES, ids=id_of)
def test_every_line_is_a_problem_or_the_line_it_is_about(case: TextCase) -> None:
    lines = case.expected.splitlines()
    assert PROBLEM.fullmatch(lines[0])
    for line in lines:
        assert PROBLEM.fullmatch(line) or EXCERPT.fullmatch(line), line


def test_every_case_has_a_name_of_its_own() -> None:
    names = [id_of(case) for case in (*CASES, *RIGHT)]
    assert len(names) == len({*names})
    assert {*MADE} == {*(make.__name__ for make in MAKERS), "a_shallow_clone"}
    assert len(CASES) > 400


@pytest.mark.parametrize("case", RIGHT, ids=id_of)
def test_nothing_is_said_of_what_is_right(case: TextCase, tmp_path: Path) -> None:
    assert answer(case, tmp_path) == ""


def test_the_site_around_the_cases_is_right(tmp_path: Path) -> None:
    assert check(write_base(tmp_path), NOW) == ()


def put(site: Path, name: str, data: bytes) -> Path:
    path = site / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def agree(name: str, settings: Path) -> None:
    said = report(check(settings, NOW), settings.parent)
    assert said == accepted(MADE[name], said)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    site.mkdir()
    return write_base(site)


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


MAKERS = (a_folder, five_megabytes, links_to_files, a_link_to_a_folder, a_pipe, no_settings)
"""Mistakes that no repository holds."""


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
def test_what_no_repository_holds(make: Callable[[Path], None], settings: Path) -> None:
    make(settings.parent)
    agree(make.__name__, settings)


def test_a_clone_without_its_history(settings: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    clone = tmp_path_factory.mktemp("shallow") / "clone"
    author = ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m"]
    for command in (["init", "-q"], ["add", "."], [*author, "One"], [*author, "Two"]):
        subprocess.run(["git", "-C", settings.parent, *command], check=True)
    assert check(settings, NOW) == ()
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{settings.parent}", clone], check=True)
    agree("a_shallow_clone", clone / settings.name)


def run(settings: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hireground", "check", "--settings", str(settings), *arguments]
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
    wrong = write_case(SETTINGS_IN_TWO_FILES, tmp_path)
    path, modules = [*sys.path], {*sys.modules}
    assert len(check(wrong, NOW)) == len(("pelicanconf.py", "publishconf.py"))
    assert read_settings(ROOT / "publishconf.py").shows_drafts is False
    assert len(check(wrong, NOW)) == len(("pelicanconf.py", "publishconf.py"))
    left = {name for name in {*sys.modules} - modules if not name.startswith("hireground.")}
    assert (sys.path, left) == (path, set())


def test_the_command_where_the_settings_are_wrong(tmp_path: Path) -> None:
    settings = write_case(SETTINGS_IN_TWO_FILES, tmp_path)
    wrong = run(settings)
    assert (wrong.returncode, wrong.stderr) == (1, "")
    assert wrong.stdout.startswith(SETTINGS_IN_TWO_FILES.expected)


def test_a_fault_of_ours_is_one_line(settings: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    broken = tmp_path_factory.mktemp("broken")
    (broken / "sitecustomize.py").write_text(
        "import hireground.site.load\ndef broken(*_): raise RuntimeError('oops')\n"
        "hireground.site.load.load_site = broken\n"
    )
    command = [sys.executable, "-m", "hireground", "check", "--settings", str(settings)]
    environment = os.environ | {"PYTHONPATH": f"{broken}:{ROOT / 'plugins'}"}
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
