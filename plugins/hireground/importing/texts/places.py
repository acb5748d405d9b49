"""Lead links to headings to the names that headings have here, and take out those of places that no text has."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from html import unescape
from pathlib import PurePosixPath
from posixpath import normpath
from urllib.parse import unquote

from hireground.importing.model import Fate, Note
from hireground.markdown.convert import converter
from hireground.site.links.rewriting import Where, led
from hireground.text.problems import nearest

ID = re.compile(r"""<[a-zA-Z][^<>]*?\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
TO_PLACE = re.compile(r"\]\(<?[^()\s<>]*#|href=[\"'][^\"']*#|\]:\s*<?\S*#")
OF_PAGE = frozenset({"", "top"})
RENAMED = "a link to a heading has the name that the heading has here"
GONE = "a link to a place that its text does not have"


def with_places(written: Mapping[PurePosixPath, str]) -> tuple[Mapping[PurePosixPath, str], tuple[Note, ...]]:
    """Return texts by their paths with links to places that are there, and what the report says of others."""
    notes: list[Note] = []

    @cache
    def places_of(path: PurePosixPath) -> frozenset[str]:
        html = converter().convert(_body(written[path])[1])
        return frozenset(unescape(next(filter(None, match.groups()), "")) for match in ID.finditer(html))

    found = {}
    for path, text in written.items():
        head, body = _body(text)
        if "#" in body and TO_PLACE.search(body):
            body = led(body, _finder(path, written, places_of, notes))
        found[path] = head + body
    return found, tuple(notes)


def _body(text: str) -> tuple[str, str]:
    end = text.index("---\n", 4) + 4
    return text[:end], text[end:]


def _finder(
    here: PurePosixPath,
    written: Mapping[PurePosixPath, str],
    places_of: Callable[[PurePosixPath], frozenset[str]],
    notes: list[Note],
) -> Callable[[str, bool], Where]:
    """Return what says where a link of a text leads, if it leads to a place in a text."""

    def find(target: str, _is_image: bool) -> Where:  # noqa: FBT001 -- as links are looked for
        file, sign, place = unescape(target).partition("#")
        there = PurePosixPath(normpath(here.parent / file)) if file else here
        wanted = unquote(place)
        if not sign or wanted in OF_PAGE or there not in written or wanted.startswith(":~:"):
            return Where(target)
        places = places_of(there)
        if wanted in places:
            return Where(target)
        name = _as_here(wanted, places)
        notes.append(Note(Fate.CHANGED, RENAMED if name else GONE, str(here), target))
        if name:
            return Where(f"{file}#{name}")
        return Where(file) if file else Where("", is_words=True)

    return find


def _as_here(wanted: str, places: frozenset[str]) -> str:
    """Return the place whose name differs only in signs and capitals, or in a letter."""
    plain = re.sub(r"[\W_]+", "", wanted).casefold()
    same = [one for one in sorted(places) if plain and re.sub(r"[\W_]+", "", one).casefold() == plain]
    return same[0] if len(same) == 1 else nearest(wanted, places) if len(wanted) > len("step-1") else ""
