"""Write the words of a search index, by which the search page knows a misspelled one and what was meant by it."""

import gzip
import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from hireground.build.search.pagefind import SIGNATURE

FOLDER = "words"
WORD = re.compile(r"[^\W\d_]{4,40}")
MOST = 4_000
"""Words that begin with one letter: those that are used most."""


def write_words(index: Path) -> None:
    """Write the words of an index, in a file for each first letter, which is named by its number: `69.json` for i."""
    parts, numbers = Counter[str](), Counter[str]()
    for file in (index / "fragment").iterdir():
        page = json.loads(gzip.decompress(file.read_bytes()).removeprefix(SIGNATURE))
        parts.update(f"{page['meta'].get('title', '')} {page['content']}".split())
    for part, number in parts.items():  # few are new in a page
        for word in WORD.findall(folded(part)):
            numbers[word] += number
    _write(index / FOLDER, sorted(numbers, key=lambda word: (-numbers[word], word)))


def join_words(folder: Path, indexes: Iterable[Path]) -> None:
    """Write the words of several indexes as one's."""
    lists = [json.loads(file.read_bytes()) for index in indexes for file in sorted((index / FOLDER).glob("*.json"))]
    _write(folder / FOLDER, dict.fromkeys(word for words in lists for word in words))


def folded(text: str) -> str:
    """Return a text without capitals and accents, as js/ask.js compares it."""
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one)).lower()


def _write(folder: Path, words: Iterable[str]) -> None:
    by_letter = defaultdict[str, list[str]](list)
    for word in words:
        by_letter[word[0]].append(word)
    folder.mkdir(exist_ok=True)
    for letter, listed in by_letter.items():
        file = folder / f"{ord(letter):x}.json"
        file.unlink(missing_ok=True)  # it may be the link of one that is kept for other builds
        file.write_text(json.dumps(listed[:MOST], ensure_ascii=False, separators=(",", ":")), "utf-8")
