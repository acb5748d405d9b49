"""Parse a post or a page into an `Entry`: its fields, its address, and who may see it now."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from hireground.seminars.model.facts.awaited import wall_clock
from hireground.site.post import PageFields, PostFields, PostStatus
from hireground.slugs import DEFAULT, Slugs
from hireground.text.aside import MayStandAside
from hireground.text.frontmatter import Document, day_of
from hireground.text.localtime import attach_zone
from hireground.text.problems import InvalidContentError, Problem, quoted
from hireground.text.source import name_of
from hireground.text.validation import validate
from hireground.text.yaml.marks import Mark

HOW_TO_SUM_UP = 'write it as in "summary: One or two sentences that say what a reader gets."'


class Visibility(StrEnum):
    """Who may see an entry: everybody, those who have its address, or its authors on their own machines."""

    PUBLISHED = "published"
    HIDDEN = "hidden"
    SCHEDULED = "scheduled"
    DRAFT = "draft"


@dataclass(frozen=True, kw_only=True)
class Entry(MayStandAside):
    """One post or page; `date` and `modified` are aware datetimes, `path` is relative to the site's root.

    A post without a summary has its text's first words as one, and then no lead: they would stand there twice.
    """

    seldom: ClassVar = ("fields",)

    document: Document
    fields: PageFields
    slug: str
    date: dt.datetime | None
    modified: dt.datetime | None
    visibility: Visibility
    has_lead: bool = True

    @property
    def path(self) -> Path:
        """The file it stands in."""
        return self.document.path

    @property
    def is_public(self) -> bool:
        """Whether the public site has it."""
        return self.visibility in {Visibility.PUBLISHED, Visibility.HIDDEN}


def parse_entry(
    document: Document, model: type[PageFields], timezone: ZoneInfo, now: dt.datetime, slugs: Slugs = DEFAULT
) -> Entry:
    """Build an `Entry` as it is at `now`; raises `InvalidContentError`."""
    context: dict[str, object] = {"timezone": timezone, "unicode_slugs": slugs.is_unicode}
    fields = with_category(validate(model, with_date(document, model), context=context))
    slug = fields.slug or slugs.of(name_of(document.path))
    if not slug:
        message = 'slug: the file\'s name has no letter for an address; write one, as in "slug: my-first-post"'
        raise InvalidContentError([document.problem(document.marks.value(()), message)])
    date = attach_zone(wall_clock(fields.date), timezone) if fields.date else None
    has_lead = bool(fields.summary) or model is not PostFields
    return Entry(
        document=document,
        fields=fields if has_lead else fields.model_copy(update={"summary": _stand_in(document)}),
        slug=slug,
        date=date,
        modified=attach_zone(wall_clock(fields.modified), timezone) if fields.modified else None,
        visibility=_visibility(fields, date, now),
        has_lead=has_lead,
    )


def with_date(document: Document, model: type[PageFields]) -> Document:
    """Take a post's date from its file's name, `2026-11-20-a-post.md`, where nothing else says it."""
    day = "" if "date" in document.fields or model is not PostFields else day_of(document.path)
    return replace(document, fields={**document.fields, "date": day}) if day else document


def with_category(fields: PageFields) -> PageFields:
    """Take a category, which other tools have beside topics, as the first of them."""
    if not fields.category:
        return fields
    names: dict[str, str] = {}
    for name in (*fields.category, *fields.topics):
        names.setdefault(name.lower(), name)
    return fields.model_copy(update={"topics": tuple(names.values()), "category": ()})


def entry_warnings(entry: Entry) -> Iterator[Problem]:
    """Yield what stands in for a post's summary, if something does, and whether a post has no text."""
    if isinstance(entry.fields, PostFields) and not entry.document.body.strip():
        mark = Mark(entry.document.body_line, 1)
        yield entry.document.problem(mark, "the text is empty; write it below the keys", is_warning=True)
    if not entry.has_lead:
        words = f"summary: missing, and {quoted(entry.fields.summary)} stands in for it; {HOW_TO_SUM_UP}"
        mark = entry.document.marks.value(())
        yield entry.document.problem(mark, words, is_warning=True, kind="summary: missing")


def _stand_in(document: Document) -> str:
    """Return a text's first words; raises `InvalidContentError` where it has none."""
    from hireground.prose.first_words import stand_in  # noqa: PLC0415 -- most texts have a summary

    if words := stand_in(document.body):
        return words
    message = f"summary: missing, and no words in the text can stand in for it; {HOW_TO_SUM_UP}"
    raise InvalidContentError([document.problem(document.marks.value(()), message, kind="summary: missing")])


def _visibility(fields: PageFields, date: dt.datetime | None, now: dt.datetime) -> Visibility:
    if fields.status is PostStatus.DRAFT:
        return Visibility.DRAFT
    if date and date > now and isinstance(fields, PostFields):
        return Visibility.SCHEDULED
    return Visibility(fields.status.value)
