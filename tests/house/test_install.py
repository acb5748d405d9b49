"""What `make` installs: from the lock alone, without running any package's code, and whole after any interruption."""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILES = {"engine": ROOT / "Makefile", "site": ROOT / "plugins/hireground/new/starter/site/Makefile.in"}
SAYS = """#!/bin/sh
env > environment.txt
echo "$*" > arguments.txt
"""
RAN = "open('ran', 'w').close()"


@pytest.fixture(params=MAKEFILES)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    shutil.copy(MAKEFILES[request.param], tmp_path / "Makefile")
    return tmp_path


def make(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MAKE", "PIP_"))}
    return subprocess.run(
        ["make", ".venv/.ready"], cwd=folder, capture_output=True, text=True, check=False,
        env={**kept, "PY": sys.executable, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder), **environment},
    )  # fmt: skip


def lock(folder: Path, *packages: Path) -> None:
    """Write a lock of some packages, with their hashes."""
    lines = [
        f"{one.name.split('-')[0]}==1.0 --hash=sha256:{hashlib.sha256(one.read_bytes()).hexdigest()}\n"
        for one in packages
    ]
    (folder / "requirements.txt").write_text("".join(lines))


def wheel(folder: Path, name: str) -> Path:
    """Write a library's wheel, which asks for another library too."""
    file = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{name}.py", "")
        archive.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\nRequires-Dist: other\n"
        )
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return file


def source(folder: Path, name: str) -> Path:
    """Write a library's source, whose setup.py would run."""
    home = folder / f"{name}-1.0"
    home.mkdir()
    (home / "setup.py").write_text(f"{RAN}\nfrom setuptools import setup\nsetup(name={name!r}, version='1.0')\n")
    (home / "PKG-INFO").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    with tarfile.open(folder / f"{name}-1.0.tar.gz", "w:gz") as archive:
        archive.add(home, home.name)
    return folder / f"{name}-1.0.tar.gz"


def test_an_interrupted_install_mends_itself_and_no_source_runs(folder: Path) -> None:
    """A folder without its mark, as a kill leaves it, is made anew; what has no wheel is not installed."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True)
    lock(folder, wheel(folder, "tame"))
    done = make(folder)
    assert done.returncode == 0, done.stderr
    subprocess.run([folder / ".venv/bin/python", "-c", "import tame"], check=True)
    (folder / "tame-1.0-py3-none-any.whl").unlink()
    assert make(folder).returncode == 0  # what is installed is not asked for again, so that no network is needed
    lock(folder, source(folder, "crude"))
    os.utime(folder / ".venv/.ready", (0, 0))
    assert make(folder).returncode != 0
    assert not list(folder.rglob("ran"))
    assert not (folder / ".venv/.ready").exists()


def test_pip_gets_a_bare_environment_and_the_lock_alone(folder: Path) -> None:
    python = folder / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(SAYS)
    python.chmod(0o755)
    (folder / ".venv/lib/python3/site-packages").mkdir(parents=True)
    (folder / ".venv/.ready").touch()
    os.utime(folder / ".venv/.ready", (0, 0))
    (folder / "requirements.txt").write_text("")
    done = make(folder, SECRET_TOKEN="hush", AWS_ACCESS_KEY_ID="hush", PIP_CERT="a b 'c' \"d\"")  # noqa: S106
    assert done.returncode == 0, done.stderr
    said = (folder / "environment.txt").read_text()
    assert "hush" not in said
    assert "PIP_CERT=a b 'c' \"d\"\n" in said
    words = (folder / "arguments.txt").read_text().split()
    assert {"--require-hashes", "--no-deps", "--only-binary", ":all:"} <= set(words)


@pytest.mark.parametrize(
    "line", ["x==1 ; python_version == '${PIP_EXTRA_INDEX_URL}'", "--index-url https://e.example/$X"]
)
def test_a_lock_with_a_variable_is_refused(folder: Path, line: str) -> None:
    (folder / "requirements.txt").write_text(f"{line}\n")
    done = make(folder, PIP_EXTRA_INDEX_URL="hush")
    assert done.returncode != 0
    assert "requirements.txt: pip would write what the environment says in place of a dollar" in done.stdout
    assert "hush" not in done.stdout + done.stderr
