"""Get the editor's scripts and its font, and check each against its digest.

They come from the site's theme/editor/, else npm fetches them, once for all builds.
"""

import base64
import hashlib
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from hireground.checksums import put_file
from hireground.terminal import RefusedError
from hireground.theme import Theme

KEPT = Path(".cache", "editor")


@dataclass(frozen=True)
class Part:
    """A file of a package of npm's; `integrity` is npm's digest of the package, `digest` that of the file."""

    package: str
    version: str
    integrity: str
    member: str
    digest: str
    license: str

    @property
    def name(self) -> str:
        """The name of its file here, with the version, so that caches never show another one."""
        return f"{self.package.rpartition('/')[2]}-{self.version}{PurePosixPath(self.member).suffix}"


CMS = Part(
    "@sveltia/cms",
    "0.221.1",
    "sha512-J+Qoik9kGMk2L7vNpOQrnDmFRi+NB6vwJ0f657YtsxWH0P8WYSYRRSRC2pQ/jGGbVlM//Pg/WIgmkpswqoo3gQ==",
    "dist/sveltia-cms.js",
    "sha384-JQ+XsKx/UzwdTiNnFStza3XtqqQoVtyNPApkfvwlzZDfhe7giE9CnfQrpHqgv3k6",
    "LICENSE.txt",
)
YAML = Part(
    "js-yaml",
    "4.3.2",
    "sha512-SFNOvSJ+Dgf/9An904Yx+CgSlIPCkIpao4qo51lpee25TIRejdH3rhR4EZMGoNx3/TP3O+wzWuiTFl4sqbltzA==",
    "dist/js-yaml.min.js",
    "sha384-uwLg6oO8ZhFG2SuQfgmkMtosjtrFYlkPspa/cXS+b3D8GLRTHMDl/mTwqImdlKQO",
    "LICENSE",
)
ICONS = Part(
    "@fontsource-variable/material-symbols-outlined",
    "5.3.7",
    "sha512-d6kLamaMdad40AYoyJEBgCH63fRLklC7GW7bgb7WWbPh/UzuW483Dlyfmn3vxpiNsHLIMBOcYYkZDtOC9Y3MUA==",
    "files/material-symbols-outlined-latin-wght-normal.woff2",
    "sha384-jSrN0g1mW/BeecSujeAPcuLp7zQj/xLJoQCLGYEec9wBNVcjMvG7t7zm6owf/EbR",
    "LICENSE",
)
"""The signs on buttons: the CMS would load them from another site, which its policy here forbids."""
PARTS = (YAML, CMS, ICONS)


def part_files(root: Path, theme: Theme) -> dict[str, Path]:
    """Return the files, and their licenses, by name; raises `RefusedError` where they are not to be had."""
    found: dict[str, Path] = {}
    for part in PARTS:
        own = theme.file(f"editor/{part.name}")
        file = own if own.is_file() else root / KEPT / part.name
        if not (file.is_file() and digest_of(file.read_bytes()) == part.digest):
            if file == own:
                raise RefusedError(f"{file} is not {part.name} as it was published; take it out")
            fetch(part, file)
        found |= {part.name: file, license_of(file).name: license_of(file)}
    return found


def license_of(file: Path) -> Path:
    """Return where a file's license stands."""
    return file.with_suffix(".LICENSE.txt")


def digest_of(data: bytes, kind: str = "sha384") -> str:
    """Write a digest as browsers and npm do."""
    return f"{kind}-{base64.b64encode(hashlib.new(kind, data).digest()).decode()}"


def fetch(part: Part, file: Path) -> None:
    """Let npm fetch a package, and take its file out; nothing of the package runs."""
    name = f"{part.package}@{part.version}"
    with TemporaryDirectory() as folder:
        command = ["npm", "pack", name, "--ignore-scripts", "--silent", "--pack-destination", folder]
        try:
            run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)  # noqa: S603
        except OSError:
            raise RefusedError(f"SITE_EDITOR needs {name}, and npm is not there to fetch it; {HOW}") from None
        packed = next(Path(folder).glob("*.tgz"), None)
        if packed is None:
            said = run.stderr.strip().splitlines()[:1]
            raise RefusedError(": ".join([f"npm could not fetch {name} for the editor; {HOW}", *said]))
        if digest_of(packed.read_bytes(), "sha512") != part.integrity:
            raise RefusedError(f"what npm fetched as {name} is not what was published under that name; it is not used")
        put_file(file, member(packed, part.member))
        put_file(license_of(file), member(packed, part.license))


HOW = f"put its files from another machine's {KEPT.as_posix()}/ into theme/editor/, or take SITE_EDITOR out"


def member(packed: Path, name: str) -> bytes:
    """Read one file of a package."""
    with tarfile.open(packed) as archive:
        file = archive.extractfile(f"package/{name}")
        return file.read() if file else b""
