"""Read until when people may propose a talk, and where; what may be done then is what registration says of a window."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from hireground.seminars.model.facts.awaited import NEVER
from hireground.seminars.model.facts.ways import Registration
from hireground.seminars.model.facts.windows import closing, opening
from hireground.seminars.model.model import Session
from hireground.seminars.model.registration_fields import BEFORE, Deadline
from hireground.text.fields import Email, Url
from hireground.text.keys import Hint
from hireground.text.localtime import attach_zone
from hireground.text.problems import Refusal, quoted
from hireground.text.validation import Model
from hireground.text.web_addresses import EMAIL
from hireground.text.yaml.marks import Loc

EXAMPLE = '"proposals: {url: https://example.org/propose, closes: 2026-11-30}"'
COUNTED = dt.datetime.combine(NEVER, dt.time(12))
"""Stands for the first date where none is known; nothing is counted from it."""
KEY = "proposals"


def parse_call(value: object) -> object:
    """Refuse an address alone, with the key that it needs."""
    if not isinstance(value, str):
        return value
    address = value.removeprefix("mailto:")
    if EMAIL.fullmatch(address):
        raise Refusal(f"{quoted(value)} needs a key", {"email": address})
    if value.startswith(("https:", "http:")):
        raise Refusal(f"{quoted(value)} needs a key", {"url": value})
    raise Refusal(f"{quoted(value)} does not say where; write as in {EXAMPLE}")


class ProposalFields(Model):
    """What the author wrote of proposals."""

    hints: ClassVar[Mapping[str, Hint]] = {
        "link": Hint("url"),
        "mail": Hint("email"),
        "deadline": Hint("closes"),
        "until": Hint("closes"),
        "from": Hint("opens"),
    }

    url: Url | None = Field(None, examples=["https://example.org/propose"])
    email: Email | None = Field(None, examples=["name@example.org"])
    opens: Deadline | None = Field(None, examples=["2026-11-01"])
    closes: Deadline | None = Field(None, examples=["2026-11-30"])


Proposals = Annotated[ProposalFields | None, BeforeValidator(parse_call)]


def proposals_of(fields: ProposalFields | None, sessions: Sequence[Session], timezone: ZoneInfo) -> Registration | None:
    """Return where and until when talks are proposed: without a day of its own, until the last date begins."""
    if fields is None:
        return None
    starts = [one.start for one in sessions if one.has_day]
    first, last = (min(starts), max(starts)) if starts else (attach_zone(COUNTED, timezone),) * 2
    first = first.astimezone(timezone)
    closes = closing(fields, first) if fields.closes else last
    return Registration(url=fields.url, email=fields.email, opens=opening(fields, first), closes=closes)


def proposal_problems(
    fields: ProposalFields | None, call: Registration | None, sessions: Sequence[Session]
) -> Iterator[tuple[Loc, Refusal]]:
    """Yield what is wrong with a call: that it leads nowhere, or is never open."""
    if fields is None or call is None:
        return
    has_day = any(one.has_day for one in sessions)
    if not (fields.url or fields.email):
        words = 'nothing says where; write a link, as in "url: https://example.org/propose", or an email'
        yield (KEY,), Refusal(words)
    counted = [name for name in ("opens", "closes") if BEFORE.fullmatch(str(getattr(fields, name)))]
    if counted and not has_day:
        yield (KEY, counted[0]), Refusal("no date has a day that this counts from; write a day, 2026-11-30")
    elif not (has_day or fields.closes):
        yield (KEY,), Refusal('no date has a day yet, so say until when, as in "closes: 2026-11-30"')
    elif has_day and call.closes > max(one.end for one in sessions):
        words = f"proposals would close on {call.closes:%Y-%m-%d %H:%M}, after the last date; write an earlier day"
        yield (KEY, "closes"), Refusal(words)
    elif call.opens and call.opens >= call.closes:
        opens, closes = f"{call.opens:%Y-%m-%d %H:%M}", f"{call.closes:%Y-%m-%d %H:%M}"
        yield (KEY, "opens"), Refusal(f"proposals would open on {opens}, and close on {closes}; write an earlier day")
