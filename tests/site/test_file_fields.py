"""Files are found by whatever names them: in any form of their accents, in texts, above them, and in lists."""

import datetime as dt
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pytest
from built_site import SITEURL, write_menu_pages
from errors_corpus import write_base
from PIL import Image

from hireground.published.check import check, fix_everything
from hireground.site.load import load_site
from hireground.site.settings import read_settings
from hireground.text.problems import Problem

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
COMPOSED, APART = (normalize(form, "größe") for form in ("NFC", "NFD"))
POST = "---\ntitle: A\nsummary: What it says.\ndate: 2026-11-19 08:00\n{more}---\n{body}\n"
SEMINAR = "---\ntitle: Knots\nsummary: For people.\n{more}sessions:\n  - 2026-12-05 18:00\n---\nBring a rope.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    settings = write_base(tmp_path)
    write_menu_pages(tmp_path / "content")
    return settings


def put(settings: Path, name: str, data: str | bytes) -> Path:
    file = settings.parent / "content" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


def problems_of(settings: Path, name: str) -> list[Problem]:
    return [problem for problem in check(settings, NOW) if problem.path.name == name and not problem.is_warning]


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(("there", "written"), [(COMPOSED, APART), (APART, COMPOSED)])
@pytest.mark.parametrize(
    ("file", "text", "link"),
    [
        ("images/{}.jpg", "posts/one.md", "![A](<../images/{}.jpg>)"),
        ("images/{}.jpg", "posts/one.md", "![A](</images/{}.jpg>)"),
        ("posts/{}.md", "posts/one.md", "[A](<{}.md>)"),
        ("pages/{}.md", "posts/one.md", "[A](<../pages/{}.md>)"),
        ("images/{}.pdf", "seminars/one.md", 'slides: "/images/{}.pdf"'),
        ("images/{}.jpg", "seminars/one.md", 'image: "../images/{}.jpg"\nimage_alt: Green'),
    ],
)
def test_two_ways_to_write_a_letter_are_one_name(  # noqa: PLR0913, PLR0917 -- a table's columns
    there: str, written: str, file: str, text: str, link: str, settings: Path
) -> None:
    data = {"jpg": picture(), "pdf": b"%PDF-1.4\n%%EOF\n", "md": POST.format(more="", body="Words.").encode()}
    put(settings, file.format(there), data[file.rpartition(".")[2]])
    is_field = text.startswith("seminars")
    one = link.format(written)
    whole = SEMINAR.format(more=f"{one}\n") if is_field else POST.format(more="", body=one)
    path = put(settings, text, whole)
    found = [problem for problem in check(settings, NOW) if problem.path.name == "one.md" and not problem.is_warning]
    assert len(found) == 1
    assert "put together otherwise" in found[0].message
    [*fix_everything(settings, NOW)]
    assert there in path.read_text("utf-8")
    assert [
        problem for problem in check(settings, NOW) if problem.path.name == "one.md" and not problem.is_warning
    ] == []


def test_slides_and_recordings_may_be_files_of_the_site(settings: Path) -> None:
    settings.write_text(f'{settings.read_text("utf-8")}\nSITEURL = "{SITEURL}"\n', "utf-8")
    put(settings, "images/deck one.pdf", b"%PDF-1.4\n%%EOF\n")
    put(settings, "seminars/one.md", SEMINAR.format(more='slides: "/images/deck one.pdf"\n'))
    put(settings, "seminars/two.md", SEMINAR.format(more="slides: ../images/deck%20one.pdf\n"))
    seminars = {one.slug: one for one in load_site(read_settings(settings), NOW).seminars}
    for name in ("one", "two"):
        assert seminars[name].sessions[0].slides == f"{SITEURL}/images/deck%20one.pdf"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("slides: /images/none.pdf\n", 'no such file "/images/none.pdf"'),
        ("recording: ../images/none.mp4\n", 'no such file "../images/none.mp4"'),
        ("slides: /files/deck.pdf\n", 'is not in content/images; copy it there, and write "/images/deck.pdf"'),
        ("slides: deck.pdf\n", "no whole address"),
        ("slides: //example.org/deck.pdf\n", "address"),
    ],
)
def test_a_file_that_is_not_there_is_a_problem(more: str, said: str, settings: Path) -> None:
    put(settings, "files/deck.pdf", b"%PDF-1.4\n%%EOF\n")
    put(settings, "seminars/one.md", SEMINAR.format(more=more))
    assert [problem for problem in check(settings, NOW) if said in problem.said]


@pytest.mark.parametrize("name", ["people.yaml", "places.yaml"])
def test_links_of_the_lists_are_followed(name: str, settings: Path) -> None:
    settings.write_text(f'{settings.read_text("utf-8")}\nSITEURL = "{SITEURL}"\n', "utf-8")
    file = settings.parent / "content" / name
    before = file.read_text("utf-8") if file.exists() else ""
    put(settings, name, f"{before}\n- name: Guild Hall\n  url: {SITEURL}/abuot/\n")
    found = problems_of(settings, name)
    assert [problem.line for problem in found] == [before.count("\n") + 3]
    assert f"{SITEURL}/about/" in str(found[0])
