"""A site's files, and what a store holds, to what must be uploaded, kept and deleted."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from tools.object_store.files import File
from tools.object_store.headers import Stage, is_hashed, stage
from tools.object_store.manifest import KEY, Entry, Manifest
from tools.object_store.store import Seen


@dataclass(frozen=True)
class Sides:
    """The site's files, what the last publish wrote down, and what the store shows, by address."""

    files: Mapping[str, File]
    manifest: Manifest
    objects: Mapping[str, Seen]

    def is_vouched_for(self, file: File) -> bool:
        """Tell whether the last publish put this file, and the store still holds what it put."""
        entry, seen = self.manifest.files.get(file.key), self.objects.get(file.key)
        return entry is not None and seen is not None and entry == (file.fingerprint, seen.etag)


@dataclass(frozen=True)
class Plan:
    """What is to be done; `new` are the uploads that no reader had before, `foreign` counts what is not ours."""

    uploads: Mapping[Stage, tuple[File, ...]]
    deletes: tuple[str, ...]
    same: Mapping[str, Entry]
    kept: Mapping[str, dt.datetime]
    new: frozenset[str]
    foreign: int

    @property
    def is_empty(self) -> bool:
        """Tell whether the store needs nothing."""
        return not self.files and not self.deletes

    @property
    def files(self) -> tuple[File, ...]:
        """Return every upload."""
        return tuple(file for files in self.uploads.values() for file in files)


def doubtful(sides: Sides) -> list[str]:
    """Return the objects that may be right, though no manifest says so: a publish that was cut off put them."""
    return [
        key
        for key, file in sides.files.items()
        if key in sides.objects and sides.objects[key].size == file.size and not sides.is_vouched_for(file)
    ]


def make_plan(sides: Sides, fingerprints: Mapping[str, str], now: dt.datetime, keep: dt.timedelta) -> Plan:
    """Compare; `fingerprints` are those of the doubtful, and a hashed file goes when it was unneeded for `keep`."""
    files, manifest, objects = sides.files, sides.manifest, sides.objects
    same = {
        key: Entry(file.fingerprint, objects[key].etag)
        for key, file in files.items()
        if sides.is_vouched_for(file) or fingerprints.get(key) == file.fingerprint
    }
    new = frozenset(files.keys() - objects.keys())
    gone = (manifest.keys - files.keys()) & objects.keys()
    unneeded = {key: manifest.kept.get(key, now) for key in sorted(gone) if is_hashed(key)}
    kept = {key: since for key, since in unneeded.items() if since > now - keep}
    return Plan(
        uploads=_staged([file for key, file in files.items() if key not in same], new),
        deletes=tuple(sorted(gone - kept.keys())),
        same=same,
        kept=kept,
        new=new,
        foreign=len(objects.keys() - files.keys() - manifest.keys - {KEY}),
    )


def _staged(uploads: list[File], new: frozenset[str]) -> Mapping[Stage, tuple[File, ...]]:
    stages = {file.key: stage(file.key, is_new=file.key in new) for file in uploads}
    return {one: tuple(file for file in uploads if stages[file.key] is one) for one in Stage}
