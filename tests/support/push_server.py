"""A server that takes pushes, and authors who push: real git, the project's own tools, a site of three small pages."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

PROJECT = Path(__file__).parents[2]
PATIENCE = 300.0
NOBODY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
SETTINGS = """
from hireground.pelican.defaults import *
SITENAME = "Tiny"
AUTHOR = "Ada Example"
TIMEZONE = "UTC"
SITE_SEARCH = SITE_CARDS = False
SEMINARS = {
    "uid_namespace": "5b2f6d1e-8a43-4c57-9c0e-7f1d2b9a6e34",
    "organizer": {"name": "Hire Ground", "email": "seminars@example.org", "url": "https://example.org"},
}
"""
PUBLIC = 'from pelicanconf import *\nSITEURL = "https://tiny.example.org"\n'
POST = "---\ntitle: {title}\ndate: 2026-11-20 08:00\nsummary: What it says.\ntopics: [work]\n---\n{body}\n"
REPEATED = 300
"""So often a page says its version: one that is cut or mixed shows."""


def post(body: str, title: str = "A") -> str:
    """Write a post's file."""
    return POST.format(title=title, body=body)


def version(number: int) -> dict[str, str | None]:
    """Write both posts and their style sheet so that every part says which version of the site it belongs to."""
    mark = f"mark-{number:06}"
    sheet = f"/* {mark} */\n"
    name = f"images/style.{hashlib.sha256(sheet.encode()).hexdigest()[:10]}.css"
    body = f'<link rel="stylesheet" href="/{name}">\n\n' + f"{mark}\n" * REPEATED
    return {f"content/{name}": sheet, "content/posts/a.md": post(body), "content/posts/b.md": post(body, "B")}


def clean(**more: str) -> dict[str, str]:
    """Return an environment without anybody's git settings, and with a name to commit by."""
    names = {f"GIT_{who}_NAME": "Ada Example" for who in ("AUTHOR", "COMMITTER")}
    mails = {f"GIT_{who}_EMAIL": "ada@example.org" for who in ("AUTHOR", "COMMITTER")}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON", "SITEURL"))}
    return {**kept, **NOBODY, **names, **mails, **more}


@dataclass(frozen=True)
class Author:
    """Somebody's clone; `name` is whom the server takes them for."""

    folder: Path
    name: str = "ada"

    def git(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["git", "-C", str(self.folder), *arguments], env=clean(PUSHER=self.name), stdin=subprocess.DEVNULL,
            capture_output=True, encoding="utf-8", timeout=PATIENCE, check=check,
        )  # fmt: skip

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files, None for one to take away."""
        for name, text in files.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                file.unlink()
            else:
                file.write_bytes(text.encode() if isinstance(text, str) else text)

    def commit(self, files: Mapping[str, str | bytes | None], message: str = "Say it better") -> str:
        """Commit files; return the commit."""
        self.write(files)
        self.git("add", "--all", "--force")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD").stdout.strip()

    def push(self, *what: str) -> "Push":
        return self.push_to("live", *(what or ("main",)))

    def push_to(self, remote: str, *what: str, **environment: str) -> "Push":
        """Push, from a machine that has these variables too."""
        done = run("git", "-C", str(self.folder), "push", remote, *what, check=False, PUSHER=self.name, **environment)
        return Push(done.returncode == 0, done.stdout)

    def start_push(self) -> subprocess.Popen[bytes]:
        """Start a push with a process group of its own, so that all of it can be killed at once."""
        return subprocess.Popen(
            ["git", "-C", str(self.folder), "push", "--quiet", "live", "main"], env=clean(PUSHER=self.name),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    def commit_version(self, number: int, **more: str) -> str:
        """Commit a new version of the whole site; return the commit."""
        stale = {f"content/images/{file.name}": None for file in (self.folder / "content/images").glob("style.*")}
        return self.commit({**stale, **version(number), **more}, f"Version {number}")

    def undo(self) -> None:
        """Forget what is not on the server."""
        self.git("fetch", "--quiet", "live")
        self.git("reset", "--quiet", "--hard", "live/main")


@dataclass(frozen=True)
class Push:
    """What came of a push: whether git took it, and what its author read."""

    is_taken: bool
    log: str

    @property
    def words(self) -> str:
        """The server's words alone."""
        lines = [line for line in self.log.splitlines() if line.startswith("remote:")]
        return "\n".join(line.removeprefix("remote:").removeprefix(" ").rstrip() for line in lines)


