"""docs/problems.md from the cases of `tests/errors/`: every message, beside the line that it is about."""

import re
from collections.abc import Iterator
from pathlib import Path

from errors_corpus import ERRORS

PAGE = Path(__file__).parent.parent / "docs" / "problems.md"
PROBLEM = re.compile(r"(?P<path>\S+):\d+:\d+: (?P<warning>warning: )?(?P<message>.*)")
SECTIONS = {
    "The file itself": "empty only not_utf8 bom_and_not_utf8 control nul windows made",
    "The lines between `---`": "yaml plain bom crlf cr comment fence tab",
    "Keys": "key null title author authors tags toc template draft lang",
    "Dates and hours": "date dates clock clocks weekday weekdays end all_day moved gap overlap duration durations",
    "Time zones": "zone zones",
    "Sessions and rules": "sessions session rule uid sequence status statuses several",
    "Registration and price": "registration deadlines links_to_fill price prices",
    "Places, people, links in the front matter": (
        "place places country countries geo geos online organizer sponsor speakers people topics recording slides "
        "addresses"
    ),
    "Addresses on the site": "slug id aliases old seminar_copied file_names files",
    "Links and pictures in the text": "link image alt",
    "Files of pictures": "pictures",
    "Blocks in the text": "block",
    "Translations": "translation translations",
    "The settings": "settings",
    "Several files at once": "everything",
    "Warnings, which keep nothing from being published": "warning overlapping people_misspelt",
}
"""Titles, and the first words of the cases below each; the longest that fits counts."""
INTRO = """\
# Problems, and what they mean

`make check` reads every file and says everything that is wrong, each fault once:

```
content/seminars/knots.md:4:11: timezone: no such zone "PST"; a zone is named after a city: write "America/Los_Angeles"
    timezone: PST
              ^
1 problem in 1 file; nothing can be published until it is mended
```

First comes the file, then the line and the column in it; then the key, what is wrong, and after the semicolon what to
write instead. `sessions[0]` is the first session in the list, `sessions[1]` the second. A line with `warning:` keeps
nothing from being published. As long as there is one problem, nothing is: readers still see the last version.

The exit code is 0 if all can be published, 1 if not, and 2 if the fault is in the program and not in a file.

Below is every message there is, beside the line it was said of. The tables are made from the cases in `tests/errors/`:
a new message is a new case, and `UPDATE_CASES=1 .venv/bin/python -m pytest tests/test_errors.py` writes this page.
"""


def page() -> str:
    """Return the text of docs/problems.md."""
    rows: dict[str, dict[str, None]] = {title: {} for title in SECTIONS}
    for name, said in cases():
        for message, line in messages(said):
            rows[section(name, is_warning=message.startswith("Warning"))][row(line, message)] = None
    tables = (
        f"\n## {title}\n\n| in the file | what is said |\n|---|---|\n{''.join(rows[title])}" for title in SECTIONS
    )
    return INTRO + "".join(tables)


def cases() -> Iterator[tuple[str, str]]:
    """Yield the name of each case and what is said of it."""
    for file in sorted([*ERRORS.glob("*/*.txt"), *ERRORS.glob("sites/*/expected.txt")]):
        if not file.name.endswith("conf.txt"):
            is_made, is_site = file.parent.name == "made", file.name == "expected.txt"
            yield "made" if is_made else file.parent.name if is_site else file.stem, file.read_text("utf-8")


def section(name: str, *, is_warning: bool) -> str:
    """Find the title that a case stands below."""
    if is_warning:
        return next(reversed(SECTIONS))
    words = {word: title for title, line in SECTIONS.items() for word in line.split()}
    fitting = [word for word in words if name == word or name.startswith(f"{word}_")]
    return words[max(fitting, key=len)]


def messages(said: str) -> Iterator[tuple[str, str]]:
    """Yield each message, and the line of the file below it."""
    lines = said.splitlines()
    for number, line in enumerate(lines):
        problem = PROBLEM.fullmatch(line)
        if problem:
            has_line = number + 2 < len(lines) and lines[number + 2].strip() == "^"
            shown = lines[number + 1].removeprefix("    ") if has_line else ""
            yield ("Warning: " if problem["warning"] else "") + problem["message"], shown


def row(line: str, message: str) -> str:
    """Write one row of a table."""
    return f"| {code(line.strip())} | {text(message)} |\n"


def code(line: str) -> str:
    """Write a line of a file in a cell."""
    ticks = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{ticks}{space}{line}{space}{ticks}".replace("|", "\\|") if line else ""


def text(message: str) -> str:
    """Write a message in a cell, so that nothing in it is Markdown or HTML."""
    return re.sub(r"([\\`*\[\]<>|~]|(?<!\w)_|_(?!\w))", r"\\\1", message)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
