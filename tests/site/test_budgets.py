"""No file costs more than one file may: its problems are counted, its hints stop, its seconds end, and it is named."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from errors_corpus import NOW, write_base
from tiny_site import environment, run_tool

from hireground.build.kept.files import write
from hireground.failures import explain
from hireground.published.check import check
from hireground.text.budgets import MOST_HINTS, OutOfTimeError, near, one_file
from hireground.text.problems import MOST_PROBLEMS, InvalidContentError, Problem
from hireground.text.source import MAX_BYTES, bounded_file

HEAD = "---\ntitle: A\ndate: 2026-11-01\nsummary: One.\n{}---\nWords.\n"
KEY = "key{}: x\n"
MISSPELT = "titl{}: x\n"


def said_of(site: Path, text: str) -> list[Problem]:
    settings = write_base(site)
    (site / "content/posts/hostile.md").write_text(text)
    return [one for one in check(settings, NOW) if one.path.name == "hostile.md"]


def test_a_file_that_takes_too_long_is_named_with_its_place() -> None:
    text = "Few words.\n\n\n# More\n" + "and more of them\n" * 9 + "\nFew words.\n"
    with pytest.raises(InvalidContentError) as caught, bounded_file(Path("a.md"), text, 6):
        raise OutOfTimeError
    assert str(caught.value).startswith("a.md:9:1: this takes too long to read; divide it")


def test_what_stands_in_itself_too_often_is_named_too() -> None:
    def deeper() -> None:
        deeper()

    with (
        pytest.raises(InvalidContentError, match=r"^a\.md:1:1: too much stands in one another"),
        bounded_file(Path("a.md")),
    ):
        deeper()


@pytest.mark.parametrize(
    "work", [lambda: [one for one in iter(int, 1) if one], lambda: re.match(r"(a*)*b", "a" * 40)], ids=["loop", "regex"]
)
def test_work_without_end_is_stopped(work: Callable[[], object]) -> None:
    """In Python's own code and in a library's, by the time that is computed."""
    with pytest.raises(OutOfTimeError), one_file(0.05):
        work()


def test_hints_stop_after_the_first_hundred(tmp_path: Path) -> None:
    said = said_of(tmp_path, HEAD.format("".join(MISSPELT.format(number) for number in range(3 * MOST_HINTS))))
    hinted = [problem for problem in said if "did you mean" in problem.said]
    assert 0 < len(hinted) <= MOST_HINTS < len(said)


def test_hints_are_each_file_s_own() -> None:
    known = {"title": 1}
    for _file in range(2):
        with one_file():
            assert [near("titel", known, 0.6) for _ in range(MOST_HINTS + 1)] == ["title"] * MOST_HINTS + [""]
    assert near("titel", known, 0.6) == "title"


def test_problems_stop_where_nobody_reads_them(tmp_path: Path) -> None:
    said = said_of(tmp_path, HEAD.format("".join(map(KEY.format, range(2 * MOST_PROBLEMS)))))
    assert len(said) == MOST_PROBLEMS + 1
    assert "more than 1,000 problems" in said[-1].message


TOO_MUCH = {
    "a long file": (HEAD.format("") + "x" * MAX_BYTES, "the file has"),
    "a long value": (HEAD.format(f"series: {'x' * 20_000}\n"), "this value has 20,000 characters"),
    "many topics": (HEAD.format("topics:\n" + "".join(f"- t{n}\n" for n in range(300))), "300 of them are too many"),
    "many old addresses": (HEAD.format(f"aliases: [{', '.join(f'/a{n}/' for n in range(300))}]\n"), "300 of them"),
    "many blocks": (HEAD.format("") + "\n/// seminars\n    month: 2026-12\n///\n" * 60, "at most 50 blocks"),
    "many headings without words": (HEAD.format("") + "#\n" * 2_001, "more than 2,000 headings"),
    "many blocks of code": (HEAD.format("") + "```\n" * 2_001, "more than 2,000 headings"),
    "a number of no character": (HEAD.format("") + f"&#{'1' * 5000};", "is the number of no character"),
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_what_is_more_than_anybody_means_is_said(what: str, tmp_path: Path) -> None:
    text, words = TOO_MUCH[what]
    assert any(words in problem.message for problem in said_of(tmp_path, text))


def test_a_seminar_has_so_many_dates(tmp_path: Path) -> None:
    settings = write_base(tmp_path)
    dates = "".join(f"  - 2027-01-01 {n // 60 % 24:02}:{n % 60:02}\n" for n in range(2_001))
    (tmp_path / "content/seminars/hostile.md").write_text(f"---\ntitle: A\nsummary: One.\nsessions:\n{dates}---\n")
    assert any("sessions: 2,001 are too many" in problem.message for problem in check(settings, NOW))


def test_a_disk_that_is_full_is_named() -> None:
    """/dev/full is always full."""
    with pytest.raises(OSError, match="No space left") as caught:
        write(Path("/dev/full"), b"x" * 100_000)
    code, words = explain(caught.value, Path("/nowhere"))
    assert code == 2
    assert (
        words
        == "the disk is full (No space left on device): /dev/full; make room, and run this again; nothing was published"
    )


QUOTA = """
import errno, itertools, os, sys
from hireground.cli import main
number, room = itertools.count(), int(sys.argv.pop(1))
def quota(event, details):
    if event == "open" and ".output.new" in str(details[0]) and details[2] & os.O_CREAT and next(number) >= room:
        raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT), details[0])
sys.addaudithook(quota)
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("room", [0, 3])
def test_a_quota_that_is_full_is_named_and_readers_keep_what_they_have(room: int, tmp_path: Path) -> None:
    """The system lets a build make so many files and no more."""
    settings = write_base(tmp_path)
    settings.write_text("from hireground.pelican.defaults import *\n" + settings.read_text("utf-8"), "utf-8")
    (tmp_path / "output").mkdir()
    (tmp_path / "output/.build").touch()
    (tmp_path / "output/index.html").write_text("What readers have.")
    command = [sys.executable, "-c", QUOTA, str(room), "build", "--settings", settings.name]
    run = subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert re.fullmatch(
        r"the disk is full \(Disk quota exceeded\): \S+; make room, and run this again; nothing was published\n",
        run.stderr,
    )
    assert (tmp_path / "output/index.html").read_text() == "What readers have."
    assert not [*tmp_path.glob(".output.new*")]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    settings = write_base(tmp_path)
    settings.write_text("from hireground.pelican.defaults import *\n" + settings.read_text("utf-8"), "utf-8")
    run = run_tool(tmp_path, "build", "--settings", settings.name, "--output", "/sys/output")
    assert run.returncode == 2
    assert "our bug" not in run.stderr
    assert re.search(r"\): /sys/.*; name another folder with --output", run.stderr)
