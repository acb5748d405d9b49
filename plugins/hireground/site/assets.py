"""Read the theme's static files under names that hold their content's hash, and join the style sheets."""

import hashlib
import posixpath
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from hireground import urls
from hireground.metadata.cleaning import cleaned
from hireground.text.problems import InvalidContentError, Problem
from hireground.theme import Theme

IMPORT = re.compile(r"""@import url\(["']?([^"')]+)["']?\)(?: layer\(([\w.-]+)\))?(?: ([^;]+))?;\n?""")
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
SCRIPT_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/)[ \t]*\n", re.DOTALL | re.MULTILINE)
"""A comment with lines of its own; one beside code stays, since only a parser knows it from a text."""
FOLDER = "static"
TOKENS = "css/tokens.css"


@dataclass(frozen=True)
class Assets:
    """`urls` by name in the theme, from the site's root; `files` by url."""

    urls: Mapping[str, str]
    files: Mapping[str, bytes]


MAIN, EMBED, EMBED_SCRIPT, FRAME = "css/main.css", "css/embed.css", "js/embed.js", "css/frame.css"


def read_assets(theme: Theme, more: str = "", unused: Collection[str] = ()) -> Assets:
    """Read the theme's `static` folder; what the style sheets import becomes part of them, and `more` of the main one.

    What is `unused` has an address and no file.
    """
    urls: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for name, file in theme.files(FOLDER).items():
        is_part = file.suffix == ".css" and name not in {MAIN, EMBED, FRAME}
        if not is_part:
            data = content(theme, name, more)
            urls[name] = hashed(name, data)
            files |= {} if name in unused else {urls[name]: data}
    return Assets(urls, files)


def content(theme: Theme, name: str, more: str) -> bytes:
    """Return what readers are given of a file: style sheets whole, scripts without their comments."""
    file = theme.file(f"{FOLDER}/{name}")
    if file.suffix == ".css":
        return (bundle(theme, name) + (more if name == MAIN else "")).encode()
    if file.suffix == ".js":
        return SCRIPT_COMMENT.sub("", file.read_text("utf-8")).encode()
    try:
        return cleaned(file.read_bytes())
    except ValueError as error:
        raise InvalidContentError([Problem(Path(file.parent.name, file.name), 1, 1, str(error))]) from None


def rules_of(theme: Theme, name: str) -> str:
    """Return a style sheet's rules; a site's own `tokens.css` follows the engine's, and needs only what differs."""
    files = theme.layers(f"{FOLDER}/{name}")[:: -1 if name == TOKENS else 1]
    if not files:
        raise FileNotFoundError(f'theme/{FOLDER} has no "{name}", which a style sheet imports')
    return "".join(COMMENT.sub("", file.read_text("utf-8")) for file in (files if name == TOKENS else files[:1]))


def bundle(theme: Theme, name: str) -> str:
    """Put each imported sheet where its `@import` stands, in its layer."""

    def part(match: re.Match[str]) -> str:
        address, layer, media = match.groups()
        rules = rules_of(theme, posixpath.normpath(f"{posixpath.dirname(name)}/{address}"))
        rules = f"@media {media} {{\n{rules}}}\n" if media else rules
        return f"@layer {layer} {{\n{rules}}}\n" if layer else rules

    return IMPORT.sub(part, rules_of(theme, name))


def hashed(name: str, data: bytes) -> str:
    """Return `assets/css/main.1f2e3d4c.css`: a file of that name never changes."""
    path = PurePosixPath(name)
    digest = hashlib.sha256(data).hexdigest()[:10]
    return urls.ASSETS.url(path=f"{path.with_name(f'{path.stem}.{digest}{path.suffix}')}")
