"""Speak to storages through rclone, which runs beside a publish and answers on a socket of its own."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from hireground.terminal import RefusedError

INSTALL = "publishing to a storage needs rclone; run pip install 'hireground[storage]', or see rclone.org/install"
ADDRESSES = "write s3://bucket/folder, sftp://you@host/folder, a remote of rclone's (remote:folder), or a folder"
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
WORD = re.compile(r"\w[\w.-]*")
OPTIONS = ("--contimeout=10s", "--timeout=60s", "--low-level-retries=3", "--ask-password=false")
DIES_WITH_US = '"$@" & cat >/dev/null; kill -9 $!'
"""The shell reads a pipe that we hold, so that rclone ends when we do, be it by kill -9."""
PAUSE, PATIENCE = 0.02, 30.0
TRANSFERS = {True: 16, False: 4}
"""Object stores answer many requests at once; some servers of files refuse a fifth connection."""
NOT_THERE, HTTP_ERROR = 404, 400

Remote = str | dict[str, str]
KEYS = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run: aws configure"
RIGHTS = "it needs s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject and s3:DeleteObject on what is in it"
REGION = "the bucket is in another region; set AWS_REGION to it"
WORDS = (
    (r"didn't find section in config file", "rclone knows no remote of that name; run: rclone config"),
    (r"NoSuchBucket", "there is no such bucket; create it first, or correct its name"),
    (r"InvalidAccessKeyId|InvalidToken", f"the store does not know this access key; {KEYS}"),
    (r"SignatureDoesNotMatch", "the secret key does not belong to the access key; correct AWS_SECRET_ACCESS_KEY"),
    (r"ExpiredToken", "these credentials have expired; sign in anew (aws sso login), or get new ones"),
    (r"RequestTimeTooSkewed", "this machine's clock differs from the store's by over 15 minutes; set it right"),
    (r"PermanentRedirect|AuthorizationHeaderMalformed", REGION),
    (r"failed to get shared config profile", "there is no such profile; correct AWS_PROFILE, or run: aws configure"),
    (r"get credentials|IMDS|get identity", f"there are no credentials for the store; {KEYS}"),
    (r"AccessDenied|StatusCode: 403", f"this key may not do that here; {RIGHTS}"),
    (r"receiving version packet", "ssh does not get in; try the same with ssh alone, and see what it says"),
    (r"knownhosts: key is unknown", "its host key is not known here; connect once by ssh, and compare it"),
    (r"unable to authenticate|StatusCode: 401|401 Unauthorized", "it does not know this user and password, or key"),
    (r"connection refused|no such host|i/o timeout", "nothing answers there"),
)
"""What rclone says of the commonest mistakes, and what to do; anything else is said in its own words."""


class StorageError(RefusedError):
    """A storage that does not do what it should; the message says why."""


def words(error: str) -> str:
    """Say an error of rclone's in one line."""
    known = next((said for pattern, said in WORDS if re.search(pattern, error)), "")
    return known or f"rclone says: {' '.join(error.split())[-300:]}"


def program() -> str:
    """Return rclone, as it was installed beside Python or anywhere; raises if it is not there."""
    found = shutil.which("rclone", path=str(Path(sys.executable).parent)) or shutil.which("rclone")
    if not found:
        raise RefusedError(INSTALL)
    return found


def remote_of(address: str, endpoint_url: str | None = None) -> Remote:
    """Return what rclone calls an address."""
    if address.startswith("s3://"):
        return bucket(address, endpoint_url)
    if address.startswith("sftp://"):
        return web_space(address)
    if "://" in address or not address:
        raise RefusedError(f'"{address}" is not a place to publish to; {ADDRESSES}')
    is_remote = ":" in address.partition("/")[0]
    return f"{address.rstrip('/')}/".replace(":/", ":") if is_remote else str(Path(address).absolute())


