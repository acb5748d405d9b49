"""Sample sites of other tools, kept as text, and a site of ours that takes them."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from text_cases import TextCase, read_cases

from hireground.cli import main

CASES = Path(__file__).parents[1] / "cases" / "importing"
BASE = Path(__file__).parents[1] / "errors" / "base"
ADDRESSES = "ADDRESSES"


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Stand in a folder, as an author does."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@dataclass(frozen=True)
class Move:
    """A sample beside a site of ours."""

    case: TextCase
    source: Path
    site: Path

    def run(self, *options: str, source: Path | None = None) -> int:
        """Run `hireground import` in the site's folder; return the exit code."""
        export = self.source / "export.xml"
        if source is None and export.is_file():
            source, options = export, (*options, f"--media={self.source / 'uploads'}")
        with inside(self.site):
            return main(["import", os.path.relpath(source or self.source, self.site), *options])

    def build(self) -> int:
        """Run `hireground build` in the site's folder; return the exit code."""
        with inside(self.site):
            return main(["build"])

    def files(self) -> dict[str, bytes]:
        """Return what stands in the site."""
        return {
            path.relative_to(self.site).as_posix(): path.read_bytes()
            for path in sorted(self.site.rglob("*"))
            if path.is_file()
        }

    def text(self, path: str) -> str:
        return (self.site / path).read_text("utf-8")


def case_of(name: str) -> TextCase:
    return next(case for case in read_cases(CASES / f"{name}.txt"))


@pytest.fixture
def move(tmp_path: Path) -> Callable[..., Move]:
    """Return what writes a sample and an empty site of ours."""

    def made(name: str, timezone: str = "America/Los_Angeles") -> Move:
        case = case_of(name)
        source, site = tmp_path / name, tmp_path / "site"
        for path, data in case.files.items():
            if path != ADDRESSES:
                (source / path).parent.mkdir(parents=True, exist_ok=True)
                (source / path).write_bytes(data)
        site.mkdir()
        settings = (BASE / "publishconf.txt").read_text("utf-8")
        assert "America/Los_Angeles" in settings
        settings = f"from hireground.pelican.defaults import *\n{settings.replace('America/Los_Angeles', timezone)}"
        (site / "pelicanconf.py").write_text(settings)
        shutil.copy(site / "pelicanconf.py", site / "publishconf.py")
        (site / "content").mkdir()
        return Move(case, source, site)

    return made


PLACES = "- name: Bellevue Library\n  address: 1 Road, Bellevue\n"


@pytest.fixture
def feed_moved(move: Callable[..., Move], tmp_path: Path) -> Callable[..., tuple[Path, Move]]:
    """Return what builds a site of ours with some seminars, by their names, and imports its feed into another one."""

    def moved(seminars: Mapping[str, str], settings: str = "") -> tuple[Path, Move]:
        sample, own = move("folder"), tmp_path / "own"
        (own / "content/seminars").mkdir(parents=True)
        for name in ("pelicanconf.py", "publishconf.py"):
            with (sample.site / name).open("a") as file:
                file.write(settings)
            shutil.copy(sample.site / name, own)
        (own / "content/places.yaml").write_text(PLACES)
        for name, text in seminars.items():
            (own / f"content/seminars/{name}.md").write_text(text, "utf-8")
        assert Move(sample.case, sample.source, own).build() == 0
        assert sample.run("--write", source=own / "output/seminars/calendar.ics") in {0, 1}
        return own, sample

    return moved
