"""A Markdown body to HTML: one set of extensions for posts, pages and seminars."""

from collections.abc import Mapping, Sequence
from typing import Any

from markdown import Extension, Markdown

from plugins.reader.figures import Figures
from plugins.reader.focusable_code import FocusableCode
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
    "toc": {"permalink": "#", "permalink_title": "Link to this section", "toc_depth": "2-4"},
}


def converter(*more: Extension) -> Markdown:
    """Build a converter; `more` are extensions that know the site, such as the seminars block."""
    extensions: Sequence[str | Extension] = (
        *EXTENSIONS,
        TableAlignment(),
        TableRegions(),
        Figures(),
        FocusableCode(),
        *more,
    )
    return Markdown(extensions=extensions, extension_configs=CONFIGS, output_format="html")
