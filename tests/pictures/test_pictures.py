"""A camera's file becomes what browsers choose from, without what it tells of its author, and never twice."""

import os
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path, PurePosixPath

import pytest
from browser import DESKTOP, PHONE, visiting
from built_site import SITEURL, BuiltSite
from PIL import Image
from playwright.sync_api import Browser, expect

from hireground.pictures.index import PictureIndex, build_index
from hireground.pictures.inspecting import inspect, what_is_unsaid
from hireground.pictures.store import look, make, picture_problems
from hireground.pictures.tags import with_pictures
from hireground.pictures.variants import variants

ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F
PHOTO = Path("content/images/photo.jpg")
ILLUSTRATED = "posts/an-office-with-free-chairs/"


def photo(size: tuple[int, int] = (1600, 900), exif: Image.Exif | None = None) -> bytes:
    """Draw something with edges and a slope, as a camera's file."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.paste((200, 40, 30), (0, 0, size[0] // 2, size[1] // 2))
    out = BytesIO()
    image.save(out, "JPEG", exif=exif or Image.Exif())
    return out.getvalue()


def sideways() -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = 6, "A Camera"
    exif.get_ifd(GPS)[2] = (47.0, 36.0, 0.0)
    return photo(exif=exif)


def shown(root: Path, data: bytes, path: Path = PHOTO) -> PictureIndex:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(data)
    known = look(root, [path])
    make(root, known)
    return build_index(root, Path("content"), SITEURL, known)


# What is made


def test_a_picture_is_shown_upright_and_says_nothing_of_its_camera(tmp_path: Path) -> None:
    picture_index = shown(tmp_path, sideways())
    picture = picture_index.pictures[PurePosixPath("images/photo.jpg")]
    assert (picture.width, picture.height) == (900, 1600)
    assert {source.media_type for source in picture.sources} <= {"image/avif", "image/webp"}
    assert "images/photo.jpg" in picture_index.files
    for file in picture_index.files.values():
        with Image.open(file) as image:
            assert image.size in {(900, 1600), (640, 1138)}
            red, _, blue = image.convert("RGB").crop((image.width - 20, 20, image.width - 19, 21)).tobytes()
            assert red > 150 > blue, file.name  # the red corner has turned to the right
            assert (dict(image.getexif()), image.info.get("xmp"), image.info.get("icc_profile")) == ({}, None, None)
        assert b"A Camera" not in file.read_bytes()


@pytest.mark.parametrize(
    ("width", "widths"), [(320, {320}), (1000, {640, 1000}), (1280, {640, 1280}), (4000, {640, 1280, 2560})]
)
def test_nothing_is_made_larger_than_it_is(width: int, widths: set[int]) -> None:
    data = photo((width, 200))
    made = variants(data, inspect(data, PurePosixPath("a.jpg")))
    assert {int(name.split(".")[0]) for name in made} == widths
    assert {Image.open(BytesIO(one)).width for one in made.values()} == widths


def test_the_same_picture_gives_the_same_bytes() -> None:
    data = sideways()
    facts = inspect(data, PurePosixPath("a.jpg"))
    assert variants(data, facts) == variants(data, facts)


def png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_a_format_that_saves_nothing_is_left_out() -> None:
    data = png(Image.new("RGB", (64, 64)))
    assert set(variants(data, inspect(data, PurePosixPath("a.png")))) == {"64.png", "64.webp"}  # AVIF is larger


def test_what_can_be_seen_through_stays_so() -> None:
    data = png(Image.linear_gradient("L").convert("RGBA").point(lambda value: value // 2))
    made = variants(data, inspect(data, PurePosixPath("a.png")))
    assert {name.split(".")[1] for name in made} > {"png"}
    assert all(Image.open(BytesIO(one)).getchannel("A").getextrema() == (127, 127) for one in made.values())


def test_what_moves_and_what_is_drawn_stays_as_it_is(tmp_path: Path) -> None:
    frames = [Image.new("P", (30, 20), color) for color in (0, 100, 200)]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 25.4"/>'
    for data, name, size in ((out.getvalue(), "wave.gif", (30, 20)), (drawing, "hill.svg", (40, 25))):
        picture_index = shown(tmp_path, data, Path("content/images", name))
        picture = picture_index.pictures[PurePosixPath("images", name)]
        assert (picture.src, picture.width, picture.height) == (f"images/{name}", *size)
        assert (picture.sources, picture_index.files) == ((), {})


@pytest.mark.parametrize(
    ("said", "size"),
    [
        ('viewBox="0 0 640 400"', (640, 400)),
        ('width="320" height="200" viewBox="0 0 64 40"', (320, 200)),
        ('width="210mm" height="297mm" viewBox="0 0 210 297"', (794, 1123)),
        ('width="4in" height="72pt"', (384, 96)),
        ('width="100%" height="100%" viewBox="0,0,24,16"', (24, 16)),
        ('width="320" viewBox="0 0 64 40"', (320, 200)),
        ('height="20em" viewBox="0 0 64 40"', (512, 320)),
        ('width="0" height="3" viewBox="0 0 64 40"', (5, 3)),
    ],
)
def test_a_drawing_is_as_large_as_it_says(said: str, size: tuple[int, int]) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" {said}/>'.encode()
    facts = inspect(data, PurePosixPath("a.svg"))
    assert (facts.width, facts.height) == size
    assert what_is_unsaid(data) == ""


@pytest.mark.parametrize(
    ("said", "size"),
    [
        ("", (300, 150)),
        ('width="100%" height="100%"', (300, 150)),
        ('width="200"', (200, 150)),
        ('viewBox="0 0 0 40"', (300, 150)),
        ('viewBox="0 0 1e999 4"', (300, 150)),
        ('viewBox="0 0 nan 4" height="9000000"', (300, 150)),
        ('width="one" viewBox="4"', (300, 150)),
    ],
)
def test_a_drawing_without_a_size_has_the_usual_one_and_a_warning(
    said: str, size: tuple[int, int], tmp_path: Path
) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" {said}><path d="M0 0"/></svg>'.encode()
    picture = shown(tmp_path, data, Path("content/images/hill.svg")).pictures[PurePosixPath("images/hill.svg")]
    assert (picture.width, picture.height) == size
    known = look(tmp_path, [Path("content/images/hill.svg")])
    (problem,) = picture_problems(known, is_raw=True)
    assert problem.is_warning
    assert 'write viewBox="0 0 640 400"' in problem.message


# What is not done twice


def test_a_picture_that_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    shown(tmp_path, photo())
    before = (tmp_path / PHOTO).stat()
    (tmp_path / PHOTO).write_bytes(bytes(before.st_size))
    os.utime(tmp_path / PHOTO, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert look(tmp_path, [PHOTO])[PHOTO].problem == ""
    os.utime(tmp_path / PHOTO)
    assert "no picture" in look(tmp_path, [PHOTO])[PHOTO].problem


def test_a_damaged_cache_is_made_anew(tmp_path: Path) -> None:
    picture_index = shown(tmp_path, photo())
    (tmp_path / ".cache/pictures/index-4.json").write_text('{"content/images/photo.jpg": {"stamp": 1}}')
    assert shown(tmp_path, photo()) == picture_index


# The tags in texts


@pytest.mark.parametrize(
    ("html", "check"),
    [
        ('<img alt="A" src="../images/photo.jpg">', lambda made: 'width="1280" height="720"' in made),
        ('<img alt="A" src="{static}../images/photo.jpg"/>', lambda made: "<picture><source" in made),
        ('<img alt="A" src="../images/photo.jpg" width="300">', lambda made: made.count('width="') == 1),
        ('<img alt="A" src="/images/photo.jpg">', lambda made: "<picture><source" in made),
        ('<img alt="A" src="../images/other.jpg">', lambda made: made == '<img alt="A" src="../images/other.jpg">'),
        ('<picture><img src="../images/photo.jpg"></picture>', lambda made: made.count("<picture") == 1),
        ("<p>&lt;img src='../images/photo.jpg'&gt;</p>", lambda made: "assets" not in made),
        ('<a href="b.md"><img alt="A" src="../images/photo.jpg"></a>', lambda made: made.count("<a ") == 1),
        ('<a href="b.md">b</a><img alt="A" src="../images/photo.jpg">', lambda made: made.count("<a ") == 2),
        ('<img alt="" src="../images/photo.jpg">', lambda made: "<a " not in made),
    ],
)
def test_a_tag_shows_what_is_made(html: str, check: Callable[[str], bool], tmp_path: Path) -> None:
    made = with_pictures(html, Path("posts/a.md"), shown(tmp_path, photo()), has_seen_one=False)
    assert check(made), made


@pytest.mark.parametrize(("width", "opens"), [(640, 0), (900, 0), (1000, 1000), (1600, 1600), (4000, 2560)])
def test_a_picture_opens_as_large_as_a_screen(width: int, opens: int, tmp_path: Path) -> None:
    picture_index = shown(tmp_path, photo((width, 400)))
    made = with_pictures(
        '<img alt="A" src="../images/photo.jpg">', Path("posts/a.md"), picture_index, has_seen_one=True
    )
    links = re.findall(r'<a class="enlarge" href="[^"]*?/(assets/[^"]+)"><picture>.*</picture></a>', made)
    assert [Image.open(picture_index.files[link]).width for link in links] == [opens] * bool(opens)


def test_all_but_the_first_wait_until_they_are_near(tmp_path: Path) -> None:
    html, picture_index = '<img alt="" src="../images/photo.jpg">' * 3, shown(tmp_path, photo())
    counts = [
        with_pictures(html, Path("posts/a.md"), picture_index, has_seen_one=seen).count('loading="lazy"')
        for seen in (False, True)
    ]
    assert counts == [2, 3]


# On the site


def test_every_picture_has_its_size_and_its_files(site: BuiltSite) -> None:
    found = 0
    for page in site.pages.values():
        for image in page.all("img"):
            file = site.root / (site.file_of(image.get("src") or "", page.url) or ("",))[0]
            assert int(image.get("width") or 0) > 0, page.path
            assert image.get("decoding") == "async", page.path
            if file.suffix != ".svg":
                assert Image.open(file).size == (int(image.get("width") or 0), int(image.get("height") or 0))
                found += 1
    assert found > 2


@pytest.mark.parametrize(("size", "width"), [(PHONE, 640), (DESKTOP, 1280)])
def test_browsers_choose_the_smallest_that_fits(
    size: dict[str, int], width: int, chromium: Browser, site: BuiltSite
) -> None:
    with visiting(chromium, site, viewport=size, device_scale_factor=1 if width == 640 else 2) as context:
        page = context.new_page()
        page.goto(f"{SITEURL}/{ILLUSTRATED}")
        image = page.locator("img[src*=reading-room]")
        before = image.bounding_box()
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("complete", value=True)
        assert str(image.evaluate("one => one.currentSrc")).endswith(f"-{width}.avif")
        after = image.bounding_box()
        assert before
        assert after
        assert before["width"] == after["width"]
        assert abs(before["height"] - after["height"]) < 1


def test_feeds_show_the_format_that_every_reader_knows(site: BuiltSite) -> None:
    for name in ("atom.xml", "rss.xml"):
        text = (site.root / "posts" / name).read_text("utf-8")
        assert f'src="{SITEURL}/assets/images/reading-room.' in text.replace("&lt;", "<").replace("&quot;", '"')
        assert not re.search(r"(<|&lt;)(/?picture|source)\b", text)
