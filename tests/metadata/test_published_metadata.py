"""No published file says where it was made, by whom, with which device: whatever its kind, its name, and its link."""

import io
import re
import wave
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile

import pytest
from errors_corpus import NOW, write_base
from metadata_samples import LOCKED, NEEDLE, REFUSED, SAMPLES, drawn, exif, found_in, jpeg
from PIL import Image
from tiny_site import run_tool

from hireground.metadata.cleaning import cleaned
from hireground.metadata.published import Inspector
from hireground.published.check import check
from hireground.text.reports import report

WIRING = "from hireground.pelican.defaults import *\n"
OWN = """
SITE_CARDS = SITE_SEARCH = False
STATIC_PATHS = ["images", "whole", "extra"]
SITE_FILES = (".apng", ".tif", ".bin")
"""
PELICAN = 'EXTRA_PATH_METADATA = {"extra/photo.jpg": {"path": "photo.bin"}}\n'
PICTURES = (".jpg", ".png", ".webp", ".moving.webp", ".avif", ".moving.avif", ".gif", ".svg")
LINKED = (
    "[{0}](../linked/file{0})\n",
    '<a href="../html/file{0}">{0}</a>\n',
    '<video src="../film/file{0}"></video>\n',
    '<video poster="../poster/file{0}"></video>\n',
)
FOLDERS = ("images", "whole", "linked", "html", "film", "poster")


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_file_of_each_kind_keeps_nothing_of_its_author(kind: str) -> None:
    data = SAMPLES[kind]()
    assert found_in(data)
    clean = cleaned(data)
    assert not found_in(clean)
    assert cleaned(clean) == clean


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_taken_out_is_refused_with_what_to_do(kind: str) -> None:
    with pytest.raises(ValueError, match=r"; (save|print|pack)"):
        cleaned(REFUSED[kind]())


@pytest.mark.parametrize("kind", LOCKED)
def test_what_is_locked_stays_as_it_is(kind: str) -> None:
    data = LOCKED[kind]()
    assert cleaned(data) == data


def test_a_document_that_speaks_of_locks_is_not_locked() -> None:
    words = b"stream\n(trailer<</Encrypt 2 0 R>>)\nendstream"
    data = (
        b"%PDF-1.7\n1 0 obj<</Author (" + NEEDLE + b")>>endobj\n2 0 obj<</Length 31>>" + words + b"endobj trailer<<>>"
    )
    assert not found_in(cleaned(data))