def bucket(address: str, endpoint_url: str | None) -> Remote:
    """Return the remote of `s3://bucket/folder`; who may write to it is found as Amazon's own tools find it."""
    parts = urlsplit(address)
    if not BUCKET.fullmatch(parts.netloc) or parts.query or parts.fragment:
        raise RefusedError(f'"{address}" names no bucket; write s3://bucket or s3://bucket/folder')
    endpoint = endpoint_url or os.environ.get("AWS_ENDPOINT_URL_S3", os.environ.get("AWS_ENDPOINT_URL", ""))
    if endpoint and not re.match(r"https?://[^/]", endpoint):
        raise RefusedError(f'"{endpoint}" is not the address of a store; write --endpoint-url https://…')
    is_cloudflare = endpoint.endswith(".r2.cloudflarestorage.com")
    return {
        "type": "s3",
        "provider": "Cloudflare" if is_cloudflare else "Other" if endpoint else "AWS",
        "endpoint": endpoint,
        "region": os.environ.get("AWS_REGION", os.environ.get("AWS_DEFAULT_REGION", "")),
        "env_auth": "true",
        "no_check_bucket": "true",  # or a misspelled one would be made
        "no_head": "true",  # all is looked at again before the manifest is written
        "_root": f"{parts.netloc}/{parts.path.strip('/')}".rstrip("/") + "/",  # so that it is no file's name
    }


def web_space(address: str) -> Remote:
    """Return the remote of `sftp://you@host/folder`, reached by your own ssh; `/~/folder` is in your home."""
    parts = urlsplit(address)
    host, user, folder = parts.hostname or "", parts.username or "", unquote(parts.path)
    if not WORD.fullmatch(host) or (user and not WORD.fullmatch(user)) or not folder.strip("/"):
        raise RefusedError(f'"{address}" names no folder of a host; write sftp://you@host/folder')
    port = ["-p", str(parts.port)] if parts.port else []
    ssh = ["ssh", "-o", "BatchMode=yes", *port, f"{user}@{host}" if user else host]
    root = folder.removeprefix("/~/").rstrip("/")
    return {"type": "sftp", "ssh": " ".join(ssh), "shell_type": "none", "_root": root}


class SocketConnection(HTTPConnection):
    """HTTP over a socket in the file system, which nobody else may open."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost")
        self.path = path

    def connect(self) -> None:
        """Open the socket."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self.path))


@dataclass(frozen=True)
class Rclone:
    """A running rclone, with a folder for files on their way."""

    folder: Path

    def answers(self) -> bool:
        """Tell whether it has begun to listen."""
        with suppress(OSError):
            return self.call("rc/noop") == {}
        return False

    def call(self, command: str, **given: object) -> dict[str, Any]:
        """Call one of its functions (rclone.org/rc); raises `StorageError`, or `FileNotFoundError` for a 404."""
        connection = SocketConnection(self.folder / "socket")
        try:
            connection.request("POST", f"/{command}", json.dumps(given), {"Content-Type": "application/json"})
            reply = connection.getresponse()
            answer: dict[str, Any] = json.loads(reply.read())
        finally:
            connection.close()
        if reply.status == NOT_THERE:
            raise FileNotFoundError(answer["error"])
        if reply.status >= HTTP_ERROR:
            raise StorageError(words(answer["error"]))
        return answer

    def run(self, command: str, watch: Callable[[int], None], **given: object) -> None:
        """Call a function that takes its time; `watch` is told again and again how many files are done."""
        job = self.call(command, _async=True, **given)["jobid"]
        try:
            while not (status := self.call("job/status", jobid=job))["finished"]:
                watch(self.call("core/stats", group=f"job/{job}")["transfers"])
                time.sleep(PAUSE)
        except BaseException:
            with suppress(Exception):
                self.call("job/stop", jobid=job)
            raise
        if status["error"]:
            raise StorageError(words(status["error"]))


@contextmanager
def running(lock: int) -> Iterator[Rclone]:
    """Start rclone, and end it; it holds `lock`, an open file, too, so that nobody publishes while it still runs."""
    with tempfile.TemporaryDirectory(prefix="hireground-") as name:
        folder = Path(name)
        serve = [program(), "rcd", f"--rc-addr=unix://{folder}/socket", "--rc-no-auth", *OPTIONS]
        with (folder / "log").open("wb") as log, subprocess.Popen(  # noqa: S603 -- our own words
            ["/bin/sh", "-c", DIES_WITH_US, "sh", *serve], stdin=subprocess.PIPE, stdout=log, stderr=log,
            pass_fds=[lock], start_new_session=True,  # Ctrl-C is ours to answer: the claim is given back first
        ):  # fmt: skip
            rclone, limit = Rclone(folder), time.monotonic() + PATIENCE
            while not rclone.answers():
                if time.monotonic() > limit:
                    raise StorageError(words((folder / "log").read_text("utf-8", errors="replace")))
                time.sleep(PAUSE)
            yield rclone
            # Leaving the block closes the pipe, which ends the shell and rclone.


