"""The Markdown twins of posts and pages: the author's words with whole links, the same by both ways of building."""

import shutil
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from PIL import Image
from tiny_site import SEMINAR, run_tool, write_own_site

SITEURL = "https://example.org"
POST = """---
title: Knots & *hitches*
date: 2026-11-19 08:00
modified: 2026-11-20
summary: What a rope does.
topics: [ropes]
---
See [the other](a.md "Its title"), [its middle](a.md#middle), [here](#ends), [about](/about/),
[a lab](../seminars/knots.md),
[their site](https://other.example.org/x?y=1), [a letter](mailto:us@example.org),
<https://other.example.org/> and [one][1].

![A rope](../images/rope.png) [The plan](../images/plan%20b.pdf)

/// seminars | Next *evenings*
    next: 3
///

## Ends

```
[not a link](a.md)
```

[1]: a.md
"""
EXPECTED = """---
title: "Knots & *hitches*"
date: "2026-11-19T08:00:00+01:00"
modified: "2026-11-20T00:00:00+01:00"
lang: "en"
url: "https://example.org/posts/b/"
---

# Knots & \\*hitches\\*

> What a rope does.

See [the other](https://example.org/posts/a/ "Its title"), [its middle](https://example.org/posts/a/#middle), \
[here](https://example.org/posts/b/#ends), [about](https://example.org/about/),
[a lab](https://example.org/seminars/knots/),
[their site](https://other.example.org/x?y=1), [a letter](mailto:us@example.org),
<https://other.example.org/> and [one][1].

![A rope](https://example.org/{picture}) [The plan](https://example.org/images/plan%20b.pdf)

[Next \\*evenings\\*](https://example.org/posts/b/)

## Ends

```
[not a link](a.md)
```

[1]: https://example.org/posts/a/
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = write_own_site(tmp_path)
    with (root / "pelicanconf.py").open("a") as settings:
        settings.write(f'\nSITEURL = "{SITEURL}"\nSITE_CARDS = SITE_SEARCH = False\nSITE_LLMS = True\n')
    content = root / "content"
    for folder in ("seminars", "pages", "images"):
        (content / folder).mkdir()
    (content / "posts/a.md").write_text(
        "---\ntitle: A\ndate: 2026-11-18 08:00\nsummary: It.\n---\n## Middle\n\nWords.\n"
    )
    (content / "posts/b.md").write_text(POST)
    (content / "posts/c.md").write_text(POST.replace("title:", "status: draft\ntitle: Of"))
    (content / "pages/about.md").write_text("---\ntitle: About\nsummary: Us.\n---\nWe are few.\n")
    (content / "seminars/knots.md").write_text(SEMINAR)
    (content / "images/plan b.pdf").write_bytes(b"%PDF-1.4\n")
    Image.new("RGB", (40, 30), "#336699").save(content / "images/rope.png")
    return root


def built(root: Path) -> Path:
    told = run_tool(root, "build", "--settings", "pelicanconf.py")
    assert told.returncode == 0, told.stderr
    return root / "output"


def twins(output: Path) -> dict[str, str]:
    return {path.relative_to(output).as_posix(): path.read_text("utf-8") for path in output.rglob("*.md")}


def page_of(output: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((output / name).with_suffix(".html").read_text("utf-8"), "html.parser")


def test_a_text_stands_beside_its_page_with_whole_links(root: Path) -> None:
    output = built(root)
    found = twins(output)
    assert found.keys() == {"posts/a/index.md", "posts/b/index.md", "about/index.md"}
    picture = page_of(output, "posts/b/index.md").select_one("img[alt='A rope']")
    assert picture
    expected = EXPECTED.replace("{picture}", str(picture["src"]).removeprefix(f"{SITEURL}/"))
    assert found["posts/b/index.md"] == expected


def test_programs_read_the_facts_and_find_every_link(root: Path) -> None:
    output = built(root)
    for name, text in twins(output).items():
        _, facts, body = text.split("---\n", 2)
        read = yaml.safe_load(facts)
        assert read["url"] == f"{SITEURL}/{name.removesuffix('index.md')}"
        tokens = [child for token in MarkdownIt().parse(body) for child in token.children or ()]
        links = [
            str(one.attrs.get("href") or one.attrs.get("src")) for one in tokens if one.type in {"link_open", "image"}
        ]
        for link in (one.partition("#")[0] for one in links if one.startswith(SITEURL)):
            file = output / link.removeprefix(f"{SITEURL}/").replace("%20", " ")
            assert (file / "index.html" if link.endswith("/") else file).is_file(), link
        (said,) = page_of(output, name).select("link[type='text/markdown']")
        assert said["href"] == f"{SITEURL}/{name}"


def test_both_ways_of_building_write_the_same(root: Path) -> None:
    own = twins(built(root))
    (root / "own.py").write_text("def register():\n    pass\n")
    with (root / "pelicanconf.py").open("a") as settings:
        settings.write('\nPLUGINS = [*PLUGINS, "own"]\n')
    assert twins(built(root)) == own


def test_an_edit_of_words_is_in_the_twin_too(root: Path) -> None:
    built(root)
    post = root / "content/posts/b.md"
    post.write_text(POST.replace("## Ends\n", "## Ends\n\nA sentence more, [again](a.md).\n"))
    told = run_tool(root, "build", "--settings", "pelicanconf.py", "--explain", "posts/b/index.md")
    assert "posts/b/index.md: made" in told.stdout + told.stderr
    edited = twins(root / "output")
    assert "A sentence more, [again](https://example.org/posts/a/).\n" in edited["posts/b/index.md"]
    for name in ("output", ".cache"):
        shutil.rmtree(root / name)
    assert twins(built(root)) == edited


def test_a_site_that_does_not_ask_has_none(root: Path) -> None:
    settings = root / "pelicanconf.py"
    settings.write_text(settings.read_text().replace("SITE_LLMS = True", ""))
    output = built(root)
    assert twins(output) == {}
    assert page_of(output, "posts/b/index.md").select("link[type='text/markdown']") == []
