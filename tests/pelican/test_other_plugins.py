"""Plugins for Pelican of other people work beside ours: their signals fire, with the objects that they expect.

Such a site is built by Pelican, which makes every post anew; its own pages are the same bytes as without the plugin.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from tiny_site import environment, run_tool, write_own_site

POST = (
    "---\ntitle: Letter {number}\ndate: 2026-0{number}-10 08:00\nsummary: What it says.\ntags: [letters]\n"
    "series: Letters\n---\nSome words.\n"
)
SEMINAR = (
    "---\ntitle: Ask Me\nsummary: Try it.\nplace: {name: Hall, address: 5 Main Street, city: Berlin}\n"
    "timezone: Europe/Berlin\nprice: free\nduration: 60m\nsessions:\n  - 2027-12-05 18:00\n---\nText.\n"
)
PROBE = """
import json
from pathlib import Path
from pelican import signals
from pelican.generators import ArticlesGenerator

def told(generators):
    (generator,) = [one for one in generators if isinstance(one, ArticlesGenerator)]
    Path("told.json").write_text(json.dumps({article.slug: {
        "next": getattr(getattr(article, "next_article", None), "slug", None),
        "related": sorted(one.slug for one in getattr(article, "related_posts", ())),
        "series": article.series["index"] if isinstance(article.series, dict) else article.series,
        "categories": [str(one) for one in getattr(article, "categories", ())],
    } for article in generator.articles}))

def register():
    signals.all_generators_finalized.connect(told)
"""
SLUGS = ["letter-1", "letter-2", "letter-3"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of three posts in a series and a seminar, built by the engine alone."""
    root = write_own_site(tmp_path_factory.mktemp("others"))
    for file in (root / "content/posts").iterdir():
        file.unlink()
    for number in (1, 2, 3):
        (root / f"content/posts/letter-{number}.md").write_text(POST.format(number=number))
    (root / "content/seminars").mkdir()
    (root / "content/seminars/ask-me.md").write_text(SEMINAR)
    (root / "probe.py").write_text(PROBE)
    assert built(root, "pelicanconf.py", "alone").returncode == 0
    return root


def built(root: Path, settings: str, output: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hireground", "build", "--settings", settings, "--output", output]
    moment = environment(SOURCE_DATE_EPOCH="1795392000")
    return subprocess.run(command, cwd=root, env=moment, capture_output=True, encoding="utf-8", check=False)


def with_plugin(root: Path, plugin: str) -> subprocess.CompletedProcess[str]:
    (root / f"with_{plugin}.py").write_text(
        f'from pelicanconf import *\n\nPLUGINS = [*PLUGINS, "pelican.plugins.{plugin}", "probe"]\n'
        'SITEMAP = {"format": "xml"}\n'
    )
    return built(root, f"with_{plugin}.py", plugin)


def files(root: Path) -> Mapping[str, bytes]:
    found = {file.relative_to(root).as_posix(): file for file in root.rglob("*") if file.is_file()}
    return {path: file.read_bytes() for path, file in found.items()}


def values(told: Mapping[str, Mapping[str, Any]], name: str) -> list[Any]:
    return [told[slug][name] for slug in SLUGS]


EXPECTED: Mapping[str, Callable[[Mapping[str, Mapping[str, Any]]], bool]] = {
    "neighbors": lambda told: values(told, "next") == ["letter-2", "letter-3", None],
    "related_posts": lambda told: set(told["letter-1"]["related"]) == {"letter-2", "letter-3"},
    "series": lambda told: values(told, "series") == [1, 2, 3],
    "more_categories": lambda told: all(values(told, "categories")),
    "sitemap": lambda told: [*sorted(told)] == SLUGS,
}


@pytest.mark.parametrize("plugin", EXPECTED)
def test_a_plugin_of_others_finds_its_objects_and_changes_no_page_of_ours(plugin: str, site: Path) -> None:
    run = with_plugin(site, plugin)
    assert run.returncode == 0, run.stderr
    assert EXPECTED[plugin](json.loads((site / "told.json").read_text()))
    ours, theirs = files(site / "alone"), files(site / plugin)
    differ = {path for path, data in ours.items() if theirs.get(path) != data}
    assert differ <= ({"sitemap.xml"} if plugin == "sitemap" else set())
    if plugin == "sitemap":
        named = {*re.findall("<loc>(.*)</loc>", (site / plugin / "sitemap.xml").read_text())}
        pages = (*(f"posts/{slug}/" for slug in SLUGS), "seminars/ask-me/", "seminars/ask-me/2027-12-05/")
        assert {f"/{page}" for page in pages} <= named


def test_the_build_says_that_pelican_makes_every_post(site: Path) -> None:
    said = with_plugin(site, "neighbors").stdout
    assert said.startswith("Built 21 pages and 6 calendars in ")
    assert said.endswith(" into neighbors/, by Pelican, which makes every post anew\n")


READER = """
from pelican import signals
from pelican.readers import MarkdownReader

def read(readers):
    readers.reader_classes["md"] = MarkdownReader

def register():
    signals.readers_init.connect(read)
"""


def test_a_plugin_that_reads_markdown_itself_is_refused(site: Path) -> None:
    """What nobody checked is not published."""
    (site / "own_reader.py").write_text(READER)
    with (site / "read_by_others.py").open("w") as settings:
        settings.write('from pelicanconf import *\n\nPLUGINS = [*PLUGINS, "own_reader"]\n')
    run = run_tool(site, "build", "--settings", "read_by_others.py", "--output", "read")
    assert (run.returncode, run.stdout) == (2, "")
    assert "was read by a plugin in PLUGINS, not by hireground" in run.stderr
    assert not (site / "read").exists()
