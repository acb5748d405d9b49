"""Write the files beside calendars: the sessions as data and as text, and QR codes for posters."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element, SubElement, tostring

from hireground import urls
from hireground.output import Output, as_it_is
from hireground.seminars.calendar import agenda, jscalendar
from hireground.seminars.calendar.calendar_file import Publisher
from hireground.seminars.model.model import Seminar
from hireground.seminars.pages.context import RenderContext
from hireground.seminars.pages.listings import Kind

MARGIN = 4
"""The white that a reader needs around a code, in modules (ISO/IEC 18004)."""
MASK = 2
"""The pattern that breaks up large areas: of the standard's eight the one that suits addresses best on average.

A code says which it has, so readers take any. To try all eight for each address takes four times as long, and lowers
the standard's count of what disturbs readers by 4 % on average.
"""


def qr_of(code: tuple[str, str]) -> bytes:
    """Draw the code of an address and a title."""
    return qr_svg(*code)


def qr_svg(address: str, title: str) -> bytes:
    """Draw `address`; the same bytes every time, nothing that a strict content security policy blocks."""
    import segno  # noqa: PLC0415 -- wanted only where a code is drawn

    code = segno.make_qr(address, error="m", mask=MASK)
    size = len(code.matrix) + 2 * MARGIN
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {size} {size}", "role": "img"})
    SubElement(svg, "title").text = title
    SubElement(svg, "path", {"fill": "#fff", "d": f"M0 0h{size}v{size}H0z"})
    SubElement(
        svg, "path", {"d": "".join(map(_row, range(MARGIN, size), code.matrix)), "shape-rendering": "crispEdges"}
    )
    data: bytes = tostring(svg, "utf-8")
    return data + b"\n"


def _row(y: int, modules: bytearray) -> str:
    """Draw the black runs of a line: `M4 4h7v1h-7z` each."""
    runs = re.finditer(rb"\x01+", modules)
    return "".join(f"M{MARGIN + run.start()} {y}h{len(run[0])}v1h-{len(run[0])}z" for run in runs)


def extra_files(
    context: RenderContext,
    seminars: Iterable[Seminar],
    publisher: Publisher,
    oldest: dt.datetime,
    texts: Mapping[str, str],
) -> Iterator[Output]:
    """Yield every file; `texts` are the seminars' and sessions' own, and what ended before `oldest` is left out."""
    everything = context.having(Kind.ALL)[0].sessions
    kept = tuple(session for session in everything if session.end >= oldest and session.is_in_calendars)
    data = jscalendar.group(kept, publisher, context.wording, texts)
    yield Output(jscalendar.PATH, as_it_is, data)
    lines = agenda.agenda(context.of(everything), publisher.sitename, publisher.siteurl, context.wording)
    yield Output(agenda.PATH, as_it_is, lines)
    if publisher.siteurl:  # on a laptop there is no address to draw
        yield from _codes(context, seminars, publisher)


def _codes(context: RenderContext, seminars: Iterable[Seminar], publisher: Publisher) -> Iterator[Output]:
    """Yield a code beside each seminar's page, and each date's that can still be added."""
    coming = (view.session for view in context.views.values() if view.can_be_added)
    titles = {urls.SEMINARS.url(): publisher.sitename}
    titles |= {one.url: one.title for one in seminars} | {one.url: one.title for one in coming}
    for url, title in titles.items():
        yield Output(urls.file_of(urls.code_of(url)), qr_of, (f"{publisher.siteurl}/{url}", title))
