"""`tests/errors/`: wrong files and whole wrong sites, each beside what `make check` says of it; and right ones."""

import datetime as dt
import shutil
from pathlib import Path

from tools.check import check
from tools.check.report import report

ERRORS = Path(__file__).parent / "errors"
BASE = ERRORS / "base"
"""A site that is right; a wrong file is put into it, so that each problem is the file's own."""
NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
FILES = sorted([*(ERRORS / "seminars").glob("*.md"), *(ERRORS / "posts").glob("*.md")])
RIGHT = sorted((ERRORS / "right").glob("*/*.md"))
"""Files that look wrong and are right."""
SITES = sorted((ERRORS / "sites").iterdir())


def name_of(case: Path) -> str:
    """Return a case's name, as `seminars/yaml_tab`."""
    return case.relative_to(ERRORS).with_suffix("").as_posix()


def said_of(case: Path) -> Path:
    """Return the file of a case that holds what is said."""
    return case / "expected.txt" if case.is_dir() else case.with_suffix(".txt")


def write_site(case: Path, root: Path) -> Path:
    """Put a case into a site under `root`; return the site's settings."""
    root.mkdir(exist_ok=True)
    shutil.copytree(case / "content" if case.is_dir() else BASE / "content", root / "content")
    shutil.copyfile(BASE / "publishconf.txt", root / "publishconf.py")
    for settings in case.glob("*conf.txt"):  # .txt, so that no tool takes it for the project's own Python
        shutil.copyfile(settings, root / settings.with_suffix(".py").name)
    if case.is_file():
        shutil.copyfile(case, root / "content" / case.parent.name / case.name)
    return root / "publishconf.py"


def answer(case: Path, root: Path) -> str:
    """Return what `make check` prints of a case, but for the count."""
    settings = write_site(case, root)
    return report(check(settings, NOW), settings.parent)
