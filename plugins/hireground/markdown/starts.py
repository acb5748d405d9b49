"""Say which blocks a line may open, by its first sign: CommonMark's, GitHub's and Python-Markdown's extensions'."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from hireground.embeds.blocks import KINDS, embed
from hireground.embeds.letter import letter
from hireground.markdown.blocks import Blocks, Start
from hireground.markdown.containers import QUOTED, Indented, Item, List, Quote, Terms
from hireground.markdown.extensions import typeset
from hireground.markdown.fences import fence
from hireground.markdown.leaves import BlockHtml, Note, Paragraph, Table, Verbatim, cells
from hireground.markdown.mathematics import display
from hireground.markdown.raw_html import html_block

CODE_INDENT = 4
DIGITS = "0123456789"
HASHES = re.compile(r"#{1,6}(?=[ \t]|\Z)")
RULE = re.compile(r"(?:(?:\*[ \t]*+){3,}+|(?:-[ \t]*+){3,}+|(?:_[ \t]*+){3,}+)\Z")
UNDERLINE = re.compile(r"(=+|-+)[ \t]*\Z")
BULLET = re.compile(r"[-+*](?=[ \t]|\Z)")
NUMBER = re.compile(r"(\d{1,9})([.)])(?=[ \t]|\Z)")
DELIMITER = re.compile(r":?-+:?")
MEANING = re.compile(r":[ ]{1,3}(?=\S)")
BOX = re.compile(r'!!! ?([\w-]+(?:[ ]+[\w-]+)*+)(?:[ ]+"(.*)")?[ ]*\Z')
ABBREVIATION = re.compile(r"\*\[([^\\\]]+)\][ ]?:[ ]*(.*)")
FOOTNOTE = re.compile(r"\[\^([^\]]+)\]:[ ]*(.*)")
SLASHES = re.compile(r"(/{3,})[ ]*(?P<name>[\w-]+)[ ]*(?:\|(?P<title>.*))?\Z")
OWN: Mapping[str, Callable[[str, Sequence[str]], str]] = {
    "letter": letter,
    **{kind: partial(embed, kind) for kind in KINDS},
}
"""What makes the HTML of a block between slashes that needs nothing but its title and lines."""


def heading(blocks: Blocks, line: str, _indent: int) -> bool | None:
    """Read `## Words`, with or without signs behind them."""
    match = HASHES.match(line)
    if not match:
        return None
    words = line[match.end() :].strip()
    bare = words.rstrip("#")
    SubElement(blocks.begin(), f"h{match.end()}").text = bare.rstrip() if not bare or bare[-1:] in " \t" else words
    return True


def underlined(blocks: Blocks, line: str, _indent: int) -> bool | None:
    """Read the line below a heading: `=====` or `-----`."""
    match, leaf = UNDERLINE.match(line), blocks.leaf
    if not match or not blocks.interrupts() or not isinstance(leaf, Paragraph) or not (words := leaf.text(blocks.md)):
        return None
    blocks.leaf = None
    SubElement(blocks.begin(), "h1" if line[0] == "=" else "h2").text = words
    return True


def rule(blocks: Blocks, line: str, _indent: int) -> bool | None:
    """Read a line between sections: `* * *`, `---` or `___`."""
    if not RULE.match(line):
        return None
    SubElement(blocks.begin(), "hr")
    return True


def quote(blocks: Blocks, line: str, _indent: int) -> str:
    """Open a block quote."""
    blocks.begin()
    blocks.enter(Quote(SubElement(blocks.tip, "blockquote")))
    match = QUOTED.match(line)
    return line[match.end() :] if match else line


def item(blocks: Blocks, line: str, indent: int) -> str | None:
    """Open an item, and its list unless it continues one; a number within a paragraph begins one only if it is 1."""
    match = BULLET.match(line) or NUMBER.match(line)
    if not match:
        return None
    number, sign = (match[1], match[2]) if match.re is NUMBER else ("", match[0])
    after = line[match.end() :]
    content = after.lstrip(" ")
    if blocks.interrupts() and (not content or (number and int(number) != 1)):
        return None
    gap = len(after) - len(content)
    width = gap if content and gap <= CODE_INDENT else 1
    _open_list(blocks, sign, number)
    element = SubElement(blocks.begin(in_list=True), "li")
    blocks.enter(Item(element, indent + match.end() + width, is_empty=not content))
    return after[width:]


def _open_list(blocks: Blocks, sign: str, number: str) -> None:
    """Open a list, unless the innermost one has items with the same sign."""
    blocks.close_to(blocks.depth)
    last = blocks.open[-1]
    if isinstance(last, List) and last.sign == sign:
        return
    element = SubElement(blocks.begin(), "ol" if number else "ul")
    if number and int(number) != 1:
        element.set("start", str(int(number)))
    blocks.enter(List(element, sign))


def table(blocks: Blocks, line: str, _indent: int) -> bool | None:
    """Read the line of dashes below a table's first row, which is the last line of what was a paragraph."""
    leaf = blocks.leaf
    if not blocks.interrupts() or not isinstance(leaf, Paragraph) or set(line) - set("|:- \t"):
        return None
    delimiters, heads = cells(line), cells(leaf.lines[-1])
    if (
        "|" not in line + leaf.lines[-1]
        or len(heads) != len(delimiters)
        or not all(map(DELIMITER.fullmatch, delimiters))
    ):
        return None
    leaf.lines.pop()
    if not leaf.lines:
        blocks.leaf = None
    blocks.begin()
    blocks.leaf = Table(heads, delimiters)
    return True


