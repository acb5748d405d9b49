"""Remove what authors may not write from converted Markdown, for repositories with many authors.

What stays is what Markdown and the site's extensions make, and the elements that belong in a text. What runs, frames
another site, asks for data, or imitates a part of the page is removed.
"""

import re
from collections.abc import Mapping

import nh3
from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from pygments.token import STANDARD_TYPES

from hireground.markdown.extensions import RESERVED, split_words
from hireground.markdown.link_check import ALLOWED_SCHEMES, scheme_of

TAGS = split_words(
    "a abbr audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li "
    "mark ol p picture pre q rp rt ruby s samp section "
    "small source span strong sub summary sup table tbody td tfoot th thead time tr track u ul var video wbr"
)
GONE_WITH_THEIR_TEXT = split_words("iframe math noembed noframes noscript script style svg template title xmp")
MEDIA = split_words("src width height")
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "*": split_words("class dir id lang title"),
    "a": split_words("aria-label aria-labelledby data-embed data-src href hreflang"),
    "audio": split_words("src controls preload"),
    "blockquote": frozenset(["cite"]),
    "col": frozenset(["span"]),
    "colgroup": frozenset(["span"]),
    "del": split_words("cite datetime"),
    "details": frozenset(["open"]),
    "img": MEDIA | split_words("alt decoding loading sizes srcset"),
    "figure": frozenset(["data-kind"]),
    "div": split_words("aria-label aria-labelledby role tabindex"),
    "input": split_words("checked disabled type"),
    "ins": split_words("cite datetime"),
    "li": frozenset(["value"]),
    "ol": split_words("reversed start type"),
    "pre": frozenset(["tabindex"]),
    "q": frozenset(["cite"]),
    "source": MEDIA | split_words("media sizes srcset type"),
    "td": split_words("colspan headers rowspan"),
    "th": split_words("abbr colspan headers rowspan scope"),
    "time": frozenset(["datetime"]),
    "track": split_words("default kind label src srclang"),
    "video": MEDIA | split_words("controls loop muted playsinline poster preload"),
}
CLASSES = split_words(
    "abbr admonition admonition-title attention caution danger embed error footnote footnote-backref footnote-ref "
    "formula headerlink hint important lead letter note tip toc toctitle warning highlight linenos left center right "
    "seminars-block table-region task-list-item"
) | frozenset(STANDARD_TYPES.values())
ONLY = {"type": "checkbox", "tabindex": "0", "role": "region"}
LANGUAGE = re.compile(r"language-[\w+#.-]+")
CANDIDATE = re.compile(r"\s*,\s+|\s+")
"""What stands between the addresses and widths of a `srcset`."""


def sanitize(html: str) -> str:
    """Remove elements that are not allowed; their text stays, unless it was code."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(GONE_WITH_THEIR_TEXT),
        attributes={name: set(allowed) for name, allowed in ATTRIBUTES.items()},
        attribute_filter=_kept,
        url_schemes={scheme.rstrip(":") for scheme in ALLOWED_SCHEMES},
        set_tag_attribute_values={"input": {"disabled": ""}},  # the box of a task, which nobody fills in
        link_rel=None,
    )


def _kept(element: str, attribute: str, value: str) -> str | None:
    """Return what stays of an attribute's value; nothing takes the attribute out."""
    if attribute == "class":
        return " ".join(one for one in value.split() if one in CLASSES or LANGUAGE.fullmatch(one)) or None
    if attribute == "id":
        return None if value in RESERVED else value
    if attribute in ONLY and element not in {"ol", "source"}:
        return value if value == ONLY[attribute] else None
    if attribute in {"srcset", "poster"}:
        return value if all(scheme_of(one) in {"", "https:"} for one in CANDIDATE.split(value)) else None
    return value


class _Sanitizing(Postprocessor):
    def run(self, text: str) -> str:
        return sanitize(text)


class Sanitizer(Extension):
    """Sanitizes what a converter makes, before the site's own blocks are put in."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """Run once the author's HTML is back in its place."""
        md.postprocessors.register(_Sanitizing(md), "sanitize", 3)
