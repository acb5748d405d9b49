"""A site's seminars to its calendar files: each VEVENT made once, each file joined from them."""

import datetime as dt
from collections.abc import Iterable, Iterator

from plugins.reader.names import alias_path
from plugins.seminars.block import BlockFields, block_ics_path, matching
from plugins.seminars.ical import Feed
from plugins.seminars.listings import Kind, Listing
from plugins.seminars.model import Seminar, Session
from plugins.seminars.publisher import Publisher


def feeds(
    seminars: Iterable[Seminar],
    listings: Iterable[Listing],
    blocks: Iterable[tuple[str, BlockFields]],
    oldest: dt.datetime,
    publisher: Publisher,
) -> Iterator[Feed]:
    """Yield every calendar; listings but months leave out what ended before `oldest`, if anything else is left."""
    listings, sitename = tuple(listings), publisher.sitename
    for listing in listings:
        kept = listing.sessions if listing.kind is Kind.MONTH else _since(listing.sessions, oldest)
        name = sitename if listing.kind is Kind.ALL else f"{sitename}: {listing.name}"
        about = (listing.person.bio if listing.person else "") or publisher.tagline
        yield Feed(path=listing.ics_url, name=name, page_url=listing.url, sessions=kept, description=about)
    for seminar in seminars:
        yield Feed(
            path=f"{seminar.url}calendar.ics", name=seminar.title, page_url=seminar.url, sessions=seminar.sessions,
            description=seminar.summary, image=seminar.image,
            former=tuple(f"{old}calendar.ics" for old in map(alias_path, seminar.aliases) if old.endswith("/")),
        )  # fmt: skip
        for session in seminar.sessions:
            yield Feed(path=session.ics_url, name=None, page_url=session.url, sessions=(session,))
    everything = next((listing.sessions for listing in listings if listing.kind is Kind.ALL), ())
    for path, (title, fields) in {block_ics_path(*block): block for block in blocks}.items():
        sessions = matching(fields, everything)
        yield Feed(
            path=path, name=title or sitename, page_url="seminars/", sessions=sessions, description=publisher.tagline
        )


def _since(sessions: tuple[Session, ...], oldest: dt.datetime) -> tuple[Session, ...]:
    """Keep the last session at least: a calendar without any event is none (RFC 5545 §3.6)."""
    return tuple(session for session in sessions if session.end >= oldest) or sessions[-1:]
