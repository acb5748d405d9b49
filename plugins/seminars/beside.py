"""What stands beside a site's calendars: the same sessions as data and as text, and codes for posters."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from plugins.seminars import agenda, jscalendar
from plugins.seminars.desk import Desk
from plugins.seminars.listings import Kind
from plugins.seminars.model import Seminar
from plugins.seminars.publisher import Publisher
from plugins.seminars.qr import qr_svg

File = tuple[str, bytes]
"""A path from the site's root, and what is there."""


def beside(
    desk: Desk, seminars: Iterable[Seminar], publisher: Publisher, oldest: dt.datetime, texts: Mapping[str, str]
) -> Iterator[File]:
    """Yield every file; `texts` are the seminars' own, by slug, and what ended before `oldest` is left out."""
    everything = desk.having(Kind.ALL)[0].sessions
    kept = tuple(session for session in everything if session.end >= oldest)
    yield jscalendar.PATH, jscalendar.group(kept, publisher, desk.wording, texts)
    yield agenda.PATH, agenda.agenda(desk.of(everything), publisher.sitename, publisher.siteurl, desk.wording)
    if publisher.siteurl:  # on a laptop there is no address to draw
        yield from _codes(desk, seminars, publisher)


def _codes(desk: Desk, seminars: Iterable[Seminar], publisher: Publisher) -> Iterator[File]:
    """Yield a code beside each seminar's page, and each date's that can still be added."""
    coming = (view.session for view in desk.views.values() if view.can_be_added)
    titles = {"seminars/": publisher.sitename}
    titles |= {one.url: one.title for one in seminars} | {one.url: one.title for one in coming}
    for url, title in titles.items():
        yield f"{url}qr.svg", qr_svg(f"{publisher.siteurl}/{url}", title)
