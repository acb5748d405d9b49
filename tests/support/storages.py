"""Four kinds of storage that rclone serves from folders of this machine, and a small site to publish to them."""

import itertools
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

PROJECT = Path(__file__).parents[2]
RCLONE = Path(sys.executable).with_name("rclone")
DEADLINE = 120.0  # a hang is longer, however busy the machine
BLINK = 3.0  # a file that is missing for longer is missing
KEY, SECRET, USER, PASSWORD = "a-key-id", "a-secret-of-somebody", "you", "a-password"
SERVED = {
    "s3": ("s3",),
    "sftp": ("sftp", "--user", USER, "--pass", PASSWORD),
    "webdav": ("webdav",),
    "folder": (),
}
"""What rclone serves for each kind: an object store, a web space, a server of files, and nothing for a folder."""
NEEDED = re.compile(r'href="/(assets/[^"]+|posts/only-[^"]+/)"')
ADDRESS = re.compile(r"127\.0\.0\.1:(\d+)")
NUMBERS = itertools.count()


def environment(**more: str) -> dict[str, str]:
    """Return what a publishing process inherits: the storages' keys, and nobody's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "RCLONE_"))}
    keys = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_EC2_METADATA_DISABLED": "true"}
    nobody = dict.fromkeys(("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "GIT_CONFIG_GLOBAL"), os.devnull)
    ours = {"PYTHONPATH": str(PROJECT / "plugins"), "RCLONE_CONFIG": os.devnull}
    return {**kept, **keys, **nobody, **ours, **more}


def publish_command(target: str, folder: Path | str, *options: str) -> list[str]:
    """Return the command that publishes a folder."""
    settings = ["--settings", str(PROJECT / "publishconf.py")]
    return [sys.executable, "-m", "hireground", "publish", target, "--folder", str(folder), *settings, *options]


@dataclass(frozen=True)
class Server:
    """A running server, or none for a folder; `data` is what it serves."""

    kind: str
    data: Path
    port: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)

    def space(self) -> "Space":
        """Make an empty place to publish to."""
        space = Space(self, f"space-{next(NUMBERS)}")
        if self.kind == "folder":
            space.folder.parent.mkdir()
        else:
            space.rclone("mkdir", f"{self.kind}:{space.name}")
        return space


@dataclass(frozen=True)
class Space:
    """A place of one test's own, whose folder `blog` gets the site."""

    server: Server
    name: str

    @property
    def target(self) -> str:
        """Return what an author types."""
        return f"s3://{self.name}/blog" if self.server.kind == "s3" else self.remote

    @property
    def remote(self) -> str:
        """Return what rclone calls it."""
        return str(self.folder) if self.server.kind == "folder" else f"{self.server.kind}:{self.name}/blog"

    @property
    def folder(self) -> Path:
        """Return what the server holds, on the disk."""
        return self.server.data / self.name / "blog"

    def environment(self, **variables: str) -> dict[str, str]:
        """Return what a process inherits that publishes here."""
        return environment(**self.server.variables, **variables)

    def command(self, folder: Path, *options: str) -> list[str]:
        """Return the command that publishes a folder here."""
        return publish_command(self.target, folder, *options)

    def publish(self, folder: Path, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Publish a folder, from the folder it stands in."""
        return subprocess.run(
            self.command(folder, *options), cwd=folder.parent, env=self.environment(**variables),
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=DEADLINE, check=False,
        )  # fmt: skip

    def rclone(self, verb: str, place: str, body: bytes = b"") -> None:
        """Let somebody else do something to the storage."""
        subprocess.run([RCLONE, verb, place], input=body, check=True, capture_output=True, env=self.environment())

    def put(self, key: str, body: bytes) -> None:
        """Let somebody else write a file."""
        self.rclone("rcat", f"{self.remote}/{key}", body)

    def take_away(self, key: str) -> None:
        """Let somebody else remove a file."""
        self.rclone("deletefile", f"{self.remote}/{key}")

    def url(self, key: str) -> str:
        """Return where a storage that speaks HTTP has a file."""
        return f"http://127.0.0.1:{self.server.port}/{self.name}/blog/{key}"

    def body(self, key: str) -> bytes:
        """Read a file as a reader does: over HTTP where the storage speaks it."""
        if self.server.kind not in {"s3", "webdav"}:
            return (self.folder / key).read_bytes()
        with urlopen(self.url(key), timeout=DEADLINE) as reply:  # noqa: S310 -- our own server
            body: bytes = reply.read()
        return body

    def read(self, key: str) -> bytes | None:
        """Read a file; None if it is missing for a while, since rclone's servers remove before they rename."""
        limit = time.monotonic() + BLINK
        while time.monotonic() < limit:
            with suppress(HTTPError, HTTPException, FileNotFoundError):
                return self.body(key)
        return None

    def lacks(self, page: str) -> list[str]:
        """Read a page and what it needs; return what is missing, unless the page needs it no more by now."""
        body = self.read(page)
        if body is None:
            return [page]
        files = {one: f"{one}index.html" if one.endswith("/") else one for one in NEEDED.findall(body.decode())}
        missing = [one for one, file in files.items() if self.read(file) is None]
        still = NEEDED.findall((self.read(page) or b"").decode()) if missing else ()
        return [f"{page}: {address}" for address in missing if address in still]

    def keys(self) -> set[str]:
        """Return what is there, without what publishing writes down."""
        files = {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()}
        return {key for key in files if not key.startswith((".published.json", ".publishing/"))}


@contextmanager
def running(kind: str, folder: Path, *options: str) -> Iterator[Server]:
    """Start a server that keeps all it has in a folder."""
    data, log = folder / "data", folder / "log"
    data.mkdir(parents=True)
    if not SERVED[kind]:
        yield Server(kind, data)
        return
    command = [str(RCLONE), "serve", *SERVED[kind], "--addr=127.0.0.1:0", f"--cache-dir={folder}", *options, str(data)]
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=environment())
    try:
        port = port_of(log, process)
        yield Server(kind, data, port, VARIABLES[kind](port))
    finally:
        process.kill()
        process.wait()


