"""Print how soon an editor shows each slip after the last letter: `inv bench lsp`, with POSTS=3000 for a larger site.

Each slip is typed several times into a text of this site and into one of a large one that is made up, with a right text
in between; what counts is the median of milliseconds until the editor is told of it, of which 200 are the most.
"""

import os
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from built_site import copy_project
from site_repository import Repository
from tests.benchmarks.build import write_corpus
from tests.lsp.author_slips import LAB, POST, SLIPS, Slip, post, seminar, write_texts
from tests.lsp.lsp_editor import Editor, editing

from hireground.site.settings import read_settings

POSTS = int(os.environ.get("POSTS", "1000"))
TIMES = 5
MOST = 200
"""Milliseconds after which a person sees that it took a while."""
GOOD = {POST: post(), LAB: seminar()}


def took(editor: Editor, name: str, text: str, words: str) -> float:
    """Type a text, and return the milliseconds until its slip is shown."""
    began = time.perf_counter()
    editor.type(name, text, words)
    return (time.perf_counter() - began) * 1000


def measured(editor: Editor, slip: Slip, host: str) -> float:
    """Return the median of several times that a slip is typed."""
    name, found = slip.file.as_posix(), list[float]()
    good, typed = GOOD.get(slip.file, ""), slip.typed.replace("https://hireground.internal", host)
    editor.open(name, good)
    for _ in range(TIMES):
        found.append(took(editor, name, typed, slip.words))
        if slip.file in GOOD:
            editor.type(name, good)
    editor.send("textDocument/didClose", textDocument=editor.uri(name))
    return statistics.median(found)


def slips_of(root: Path) -> dict[str, float]:
    """Return what each slip takes on a site."""
    write_texts(root)
    host = read_settings(root / "publishconf.py").siteurl
    with editing(root) as editor:
        editor.open(POST.as_posix(), post())
        editor.said(POST.as_posix(), "")
        return {name: measured(editor, slip, host) for name, slip in SLIPS.items()}


def main() -> None:
    """Measure this site and a large one, and print the table as docs/waiting.md has it."""
    with TemporaryDirectory(prefix="bench-lsp-") as folder:
        own, large = Path(folder, "own"), Path(folder, "large")
        own.mkdir()
        copy_project(own)
        write_corpus(large, POSTS)
        Repository(large).commit({})
        (large / "publishconf.py").write_text((large / "pelicanconf.py").read_text())
        found = [slips_of(root) for root in (own, large)]
    sys.stdout.write(f"| slip | this site, ms | {POSTS:,} posts, ms |\n|---|---:|---:|\n")
    for name in SLIPS:
        sys.stdout.write(f"| {name} | {found[0][name]:.0f} | {found[1][name]:.0f} |\n")
    slowest = max(value for each in found for value in each.values())
    sys.stdout.write(f"\nThe slowest takes {slowest:.0f} ms, and {MOST} are the most.\n")


if __name__ == "__main__":
    main()
