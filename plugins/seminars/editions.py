"""The languages that a page is there in, for its head (hreflang) and for readers."""

from collections.abc import Iterable
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError


@dataclass(frozen=True)
class Edition:
    """A page in one language; `name` is what its speakers call it, `url` from the site's root."""

    lang: str
    url: str
    name: str


def editions(pages: Iterable[tuple[str, str]]) -> tuple[Edition, ...]:
    """Return the editions of pairs of language and address, the original first; one alone is none."""
    found = tuple(Edition(lang, url, _name(lang)) for lang, url in pages)
    return found if len(found) > 1 else ()


def _name(lang: str) -> str:
    """Write `Deutsch`, or the code of a language that Babel does not know."""
    try:
        name = Locale.parse(lang, sep="-").display_name
    except (UnknownLocaleError, ValueError):
        name = None
    return name[:1].upper() + name[1:] if name else lang
