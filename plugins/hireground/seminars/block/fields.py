"""Define the keys of a `/// seminars | Title` block, and select the sessions that it means."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field

from hireground import urls
from hireground.seminars.model.model import CALLED_OFF, Session
from hireground.slugs import same_name, slugify
from hireground.text.dates_meant import month_meant
from hireground.text.fields import Day, Names, expect_text, parse_yes
from hireground.text.keys import Hint
from hireground.text.problems import Refusal, not_among, one_of, quoted
from hireground.text.validation import Model


def check_month(month: str) -> str:
    """Let `2026-12` pass."""
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", month, re.ASCII):
        return month
    meant = month_meant(month.lower())
    hint = "" if meant else 'write it as in "2026-12"'
    raise Refusal(f"{quoted(month)} is not written as a month", meant or None, hint=hint)


WITH = ("recording", "slides")


def check_has(word: str) -> str:
    """Let what a session may have afterwards pass."""
    if word in WITH:
        return word
    raise not_among(f"no session has {quoted(word)} to look for", word, WITH, one_of(WITH))


MOST_NEXT = 100
LEVELS = range(2, 5)


def parse_next(value: object) -> int:
    """Read how many of the coming dates are shown."""
    words = expect_text(value)
    if words.isascii() and words.isdigit() and len(words) <= len(str(MOST_NEXT)) and 1 <= int(words) <= MOST_NEXT:
        return int(words)
    raise Refusal(f"{quoted(words)} is no number of dates; write one from 1 to {MOST_NEXT}")


def parse_level(value: object) -> int:
    """Read which heading the title of a block is; those of its seminars are one lower."""
    words = expect_text(value)
    if words in map(str, LEVELS):
        return int(words)
    raise Refusal(f"{quoted(words)} is no heading's level; write 2 for one like ##, 3 for ### or 4 for ####")


def parse_only(value: object) -> bool:
    """Read `yes`; whoever wants all dates leaves the key out."""
    if parse_yes(value):
        return True
    raise Refusal('only "yes" narrows the list; take the key out to show all dates')


Only = Annotated[bool, BeforeValidator(parse_only)]


class BlockFields(Model):
    """The keys of a block; each narrows the list, but for `level`. `next` is only of what a page shows."""

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
        "day": Hint("date"),
        "on": Hint("date"),
        "since": Hint("from"),
        "after": Hint("from"),
        "to": Hint("until"),
        "before": Hint("until"),
        "limit": Hint("next"),
        "count": Hint("next"),
        "heading": Hint("level"),
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
    date: Day | None = Field(None, examples=["2026-12-05"], repr=False)
    since: Day | None = Field(None, alias="from", examples=["2026-12-01"], repr=False)
    until: Day | None = Field(None, examples=["2026-12-31"], repr=False)
    free: Only = Field(default=False, examples=["yes"], repr=False)
    online: Only = Field(default=False, examples=["yes"], repr=False)
    next: Annotated[int, BeforeValidator(parse_next)] | None = Field(None, examples=["3"], repr=False)
    level: Annotated[int, BeforeValidator(parse_level)] = Field(LEVELS[0], examples=["3"], repr=False)


def matching(fields: BlockFields, sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return the sessions that a block means, in order of time: those of its calendar."""
    return tuple(session for session in sessions if all(_fits(fields, session)))


def shown(fields: BlockFields, sessions: Iterable[Session], now: dt.datetime) -> tuple[Session, ...]:
    """Return the sessions that a page shows in a block's place: all that it means, or the next few that take place.

    Whoever subscribed to the calendar of the block keeps what is over.
    """
    meant = matching(fields, sessions)
    if fields.next is None:
        return meant
    coming = (one for one in meant if one.end > now and one.has_day and one.status not in CALLED_OFF)
    return tuple(islice(coming, fields.next))


def _fits(fields: BlockFields, session: Session) -> Iterator[bool]:
    yield not fields.month or fields.month in {f"{month:%Y-%m}" for month in session.months}
    yield not fields.series or is_named(fields.series, [session.series])
    yield not fields.topic or is_named(fields.topic, session.topics)
    yield not fields.place or is_named(fields.place, [session.place.name, session.place.slug] if session.place else [])
    yield not fields.speaker or is_named(
        fields.speaker, chain.from_iterable((one.name, one.slug) for one in session.speakers)
    )
    yield not fields.has or bool(getattr(session, fields.has))
    yield not fields.ids or session.seminar_id in fields.ids
    first, last = session.start.date(), session.last_day
    yield not fields.date or (session.has_day and first <= fields.date <= last)
    yield not fields.since or last >= fields.since
    yield not fields.until or first <= fields.until
    yield not fields.free or bool(session.price and session.price.is_free)
    yield not fields.online or bool(session.online)


def is_named(wanted: str, names: Iterable[str | None]) -> bool:
    """Tell whether a name is among others, whatever its letters' case."""
    return same_name(wanted) in {same_name(name) for name in names if name}


def block_ics_path(title: str, fields: BlockFields) -> str:
    """Return where the calendar of a block's sessions lies: blocks that say the same share it."""
    later = {name: getattr(fields, name) for name in ("date", "since", "until", "free", "online")}
    said = "".join(f" {name}={value}" for name, value in later.items() if value)
    known = f"{fields!r}{fields.has or ''}{said}"  # as it was before these, whose readers keep their address
    digest = hashlib.sha256(known.encode()).hexdigest()[:8]
    return urls.BLOCK_CALENDAR.url(path=f"{slugify(title) or 'seminars'}-{digest}.ics")
