"""Define the keys of a `/// seminars | Title` block, and select the sessions that it means."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from hireground import urls
from hireground.seminars.model.model import Session
from hireground.text.dates_meant import MONTHS
from hireground.text.fields import Names, slugify
from hireground.text.keys import Hint
from hireground.text.problems import Refusal, not_among, one_of, quoted
from hireground.text.validation import Model


def check_month(month: str) -> str:
    """Let `2026-12` pass."""
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month, re.ASCII):
        return month
    meant = _month_meant(month.lower())
    hint = "" if meant else 'write it as in "2026-12"'
    raise Refusal(f"{quoted(month)} is not written as a month", meant or None, hint=hint)


def _month_meant(words: str) -> str:
    """Return the one year and month that words say; empty if they do not say both."""
    years = re.findall(r"\b\d{4}\b", words)
    numbers = [int(one) for one in re.findall(r"\b\d{1,2}\b", words)]
    named = [n for n, name in enumerate(MONTHS, 1) if set(re.findall("[a-z]+", words)) & {name, name[:3]}]
    months = named or numbers
    is_one = len(years) == len(months) == 1 and 1 <= months[0] <= len(MONTHS) and not (named and numbers)
    return f"{years[0]}-{months[0]:02}" if is_one else ""


WITH = ("recording", "slides")


def check_has(word: str) -> str:
    """Let what a session may have afterwards pass."""
    if word in WITH:
        return word
    raise not_among(f"no session has {quoted(word)} to look for", word, WITH, one_of(WITH))


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
        "with": Hint("has"),
        "title": Hint("", 'stands after the bar; write "/// seminars | {value}"'),
    }

    month: Annotated[str, AfterValidator(check_month)] | None = Field(None, examples=["2026-12"])
    series: str | None = Field(None, examples=["Career Search"])
    topic: str | None = Field(None, examples=["networking"])
    place: str | None = Field(None, examples=["Bellevue Library"])
    speaker: str | None = Field(None, examples=["Mara Lindqvist"])
    ids: Names = Field((), examples=["[career-search-excellence]"])
    has: Annotated[str, AfterValidator(check_has)] | None = Field(None, examples=["recording"], repr=False)


def matching(fields: BlockFields, sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return the sessions that a block means, in order of time."""
    return tuple(session for session in sessions if all(_fits(fields, session)))


def _fits(fields: BlockFields, session: Session) -> Iterator[bool]:
    yield not fields.month or fields.month in {f"{month:%Y-%m}" for month in session.months}
    yield not fields.series or is_named(fields.series, [session.series])
    yield not fields.topic or is_named(fields.topic, session.topics)
    yield not fields.place or is_named(fields.place, [session.place.name if session.place else None])
    yield not fields.speaker or is_named(fields.speaker, [person.name for person in session.speakers])
    yield not fields.has or bool(getattr(session, fields.has))
    yield not fields.ids or session.seminar_id in fields.ids


def is_named(wanted: str, names: Iterable[str | None]) -> bool:
    """Tell whether a name is among others, whatever its letters' case."""
    return slugify(wanted) in {slugify(name) for name in names if name}


def block_ics_path(title: str, fields: BlockFields) -> str:
    """Return where the calendar of a block's sessions lies: blocks that say the same share it."""
    known = f"{fields!r}{fields.has or ''}"  # as it was before `has`, whose readers keep their address
    digest = hashlib.sha256(known.encode()).hexdigest()[:8]
    return urls.BLOCK_CALENDAR.url(path=f"{slugify(title) or 'seminars'}-{digest}.ics")
