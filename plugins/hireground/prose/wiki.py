"""Find wiki links, `[[Knots]]`, and say which file each means."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from hireground.markdown.extensions import heading_id
from hireground.markdown.link_check import LinkedFiles, relative
from hireground.prose.body import Body, Finding, is_escaped, shown
from hireground.text.source import ENDINGS, is_markdown

WIKI = re.compile(
    r"(?P<embed>!?)\[\[(?P<target>[^\[\]\n|#^]*)(?:#(?P<heading>[^\[\]\n|]*))?(?:\|(?P<text>[^\[\]\n]*))?\]\](?![(\[])"
)
ORG = re.compile(r"\[\[(?P<target>[^\[\]\n]+)\]\[(?P<text>[^\[\]\n]+)\]\]")
CONTENTS = frozenset({"toc", "_toc_"})
ADDRESS = re.compile(r"https?://[^\s()\[\]<>]+")
SIZE = re.compile(r"\d+(?:x\d+)?")


def wiki_findings(body: Body, files: LinkedFiles) -> Iterator[Finding]:
    """Yield links in double brackets."""
    words = body.words
    for match in ORG.finditer(words) if "][" in words and "[[" in words else ():
        target, text = match["target"].removeprefix("file:"), match["text"]
        meant = (
            f"[{text}]({target})"
            if ADDRESS.fullmatch(target) or target.endswith(ENDINGS)
            else _meant(target, text, "", files)
        )
        yield _finding(match, meant)
    for match in WIKI.finditer(words) if "[[" in words else ():
        if is_escaped(words, match.start()):
            continue
        if match["target"].strip().lower() in CONTENTS:
            how = 'take it out, and write "toc: yes" above the text'
            message = f"{shown(match[0])} is another program's list of contents; {how}"
            yield Finding(match.start(), match.end(), message, seen="[[")
        else:
            yield _finding(match, _picture(match, files) if match["embed"] else _link(match, files))


def _finding(match: re.Match[str], meant: str | None) -> Finding:
    message = f"{shown(match[0])} is a link of a wiki or of Obsidian, which readers would see as it stands"
    how = "" if meant else '; write the file\'s name, as in "[words](file.md)"'
    return Finding(match.start(), match.end(), f"{message}{how}", meant, seen="[[")


def _link(match: re.Match[str], files: LinkedFiles) -> str | None:
    target, heading = match["target"].strip(), (match["heading"] or "").strip()
    text = (match["text"] or "").strip() or target or heading
    return _meant(target, text, heading, files)


def _meant(target: str, text: str, heading: str, files: LinkedFiles) -> str | None:
    """Write a link to the one file that a name means; None if there is none, or several."""
    if not text or set("[]") & set(text):
        return None
    place = f"#{heading_id(heading, '-')}" if heading and not heading.startswith("^") else ""
    if not target:
        return f"[{text}]({place})" if place else None
    file = _file(target, files, ENDINGS)
    return f"[{text}]({relative(files.source, file)}{place})" if file else None


def _picture(match: re.Match[str], files: LinkedFiles) -> str | None:
    target, text = match["target"].strip(), (match["text"] or "").strip()
    file = _file(target, files, ("",))
    if file is None or is_markdown(file):
        return None
    alt = text if text and not SIZE.fullmatch(text) else file.stem.replace("-", " ").replace("_", " ")
    return None if set("[]") & set(alt) else f"![{alt}]({relative(files.source, file)})"


def _file(target: str, files: LinkedFiles, endings: tuple[str, ...]) -> PurePosixPath | None:
    """Find the one file whose name, or whose name in small letters with hyphens, a wiki would take."""
    name = PurePosixPath(target.replace("\\", "/")).name.lower()
    plain = name.removesuffix(".md").removesuffix(".markdown")
    names = {f"{one}{ending}" for one in (name, plain, plain.replace(" ", "-")) for ending in endings}
    own = PurePosixPath(files.source.as_posix())
    known = files.folder.names.by_name
    found = {path for one in names for path in known.get(one, ()) if path != own and " " not in path.as_posix()}
    return found.pop() if len(found) == 1 else None
