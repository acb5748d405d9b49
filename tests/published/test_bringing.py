"""Pictures of other sites are brought in when told to: as what they are, once, and nothing else."""

import datetime as dt
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from tiny_site import small_settings
from web_servers import another_site

from hireground.published.asking import Client
from hireground.published.bringing import MOST_BYTES, bring_pictures
from hireground.published.check import check
from hireground.site.settings import read_settings

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
CONF = small_settings(TIMEZONE="UTC")
POST = "---\ntitle: Pictures\ndate: 2026-11-02 08:00\nsummary: Of other sites.\n---\nBODY\n"
BODY = """![A knot](SITE/a%20knot.png?w=300) and ![the same](SITE/a%20knot.png?w=300 "Title")

![Moved](SITE/moved.jpg)

<img src="SITE/photo" alt="No ending">

![Ours](https://small.example.org/images/ours.png) and `![Code](SITE/code.png)`"""
FAULTS = {
    "gone.png": "it answers 404",
    "page.jpg": "no picture",
    "runs.svg": "may run in readers' browsers",
    "large.jpg": "more than",
    "refused.jpg": "it is not given to everybody",
    "round": "leads on more than 5 times",
}


def picture(kind: str, color: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), color).save(out, kind)
    return out.getvalue()


FILES = {
    "/a%20knot.png?w=300": picture("PNG", "green"),
    "/photo": picture("JPEG", "red"),
    "/code.png": picture("PNG", "blue"),
    "/page.jpg": b"<!doctype html><p>Log in first.",
    "/runs.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
    "/large.jpg": bytes(2_000),
}
MOVED = {"/moved.jpg": "/photo", "/round": "/round"}


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def other(asked: list[str]) -> Iterator[str]:
    """Another site, by its address."""
    with another_site(FILES, MOVED, asked) as address:
        yield address


def bring(root: Path, other: str, body: str, *, most: int = MOST_BYTES, name: str = "posts/a.md") -> tuple[str, str]:
    """Bring in the pictures of a text; return what it says then, and what was told."""
    client = Client(may_ask=lambda address: address == "127.0.0.1")
    file = root / "content" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(POST.replace("BODY", body).replace("SITE", other), "utf-8")
    (root / "publishconf.py").write_text(CONF)
    settings = read_settings(root / "publishconf.py")
    told = [*bring_pictures(settings, NOW, lambda url, _most: client.fetch(url, most))]
    return file.read_text("utf-8").partition("---\n")[2].partition("---\n")[2].strip(), "\n".join(told)


def test_pictures_come_beside_the_text_and_pass(tmp_path: Path, other: str, asked: list[str]) -> None:
    text, _told = bring(tmp_path, other, BODY)
    assert text == (
        '![A knot](../images/a-knot.png) and ![the same](../images/a-knot.png "Title")\n\n'
        '![Moved](../images/moved.jpg)\n\n<img src="../images/photo.jpg" alt="No ending">\n\n'
        f"![Ours](https://small.example.org/images/ours.png) and `![Code]({other}/code.png)`"
    )
    images = tmp_path / "content/images"
    assert {file.name for file in images.iterdir()} == {"a-knot.png", "moved.jpg", "photo.jpg"}
    assert (images / "a-knot.png").read_bytes() == FILES["/a%20knot.png?w=300"]
    assert sorted(asked) == ["/a%20knot.png?w=300", "/moved.jpg", "/photo", "/photo"]
    left = [str(one) for one in check(tmp_path / "publishconf.py", NOW)]
    assert [one for one in left if other in one or "a-knot" in one or "photo" in one] == []


def test_a_folder_of_a_text_has_its_pictures_and_nothing_is_written_over(tmp_path: Path, other: str) -> None:
    (tmp_path / "content/posts/trip").mkdir(parents=True)
    (tmp_path / "content/posts/trip/photo.jpg").write_bytes(picture("JPEG", "yellow"))
    text, _told = bring(tmp_path, other, "![A](SITE/photo)", name="posts/trip/index.md")
    assert text == "![A](photo-2.jpg)"
    assert (tmp_path / "content/posts/trip/photo-2.jpg").read_bytes() == FILES["/photo"]


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_no_picture_is_left_and_said(name: str, tmp_path: Path, other: str) -> None:
    text, told = bring(tmp_path, other, f"![A](SITE/{name})", most=1_000)
    assert text == f"![A]({other}/{name})"
    assert told.startswith(f'content/posts/a.md:6: "{other}/{name}" was not brought in: ')
    assert FAULTS[name] in told
    assert not (tmp_path / "content/images").exists()


def test_nothing_inside_a_network_is_asked(tmp_path: Path, other: str, asked: list[str]) -> None:
    bring(tmp_path, other, "Words.")
    (tmp_path / "content/posts/a.md").write_text(POST.replace("BODY", f"![A]({other}/photo)"), "utf-8")
    told = [*bring_pictures(read_settings(tmp_path / "publishconf.py"), NOW)]
    assert "inside a network" in told[0]
    assert asked == []
