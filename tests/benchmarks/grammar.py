"""`inv bench grammar`: Markdown as others read it, how long a post takes, and what hostile texts cost, in one run.

`SPECIFICATION=path inv bench grammar` also compares every example of `commonmark.json`, which markdown-it-py's sources
carry, or of GitHub's `spec.txt`, and prints the share that agrees by section.
"""

import json
import os
import random
import re
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from markdown_it import MarkdownIt
from tests.markdown.test_grammar import tree

from hireground.markdown.convert import converter

ROOT = Path(__file__).parents[2]
ROUNDS = 5
SIZE = 250_000
LIMIT = 10
"""Seconds of computing after which a hostile text is stopped, and named."""
SEED, GENERATED = 20_261_128, 120
PIECES = (
    "[",
    "![",
    "]",
    "(",
    ")",
    "](a",
    "[a][",
    "[^a]",
    "<a",
    "<",
    ">",
    "</a>",
    "<!--",
    "<![CDATA[",
    "<?x",
    "<https://a.b>",
    "https://a.b",
    "www.a_",
    "a@b.c",
    "*",
    "**",
    "_",
    "__",
    "~~",
    "`",
    "``",
    "\\",
    "&",
    "&amp;",
    '"',
    "'",
    "{",
    "{:",
    "{#a}",
    "|",
    "|-|",
    ":",
    "#",
    "-",
    "+",
    "1.",
    ">",
    "!!!",
    ":::",
    "///",
    "```",
    "~~~",
    "===",
    "---",
    "*[A]:",
    "[a]:",
    "[^a]:",
    "[x]",
    "[!NOTE]",
    "<div>",
    "<div",
    "markdown>",
    "</div>",
)
EXAMPLE = re.compile(
    r"^#+ (?P<section>[^\n]*)$|^`{32} example[^\n]*\n(?P<text>.*?)^\.\n(?P<html>.*?)^`{32}$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True)
class Example:
    """One example of a specification."""

    section: str
    text: str
    html: str


def examples(path: Path) -> Iterator[Example]:
    """Read a specification: CommonMark's `commonmark.json`, or the `spec.txt` of CommonMark or GitHub."""
    text = path.read_text("utf-8")
    if path.suffix == ".json":
        yield from (Example(one["section"], one["markdown"], one["html"]) for one in json.loads(text))
        return
    section = ""
    for match in EXAMPLE.finditer(text):
        section = match["section"] or section
        if match["text"] is not None:
            yield Example(section, match["text"].replace("→", "\t"), match["html"].replace("→", "\t"))


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def sections(path: Path) -> None:
    """Print how many examples of a specification agree, by section."""
    good, whole = Counter[str](), Counter[str]()
    for example in examples(path):
        whole[example.section] += 1
        good[example.section] += tree(converter().convert(example.text)) == tree(example.html)
    for section, count in whole.items():
        say(f"{section:45} {good[section]:3} of {count:3}")
    say(f"{'all':45} {good.total():3} of {whole.total():3}")


def speed() -> None:
    """Print what a post of this site takes, beside markdown-it-py, which neither colors code nor sets quotes."""
    texts = [
        re.sub(r"\A---\n.*?\n---\n", "", path.read_text("utf-8"), flags=re.DOTALL)
        for path in ROOT.glob("content/**/*.md")
    ]
    ours, other = converter(), MarkdownIt("gfm-like", {"linkify": False})
    taken: dict[str, list[float]] = {"ours": [], "markdown-it-py": []}
    for _round in range(ROUNDS):
        for name, convert in (("ours", lambda text: ours.reset().convert(text)), ("markdown-it-py", other.render)):
            start = time.process_time()
            for text in texts:
                convert(text)
            taken[name].append((time.process_time() - start) / len(texts) * 1000)
    for name, times in taken.items():
        say(f"{name:20} {median(times):6.2f} ms a text, of {len(texts)}")


def hostile(number: int) -> str:
    """Return a text that repeats a few signs: each sign alone first, and then what a seed draws."""
    if number < 2 * len(PIECES):
        return PIECES[number // 2] + " \n"[number % 2]
    drawn = random.Random(SEED + number)  # noqa: S311 -- the same texts in each run
    return "".join(
        drawn.choice(PIECES) + drawn.choice(("", " ", "\n", "\n\n", "a")) for _ in range(drawn.randint(2, 6))
    )


def try_one(number: int) -> None:
    """Convert one hostile text within the limit of seconds; it is run in a process of its own."""
    resource.setrlimit(resource.RLIMIT_CPU, (LIMIT, LIMIT))
    form = hostile(number)
    text = form * (SIZE // len(form))
    start = time.process_time()
    converter().convert(text)
    say(str(time.process_time() - start))


def fuzz() -> None:
    """Print how many hostile texts were converted, the slowest of them, and those that were stopped."""
    taken: dict[str, float] = {}
    stopped = []
    for number in range(2 * len(PIECES) + GENERATED):
        run = subprocess.run(
            [sys.executable, "-m", __spec__.name, str(number)], capture_output=True, text=True, check=False
        )
        if run.returncode:
            stopped.append(hostile(number))
        else:
            taken[hostile(number)] = float(run.stdout)
    tried = len(taken) + len(stopped)
    say(f"{tried} hostile texts of {SIZE:,} characters, {len(stopped)} stopped after {LIMIT} s: {stopped}")
    for form, seconds in sorted(taken.items(), key=lambda pair: -pair[1])[:10]:
        say(f"{seconds:6.2f} s  {form!r}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        try_one(int(sys.argv[1]))
    else:
        if path := os.environ.get("SPECIFICATION"):
            sections(Path(path))
        speed()
        fuzz()
