"""Write the plain text of a calendar as Markdown that gives the same plain text again."""

import re
from collections.abc import Callable, Iterator, Mapping

SIGNS = re.compile(r"[\"'\\`*\[\]<>$~|^]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|\{(?=[{%:])|--|==|\+\+|\.\.\.")
LINK = re.compile(
    r"(?:(?P<words>(?!https?:)[^\s()<>]{1,80}) \((?P<target>https?://(?:[^\s<>()]|\([^\s<>()]*\))+)\))|(?P<bare>https?://[^\s<>]*[^\s<>.,;:!?)])"
)
MARK = re.compile(r"(?P<indent> *)(?P<mark>- |\d{1,9}\. )(?P<words>.*)")
FIRST = re.compile(r"(#{1,6}(?:\s|$)|[-+](?:\s|$)|[-=]+$|:|!!!|///)")
NUMBER = re.compile(r"(\d{1,9})([.)](?:\s|$))")


def markdown(text: str) -> str:
    """Write a text: line breaks and lists are kept, and an address in brackets is the link of the word before."""
    paragraphs = [paragraph.split("\n") for paragraph in text.strip().split("\n\n") if paragraph.strip()]
    kinds = [_kind(lines) for lines in paragraphs]
    number_of_same, written = 0, []
    for lines, kind, before in zip(paragraphs, kinds, ["", *kinds], strict=False):
        number_of_same = number_of_same + 1 if kind == before else 0
        paragraph = _list(lines) if kind else _prose(lines)
        written.append(OTHER[kind](paragraph) if number_of_same % 2 and kind else paragraph)
    return "\n\n".join(written)


def _prose(lines: list[str]) -> str:
    """Write lines; what is indented is said of a term, and is code where it is further in."""
    if not any(line.startswith(" ") for line in lines):
        return "\\\n".join(_line(line.strip()) for line in lines)
    if not lines[0].startswith(" ") and all(re.match(r"(?:  )?\S", line) for line in lines):
        return "\n".join(f": {_line(line[2:])}" if line.startswith(" ") else _line(line) for line in lines)
    return "\n".join(("~~~~", *lines, "~~~~"))


OTHER: Mapping[str, Callable[[str], str]] = {
    "-": lambda text: re.sub(r"^- ", "* ", text, flags=re.MULTILINE),
    "1": lambda text: re.sub(r"^(\d{1,9})\. ", r"\1) ", text, flags=re.MULTILINE),
}
"""The signs of a list that follows another, so that both are not one."""


def _kind(lines: list[str]) -> str:
    """Return whether a paragraph is a list, by its sign."""
    first = MARK.fullmatch(lines[0])
    if not first or first["indent"] or not all(MARK.fullmatch(line) or line.startswith("  ") for line in lines):
        return ""
    return "-" if first["mark"] == "- " else "1"


def _list(lines: list[str]) -> str:
    written = [*_items(lines)]
    breaks = ["\\" if not MARK.match(after) and after else "" for after in (*lines[1:], "")]
    return "\n".join(line + end for line, end in zip(written, breaks, strict=True))


def _items(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if match := MARK.fullmatch(line):
            yield f"{match['indent']}{match['mark']}{_line(match['words'])}"
        else:
            bare = line.lstrip(" ")
            yield line[: len(line) - len(bare)] + _line(bare)


def _line(line: str) -> str:
    line = "".join(_pieces(line))
    line = FIRST.sub(r"\\\1", line, count=1) if FIRST.match(line) else line
    return NUMBER.sub(r"\1\\\2", line, count=1) if NUMBER.match(line) else line


def _pieces(line: str) -> Iterator[str]:
    """Yield links as links, and the words between them with their signs escaped."""
    end = 0
    for match in LINK.finditer(line):
        yield _escaped(line[end : match.start()])
        end = match.end()
        words, target = match["words"], match["target"]
        if words and not words.startswith("http"):
            is_plain = not re.search(r"[()\\]", target)
            yield f"[{_escaped(words)}]({target if is_plain else f'<{target}>'})"
        else:
            yield f"<{match['bare']}>" if match["bare"] else _escaped(match[0])
    yield _escaped(line[end:])


def _escaped(words: str) -> str:
    return SIGNS.sub(lambda match: "".join(f"\\{sign}" for sign in match[0]), words)
