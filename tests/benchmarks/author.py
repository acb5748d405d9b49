"""Print how long an author waits for each verb: `inv bench author`, with POSTS=3000 for a larger site.

Each verb runs several times on this site and on a large one that is made up, in turn and in a process of its own, with
nothing but what earlier runs have kept; what counts is the median of seconds by the clock. Publishing pushes to a
repository beside it, and waits for no host. The preview's time is until the first page stands there.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from built_site import copy_project
from site_repository import Repository
from tests.benchmarks.build import write_corpus
from tiny_site import environment, serving

POSTS = int(os.environ.get("POSTS", "1000"))
TIMES = int(os.environ.get("RUNS", "3"))
EDITED = {"own": "content/posts/a-month-counted.md", "large": "content/posts/post-7.md"}
SEMINAR = {"own": "content/seminars/interview-lab.md", "large": "content/seminars/workshop-1.md"}


def verb(root: Path, *words: str) -> float:
    """Run a verb, and return its seconds; it must succeed."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "hireground", *words], cwd=root, env=environment(), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    took = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stdout}{done.stderr}")
    return took


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True)


def edit(root: Path, number: int) -> None:
    """Change one post."""
    file = root / EDITED[root.name]
    file.write_text(f"{file.read_text('utf-8').rstrip()}\n\nAnother line, the {number}th.\n", "utf-8")


def checked(root: Path, number: int) -> float:
    edit(root, number)
    return verb(root, "check")


def published(root: Path, number: int) -> float:
    edit(root, number)
    return verb(root, "publish", "--yes", "--wait=0")


def begun(root: Path, number: int, kind: str, *words: str) -> float:
    """Begin a text, and take it away again."""
    took = verb(root, f"new-{kind}", f"A Text to Measure {number}", *words)
    (root / f"content/{kind}s/a-text-to-measure-{number}.md").unlink()
    return took


def shown(root: Path, _number: int) -> float:
    began = time.perf_counter()
    with serving(root) as server:
        server.page(f"/posts/{Path(EDITED[root.name]).stem}/")
        return time.perf_counter() - began


CASES: dict[str, Callable[[Path, int], float]] = {
    "new-post": lambda root, number: begun(root, number, "post"),
    "new-seminar": lambda root, number: begun(root, number, "seminar", "--date", "2027-02-18 18:00"),
    "check, one post edited": checked,
    "upcoming": lambda root, _number: verb(root, "upcoming"),
    "stats": lambda root, _number: verb(root, "stats"),
    "announce a seminar": lambda root, _number: verb(root, "announce", SEMINAR[root.name]),
    "publish, without the host": published,
    "undo, without the host": lambda root, _number: verb(root, "undo", "--yes", "--wait=0"),
    "serve, to the first page": shown,
}


def measured(root: Path) -> dict[str, float]:
    """Return the seconds of each case on a site."""
    git(root, "init", "--quiet", "--bare", "../origin.git")
    git(root, "remote", "add", "origin", "../origin.git")
    git(root, "config", "user.name", "Mara Lindqvist")
    git(root, "config", "user.email", "mara@example.org")
    git(root, "branch", "--move", "main")
    git(root, "push", "--quiet", "origin", "HEAD:main")
    git(root, "fetch", "--quiet", "origin")
    verb(root, "check")
    found = {name: list[float]() for name in CASES}
    for number in range(TIMES):
        for name, case in CASES.items():
            found[name].append(case(root, number))
            sys.stderr.write(f"{root.name}, {name}: {found[name][-1]:.1f} s\n")
    return {name: statistics.median(each) for name, each in found.items()}


def main() -> None:
    """Measure this site and a large one, and print the table as docs/waiting.md has it."""
    with TemporaryDirectory(prefix="bench-author-") as folder:
        sites = [Path(folder, name, name) for name in EDITED]
        for root in sites:
            root.mkdir(parents=True)
        copy_project(sites[0])
        write_corpus(sites[1], POSTS)
        (sites[1] / "publishconf.py").write_text((sites[1] / "pelicanconf.py").read_text())
        (sites[1] / ".gitignore").write_text(".cache/\noutput/\n")
        Repository(sites[1]).commit({})
        found = [measured(root) for root in sites]
    sys.stdout.write(f"| verb | this site, s | {POSTS:,} posts, s |\n|---|---:|---:|\n")
    for name in CASES:
        sys.stdout.write(f"| {name} | {found[0][name]:.1f} | {found[1][name]:.1f} |\n")


if __name__ == "__main__":
    main()
