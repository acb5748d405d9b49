"""Check files against each other: no two may have one address, UID or old address, and few have one title.

A translation needs an original, and a language of its own.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from hireground import urls
from hireground.seminars.model.facts.other_words import words_of
from hireground.seminars.model.model import Seminar
from hireground.seminars.model.translation import SeminarFile, Translation
from hireground.site.entry import Entry, Visibility
from hireground.text.fields import alias_path
from hireground.text.frontmatter import Document
from hireground.text.problems import Problem, did_you_mean, one_of, quoted
from hireground.text.yaml.marks import Loc

DRAFT = Visibility.DRAFT
AGAIN = 'the original is in {language} already; say the translation\'s language with "lang:"'
Claim = tuple[str, Path, Loc]
"""An address or UID, the file that wants it, and where the file says so."""


def cross_file_problems(
    documents: Mapping[Path, Document],
    posts: Mapping[Path, Entry],
    pages: Mapping[Path, Entry],
    seminars: Iterable[Seminar],
) -> Iterator[Problem]:
    """Yield what is wrong between files that are right by themselves."""
    seminars = tuple(seminars)
    entries = [
        *_entry_claims(posts, urls.POST, urls.TRANSLATED_POST),
        *_entry_claims(pages, urls.PAGE, urls.TRANSLATED_PAGE),
    ]
    addresses = [*entries, *_seminar_claims(seminars)]
    yield from _reserved(documents, entries)
    yield from _addresses_twice(documents, addresses)
    yield from _ids_twice(documents, seminars)
    yield from _uids_twice(documents, seminars)
    dated = ((seminar, one) for seminar in seminars for one in seminar.sessions if one.has_day)
    dates = [(one.url, seminar.source, one.loc) for seminar, one in dated]
    yield from _aliases(documents, [*_alias_claims({**posts, **pages}, seminars)], [*addresses, *dates])


def public_addresses(
    posts: Mapping[Path, Entry], pages: Mapping[Path, Entry], seminars: Iterable[SeminarFile]
) -> Iterator[str]:
    """Yield the address of each page that an author wrote and that readers can see, now or once its day has come."""
    for entries, routes in ((posts, (urls.POST, urls.TRANSLATED_POST)), (pages, (urls.PAGE, urls.TRANSLATED_PAGE))):
        yield from (url for url, path, _loc in _entry_claims(entries, *routes) if entries[path].visibility != DRAFT)
    for seminar in seminars:
        if not seminar.is_draft:
            yield seminar.url
            yield from (session.url for session in getattr(seminar, "sessions", ()) if session.has_day)


def _entry_claims(entries: Mapping[Path, Entry], original: urls.Route, translated: urls.Route) -> Iterator[Claim]:
    for path, entry in entries.items():
        route = translated if entry.fields.translation else original
        yield route.url(lang=entry.fields.lang or "", slug=entry.slug), path, ("slug",)


def _seminar_claims(seminars: Iterable[Seminar]) -> Iterator[Claim]:
    yield from ((seminar.url, seminar.source, ("slug",)) for seminar in seminars)


def _reserved(documents: Mapping[Path, Document], claims: Iterable[Claim]) -> Iterator[Problem]:
    """Yield the posts and pages that would stand where the site has its own; seminars refuse that by themselves."""
    for claim, path, loc in claims:
        if urls.is_taken(claim):
            slug = claim.split("/")[-2]
            yield _problem(documents, path, loc, f'"{slug}" is the address of a listing; write "slug: about-{slug}"')


def _addresses_twice(documents: Mapping[Path, Document], claims: Iterable[Claim]) -> Iterator[Problem]:
    claims = list(claims)
    taken = {claim for claim, _path, _way in claims}
    for claim, path, loc, other in _twice(claims):
        *before, slug, _ = claim.split("/")
        free = next(
            f"{slug}-{n}" for n in range(2, len(taken) + 3) if "/".join([*before, f"{slug}-{n}", ""]) not in taken
        )
        words = f'the address {quoted(claim)} belongs to {other.as_posix()}; write another, "slug: {free}"'
        yield _problem(documents, path, loc, words)


def _ids_twice(documents: Mapping[Path, Document], seminars: Iterable[Seminar]) -> Iterator[Problem]:
    """Yield the ids that two seminars have, unless their addresses are the same and said to be."""
    addresses = {seminar.source: seminar.slug for seminar in seminars}
    for claim, path, loc, other in _twice((seminar.id, seminar.source, ("id",)) for seminar in seminars):
        if addresses[path] != addresses[other]:
            words = f'the id {quoted(claim)} belongs to {other.as_posix()}; write another, "id: {addresses[path]}-2"'
            yield _problem(documents, path, loc, words)


def _uids_twice(documents: Mapping[Path, Document], seminars: Iterable[Seminar]) -> Iterator[Problem]:
    """Yield the UIDs that two sessions have; those of two seminars with one id are said already."""
    ids = {seminar.source: seminar.id for seminar in seminars}
    claims = [(one.uid, seminar.source, (*one.loc, "uid")) for seminar in seminars for one in seminar.sessions]
    ways = {(uid, path): documents[path].marks.value(loc).line for uid, path, loc in reversed(claims)}
    for uid, path, loc, other in _twice(claims):
        if path == other or ids[path] != ids[other]:
            where = f"the session in line {ways[uid, other]} of {other.as_posix()}"
            yield _problem(documents, path, loc, f'the uid {quoted(uid)} belongs to {where}; take one "uid:" out')


def _alias_claims(entries: Mapping[Path, Entry], seminars: Iterable[Seminar]) -> Iterator[Claim]:
    for path, entry in entries.items():
        yield from ((alias, path, ("aliases", number)) for number, alias in enumerate(entry.fields.aliases))
    for seminar in seminars:
        yield from ((alias, seminar.source, ("aliases", number)) for number, alias in enumerate(seminar.aliases))


def _aliases(documents: Mapping[Path, Document], aliases: list[Claim], addresses: list[Claim]) -> Iterator[Problem]:
    for alias, path, loc, other in _twice(aliases):
        words = f"the old address {quoted(alias)} leads to {other.as_posix()} already; keep it in one of the two"
        yield _problem(documents, path, loc, words)
    taken = {PurePosixPath(urls.file_of(address)) for address, _path, _way in addresses}
    files = [(alias, path, loc, PurePosixPath(urls.file_of(alias_path(alias)))) for alias, path, loc in aliases]
    pages = taken | {file for _alias, _path, _loc, file in files}
    for alias, path, loc, file in files:
        if urls.is_taken(alias_path(alias)):
            words = f"{quoted(alias)} is the address of a list of the site, which would be lost; take it out"
            yield _problem(documents, path, loc, words)
        elif file in taken:
            yield _problem(documents, path, loc, f"{quoted(alias)} is the address of a page that is there; take it out")
        elif above := pages.intersection(file.parents):
            words = f'{quoted(alias)} lies in "/{min(above)}", which is a page and no folder; take it out'
            yield _problem(documents, path, loc, words)


def _twice(claims: Iterable[Claim]) -> Iterator[tuple[str, Path, Loc, Path]]:
    """Yield each claim to what another file has claimed before, with that file; one in a deeper folder comes later."""
    first: dict[str, Path] = {}
    for claim, path, loc in sorted(claims, key=lambda one: len(one[1].parts)):
        if claim in first:
            yield claim, path, loc, first[claim]
        first.setdefault(claim, path)


def _problem(documents: Mapping[Path, Document], path: Path, loc: Loc, message: str) -> Problem:
    document = documents[path]
    return document.problem(document.marks.value(loc), message)


NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


def titles_twice(posts: Mapping[Path, Entry]) -> Iterator[Problem]:
    """Yield the posts whose title an older one has; a translation may have the title of its original."""
    first: dict[tuple[str, str], Path] = {}
    for path, entry in sorted(posts.items(), key=lambda one: (one[1].date or NEVER, one[0])):
        key = (entry.fields.lang or "", " ".join(entry.fields.title.lower().split()))
        if key in first and not entry.fields.translation:
            words = f"the title {quoted(entry.fields.title)} belongs to {first[key].as_posix()} too; say what differs"
            yield _warning(entry.document, ("title",), words)
        first.setdefault(key, path)


def over_when_new(
    seminars: Iterable[Seminar],
    commits: Mapping[Path, dt.datetime],
    documents: Mapping[Path, Document],
    now: dt.datetime,
) -> Iterator[Problem]:
    """Yield the seminars that git does not have yet and whose dates are all over: the year is probably wrong."""
    for seminar in seminars if commits else ():
        document = documents[seminar.source]
        if document.path not in commits and all(session.end < now for session in seminar.sessions):
            last = max(seminar.sessions, key=lambda session: session.start)
            words = f"this seminar is new, and its last date, {last.start:%Y-%m-%d}, is over; is the year right?"
            yield _warning(document, (*last.loc, "start"), words)


def _warning(document: Document, loc: Loc, message: str) -> Problem:
    return document.problem(document.marks.value(loc), f"{document.spell(loc)}{message}", is_warning=True)


def translation_problems(
    documents: Mapping[Path, Document], seminars: Iterable[Seminar], translations: Iterable[Translation], language: str
) -> Iterator[Problem]:
    """Yield the translations of seminars that are not there, or that speak the language already."""
    by_slug = {seminar.slug: seminar for seminar in seminars}
    first: dict[str, Path] = {}
    for words in translations:
        other = first.setdefault(words.url, words.source)
        document, original = documents[words.source], by_slug.get(words.slug)
        if original is None:
            hint = did_you_mean(words.slug, by_slug, one_of(by_slug) if by_slug else "write the seminar first")
            message = f"slug: no seminar has the address {quoted(words.slug)}; {hint}"
            yield document.problem(document.marks.value(("slug",)), message)
        elif words.lang == (original.lang or language):
            message = f"lang: {AGAIN.format(language=quoted(words.lang))}"
            yield document.problem(document.marks.value(("lang",)), message)
        elif other != words.source:
            message = f"lang: {other.as_posix()} translates it to {quoted(words.lang)} already; keep one of the two"
            yield document.problem(document.marks.value(("lang",)), message)
        else:
            yield from _titles(document, words, original)
            yield from _words(document, words, original)


def _titles(document: Document, words: Translation, original: Seminar) -> Iterator[Problem]:
    """Yield the titles that a translation has for dates, and that no date of the seminar has."""
    known = {session.title for session in original.sessions} - {original.title}
    for title in words.titles.keys() - known:
        hint = did_you_mean(title, known, one_of(sorted(known)) if known else "take it out")
        message = f"titles: no date of the seminar is called {quoted(title)}; {hint}"
        yield document.problem(document.marks.value(("titles", title)), message)


def _words(document: Document, words: Translation, original: Seminar) -> Iterator[Problem]:
    """Yield the words that a translation has others for, and that the seminar does not say."""
    known = {" ".join(said.split()) for session in original.sessions for said in words_of(session)}
    for said in words.words.keys() - known:
        hint = did_you_mean(said, known, one_of(sorted(known)) if known else "take it out")
        message = f"words: {quoted(said)} stands nowhere in the seminar's prices, registration or access; {hint}"
        yield document.problem(document.marks.value(("words", said)), message)


def entry_problems(entries: Mapping[Path, Entry], language: str) -> Iterator[Problem]:
    """Yield the translations of posts or pages that are not there, or that speak the language already."""
    originals = {entry.slug: entry for entry in entries.values() if not entry.fields.translation}
    for entry in entries.values():
        if not entry.fields.translation:
            continue
        document, original = entry.document, originals.get(entry.slug)
        if original is None:
            hint = did_you_mean(entry.slug, originals, "write the original first, or take the key out")
            message = f"translation: nothing else has the address {quoted(entry.slug)}; {hint}"
            yield document.problem(document.marks.value(("translation",)), message)
        elif (entry.fields.lang or language) == (original.fields.lang or language):
            message = f"lang: {AGAIN.format(language=quoted(original.fields.lang or language))}"
            yield document.problem(document.marks.value(("lang",)), message)
