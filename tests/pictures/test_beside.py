"""Pictures are made beside the start of a build, as the build itself would make them, and by nobody once it is over."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image
from tiny_site import small_settings

from hireground.pictures.store import FOLDER, look, make
from hireground.site.settings_file import run_settings
from hireground.web.beside import NOBODY, pictures_ahead

IMAGES = Path("content/images")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / IMAGES).mkdir(parents=True)
    (tmp_path / "pelicanconf.py").write_text(small_settings())
    return tmp_path


def paint(root: Path, number: int) -> None:
    Image.effect_noise((1000, 700), 10 * number + 5).save(root / IMAGES / f"{number}.jpg")


def made(root: Path) -> dict[str, bytes]:
    """Return what is made of the pictures of a site, by its path."""
    files = (file for file in (root / FOLDER).rglob("*") if file.is_file() and not file.name.endswith(".json"))
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def test_pictures_are_those_that_the_build_would_make(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other, names = tmp_path_factory.mktemp("other"), [IMAGES / f"{number}.jpg" for number in range(3)]
    for number in range(3):
        paint(root, number)
    shutil.copytree(root / "content", other / "content")
    (root / IMAGES / "broken.png").write_text("no picture")  # which the build says, and the others are made
    told = list[tuple[int, int]]()
    file = root / "pelicanconf.py"
    with pictures_ahead(file, run_settings(file), root / "content") as pictures:
        pictures.wait(lambda done, total: told.append((done, total)))
    make(other, look(other, names))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert made(root) == made(other)
    before = {path: path.stat().st_mtime_ns for path in (root / FOLDER).rglob("*.webp")}
    make(root, look(root, names))
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_nobody_begins_where_there_is_no_picture_or_some_are_made(root: Path) -> None:
    file = root / "pelicanconf.py"
    (root / "content/notes.txt").write_text("x")
    with pictures_ahead(file, run_settings(file), root / "content") as pictures:
        assert pictures is NOBODY
    paint(root, 1)
    (root / FOLDER).mkdir(parents=True)
    with pictures_ahead(file, run_settings(file), root / "content") as pictures:
        assert pictures is NOBODY


def test_a_build_that_fails_ends_who_makes_pictures(root: Path) -> None:
    for number in range(30):
        paint(root, number)
    file, children = root / "pelicanconf.py", Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = children.read_text()
    with suppress(RuntimeError), pictures_ahead(file, run_settings(file), root / "content"):
        assert children.read_text() != before
        raise RuntimeError
    assert children.read_text() == before
    assert len(made(root)) < 30


def test_a_killed_build_leaves_nobody_who_makes_pictures(
    root: Path, ends_alone: Callable[["subprocess.Popen[bytes]"], bool]
) -> None:
    for number in range(30):
        paint(root, number)
    command = [sys.executable, "-m", "hireground", "build", "--settings", "pelicanconf.py"]
    build = subprocess.Popen(command, cwd=root, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    while build.poll() is None and not (root / FOLDER).exists():  # somebody makes them
        time.sleep(0.01)
    assert ends_alone(build), "it works for nobody"
