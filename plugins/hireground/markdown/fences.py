"""Read fenced code and what stands behind its fence, and color it (Pygments, through codehilite)."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions.codehilite import CodeHilite, parse_hl_lines
from markdown.util import AtomicString
from pygments import highlight
from pygments.formatters import get_formatter_by_name
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from hireground.markdown.destinations import plain
from hireground.markdown.leaves import Verbatim

if TYPE_CHECKING:
    from markdown import Markdown

    from hireground.markdown.blocks import Blocks

FENCE = re.compile(r"(?P<signs>`{3,})(?P<ticked>[^`]*)\Z|(?P<tildes>~{3,})(?P<waved>.*)\Z")
NAME = re.compile(r"\{?[ ]*\.?([\w#.+-]+)")
OPTION = re.compile(r"""\b(hl_lines|linenostart|linenums)[ ]*=[ ]*["']?([\d \t-]+|[a-zA-Z]+)["']?""")

NUMBER = re.compile(r"[0-9]{1,9}")
"""A line's number; Python reads no integer of 5,000 digits."""


def fence(blocks: "Blocks", line: str, indent: int) -> bool | None:
    """Open fenced code; it ends with a fence of the same sign that is not shorter, or with the block around it."""
    match = FENCE.match(line)
    if not match:
        return None
    signs, info = match["signs"] or match["tildes"], (match["ticked"] or match["waved"] or "").strip()
    closing = re.compile(rf" {{0,3}}{signs[0]}{{{len(signs)},}}[ \t]*\Z")
    blocks.begin()

    def finish(parent: Element, lines: list[str]) -> None:
        code = "".join(f"{one}\n" for one in lines)
        SubElement(parent, "p").text = AtomicString(blocks.md.htmlStash.store(_colored(blocks.md, code, plain(info))))

    blocks.leaf = Verbatim(lambda one: bool(closing.match(one)), finish, indent)
    return True


def _colored(md: "Markdown", code: str, info: str) -> str:
    """Color code by the language that its fence names, with the lines it marks."""
    extension: Any = md.treeprocessors["hilite"]
    name = NAME.match(info)
    options = {**extension.config, "style": extension.config.get("pygments_style", "default"), **_options(info)}
    options.pop("pygments_style", None)
    options.pop("pygments_formatter", None)
    hilite = CodeHilite(code, lang=name[1] if name else None, **options)
    lexer = _lexer_class(hilite.lang)(**hilite.options)
    return str(highlight(hilite.src.strip("\n"), lexer, _formatter(**hilite.options)))


make_formatter: Any = get_formatter_by_name  # Pygments says no types


@lru_cache
def _lexer_class(name: str | None) -> Any:  # noqa: ANN401 -- Pygments' own
    """Return what reads a language; Pygments looks through all of them each time. Without a known one it is text."""
    find: Any = find_lexer_class_by_name
    try:
        return find(name)
    except ClassNotFound:
        return find("text")


def _formatter(**options: Any) -> Any:  # noqa: ANN401 -- Pygments' own
    """Return a formatter; one works out its style sheet first, which takes longer than most code, so it is kept."""
    if options.get("hl_lines"):
        return make_formatter("html", **options)
    return _kept_formatter(frozenset((name, value) for name, value in options.items() if name != "hl_lines"))


@lru_cache
def _kept_formatter(options: frozenset[tuple[str, Any]]) -> Any:  # noqa: ANN401
    return make_formatter("html", **dict(options))


def _options(info: str) -> dict[str, Any]:
    """Return the few options that an author may write: numbered lines, the first number, and lines to mark."""
    found = dict(OPTION.findall(info))
    options: dict[str, Any] = {}
    if "hl_lines" in found:
        options["hl_lines"] = parse_hl_lines(found["hl_lines"])
    if NUMBER.fullmatch(found.get("linenostart", "").strip()):
        options["linenostart"] = int(found["linenostart"])
    if found.get("linenums", "").lower() in {"1", "true", "yes", "on"}:
        options["linenums"] = True
    return options
