"""Make the last part of an address from a name, and tell whether two names are the same one."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

SAID = {"+": " plus ", "#": " sharp ", "&": " and ", "@": " at ", "%": " percent "}
"""Signs that tell names apart, and how they are said in an address: C, C++, C#."""


@dataclass(frozen=True)
class Slugs:
    """How a site makes addresses of names: in letters of any script, if it `is_unicode`, else in ours.

    `topics` are the slugs that its authors chose, by `same_name`.
    """

    is_unicode: bool = False
    topics: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """Return the slug of a name."""
        return slugify(name, is_unicode=self.is_unicode)

    def of_topic(self, name: str) -> str:
        """Return the slug of a topic."""
        return self.topics.get(same_name(name)) or self.of(name)

    def telling(self, name: str) -> str:
        """Return a slug that says a name's signs too: `c-sharp`."""
        return self.of("".join(SAID.get(sign, sign) for sign in name))


DEFAULT = Slugs()


@cache
def slugify(text: str, *, is_unicode: bool = False) -> str:
    """Turn a name into a slug; letters of other scripts are spelled in ours, or stay if it `is_unicode`."""
    if is_unicode:
        letters = unicodedata.normalize("NFC", text).lower().replace("'", "").replace("’", "")
        slug = "".join(sign if sign.isalnum() or unicodedata.category(sign)[0] == "M" else "-" for sign in letters)
        return re.sub("-{2,}", "-", slug).strip("-")
    from unidecode import unidecode  # noqa: PLC0415 -- a large table, wanted only when a slug is made

    return re.sub(r"[^a-z0-9]+", "-", unidecode(text).lower().replace("'", "")).strip("-")


@cache
def same_name(name: str) -> str:
    """Return what two spellings of one name have in common: `Job-Search`, `job search`; but not `C` and `C++`."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in plain if sign in SAID or unicodedata.category(sign)[0] in "LN")
