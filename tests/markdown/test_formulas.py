"""Formulas become MathML at build time, a line of Unicode where there is no markup, and prices stay prices."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from errors_corpus import NOW, write_base
from playwright.sync_api import Browser
from tiny_site import run_tool

from hireground.markdown.convert import converter
from hireground.mathematics.fields import formulas_in
from hireground.mathematics.formulas import FormulaError, formula_text, mathml, without_formulas
from hireground.mathematics.signs import HAS_FORMULAS
from hireground.published.check import check
from hireground.text.reports import report

TALKS = (Path(__file__).parent / "formulas.txt").read_text("utf-8").splitlines()
"""Formulas as abstracts of talks have them, each with its line of Unicode."""
HOSTILE = (
    "{",
    r"\left(",
    "x^{",
    r"\sqrt{",
    r"\frac",
    r"\begin{matrix}",
    "&",
    r"\def\a{\a\a}\a",
    "$",
    "a^b^c",
    r"\text{",
)


@pytest.mark.parametrize("line", TALKS, ids=lambda line: line.partition("\t")[0])
def test_formulas_of_talks_are_mathml_and_a_line_of_unicode(line: str) -> None:
    latex, _, said = line.partition("\t")
    for is_display in (False, True):
        made = mathml(latex, is_display=is_display)
        tree = ET.fromstring(  # noqa: S314 -- our own
            re.sub(r"&(?:nbsp|ApplyFunction|af|InvisibleTimes);", " ", made)
        )
        assert not [one for one in tree.iter() if {"style", "href", "xmlns"} & {*one.attrib} or one.tag == "span"]
    assert formula_text(latex) == said


def converted(text: str) -> str:
    return converter().convert(text + HAS_FORMULAS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("from $5 to $10, US$5 or US$6", "from $5 to $10, US$5 or US$6"),
        ("$5 and $10", "$5 and $10"),
        ("5$ and 6$", "5$ and 6$"),
        (r"\$x\$ is money", "$x$ is money"),
        ("`$x$` is code", "$x$ is code"),
        ("costs $5\n\n- $x_1$", "costs $5 x₁"),
        ("$ x $ is neither", "$ x $ is neither"),
        ("$x$ and $y_1$", "x and y₁"),
        (r"\(a_b*c*d_e\) and *em*", "a_b*c*dₑ and em"),
        ("$a<b$ & $\\{c\\}$", "a < b & {c}"),
        ("[$x$](https://example.org/)", "x"),
        ("| a |\n|---|\n| $x^2$ |", "a x²"),
    ],
)
def test_dollars_are_read_as_pandoc_reads_them(text: str, said: str) -> None:
    words = re.sub(r"<[^<>]+>", "", without_formulas(converted(text))).replace("&lt;", "<").replace("&amp;", "&")
    assert " ".join(words.split()).replace("\u2217", "*") == said


@pytest.mark.parametrize("signs", [("$$", "$$"), (r"\[", r"\]")])
def test_a_formula_in_lines_of_its_own_is_read_as_it_stands(signs: tuple[str, str]) -> None:
    inner = "\n\\begin{cases}\n1 & x > 0 \\\\\n\n- 1\n= & # 2\n\\end{cases}\n"
    inner = inner.replace("# ", "")
    html = converted(f"Let\n{signs[0]}{inner}{signs[1]}\nhold.\n\n- item\n\n  {signs[0]}x{signs[1]}\n")
    assert html.count('<math display="block"') == 2
    assert "<p>hold.</p>" in html
    assert "<li>" in html
    assert not {"<h1", "<ul>\n<li>1", "<hr"} & {*re.findall(r"<h1|<hr", html)}


def test_without_the_setting_dollars_are_dollars() -> None:
    text = r"$x^2$, \(y\) and" + "\n\n$$\nz\n$$\n"
    html = converter().convert(text)
    assert "<math" not in html
    assert "$x^2$, (y) and" in html


def test_nothing_of_an_author_s_html_comes_through_a_formula() -> None:
    html = converter(is_raw=False).convert(r"$\text{<script>x</script>}$ $a<b$" + HAS_FORMULAS)
    assert "<script" not in html
    assert html.count("<math") == 2
    for latex in (r"\href{javascript:x}{y}", r"\style{x}{y}", r"\class{x}{y}"):
        with pytest.raises(FormulaError):
            mathml(latex)


@pytest.mark.parametrize("token", HOSTILE)
def test_a_hostile_formula_is_refused_or_shown_and_stops_nothing(token: str) -> None:
    for text in (token * 400, token * 5000, token * 100 + "}" * 100):
        converted(f"${text}$\n\n$${text}$$\n\n{token}")


def site_of(root: Path, settings: str, files: dict[str, str]) -> Path:
    path = write_base(root)
    path.write_text("from hireground.pelican.defaults import *\n" + path.read_text("utf-8") + settings, "utf-8")
    for name, text in files.items():
        (root / "content" / name).write_text(text, "utf-8")
    return path


POST = """---
title: On $L^2$ and $\\mathbb{R}^n$ for $5
summary: A bound of $\\frac{1}{2}n\\log n$.
date: 2026-11-19 08:00
image: ../images/none.png
---
Let $x^2$ be, from $5 to $10.

