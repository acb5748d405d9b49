r"""Read formulas in Markdown: `$…$`, `\(…\)`, and `$$…$$` or `\[…\]`, which stand in lines of their own.

Within a formula, nothing else is read.
"""

import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.util import AtomicString

from hireground.markdown.leaves import Verbatim
from hireground.mathematics.formulas import FormulaError, mathml
from hireground.mathematics.signs import OPENING
from hireground.text.frontmatter import Document
from hireground.text.problems import Problem, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hireground.markdown.blocks import Blocks

MARK = re.compile("\x1e([0-9]+)\x1e")
"""What stands for a formula until all else is done."""
UNCLOSED = "a formula that nothing closes; write {} at its end, or a backslash before a dollar that is money"


@dataclass
class Formulas:
    """The formulas of one text: `made` is the HTML of each, `wrong` what is written and why it cannot be read."""

    is_on: bool = False
    made: list[str] = field(default_factory=list)
    wrong: list[tuple[str, FormulaError]] = field(default_factory=list)

    def put(self, written: str, opening: str) -> str:
        """Return what stands for a formula; `written` has its signs around it."""
        latex = written[len(opening) : -len(OPENING[opening])]
        try:
            made = mathml(latex, is_display=opening in {"$$", r"\["})
        except FormulaError as error:
            self.wrong.append((written, FormulaError(str(error), error.at + len(opening))))
            made = f"<code>{escape(written)}</code>"
        self.made.append(made)
        return f"\x1e{len(self.made) - 1}\x1e"


def formulas_of(md: Markdown) -> Formulas | None:
    """Return where a converter keeps the formulas of its text; None where dollars are money."""
    formulas: Formulas | None = getattr(md, "formulas", None)
    return formulas if formulas and formulas.is_on else None


def display(blocks: "Blocks", line: str, _indent: int) -> bool | None:
    r"""Read a formula in lines of its own, from `$$` or `\[` to the line that closes it."""
    formulas = formulas_of(blocks.md)
    opening = line[:2]
    if not formulas or opening not in {"$$", r"\["}:
        return None
    closing = OPENING[opening]
    rest = line[2:].rstrip()
    if closing in rest and not rest.endswith(closing):
        return None
    blocks.begin()
    if rest.endswith(closing):
        _put(blocks.tip, line.rstrip(), opening, formulas)
        return True

    def finish(parent: Element, lines: list[str]) -> None:
        written = "\n".join([line, *lines])
        if written.rstrip().endswith(closing) and len(written.rstrip()) > len(opening):
            _put(parent, written.rstrip(), opening, formulas)
        else:
            formulas.wrong.append((line, FormulaError(UNCLOSED.format(quoted(closing)))))

    blocks.leaf = _Display(closing, finish)
    return True


class _Display(Verbatim):
    """Lines of a formula; the one that ends it is its last."""

    def __init__(self, closing: str, finish: Any) -> None:  # noqa: ANN401 -- as Verbatim has it
        super().__init__(lambda _line: False, finish)
        self.closing = closing

    def take(self, line: str) -> bool:
        if self.is_done:
            return False
        self.lines.append(line)
        self.is_done = line.rstrip().endswith(self.closing)
        return True


def _put(parent: Element, written: str, opening: str, formulas: Formulas) -> None:
    region = SubElement(parent, "div", {"class": "formula", "tabindex": "0"})
    region.text = AtomicString(formulas.put(written, opening))


class _Begin(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        formulas: Formulas = self.md.formulas  # type: ignore[attr-defined]
        formulas.is_on = bool(lines) and any(line.endswith("\x1d") for line in lines[-4:])
        formulas.made, formulas.wrong = [], []
        return [line.replace("\x1d", "") for line in lines] if formulas.is_on else lines


class _End(Postprocessor):
    def run(self, text: str) -> str:
        formulas = formulas_of(self.md)
        if not formulas or not formulas.made:
            return text

        def shown(match: re.Match[str]) -> str:
            return formulas.made[int(match[1])]

        if toc := getattr(self.md, "toc", ""):
            self.md.toc = MARK.sub(shown, toc)  # type: ignore[attr-defined]
        return MARK.sub(shown, text)


class Mathematics(Extension):
    """Reads the formulas of texts that end with `HAS_FORMULAS`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """Look at the text first, and put the formulas in last: once the author's HTML is sanitized."""
        md.formulas = Formulas()  # type: ignore[attr-defined]
        md.preprocessors.register(_Begin(md), "formulas", 100)
        md.postprocessors.register(_End(md), "formulas", 1)


def formula_problems(document: Document, md: Markdown) -> "Iterator[Problem]":
    """Yield the formulas of a body that cannot be read, each at the sign where it stops being one."""
    body = document.body
    md.reset().convert(body)
    formulas, behind = formulas_of(md), dict[str, int]()
    for written, error in formulas.wrong if formulas else ():
        line = written if written in body else written.split("\n", 1)[0]
        is_last = line in OPENING  # a formula that nothing closes goes on to the end
        found = body.rfind(line) if is_last else max(body.find(line, behind.get(line, 0)), 0)
        behind[line] = found + len(line)
        at = found + min(error.at, len(line) - 1)
        words = f"in the formula {quoted(written)}: {error}" if not is_last else str(error)
        yield document.problem(document.mark_at(at), words)
