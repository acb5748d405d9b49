"""Name languages, and list those that a page exists in, for its head (hreflang) and for readers."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator

from hireground.text.problems import Refusal, quoted

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)


def check_language(code: str) -> str:
    """Let a language's code pass: `en`, `pt-BR`."""
    if LANGUAGE.fullmatch(code):
        return code
    from babel import Locale  # noqa: PLC0415 -- a large table, wanted only for this message

    by_name = {name.lower(): known for known, name in Locale("en").languages.items()}
    usual = f"{code[:2].lower()}{code[2:].replace('_', '-')}"
    meant = by_name.get(code.lower()) or (usual if LANGUAGE.fullmatch(usual) and code[2:3] in {"", "_", "-"} else None)
    raise Refusal(f"{quoted(code)} is no language's code", meant, hint="" if meant else 'write one such as "en"')


Language = Annotated[str, AfterValidator(check_language)]


SOURCE_LANGUAGE = "en"
"""What the templates are written in."""


def speaks(catalogues: Iterable[str], language: str) -> bool:
    """Whether a theme translated to these languages has words in one, or in that it is a kind of: pt for pt-BR."""
    return not {language, base_of(language)}.isdisjoint({SOURCE_LANGUAGE, *catalogues})


RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"))
SCRIPTS = {"arab": "rtl", "hebr": "rtl", "syrc": "rtl", "thaa": "rtl", "latn": "ltr", "cyrl": "ltr"}


def direction(language: str) -> str:
    """Return which way a language is written, as HTML says it: `rtl` for Arabic and Hebrew, or for `az-Arab`."""
    base, *parts = language.lower().split("-")
    said = (SCRIPTS[part] for part in parts if part in SCRIPTS)
    return next(said, "rtl" if base in RIGHT_TO_LEFT else "ltr")


UNSPACED = frozenset(("ja", "km", "ko", "lo", "my", "th", "zh"))


def needs_rules(language: str) -> bool:
    """Whether a language has letters that Latin type has no rules for: Arabic, Hebrew, Japanese and others."""
    return base_of(language) in UNSPACED or direction(language) == "rtl"


def base_of(language: str) -> str:
    """Return `pt` of `pt-BR`."""
    return language.partition("-")[0]


@dataclass(frozen=True)
class Alternate:
    """A page in one language; `name` is what its speakers call it, `url` from the site's root."""

    lang: str
    url: str
    name: str


def alternates(pages: Iterable[tuple[str, str]]) -> tuple[Alternate, ...]:
    """Return the alternates for pairs of language and address, the original first; none for a single language."""
    found = tuple(pages)
    return tuple(Alternate(lang, url, _name(lang)) for lang, url in found) if len(found) > 1 else ()


def _name(lang: str) -> str:
    """Write `Deutsch`, or the code of a language that Babel does not know."""
    try:
        name = Locale.parse(lang, sep="-").display_name
    except (UnknownLocaleError, ValueError):
        name = None
    return name[:1].upper() + name[1:] if name else lang
