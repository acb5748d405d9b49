"""Give each text and seminar the addresses that it had, and the old site's numbers for them."""

import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote

from hireground import urls
from hireground.importing.addresses.permalinks import encoded
from hireground.importing.model import Fate, Note, SourceFile
from hireground.importing.places_of_texts import Placed
from hireground.text.fields import alias_path, check_alias

LITERAL = re.compile(r"[^\w./~%-]")
"""Signs that an address in a list has in another form."""


def literal(address: str) -> str:
    """Write an address as the list of old ones has it; one by a number stands as it is."""
    return address if "?" in address else LITERAL.sub(lambda match: quote(match[0]), address)


def old_addresses(
    texts: list[Placed], seminars: Iterable[SourceFile]
) -> tuple[Mapping[PurePosixPath, tuple[str, ...]], list[Note]]:
    """Return the old addresses of each file, each once and as `aliases:` have them; what is seen comes first.

    An address that is the new one needs no alias, nor one that the site answers anyway.
    """
    pages = {urls.file_of(one.url) for one in texts} | {_file_of_seminar(one) for one in seminars}
    taken: dict[str, PurePosixPath] = {}
    found: dict[PurePosixPath, tuple[str, ...]] = {one.path: () for one in texts}
    notes: list[Note] = []
    for one in sorted(texts, key=lambda one: not one.is_public):
        for address in one.text.addresses:
            alias = encoded(address)
            if "?" in address:
                continue
            why = _no_alias(alias, one, pages, taken)
            if why:
                notes.append(Note(Fate.TO_DECIDE, f"an old address {why}", one.text.source, address))
            elif not _is_there(alias, one.url) and alias_path(alias) not in taken:
                taken[alias_path(alias)] = one.path
                found[one.path] += (alias,)
    return found, notes


def numbered(texts: Iterable[Placed], seminars: Iterable[SourceFile]) -> Mapping[str, str]:
    """Return the addresses that no alias can have: a number, `/?p=12`, or a folder that the site keeps, `/topics/`."""
    pages = [(one.text.addresses, one.url) for one in texts if one.is_public]
    found = {literal(old): f"/{url}" for addresses, url in pages for old in addresses if _is_listed(old)}
    for one in (one for one in seminars if not one.is_draft):
        new = f"/{urls.SEMINAR.url(slug=one.slug)}"
        found |= {old: new for old in one.addresses if "?" in old}
        found |= {literal(old): page for old, page in one.moved.items()}
    return found


def _is_listed(old: str) -> bool:
    path = alias_path(encoded(old))
    return "?" in old or (urls.is_taken(path) and not urls.is_made(path))


def _file_of_seminar(one: SourceFile) -> str:
    return urls.file_of(urls.SEMINAR.url(slug=one.slug))


def _is_there(alias: str, url: str) -> bool:
    path = alias_path(alias)
    return urls.file_of(path) == urls.file_of(url) or path == "/" or urls.is_taken(path)


def _no_alias(alias: str, one: Placed, pages: set[str], taken: Mapping[str, PurePosixPath]) -> str:
    path = alias_path(alias)
    if path in taken and taken[path] != one.path:
        return f"that {taken[path]} has, too"
    if urls.file_of(path) in pages and urls.file_of(path) != urls.file_of(one.url):
        return "that another page has now"
    try:
        check_alias(alias)
    except ValueError:
        return "that no alias can have" if path != "/" else ""
    return ""
