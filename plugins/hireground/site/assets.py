"""Read the theme's static files under names that hold their content's hash, and join style sheets and scripts."""

import hashlib
import posixpath
import re
from base64 import b64encode
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from hireground import urls
from hireground.metadata.cleaning import cleaned
from hireground.text.problems import InvalidContentError, Problem
from hireground.theme import Theme

IMPORT = re.compile(r"""@import url\(["']?([^"')]+)["']?\)(?: layer\(([\w.-]+)\))?(?: ([^;]+))?;\n?""")
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
SCRIPT_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/)[ \t]*\n", re.DOTALL | re.MULTILINE)
"""A comment with lines of its own; one beside code stays, since only a parser knows it from a text."""
PART = re.compile(r'^import (?:\{ ([\w, ]+) \} from )?"\./([\w-]+\.js)";\n', re.MULTILINE)
"""A script that becomes a part of another, in a block of its own or, where it exports names, in a function."""
EXPORT = re.compile(r"^export ", re.MULTILINE)
SPACE = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?:\s*;)*\s*([{};,>])\s*|(:)\s+|\s+""")
"""A text of a style sheet, which stays as it is, or space that stands between signs or between words."""
FOLDER = "static"
TOKENS = "css/tokens.css"


@dataclass(frozen=True)
class Assets:
    """`urls` by name in the theme, from the site's root; `files` by url; `inline` what stands in pages, by name."""

    urls: Mapping[str, str]
    files: Mapping[str, bytes]
    inline: Mapping[str, str]


MAIN, EMBED, EMBED_SCRIPT, FRAME = "css/main.css", "css/embed.css", "js/embed.js", "css/frame.css"
SHEETS = (MAIN, "css/print.css", "css/lists.css", "css/texts.css", EMBED, FRAME)
"""The style sheets that have an address; the others are parts of them."""
SCRIPT, SEARCH = "js/page.js", "js/search.js"
"""The one script of every page, and that of the search page; the build puts their parts into them."""
AHEAD = "js/ahead.json"
SCRIPTS = ("js/scheme.js", AHEAD)
"""What each page has within it: the colors before the first paint, and which pages a browser may fetch ahead."""
FIRST = "css/first-{kind}.css"
"""The style sheet that a kind of page has within it, for what is seen first; the whole sheet comes after the page."""
KINDS = ("home", "post")


def read_assets(theme: Theme, more: str = "", unused: Collection[str] = (), colors: str = "") -> Assets:
    """Read the theme's `static` folder; what the style sheets import becomes part of them, and `more` of the main one.

    What is `unused` has an address and no file. `colors` are the site's own, also where a page has rules within it.
    """
    urls: dict[str, str] = {}
    files: dict[str, bytes] = {}
    parts = _parts(theme)
    for name, file in theme.files(FOLDER).items():
        is_part = name not in SHEETS if file.suffix == ".css" else name in {*parts, AHEAD}
        if not is_part:
            data = content(theme, name, more)
            urls[name] = hashed(name, data)
            files |= {} if name in unused else {urls[name]: data}
    return Assets(urls, files, read_inline(theme, colors))


def read_inline(theme: Theme, colors: str = "") -> Mapping[str, str]:
    """Read what pages hold within them, by its name in the theme."""
    names = (*SCRIPTS, *(FIRST.format(kind=kind) for kind in KINDS))
    texts = {name: content(theme, name, "").decode() for name in names if theme.layers(f"{FOLDER}/{name}")}
    return {name: text + (colors if name.endswith(".css") else "") for name, text in texts.items()}


def inline_directives(inline: Mapping[str, str]) -> Mapping[str, str]:
    """Return what a policy must say so that just these scripts and style sheets may stand in a page."""
    return {
        "script-src": " ".join(("'self'", *(_source(text) for name, text in inline.items() if name in SCRIPTS))),
        "style-src": " ".join(("'self'", *(_source(text) for name, text in inline.items() if name not in SCRIPTS))),
    }


def _source(text: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _parts(theme: Theme) -> frozenset[str]:
    scripts = (theme.layers(f"{FOLDER}/{name}")[:1] for name in (SCRIPT, SEARCH))
    texts = (file.read_text("utf-8") for files in scripts for file in files)
    return frozenset(f"js/{name}" for text in texts for _names, name in PART.findall(text))


def content(theme: Theme, name: str, more: str) -> bytes:
    """Return what readers are given of a file: style sheets whole, scripts without their comments."""
    file = theme.file(f"{FOLDER}/{name}")
    if file.suffix == ".css":
        return lean(bundle(theme, name) + (more if name == MAIN else "")).encode()
    if file.suffix == ".js":
        return script(theme, name).encode()
    try:
        return cleaned(file.read_bytes())
    except ValueError as error:
        raise InvalidContentError([Problem(Path(file.parent.name, file.name), 1, 1, str(error))]) from None


@lru_cache(maxsize=32)
def lean(rules: str) -> str:
    """Return rules without the space that only lays them out; the preview asks for all sheets when one is saved."""
    return SPACE.sub(lambda match: match[1] or match[2] or match[3] or " ", rules)


def script(theme: Theme, name: str) -> str:
    """Return a script without its comments, with the scripts that it consists of in their places."""

    def part(match: re.Match[str]) -> str:
        names, file = match.groups()
        text = EXPORT.sub("", script(theme, posixpath.join(posixpath.dirname(name), file)))
        if not names:
            return f"{{\n{text}}}\n"
        return f"const {{ {names} }} = (() => {{\n{text}return {{ {names} }};\n}})();\n"

    text = theme.file(f"{FOLDER}/{name}").read_text("utf-8")
    return PART.sub(part, SCRIPT_COMMENT.sub("", text))


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
