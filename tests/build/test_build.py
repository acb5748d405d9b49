"""A build says what is wrong, replaces the public site only when it is whole, and leaves nothing behind."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tiny_site import DEADLINE, NO_TITLE, POST, environment, run_tool, write_plugin, write_site

REFUSE = """
from pathlib import Path
from hireground.text.problems import InvalidContentError, Problem
raise InvalidContentError([
    Problem(Path("content/posts/b.md"), 3, 1, "date: there is no day 2026-02-30"),
    Problem(Path("content/posts/a.md"), 9, 2, "a tab; indent with spaces"),
    Problem(Path("content/posts/a.md"), 2, 5, "title: nothing is written here"),
    Problem(Path("content/posts/c.md"), 1, 1, "an image without a description", is_warning=True),
])
"""
REFUSED = """\
content/posts/a.md:2:5: title: nothing is written here
    Date: 2026-11-20 08:00
        ^
content/posts/a.md:9:2: a tab; indent with spaces
content/posts/b.md:3:1: date: there is no day 2026-02-30
content/posts/c.md:1:1: warning: an image without a description
3 problems in 2 files; nothing was published
"""
REFUSING_READER = """
from pathlib import Path
from pelican.readers import MarkdownReader
from hireground.text.problems import InvalidContentError, Problem
class Reader(MarkdownReader):
    def read(self, path):
        raise InvalidContentError([Problem(Path(path).relative_to(pelican.settings["PATH"]), 1, 1, "no")])
pelican.settings["READERS"] = {"md": Reader}
"""
ONE_PROBLEM = "1 problem; nothing was published"
WAIT = """
import sys, threading
print("waiting", file=sys.stderr, flush=True)
threading.Event().wait()
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return write_site(tmp_path)


def build(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_tool(site, "build", "--settings", "pelicanconf.py", *arguments)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"__pycache__", ".cache"}


def outcome(run: subprocess.CompletedProcess[str]) -> tuple[int, str, list[str]]:
    return run.returncode, run.stdout, run.stderr.splitlines()


def test_a_build_prints_one_line_and_leaves_nothing_beside_the_site(site: Path) -> None:
    before = names(site)
    code, printed, complaints = outcome(build(site))
    assert (code, complaints) == (0, [])
    words = r"Built \d pages and 0 calendars in \d+\.\d s into output/, by Pelican, which makes every post anew\n"
    assert re.fullmatch(words, printed)
    assert "Hello." in (site / "output/posts/a/index.html").read_text()
    assert (site / "output/.build").is_file()
    assert names(site) == before | {"output"}


def test_a_build_keeps_nothing_stale(site: Path) -> None:
    build(site)
    (site / "output/stale.html").write_text("old")
    before = names(site)
    (site / "content/posts/a.md").rename(site / "content/posts/b.md")
    assert build(site).returncode == 0
    assert names(site / "output/posts") == {"a"}
    assert not (site / "output/stale.html").exists()
    assert names(site) == before | {".output.spare"}


def test_a_failing_build_keeps_the_old_output(site: Path) -> None:
    build(site)
    before, page = names(site), (site / "output/posts/a/index.html").read_bytes()
    (site / "content/posts/b.md").write_text(NO_TITLE)
    complaint = f"Skipping {site}/content/posts/b.md: could not find information about 'title'"
    assert outcome(build(site)) == (1, "", [complaint, ONE_PROBLEM])
    assert (site / "output/posts/a/index.html").read_bytes() == page
    assert names(site) == before


def test_every_problem_stands_on_a_line_and_a_count_comes_last(site: Path) -> None:
    write_plugin(site, REFUSE)
    assert outcome(build(site)) == (1, "", REFUSED.splitlines())


def test_problems_that_pelican_swallows_are_collected_over_all_files(site: Path) -> None:
    write_plugin(site, REFUSING_READER)
    (site / "content/posts/b.md").write_text(POST)
    assert build(site).stderr == (
        "posts/a.md:1:1: no\nposts/b.md:1:1: no\n2 problems in 2 files; nothing was published\n"
    )


