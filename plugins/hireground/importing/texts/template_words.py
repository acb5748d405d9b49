"""Read templates of other tools: their tags, and what is given to them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hireground.markdown.links import without_code

SHORTCODE = re.compile(r"\{\{[<%]\s*(/?)\s*([\w/-]+)((?:[^>%{}]|%(?!\})|>(?!\}))*?)/?\s*[>%]\}\}")
LIQUID = re.compile(r"\{%-?\s*([\w-]+)((?:[^%\n]|%(?!\}))*?)-?%\}")
ARGUMENT = re.compile(r"""(?:([\w-]+)\s*[=:]\s*)?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`([^`]*)`|([^\s"'=]+))""")
CONTROL = frozenset(
    (
        "if",
        "unless",
        "case",
        "for",
        "tablerow",
        "capture",
        "assign",
        "increment",
        "block",
        "macro",
        "with",
        "set",
        "cycle",
    )
)
"""Tags that decide or repeat: what they do is in no word of theirs."""


@dataclass(frozen=True)
class Given:
    """What stands in a shortcode: words in their order, and words with a name."""

    words: tuple[str, ...]
    named: Mapping[str, str]

    def get(self, *names: str) -> str:
        """Return the first of some names that is given."""
        return next((self.named[name] for name in names if self.named.get(name)), "")


def given(text: str) -> Given:
    """Read `src="a.png" "two words" three`."""
    words, named = [], {}
    for match in ARGUMENT.finditer(text):
        value = next((part for part in match.groups()[1:] if part is not None), "")
        value = re.sub(r"\\(.)", r"\1", value)
        if match[1]:
            named[match[1].lower()] = value
        else:
            words.append(value)
    return Given(tuple(words), named)


def replaced(body: str, pattern: re.Pattern[str], make: Callable[[re.Match[str]], str]) -> str:
    """Put something in place of what a pattern finds outside code."""
    shown = without_code(body)
    pieces, place = [], 0
    for match in pattern.finditer(shown):
        whole = pattern.match(body, match.start())
        if whole is None or match.start() < place:
            continue
        pieces += [body[place : whole.start()], make(whole)]
        place = whole.end()
    return "".join([*pieces, body[place:]])


def one_line(words: str) -> str:
    """Write words where Markdown has a bracket around them."""
    return re.sub(r"([\[\]])", r"\\\1", " ".join(words.split()))


def pointed(address: str) -> str:
    """Write an address as a link has it."""
    return f"<{address}>" if re.search(r"[\s()]", address) and "<" not in address and ">" not in address else address
