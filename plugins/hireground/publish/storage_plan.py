"""Compare a built site with what a storage holds, and plan what is uploaded, kept and removed."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from hireground.terminal import RefusedError, count
from hireground.web.headers import FEEDS, HASHED, MARKER, cache_rule_of, headers_of

AGAIN = "wait until that is done, then run this again"
MANIFEST = ".published.json"
CLAIMS = ".publishing"
VERSION = 2
FOR_OTHER_HOSTS = {"_headers", "_redirects"}
HIDDEN_BUT_PUBLIC = ".well-known"
KEPT_BY_STORAGES = ("Content-Type", "Cache-Control")
"""Of the headers, those that a storage keeps with a file; all others are said by whatever serves it."""
PARTIAL = re.compile(r"(?P<key>.+)\.[0-9a-f]{8}\.partial")
"""What rclone leaves of an upload that was cut off, where a file gets its name when it is whole."""
DEAD_AFTER = dt.timedelta(minutes=5)
"""A publish that has said nothing for this long was cut off."""


class StoredModel(BaseModel):
    """Frozen, and open to what a newer version adds."""

    model_config = ConfigDict(frozen=True)


class StoredFile(NamedTuple):
    """A file's bytes and headers in one fingerprint, and its stamp: how the storage lists it.

    A stamp is the size, then a hash, or the time where hashes are slow or unknown; it is only ever compared.
    """

    fingerprint: str
    stamp: str


class Manifest(StoredModel):
    """What is published, written last; `kept` are hashed files that no page needs, and since when."""

    version: int = VERSION
    by: str = ""
    at: dt.datetime | None = None
    files: Mapping[str, StoredFile] = {}
    kept: Mapping[str, dt.datetime] = {}


class Claim(StoredModel):
    """A publish under way, or one that was cut off; `at` is its last sign of life.

    `writes` are the files that it means to write, each with its stamp from before: so the next publish knows what
    may be there already, and what nobody needs. `after` is when the last whole publish began, as it found it.
    """

    by: str
    since: dt.datetime
    at: dt.datetime
    after: dt.datetime | None = None
    is_alone: bool = False
    is_over: bool = False
    writes: Mapping[str, StoredFile] = {}

    def is_alive(self, now: dt.datetime) -> bool:
        """Tell whether its publish is still under way."""
        return not self.is_over and now - self.at < DEAD_AFTER


class UploadStage(Enum):
    """The order of uploads: whoever reads a page finds what it shows and what it links to."""

    ASSETS = "Style sheets, scripts and pictures"
    NEW_PAGES = "New pages"
    PAGES = "Pages"
    FEEDS = "Calendars and feeds"
    REMOVALS = "Removing what left the site"
    MARKER = "The site's marker"


Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class File:
    """One file of the site; `changed` tells whether somebody builds while it is published."""

    key: str
    size: int
    changed: int
    headers: Headers
    fingerprint: str


@dataclass(frozen=True)
class Snapshot:
    """What a storage holds: the stamps of its files by key, what the last publish wrote down, all claims by token."""

    stamps: Mapping[str, str]
    manifest: Manifest
    claims: Mapping[str, Claim]

    @cached_property
    def begun(self) -> Mapping[str, StoredFile]:
        """Return what publishes that did not end meant to write, the last word of the latest."""
        claims = sorted(self.claims.values(), key=lambda claim: claim.since)
        return {key: entry for claim in claims for key, entry in claim.writes.items()}

    @property
    def is_of_one(self) -> bool:
        """Tell whether what changed since the last whole publish was written by one publish, which did not end."""
        claims = list(self.claims.values())
        return len(claims) == 1 and claims[0].is_alone and claims[0].after == self.manifest.at

    def has(self, file: File) -> bool:
        """Tell whether the storage holds a file as it is to be.

        It does if it lists it as after the last publish of the same fingerprint; or if the only publish that was cut
        off since meant to write it, and it is listed otherwise than before that, in its full size. What several
        began may be anybody's.
        """
        stamp, begun = self.stamps.get(file.key, ""), self.begun.get(file.key)
        if stamp and begun and begun.stamp != stamp:
            return self.is_of_one and begun.fingerprint == file.fingerprint and size_of(stamp) == file.size
        return self.manifest.files.get(file.key) == (file.fingerprint, stamp)


@dataclass(frozen=True)
class UploadPlan:
    """What is to be done; `new` are uploads that no reader had before, `foreign` counts what is not ours.

    `emptied` are folders that removals leave empty, the inner ones first.
    """

    uploads: Mapping[UploadStage, tuple[File, ...]]
    removals: tuple[str, ...]
    emptied: tuple[str, ...]
    same: Mapping[str, StoredFile]
    kept: Mapping[str, dt.datetime]
    new: frozenset[str]
    foreign: int

    @property
    def files(self) -> tuple[File, ...]:
        """Return every upload, in order."""
        return tuple(file for files in self.uploads.values() for file in files)


def make_plan(files: Mapping[str, File], snapshot: Snapshot, now: dt.datetime, keep: dt.timedelta) -> UploadPlan:
    """Compare; what left the site is removed, a file with a hash in its name after `keep`."""
    manifest, stamps = snapshot.manifest, snapshot.stamps
    ours = {*manifest.files, *manifest.kept, *snapshot.begun}
    partial = {key for key in stamps if (cut := PARTIAL.fullmatch(key)) and cut["key"] in ours}
    gone = (ours - files.keys()) & stamps.keys()
    unneeded = {key: manifest.kept.get(key, now) for key in sorted(gone) if cache_rule_of(f"/{key}") is HASHED}
    kept = {key: since for key, since in unneeded.items() if since > now - keep}
    same = {key: StoredFile(file.fingerprint, stamps[key]) for key, file in files.items() if snapshot.has(file)}
    removals = (gone - kept.keys()) | partial
    uploads = {key: file for key, file in files.items() if key not in same}
    return UploadPlan(
        uploads={
            stage: tuple(file for key, file in uploads.items() if stage_of(key, is_new=key not in stamps) is stage)
            for stage in UploadStage
        },
        removals=tuple(sorted(removals)),
        emptied=tuple(sorted(folders(removals) - folders({*stamps, *files} - removals), reverse=True)),
        same=same,
        kept=kept,
        new=frozenset(files.keys() - stamps.keys()),
        foreign=len(stamps.keys() - files.keys() - ours - partial - {MANIFEST}),
    )


def size_of(stamp: str) -> int:
    """Return the size in a stamp; -1 where there is none."""
    return int(stamp.partition(" ")[0] or -1)


def folders(keys: Iterable[str]) -> set[str]:
    """Return all folders that some files are in."""
    return {str(folder) for key in keys for folder in PurePosixPath(key).parents} - {"."}


def refuse_if_busy(snapshot: Snapshot, token: str, now: dt.datetime) -> None:
    """Raise while a publish from elsewhere is alive."""
    for other, claim in snapshot.claims.items():
        if other != token and claim.is_alive(now):
            raise RefusedError(
                f"{claim.by} is publishing, since {utc_time(claim.since)}; {AGAIN}. If that publish was stopped, it "
                f"can be taken over after {utc_time(claim.at + DEAD_AFTER)}, or now with --take-over"
            )


def lost(others: Mapping[str, Claim], manifest: Manifest) -> str:
    """Say who won."""
    for claim in others.values():
        return f"{claim.by} took over at {utc_time(claim.since)}; {AGAIN}"
    when = f" at {utc_time(manifest.at)}" if manifest.at else ""
    return f"{manifest.by or 'Somebody else'} published{when}, meanwhile; look at the site, then run this again"


def utc_time(moment: dt.datetime) -> str:
    """Write `14:02 UTC`."""
    return f"{moment.astimezone(dt.UTC):%H:%M} UTC"


class Step(NamedTuple):
    """Files that are uploaded at once, with the same headers; without headers, files that are removed."""

    words: str
    keys: Sequence[str]
    headers: Headers | None


def steps(plan: UploadPlan, most: int) -> Iterator[Step]:
    """Yield a plan as steps of at most this many files; `build.json` is last, since it says that all is there."""
    for stage in UploadStage:
        if stage is UploadStage.REMOVALS:
            yield from _steps(stage, plan.removals, None, most)
        files = sorted(plan.uploads[stage], key=lambda file: file.headers)
        for headers, members in groupby(files, key=lambda file: file.headers):
            yield from _steps(stage, [file.key for file in members], headers, most)


def _steps(stage: UploadStage, keys: Sequence[str], headers: Headers | None, most: int) -> Iterator[Step]:
    for start in range(0, len(keys), most):
        yield Step(stage.value, keys[start : start + most], headers)


def planned(plan: UploadPlan) -> Iterator[str]:
    """Yield every file that would be uploaded, in order, then what would be removed."""
    for file in plan.files:
        yield f"{'new    ' if file.key in plan.new else 'changed'}  {file.key}"
    yield from (f"remove   {key}" for key in plan.removals)


def numbers(plan: UploadPlan) -> str:
    """Say how many files are new, changed, removed and as before."""
    new, uploads = len(plan.new), len(plan.files)
    parts = {"new": new, "changed": uploads - new, "removed": len(plan.removals), "as before": len(plan.same)}
    return ", ".join(f"{number:,} {what}" for what, number in parts.items() if number)


def left_over(plan: UploadPlan) -> Iterator[str]:
    """Say what else stands in the storage."""
    if plan.kept:
        yield f"; {count(len(plan.kept), 'old file')} kept for pages that are still open"
    if plan.foreign:
        yield f"; {count(plan.foreign, 'file')} of others left alone"


def stage_of(key: str, *, is_new: bool) -> UploadStage:
    """Return when a file is uploaded; the search's list of pieces, which is JSON, after the pieces and the pages."""
    kind = cache_rule_of(f"/{key}")
    if kind is MARKER:
        return UploadStage.MARKER
    if key.endswith(".html"):
        return UploadStage.NEW_PAGES if is_new else UploadStage.PAGES
    return UploadStage.FEEDS if kind is FEEDS or key.endswith(".json") else UploadStage.ASSETS


