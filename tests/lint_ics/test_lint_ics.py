"""The linter says of every case of `tests/cases/lint_ics/` exactly what stands below it, and nothing of good files.

A case without escapes is read with the line ends of calendars, CR LF. `UPDATE_CASES=1` accepts what is said now.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from text_cases import TextCase, accepted, read_cases

import hireground.lint_ics
from hireground.cli import main
from hireground.lint_ics import lint

CASES = Path(__file__).parents[1] / "cases" / "lint_ics"
BAD = [case for file in sorted(CASES.glob("*.txt")) for case in read_cases(file)]
GOOD = sorted((CASES / "good").glob("*.ics"))
FINDING = re.compile(r"[^:]+\.ics:\d+:\d+: .+[;,] .+ \((?:MS-OXCICAL, )?RFC \d{4} [\d.]+\)")


def findings(path: Path, data: bytes) -> str:
    return "".join(f"{problem}\n" for problem in lint(path, data))


def calendar(case: TextCase) -> bytes:
    return case.text if case.has_escapes else case.text.replace(b"\n", b"\r\n")


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_one_mistake_gives_its_finding(case: TextCase) -> None:
    said = findings(Path(f"{case.name}.ics"), calendar(case))
    assert said == accepted(case, said)


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.stem)
def test_nothing_is_found_in_a_good_file(case: Path) -> None:
    assert findings(Path(case.name), case.read_bytes()) == ""


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_a_finding_names_the_fix_and_the_section(case: TextCase) -> None:
    lines = case.expected.splitlines()
    assert lines
    assert [line for line in lines if not FINDING.fullmatch(line)] == []


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.stem)
def test_a_cut_file_is_never_good(case: Path) -> None:
    data = case.read_bytes()
    assert [size for size in range(len(data)) if not lint(Path(case.name), data[:size])] == []


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.stem)
def test_no_line_of_a_good_file_may_end_in_lf_alone(case: Path) -> None:
    data = case.read_bytes()
    ends = [found.start() for found in re.finditer(b"\r\n", data)]
    assert [end for end in ends if not lint(Path(case.name), data[:end] + data[end + 1 :])] == []


def test_what_the_rfcs_allow_is_only_the_policy_of_published_calendars(capsys: pytest.CaptureFixture[str]) -> None:
    file = CASES / "allowed.ics"
    assert main(["lint-ics", str(file)]) == 0
    assert capsys.readouterr().out == "files: 1, events: 3, problems: 0\n"
    assert main(["lint-ics", "--published", str(file)]) == 1
    said = [line.removeprefix(f"{file.as_posix()}:") for line in capsys.readouterr().out.splitlines()]
    assert [line.partition(";")[0] for line in said] == [
        '3:8: METHOD: "REQUEST" makes programs treat the file as an invitation',
        "8:9: DTSTART: a floating time is another instant in every zone",
        "9:7: DTEND: a floating time is another instant in every zone",
        "11:1: VALARM: rings for everybody who subscribes",
        "26:1: RECURRENCE-ID: overrides an event that is not in this file",
        "31:1: VCALENDAR: a second VCALENDAR",
    ]


def test_files_are_named_by_folder_or_pattern_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(CASES / "good", tmp_path / "some/good")
    count = len(GOOD)
    for name in (tmp_path, tmp_path / "some", tmp_path / "**/*.ics", tmp_path / "some/good/*.ics"):
        assert main(["lint-ics", str(name)]) == 0
        assert capsys.readouterr().out.startswith(f"files: {count}, ")


def test_the_linter_needs_nothing_else_of_the_engine(tmp_path: Path) -> None:
    shutil.copytree(Path(hireground.lint_ics.__file__).parent, tmp_path / "hireground/lint_ics")
    command = [sys.executable, "-P", "-m", "hireground.lint_ics", str(CASES / "good")]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def _in_a_folder_of_calendars(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(CASES / "good", tmp_path / "good")
    (tmp_path / "bad").mkdir()
    (bad,) = (case for case in BAD if case.name == "url_relative")
    (tmp_path / "bad/url_relative.ics").write_bytes(calendar(bad))
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_in_a_folder_of_calendars")
@pytest.mark.parametrize(
    ("arguments", "status", "output"),
    [
        (["good/utc_only.ics", "good/feed.ics"], 0, "files: 2, events: 5, problems: 0\n"),
        (["good/feed.ics", "bad/url_relative.ics"], 1, "bad/url_relative.ics:10:5: URL: "),
    ],
)
def test_command(arguments: list[str], status: int, output: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint-ics", *arguments]) == status
    printed = capsys.readouterr().out
    assert printed.startswith(output)
    assert printed.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["--nonsense"]])
def test_command_called_wrongly(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["lint-ics", *arguments])


@pytest.mark.parametrize("name", ["missing.ics", "nowhere/**/*.ics"])
def test_what_cannot_be_read_is_said(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint-ics", name]) == 2
    assert capsys.readouterr().err.startswith(f"{name}: ")


def test_command_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "hireground", "lint-ics", str(GOOD[0])]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert (done.returncode, done.stderr) == (0, "")
