"""Faults that no file has alone: two with one address, one UID, one old address."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from plugins.reader.frontmatter import Document
from plugins.reader.problems import Problem
from plugins.reader.strict_yaml import Key
from plugins.seminars.model import Seminar
from plugins.site.entry import Entry

Claim = tuple[str, Path, Key]
"""An address or UID, the file that wants it, and where the file says so."""


def problems_together(
    documents: Mapping[Path, Document],
    posts: Mapping[Path, Entry],
    pages: Mapping[Path, Entry],
    seminars: Iterable[Seminar],
) -> Iterator[Problem]:
    """Yield what is wrong between files that are right by themselves."""
    seminars = tuple(seminars)
    addresses = [*_entry_claims(posts, "posts/"), *_entry_claims(pages, ""), *_seminar_claims(seminars)]
    yield from _taken_twice(documents, addresses, 'the address "{claim}" belongs to {other}; write another "slug:"')
    ids = [(seminar.id, seminar.source, ("id",)) for seminar in seminars]
    yield from _taken_twice(documents, ids, 'the id "{claim}" belongs to {other}; write another "id:"')
    uids = [(one.uid, seminar.source, ("sessions",)) for seminar in seminars for one in seminar.sessions]
    yield from _taken_twice(documents, uids, 'the uid "{claim}" belongs to a session of {other}; take one "uid:" out')
    aliases = [*_alias_claims(posts), *_alias_claims(pages)]
    aliases += [(alias, seminar.source, ("aliases",)) for seminar in seminars for alias in seminar.aliases]
    yield from _taken_twice(
        documents, aliases, 'the old address "{claim}" leads to {other} already; keep it in one file'
    )
    taken = {f"/{address}" for address, _path, _way in addresses}
    for alias, path, way in aliases:
        if alias in taken:
            yield _problem(documents, path, way, f'"{alias}" is the address of a page that is there; take it out')


def _entry_claims(entries: Mapping[Path, Entry], base: str) -> Iterator[Claim]:
    for path, entry in entries.items():
        language = f"{entry.fields.lang}/" if entry.fields.translation else ""
        yield f"{language}{base}{entry.slug}/", path, ("slug",)


def _alias_claims(entries: Mapping[Path, Entry]) -> Iterator[Claim]:
    for path, entry in entries.items():
        yield from ((alias, path, ("aliases",)) for alias in entry.fields.aliases)


def _seminar_claims(seminars: Iterable[Seminar]) -> Iterator[Claim]:
    yield from ((seminar.url, seminar.source, ("slug",)) for seminar in seminars)


def _taken_twice(documents: Mapping[Path, Document], claims: Iterable[Claim], message: str) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for claim, path, way in claims:
        if claim in first:
            yield _problem(documents, path, way, message.format(claim=claim, other=first[claim].as_posix()))
        first.setdefault(claim, path)


def _problem(documents: Mapping[Path, Document], path: Path, way: Key, message: str) -> Problem:
    document = documents[path]
    return document.problem(document.marks.value(way), message)
