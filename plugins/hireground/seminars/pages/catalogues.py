"""Read the theme's message catalogs (gettext's PO files); its templates are written in English."""

import io
from collections.abc import Iterable, Mapping
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel import Locale, UnknownLocaleError

from hireground.seminars.pages.wording import Wording
from hireground.text.languages import base_of, speaks
from hireground.theme import Theme

FOLDER = "locale"


def catalogues(theme: Theme) -> tuple[str, ...]:
    """Return the codes of the languages that a theme is translated to."""
    return tuple(sorted(Path(name).stem for name in theme.files(FOLDER) if name.endswith(".po")))


def wordings(theme: Theme, language: str, locale: str, others: Iterable[str] = ()) -> Mapping[str, Wording]:
    """Return the words of a site's own `language`, and of those `others` that a theme speaks, or a kind of them.

    `locale` says how dates are written in the site's own language. No other catalog is read.
    """
    known = catalogues(theme)
    names = {code: known_locale(code) for code in sorted({*others}) if speaks(known, code)} | {language: locale}
    return {code: wording(theme, code, name) for code, name in names.items()}


def known_locale(language: str) -> str:
    """Return a language that has ways to write dates: `pt` for `pt-XX`."""
    try:
        Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return base_of(language)
    return language


def wording(theme: Theme, code: str, locale: str) -> Wording:
    """Return one language's words and dates; what has no translation is English.

    A site's own catalog needs only the phrases that differ: the rest is the engine's.
    """
    names = dict.fromkeys(f"{FOLDER}/{one}.po" for one in (base_of(code), code))
    words = NullTranslations()
    for file in [file for name in names for file in reversed(theme.layers(name))]:
        below, words = words, _read(file.read_bytes(), file.stem)
        words.add_fallback(below)
    return Wording(locale, words.gettext, words.ngettext)


def _read(source: bytes, language: str) -> GNUTranslations:
    return GNUTranslations(io.BytesIO(_compiled(source, language)))


@lru_cache
def _compiled(source: bytes, language: str) -> bytes:
    from babel.messages.mofile import write_mo  # noqa: PLC0415 -- wanted only for other languages
    from babel.messages.pofile import read_po  # noqa: PLC0415

    catalogue = read_po(io.BytesIO(source), locale=language.replace("-", "_"))
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()
