"""A folder to a store: claim it, upload in an order that no reader stumbles over, delete, write the manifest."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tools.object_store.claim import Hold, confirm, finish, let_go, refuse_if_busy, take
from tools.object_store.faults import NotPublishedError
from tools.object_store.files import read_files
from tools.object_store.headers import Stage
from tools.object_store.manifest import Claim, Entry, Manifest
from tools.object_store.opening import THREADS
from tools.object_store.plan import Plan, Sides, doubtful, make_plan
from tools.object_store.progress import Progress
from tools.object_store.store import Snapshot, Store

T = TypeVar("T")
R = TypeVar("R")
BATCH = 256
"""So many files at most does a publish that was taken over still write."""
WORDS = {
    Stage.ASSETS: "Style sheets, scripts and pictures",
    Stage.NEW_PAGES: "New pages",
    Stage.PAGES: "Pages",
    Stage.FEEDS: "Calendars and feeds",
}


@dataclass(frozen=True)
class Publisher:
    """Who publishes, and how: hashed files stay for `keep` after the last page that needed them."""

    token: str
    by: str
    keep: dt.timedelta
    take_over: bool


@dataclass(frozen=True)
class Comparison:
    """A site beside the store that it goes to; where it `is_live`, nothing is to be done."""

    snapshot: Snapshot
    plan: Plan
    is_live: bool


def compare(store: Store, folder: Path, publisher: Publisher) -> Comparison:
    """Read the site and the store; raises if there is no site, or if another publish is under way."""
    files, snapshot, objects = read_files(folder), store.read(), store.objects()
    if not publisher.take_over:
        refuse_if_busy(snapshot, objects, publisher.token)
    sides = Sides(files, snapshot.manifest, objects)
    fingerprints = in_threads(store.fingerprint, doubtful(sides))
    plan = make_plan(sides, fingerprints, snapshot.now, publisher.keep)
    return Comparison(snapshot, plan, is_live=plan.is_empty and snapshot.manifest.says(plan.same))


def carry_out(store: Store, comparison: Comparison, publisher: Publisher) -> Hold:
    """Do what the plan says; raises `NotPublishedError` if somebody else publishes meanwhile."""
    snapshot, plan = comparison.snapshot, comparison.plan
    claim = Claim(token=publisher.token, by=publisher.by, since=snapshot.now)
    hold = take(store, snapshot, claim, plan.new)
    try:
        entries = put_in_order(store, hold, plan)
    except NotPublishedError:  # the claim is another's by now
        raise
    except BaseException:
        with suppress(Exception):  # what went wrong before is what is said
            let_go(store, hold)
        raise
    files = dict(sorted({**plan.same, **entries}.items()))
    finish(store, hold, Manifest(by=publisher.by, at=snapshot.now, files=files, kept=plan.kept))
    return hold


def put_in_order(store: Store, hold: Hold, plan: Plan) -> Mapping[str, Entry]:
    """Upload stage by stage, then delete; look again and again whether the claim is still ours."""
    progress, entries = Progress(len(plan.files) + len(plan.deletes)), {}
    try:
        for stage, files in plan.uploads.items():
            progress.begin(WORDS[stage], len(files))
            for some in batches(files):
                confirm(store, hold)
                etags = in_threads(store.put, some, lambda file: progress.step(file.key))
                entries.update({file.key: Entry(file.fingerprint, etag) for file, etag in etags.items()})
        progress.begin("Deleting", len(plan.deletes))
        for gone in batches(plan.deletes):
            confirm(store, hold)
            in_threads(store.delete, gone, progress.step)
    finally:
        progress.end()
    return entries


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Split many into some at a time."""
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def in_threads(
    function: Callable[[T], R], items: Iterable[T], done: Callable[[T], None] = lambda _: None
) -> dict[T, R]:
    """Call a function on many things at once; the first fault ends it, and what was not begun is not."""
    results: dict[T, R] = {}
    with ThreadPoolExecutor(THREADS) as pool:
        futures = {pool.submit(function, item): item for item in items}
        try:
            for future in as_completed(futures):
                results[futures[future]] = future.result()
                done(futures[future])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return results
