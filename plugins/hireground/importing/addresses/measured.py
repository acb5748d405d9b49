"""Measure which pages of an old site have an answer after an import: a text, a list of ours, or what leads on."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from hireground import urls
from hireground.importing.addresses.lists import own_lists
from hireground.importing.addresses.permalinks import encoded
from hireground.importing.model import Fate, Note, SourceFile
from hireground.importing.places_of_texts import Placed
from hireground.slugs import DEFAULT, Slugs
from hireground.text.fields import alias_path

UNANSWERED = "an old page that nothing answers; say in content/redirects.yaml where it is now"


def named(address: str) -> str:
    """Return the file behind an address, which is encoded; one by a number stands as it is."""
    return address if "?" in address else urls.file_of(alias_path(address))


def answered(
    texts: Iterable[Placed],
    seminars: Iterable[SourceFile],
    aliases: Mapping[PurePosixPath, tuple[str, ...]],
    moved: Iterable[str],
    slugs: Slugs = DEFAULT,
) -> frozenset[str]:
    """Return the file of each address that readers will find something at."""
    public = [one for one in texts if one.is_public]
    return frozenset(
        map(named, (*_of_texts(public, aliases), *_of_seminars(seminars), *own_lists(public, slugs), *moved))
    )


def _of_texts(texts: Iterable[Placed], aliases: Mapping[PurePosixPath, tuple[str, ...]]) -> Iterator[str]:
    for one in texts:
        yield one.url
        yield from aliases[one.path]


def _of_seminars(seminars: Iterable[SourceFile]) -> Iterator[str]:
    for one in (one for one in seminars if not one.is_draft):
        yield urls.SEMINAR.url(slug=one.slug)
        yield from (encoded(old) for old in one.addresses if "?" not in old)


def measured(pages: tuple[str, ...], known: frozenset[str]) -> tuple[tuple[Note, ...], str]:
    """Return a line of the report for each page that nothing answers, and the share that has an answer in words."""
    lost = [one for one in pages if named(one if "?" in one else encoded(one)) not in known]
    notes = tuple(Note(Fate.LEFT_OUT, UNANSWERED, "", one) for one in lost)
    share = (len(pages) - len(lost)) * 1000 // len(pages) / 10  # rounded down: 100 % are all of them
    return notes, f"Old pages that answer: {len(pages) - len(lost):,} of {len(pages):,} ({share:g} %)."
