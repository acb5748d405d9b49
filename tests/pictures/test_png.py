"""What is packed once for many pictures gives each of them whole, as others read it."""

import zlib
from io import BytesIO

from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from hireground.pictures.png import ROWS, SharedGround

COLORS = bytes(range(48))
SIZES = st.tuples(st.integers(1, 40), st.integers(1, 4 * ROWS))
BOXES = st.lists(st.tuples(*[st.integers(0, 4 * ROWS)] * 4, st.integers(0, 15)), max_size=6)


def painted(size: tuple[int, int], boxes: list[tuple[int, ...]], above: Image.Image | None = None) -> Image.Image:
    image = above.copy() if above else Image.new("L", size, 0)
    pen = ImageDraw.Draw(image)
    for left, top, width, height, color in boxes:
        pen.rectangle((left, top, left + width, top + height), color)
    return image


def data_of(png: bytes) -> bytes:
    """Return the packed pixels; each part of the file is checked by its sum."""
    at, found = 8, b""
    while at < len(png):
        size = int.from_bytes(png[at : at + 4])
        name, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert int.from_bytes(png[at + 8 + size : at + 12 + size]) == zlib.crc32(name + data)
        found += data if name == b"IDAT" else b""
        at += 12 + size
    return found


@given(SIZES, BOXES, BOXES)
@example((2, 2 * ROWS), [], [(1, ROWS - 1, 0, 0, 5)])  # of the second band nothing refers to the end of the first
def test_a_picture_is_read_as_it_was_drawn(
    size: tuple[int, int], below: list[tuple[int, ...]], boxes: list[tuple[int, ...]]
) -> None:
    ground = painted(size, below)
    shared, image = SharedGround(ground, COLORS), painted(size, boxes, ground)
    for each in (image, ground):
        png = shared.png(each)
        with Image.open(BytesIO(png)) as read:
            assert (read.format, read.mode, read.size) == ("PNG", "P", size)
            assert read.tobytes() == each.tobytes()
            assert bytes(read.getpalette() or ()) == COLORS
        rows = zlib.decompress(data_of(png))  # which compares its sum, too
        assert {rows[at] for at in range(0, len(rows), size[0] + 1)} == {0}
    assert shared.png(image) == SharedGround(ground, COLORS).png(image)