def s3_variables(port: str) -> dict[str, str]:
    url = f"http://127.0.0.1:{port}"
    named = {"TYPE": "s3", "PROVIDER": "Other", "ENDPOINT": url, "ENV_AUTH": "true"}
    return {"AWS_ENDPOINT_URL": url, "AWS_REGION": "us-east-1"} | remote_variables("s3", named)


def sftp_variables(port: str) -> dict[str, str]:
    obscured = subprocess.run([RCLONE, "obscure", PASSWORD], capture_output=True, text=True, check=True).stdout.strip()
    named = {"TYPE": "sftp", "HOST": "127.0.0.1", "PORT": port, "USER": USER, "PASS": obscured}
    return remote_variables("sftp", named)


def webdav_variables(port: str) -> dict[str, str]:
    return remote_variables("webdav", {"TYPE": "webdav", "URL": f"http://127.0.0.1:{port}"})


def remote_variables(remote: str, values: Mapping[str, str]) -> dict[str, str]:
    """Write a remote of rclone's as variables, instead of in its settings file."""
    return {f"RCLONE_CONFIG_{remote.upper()}_{name}": value for name, value in values.items()}


VARIABLES = {"s3": s3_variables, "sftp": sftp_variables, "webdav": webdav_variables}
"""What an author would have told rclone, or Amazon's tools."""


def port_of(log: Path, process: subprocess.Popen[bytes]) -> str:
    """Wait for the line that says where a server listens."""
    limit = time.monotonic() + DEADLINE
    while not (found := ADDRESS.search(log.read_text())):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < limit, "the server did not start in time"
        time.sleep(0.05)
    return found[1]


def write_site(folder: Path, files: Mapping[str, str]) -> Path:
    """Let `folder` hold just these files."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def site_of(version: str, pages: int = 40) -> dict[str, str]:
    """Return a site whose every page needs this version's style sheet, and half of whose pages say the version."""
    sheet = f"assets/main.{version * 10}.css"
    page = f'<link rel="stylesheet" href="/{sheet}">'
    numbered = {f"posts/{n}/index.html": f"{page}<p>{n}{version if n % 2 else ''}" for n in range(pages)}
    listing = "".join(f'<a href="/posts/{n}/">' for n in range(pages))
    extra = {f"posts/only-{version}/index.html": page, "404.html": page}
    feeds = {"calendar.ics": f"BEGIN:VCALENDAR\r\nX-V:{version}\r\n", "robots.txt": "User-agent: *\n"}
    return (
        {"index.html": f'{page}{listing}<a href="/posts/only-{version}/">', sheet: f"/* {version} */"}
        | numbered
        | extra
        | feeds
        | {"build.json": f'{{"commit": "{version * 40}"}}'}
    )