@dataclass(frozen=True)
class Storage:
    """A folder of a storage; files in it have keys, `posts/index.html`."""

    rclone: Rclone
    address: str
    remote: Remote
    features: Mapping[str, bool]

    def __str__(self) -> str:
        return self.address

    @property
    def keeps_headers(self) -> bool:
        """Tell whether it is an object store: it answers with the type that a file was uploaded with."""
        return self.features["WriteMimeType"]

    def stamps(self, folder: str = "", keys: Iterable[str] | None = None) -> dict[str, str]:
        """List what is in a folder, or just these keys: each file's size, and its hash or else its time."""
        has_hashes = not self.features["SlowHash"]
        options = {
            "recurse": True, "filesOnly": True, "noMimeType": True,
            "showHash": has_hashes, "noModTime": has_hashes and self.features["SlowModTime"],
        }  # fmt: skip
        some = self.only(keys) if keys is not None and not self.features["ListR"] else {}
        try:
            found = self.rclone.call("operations/list", fs=self.remote, remote=folder, opt=options, **some)["list"]
        except FileNotFoundError:  # nobody has published here yet
            return {}
        return {
            one["Path"]: f"{one['Size']} {next(iter(one.get('Hashes', {}).values()), one['ModTime'])}" for one in found
        }

    def copy(
        self, source: Path, keys: Iterable[str], headers: Iterable[tuple[str, str]], watch: Callable[[int], None]
    ) -> None:
        """Upload files of a folder that have the same headers."""
        config = {
            "IgnoreTimes": True, "NoTraverse": True, "NoCheckDest": not self.features["DuplicateFiles"],
            "UploadHeaders": [{"Key": name, "Value": value} for name, value in headers],
            "Transfers": TRANSFERS[self.keeps_headers],
        }  # fmt: skip

        self.rclone.run(
            "sync/copy", watch, srcFs=str(source.absolute()), dstFs=self.remote, _config=config, **self.only(keys)
        )

    def remove(self, keys: Iterable[str], watch: Callable[[int], None] = lambda _: None) -> None:
        """Remove files."""
        self.rclone.run("operations/delete", watch, fs=self.remote, **self.only(keys))

    def remove_folders(self, keys: Iterable[str]) -> None:
        """Remove folders in which nothing is left, where a storage has folders."""
        for key in keys if self.features["CanHaveEmptyDirectories"] else ():
            with suppress(StorageError, FileNotFoundError):  # somebody else's file is in it, or nobody's
                self.rclone.call("operations/rmdir", fs=self.remote, remote=key)

    def only(self, keys: Iterable[str]) -> dict[str, object]:
        """Name files for a call; it reads the list before it returns, or begins."""
        file = self.rclone.folder / "keys"
        file.write_text("".join(f"{key}\n" for key in keys), "utf-8")
        return {"_filter": {"FilesFromRaw": [str(file)]}}

    def read(self, key: str) -> bytes:
        """Return a small file's bytes."""
        file = self.rclone.folder / "read"
        self._copy_file(self.remote, key, str(file.parent), file.name, {"IgnoreTimes": True})
        return file.read_bytes()

    def write(self, key: str, data: bytes) -> None:
        """Write a small file of JSON that no cache keeps."""
        file = self.rclone.folder / "write"
        file.write_bytes(data)
        said = {"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store"}
        headers = [{"Key": name, "Value": value} for name, value in said.items()]
        self._copy_file(str(file.parent), file.name, self.remote, key, {"IgnoreTimes": True, "UploadHeaders": headers})

    def _copy_file(
        self, source: Remote, key: str, target: Remote, target_key: str, config: Mapping[str, object]
    ) -> None:
        self.rclone.call(
            "operations/copyfile", srcFs=source, srcRemote=key, dstFs=target, dstRemote=target_key, _config=config
        )


@contextmanager
def opened(address: str, remote: Remote, lock: int) -> Iterator[Storage]:
    """Open a storage."""
    with running(lock) as rclone:
        features = rclone.call("operations/fsinfo", fs=remote)["Features"]
        yield Storage(rclone, address, remote, features)
