"""Put into texts the small templates of their own site: pieces by a name, with words filled in and nothing run."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

from hireground.importing.model import Fate, Note
from hireground.importing.reading import Raw, UnreadableError, decoded
from hireground.importing.texts.html_to_markdown import markdown_of
from hireground.importing.texts.template_words import LIQUID, SHORTCODE, Given, given, replaced

LARGEST, MOST = 50_000, 1_000_000
"""Bytes of one template, and characters of all that are put into one text."""
COMMENT = re.compile(r"\{\{-?/\*.*?\*/-?\}\}|\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}", re.DOTALL)
VALUE = re.compile(
    r"""\{\{-?\s*(?:\(?\.Get\s+["'`]?(?P<get>[\w-]+)["'`]?\)?|index\s+\.Params\s+(?P<index>\d)|include\.(?P<include>[\w-]+))"""
    r"\s*(?:\|\s*(?:markdownify|safeHTML|safeURL|relURL|absURL|relative_url|absolute_url|strip|escape|htmlEscape)\s*)*-?\}\}"
)
FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
INCLUDES = frozenset({"include", "include_cached", "include_relative", "include_file"})
PUT_IN = "a piece of text that the site keeps apart stands in the text"
EMPTY = "a template of the site without words for readers"


def templates_in(*folders: Path) -> Mapping[str, str]:
    """Read the templates of a site that only put words in, by the names that texts call them by."""
    found: dict[str, str] = {}
    for folder in folders:
        for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if file.suffix not in {".html", ".md", ".markdown", ".txt", ".htm"} or file.is_symlink():
                continue
            try:
                text = COMMENT.sub("", FRONT.sub("", decoded(file, LARGEST)))
            except UnreadableError:
                continue
            name = file.relative_to(folder).as_posix()
            if not re.search(r"\{\{|\{%", VALUE.sub("", text)):
                found.setdefault(name, text)
                found.setdefault(PurePosixPath(name).with_suffix("").as_posix(), text)
    return found


def expanded(raw: Raw, templates: Mapping[str, str]) -> tuple[Raw, tuple[Note, ...]]:
    """Return a text with its site's templates in it, and what the report says of them."""
    if not templates or ("{{" not in raw.body and "{%" not in raw.body):
        return raw, ()
    notes: list[Note] = []
    room = [MOST]

    def put(whole: str, name: str, said: Given) -> str:
        template = templates.get(name.strip("/"))
        if template is None or room[0] <= 0:
            return whole
        text = VALUE.sub(lambda match: _value(match, said), template)
        text = text if PurePosixPath(name).suffix in {".md", ".markdown"} or raw.is_html else markdown_of(text)[0]
        room[0] -= len(text)
        is_empty = not text.strip()
        notes.append(
            Note(Fate.LEFT_OUT if is_empty else Fate.CHANGED, EMPTY if is_empty else PUT_IN, str(raw.path), name)
        )
        return f"\n{text.strip()}\n" if "\n" in text.strip() else text.strip()

    body = replaced(raw.body, LIQUID, lambda match: _included(match, put))
    body = replaced(body, SHORTCODE, lambda match: match[0] if match[1] else put(match[0], match[2], given(match[3])))
    return Raw(raw.path, raw.keys, body, raw.has_keys, is_html=raw.is_html), tuple(notes)


def _included(match: re.Match[str], put: Callable[[str, str, Given], str]) -> str:
    said = given(match[2])
    return put(match[0], said.words[0], said) if match[1] in INCLUDES and said.words else match[0]


def _value(match: re.Match[str], said: Given) -> str:
    if name := match["include"] or match["get"]:
        return (
            said.words[int(name)]
            if name.isdigit() and int(name) < len(said.words)
            else said.named.get(name.lower(), "")
        )
    number = int(match["index"])
    return said.words[number] if number < len(said.words) else ""
