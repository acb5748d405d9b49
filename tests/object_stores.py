"""Two real S3 servers, started and ended here, and a small site to publish to them."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PROJECT = Path(__file__).parent.parent
PROGRAMS = Path(sys.executable).parent
DEADLINE = 120.0  # a hang is longer, however busy the machine
KEY, SECRET = "a-key-id", "a-secret-of-somebody"
COMMANDS = {
    "moto": ("moto_server", "-H", "127.0.0.1", "-p", "0"),
    "rclone": ("rclone", "serve", "s3", "--addr", "127.0.0.1:0", "--auth-key", f"{KEY},{SECRET}", "data"),
}
"""Amazon's own behaviour, conditions too, as moto imitates it; and another's, which knows no conditions."""
NEEDED = re.compile(r'href="/(assets/[^"]+|posts/only-[^"]+/)"')
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


def environment(**more: str) -> dict[str, str]:
    """Return what a publishing process inherits: the stores' keys, and nobody's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    keys = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_EC2_METADATA_DISABLED": "true"}
    nobody = {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "GIT_CONFIG_GLOBAL": os.devnull}
    return {**kept, **keys, **nobody, "PYTHONPATH": str(PROJECT), "AWS_DEFAULT_REGION": "us-east-1", **more}


@dataclass(frozen=True)
class ObjectStore:
    """A running server."""

    name: str
    url: str
    client: "S3Client"

    def bucket(self) -> "Bucket":
        """Make an empty bucket."""
        name = f"site-{time.monotonic_ns()}"
        self.client.create_bucket(Bucket=name)
        return Bucket(self, name)


@dataclass(frozen=True)
class Bucket:
    """A bucket of one test's own."""

    store: ObjectStore
    name: str

    def command(self, folder: Path, *options: str) -> list[str]:
        """Return the command that publishes a folder to it."""
        where = [f"s3://{self.name}/blog", "--endpoint-url", self.store.url]
        return [sys.executable, "-m", "tools.object_store", *where, "--folder", str(folder), *options]

    def publish(self, folder: Path, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Publish a folder, from the folder it stands in."""
        return subprocess.run(
            self.command(folder, *options), cwd=folder.parent, env=environment(**variables),
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=DEADLINE, check=False,
        )  # fmt: skip

    def body(self, key: str) -> bytes:
        """Read an object as a reader does."""
        return self.store.client.get_object(Bucket=self.name, Key=f"blog/{key}")["Body"].read()

    def has(self, key: str) -> bool:
        """Tell whether an object is there; asks twice, since rclone's server may blink while it renames a file."""
        for _ in range(2):
            with suppress(ClientError):
                self.body(key)
                return True
        return False

    def lacks(self, page: str) -> list[str]:
        """Read a page and what it needs; return what is missing, unless the page needs it no more by now."""
        if not self.has(page):
            return [page]
        needed = NEEDED.findall(self.body(page).decode())
        missing = [one for one in needed if not self.has(f"{one}index.html" if one.endswith("/") else one)]
        still = NEEDED.findall(self.body(page).decode()) if missing else ()
        return [f"{page}: {address}" for address in missing if address in still]

    def keys(self) -> set[str]:
        """Return what is there, without the manifest."""
        pages = self.store.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix="blog/")
        found = {one["Key"].removeprefix("blog/") for page in pages for one in page.get("Contents", ())}
        return found - {".published.json"}


@contextmanager
def running(name: str, folder: Path) -> Iterator[ObjectStore]:
    """Start a server in a folder of its own, or skip and say why."""
    program = PROGRAMS / COMMANDS[name][0]
    if not program.exists():
        pytest.skip(f"no {program.name}: it comes with tests/requirements.txt")
    (folder / "data").mkdir(parents=True)
    log = folder / "log"
    with log.open("w") as out, started(program, COMMANDS[name][1:], folder, out) as process:
        url = address(log, process)
        config = Config(request_checksum_calculation="when_required", max_pool_connections=32)
        client = boto3.client(
            "s3", endpoint_url=url, region_name="us-east-1", config=config,
            aws_access_key_id=KEY, aws_secret_access_key=SECRET,
        )  # fmt: skip
        yield ObjectStore(name, url, client)


@contextmanager
def started(program: Path, arguments: tuple[str, ...], folder: Path, out: IO[str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen([program, *arguments], cwd=folder, stdout=out, stderr=subprocess.STDOUT, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def address(log: Path, process: subprocess.Popen[str]) -> str:
    """Wait for the line that says where a server listens."""
    limit = time.monotonic() + DEADLINE
    while not (found := ADDRESS.search(log.read_text())):
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < limit, "the server did not start in time"
        time.sleep(0.05)
    return found[0]


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
    )
