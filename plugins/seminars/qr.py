"""An address to a QR code as SVG, for posters: black on white, since many cameras read nothing else."""

import re
from xml.etree.ElementTree import Element, SubElement, tostring

MARGIN = 4
"""The white that a reader needs around a code, in modules (ISO/IEC 18004)."""


def qr_svg(address: str, title: str) -> bytes:
    """Draw `address`; the same bytes every time, nothing that a strict content security policy blocks."""
    import segno  # noqa: PLC0415 -- wanted only where a code is drawn

    code = segno.make_qr(address, error="m")
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
