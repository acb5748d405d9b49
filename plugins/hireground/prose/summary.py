"""Check the title and the summary of a text: words that say something, as readers are to see them."""

import re
from collections.abc import Iterator
from html import unescape

from hireground.prose.leftovers import LOREM, WORK
from hireground.text.fixes import refused
from hireground.text.frontmatter import Document
from hireground.text.problems import Problem, Refusal, quoted

TAG = re.compile(
    r"\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}|<%[^%\n]*%>|\[\[[^\[\]\n]+\]\]|\[/?(?:caption|gallery|embed)\b[^\[\]\n]*\]"
)
REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
LINK = re.compile(r"!?\[([^\[\]\n]+)\]\((?:https?://|[/.#]|[\w-]+\.md)[^()\s]*\)")
STRONG = re.compile(r"\*\*(?=\S)([^*\n]+)(?<=\S)\*\*|(?<!\w)__(?=\S)([^_\n]+)(?<=\S)__(?!\w)")
WORD = re.compile(r"\w+")


def summary_problems(document: Document) -> Iterator[Problem]:
    """Yield what is wrong with the words that lists, feeds and search engines show."""
    for key in ("title", "summary"):
        value = document.fields.get(key)
        if isinstance(value, str) and not value.isspace():
            for refusal, is_warning in _refusals(value):
                yield refused(document, (key,), refusal, is_warning=is_warning)
    title, summary = document.fields.get("title"), document.fields.get("summary")
    if isinstance(title, str) and isinstance(summary, str) and _plain(title) == _plain(summary) != []:
        words = "the summary repeats the title; say in a sentence or two what a reader gets"
        yield refused(document, ("summary",), Refusal(words), is_warning=True)


def _plain(text: str) -> list[str]:
    return WORD.findall(text.lower())


def _refusals(value: str) -> Iterator[tuple[Refusal, bool]]:
    """Yield what is wrong with one value, and whether that is only a warning."""
    if tag := TAG.search(value):
        how = "readers would see it as it stands; write the words that it stands for"
        yield Refusal(f"{quoted(tag[0])} is a tag of another program, and {how}"), False
        return
    if (found := REFERENCE.search(value)) and unescape(found[0]) != found[0]:
        words = f"{quoted(found[0])} is a sign as HTML writes it, and this is plain text"
        yield Refusal(words, " ".join(REFERENCE.sub(lambda match: unescape(match[0]), value).split())), True
    elif LINK.search(value) or STRONG.search(value):
        plain = STRONG.sub(lambda match: match[1] or match[2], LINK.sub(r"\1", value))
        yield Refusal("this is plain text, and its signs of Markdown would be seen", " ".join(plain.split())), True
    if work := WORK.search(value) or LOREM.search(value):
        yield Refusal(f"{quoted(work[0])} says that something is still to be done; write what belongs here"), True
