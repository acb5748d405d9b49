import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.lint_ics import lint
from tools.lint_ics.__main__ import main

CASES = Path(__file__).parent / "cases" / "lint_ics"
BAD = sorted((CASES / "bad").rglob("*.ics"))
GOOD = sorted((CASES / "good").glob("*.ics"))
FINDING = re.compile(r"[^:]+\.ics:\d+:\d+: .+[;,] .+ \((?:MS-OXCICAL, )?RFC \d{4} [\d.]+\)")


def findings(case: Path, folder: Path) -> str:
    return "".join(f"{problem}\n" for problem in lint(case.relative_to(folder), case.read_bytes()))


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.relative_to(CASES / "bad").as_posix())
def test_one_fault_gives_its_finding(case: Path) -> None:
    assert findings(case, CASES / "bad") == case.with_suffix(".txt").read_text("utf-8")


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.stem)
def test_nothing_is_found_in_a_good_file(case: Path) -> None:
    assert findings(case, CASES / "good") == ""


@pytest.mark.parametrize("case", sorted((CASES / "bad").rglob("*.txt")), ids=lambda case: case.stem)
def test_a_finding_names_the_fix_and_the_section(case: Path) -> None:
    lines = case.read_text("utf-8").splitlines()
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


@pytest.mark.parametrize(
    ("arguments", "status", "output"),
    [
        (["good/utc_only.ics", "good/feed.ics"], 0, "files: 2, events: 5, problems: 0\n"),
        (["good/feed.ics", "bad/url_relative.ics"], 1, "bad/url_relative.ics:10:5: URL: "),
    ],
)
def test_command(
    arguments: list[str], status: int, output: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(CASES)
    assert main(arguments) == status
    printed = capsys.readouterr().out
    assert printed.startswith(output)
    assert printed.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["--nonsense"], ["missing.ics"], ["."]])
def test_command_called_wrongly(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_command_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "tools.lint_ics", str(GOOD[0])]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=Path(__file__).parent.parent)
    assert (done.returncode, done.stderr) == (0, "")