$$
\\sum_{i=1}^n i
$$
""".replace("image: ../images/none.png\n", "")
SEMINAR = """---
title: Moduli of $\\overline{\\mathcal{M}}_g$
summary: Curves of genus $g \\ge 2$.
sessions:
  - 2026-12-05 18:00
---
All about $H^1$.
"""


@pytest.mark.parametrize("way", ["own", "pelican"])
def test_a_site_shows_formulas_and_says_them_where_there_is_no_markup(way: str, tmp_path: Path) -> None:
    more = "" if way == "own" else 'EXTRA_PATH_METADATA = {"images/a.csv": {"path": "a.csv"}}\n'
    settings = site_of(
        tmp_path, f"\nSITE_MATH = True\nSITE_SEARCH = False\n{more}", {"posts/m.md": POST, "seminars/m.md": SEMINAR}
    )
    run = run_tool(tmp_path, "build", "--settings", settings.name)
    assert run.returncode == 0, run.stdout + run.stderr
    output = tmp_path / "output"
    page, feed = (output / "posts/m/index.html").read_text("utf-8"), (output / "posts/atom.xml").read_text("utf-8")
    assert '<h1 class="p-name">On L² and ℝⁿ for $5</h1>' in page
    assert '<math alttext="x²"><msup>' in page
    assert '<div class="formula" tabindex="0"><math display="block"' in page
    assert "from $5 to $10" in page
    assert "Let x² be" in feed
    assert "<math" not in feed.replace("&lt;", "<")
    assert "1/2n log n" in feed
    calendar = (output / "seminars/m/calendar.ics").read_text("utf-8").replace("\r\n ", "")
    assert "Moduli of \u2133\u0305_g" in calendar
    assert "All about H¹" in calendar
    assert "formula" in next((output / "assets/css").glob("main.*.css")).read_text("utf-8")
    assert not re.search(r"[\x1d\x1e]", page + feed + calendar)
    assert "g ≥ 2" in json.dumps((output / "seminars/m/index.html").read_text("utf-8"), ensure_ascii=False)


def test_one_text_may_have_what_the_site_has_not(tmp_path: Path) -> None:
    files = {"posts/m.md": POST.replace("title:", "math: yes\ntitle:", 1), "posts/n.md": POST.replace("m.md", "n")}
    settings = site_of(tmp_path, "\nSITE_SEARCH = False\n", files)
    run = run_tool(tmp_path, "build", "--settings", settings.name)
    assert run.returncode == 0, run.stdout + run.stderr
    pages = [(tmp_path / f"output/posts/{name}/index.html").read_text("utf-8") for name in "mn"]
    assert ["<math" in page for page in pages] == [True, False]


def test_a_formula_that_cannot_be_read_is_a_problem_with_its_place(tmp_path: Path) -> None:
    head = "---\ntitle: A $x^$\nsummary: B\ndate: 2026-11-19 08:00\nmath: yes\n---\n"
    body = "One\n\nand $a + \\foo b$ here.\n\n$$\nx^\n$$\n\n$$\nnever closed\n"
    settings = site_of(tmp_path, "", {"posts/m.md": head + body, "posts/n.md": head.replace("yes", "maybe")})
    said = report(check(settings, NOW), tmp_path)
    assert 'content/posts/m.md:2:8: in the formula "x^": ' in said
    assert 'content/posts/m.md:9:10: in the formula "$a + \\foo b$": Unknown command "\\foo".' in said
    assert 'content/posts/m.md:13:1: in the formula "$$ x^ $$": ' in said
    assert "content/posts/m.md:15:1: a formula that nothing closes" in said
    assert 'content/posts/n.md:5:7: math: "maybe" is neither yes nor no; write "yes"' in said


def test_what_a_line_says_beside_formulas_stays() -> None:
    assert [*formulas_in(r"\$5, $x$ and \(y\)")] == [
        ("$", False), ("5, ", False), ("x", True), (" and ", False), ("y", True), ("", False),
    ]  # fmt: skip


SIZE = "one => parseFloat(getComputedStyle(one).fontSize)"


def test_browsers_draw_formulas_and_wide_ones_scroll(chromium: Browser) -> None:
    wide = r"$$" + " + ".join(rf"\frac{{x_{{{number}}}}}{{2}}" for number in range(40)) + "$$"
    page = chromium.new_page(viewport={"width": 360, "height": 640})
    css = (Path(__file__).parents[2] / "theme/static/css/formulas.css").read_text("utf-8")
    page.set_content(f"<style>{css}</style><main>{converted('Let $x^2$ be.' + chr(10) * 2 + wide)}</main>")
    base, raised = (page.locator(f"msup > :nth-child({number})").first.bounding_box() for number in (1, 2))
    assert base
    assert raised
    assert raised["y"] < base["y"]
    sizes = [page.locator(f"msup > :nth-child({number})").first.evaluate(SIZE) for number in (1, 2)]
    assert sizes[1] < sizes[0]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator(".formula").evaluate("one => one.scrollWidth > one.clientWidth")
    page.close()
