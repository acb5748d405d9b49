"""Parse a post or a page into an `Entry`: its fields, its address, and who may see it now."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from hireground.seminars.model.schema import wall_clock
from hireground.site.post import PageFields, PostFields, PostStatus
from hireground.text.fields import slugify
from hireground.text.frontmatter import Document
from hireground.text.localtime import attach_zone
from hireground.text.problems import InvalidContentError
from hireground.text.validation import validate


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
    fields = validate(model, document, context={"timezone": timezone})
    slug = fields.slug or slugify(document.path.stem)
    if not slug:
        message = 'slug: the file\'s name has no letter for an address; write one, as in "slug: my-first-post"'
        raise InvalidContentError([document.problem(document.marks.value(()), message)])
    date = attach_zone(wall_clock(fields.date), timezone) if fields.date else None
    return Entry(
        document=document,
        fields=fields,
        slug=slug,
        date=date,
        modified=attach_zone(wall_clock(fields.modified), timezone) if fields.modified else None,
        visibility=_visibility(fields, date, now),
    )


def _visibility(fields: PageFields, date: dt.datetime | None, now: dt.datetime) -> Visibility:
    if fields.status is PostStatus.DRAFT:
        return Visibility.DRAFT
    if date and date > now and isinstance(fields, PostFields):
        return Visibility.SCHEDULED
    return Visibility(fields.status.value)
