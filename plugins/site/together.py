"""Faults that no file has alone: two with one address, one UID, one old address."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from plugins.reader.frontmatter import Document
from plugins.reader.problems import Problem
from plugins.reader.quote import quoted
from plugins.reader.strict_yaml import Key
from plugins.seminars.model import Seminar
from plugins.site.entry import Entry

Claim = tuple[str, Path, Key]
"""An address or UID, the file that wants it, and where the file says so."""
LISTINGS = frozenset(
    {
        "posts",
        "kitchen-sink",
        "seminars",
        "topics",
        "authors",
        "archive",
        "subscribe",
        "series",
        "search",
        "pagefind",
        "assets",
        "images",
    }
)
"""What stands at the site's root beside its pages."""
LISTING = re.compile(
    r"|404\.html|posts|seminars|topics|authors|archive|subscribe|search|kitchen-sink|posts/page/.*"
    r"|seminars/(?:past|lists|\d{4}/\d\d|(?:in|by|about|series)/[^/]+)|(?:topics|authors)/[^/]+|archive/\d{4}"
)
"""What no old address may be, without its last slash or `index.html`; the home page is nothing at all."""


def problems_together(
    documents: Mapping[Path, Document],
    posts: Mapping[Path, Entry],
    pages: Mapping[Path, Entry],
    seminars: Iterable[Seminar],
) -> Iterator[Problem]:
    """Yield what is wrong between files that are right by themselves."""
    seminars = tuple(seminars)
    addresses = [*_entry_claims(posts, "posts/"), *_entry_claims(pages, ""), *_seminar_claims(seminars)]
    yield from _reserved(documents, pages)
    yield from _addresses_twice(documents, addresses)
    yield from _ids_twice(documents, seminars)
    yield from _uids_twice(documents, seminars)
    yield from _aliases(documents, [*_alias_claims({**posts, **pages}, seminars)], addresses)


def _entry_claims(entries: Mapping[Path, Entry], base: str) -> Iterator[Claim]:
    for path, entry in entries.items():
        language = f"{entry.fields.lang}/" if entry.fields.translation else ""
        yield f"{language}{base}{entry.slug}/", path, ("slug",)


def _seminar_claims(seminars: Iterable[Seminar]) -> Iterator[Claim]:
    yield from ((seminar.url, seminar.source, ("slug",)) for seminar in seminars)


def _reserved(documents: Mapping[Path, Document], pages: Mapping[Path, Entry]) -> Iterator[Problem]:
    for path, entry in pages.items():
        if entry.slug in LISTINGS and not entry.fields.translation:
            words = f'"{entry.slug}" is the address of a listing; write "slug: about-{entry.slug}"'
            yield _problem(documents, path, ("slug",), words)


def _addresses_twice(documents: Mapping[Path, Document], claims: Iterable[Claim]) -> Iterator[Problem]:
    claims = list(claims)
    taken = {claim for claim, _path, _way in claims}
    for claim, path, way, other in _twice(claims):
        *before, slug, _ = claim.split("/")
        free = next(
            f"{slug}-{n}" for n in range(2, len(taken) + 3) if "/".join([*before, f"{slug}-{n}", ""]) not in taken
        )
        words = f'the address {quoted(claim)} belongs to {other.as_posix()}; write another, "slug: {free}"'
        yield _problem(documents, path, way, words)


def _ids_twice(documents: Mapping[Path, Document], seminars: Iterable[Seminar]) -> Iterator[Problem]:
    """Yield the ids that two seminars have, unless their addresses are the same and said to be."""
    addresses = {seminar.source: seminar.slug for seminar in seminars}
    for claim, path, way, other in _twice((seminar.id, seminar.source, ("id",)) for seminar in seminars):
        if addresses[path] != addresses[other]:
            words = f'the id {quoted(claim)} belongs to {other.as_posix()}; write another, "id: {addresses[path]}-2"'
            yield _problem(documents, path, way, words)


def _uids_twice(documents: Mapping[Path, Document], seminars: Iterable[Seminar]) -> Iterator[Problem]:
    """Yield the UIDs that two sessions have; those of two seminars with one id are said already."""
    ids = {seminar.source: seminar.id for seminar in seminars}
    claims = [(one.uid, seminar.source, (*one.way, "uid")) for seminar in seminars for one in seminar.sessions]
    ways = {(uid, path): documents[path].marks.value(way).line for uid, path, way in reversed(claims)}
    for uid, path, way, other in _twice(claims):
        if path == other or ids[path] != ids[other]:
            where = f"the session in line {ways[uid, other]} of {other.as_posix()}"
            yield _problem(documents, path, way, f'the uid {quoted(uid)} belongs to {where}; take one "uid:" out')


def _alias_claims(entries: Mapping[Path, Entry], seminars: Iterable[Seminar]) -> Iterator[Claim]:
    for path, entry in entries.items():
        yield from ((alias, path, ("aliases", number)) for number, alias in enumerate(entry.fields.aliases))
    for seminar in seminars:
        yield from ((alias, seminar.source, ("aliases", number)) for number, alias in enumerate(seminar.aliases))


def _aliases(documents: Mapping[Path, Document], aliases: list[Claim], addresses: list[Claim]) -> Iterator[Problem]:
    for alias, path, way, other in _twice(aliases):
        words = f"the old address {quoted(alias)} leads to {other.as_posix()} already; keep it in one of the two"
        yield _problem(documents, path, way, words)
    taken = {f"/{address}".rstrip("/") for address, _path, _way in addresses}
    for alias, path, way in aliases:
        if LISTING.fullmatch(unquote(alias).strip("/").removesuffix("index.html").strip("/")):
            words = f"{quoted(alias)} is the address of a list of the site, which would be lost; take it out"
            yield _problem(documents, path, way, words)
        elif alias.rstrip("/") in taken:
            yield _problem(documents, path, way, f"{quoted(alias)} is the address of a page that is there; take it out")


def _twice(claims: Iterable[Claim]) -> Iterator[tuple[str, Path, Key, Path]]:
    """Yield each claim to what another file has claimed before, with that file; one in a deeper folder comes later."""
    first: dict[str, Path] = {}
    for claim, path, way in sorted(claims, key=lambda one: len(one[1].parts)):
        if claim in first:
            yield claim, path, way, first[claim]
        first.setdefault(claim, path)


def _problem(documents: Mapping[Path, Document], path: Path, way: Key, message: str) -> Problem:
    document = documents[path]
    return document.problem(document.marks.value(way), message)