@dataclass(frozen=True)
class PushServer:
    """A server's folder."""

    root: Path

    @property
    def repository(self) -> Path:
        return self.root / "site.git"

    @property
    def current(self) -> Path:
        return self.root / "current"

    @property
    def tip(self) -> str:
        return run(
            "git", "-C", str(self.repository), "show-ref", "--verify", "--hash", "refs/heads/main"
        ).stdout.strip()

    def publish(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a verb as the server's owner does."""
        return run(str(self.root / "hireground"), "server", *arguments, "--server", str(self.root), check=False)

    def author(self, name: str = "ada") -> Author:
        """Clone what is published."""
        folder = self.root.with_name(f"{self.root.name}-{name}")
        run("git", "clone", "--quiet", "--origin=live", str(self.repository), str(folder))
        return Author(folder, name)

    def read(self, path: str) -> str:
        return (self.current / path).read_text("utf-8")

    def releases(self) -> list[str]:
        return sorted(folder.name for folder in (self.root / "releases").iterdir())

    def leftovers(self) -> list[str]:
        """Name whatever a push should have cleared away."""
        folders = [self.root / name for name in ("staged", "building")]
        return [str(path.relative_to(self.root)) for folder in folders for path in folder.iterdir()]

    def is_sound(self) -> bool:
        run("git", "-C", str(self.repository), "fsck", "--strict", "--no-progress", "--no-dangling")
        return True


def run(*command: str, check: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=clean(**environment), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        encoding="utf-8", errors="replace", timeout=PATIENCE, check=check,
    )  # fmt: skip


def init_server(root: Path, python: object = None, **settings: object) -> PushServer:
    """Make a server by the engine's own verb, with the engine and the Python of these tests unless another is named."""
    command = ["-m", "hireground", "server", "init", str(root), "--url=https://tiny.example.org"]
    said = run(str(python), *command) if python else run(sys.executable, *command, PYTHONPATH=str(PROJECT / "plugins"))
    assert str(root / "site.git") in said.stdout
    configure(root, **settings)
    return PushServer(root)


def configure(root: Path, **settings: object) -> None:
    """Say more in publisher.toml, or something else."""
    file = root / "publisher.toml"
    own = tuple(f"{key} = " for key in settings)
    kept = [line for line in file.read_text().splitlines() if not line.startswith(own)]
    file.write_text("\n".join([*kept, *(f"{key} = {json.dumps(value)}" for key, value in settings.items()), ""]))


@cache
def tiny_repository() -> Path:
    """Commit a site of two posts, once: what its authors write, and nothing of the engine."""
    author = Author(Path(mkdtemp(prefix="tiny-site-")))
    author.git("init", "--quiet", "--initial-branch=main")
    posts = {"content/posts/a.md": post("Hello."), "content/posts/b.md": post("Hi.", "B")}
    author.commit({"pelicanconf.py": SETTINGS, "publishconf.py": PUBLIC, **posts}, "A site")
    return author.folder


def tiny_server(root: Path, **settings: object) -> tuple[PushServer, Author]:
    """Copy a server whose readers see the tiny site, with other settings, and clone it for an author."""
    root.parent.mkdir(parents=True, exist_ok=True)
    run("cp", "--archive", str(first_server()), str(root))
    configure(root, **settings)
    server = PushServer(root)
    return server, server.author()


@cache
def first_server() -> Path:
    """Make the server that others are copied from, which takes a push as long as any other does."""
    server = init_server(Path(mkdtemp(prefix="tiny-server-")) / "srv")
    run("git", "-C", str(tiny_repository()), "push", "--quiet", str(server.repository), "main")
    return server.root
