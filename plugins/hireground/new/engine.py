"""Find the running engine as a wheel, and write the lock of a site that uses it.

A site names one version of the engine and of each library, every one with its hashes. While no index has the engine,
its wheel is kept in the site's folder `wheels/`, which the lock itself names: then `make` installs the same on a
laptop, on a server and on every host. The lock is whole, so pip is told to look for nothing else (`--no-deps`).
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from hireground.terminal import RefusedError
from hireground.theme import THEME_FOLDER
from hireground.version import VERSION

NAME = "hireground"
LOCK, WHEELS = "requirements.txt", "wheels"
WHEEL = re.compile(rf"{NAME}-([\w.+!]+)-py3-none-any\.whl")
PIN = re.compile(rf"^{NAME}==([\w.+!]+)", re.MULTILINE)
VIA = re.compile(r"^ *#.*\n", re.MULTILINE)
HEAD = "# The engine and its libraries, with their hashes: `hireground update` writes this.\n"
OWN = "# What this site needs besides stands below, pinned and hashed as well; `hireground update` leaves it alone.\n"
CHECKOUT = Path(__file__).parents[3]
INSTALLERS = re.compile(
    r"PIP_\w+|PATH|HOME|TMPDIR|XDG_(?:CONFIG|CACHE)_HOME|SSL_CERT_\w+|(?:REQUESTS|CURL)_CA_BUNDLE"
    r"|(?i:(?:https?|all|no)_proxy)"
)
"""The variables that pip gets: where it installs from, and no secret of anybody else's."""


@dataclass(frozen=True)
class Engine:
    """A version of the engine; `is_kept` says that sites hold its wheel, since no index has it."""

    version: str
    wheel: Path
    is_kept: bool

    def read(self, name: str) -> str:
        """Return a text that the wheel holds."""
        with zipfile.ZipFile(self.wheel) as archive:
            return archive.read(f"{NAME}/{name}").decode("utf-8")

    def lock(self, own: str = "") -> str:
        """Write the lock of a site; `own` is what the site needs besides."""
        digest = hashlib.sha256(self.wheel.read_bytes()).hexdigest()
        find = f"--find-links {WHEELS}\n" if self.is_kept else ""
        libraries = VIA.sub("", self.read(LOCK))
        return f"{HEAD}{find}{NAME}=={self.version} \\\n    --hash=sha256:{digest}\n{libraries}{OWN}{own}"


def own_part(lock: str) -> str:
    """Return what a site's author added to its lock."""
    return lock.partition(OWN)[2]


def running_source() -> str:
    """Return what pip would make a wheel of the running engine from: a wheel, a checkout, an address, or a version."""
    if THEME_FOLDER.parent == CHECKOUT:
        return str(CHECKOUT)
    origin = metadata.distribution(NAME).read_text("direct_url.json")
    url = str(json.loads(origin)["url"]) if origin else ""
    return url2pathname(urlsplit(url).path) if url.startswith("file:") else url or f"{NAME}=={VERSION}"


def engine_from(source: str, scratch: Path) -> Engine:
    """Return the engine that a wheel, a checkout, an address or a version means; its wheel may be made in `scratch`."""
    kept = Path(WHEELS, f"{NAME}-{source.removeprefix(f'{NAME}==')}-py3-none-any.whl")
    given = kept if kept.is_file() else Path(source)
    if WHEEL.fullmatch(given.name) and not given.is_file():
        raise RefusedError(f"the engine's wheel {given} is not there; say where it is, as --engine=FILE.whl")
    wheel = given if given.is_file() else _made(source, scratch)
    named = WHEEL.fullmatch(wheel.name)
    if not named:
        raise RefusedError(f"{wheel.name} is not a wheel of the engine; its name is {NAME}-{VERSION}-py3-none-any.whl")
    return Engine(named[1], wheel, wheel == given or not _is_from_index(source))


def _is_from_index(source: str) -> bool:
    """Tell whether a source is a version of the engine, which pip looks up."""
    return bool(re.fullmatch(rf"{NAME}(==.*)?", source))


def _made(source: str, scratch: Path) -> Path:
    """Let pip build or download a wheel."""
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    if _is_from_index(source):
        command.append("--only-binary=:all:")
    if find_spec("hatchling"):  # it is among the tests' libraries, and needs no network then
        command.append("--no-build-isolation")
    run = subprocess.run(  # noqa: S603 -- no shell
        [*command, "--wheel-dir", str(scratch), "--", source], capture_output=True, text=True, check=False,
        env={name: value for name, value in os.environ.items() if INSTALLERS.fullmatch(name)},
    )  # fmt: skip
    wheels = sorted(scratch.glob("*.whl"))
    if run.returncode or not wheels:
        said = (run.stderr.strip().splitlines() or ["pip made no wheel"])[-1]
        raise RefusedError(f"the engine's wheel cannot be had ({said}); say where it is, as --engine=FILE.whl")
    return wheels[0]
