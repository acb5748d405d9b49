"""Turn a commit into a staged release: checked out, checked and built in the sandbox, read, and safely on the disk.

What a build made is read when nothing of it is alive: as the build's user, in a sandbox that shows its folder alone,
within the same deadline. What comes out is an archive; each file is counted before it is written, holes too. A file
that the release before has is that file, so that web servers see no change.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from hireground.server import pack
from hireground.server.checkout import check_out
from hireground.server.releases import (
    CACHE,
    SITE,
    Release,
    digest,
    keep_assets,
    link,
    live,
    plain,
    releases,
    write_release,
)
from hireground.server.repository import line_of, refuse_large
from hireground.server.sandbox import TOO_LONG, Sandbox, engine, refuse_open, written
from hireground.server.server import CONTENT, MEGA, Server, flush, refuse_full, remove
from hireground.server.words import say
from hireground.terminal import RefusedError

OUTPUT, FIRST, KEPT = "output", "index.html", ".cache"
"""Where the build writes, what readers would miss most, and where the build keeps what it need not make again."""
SITE_TO_BLAME = 1
"""How a verb ends when the content is to blame, which it has said."""
OURS = "The engine is to blame, or the site's own code:  hireground build  at home may say the same."
CUT = "What the build made cannot be read: there is no folder output/, or it cannot be read to its end."
File = tuple[str, IO[bytes]]
"""A file's name, and its content, which is to be read before the next one's."""


def build(server: Server, base: str, commit: str, *steps: str) -> tuple[Path, Release]:
    """Build a commit after some steps and stage its release; raises `RefusedError` when readers must not see it."""
    refuse_open(server)
    deadline, now = time.monotonic() + server.config.time_limit, int(time.time())
    folder = server.root / "building" / f"{commit[:7]}-{os.getpid()}"
    try:
        changed = check_out(server, folder, commit, base)
        if server.cache.exists():
            subprocess.run(["cp", "-a", "--reflink=auto", "--", server.cache, folder / KEPT], check=True)  # noqa: S603, S607 -- our own words
        hand_over(folder, server.config.build_user)
        make(Sandbox(server, deadline, (server.repository / "objects",), (folder,)), [*steps, *changed], now)
        staged = read(Sandbox(server, deadline, (folder,)), folder / OUTPUT, base, commit, now)
        return keep_cache(server, folder / KEPT, *staged)
    except OSError:
        refuse_full(server)
        raise
    finally:
        remove(folder)


def hand_over(folder: Path, name: str) -> None:
    """Give a folder to the user that builds, or back to us, if there are two of us."""
    if os.geteuid() == 0:
        import pwd  # noqa: PLC0415 -- Windows has none

        user = pwd.getpwnam(name)
        subprocess.run(["chown", "-R", "-P", f"{user.pw_uid}:{user.pw_gid}", "--", folder], check=True)  # noqa: S603, S607 -- our own words


def keep_cache(server: Server, made: Path, staged: Path, release: Release) -> tuple[Path, Release]:
    """Put what a build has cached beside its release, to be used once that is published, unless it ran code of a push.

    It is the account's own from then on. It is begun anew when it has grown to half of what a build may write.
    """
    config = server.config
    files, size = written(made)
    if config.mode == CONTENT and 0 < files < config.files and size < config.size * MEGA and not made.is_symlink():
        made.rename(staged / CACHE)
        hand_over(staged / CACHE, "root")
    return staged, release


def make(sandbox: Sandbox, told: list[str], now: int) -> None:
    """Let the engine check and build the site as of `now`, in the sandbox; raises `RefusedError` if it does not."""
    config = sandbox.server.config
    who = f", as {config.build_user}" if os.geteuid() == 0 else ""
    say(f"In a sandbox (bubblewrap): no network, no secrets of the server{who}")
    environment = {"SOURCE_DATE_EPOCH": str(now)}  # one moment for all steps
    if config.url:
        environment["SITEURL"] = config.url.rstrip("/")
    if config.mode == CONTENT:
        environment["HIREGROUND_LITERAL_SETTINGS"] = "1"
    if code := sandbox.run([*engine("server.inside"), *told], **environment):
        refuse_full(sandbox.server)
        raise RefusedError("" if code == SITE_TO_BLAME else OURS)


def read(sandbox: Sandbox, folder: Path, base: str, commit: str, now: int) -> tuple[Path, Release]:
    """Stage what a build made in a folder; raises `RefusedError` for what no release may have."""
    limit = ["timeout", "--signal=KILL", f"{max(0.1, sandbox.seconds_left)}"]
    with sandbox.running([*limit, sys.executable, "-I", "-S", str(pack.__file__), folder]) as process:
        try:
            with tarfile.open(fileobj=process.stdout, mode="r|") as archive:
                return stage(sandbox.server, unpack(sandbox.server, archive, process), base, commit, now)
        except tarfile.TarError as error:
            raise RefusedError(CUT if sandbox.seconds_left > 0 else TOO_LONG) from error


def unpack(server: Server, archive: tarfile.TarFile, process: subprocess.Popen[bytes]) -> Iterator[File]:
    """Yield the files of an archive, each counted before it is read, holes too; it is whole if its writer says so."""
    total = 0
    for number, info in enumerate(archive, start=1):
        total += info.size
        refuse_large(server, number, total)
        data = archive.extractfile(info)
        if data is None or {"", ".", ".."} & {*info.name.split("/")}:
            raise RefusedError(
                f"the build made {info.name}, which is neither a file nor a folder, or too deep in others"
            )
        yield info.name, data
    if process.wait():
        raise tarfile.ReadError(CUT)


def stage(server: Server, files: Iterable[File], base: str, commit: str, now: int) -> tuple[Path, Release]:
    """Turn files, built as of `now`, into a release that needs nothing but its place; nothing is left if that fails."""
    folder = server.root / "staged" / f"0-{commit[:7]}"
    known, shown = releases(server), live(server) or Release(0)
    stamp = now  # not later: what changes by itself while a build is under way is due at once
    while stamp in {one.stamp for one in known.values()}:
        stamp += 1
    try:
        (folder / SITE).mkdir(parents=True)
        found = write(files, folder / SITE, server.current.resolve(), stamp)
        changed = sum(shown.files.get(name) != found[name] for name in plain(found))
        removed = len(plain(shown.files) - found.keys())
        kept = keep_assets(folder / SITE, known)
        release = Release(0, base, commit, line_of(server, commit), stamp, changed, removed, found, kept)
        write_release(folder, release)
        flush(folder)
    except BaseException:
        remove(folder)
        raise
    return folder, release


def write(files: Iterable[File], folder: Path, before: Path, stamp: int) -> dict[str, str]:
    """Write files that nobody may change, the same files as in `before` where that has them; return their hashes."""
    found = {}
    for name, data in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as written:
            shutil.copyfileobj(data, written)
        target.chmod(0o444)
        os.utime(target, (stamp, stamp))
        found[name] = str(digest(target))
        if found[name] == digest(before / name):
            link(before / name, target)
    if FIRST not in found:
        raise RefusedError(f"The build said that all is well, and made no {FIRST}.")
    return found
