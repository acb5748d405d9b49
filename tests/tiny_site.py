"""A site of one post in Pelican's own theme, and the tools run on it as an author runs them."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent
DEADLINE = 120.0  # a hang is longer, however busy the machine
SETTINGS = """
SITENAME = "Tiny"
TIMEZONE = "UTC"
PATH = "content"
THEME = "simple"
PLUGINS = []
ARTICLE_PATHS = ["posts"]
STATIC_PATHS = ["images", "extra"]
EXTRA_PATH_METADATA = {"extra/404.html": {"path": "404.html"}}
ARTICLE_URL = "posts/{slug}/"
ARTICLE_SAVE_AS = "posts/{slug}/index.html"
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
"""
POST = "Title: A\nDate: 2026-11-20 08:00\n\nHello.\n"
NO_TITLE = "Date: 2026-11-20 08:00\n\nHello.\n"


def write_site(root: Path) -> Path:
    """Write the site into `root`."""
    (root / "content/posts").mkdir(parents=True)
    (root / "content/posts/a.md").write_text(POST)
    (root / "pelicanconf.py").write_text(SETTINGS)
    return root


def write_plugin(root: Path, code: str, signal: str = "initialized") -> None:
    """Let the site's build run `code` in a function `run(pelican)`, before it reads anything."""
    body = "".join(f"    {line}\n" for line in code.splitlines())
    (root / "own_plugin.py").write_text(
        f"from pelican import signals\n\ndef run(pelican):\n{body}\n"
        f"def register():\n    signals.{signal}.connect(run)\n"
    )
    with (root / "pelicanconf.py").open("a") as settings:
        settings.write('PLUGINS = ["own_plugin"]\n')


def environment(**more: str) -> dict[str, str]:
    """Return what a tool's process inherits."""
    return {**os.environ, "PYTHONPATH": str(PROJECT), **more}


def run_tool(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m tools.…` in the site's folder."""
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=root, env=environment(), stdin=subprocess.DEVNULL,
        capture_output=True, encoding="utf-8", timeout=DEADLINE, check=False,
    )  # fmt: skip
