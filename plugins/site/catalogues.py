"""The theme's message catalogues (gettext's PO files) to words; English is what the templates are written in."""

import io
from collections.abc import Mapping
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from plugins.seminars.wording import Wording
from plugins.site.languages import SOURCE_LANGUAGE, base_of, catalogues


def wordings(folder: Path, language: str, locale: str) -> Mapping[str, Wording]:
    """Return the words of every language that `folder` has a catalogue of.

    `locale` says how dates are written in the site's own `language`; a language that has no catalogue is not there.
    """
    names = {code: code for code in (SOURCE_LANGUAGE, *catalogues(folder))} | {language: locale}
    return {code: wording(folder, code, name) for code, name in names.items()}


def wording(folder: Path, code: str, locale: str) -> Wording:
    """Return one language's words and dates; what has no translation is English."""
    file = next((one for one in (folder / f"{code}.po", folder / f"{base_of(code)}.po") if one.is_file()), None)
    words = _read(file, file.stat().st_mtime_ns) if file else NullTranslations()
    return Wording(locale, words.gettext, words.ngettext)


@lru_cache
def _read(file: Path, _changed: int) -> NullTranslations:
    """Read a catalogue, anew when it changed."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 -- wanted only for other languages
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with file.open("rb") as source:
        catalogue = read_po(source, locale=file.stem.replace("-", "_"))
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
