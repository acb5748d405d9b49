"""Each `cases/published/<name>/`: what was published and what the author made of it, beside what is said and written.

To accept what the code writes now: `UPDATE_CASES=1 .venv/bin/pytest tests/published/test_published_cases.py`, then read
every line of `git diff tests/cases/published` as an author and as a subscriber.
"""

import os
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from site_repository import FOLDER, NOW, put, write_site

from hireground.published.calendars import read_file
from hireground.published.describe import lines
from hireground.published.pair import CalendarPair, read_pair
from hireground.published.pipeline import changes, fix_published, problems, published_problems
from hireground.seminars.pages.wording import Wording
from hireground.text.problems import Fix, apply

CASES = sorted((Path(__file__).parents[1] / "cases" / "published").iterdir())
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@pytest.fixture
def settings(case: Path, tmp_path: Path) -> Path:
    repository = write_site(tmp_path)
    put(tmp_path, case / "before")
    repository.commit({})
    put(tmp_path, case / "after")
    return tmp_path / "pelicanconf.py"


@each_case
def test_what_the_author_is_told(case: Path, settings: Path) -> None:
    pair = pair_of(settings)
    agree(case / "expected.txt", map(str, problems(pair)))
    for problem in problems(pair):
        assert problem.fix is None or problem not in problems(pair_with(pair, problem.path, problem.fix))


def pair_with(pair: CalendarPair, path: Path, fix: Fix) -> CalendarPair:
    """Let one fix alone be written."""
    old = pair.after.files.get(path)
    file = read_file(path, apply(old.text if old else "", [fix]).encode(), pair.defaults)
    return replace(pair, after=replace(pair.after, files={**pair.after.files, path: file}))


@each_case
def test_what_subscribers_will_see(case: Path, settings: Path) -> None:
    agree(case / "diff.txt", lines(changes(pair_of(settings)), Wording("en")))


@each_case
def test_what_is_written(case: Path, settings: Path) -> None:
    said = fix_published(settings, NOW)
    agree(case / "wrote.txt", said)
    agree_on_files(case / "fixed", files_of(settings), {path.name: path.read_bytes() for path in in_after(case)})
    agree(case / "left.txt", (str(one) for one in published_problems(settings, NOW) if not one.is_warning))
    assert fix_published(settings, NOW) == ()


def in_after(case: Path) -> Iterable[Path]:
    return (case / "after").glob("*.md")


def pair_of(settings: Path) -> CalendarPair:
    pair = read_pair(settings, NOW)
    assert pair
    return pair


def files_of(settings: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (settings.parent / FOLDER).iterdir()}


def agree(file: Path, text: Iterable[str]) -> None:
    """Compare with a file, which is there only if something is said."""
    said = "".join(f"{line}\n" for line in text)
    if os.environ.get("UPDATE_CASES"):
        file.unlink(missing_ok=True)
        if said:
            file.write_text(said)
    assert said == (file.read_text() if file.exists() else "")


def agree_on_files(folder: Path, files: dict[str, bytes], unfixed: dict[str, bytes]) -> None:
    """Compare the files that were written with a folder; no other file may have changed."""
    written = {name: data for name, data in files.items() if unfixed.get(name) != data}
    if os.environ.get("UPDATE_CASES"):
        shutil.rmtree(folder, ignore_errors=True)
        for name, data in written.items():
            folder.mkdir(exist_ok=True)
            (folder / name).write_bytes(data)
    assert written == ({file.name: file.read_bytes() for file in folder.iterdir()} if folder.exists() else {})
