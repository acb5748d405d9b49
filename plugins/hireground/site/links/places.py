"""Know the places within each text that a link can lead to: its headings, and whatever else has an id."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import unescape
from pathlib import PurePosixPath

from hireground.markdown.extensions import RESERVED
from hireground.markdown.limits import limit_problems
from hireground.store import Store, digest, engine
from hireground.text.frontmatter import Document
from hireground.text.problems import InvalidContentError
from hireground.theme import Theme

ID = re.compile(r"""<[a-zA-Z][^<>]*?\s(?:id|name)\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>]+))""")
UNKNOWN = b"\0"
"""What is kept of a text that is too long to convert."""
TOP = frozenset({"top"})
"""Names that lead somewhere on every page."""


@dataclass(frozen=True)
class Places:
    """The ids of texts; `document` finds one by its file in the content, and each is converted once, if at all."""

    document: Callable[[PurePosixPath], Document | None]
    convert: Callable[[Document], str]
    store: Store
    theme: Theme
    known: dict[PurePosixPath, frozenset[str] | None] = field(default_factory=dict)

    def of(self, file: PurePosixPath) -> frozenset[str] | None:
        """Return the ids of a text; None if it cannot be read, or is not one."""
        if file not in self.known:
            document = self.document(file)
            self.known[file] = self._places(document) if document else None
        return self.known[file]

    def with_text(self, file: PurePosixPath, document: Document) -> "Places":
        """Return the same with another text in a file."""
        known = {path: ids for path, ids in self.known.items() if path != file}
        return replace(self, document=lambda path: document if path == file else self.document(path), known=known)

    def _places(self, document: Document) -> frozenset[str] | None:
        key = digest(b"places", engine(), document.body.encode())
        try:
            found = self.store.keep(key, lambda: self._made(document))
        except InvalidContentError:
            return None  # what is wrong with it is said of itself
        return None if found == UNKNOWN else frozenset(found.decode().split("\n"))

    def is_of_theme(self, place: str) -> bool:
        """Tell whether the page around a text has a place, or a browser finds one by itself."""
        return place in RESERVED or place in TOP or place.startswith(":~:") or place in self._theme

    @cached_property
    def _theme(self) -> frozenset[str]:
        texts = (file.read_text("utf-8", errors="replace") for file in self.theme.files("templates").values())
        return frozenset(name for text in texts for name in ids_in(text))

    def _made(self, document: Document) -> bytes:
        if next(limit_problems(document), None):
            return UNKNOWN
        with document.costs():
            return "\n".join(sorted(ids_in(self.convert(document)))).encode()


def ids_in(html: str) -> frozenset[str]:
    """Return the ids in HTML."""
    found = (unescape(next(filter(None, match.groups()), "")) for match in ID.finditer(html))
    return frozenset(one for one in found if one and not re.search(r"\s|[{}]", one))
