"""docs/security.md promises nothing without a test."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/security.md").read_text("utf-8")
ROW = re.compile(r"\| (\S.*?) \| `(\S+?)::(\w+)` \|")
FOLDER = re.compile(r"\| promise \| test in `([\w/]+)` \|")


def rows() -> Iterator[tuple[str, str, str, str]]:
    """Yield what is promised, and the folder, file and name of the test; a table's head says the folder."""
    folder = ""
    for line in PAGE.splitlines():
        if head := FOLDER.fullmatch(line):
            folder = head[1]
        elif found := ROW.fullmatch(line):
            yield found[1], folder, found[2], found[3]


ROWS = list(rows())
WAYS = ("laptop", "GitHub", "GitLab", "Netlify", "Cloudflare", "server", "storage", "Mode content", "Mode code")


def test_every_row_of_the_tables_names_a_test() -> None:
    lines = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| promise")]
    assert len(lines) == len(ROWS) > 60


@pytest.mark.parametrize(("promise", "folder", "file", "test"), ROWS, ids=[row[3] for row in ROWS])
def test_the_test_of_a_promise_is_there(promise: str, folder: str, file: str, test: str) -> None:
    tree = ast.parse((ROOT / folder / file).read_text("utf-8"))
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, promise


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_publishing_is_spoken_of(way: str) -> None:
    assert way in PAGE


def test_how_to_report_is_said() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    assert "in private" in text
    assert "docs/security.md" in text
    assert "SECURITY.md" in PAGE
