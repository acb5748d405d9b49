"""What docs/moving.md says to type is typed, word for word, for each kind of source."""

import re
import shlex
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import Any

import pytest

from hireground.cli import main

Moves = Callable[..., Any]
CASES = Path(__file__).parents[1] / "cases" / "importing"
TEXT = (Path(__file__).parents[2] / "docs/moving.md").read_text("utf-8")
COMMANDS = re.findall(r"^    (hireground .+)$", TEXT, re.MULTILINE)[:4]


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.txt")))
def test_the_first_page_is_followed_word_by_word(
    move: Moves, name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = move(name)
    (sample.source / "ADDRESSES").unlink(missing_ok=True)
    export = sample.source / "export.xml"
    named = str(export if export.is_file() else sample.source)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    said = []
    with chdir(sample.site):
        for command in COMMANDS:
            words = [named if word == "../old-blog" else word for word in shlex.split(command, comments=True)[1:]]
            said.append((words[0], main(words), capsys.readouterr().out))
    assert [verb for verb, _code, _out in said] == ["import", "import", "import", "check"]
    assert "Nothing was written." in said[0][2]
    assert (sample.site / "all.txt").read_text("utf-8").startswith("Kept\n")
    assert "`hireground check` says what is left to do." in said[2][2]
    assert said[3][1] in {0, 1}
