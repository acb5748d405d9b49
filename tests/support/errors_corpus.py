"""The cases of `tests/errors/`: wrong files and whole wrong sites, each with what `make check` says of it.

A case of `seminars/` or `posts/` is one file, which is put into the right site of `base/`, so that each problem is the
file's own. A case of `sites/` names all files of its content. `made.txt` has the words alone: what they are said of
cannot be kept in a repository, and `test_errors.py` makes it. In `right.txt` nothing is said.
"""

import datetime as dt
import shutil
from pathlib import Path

from text_cases import TextCase, read_cases

from hireground.published.check import check
from hireground.text.reports import report

ERRORS = Path(__file__).parents[1] / "errors"
BASE = ERRORS / "base"
NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


def cases_of(*patterns: str) -> list[TextCase]:
    """Return the cases of all corpus files that fit one of the patterns."""
    return [case for pattern in patterns for file in sorted(ERRORS.glob(pattern)) for case in read_cases(file)]


MADE = {case.name: case for case in cases_of("made.txt")}
RIGHT = cases_of("*/right.txt")
"""Files that look wrong and are right."""
FILES = [case for case in cases_of("posts/*.txt", "seminars/*.txt") if case not in RIGHT]
SITES = cases_of("sites/*.txt")


def id_of(case: TextCase) -> str:
    """Return a case's folder and name, as `seminars/yaml_tab_indent`."""
    return f"{case.source.parent.name}/{case.name}"


def case_of(identifier: str) -> TextCase:
    """Find a case by its folder and name."""
    return next(case for case in (*FILES, *SITES, *RIGHT) if id_of(case) == identifier)


def write_base(root: Path) -> Path:
    """Write the site that is right into `root`; return its settings."""
    shutil.copytree(BASE / "content", root / "content")
    return _write_settings(root)


def write_case(case: TextCase, root: Path) -> Path:
    """Write the site of a case into `root`; return its settings."""
    if case.source.parent.name == "sites":
        _write_settings(root)
    else:
        write_base(root)
    for name, data in files_of(case).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root / "publishconf.py"


def files_of(case: TextCase) -> dict[str, bytes]:
    """Return the files that are the case's own, by their paths in the site."""
    folder = case.source.parent.name
    return case.files if folder == "sites" else {f"content/{folder}/{case.name}.md": case.text} | case.files


def answer(case: TextCase, root: Path) -> str:
    """Return what `make check` prints of a case, but for the count."""
    settings = write_case(case, root)
    return report(check(settings, NOW), settings.parent)


def _write_settings(root: Path) -> Path:
    return Path(shutil.copyfile(BASE / "publishconf.txt", root / "publishconf.py"))  # .txt, so that no tool takes it
