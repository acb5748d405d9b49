"""What one answer settles is asked at a terminal, once, and a file answers the same."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Moves = Callable[..., Any]
TABLE = "Event Name,Event Start Date,Event Start Time\nAn evening,3/4/2027,18:00\n"


class Terminal:
    """Says that it is a terminal, and has what was typed."""

    def __init__(self, lines: list[str]) -> None:
        self.lines: Iterator[str] = iter(lines)

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return next(self.lines) + "\n"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], None]:
    def take(lines: list[str]) -> None:
        monkeypatch.setattr(sys, "stdin", Terminal(lines))
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)

    return take


def test_an_answer_is_asked_for_until_it_can_be_read(
    move: Moves, tmp_path: Path, typed: Callable[[list[str]], None], capsys: pytest.CaptureFixture[str]
) -> None:
    sample, file = move("folder"), tmp_path / "events.csv"
    file.write_text(TABLE)
    typed(["whichever", "day-first"])
    assert sample.run("--write", source=file) == 0
    assert "- 2027-04-03 18:00" in sample.text("content/seminars/an-evening.md")
    said = capsys.readouterr().out
    assert "    dates: day-first\n" in said
    (tmp_path / "answers.yaml").write_text("dates: month-first\n")
    (sample.site / "content/seminars/an-evening.md").unlink()
    assert sample.run("--write", f"--answers={tmp_path / 'answers.yaml'}", source=file) == 0
    assert "- 2027-03-04 18:00" in sample.text("content/seminars/an-evening.md")


def test_nothing_typed_leaves_it_open(move: Moves, tmp_path: Path, typed: Callable[[list[str]], None]) -> None:
    sample, file = move("folder"), tmp_path / "events.csv"
    file.write_text(TABLE)
    typed([""])
    assert sample.run("--write", source=file) == 1
    assert "3/4/2027" in sample.text("content/seminars/an-evening.md")
