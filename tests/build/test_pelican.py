"""Pelican itself builds the same site as `hireground build`, byte for byte."""

import os
import subprocess
import sys
from pathlib import Path

from built_site import EPOCH, MACHINES, BuiltSite, copy_project

BY_BUILD_ALONE = {".build"}
"""What only the build leaves in its folder; the search index is its own too."""


def files_of(folder: Path) -> dict[str, bytes]:
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    return {
        name: file.read_bytes()
        for name, file in files.items()
        if name not in BY_BUILD_ALONE and not name.startswith("pagefind/")
    }


def test_pelican_writes_the_same_site(site: BuiltSite, tmp_path: Path) -> None:
    copy_project(tmp_path)
    run = subprocess.run(
        [sys.executable, "-m", "pelican", "content", "-s", "publishconf.py", "-o", "by-pelican"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env=os.environ | MACHINES[0] | {"SOURCE_DATE_EPOCH": EPOCH, "PYTHONPATH": str(tmp_path / "plugins")},
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    ours, theirs = files_of(site.root), files_of(tmp_path / "by-pelican")
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name] and name != "build.json"] == []
