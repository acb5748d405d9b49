"""The wheel that is made of this repository: all that a site needs of it, and nothing else."""

import re
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from hireground.new.update import owner_notes
from hireground.version import VERSION

ROOT = Path(__file__).parents[2]
MOST_BYTES = 1_600_000
THEME = ("starter", "templates", "static", "locale", "cards")
NEEDED = ("deploy", "plugins/hireground", *(f"theme/{name}" for name in THEME))


def made(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", folder, ROOT], check=True, capture_output=True)
    (wheel,) = folder.iterdir()
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("wheel"))


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {*archive.namelist()}


def test_the_wheel_is_small_and_named_by_its_version(wheel: Path) -> None:
    assert wheel.name == f"hireground-{VERSION}-py3-none-any.whl"
    assert wheel.stat().st_size < MOST_BYTES


def test_the_wheel_is_the_same_whenever_it_is_made(wheel: Path, tmp_path: Path) -> None:
    assert made(tmp_path).read_bytes() == wheel.read_bytes()


def test_the_wheel_holds_all_that_a_site_needs_and_nothing_else(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *NEEDED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    inside = [name.removeprefix("plugins/hireground/") for name in listed.stdout.split("\0") if (ROOT / name).is_file()]
    known = {f"hireground/{name}" for name in inside if name}
    texts = ("requirements.txt", "CHANGELOG.md", "theme/kitchen-sink.md", "docs/front-matter.md")
    more = {f"hireground/{name}" for name in texts}
    found = {name for name in names(wheel) if not name.startswith(f"hireground-{VERSION}.dist-info/")}
    assert found == known | more


def test_the_wheel_asks_for_nothing_but_what_its_lock_names(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        metadata = Parser().parsestr(archive.read(f"hireground-{VERSION}.dist-info/METADATA").decode("utf-8"))
        entries = archive.read(f"hireground-{VERSION}.dist-info/entry_points.txt").decode("utf-8")
    asked = [Requirement(line) for line in metadata.get_all("Requires-Dist", [])]
    locked = re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", (ROOT / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    needed = {canonicalize_name(one.name) for one in asked if one.marker is None}
    assert needed <= {canonicalize_name(name) for name in locked}
    assert "hireground = hireground.cli:main" in entries
    assert metadata["Requires-Python"] == ">=3.11"


def test_the_changelog_says_what_this_version_asks_of_a_site_s_owner() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    (asked,) = (words for version, words in owner_notes(text, "0.1.0") if version == VERSION)
    assert asked.startswith("- ")
