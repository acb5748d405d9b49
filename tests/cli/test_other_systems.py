"""The engine works where locks, forks, hard links, accounts and most signals are missing, and says what does not."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from tiny_site import DEADLINE, PROJECT, SEMINAR, edit, serving, until_old, write_own_site

SUPPORT = Path(__file__).with_name("other_system.py")
ALL = """
import importlib, json, pkgutil, sys, hireground
failed = {}
for found in pkgutil.walk_packages(hireground.__path__, "hireground."):
    if found.name.endswith("__main__"):
        continue
    try:
        importlib.import_module(found.name)
    except Exception as error:
        failed[found.name] = repr(error)
json.dump({"failed": failed, "fcntl": "fcntl" in sys.modules, "many": len(sys.modules)}, sys.stdout)
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The environment of another system."""
    folder = tmp_path_factory.mktemp("elsewhere")
    shutil.copy(SUPPORT, folder / "sitecustomize.py")
    path = os.pathsep.join([str(folder), str(PROJECT / "plugins")])
    return {**os.environ, "PYTHONPATH": path, "SOURCE_DATE_EPOCH": "1800000000"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    site = write_own_site(tmp_path / "my site")
    (site / "content/seminars").mkdir()
    (site / "content/seminars/knots.md").write_text(SEMINAR)
    (site / "publishconf.py").write_text('from pelicanconf import *\nSITEURL = "https://knots.example.net"\n')
    return site


def run(site: Path, env: Mapping[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words], cwd=site, env={**env}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        timeout=DEADLINE, check=False,
    )  # fmt: skip


def verb(site: Path, env: Mapping[str, str], *words: str) -> str:
    done = run(site, env, "-m", "hireground", *words)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    return done.stdout


def files_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_every_module_can_be_imported(elsewhere: Mapping[str, str], tmp_path: Path) -> None:
    found = json.loads(run(tmp_path, elsewhere, "-c", ALL).stdout)
    assert found["failed"] == {}
    assert not found["fcntl"]


def test_a_build_gives_the_same_bytes(elsewhere: Mapping[str, str], site: Path) -> None:
    here = {**elsewhere, "PYTHONPATH": str(PROJECT / "plugins")}
    verb(site, here, "build", "--settings", "pelicanconf.py", "--output", "here")
    shutil.rmtree(site / ".cache")
    for _ in range(2):
        assert "Built" in verb(site, elsewhere, "build", "--settings", "pelicanconf.py", "--output", "there")
    assert files_of(site / "there") == files_of(site / "here")
    assert not [path.name for path in site.iterdir() if ".new-" in path.name]


def test_a_site_is_begun_written_and_checked(elsewhere: Mapping[str, str], site: Path) -> None:
    said = verb(
        site.parent, elsewhere, "new", "town", "--name=Town School", "--author=Ada Ahn", "--host=none",
        "--address=https://school.example.org", "--zone=Europe/Berlin", "--language=en",
    )  # fmt: skip
    assert "town" in said
    town = site.parent / "town"
    verb(town, elsewhere, "new-post", "Say Thank You Twice")
    assert "all of it can be published" in verb(town, elsewhere, "check")
    assert "Built" in verb(town, elsewhere, "build")


def test_the_preview_shows_edits(elsewhere: Mapping[str, str], site: Path) -> None:
    with serving(site, **elsewhere) as server:
        assert next(state for state in server.states() if state["about"])  # all is made
        states = server.states()
        text = (site / "content/posts/a.md").read_text()
        edit(site, "content/posts/a.md", text.replace("Hello", "Good evening", 1))
        until_old(states)
        assert "Good evening." in server.page()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["server", "releases", "--server=/srv/site"], "/srv/site is not a server's folder"),
        (["server", "init", "a-server"], "a server of pushes runs on Linux; from here say --server=host:/srv/site"),
        (["publish", "/srv/www/blog"], "Windows cannot publish to a storage by itself"),
    ],
)
def test_what_cannot_be_is_said(elsewhere: Mapping[str, str], site: Path, words: list[str], said: str) -> None:
    done = run(site, elsewhere, "-m", "hireground", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "our bug" not in done.stderr
    assert not (site / "a-server").exists()
