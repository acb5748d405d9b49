"""Convert Markdown to HTML, with one set of extensions for posts, pages and seminars."""

from collections.abc import Mapping
from typing import Any

from markdown import Extension, Markdown
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.codehilite import CodeHiliteExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.toc import TocExtension

from hireground.markdown.extensions import Figures, FocusableCode, HeadingLinks, TableRegions, heading_id
from hireground.markdown.mathematics import Mathematics
from hireground.markdown.standard import CommonMark
from hireground.markdown.typography import Typography

LONG = 1_200
"""Words, about five minutes of reading."""
SECTIONS = 3


def has_contents(told: bool | None, body: str, html: str) -> bool:  # noqa: FBT001 -- what the author wrote
    """Do as the author says, else as the length and the sections have it."""
    return told if told is not None else html.count("<h2 ") >= SECTIONS and len(body.split()) >= LONG


EXTENSIONS = (AbbrExtension, AttrListExtension, CodeHiliteExtension, FootnoteExtension, TocExtension)
"""Named by their classes: a name is looked for among all that is installed."""
CONFIGS: Mapping[type[Extension], Mapping[str, Any]] = {
    # To guess a language takes 8 ms a block, and is often wrong.
    CodeHiliteExtension: {"css_class": "highlight", "guess_lang": False},
    FootnoteExtension: {"BACKLINK_TITLE": "Back to footnote %d in the text", "UNIQUE_IDS": False},
    TocExtension: {"slugify": heading_id, "permalink": "#", "permalink_title": "", "toc_depth": "2-4"},
}


def converter(*more: Extension, is_raw: bool = True, language: str = "en") -> Markdown:
    """Build a converter; `more` are extensions that know the site, such as the seminars block.

    `is_raw` lets an author's own HTML through as it is; without it, what comes out is sanitized.
    Quotes and dashes are those of the `language`.
    """
    typography, figures = Typography(language), Figures(language)
    given = tuple(kind(**CONFIGS.get(kind, {})) for kind in EXTENSIONS)
    own = (typography, TableRegions(), figures, FocusableCode(), HeadingLinks(), *(() if is_raw else (_sanitizer(),)))
    extensions = (CommonMark(), Mathematics(), *given, *own, *more)
    return Markdown(extensions=extensions, output_format="html")


def _sanitizer() -> Extension:
    from hireground.markdown.sanitize import Sanitizer  # noqa: PLC0415 -- a library that few sites need

    return Sanitizer()
