"""The phrases of the theme and the plugins, and the catalogues that translate them."""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

LOCALE = Path("theme/locale")
SOURCES = {
    "theme/templates": [("**.html", "jinja2")],
    "plugins": [("**.py", "python")],
}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "phrase": None}
OPTIONS = {"jinja2": {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}
NO_HEADER = "# The theme's words; `inv messages` takes in new phrases and drops old ones.\n"


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
    """Return a catalogue with the phrases of today: new ones empty, old ones gone, the rest as they were."""
    with file.open("rb") as source:
        catalogue = read_po(source, locale=file.stem.replace("-", "_"))
    catalogue.update(phrases(root), no_fuzzy_matching=True)
    catalogue.header_comment = NO_HEADER.strip()
    written = io.BytesIO()
    write_po(
        written, catalogue, sort_output=True, ignore_obsolete=True, include_lineno=False, width=120, omit_header=True
    )
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
