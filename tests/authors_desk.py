"""Authors who publish by one command: clones of a real repository, whose hook stands for a host, and its live site."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from commits import FOLDER
from published_site import PLACES, SETTINGS, lab
from push_server import PATIENCE, PROJECT, Author, clean, run

EPOCH = "1795392000"  # 23 November 2026
POST = "---\ntitle: {title}\ndate: 2026-11-20 08:00\nsummary: What it says.\ntopics: [work]\n---\n{body}\n"
PRE_RECEIVE = """#!/bin/sh
read -r old new name
echo "Checking what Ada pushed"
if git grep -q FORBIDDEN "$new"; then
    printf '\\033[31mcontent/posts/a.md:8:1: that word is not for readers\\033[0m\\n'
    exit 1
fi
"""
POST_RECEIVE = """#!/bin/sh
read -r old new name
if test -e ../busy; then
    new=$(git commit-tree -p "$new" -m "Somebody's, a moment later" "$new^{tree}")
    git update-ref refs/heads/main "$new"
fi
test -e ../broken || printf '{"commit": "%s"}' "$new" > ../live/build.json
test ! -e ../says-live || echo "Live: http://example.org  (release 2)"
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@dataclass(frozen=True)
class Desk:
    """A folder with the repository that is pushed to, `remote.git`, and what readers get of it, `live`."""

    root: Path
    siteurl: str

    @property
    def tip(self) -> str:
        return run("git", "-C", str(self.root / "remote.git"), "rev-parse", "main").stdout.strip()

    def said(self) -> str:
        """Return the last published commit's message."""
        return run("git", "-C", str(self.root / "remote.git"), "log", "-1", "--format=%B", "main").stdout.strip()

    def published(self) -> list[str]:
        """Return the files that the last published commit changed."""
        span = ["log", "-1", "--name-only", "--format=", "main"]
        return run("git", "-C", str(self.root / "remote.git"), *span).stdout.split()

    def author(self, name: str) -> Author:
        folder = self.root / name
        run("git", "clone", "--quiet", str(self.root / "remote.git"), str(folder))
        return Author(folder, name)


@contextmanager
def opened(root: Path) -> Iterator[Desk]:
    """Make a repository and its live site, with a seminar and a post published."""
    (root / "live").mkdir()
    run("git", "init", "--quiet", "--bare", "--initial-branch=main", str(root / "remote.git"))
    for name, text in {"pre-receive": PRE_RECEIVE, "post-receive": POST_RECEIVE}.items():
        hook = root / "remote.git/hooks" / name
        hook.write_text(text.replace("../", f"{root}/"))
        hook.chmod(0o755)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root / "live"))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        desk = Desk(root, f"http://127.0.0.1:{server.server_port}")
        begin(desk)
        yield desk
        server.shutdown()


def begin(desk: Desk) -> None:
    """Publish the first version, by git alone."""
    first = desk.author("first")
    settings = SETTINGS.replace("https://hireground.example.org", desk.siteurl)
    files = {"pelicanconf.py": settings, "publishconf.py": settings}
    files["content/places.yaml"] = PLACES.splitlines(keepends=True)[0]
    files[f"{FOLDER}/lab.md"] = lab("2026-12-15 18:00", "2027-01-19 18:00")
    files["content/posts/a.md"] = POST.format(title="A", body="Hello.\n\nAnother line.\n\nThe end.")
    first.git("switch", "--quiet", "--create", "main", check=False)
    first.commit(files, "A site")
    first.git("push", "--quiet", "origin", "main")


def command(*options: str) -> list[str]:
    return [sys.executable, "-m", "tools.going_live", "--wait=60", *options]


def environment() -> dict[str, str]:
    return clean(PYTHONPATH=str(PROJECT), SOURCE_DATE_EPOCH=EPOCH)


def publish(author: Author, *options: str) -> subprocess.CompletedProcess[str]:
    """Publish where nobody is to be asked."""
    return subprocess.run(
        command(*options), cwd=author.folder, env=environment(), stdin=subprocess.DEVNULL,
        capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False,
    )  # fmt: skip


def publish_typing(author: Author, typed: str, *options: str) -> tuple[int, str]:
    """Publish on a terminal; return the exit code, and what stood there."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(*options), cwd=author.folder, env=environment() | {"TERM": "xterm", "NO_COLOR": "1"},
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    ) as process:  # fmt: skip
        os.close(theirs)
        os.write(ours, typed.encode())
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # Linux says so when the other side is closed
            pass
        code = process.wait(PATIENCE)
    os.close(ours)
    return code, shown.decode().replace("\r\n", "\n")
