"""`hireground messages`: update the message catalogs and list what is untranslated; exit 1 if anything is."""

import io
import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from hireground.theme import THEME_FOLDER

LOCALE = Path("theme/locale")
SOURCES = {
    "theme/templates": [("**.html", "jinja2")],
    "theme/any-theme": [("**.html", "jinja2")],
    "plugins": [("**.py", "python")],
}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "phrase": None}
OPTIONS = {"jinja2": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
NO_HEADER = "# The theme's words; `hireground messages` takes in new phrases and drops old ones.\n"


def phrases(root: Path) -> Catalog:
    """Return every phrase that readers see, with the files that it stands in."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for folder, methods in SOURCES.items():
        options = {pattern: OPTIONS.get(method, {}) for pattern, method in methods}
        messages = extract_from_dir(root / folder, methods, options, KEYWORDS)
        for name, _line, message, _comments, context in messages:
            found.add(message, None, [(f"{folder}/{name}", 0)], context=context)
    return found


def update(root: Path, file: Path) -> bytes:
    """Return a catalog with today's phrases: new ones empty, old ones removed, the rest unchanged."""
    catalogue = _read(file)
    catalogue.update(phrases(root), no_fuzzy_matching=True)
    catalogue.header_comment = NO_HEADER.strip()
    written = io.BytesIO()
    write_po(written, catalogue, sort_output=True, ignore_obsolete=True, no_location=True, width=120, omit_header=True)
    return _header(catalogue).encode() + written.getvalue()


def _header(catalogue: Catalog) -> str:
    """Write only what readers of the file need: no day, no tool, no name."""
    plural = f'"Plural-Forms: {catalogue.plural_forms}\\n"'
    return "\n".join(
        (
            catalogue.header_comment,
            'msgid ""',
            'msgstr ""',
            f'"Language: {catalogue.locale_identifier}\\n"',
            '"Content-Type: text/plain; charset=utf-8\\n"',
            '"Content-Transfer-Encoding: 8bit\\n"',
            plural,
            "",
            "",
        )
    )


FIELD = re.compile(r"\{\w*\}")


def untranslated(file: Path) -> Iterator[str]:
    """Yield a line for each phrase that readers would get in English, or without a name, date or number."""
    for message in _read(file):
        if message.id:
            yield from _problems(message)


def _problems(message: Message) -> Iterator[str]:
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    words = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if message.fuzzy or not all(words):
        yield f'"{ids[0]}" is not translated'
    elif any(set(FIELD.findall(str(word))) != set(FIELD.findall(ids[-1])) for word in words):
        yield f'"{ids[0]}" has other braces in its translation'


def add_arguments(_parser: ArgumentParser) -> None:
    """Take no options."""


def run(_options: Namespace) -> int:
    """Update every catalog of the engine; of a site's own, only say which phrases the theme does not have."""
    root = Path.cwd()
    if (root / LOCALE).resolve() != (THEME_FOLDER / "locale").resolve():
        return say_unknown(root)
    waiting = []
    for file in sorted((root / LOCALE).glob("*.po")):
        file.write_bytes(update(root, file))
        waiting += [f"{file.relative_to(root)}: {phrase}" for phrase in untranslated(file)]
    sys.stdout.writelines(f"{line}\n" for line in waiting or ["Every phrase is translated"])
    return 1 if waiting else 0


def say_unknown(site: Path) -> int:
    """Print the phrases of a site's catalogs that are neither in the engine's theme nor in the site's templates."""
    known = {message.id for file in (THEME_FOLDER / "locale").glob("*.po") for message in _read(file)}
    known |= {message.id for message in phrases(site)}
    unknown = [
        f'{file.relative_to(site)}: "{_singular(message)}" is not a phrase of the theme'
        for file in sorted((site / LOCALE).glob("*.po"))
        for message in _read(file)
        if message.id not in known
    ]
    sys.stdout.writelines(f"{line}\n" for line in unknown or ["Every phrase is one of the theme's"])
    return 1 if unknown else 0


def _read(file: Path) -> Catalog:
    with file.open("rb") as source:
        return read_po(source, locale=file.stem.replace("-", "_"))


def _singular(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple | list) else message.id)
