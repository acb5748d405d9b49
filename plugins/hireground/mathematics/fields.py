"""Decide which texts have formulas, and write those in titles and summaries as a line of Unicode."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from hireground.mathematics.formulas import INSTALL, FormulaError, formula_text, is_installed
from hireground.mathematics.signs import HAS_FORMULAS, end_of_formula
from hireground.text.fields import YES
from hireground.text.fixes import refused
from hireground.text.frontmatter import Document
from hireground.text.problems import Problem, Refusal, quoted
from hireground.text.yaml.marks import Data, Loc

KEY = "math"
TEXTS = frozenset({"abstract"})
"""The keys whose words are Markdown."""
LINES = frozenset({"title", "summary", "subtitle"})
"""The keys whose words stand where there is no markup: in calendars, feeds, cards and the titles of windows."""
FORMULA = re.compile(r"\\[\\$]|\\[(\[]|\$")


def with_formulas(document: Document, *, is_on: bool) -> tuple[Document, list[Problem]]:
    """Return a document whose dollars are mathematics where the site or its own `math: yes` says so."""
    told = document.fields.get(KEY)
    if told is not None:
        if str(told).lower() not in YES:
            refusal = Refusal(f"{quoted(str(told))} is neither yes nor no", "yes")
            return _without_key(document), [refused(document, (KEY,), refusal)]
        is_on, document = YES[str(told).lower()], _without_key(document, told)
    if not is_on:
        return document, []
    if not is_installed():
        return document, [document.problem(document.marks.value((KEY,)), f"formulas need a library; {INSTALL}")]
    problems: list[Problem] = []
    fields = {name: _lines(document, (name,), value, problems) for name, value in document.fields.items()}
    return replace(document, fields=fields, body=document.body + HAS_FORMULAS), problems


def _without_key(document: Document, _told: object = None) -> Document:
    return replace(document, fields={name: value for name, value in document.fields.items() if name != KEY})


def _lines(document: Document, loc: Loc, value: Data, problems: list[Problem]) -> Data:
    """Return a value of the front matter with the formulas in its lines of words as Unicode."""
    if isinstance(value, Mapping):
        return {name: _lines(document, (*loc, name), inner, problems) for name, inner in value.items()}
    if isinstance(value, list):
        return [_lines(document, (*loc, number), inner, problems) for number, inner in enumerate(value)]
    if isinstance(value, str) and loc[-1] in TEXTS:
        return value + HAS_FORMULAS
    if not isinstance(value, str) or loc[-1] not in LINES or not FORMULA.search(value):
        return value
    parts = []
    for part, is_formula in formulas_in(value):
        try:
            parts.append(formula_text(part) if is_formula else part)
        except FormulaError as error:
            words = f"in the formula {quoted(part)}: {error}"
            problems.append(document.problem(document.marks.value(loc), words))
    return "".join(parts)


def formulas_in(line: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of a line: words, and formulas without their signs."""
    at, start, absent = 0, 0, set[str]()
    while sign := FORMULA.search(line, at):
        at = sign.end()
        if sign[0] in {r"\$", r"\\"}:
            yield line[start : sign.start()] + ("$" if sign[0] == r"\$" else sign[0]), False
            start = at
        elif found := end_of_formula(line, sign.start(), absent):
            opening, end = found
            yield line[start : sign.start()], False
            yield line[sign.start() + len(opening) : end - len(opening)], True
            start = at = end
    yield line[start:], False
