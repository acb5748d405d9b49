"""A built site to its search index, by Pagefind; without that library the search page leads to the lists."""

import logging
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from tools.build.search_order import settle

FOLDER = "pagefind"
IGNORED = (
    *("h1", "details", "button", "template", ".actions", ".headerlink", ".as-of", ".poster-code"),
    *(".ticket", ".facts", ".dates", ".mentions", ".rows", ".entries", ".post-side", ".post-foot"),
)
"""What a page's facts say already, and what it says of others: a find shows the text that made it one."""
UNUSED = ("pagefind-*ui*", "pagefind-highlight.js", "pagefind-worker.js", "wasm.unknown.pagefind")
"""What the theme's own search has no use for."""

log = logging.getLogger(__name__)


def index(site: Path, language: str) -> None:
    """Write the index of the pages that have a `data-pagefind-body`, the same bytes for the same pages."""
    if find_spec("pagefind_bin") is None:
        log.warning("warning: no search index: pagefind-bin is not installed; the search page leads to the lists")
        return
    options = ["--site", str(site), "--output-subdir", FOLDER, "--exclude-selectors", ", ".join(IGNORED), "--silent"]
    # One language for all: a search finds what is written in any, and each has its own index otherwise.
    command = [sys.executable, "-m", "pagefind_bin", *options, "--force-language", language]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)  # noqa: S603 -- our own words
    if run.returncode:
        raise RuntimeError(f"Pagefind ended with {run.returncode}: {' '.join((run.stderr or run.stdout).split())}")
    settle(site / FOLDER)
    for pattern in UNUSED:
        for file in (site / FOLDER).glob(pattern):
            file.unlink()
