"""A link from the site's root leads below the site's own address, to pages, files and pictures alike."""

from pathlib import Path, PurePosixPath

import pytest

from hireground.build.texts import Body, TextConverter
from hireground.pictures.index import PictureIndex
from hireground.pictures.model import Picture
from hireground.store import Store

BELOW = "https://user.example.org/knots"
FILES = frozenset(map(PurePosixPath, ("images/room.svg", "posts/list.pdf", "posts/other.md")))
LINKS = {
    "[A](/posts/other/?x=1#there)": f'href="{BELOW}/posts/other/?x=1#there"',
    "[A](/)": f'href="{BELOW}/"',
    "[A](/posts/list.pdf#page=2)": f'href="{BELOW}/posts/list.pdf#page=2"',
    "[A](list.pdf)": f'href="{BELOW}/posts/list.pdf"',
    "[A](other.md#there)": f'href="{BELOW}/posts/other/#there"',
    "![A](/images/room.svg)": f'src="{BELOW}/images/room.svg" width="6" height="4"',
    '<a href="/seminars/">A</a>': f'href="{BELOW}/seminars/"',
    "[A](//other.example.org/x/)": 'href="//other.example.org/x/"',
    "[A](https://other.example.org/x/)": 'href="https://other.example.org/x/"',
    "[A](#there)": 'href="#there"',
}


def texts(siteurl: str) -> TextConverter:
    pictures = {PurePosixPath("images/room.svg"): Picture("images/room.svg", 6, 4)}
    return TextConverter(
        siteurl=siteurl, urls={PurePosixPath("posts/other.md"): "posts/other/"}, store=Store(), files=FILES,
        pictures=PictureIndex(siteurl, pictures, {}), render_block=lambda *_given: "",
    )  # fmt: skip


@pytest.mark.parametrize("written", LINKS)
@pytest.mark.parametrize("siteurl", [BELOW, ""])
def test_a_link_leads_below_the_site_s_address(written: str, siteurl: str) -> None:
    made = texts(siteurl).convert(Body(source=Path("posts/a.md"), markdown=written))
    assert LINKS[written].replace(BELOW, siteurl) in made.html


def test_a_file_that_is_linked_from_the_root_is_published() -> None:
    made = texts(BELOW).convert(Body(source=Path("posts/a.md"), markdown="[A](/posts/list.pdf) and [B](/seminars/)"))
    assert made.linked == {PurePosixPath("posts/list.pdf")}
