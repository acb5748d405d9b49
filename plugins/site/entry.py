"""A post's or page's document to an `Entry`: its fields, its address, and who may see it now."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from plugins.reader.fields import slugify
from plugins.reader.frontmatter import Document
from plugins.reader.model import validate
from plugins.reader.post import PageFields, PostFields, PostStatus
from plugins.reader.problems import InvalidContentError
from plugins.seminars.localtime import settle
from plugins.seminars.written import wall_clock


class Visibility(StrEnum):
    """Who may see an entry: everybody, those who have its address, or its authors on their own machines."""

    PUBLISHED = "published"
    HIDDEN = "hidden"
    SCHEDULED = "scheduled"
    DRAFT = "draft"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One post or page; `date` and `modified` are aware datetimes, `path` is relative to the site's root."""

    document: Document
    fields: PageFields
    slug: str
    date: dt.datetime | None
    modified: dt.datetime | None
    visibility: Visibility

    @property
    def path(self) -> Path:
        """The file it stands in."""
        return self.document.path

    @property
    def is_public(self) -> bool:
        """Whether the public site has it."""
        return self.visibility in {Visibility.PUBLISHED, Visibility.HIDDEN}


def parse_entry(document: Document, model: type[PageFields], timezone: ZoneInfo, now: dt.datetime) -> Entry:
    """Build an `Entry` as it is at `now`; raises `InvalidContentError`."""
    fields = validate(model, document)
    slug = fields.slug or slugify(document.path.stem)
    if not slug:
        message = 'slug: the file\'s name has no letter for an address; write "slug: my-first-post"'
        raise InvalidContentError([document.problem(document.marks.value(()), message)])
    date = settle(wall_clock(fields.date), timezone) if fields.date else None
    return Entry(
        document=document,
        fields=fields,
        slug=slug,
        date=date,
        modified=settle(wall_clock(fields.modified), timezone) if fields.modified else None,
        visibility=_visibility(fields, date, now),
    )


def _visibility(fields: PageFields, date: dt.datetime | None, now: dt.datetime) -> Visibility:
    if fields.status is PostStatus.DRAFT:
        return Visibility.DRAFT
    if date and date > now and isinstance(fields, PostFields):
        return Visibility.SCHEDULED
    return Visibility(fields.status.value)