def test_every_link_that_leads_nowhere_is_a_problem(site: Path) -> None:
    links = "".join(f"[x]({{filename}}no-{number}.md)\n" for number in range(8))
    (site / "content/posts/a.md").write_text(POST + links)
    complaints = [f"a link leads to a file that is not there: 'no-{number}.md'" for number in range(8)]
    assert outcome(build(site)) == (1, "", [*complaints, "8 problems; nothing was published"])


def test_a_link_to_a_file_with_a_problem_is_no_second_problem(site: Path) -> None:
    (site / "content/posts/a.md").write_text(POST + "[x]({filename}b.md)\n")
    (site / "content/posts/b.md").write_text(NO_TITLE)
    assert build(site).stderr.splitlines()[1:] == [ONE_PROBLEM]


def test_a_second_build_of_one_process_finds_the_same_problems(site: Path) -> None:
    (site / "content/posts/a.md").write_text(POST + "[x]({filename}no.md)\n")
    code = """
from pathlib import Path
from hireground.build.site import build_site
from hireground.text.problems import InvalidContentError
for _time in range(2):
    try:
        build_site(Path("pelicanconf.py"), Path("output"), {"SITENAME": "Other"})
    except InvalidContentError as error:
        print(error)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=site, env=environment(), capture_output=True, text=True, check=True
    )
    assert run.stdout == "a link leads to a file that is not there: 'no.md'\n" * 2


def test_overrides_win_over_the_settings(site: Path) -> None:
    code = """
