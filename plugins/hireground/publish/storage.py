"""Publish a built site to a storage: claim it, upload in an order that no reader stumbles over, then remove."""

import datetime as dt
import getpass
import secrets
import sys
import time
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from pydantic import ValidationError

from hireground.locks import HAS_LOCKS, lock
from hireground.publish import git
from hireground.publish.rclone import Storage, StorageError, opened, program, remote_of
from hireground.publish.storage_plan import (
    AGAIN,
    CLAIMS,
    MANIFEST,
    VERSION,
    Claim,
    Manifest,
    Snapshot,
    Step,
    StoredFile,
    UploadPlan,
    left_over,
    lost,
    make_plan,
    numbers,
    planned,
    read_files,
    refuse_if_busy,
    size_of,
    steps,
    utc_time,
)
from hireground.terminal import RefusedError, count, existing, is_live, tick

NO_LOCKS = "Windows cannot publish to a storage by itself; do it in WSL, or let a host build the site"
LOCK = Path(".cache/publishing")
BATCH = 256
"""This many files at most does a publish that was taken over still write."""
HEARTBEAT = 60.0
TIES, WAITS = 5, 20


@dataclass(frozen=True)
class StoragePublisher:
    """Who publishes, and how: hashed files stay for `keep` after the last page that needed them."""

    token: str
    by: str
    keep: dt.timedelta
    takes_over: bool


def run(options: Namespace) -> int:
    """Publish `options.target`; raises `RefusedError` if the site, the storage or another publish is in the way."""
    remote = remote_of(options.target, options.endpoint_url)
    program()
    if options.folder is None:
        from hireground.build.command import build  # noqa: PLC0415 -- it imports Pelican

        build(existing(options.settings), Path("output"))
    folder = Path(options.folder or "output")
    try:
        with locked(Path()) as (lock, token), opened(options.target, remote, lock.fileno()) as storage:
            keep = dt.timedelta(days=options.keep_days)
            publish(storage, folder, StoragePublisher(token, author(), keep, options.take_over), is_dry=options.dry_run)
    except StorageError as error:
        raise RefusedError(f"{options.target}: {error}") from error
    except KeyboardInterrupt:
        raise KeyboardInterrupt("stopped; run this again to go on") from None
    return 0


@contextmanager
def locked(root: Path) -> Iterator[tuple[IO[str], str]]:
    """Let no other process publish from `root` meanwhile; yield the lock and the token of this folder."""
    if not HAS_LOCKS:
        raise RefusedError(NO_LOCKS)
    file = root / LOCK
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+", encoding="ascii") as held:
        for attempt in range(WAITS + 1):  # the rclone of a publish that was just killed needs a moment to end
            if lock(held, waits=False):
                break
            if attempt == WAITS:
                raise RefusedError(f"another publish from this folder is under way; {AGAIN}")
            time.sleep(0.3)
        held.seek(0)
        token = held.read().strip()
        if not token:
            token = secrets.token_hex(8)
            held.write(token)
            held.flush()
        yield held, token


def author() -> str:
    """Return who publishes, as git knows them; others may read it in the storage."""
    return git.read(Path(), "config", "user.name") or getpass.getuser()


def publish(storage: Storage, folder: Path, publisher: StoragePublisher, *, is_dry: bool) -> None:
    """Compare, carry out what differs, and say what was done."""
    started, now = time.monotonic(), dt.datetime.now(dt.UTC)
    files = read_files(folder, with_headers=storage.keeps_headers)
    snapshot = look(storage)
    if not publisher.takes_over:
        refuse_if_busy(snapshot, publisher.token, now)
    plan = make_plan(files, snapshot, now, publisher.keep)
    total, left = count(len(files), "file"), "".join(left_over(plan))
    size = f"{sum(file.size for file in plan.files) / 1e6:.1f} MB"
    if is_dry:
        sys.stdout.writelines(f"{line}\n" for line in planned(plan))
        words = f"Would publish {total} to {storage}: {numbers(plan)} ({size})"
    elif not plan.files and not plan.removals and not snapshot.claims and plan.same == snapshot.manifest.files:
        words = f"Nothing to publish: {total} as before in {storage}"
    else:
        carry_out(storage, folder, snapshot, plan, publisher)
        words = f"Published {total} to {storage}: {numbers(plan)} ({size} in {time.monotonic() - started:.1f} s)"
    sys.stdout.write(f"{words}{left}\n")


def tokens(keys: Iterable[str]) -> list[str]:
    """Return the tokens of all claims among some keys."""
    return [PurePosixPath(key).stem for key in keys if key.startswith(f"{CLAIMS}/") and key.endswith(".json")]


def look(storage: Storage) -> Snapshot:
    """Read what a storage holds; its files last, since who publishes whole meanwhile is told by the manifest."""
    claims = {token: claim for token in tokens(storage.stamps(CLAIMS)) if (claim := claim_of(storage, token))}
    manifest = manifest_of(storage)
    stamps = storage.stamps()
    return Snapshot({key: stamps[key] for key in stamps if not key.startswith(f"{CLAIMS}/")}, manifest, claims)


def manifest_of(storage: Storage) -> Manifest:
    """Read the manifest; raises for a file that is not one."""
    try:
        manifest = Manifest.model_validate_json(storage.read(MANIFEST))
    except FileNotFoundError:
        return Manifest()
    except ValidationError:
        manifest = Manifest(version=VERSION + 1)
    if manifest.version <= VERSION:
        return manifest
    raise StorageError(
        f"its {MANIFEST} was not written by this program, or by a newer one; publish with that, "
        "or delete it to upload everything anew"
    )


