"""A Markdown body to HTML: one set of extensions for posts, pages and seminars."""

from collections.abc import Mapping, Sequence
from typing import Any

from markdown import Extension, Markdown

from plugins.reader.figures import Figures
from plugins.reader.focusable_code import FocusableCode
from plugins.reader.reserved import heading_id
from plugins.reader.table_alignment import TableAlignment
from plugins.reader.table_regions import TableRegions

EXTENSIONS: tuple[str | Extension, ...] = (
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "fenced_code",
    "codehilite",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "smarty",
    "tables",
    "toc",
)
CONFIGS: Mapping[str, Mapping[str, Any]] = {
    "codehilite": {"css_class": "highlight", "guess_lang": False},  # guessing costs 8 ms a block, and is often wrong
    "footnotes": {"BACKLINK_TITLE": "Back to footnote %d in the text", "UNIQUE_IDS": False},
    "toc": {"slugify": heading_id, "permalink": "#", "permalink_title": "Link to this section", "toc_depth": "2-4"},
}


def converter(*more: Extension, is_raw: bool = True) -> Markdown:
    """Build a converter; `more` are extensions that know the site, such as the seminars block.

    `is_raw` lets an author's own HTML through as it is; without it, what comes out is sanitized.
    """
    own = (TableAlignment(), TableRegions(), Figures(), FocusableCode(), *(() if is_raw else (_sanitizer(),)))
    extensions: Sequence[str | Extension] = (*EXTENSIONS, *own, *more)
    return Markdown(extensions=extensions, extension_configs=CONFIGS, output_format="html")


def _sanitizer() -> Extension:
    from plugins.reader.sanitize import Sanitizer  # noqa: PLC0415 -- a library that few sites need

    return Sanitizer()
