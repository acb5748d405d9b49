"""The theme's static files to files whose names hold their content's hash, the style sheets joined into one."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

IMPORT = re.compile(r"""@import url\(["']?([^"')]+)["']?\)(?: layer\(([\w.-]+)\))?(?: ([^;]+))?;\n?""")
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
SCRIPT_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/)[ \t]*\n", re.DOTALL | re.MULTILINE)
"""A comment with lines of its own; one beside code stays, since only a parser knows it from a text."""
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
            data = content(file, more)
            urls[name] = hashed(name, data)
            files[urls[name]] = data
    return Assets(urls, files)


def content(file: Path, more: str) -> bytes:
    """Return what readers are given of a file: style sheets whole, scripts without their comments."""
    if file.suffix == ".css":
        return (bundle(file) + more).encode()
    return SCRIPT_COMMENT.sub("", file.read_text("utf-8")).encode() if file.suffix == ".js" else file.read_bytes()


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