def claim_of(storage: Storage, token: str) -> Claim | None:
    """Read a claim; None where it was given back meanwhile, and one of nobody's where it is half written."""
    try:
        return Claim.model_validate_json(storage.read(f"{CLAIMS}/{token}.json"))
    except FileNotFoundError:
        return None
    except ValidationError:
        return Claim(by="Somebody", since=(now := dt.datetime.now(dt.UTC)), at=now)


@dataclass
class Hold:
    """Our claim on a storage while we publish.

    No storage must know locks for this. Whoever wants to publish writes a claim under a name of their own, then lists
    all claims: of two who do so at once, at least one sees the other, and gives way.
    """

    storage: Storage
    token: str
    claim: Claim
    written: float = 0.0

    def write(self, **changes: object) -> None:
        """Write the claim, which says that we are alive."""
        self.claim = self.claim.model_copy(update={"at": dt.datetime.now(dt.UTC), **changes})
        self.storage.write(f"{CLAIMS}/{self.token}.json", self.claim.model_dump_json().encode())
        self.written = time.monotonic()

    def others(self) -> dict[str, Claim]:
        """Return the claims of others who are alive."""
        found = {token: claim_of(self.storage, token) for token in self.listed() if token != self.token}
        now = dt.datetime.now(dt.UTC)
        return {token: claim for token, claim in found.items() if claim and claim.is_alive(now)}

    def listed(self) -> list[str]:
        """List the tokens of all claims."""
        return tokens(self.storage.stamps(CLAIMS))

    def take(self, snapshot: Snapshot) -> None:
        """Claim the storage instead of the publishes in `snapshot`; raises if somebody was faster."""
        self.write()
        self.storage.remove(f"{CLAIMS}/{token}.json" for token in snapshot.claims if token != self.token)
        if words := self.faster(snapshot.manifest):
            self.write(is_over=True, writes=snapshot.begun)  # nothing of ours was written
            raise RefusedError(words)

    def faster(self, manifest: Manifest) -> str:
        """Say who began before us, or published whole since `manifest` was read; "" if nobody did."""
        for _ in range(TIES):
            others = self.others()
            if not others:
                found = manifest_of(self.storage)
                return "" if found == manifest else lost({}, found)
            if min(others) < self.token:
                break
            time.sleep(1)  # of two in the same moment the other gives way; one who is at work does not
        first = min(others.values(), key=lambda claim: claim.since)
        return f"{first.by} began to publish at {utc_time(first.since)} and was faster; {AGAIN}"

    def confirm(self) -> None:
        """Raise if the claim was taken over."""
        if self.token not in self.listed():
            raise RefusedError(lost(self.others(), manifest_of(self.storage)))

    def watch(self, words: str, total: int, before: int, number: int) -> None:
        """Say how much is done, and show from time to time that we are alive, if the claim is still ours."""
        tick(f"{words}: {before + number:,} of {total:,}")
        if time.monotonic() - self.written > HEARTBEAT:
            self.confirm()
            self.write()


def carry_out(
    storage: Storage, folder: Path, snapshot: Snapshot, plan: UploadPlan, publisher: StoragePublisher
) -> None:
    """Do what the plan says, and write it down; raises `RefusedError` if somebody else publishes meanwhile."""
    now, stamps = dt.datetime.now(dt.UTC), snapshot.stamps
    writes = {file.key: StoredFile(file.fingerprint, stamps.get(file.key, "")) for file in plan.files}
    is_alone = snapshot.claims.keys() <= {publisher.token} and (not snapshot.claims or snapshot.is_of_one)
    claim = Claim(
        by=publisher.by, since=now, at=now, after=snapshot.manifest.at, is_alone=is_alone,
        writes={**snapshot.begun, **writes},
    )  # fmt: skip
    hold = Hold(storage, publisher.token, claim)
    hold.take(snapshot)
    try:
        take_steps(hold, folder, list(steps(plan, BATCH)))
        storage.remove_folders(plan.emptied)
        files = {**plan.same, **uploaded(storage, folder, plan)}
        hold.confirm()
        manifest = Manifest(by=publisher.by, at=now, files=dict(sorted(files.items())), kept=plan.kept)
        storage.write(MANIFEST, manifest.model_dump_json().encode())
        storage.remove([f"{CLAIMS}/{publisher.token}.json"])
    except BaseException:
        with suppress(Exception):  # what went wrong before is what is said
            hold.write(is_over=True)  # whoever is next sees to what we wrote, also after somebody took over
        raise


def take_steps(hold: Hold, folder: Path, all_steps: Sequence[Step]) -> None:
    """Upload and remove, step by step; before each, look whether the claim is still ours."""
    total, done, said = sum(len(step.keys) for step in all_steps), 0, ""
    try:
        for step in all_steps:
            if step.words != said and not is_live():
                sys.stdout.write(f"{step.words}\n")
                sys.stdout.flush()
            said = step.words
            hold.confirm()
            watch = partial(hold.watch, step.words, total, done)
            if step.headers is None:
                hold.storage.remove(step.keys, watch)
            else:
                hold.storage.copy(folder, step.keys, step.headers, watch)
            done += len(step.keys)
    finally:
        tick("")


def uploaded(storage: Storage, folder: Path, plan: UploadPlan) -> dict[str, StoredFile]:
    """Return how the storage lists what was uploaded; raises if it is not there, or if somebody built meanwhile."""
    for file in plan.files:
        path = folder / file.key
        if not path.exists() or path.stat().st_mtime_ns != file.changed:
            raise RefusedError(f"{path} changed while it was published; run this again")
    stamps = storage.stamps(keys=[file.key for file in plan.files]) if plan.files else {}
    for file in plan.files:
        if size_of(stamps.get(file.key, "")) != file.size:
            raise StorageError(f"{file.key} did not arrive whole in {storage}; run this again")
    return {file.key: StoredFile(file.fingerprint, stamps[file.key]) for file in plan.files}