def meaning(blocks: Blocks, line: str, _indent: int) -> str | None:
    """Read `:   what it means`, below the lines of its terms."""
    match, leaf = MEANING.match(line), blocks.leaf
    if not match:
        return None
    is_tight, terms = True, list[str]()
    if blocks.interrupts() and isinstance(leaf, Paragraph):
        terms, blocks.leaf = leaf.text(blocks.md).split("\n"), None
    blocks.close_to(blocks.depth)
    last = blocks.tip[-1] if len(blocks.tip) else None
    if not terms and not isinstance(blocks.open[-1], Terms):
        if last is None or last.tag != "p":
            return None
        is_tight, terms, last = False, (last.text or "").split("\n"), blocks.tip[-2] if len(blocks.tip) > 1 else None
        blocks.tip.remove(blocks.tip[-1])
    if not isinstance(blocks.open[-1], Terms):
        blocks.enter(Terms(last if last is not None and last.tag == "dl" else SubElement(blocks.begin(), "dl")))
    holder = blocks.begin(in_list=True)
    for term in terms:
        SubElement(holder, "dt").text = term
    blocks.enter(Indented(SubElement(holder, "dd"), is_tight=is_tight))
    return line[match.end() :]


def box(blocks: Blocks, line: str, _indent: int) -> bool | None:
    """Open the box of `!!! note "Title"`."""
    match = BOX.match(line)
    if not match:
        return None
    kinds, title = match[1].lower().split(), match[2]
    element = SubElement(blocks.begin(), "div", {"class": " ".join(["admonition", *kinds])})
    if title != "":
        SubElement(element, "p", {"class": "admonition-title"}).text = title or kinds[0].capitalize()
    blocks.enter(Indented(element))
    return True


def abbreviation(blocks: Blocks, line: str, _indent: int) -> bool | None:
    """Read `*[ATS]: applicant tracking system`."""
    match = ABBREVIATION.match(line)
    if not match or not match[1].strip() or not match[2].strip():
        return None
    known: Any = blocks.md.treeprocessors["abbr"]
    blocks.begin()
    known.abbrs[match[1].strip()] = match[2].strip()
    return True


def footnote(blocks: Blocks, line: str, _indent: int) -> bool | None:
    """Read a footnote, such as `[^cost]: In 2024, before taxes`."""
    match = FOOTNOTE.match(line)
    if not match:
        return None
    known: Any = blocks.md.treeprocessors["footnote"]
    blocks.begin()
    blocks.leaf = Note(match[2], lambda text: known.footnotes.setFootnote(match[1], text))
    return True


def extension(blocks: Blocks, line: str, _indent: int) -> bool | None:
    """Read a block between slashes, or hand it to pymdown-extensions."""
    match = SLASHES.match(line)
    if match and (make := OWN.get(match["name"].lower())):
        return _own(blocks, make, match)
    if not match or "blocks" not in blocks.md.parser.blockprocessors:
        return None
    blocks.begin()
    processor, slashes = blocks.md.parser.blockprocessors["blocks"], match[1]

    def finish(parent: Element, lines: list[str]) -> None:
        text = "\n".join([line, *lines, slashes])
        if processor.test(parent, text):
            processor.run(parent, [text])
        else:
            SubElement(parent, "p").text = text

    blocks.leaf = Verbatim(lambda one: one.strip() == slashes, finish)
    return True


def _own(blocks: Blocks, make: Callable[[str, Sequence[str]], str], match: re.Match[str]) -> bool:
    blocks.begin()

    def finish(parent: Element, lines: list[str]) -> None:
        html = make(typeset((match["title"] or "").strip()), lines)
        SubElement(parent, "p").text = AtomicString(blocks.md.htmlStash.store(BlockHtml(html)))

    blocks.leaf = Verbatim(lambda one: one.strip() == match[1], finish)
    return True


STARTS: Mapping[str, tuple[Start, ...]] = {
    "#": (heading,),
    ">": (quote,),
    "`": (fence,),
    "~": (fence,),
    "<": (html_block,),
    "=": (underlined,),
    "-": (table, underlined, rule, item),
    "*": (abbreviation, rule, item),
    "_": (rule,),
    "+": (item,),
    "|": (table,),
    ":": (table, meaning),
    "!": (box,),
    "[": (footnote,),
    "/": (extension,),
    "$": (display,),
    "\\": (display,),
    **dict.fromkeys(DIGITS, (item,)),
}
