"""`inv bench storage`: the example site to four kinds of storage, beside `rclone sync`."""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from storages import PROJECT, RCLONE, SERVED, Space, running

LINE = "{:<28}{:>10}{:>10}"


def main() -> None:
    """Print a table for each storage."""
    with tempfile.TemporaryDirectory() as scratch:
        site = Path(scratch, "output")
        command = [sys.executable, "-m", "hireground", "build", "--output", str(site)]
        subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
        for kind in SERVED:
            with running(kind, Path(scratch, kind)) as server:
                sys.stdout.write(f"\n{kind}\n{LINE.format('', 'uploads', 'seconds')}\n")
                measure(server.space(), site)
                compare(server.space(), site)


def measure(space: Space, site: Path) -> None:
    """Publish for the first time, again, and after an edit of one post and what lists it."""
    say("first", lambda: space.publish(site))
    say("unchanged", lambda: space.publish(site))
    post = min(site.glob("posts/*/index.html"))
    for file in (post, site / "index.html", site / "posts/index.html", site / "build.json"):
        file.write_text(f"{file.read_text('utf-8')} ", "utf-8")
    say("one post edited", lambda: space.publish(site))


def say(what: str, publish: Callable[[], subprocess.CompletedProcess[str]]) -> None:
    """Print how many files a publish uploaded, and how long it took with Python's start."""
    began = time.monotonic()
    done = publish()
    seconds = time.monotonic() - began
    number = sum(int(found.replace(",", "")) for found in re.findall(r"([\d,]+) (?:new|changed)\b", done.stdout))
    print_line(what, f"{number:,}", f"{seconds:.1f}")
    assert done.returncode == 0, done.stderr


def print_line(*cells: str) -> None:
    sys.stdout.write(f"{LINE.format(*cells)}\n")
    sys.stdout.flush()


def compare(space: Space, site: Path) -> None:
    """Let rclone do the same; it says nothing of orders, headers or others who publish."""
    options = ["--checksum", "--transfers=16"] if space.server.kind == "s3" else []
    command = [str(RCLONE), "sync", str(site), space.remote, *options]
    for what in ("rclone sync, first", "rclone sync, unchanged"):
        began = time.monotonic()
        subprocess.run(command, check=True, capture_output=True, env=space.environment())
        print_line(what, "", f"{time.monotonic() - began:.1f}")


if __name__ == "__main__":
    main()
