"""`/// seminars | Title` in a body: its keys, and the sessions that it means."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from plugins.reader.fields import slugify
from plugins.reader.keys import Hint
from plugins.reader.mend import MONTHS
from plugins.reader.model import Model
from plugins.reader.names import Names
from plugins.reader.quote import quoted
from plugins.seminars.model import Session


def check_month(month: str) -> str:
    """Let `2026-12` pass."""
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month, re.ASCII):
        return month
    raise ValueError(f'{quoted(month)} is not written as a month; write "{_month_meant(month.lower())}"')


def _month_meant(words: str) -> str:
    year = re.search(r"\b\d{4}\b", words)
    numbers = [int(one) for one in re.findall(r"\b\d{1,2}\b", words) if 1 <= int(one) <= len(MONTHS)]
    named = [number for number, name in enumerate(MONTHS, 1) if name[:3] in words]
    return f"{year[0] if year else '2026'}-{([*named, *numbers] or [12])[0]:02}"


class BlockFields(Model):
    """The keys of a block; each narrows the list."""

    hints: ClassVar[Mapping[str, Hint]] = {
        "topics": Hint("topic"),
        "tag": Hint("topic"),
        "tags": Hint("topic"),
        "about": Hint("topic"),
        "speakers": Hint("speaker"),
        "by": Hint("speaker"),
        "location": Hint("place"),
        "in": Hint("place"),
        "id": Hint("ids"),
        "seminar": Hint("ids"),
        "date": Hint("month"),
        "title": Hint("", 'stands after the bar; write "/// seminars | {value}"'),
    }

    month: Annotated[str, AfterValidator(check_month)] | None = Field(None, examples=["2026-12"])
    series: str | None = Field(None, examples=["Career Search"])
    topic: str | None = Field(None, examples=["networking"])
    place: str | None = Field(None, examples=["Bellevue Library"])
    speaker: str | None = Field(None, examples=["Mara Lindqvist"])
    ids: Names = Field((), examples=["[career-search-excellence]"])


def matching(fields: BlockFields, sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return the sessions that a block means, in order of time."""
    return tuple(session for session in sessions if all(_fits(fields, session)))


def _fits(fields: BlockFields, session: Session) -> Iterator[bool]:
    yield not fields.month or f"{session.start:%Y-%m}" == fields.month
    yield not fields.series or is_named(fields.series, [session.series])
    yield not fields.topic or is_named(fields.topic, session.topics)
    yield not fields.place or is_named(fields.place, [session.place.name if session.place else None])
    yield not fields.speaker or is_named(fields.speaker, [person.name for person in session.speakers])
    yield not fields.ids or session.seminar_id in fields.ids


def is_named(wanted: str, names: Iterable[str | None]) -> bool:
    """Tell whether a name is among others, whatever its letters' case."""
    return slugify(wanted) in {slugify(name) for name in names if name}


def block_ics_path(title: str, fields: BlockFields) -> str:
    """Return where the calendar of a block's sessions lies: blocks that say the same share it."""
    digest = hashlib.sha256(repr(fields).encode()).hexdigest()[:8]
    return f"seminars/lists/{slugify(title) or 'seminars'}-{digest}.ics"
