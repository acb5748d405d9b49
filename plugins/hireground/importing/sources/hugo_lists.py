"""Say which lists and feeds a Hugo site made: of sections, of taxonomies and their terms, with all their pages."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from hireground.importing.addresses.permalinks import hugo_name
from hireground.importing.fields import names_of
from hireground.importing.model import List, OldList
from hireground.importing.reading import Keys

TAXONOMIES: Mapping[str, str] = {"tag": "tags", "category": "categories"}
KINDS = {"authors": List.AUTHOR, "author": List.AUTHOR}


@dataclass(frozen=True)
class Page:
    """What a list is made of: a text's language as its address begins, its section, its keys, what such lists show."""

    prefix: str
    section: str
    keys: Keys
    kind: List


@dataclass(frozen=True)
class Form:
    """How a site's lists are called: whether as files, how feeds are named, and how many texts a page of one shows."""

    is_ugly: bool
    feed: str
    per_page: int
    taxonomies: Mapping[str, str]
    language: str


def hugo_lists(pages: Iterable[Page], form: Form) -> Iterator[OldList]:
    """Yield every list that Hugo makes by itself, for each language."""
    by_language: defaultdict[str, list[Page]] = defaultdict(list)
    for page in pages:
        by_language[page.prefix].append(page)
    if len(by_language) > 1:
        yield OldList(f"/{form.language}/", List.PAGES)
    for prefix, found in sorted(by_language.items()):
        yield from _of_language(prefix, found, form)


def _of_language(prefix: str, pages: list[Page], form: Form) -> Iterator[OldList]:
    yield from _of_list(f"{prefix}/", List.POSTS, "", len(pages), replace(form, is_ugly=False))
    sections = Counter(page.section for page in pages if page.section)
    kinds = {page.section: page.kind for page in pages if page.kind is not List.PAGES}
    for section, number in sorted(sections.items()):
        kind = kinds.get(section, List.PAGES)
        yield from _of_list(f"{prefix}/{hugo_name(section)}/", kind, "", number, form)
    for many in form.taxonomies.values():
        terms = _terms(pages, many.lower())
        yield from _of_list(f"{prefix}/{many.lower()}/", List.POSTS, "", len(terms), form)
        for name, (term, number) in sorted(terms.items()):
            kind = List.YEAR if term.isdecimal() else KINDS.get(many, List.TOPIC)
            yield from _of_list(f"{prefix}/{many.lower()}/{name}/", kind, term, number, form)


def _terms(pages: list[Page], key: str) -> Mapping[str, tuple[str, int]]:
    """Return terms by their names in addresses, each as it is written first, with the number of its texts."""
    found: dict[str, tuple[str, int]] = {}
    for page in pages:
        for term in dict.fromkeys(names_of(page.keys.get(key))):
            first, number = found.get(hugo_name(term), (term, 0))
            found[hugo_name(term)] = first, number + 1
    return found


def _of_list(address: str, kind: List, name: str, number: int, form: Form) -> Iterator[OldList]:
    """Yield one list, its feed, and its further pages; where pages are files, only lists of terms are, too."""
    yield OldList(address, kind, name)
    if form.is_ugly:
        yield OldList(f"{address.rstrip('/')}.html", kind, name)
    yield OldList(f"{address}{form.feed}", kind, name, is_feed=True)
    for page in range(1, max(number - 1, 0) // form.per_page + 2):
        yield OldList(f"{address}page/{page}/", kind, name)
        if form.is_ugly and name:
            yield OldList(f"{address}page/{page}.html", kind, name)