def read_files(folder: Path, *, with_headers: bool) -> Mapping[str, File]:
    """Return the files of a site by their keys, `posts/index.html`; raises if there is no site.

    Compressed copies are for web servers, which a storage that keeps headers is not.
    """
    if not (folder / "index.html").is_file():
        raise RefusedError(f"there is no site in {folder}/ (no index.html); run make build, or name its folder")
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {
        key: read_file(key, path, with_headers=with_headers)
        for key, path in paths.items()
        if is_public(key) and not (with_headers and key.endswith(".gz") and key.removesuffix(".gz") in paths)
    }


def read_file(key: str, path: Path, *, with_headers: bool) -> File:
    """Read one file."""
    found, said = path.stat(), headers_of(f"/{key}")
    headers = tuple((name, said[name]) for name in KEPT_BY_STORAGES) if with_headers else ()
    digest = hashlib.sha256(f"{headers}\n".encode() + path.read_bytes()).hexdigest()
    return File(key, found.st_size, found.st_mtime_ns, headers, digest[:32])


def is_public(key: str) -> bool:
    """Tell whether a file is for readers, not for a build or another host."""
    hidden = any(part.startswith(".") and part != HIDDEN_BUT_PUBLIC for part in key.split("/"))
    return not hidden and key not in FOR_OTHER_HOSTS
