"""The theme's static files to files whose names hold their content's hash, the style sheets joined into one."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

IMPORT = re.compile(r"""@import url\(["']?([^"')]+)["']?\)(?: layer\(([\w.-]+)\))?(?: ([^;]+))?;\n?""")
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
FOLDER = "assets"


@dataclass(frozen=True)
class Assets:
    """`urls` by name in the theme, from the site's root; `files` by url."""

    urls: Mapping[str, str]
    files: Mapping[str, bytes]


def read_assets(folder: Path, more: str = "") -> Assets:
    """Read the theme's `static` folder; what a style sheet imports becomes part of it, and `more` of each."""
    urls: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        is_part = file.suffix == ".css" and file.name != "main.css"
        if file.is_file() and not is_part:
            data = (bundle(file) + more).encode() if file.suffix == ".css" else file.read_bytes()
            urls[name] = hashed(name, data)
            files[urls[name]] = data
    return Assets(urls, files)


def bundle(sheet: Path) -> str:
    """Put each imported sheet where its `@import` stands, in its layer."""

    def part(match: re.Match[str]) -> str:
        address, layer, media = match.groups()
        rules = COMMENT.sub("", (sheet.parent / address).read_text("utf-8"))
        rules = f"@media {media} {{\n{rules}}}\n" if media else rules
        return f"@layer {layer} {{\n{rules}}}\n" if layer else rules

    return IMPORT.sub(part, COMMENT.sub("", sheet.read_text("utf-8")))


def hashed(name: str, data: bytes) -> str:
    """Return `assets/css/main.1f2e3d4c.css`: a file of that name never changes."""
    path = PurePosixPath(name)
    digest = hashlib.sha256(data).hexdigest()[:10]
    return f"{FOLDER}/{path.with_name(f'{path.stem}.{digest}{path.suffix}')}"
