"""Check the blocks of a body: their keys, and the names of seminars in them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hireground.markdown.link_check import LinkedFiles
from hireground.seminars.block.embeds import embed_problems
from hireground.seminars.block.fields import BlockFields, is_named, matching, shown
from hireground.seminars.block.find import NAME, Block, find_blocks, untyped
from hireground.seminars.model.model import Place, Seminar, Session
from hireground.seminars.model.people import Person
from hireground.text.fields import split_names
from hireground.text.fixes import refused
from hireground.text.frontmatter import Document
from hireground.text.problems import InvalidContentError, Problem, Refusal, not_among, one_of, quoted
from hireground.text.source import name_of
from hireground.text.validation import validate
from hireground.text.yaml.marks import Data

Names = Mapping[str, set[str]]
"""By the block's key, every name that a seminar has."""
FEW = 6
NOBODY = {
    "series": "no seminar is of the series",
    "topic": "no seminar is about",
    "place": "no seminar is at",
    "speaker": "no seminar has the speaker",
    "ids": "no seminar has the id",
}


@dataclass(frozen=True)
class KnownNames:
    """The seminars' sessions and names, as far as they are known: None where a file could not be read.

    `now` tells which dates are still to come.
    """

    sessions: tuple[Session, ...] | None
    names: Names | None
    now: dt.datetime


def block_problems(document: Document, known: KnownNames, files: LinkedFiles) -> Iterator[Problem]:
    """Yield what is wrong with the blocks of a body, which may show pictures among some files."""
    for block in find_blocks(document):
        if isinstance(block, Problem):
            yield block
            continue
        if block.name != NAME:
            yield from embed_problems(block, files)
            continue
        try:
            fields = validate(BlockFields, block.document)
        except InvalidContentError as error:
            yield from error.problems
            continue
        if misread := untyped(block):
            yield misread
            continue
        if fields.since and fields.until and fields.until < fields.since:
            words = f"the list would end before it begins, on {fields.since}; write a later day, or change the two"
            yield refused(block.document, ("until",), Refusal(words))
            continue
        unknown = [] if known.names is None else list(_unknown_names(block, fields, known.names))
        yield from unknown
        if known.sessions is not None and not unknown and not shown(fields, known.sessions, known.now):
            is_over = bool(matching(fields, known.sessions))
            words = "all dates that this block means are over" if is_over else "no session has all of these"
            words = f"{words}, so that readers see an empty list; change or take out a key"
            yield block.document.problem(block.opening, words, is_warning=True)


def _unknown_names(block: Block, fields: BlockFields, names: Names) -> Iterator[Problem]:
    for key, nobody in NOBODY.items():
        value = getattr(fields, key) or ()
        for number, wanted in enumerate([value] if isinstance(value, str) else value):
            if not is_named(wanted, names[key]):
                few = one_of(sorted(names[key])) if len(names[key]) <= FEW else "look it up in content/seminars"
                refusal = not_among(f"{nobody} {quoted(wanted)}", wanted, sorted(names[key]), few)
                loc = (key,) if isinstance(value, str) else (key, number)
                yield refused(block.document, loc, refusal)


def known_names(seminars: Iterable[Seminar], unsure: Iterable[Document]) -> Names:
    """Collect the names that blocks may say; `unsure` are the documents of seminars with problems of their own."""
    known: defaultdict[str, set[str]] = defaultdict(set)
    for seminar in seminars:
        known["ids"].add(seminar.id)
        for session in seminar.sessions:
            known["series"] |= {session.series} if session.series else set()
            known["topic"].update(session.topics)
            for key, records in (("place", [session.place]), ("speaker", session.speakers)):
                known[key].update(name for one in records if one for name in names_of(one))
    for document in unsure:
        known["ids"] |= {name_of(document.path), *_texts(document.fields.get("id"))}
        for fields in (document.fields, *_groups(document.fields.get("sessions"))):
            for key, written in (
                ("series", "series"),
                ("topic", "topics"),
                ("place", "place"),
                ("speaker", "speakers"),
            ):
                known[key].update(_texts(fields.get(written)))
    return known


def names_of(record: Place | Person) -> set[str]:
    """Return what a file may call a person or a place."""
    return {record.name, record.slug} if "slug" in record.model_fields_set else {record.name}


def _groups(value: Data) -> list[dict[str, Data]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _texts(value: Data) -> Iterator[str]:
    """Yield the names that a value holds in any shape."""
    if isinstance(value, str):
        yield value
        yield from split_names(value)
    elif isinstance(value, dict):
        yield from _texts(value.get("name"))
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