@pytest.mark.parametrize("kind", sorted({*SAMPLES} - {".mp3"}))  # whose last tags are known by the end of the file
def test_a_file_that_is_cut_anywhere_keeps_nothing_or_is_refused(kind: str) -> None:
    data = SAMPLES[kind]()
    for length in range(40, len(data), max(1, len(data) // 25)):
        try:
            clean = cleaned(data[:length])
        except ValueError:
            continue
        assert not found_in(clean), length


@pytest.mark.parametrize("kind", [kind for kind in SAMPLES if kind in {*PICTURES, ".apng", ".ico"} and kind != ".svg"])
def test_a_picture_looks_as_it_did(kind: str) -> None:
    before, after = (Image.open(io.BytesIO(data)) for data in (SAMPLES[kind](), cleaned(SAMPLES[kind]())))
    for number in range(getattr(before, "n_frames", 1)):
        before.seek(number)
        after.seek(number)
        assert before.convert("RGB").tobytes() == after.convert("RGB").tobytes()
    assert not {*dict(after.getexif())} - {0x0112}


def test_a_photo_stays_upright_and_in_its_colors() -> None:
    plain = io.BytesIO()
    drawn().save(plain, "JPEG", icc_profile=b"a profile of colors", exif=exif(6))
    with Image.open(io.BytesIO(cleaned(plain.getvalue()))) as image:
        assert dict(image.getexif()) == {0x0112: 6}
        assert image.info["icc_profile"] == b"a profile of colors"


def test_what_is_said_to_readers_stays() -> None:
    for kind, said in ((".mp3", b"A hill"), (".m4a", b"A hill"), (".flac", b"TITLE=A hill"), (".opus", b"TITLE=A hill"),
                       (".pdf", b"(A hill)"), (".svg", b"<title>A hill</title>"), (".webm", b"Hill")):  # fmt: skip
        assert said in cleaned(SAMPLES[kind]()), kind
    with wave.open(io.BytesIO(cleaned(SAMPLES[".wav"]()))) as sound:
        assert sound.readframes(99) == bytes(64)
    for kind, name in ((".docx", "word/document.xml"), (".odt", "meta.xml")):
        with ZipFile(io.BytesIO(cleaned(SAMPLES[kind]()))) as archive:
            assert archive.testzip() is None
            assert b"A hill" in archive.read(name)


def test_a_file_without_metadata_stays_as_it_is_to_the_byte() -> None:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "Words")
    plain = io.BytesIO()
    drawn().save(plain, "PNG")
    for data in (
        b"words\n",
        b"a,b\n",
        b"<!DOCTYPE html><p>",
        b"",
        out.getvalue(),
        plain.getvalue(),
        b"%PDF-1.4\n%%EOF\n",
    ):
        assert cleaned(data) == data


@pytest.mark.parametrize(
    "mark", [b"", b"\xff\xd8\xff", b"RIFF", b"ID3\3", b"fLaC", b"PK\3\4", b"\0\0\0\1ftyp", b"%PDF-", b"{\\rtf{\\info"]
)
def test_hostile_bytes_are_refused_or_passed_over(mark: bytes) -> None:
    for filler in (b"\0", b"\xff", b"(", b"{", b"\x80", b"<", b"stream\n", b"/Author(", b"OggS"):
        with suppress(ValueError):  # anything else is a traceback
            cleaned(mark + filler * 3000)


def site_with(root: Path, files: dict[str, Callable[[], bytes]], more: str = "") -> Path:
    settings = write_base(root)
    settings.write_text(WIRING + settings.read_text("utf-8") + OWN + more, "utf-8")
    lines = []
    for kind, make in files.items():
        for folder in FOLDERS:
            (root / "content" / folder).mkdir(exist_ok=True)
            (root / f"content/{folder}/file{kind}").write_bytes(make())
        lines += [one.format(kind) for one in LINKED]
        lines += [f"![Hill](../images/file{kind})\n"] if kind in PICTURES else []
    page = "---\ntitle: Files\nimage: ../images/file.jpg\nimage_alt: A hill\n---\n"
    (root / "content/pages/files.md").write_text(page + "\n".join(lines), "utf-8")
    return settings


UNDER_OTHER_NAMES = {f"{kind}.txt": make for kind, make in SAMPLES.items()}


@pytest.mark.parametrize("way", ["own", "pelican"])
def test_nothing_is_published_that_names_its_author(way: str, tmp_path: Path) -> None:
    settings = site_with(tmp_path, SAMPLES | UNDER_OTHER_NAMES, PELICAN if way == "pelican" else "")
    (tmp_path / "content/extra").mkdir()
    (tmp_path / "content/extra/photo.jpg").write_bytes(jpeg())
    static = tmp_path / "theme/static/img"
    static.mkdir(parents=True)
    icon = io.BytesIO()
    drawn((64, 64)).save(icon, "PNG", exif=exif())
    (static / "icon.png").write_bytes(icon.getvalue())
    for kind in PICTURES:
        (static / f"photo{kind}").write_bytes(SAMPLES[kind]())
    run = run_tool(tmp_path, "build", "--settings", settings.name)
    assert run.returncode == 0, run.stdout + run.stderr
    published = [path for path in (tmp_path / "output").rglob("*") if path.is_file()]
    assert [path.name for path in published if found_in(path.read_bytes())] == []
    names = {path.relative_to(tmp_path / "output").as_posix() for path in published}
    assert {f"{folder}/file{kind}" for folder in FOLDERS for kind in SAMPLES} <= names
    assert any(re.fullmatch(r"assets/img/photo\.\w+\.webp", name) for name in names)
    assert ("photo.bin" in names) == (way == "pelican")


def test_each_file_that_tells_too_much_is_a_problem_with_its_place(tmp_path: Path) -> None:
    settings = site_with(tmp_path, {kind: make for kind, make in REFUSED.items() if kind != ".tif"} | {".jpg": jpeg})
    said = report(check(settings, NOW), tmp_path)
    for name in (
        "content/images/file.doc:1:1: ",
        "content/images/file.7z:1:1: ",
    ):
        assert name in said
    assert 'content/pages/files.md:6:8: link to "../linked/file.doc": ' in said
    assert run_tool(tmp_path, "build", "--settings", settings.name).returncode == 1
    assert not (tmp_path / "output").exists()


def test_what_is_locked_is_published_with_a_warning(tmp_path: Path) -> None:
    settings = site_with(tmp_path, LOCKED | {".jpg": jpeg})
    problems = check(settings, NOW)
    assert {one.message for one in problems} == {
        "it is locked, so that what it tells of its author stays in it; print or pack it anew without a password"
    }
    assert all(one.is_warning for one in problems)
    assert {one.path.as_posix() for one in problems} == {
        f"content/{folder}/file{kind}" for folder in ("images", "whole") for kind in LOCKED
    }, "those in a folder that is published whole; a link to another needs no look inside"
    assert check(settings, NOW) == problems, "as when nothing was known of the files"
    run = run_tool(tmp_path, "build", "--settings", settings.name)
    assert run.returncode == 0, run.stdout + run.stderr
    for kind in LOCKED:
        published, own = (tmp_path / folder / f"linked/file{kind}" for folder in ("output", "content"))
        assert published.read_bytes() == own.read_bytes()


def test_a_file_that_did_not_change_is_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes(REFUSED[".doc"]())
    first, second = Inspector(tmp_path), Inspector(tmp_path)
    assert "save it as" in first.problem(Path("a.doc"))
    first.save()
    (tmp_path / "a.doc").chmod(0)
    assert second.problem(Path("a.doc")) == first.problem(Path("a.doc"))


@pytest.mark.parametrize(
    ("name", "words"),
    [("a.heic", "Most Compatible"), ("a.TIFF", "export it"), ("a.bmp", "export it"), ("a.jfif", ".jpg")],
)
def test_pictures_that_browsers_do_not_show_say_how_to_export_them(name: str, words: str, tmp_path: Path) -> None:
    settings = write_base(tmp_path)
    (tmp_path / "content/images").mkdir(exist_ok=True)
    (tmp_path / "content/images" / name).write_bytes(NEEDLE)
    (tmp_path / "content/images/phone.jpg").write_bytes(b"\0\0\0\x18ftypheic" + bytes(99))
    said = report(check(settings, NOW), tmp_path)
    assert words in next(line for line in said.splitlines() if f"images/{name}:" in line)
    assert "Most Compatible" in next(line for line in said.splitlines() if "images/phone.jpg:" in line)
