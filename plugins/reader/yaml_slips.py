"""What YAML allows and no author means: signs that are no text, comments that eat text, items that become text."""

import re

import yaml

from plugins.reader.quote import plain, quoted, write
from plugins.reader.yaml_quotes import in_quotes, requoted, split
from plugins.reader.yaml_signs import Fault


def sign_fault(event: yaml.Event, lines: list[str]) -> Fault | None:
    """Find an anchor, an alias or a tag."""
    start = event.start_mark
    if not start or not (getattr(event, "anchor", None) or getattr(event, "tag", None)):
        return None
    line = lines[start.line]
    word = re.split(r"[\s,\]}]", line[start.column :], maxsplit=1)[0]
    if word.startswith("!!"):
        fixed = write(line.replace(f"{word} ", "").strip())
        return start.line, start.column, f"{quoted(word)} gives a type, and every value here is text; {fixed}"
    fixed = write(requoted(line, start.column))
    return start.line, start.column, f"{quoted(word)} is a sign and no text; {fixed}"


def text_fault(event: yaml.ScalarEvent, lines: list[str]) -> Fault | None:
    """Find a comment or an item of a list in a text without quotes."""
    return None if event.style else _comment(event, lines) or _item(event, lines)


def _comment(event: yaml.ScalarEvent, lines: list[str]) -> Fault | None:
    """Find the comment in `title: Knot #1`, which would lose its end; a comment has a space after its sign."""
    end = event.end_mark
    comment = re.match(r"[ \t]+(#\w.*)", lines[end.line][end.column :]) if end and end.line < len(lines) else None
    if not (end and comment):
        return None
    head, value = split(lines[end.line])
    message = f"{quoted(comment[1])} would be left out as a comment; {write(head.lstrip() + in_quotes(value))}"
    return end.line, end.column + comment.start(1), message


def _item(event: yaml.ScalarEvent, lines: list[str]) -> Fault | None:
    """Find an item of a list that became the second line of a text."""
    start, end = event.start_mark, event.end_mark
    for number in range(start.line + 1, end.line + 1) if start and end else ():
        text = lines[number] if number < len(lines) else ""
        if start and re.match(r"\s*-[ \t]", text):
            head, value = split(lines[start.line])
            alone = f'write "{head.strip()}" alone, and below it "- {plain(value)}"'
            how = "start it in the same column as the one above" if head.strip() in {"-", ""} else alone
            return number, len(text) - len(text.lstrip()), f"an item of a list cannot follow on a text; {how}"
    return None
