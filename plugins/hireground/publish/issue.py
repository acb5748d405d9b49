"""`hireground from-issue EVENT.json`: write a seminar's file from a form that somebody filled in on GitHub, and answer.

An issue is written by anybody: its words become text of a file and nothing else. What is wrong with them `check` says,
and the answer shows that as it would stand in a terminal.
"""

import base64
import json
import os
import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hireground.new.document import seminar_stem
from hireground.new.filling import yaml_text
from hireground.published.check import everything
from hireground.site.settings import read_settings
from hireground.terminal import RefusedError, add_settings, existing
from hireground.text.localtime import build_moment
from hireground.text.problems import Problem
from hireground.text.reports import report

KEYS: Mapping[str, str] = {
    "Title": "title",
    "Summary": "summary",
    "Date and hour": "start",
    "Duration": "duration",
    "Place": "place",
    "Link, if it is online": "online",
    "Speakers": "speakers",
    "Price": "price",
    "Where to register": "register",
    "Text": "text",
}
"""The headings of the form, in its order, and what each is here."""
EMPTY = "_No response_"
LONGEST = 60_000
"""Characters of an issue; GitHub takes some more."""
TICKS = re.compile("`+")


def add_arguments(parser: ArgumentParser) -> None:
    """Add where the issue is."""
    add_settings(parser, "publishconf.py")
    parser.add_argument("event", metavar="EVENT.json", type=Path, help="what GitHub says of it: $GITHUB_EVENT_PATH")


def run(options: Namespace) -> int:
    """Write the file, check everything, and print the answer; a workflow gets all three as outputs."""
    settings = read_settings(existing(options.settings))
    answers = read_form(issue_of(options.event))
    title = " ".join(answers.get("title", "").split())
    if not title:
        raise RefusedError("the issue has no title of a seminar; fill in the form again")
    folder = settings.content / "seminars"
    file = folder / f"{seminar_stem(title, otherwise='seminar')}.md"
    if (settings.root / file).exists():
        raise RefusedError(f"{file.as_posix()} is there already; give the seminar another title, or edit that file")
    text = seminar_text(answers)
    (settings.root / folder).mkdir(parents=True, exist_ok=True)
    (settings.root / file).write_text(text, "utf-8", newline="\n")
    problems = [one for one in everything(options.settings, build_moment()) if one.path == file]
    said = answer(file, problems, settings.root)
    sys.stdout.write(said)
    if outputs := os.environ.get("GITHUB_OUTPUT"):
        with Path(outputs).open("a", encoding="utf-8") as there:
            there.write(f"file={file.as_posix()}\ntext={encoded(text)}\nanswer={encoded(said)}\n")
    return 0


def issue_of(event: Path) -> str:
    """Return the words of the issue that an event is of."""
    try:
        found: Any = json.loads(event.read_text("utf-8"))["issue"]["body"] or ""
    except (OSError, ValueError, KeyError, TypeError):
        raise RefusedError(f"{event} is not an event of an issue") from None
    if len(found) > LONGEST:
        raise RefusedError(f"the issue is longer than {LONGEST:,} characters; put the text into the file later")
    return str(found).replace("\r\n", "\n")


def read_form(words: str) -> Mapping[str, str]:
    """Read what stands below each heading of the form, each looked for below the one before; the text is the rest."""
    found: dict[str, str] = {}
    rest = f"\n{words}"
    for heading, following in zip(KEYS, [*[*KEYS][1:], ""], strict=True):
        _, here, after = rest.partition(f"\n### {heading}\n")
        if not here:
            continue
        value, there, _ = after.partition(f"\n### {following}\n") if following else (after, "", "")
        rest = after[len(value) :] if there else after
        found[KEYS[heading]] = "" if value.strip() == EMPTY else value.strip()
    return found


def seminar_text(answers: Mapping[str, str]) -> str:
    """Write the file: each answer as one text of YAML, whatever signs are in it, and the long text below."""
    lines = "".join(f"{line}\n" for line in front_matter(answers))
    return f"---\n{lines}---\n{answers.get('text', '')}\n"


def front_matter(answers: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of the front matter; what nobody answered has none."""
    said = {name: yaml_text(" ".join(value.split())) for name, value in answers.items() if value}
    yield f"title: {said.get('title', '')}"
    yield f"summary: {said.get('summary', said.get('title', ''))}"
    yield from (f"{name}: {said[name]}" for name in ("duration", "place", "online", "price") if name in said)
    if speakers := [name.strip() for name in re.split(r"[,\n]", answers.get("speakers", "")) if name.strip()]:
        yield "speakers:"
        yield from (f"  - {yaml_text(' '.join(name.split()))}" for name in speakers)
    if "register" in said:
        way = "email" if "@" in said["register"] and "://" not in said["register"] else "url"
        yield f"registration:\n  {way}: {said['register']}"
    yield f"sessions:\n  - {said.get('start', 'to be announced')}"


def answer(file: Path, problems: list[Problem], root: Path) -> str:
    """Say in Markdown what became of the form; words of the author stand between fences that they cannot end."""
    wrong = any(not problem.is_warning for problem in problems)
    if not problems:
        return f"`{file.as_posix()}` has no problems. Once somebody merges the proposal, readers have it.\n"
    said = report(problems, root)
    fence = "`" * max(3, *(len(run) + 1 for run in [*TICKS.findall(said), ""]))
    head = (
        "Something has to be mended first. Edit the issue above, and this is read again."
        if wrong
        else "It can be published. What could be better:"
    )
    return f"{head}\n\n{fence}text\n{said.rstrip()}\n{fence}\n"


def encoded(text: str) -> str:
    """Write a text as one line of plain letters."""
    return base64.b64encode(text.encode()).decode()
