"""A drawing for posters holds the code of its address and nothing else."""

import re
from xml.etree import ElementTree as ET

import pytest
import segno

from hireground.seminars.calendar.files import MARGIN, MASK, qr_svg

SVG = "{http://www.w3.org/2000/svg}"
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")
ADDRESSES = ["https://example.org/", "https://example.org/seminars/career-search-excellence/?a=1&b=2#c", "x" * 900]


def drawn(svg: bytes) -> set[tuple[int, int]]:
    """Return the black fields of a drawing, by row and column."""
    path = ET.fromstring(svg).findall(f"{SVG}path")[1].attrib["d"]  # noqa: S314 -- our own
    assert RUN.sub("", path) == ""
    runs = [tuple(map(int, run)) for run in RUN.findall(path)]
    assert all(width == back for _x, _y, width, back in runs)
    return {(y, x + step) for x, y, width, _back in runs for step in range(width)}


@pytest.mark.parametrize("address", ADDRESSES, ids=len)
def test_the_drawing_is_the_code_with_white_around_it(address: str) -> None:
    code = segno.make_qr(address, error="m", mask=MASK)
    dark = {(y + MARGIN, x + MARGIN) for y, row in enumerate(code.matrix) for x, field in enumerate(row) if field}
    assert drawn(qr_svg(address, "x")) == dark
    size = len(code.matrix) + 2 * MARGIN
    root = ET.fromstring(qr_svg(address, "x"))  # noqa: S314 -- our own
    assert root.attrib["viewBox"] == f"0 0 {size} {size}"
    assert root.findall(f"{SVG}path")[0].attrib == {"fill": "#fff", "d": f"M0 0h{size}v{size}H0z"}


@pytest.mark.parametrize("address", ADDRESSES, ids=len)
def test_the_code_says_its_mask(address: str) -> None:
    """As ISO/IEC 18004 writes it: the third to the fifth field of the ninth line, and what they are read against."""
    fields = drawn(qr_svg(address, "x"))
    said = [(MARGIN + 8, MARGIN + x) in fields for x in (2, 3, 4)]
    assert int("".join(str(int(one)) for one in said), 2) ^ 0b101 == MASK


def test_three_corners_have_a_finder() -> None:
    fields = drawn(qr_svg(ADDRESSES[0], "x"))
    last = max(x for _y, x in fields)
    ring = {(y, x) for y in range(7) for x in range(7) if 0 in {y, x} or 6 in {y, x} or {y, x} <= {2, 3, 4}}
    for top, left in ((MARGIN, MARGIN), (MARGIN, last - 6), (last - 6, MARGIN)):
        assert {(y - top, x - left) for y, x in fields if 0 <= y - top < 7 and 0 <= x - left < 7} == ring


def test_a_strict_policy_has_nothing_to_block_and_a_title_nothing_to_break() -> None:
    svg = qr_svg(ADDRESSES[1], '</title><script> & "Subscribe"')
    root = ET.fromstring(svg)  # noqa: S314 -- our own
    assert root.findtext(f"{SVG}title") == '</title><script> & "Subscribe"'
    assert {part.tag for part in root.iter()} == {f"{SVG}svg", f"{SVG}title", f"{SVG}path"}
    assert {name for part in root.iter() for name in part.attrib} == {"viewBox", "role", "fill", "d", "shape-rendering"}
    assert svg == qr_svg(ADDRESSES[1], '</title><script> & "Subscribe"')
