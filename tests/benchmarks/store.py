"""`inv bench store`: 2,000 files to two real stores, beside `rclone sync`; and publishes that are killed anywhere."""

import random
import re
import signal
import string
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from object_stores import COMMANDS, KEY, PROGRAMS, SECRET, Bucket, environment, running, site_of, write_site

PAGES, FEWER = 1990, 290
KILLS = 30
VERSIONS = string.ascii_lowercase[2:] + string.digits
LINE = "{:<44}{:>10}{:>10}"


def main() -> None:
    """Print a table for each store."""
    for name in COMMANDS:
        with tempfile.TemporaryDirectory() as scratch, running(name, Path(scratch) / "store") as store:
            sys.stdout.write(f"\n{name}\n{LINE.format('', 'uploads', 'seconds')}\n")
            folder = write_site(Path(scratch) / "output", site_of("a", PAGES))
            measure(store.bucket(), folder)
            compare(store.bucket(), folder)
            kill(store.bucket(), folder)


def measure(bucket: Bucket, folder: Path) -> None:
    """Publish for the first time, again, and after edits."""
    say("first", lambda: bucket.publish(folder))
    say("unchanged", lambda: bucket.publish(folder))
    (folder / "posts/2/index.html").write_text("<p>Edited.")
    say("one page edited", lambda: bucket.publish(folder))
    write_site(folder, site_of("b", PAGES))
    say("a new style sheet, which all pages name", lambda: bucket.publish(folder))


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


def compare(bucket: Bucket, folder: Path) -> None:
    """Let rclone do the same; it says nothing of orders, headers or others who publish."""
    remote = f":s3,provider=Other,access_key_id={KEY},secret_access_key={SECRET},endpoint='{bucket.store.url}':"
    command = [
        str(PROGRAMS / "rclone"),
        "sync",
        str(folder),
        f"{remote}{bucket.name}/blog",
        "--checksum",
        "--transfers",
        "16",
    ]
    for what in ("rclone sync, first", "rclone sync, unchanged"):
        began = time.monotonic()
        subprocess.run(command, check=True, capture_output=True, env=environment())
        print_line(what, "", f"{time.monotonic() - began:.1f}")


def kill(bucket: Bucket, folder: Path) -> None:
    """Kill publishes of 300 files anywhere, under a reader; every fifth is followed by one that goes on."""
    write_site(folder, site_of("b", FEWER))
    began = time.monotonic()
    bucket.publish(folder)
    whole = time.monotonic() - began
    moments, done, counts = random.Random(7), threading.Event(), {"read": 0, "missing": 0}  # noqa: S311 -- moments
    reader = threading.Thread(target=read, args=(bucket, done, counts))
    reader.start()
    for number in range(KILLS):
        write_site(folder, site_of(VERSIONS[number], FEWER))
        process = subprocess.Popen(
            bucket.command(folder), cwd=folder.parent, env=environment(), stdout=subprocess.DEVNULL
        )
        time.sleep(moments.uniform(0.2, 1) * whole)
        process.send_signal(signal.SIGKILL)
        process.wait()
        if number % 5 == 4:
            assert bucket.publish(folder).returncode == 0
    done.set()
    reader.join()
    sys.stdout.write(
        f"killed {KILLS} times: {counts['read']:,} pages read, {counts['missing']} with something missing\n"
    )


def read(bucket: Bucket, done: threading.Event, counts: dict[str, int]) -> None:
    """Read pages in a loop, each with its style sheet."""
    while not done.is_set():
        counts["read"] += 1
        missing = bucket.lacks(f"posts/{counts['read'] % FEWER}/index.html")
        counts["missing"] += bool(missing)
        sys.stdout.writelines(f"missing: {one}\n" for one in missing)


if __name__ == "__main__":
    main()
