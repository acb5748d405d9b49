"""Pictures that texts show of other sites come over when they are asked for, and nothing else does."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath

import pytest
from PIL import Image
from web_servers import another_site

from hireground.importing.detect import read_source
from hireground.importing.downloads import with_downloads
from hireground.importing.model import Answers, Fate
from hireground.importing.plan import planned
from hireground.published.asking import Client

TEXT = """---
title: A walk
date: 2026-11-02
image: SITE/knot.png
---
![A knot](SITE/knot.png?w=300) ![No picture](SITE/page.jpg) ![Gone](SITE/gone.png)

[The map](OLD/files/map.pdf), [a page](OLD/about.html) and `![Code](SITE/code.png)`. ![Ours](/files/own.png)
"""
OLD = "https://old.example.org"


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "green").save(out, "PNG")
    return out.getvalue()


FILES = {"/knot.png?w=300": picture(), "/knot.png": picture(), "/page.jpg": b"<p>Log in.", "/code.png": picture()}


@pytest.fixture
def other() -> Iterator[str]:
    """Another site, by its address."""
    with another_site(FILES) as address:
        yield address


def test_what_a_text_shows_is_fetched_and_stands_in_the_site(tmp_path: Path, other: str) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old/walk.md").write_text(TEXT.replace("SITE", other).replace("OLD", OLD))
    client = Client(may_ask=lambda address: address == "127.0.0.1")
    own = {f"{OLD}/files/map.pdf": b"%PDF-1.4 not much", f"{OLD}/files/own.png": picture()}

    def fetch(url: str, most: int) -> tuple[bytes, str]:
        return (own[url], "") if url.startswith(OLD) else client.fetch(url, most)

    source = read_source(tmp_path / "old", None, Answers(timezone="UTC", address=OLD))
    source = with_downloads(source, planned(source, "en").elsewhere, tmp_path / "fetched", fetch)
    result = planned(source, "en")
    text = result.texts[PurePosixPath("posts/walk.md")]
    assert "![A knot](../images/knot.png)" in text
    assert "[The map](../images/map.pdf)" in text
    assert "![Ours](../images/own.png)" in text
    assert f"[No picture]({other}/page.jpg)" in text
    assert f"[Gone]({other}/gone.png)" in text
    assert f"[a page]({OLD}/about.html)" in text
    assert f"`![Code]({other}/code.png)`" in text
    assert {path.name for path in result.copies} >= {"knot.png", "map.pdf", "own.png"}
    lost = {note.detail.split(": ")[0] for note in result.notes if note.kind == "a file that could not be fetched"}
    assert lost == {f"{other}/page.jpg", f"{other}/gone.png"}
    assert all(note.fate is Fate.TO_DECIDE for note in result.notes if "fetched" in note.kind)
