"""Links whose scheme is written so that a search passes over it, and a browser does not: `java&#115;cript:`."""

import re
from collections.abc import Callable, Container, Iterator
from html import unescape
from html.parser import HTMLParser

from plugins.reader.frontmatter import Document
from plugins.reader.links import SCHEME, mark_at
from plugins.reader.problems import Problem
from plugins.reader.quote import quoted
from plugins.reader.reserved import words

ALLOWED_SCHEMES = frozenset({"https:", "http:", "mailto:", "tel:", "webcal:"})
LEADING = words("href src action formaction poster data cite background srcdoc srcset xlink:href")
"""The attributes that a browser may follow or load."""
SUSPECT = re.compile(
    r"script\s*:|\bdata:|&(?:#|colon|tab|newline)|\]\([^)\n]*\n|\{:[^}\n]*="
    r"|<[a-z][^<>]*[\s/](?:href|src|action|formaction|poster|data|cite|background|srcdoc|srcset|xlink:href)\s*=",
    re.IGNORECASE,
)
"""What a body has in it that may hide a scheme: few have, and only those are converted to see."""
IGNORED = re.compile(r"[\t\n\r]|^[\x00-\x20]+")
"""What browsers leave out of an address (WHATWG URL, basic parser)."""
UNSEEN = re.compile(r"[\x00-\x20\\]+")


def hidden_problems(
    document: Document, addresses: Callable[[], frozenset[str]], seen: Container[str]
) -> Iterator[Problem]:
    """Yield schemes that are not allowed, of what the converted body leads to and nobody has `seen` in its source."""
    if not SUSPECT.search(document.body):
        return
    for address in sorted(addresses()):
        scheme = scheme_of(address)
        if scheme and scheme not in ALLOWED_SCHEMES and address not in seen:
            told = f"{quoted(scheme)} links are not allowed; write an address that starts with https://"
            yield document.problem(mark_at(document, document.body, _place(document.body, scheme)), told)


def scheme_of(address: str) -> str:
    """Return the scheme of an address as browsers find it, in small letters with its colon; empty if it has none."""
    match = SCHEME.match(IGNORED.sub("", address))
    return match[0].lower() if match else ""


def _place(body: str, scheme: str) -> int:
    """Find the line that says a scheme once its entities and gaps are gone, or what first looked like one."""
    start = 0
    for line in body.splitlines(keepends=True):
        if scheme in UNSEEN.sub("", unescape(line)).lower():
            return start + len(line) - len(line.lstrip())
        start += len(line)
    found = SUSPECT.search(body)
    return found.start() if found else 0


def addresses_in(html: str) -> frozenset[str]:
    """Return every address of converted HTML that a browser may follow or load."""
    parser = _Addresses()
    parser.feed(html)
    parser.close()
    return frozenset(parser.found)


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- the library's
        self.found |= {value or "" for name, value in attrs if name in LEADING}
