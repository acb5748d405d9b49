"""What can be known of the locks without a network; CONTRIBUTING.md says what needs one."""

import re
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
PIN = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.]+)(?:\s*;\s*([^\\\n]+?))?\s*\\?$", re.MULTILINE)


def pins(lock: str) -> dict[str, tuple[str, bool]]:
    """Return the version of each library, and whether it is for this machine."""
    found = PIN.findall((ROOT / lock).read_text("utf-8"))
    return {canonicalize_name(name): (version, is_here(name, marker)) for name, version, marker in found}


def is_here(name: str, marker: str) -> bool:
    needed = Requirement(f"{name}; {marker}" if marker else name).marker
    return needed is None or needed.evaluate()


def test_what_is_installed_is_what_is_locked() -> None:
    for lock in ("requirements.txt", "tests/requirements.txt"):
        wanted = {name: version for name, (version, here) in pins(lock).items() if here}
        assert len(wanted) > 20
        assert {name: metadata.version(name) for name in wanted} == wanted


def test_no_library_that_another_needs_is_missing() -> None:
    locked = pins("tests/requirements.txt")
    for name, (_version, here) in locked.items():
        for line in (metadata.requires(name) or []) if here else []:
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                assert canonicalize_name(needed.name) in locked, f"{name} needs {line}"
                assert needed.specifier.contains(locked[canonicalize_name(needed.name)][0], prereleases=True), line


def test_no_version_is_one_that_is_still_tried_out() -> None:
    versions = {name: version for name, (version, _here) in pins("requirements.txt").items()}
    assert {name for name, version in versions.items() if Version(version).is_prerelease} == set()
