"""Give templates what they say of languages: `lang` and `dir` where words differ from those around them."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from markupsafe import Markup, escape

from hireground.markdown.extensions import typeset
from hireground.text.languages import direction

RIGHT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
LEFT = "[A-Za-z\u00c0-\u02af\u0370-\u052f\u0900-\u1fff\u3040-\u9fff\uac00-\ud7a3]"
"""Signs of each way; a site needs one of the two, which takes as long to compile as a hundred other patterns."""


def globals_of(language: str) -> Mapping[str, Callable[..., str]]:
    """Return the functions of templates whose own words are in a language."""
    return {"direction": direction, "said_in": partial(said_in, language), "framed": partial(framed, language)}


def filters_of(language: str) -> Mapping[str, Callable[..., str]]:
    """Return the filters of templates whose own words are in a language."""

    def set_in(text: str, said: str | None = None) -> str:
        return typeset(text, said or language)

    return {
        "typeset": set_in,
        "named_in": partial(named_in, language),
        "isolated": partial(isolated, is_right=direction(language) == "rtl"),
    }


def said_in(around: str, language: str | None) -> Markup:
    """Return the attributes of an element whose words are in another language than those around it; else nothing."""
    if not language or language == around:
        return Markup()
    way = direction(language)
    turn = "" if way == direction(around) else f' dir="{way}"'
    return Markup(f' lang="{escape(language)}"{turn}')  # noqa: S704 -- escaped


def framed(language: str, page: str | None = None) -> Markup:
    """Return the attributes of the theme's own words on a page in a language that the theme does not speak."""
    return said_in(page, language) if page else Markup()


def named_in(own: str, words: Any, language: str | None, around: str | None = None) -> str:  # noqa: ANN401 -- text or markup
    """Return words with an element of their own if they are in another language than those around them."""
    attributes = said_in(around or own, language)
    tag = "bdi" if "dir=" in attributes else "span"
    return Markup(f"<{tag}{attributes}>{escape(words)}</{tag}>") if attributes else words  # noqa: S704 -- escaped


def isolated(name: Any, *, is_right: bool) -> str:  # noqa: ANN401 -- text or markup
    """Keep a name that is written the other way from turning what stands beside it: an address in Arabic, here."""
    other = LEFT if is_right else RIGHT
    return Markup(f"<bdi>{escape(name)}</bdi>") if re.search(other, str(name)) else name  # noqa: S704 -- escaped
