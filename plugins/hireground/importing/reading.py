"""Read the files of another tool's folder: what stands in it, and the keys above each text, in whatever form."""

import datetime as dt
import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from hireground.terminal import RefusedError
from hireground.text.source import MAX_BYTES

MOST_FILES = 200_000
DEEPEST = 40
MARKDOWN = frozenset({".md", ".markdown", ".mkd", ".mkdn", ".mdown", ".mdwn"})
HTML = frozenset({".html", ".htm"})
TEXTS = MARKDOWN | HTML
NEVER = frozenset({"node_modules", "_site", "public", "output", "__pycache__", "vendor", "themes"})
"""Folders of tools, and of what they made: no author's text is there."""
MOST_ALIASES, DEEPEST_GROUP = 20, 30
"""A file with more is made to take memory, and not to be read."""
YAML_FENCE = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
TOML_FENCE = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
LINE = re.compile(r"([A-Za-z][\w -]*?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)")
TIGHT = re.compile(r"([A-Za-z][\w-]*):((?!//)\S.*)")
"""A key without a space behind its colon, which Pelican takes below another."""
META = re.compile(r"""<meta\s+name\s*=\s*["']([^"']+)["']\s+contents?\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
BODY = re.compile(r"<body[^>]*>(.*?)(?:</body>|\Z)", re.IGNORECASE | re.DOTALL)

Value = str | list["Value"] | dict[str, "Value"]
Keys = Mapping[str, Value]


class UnreadableError(ValueError):
    """A file of the source cannot be read; the message says why."""


@dataclass(frozen=True)
class Raw:
    """A text file of the source: its path there, its keys in small letters, and its body, which may be HTML."""

    path: PurePosixPath
    keys: Keys
    body: str
    has_keys: bool = True
    is_html: bool = False


def files_below(root: Path, leaving: frozenset[str] = NEVER) -> list[PurePosixPath]:
    """List the files of a folder; links are not followed, and what tools keep or made, or call so, is left out."""
    found: list[PurePosixPath] = []
    for place, folders, names in os.walk(root):
        here = PurePosixPath(Path(place).relative_to(root).as_posix())
        depth = len(here.parts)
        folders[:] = sorted(
            name
            for name in folders
            if not (name in leaving and depth < 2) and not name.startswith(".") and not Path(place, name).is_symlink()  # noqa: PLR2004 -- deeper it is an author's
        )
        if depth > DEEPEST:
            folders[:] = []
        found += (here / name for name in sorted(names) if not (name.startswith(".") or Path(place, name).is_symlink()))
        if len(found) > MOST_FILES:
            raise RefusedError(f"{root} has more than {MOST_FILES:,} files; name the folder that has the texts")
    return found


def read(root: Path, path: PurePosixPath, *, by_lines: bool = False) -> Raw:
    """Read a text with its keys; raises `UnreadableError`."""
    text = decoded(root / path)
    if path.suffix.lower() in HTML and not text.startswith("---"):
        return _html(path, text)
    keys, body, has_keys = split(text, by_lines=by_lines)
    return Raw(path, keys, body, has_keys, is_html=path.suffix.lower() in HTML)


def decoded(file: Path, most: int = MAX_BYTES) -> str:
    """Read a file as text; raises `UnreadableError`."""
    try:
        if file.stat().st_size > most:
            raise UnreadableError(f"larger than {most // 1000:,} KB")
        data = file.read_bytes()
    except OSError as error:
        raise UnreadableError(error.strerror or "cannot be opened") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if b"\0" in data:
            raise UnreadableError("not a text") from None
        text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def split(text: str, *, by_lines: bool = False) -> tuple[Keys, str, bool]:
    """Split a text into the keys above it and its body, and say whether there were any: YAML, TOML, JSON or lines.

    Pelican reads what stands between dashes `by_lines`, and there `note: a: b` is right, which is not YAML.
    """
    text = text.lstrip("\n")
    if match := YAML_FENCE.match(text):
        try:
            return named(parse_yaml(match[1])), text[match.end() :], True
        except UnreadableError:
            keys, rest, is_lines = _lines(match[1])
            if not by_lines or not is_lines or rest.strip():
                raise
            return keys, text[match.end() :], True
    if match := TOML_FENCE.match(text):
        return named(parse_toml(match[1])), text[match.end() :], True
    if text.startswith(("{\n", '{"')):
        return _json_keys(text)
    return _lines(text, takes_tight=by_lines)


def _json_keys(text: str) -> tuple[Keys, str, bool]:
    try:
        value, end = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode(text)
    except (ValueError, RecursionError):
        return {}, text, False
    return named(plain(value)), text[end:].lstrip("\n"), True


def _lines(text: str, *, takes_tight: bool = False) -> tuple[Keys, str, bool]:
    """Read `Title: A` lines up to the first empty one; a line that is indented goes on with the one before."""
    keys: dict[str, Value] = {}
    last = ""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = LINE.fullmatch(line) or (TIGHT.fullmatch(line) if takes_tight and keys else None)
        if not line.strip():
            return (named(keys), "\n".join(lines[number + 1 :]), True) if keys else ({}, text, False)
        if line.startswith((" ", "\t")) and last:
            keys[last] = f"{keys[last]} {line.strip()}".strip()
        elif match:
            last = match[1]
            keys[last] = (match[2] or "").strip()
        else:
            return {}, text, False
    return (named(keys), "", True) if keys else ({}, text, False)


def _html(path: PurePosixPath, text: str) -> Raw:
    """Read a page of HTML: its title, what its `meta` elements say, and what is in its body."""
    keys: dict[str, Value] = {match[1]: match[2] or match[3] or "" for match in META.finditer(text)}
    if title := TITLE.search(text):
        keys["title"] = " ".join(title[1].split())
    body = BODY.search(text)
    return Raw(path, named(keys), body[1] if body else text, bool(keys), is_html=True)


class _Loader(yaml.SafeLoader):
    """Builds text, lists and groups; a file that repeats itself by many aliases is refused."""

    aliases = 0

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401 -- the library's
        if self.check_event(yaml.AliasEvent):
            self.aliases += 1
            if self.aliases > MOST_ALIASES:
                raise UnreadableError("its keys repeat each other without end")
        return super().compose_node(parent, index)


_Loader.yaml_implicit_resolvers = {"<": [("tag:yaml.org,2002:merge", re.compile(r"<<"))]}  # all else is text
_Loader.add_constructor(None, lambda _loader, node: node.value if isinstance(node, yaml.ScalarNode) else "")


def parse_yaml(text: str) -> Any:  # noqa: ANN401 -- any of text, lists and groups
    """Read YAML as text, lists and groups, and build nothing else; raises `UnreadableError`."""
    if _nesting(text) > DEEPEST_GROUP:
        raise UnreadableError("too much stands in one another above the text")
    try:
        return plain(yaml.load(text.replace("\t", "    "), _Loader))  # noqa: S506 -- it builds only text
    except UnreadableError:
        raise
    except (yaml.YAMLError, RecursionError, ValueError, AttributeError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark else ""
        raise UnreadableError(f"the keys above the text are not YAML{line}") from None


def _nesting(text: str) -> int:
    """Count the brackets that one line, or all of them, leave open."""
    depth = most = 0
    for sign in re.findall(r"[\[{\]}]", text):
        depth = depth + 1 if sign in "[{" else max(depth - 1, 0)
        most = max(most, depth)
    return most


def parse_toml(text: str) -> Any:  # noqa: ANN401 -- any of text, lists and groups
    """Read TOML likewise; raises `UnreadableError`."""
    if _nesting(text) > DEEPEST_GROUP:
        raise UnreadableError("too much stands in one another above the text")
    try:
        return plain(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise UnreadableError(f"the keys above the text are not TOML: {error}") from None


def plain(value: object) -> Value:
    """Turn numbers, dates and truth values into the text that YAML would have for them; nothing becomes empty."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value).strip()


BELOW = ("params", "extra", "taxonomies", "metadata")
"""Groups whose keys some tools want apart."""


def named(keys: object) -> Keys:
    """Return keys by their names in small letters, with `_` for a space or hyphen; groups of the tools' are opened."""
    if not isinstance(keys, dict):
        return {}
    found = dict(_named(keys))
    for name in BELOW:
        group = found.get(name)
        if isinstance(group, dict):
            found = {**dict(_named(group)), **found}
    return found


def _named(keys: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    for name, value in keys.items():
        yield re.sub(r"[ -]", "_", str(name).strip().lower()), value