from pathlib import Path
from hireground.build.site import build_site
build_site(Path("pelicanconf.py"), Path("output"), {"SITENAME": "Other"})
"""
    subprocess.run([sys.executable, "-c", code], cwd=site, env=environment(), check=True)
    assert "<title>Other</title>" in (site / "output/index.html").read_text()


def test_two_files_with_one_address_are_said_in_words(site: Path) -> None:
    (site / "content/posts/b.md").write_text(POST)
    run = build(site)
    assert run.returncode == 1
    assert "two files want the address posts/a/index.html; give one of them another slug\n" in run.stderr


def test_a_plugin_that_is_not_there_fails_the_build(site: Path) -> None:
    with (site / "pelicanconf.py").open("a") as settings:
        settings.write('PLUGINS = ["no_such_plugin"]\n')
    complaint = "Cannot load plugin `no_such_plugin`: Cannot import plugin `no_such_plugin`"
    assert outcome(build(site)) == (1, "", [complaint, ONE_PROBLEM])


def test_a_missing_plugin_is_said_before_its_absence_breaks_another(site: Path) -> None:
    write_plugin(site, 'pelican.settings["NO SUCH"]', signal="get_generators")
    with (site / "pelicanconf.py").open("a") as settings:
        settings.write('PLUGINS += ["no_such_plugin"]\n')
    run = build(site)
    assert run.returncode == 1
    assert "Cannot load plugin `no_such_plugin`" in run.stderr


@pytest.mark.parametrize("hook", ["run", "register"])
def test_a_fault_of_a_plugin_is_its_author_s_and_its_traceback_a_file(site: Path, hook: str) -> None:
    write_plugin(site, 'pelican.settings["NO SUCH"]')
    if hook == "register":
        plugin = site / "own_plugin.py"
        plugin.write_text(plugin.read_text().replace("connect(run)", "no_such_name"))
    run = build(site)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("own_plugin.py:")
    assert ": this code does not run: " in run.stderr
    assert run.stderr.endswith("\nthe whole story is in .cache/hireground.log\n")
    assert "Traceback" in (site / ".cache/hireground.log").read_text()
    assert not (site / "output").exists()


def test_debug_shows_the_traceback(site: Path) -> None:
    write_plugin(site, 'pelican.settings["NO SUCH"]')
    run = build(site, "--debug")
    assert run.returncode != 0
    assert "Traceback" in run.stderr


@pytest.mark.parametrize(
    ("name", "code", "problem"),
    [
        ("pelicanconf.py", "X = Y", "pelicanconf.py:1:1: Python stops here: name 'Y' is not defined"),
        ("pelicanconf.py", "X = (", "pelicanconf.py:1:5: this is not Python: '(' was never closed"),
        ("beside.py", "\nX = Y", "beside.py:2:1: Python stops here: name 'Y' is not defined"),
    ],
)
def test_settings_that_cannot_be_used_are_said_with_their_line(site: Path, name: str, code: str, problem: str) -> None:
    (site / "pelicanconf.py").write_text("from beside import *")
    (site / name).write_text(code)
    code_, printed, said = outcome(build(site))
    assert (code_, printed, said[0]) == (1, "", problem)


def test_a_theme_that_is_not_there_is_said(site: Path) -> None:
    (site / "pelicanconf.py").write_text('THEME = "nope"')
    assert outcome(build(site)) == (1, "", ["pelicanconf.py: ValueError: Could not find the theme nope", ONE_PROBLEM])


def test_a_folder_that_is_not_ours_is_refused(site: Path) -> None:
    (site / "output").mkdir()
    (site / "output/thesis.txt").write_text("ten years")
    before = names(site)
    run = build(site)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (
        "output/ holds files that no build made, and a build would delete them; "
        "move them away, or name another folder with --output\n"
    )
    assert (site / "output/thesis.txt").read_text() == "ten years"
    assert names(site) == before


def test_a_file_is_refused_and_an_empty_folder_is_not(site: Path) -> None:
    (site / "empty").mkdir()
    assert build(site, "--output", "pelicanconf.py").stderr == (
        "pelicanconf.py is a file; name a folder with --output\n"
    )
    assert build(site, "--output", "empty").returncode == 0


def test_a_link_to_the_output_stays_a_link(site: Path) -> None:
    (site / "real").mkdir()
    (site / "output").symlink_to("real")
    assert build(site).returncode == 0
    assert (site / "output").readlink() == Path("real")
    assert (site / "real/index.html").is_file()


def test_a_warning_is_printed_once_unless_the_settings_silence_it(site: Path) -> None:
    write_plugin(
        site, "import logging\nfor _time in range(2):\n    logging.getLogger('pelican.x').warning('dull %s', 1)"
    )
    assert build(site).stderr == "warning: dull 1\n"
    with (site / "pelicanconf.py").open("a") as settings:
        settings.write("LOG_FILTER = [(30, 'dull %s')]\n")
    assert build(site).stderr == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_build_that_is_stopped_leaves_nothing(site: Path, number: signal.Signals) -> None:
    write_plugin(site, WAIT)
    before = names(site)
    with subprocess.Popen(
        [sys.executable, "-m", "hireground", "build", "--settings", "pelicanconf.py"], cwd=site, env=environment(),
        stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stderr
        assert process.stderr.readline() == "waiting\n"
        assert names(site) > before
        process.send_signal(number)
        assert process.stderr.read() == "stopped; nothing was published\n"
        assert process.wait(DEADLINE) == 130
    assert names(site) == before


def test_a_file_that_cannot_be_copied_stops_the_build(site: Path) -> None:
    """Pelican warns and goes on, and readers would miss a picture."""
    (site / "content/images").mkdir()
    (site / "content/images/a.txt").write_text("Here.")
    write_plugin(site, "from pathlib import Path\nPath(pelican.output_path, 'images/a.txt').mkdir(parents=True)")
    code, _, errors = outcome(build(site))
    assert code == 1
    assert "A problem occurred copying file" in errors[0]
    assert errors[-1] == ONE_PROBLEM
    assert "output" not in names(site)
