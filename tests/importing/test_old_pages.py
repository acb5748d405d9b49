"""Which pages of an old site nothing answers is said, from its built folder, its sitemap or a list of addresses."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from text_cases import TextCase, accepted, read_cases

from hireground.importing.addresses.measured import measured
from hireground.importing.addresses.old_pages import old_pages
from hireground.importing.detect import read_source
from hireground.importing.model import Answers
from hireground.importing.plan import planned
from hireground.terminal import RefusedError
from hireground.text.problems import InvalidContentError

CASES = Path(__file__).parents[1] / "cases" / "old_addresses" / "pages"
Moves = Callable[..., Any]


@pytest.mark.parametrize("case", list(read_cases(CASES / "measured.txt")), ids=lambda case: case.name)
def test_old_pages_without_an_answer_are_named(case: TextCase, tmp_path: Path) -> None:
    for path, data in case.files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    said = said_of(tmp_path).replace(f"{tmp_path}/", "").rstrip()
    assert said == accepted(case, said).rstrip()


def said_of(folder: Path) -> str:
    export = folder / "source/export.xml"
    source = read_source(export if export.is_file() else folder / "source", None, Answers(timezone="Europe/Paris"))
    known = planned(source, "en").answered
    pages = next(path for name in ("old", "old.xml", "old.txt") if (path := folder / name).exists())
    try:
        lost, share = measured(old_pages(pages, urlsplit(source.address).path), known)
    except RefusedError as error:
        return str(error)
    except InvalidContentError as error:
        return "\n".join(map(str, error.problems))
    return "\n".join([share, *(note.detail for note in lost)])


def test_a_line_of_redirects_gives_a_page_its_answer(move: Moves, capsys: pytest.CaptureFixture[str]) -> None:
    sample = move("jekyll")
    old = sample.source / "_site"
    for page in ("contact.html", "demo.html"):
        old.mkdir(exist_ok=True)
        (old / page).write_text("<p>Words.</p>")
    sample.run("--pages", str(old), "--write")
    said = capsys.readouterr().out
    assert (
        "1 x an old page that nothing answers; say in content/redirects.yaml where it is now\n      /demo.html" in said
    )
    assert "Old pages that answer: 1 of 2 (50 %)." in said
    with (sample.site / "content/redirects.yaml").open("a") as file:
        file.write('"/demo.html": /posts/\n')
    sample.run("--pages", str(old))
    assert "Old pages that answer: 2 of 2 (100 %)." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("settings", "page"),
    [("_config.yml", "demo.html"), ("_config.yml", "assets/demo.html"), ("hugo.toml", "static/demo.html"),
     ("pelicanconf.py", "content/images/demo.html")],
    ids=["jekyll", "jekyll's assets", "hugo", "pelican"],
)  # fmt: skip
def test_finished_pages_are_named_as_left_out(settings: str, page: str, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / settings).touch()
    (tmp_path / page).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / page).write_text("<p>Words.</p>")
    source = read_source(tmp_path, None, Answers(timezone="Europe/Paris"))
    left = [note.source for note in source.notes if note.kind == "a page of HTML that no text is made of"]
    assert left == [page.removeprefix("content/")]


def test_packed_sitemaps_are_read_beside_one_that_names_them(tmp_path: Path) -> None:
    head = '<?xml version="1.0"?><{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    inner = f"{head.format('urlset')}<url><loc>https://old.example.org/a/</loc></url></urlset>"
    names = ("pages.xml.gz", "posts.xml.gz")
    entries = "".join(f"<sitemap><loc>https://old.example.org/{name}</loc></sitemap>" for name in names)
    (tmp_path / "sitemap.xml").write_text(f"{head.format('sitemapindex')}{entries}</sitemapindex>")
    (tmp_path / names[0]).write_bytes(gzip.compress(inner.encode()))
    (tmp_path / "posts.xml").write_text(inner.replace("/a/", "/b/"))  # unpacked on its way
    assert old_pages(tmp_path / "sitemap.xml") == ("/a/", "/b/")
    assert old_pages(tmp_path / names[0]) == ("/a/",)


@pytest.mark.parametrize(
    "data", [gzip.compress(b"<urlset/>")[:-9], gzip.compress(b"0" * 50_000_001)], ids=["damaged", "endless"]
)
def test_a_damaged_or_endless_packed_sitemap_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "sitemap.xml.gz").write_bytes(data)
    with pytest.raises(RefusedError, match=r"its packing is damaged|when it is unpacked"):
        old_pages(tmp_path / "sitemap.xml.gz")


def test_an_export_of_a_site_below_a_path_has_addresses_from_its_root(tmp_path: Path) -> None:
    keys = "<wp:post_id>7</wp:post_id><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>"
    item = f"<item><title>A</title><link>https://old.example.org/blog/2020/a/</link>{keys}</item>"
    head = f"<link>https://old.example.org/blog</link>{item}"
    (tmp_path / "export.xml").write_text(f'<rss version="2.0"><channel>{head}</channel></rss>')
    source = read_source(tmp_path / "export.xml", None, Answers(timezone="UTC"))
    assert source.texts[0].addresses == ("/2020/a/", "/?p=7")
