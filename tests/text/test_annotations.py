"""GitHub shows each problem beside its line of a pull request, and takes nothing in it for a command."""

import re
import subprocess
import sys
from pathlib import Path

from tiny_site import DEADLINE, environment

from hireground.text.problems import Problem
from hireground.text.reports import annotations

SETTINGS = """
SITENAME = "Tiny"
SITEURL = "https://example.org"
AUTHOR = "Mara Lindqvist"
TIMEZONE = "UTC"
PATH = "content"
SEMINARS = {"uid_namespace": "5b2f6d1e-8a43-4c57-9c0e-7f1d2b9a6e34", "organizer": {"name": "Tiny"}}
"""
POST = """---
title: Hello
date: 2026-11-20 08:00
summary: A picture without a description, and a word too many.
---
![](../images/a.svg)
::error::[see](nothing.md)
"""


def test_a_message_stays_on_its_line_and_in_its_place() -> None:
    problem = Problem(Path("content/a,b:c.md"), 3, 7, "100% wrong:\r\nwrite, this")
    warning = Problem(Path("content/d.md"), 1, 1, "a picture", is_warning=True)
    assert annotations([problem, warning], Path("site")) == (
        "::error file=site/content/a%2Cb%3Ac.md,line=3,col=7::100%25 wrong:%0D%0Awrite, this\n"
        "::warning file=site/content/d.md,line=1,col=1::a picture\n"
    )


def checked(root: Path, **more: str) -> subprocess.CompletedProcess[str]:
    for folder in ("posts", "seminars", "images"):
        (root / "content" / folder).mkdir(parents=True)
    (root / "pelicanconf.py").write_text(SETTINGS)
    (root / "content/posts/hello.md").write_text(POST)
    (root / "content/images/a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>')
    command = [sys.executable, "-m", "hireground", "check", "--settings", "pelicanconf.py"]
    given = {**environment(), "GITHUB_ACTIONS": "", **more}
    return subprocess.run(command, cwd=root, env=given, capture_output=True, text=True, timeout=DEADLINE, check=False)


def test_a_check_on_github_says_every_problem_where_it_is(tmp_path: Path) -> None:
    run = checked(tmp_path, GITHUB_ACTIONS="true")
    assert run.returncode == 1
    stop, *report, go, first, second = run.stdout.splitlines()
    word = stop.removeprefix("::stop-commands::")
    assert re.fullmatch("[0-9a-f]{32}", word)
    assert go == f"::{word}::"
    assert any(line.strip().startswith("::error::[see]") for line in report)  # shown, and not obeyed
    assert first.startswith("::warning file=content/posts/hello.md,line=6,col=")
    assert second.startswith('::error file=content/posts/hello.md,line=7,col=16::no such file "nothing.md"')


def test_a_check_at_home_does_not(tmp_path: Path) -> None:
    assert not [line for line in checked(tmp_path).stdout.splitlines() if line.startswith("::")]
