"""What a settings file says without being run, what is refused there, and fixes that are written into Python."""

from pathlib import Path
from typing import Any

import pytest
from errors_corpus import BASE, NOW, write_base

from hireground.published.check import check, fix_everything
from hireground.site.settings_file import literal_settings

CODE = "this is code, which is not run here; write the value itself"


def read(folder: Path, source: str, **environment: str) -> tuple[dict[str, Any], list[str]]:
    """Return what a settings file says, and what is said of it."""
    (folder / "conf.py").write_text(source, "utf-8")
    found = literal_settings(folder / "conf.py", environment)
    return {**found.values}, [str(problem) for problem in found.unread]


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ('"""A site."""\nA = "é"\nB: int = -3\nC = D = (1.5, None, True, [b"x", {"k": {2}}])\n',
         {"A": "é", "B": -3, "C": (1.5, None, True, [b"x", {"k": {2}}]), "D": (1.5, None, True, [b"x", {"k": {2}}])}),
        ('A = ("one "\n     "two")\nB = A\nA = "three"\n', {"A": "three", "B": "one two"}),
        ('import os\nA = os.environ.get("SITEURL") or "https://example.org"\n', {"A": "https://example.org"}),
        ('import os\nA = os.getenv("SITEURL", "x")\nB = os.getenv("NONE")\n', {"A": "x", "B": None}),
        ('A = ""\nB = A or "" or 0\n', {"A": "", "B": 0}),
        ("from hireground.pelican.defaults import *\nA = 1\n", {"A": 1}),
        ("", {}),
    ],
)  # fmt: skip
def test_what_is_a_literal_is_read(source: str, values: dict[str, Any], tmp_path: Path) -> None:
    assert read(tmp_path, source) == (values, [])


def test_the_environment_is_only_what_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITEURL", "https://elsewhere.internal")
    source = 'import os\nA = os.environ.get("SITEURL") or "https://example.org"\n'
    assert read(tmp_path, source) == ({"A": "https://example.org"}, [])
    assert read(tmp_path, source, SITEURL="https://a.internal") == ({"A": "https://a.internal"}, [])


@pytest.mark.parametrize(
    "code",
    [
        "B = str(1)",
        "B = f'{A}'",
        "B = A + 'x'",
        "B = 'x' if A else 'y'",
        "B = [n for n in (1, 2)]",
        "B = {**A}",
        "B = NOWHERE",
        "B, C = 1, 2",
        "A['k'] = 2",
        "A.k = 2",
        "A += 'x'",
        "B: str",
        "if A: B = 1",
        "for B in A: pass",
        "def b(): return 1",
        "print(A)",
        "del A",
        "import sys",
        "import os as system",
        "from os import *",
        "from .other import *",
        "from other import *",
        "from conf import *",
        "import os.environ",
        "B = os.environ['SITEURL']",
        "B = os.environ.get(A, default=1)",
        "B = os.environ.get()",
        "B = os.environ.get([])",
        "B = 10 ** 10 ** 10",
    ],
)
def test_code_is_named_and_not_run(code: str, tmp_path: Path) -> None:
    values, said = read(tmp_path, f'A = "a"\n\n# code\n{code}\nZ = 1\n')
    assert values == {"A": "a", "Z": 1}
    assert said == [f"conf.py:4:1: {CODE}"]


def test_what_a_settings_file_beside_it_says_is_its_own(tmp_path: Path) -> None:
    (tmp_path / "shared.py").write_text("A = 1\nB = 1\n\nC = run()\n", "utf-8")
    values, said = read(tmp_path, "B = 0\nfrom shared import *\nA = 2\n")
    assert values == {"A": 2, "B": 1}
    assert said == [f"shared.py:4:1: {CODE}"]


def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("SECRET = 1\n", "utf-8")
    (tmp_path / "shared.py").symlink_to(tmp_path / "outside")
    assert read(tmp_path, "from shared import *\n") == ({}, [f"conf.py:1:1: {CODE}"])


@pytest.mark.parametrize(
    ("source", "line"),
    [("A = 1\nB = (\n", 2), ("A = 1\nA = 'x\n", 2), ("A = \0", 1), (f"A = {'(' * 5000}{')' * 5000}", 1)],
)
def test_what_is_not_python_is_said_with_its_line(source: str, line: int, tmp_path: Path) -> None:
    values, (said,) = read(tmp_path, source)
    assert values == {}
    assert said.startswith(f"conf.py:{line}:1: this cannot be read as Python: ")


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    (problem,) = literal_settings(tmp_path / "conf.py").unread
    assert str(problem).startswith("conf.py:1:1: this cannot be read as Python: ")


RIGHT = (BASE / "publishconf.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("wrong", "mended"),
    [
        ('TIMEZONE = "America/Los_Angles"  # ours', 'TIMEZONE = "America/Los_Angeles"  # ours'),
        ("TIMEZOME = 'America/Los_Angeles'", "TIMEZONE = 'America/Los_Angeles'"),
        ('É = "ü"; TIMEZONE = "America/Los_Angles"; Z = "é"', 'É = "ü"; TIMEZONE = "America/Los_Angeles"; Z = "é"'),
        ('TIMEZONE: str = (\n    "America/"\n    "Los_Angles"\n)', 'TIMEZONE: str = (\n    "America/Los_Angeles"\n)'),
    ],
)
def test_a_fix_of_a_setting_leaves_all_else(wrong: str, mended: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, 'TIMEZONE = "America/Los_Angeles"', wrong) == mended


@pytest.mark.parametrize(
    ("wrong", "mended"),
    [
        ("'durration': '2h',", "\"duration\": '2h',"),
        ('"duration": "2h", "calendar_color": "sea green",', '"duration": "2h", "calendar_color": "seagreen",'),
        ('"duration": "2h", "cancelled_stay_visible": "no",', '"duration": "2h", "cancelled_stay_visible": False,'),
    ],
)
def test_a_fix_inside_a_setting_leaves_all_else(wrong: str, mended: str, tmp_path: Path) -> None:
    assert fixed(tmp_path, '"duration": "90m",', wrong) == mended


def fixed(root: Path, place: str, wrong: str) -> str:
    """Return what stands at a place of the settings after all fixes; everything around it must be as it was."""
    settings = write_base(root)
    before, after = RIGHT.split(place)
    before = before.replace("\n", "\r\n")
    settings.write_bytes(f"{before}{wrong}{after}".encode())
    assert [*fix_everything(settings, NOW)]
    assert [problem for problem in check(settings, NOW) if problem.path.suffix == ".py"] == []
    text = settings.read_bytes().decode()
    assert text.startswith(before)
    assert text.endswith(after)
    return text[len(before) : len(text) - len(after)]


def test_a_fix_goes_into_the_file_that_says_it(tmp_path: Path) -> None:
    settings = write_base(tmp_path)
    shared = tmp_path / "shared.py"
    shared.write_text(RIGHT.replace("Los_Angeles", "Los_Angles"), "utf-8")
    settings.write_text("from shared import *\n", "utf-8")
    assert [*fix_everything(settings, NOW)] == ['shared.py:4: wrote "TIMEZONE = "America/Los_Angeles""']
    assert shared.read_text("utf-8") == RIGHT
    assert settings.read_text("utf-8") == "from shared import *\n"
