"""One publish at a time: who comes second is told who came first, and a dead publish is taken over."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from botocore.exceptions import ClientError

from tools.object_store.faults import NotPublishedError, code_of
from tools.object_store.manifest import KEY, Claim, Manifest
from tools.object_store.store import ConditionError, Seen, Snapshot, Store

QUIET = dt.timedelta(minutes=5)
"""A publish that has written nothing for so long is dead; the biggest file should not take longer."""
NOBODY_S = "00000000000000000000000000000000"
UNHEARD_OF = {"NotImplemented", "501"}


@dataclass(frozen=True)
class Hold:
    """A claim that is ours, as the store has it; not `conditional` where the store ignores conditions."""

    manifest: Manifest
    etag: str
    conditional: bool


def refuse_if_busy(snapshot: Snapshot, objects: Mapping[str, Seen], token: str) -> None:
    """Raise while another folder's publish is alive; the store's own clock says when it last wrote something."""
    claim = snapshot.manifest.claim
    if claim is None or claim.token == token:
        return
    over = max((seen.modified for seen in objects.values()), default=snapshot.now) + QUIET
    if snapshot.now < over:
        raise NotPublishedError(
            f"{claim.by} is publishing, since {clock(claim.since)}; wait until that is done, then run this again. "
            f"If that publish was stopped, it can be taken over after {clock(over)}, or now with --take-over"
        )


def take(store: Store, snapshot: Snapshot, claim: Claim, begun: Iterable[str]) -> Hold:
    """Claim the store, and write down which files may be in it from now on; raises if somebody was faster."""
    begun = snapshot.manifest.begun.union(begun)
    manifest = snapshot.manifest.model_copy(update={"claim": claim, "begun": begun})
    if not heeds_conditions(store, manifest):
        return Hold(manifest, store.write(manifest), conditional=False)
    condition = {"IfMatch": snapshot.etag} if snapshot.etag else {"IfNoneMatch": "*"}
    try:
        return Hold(manifest, store.write(manifest, **condition), conditional=True)
    except ConditionError as error:
        raise NotPublishedError(lost(error.manifest)) from error


def heeds_conditions(store: Store, manifest: Manifest) -> bool:
    """Try a write whose condition cannot hold, of what is to be written in any case."""
    try:
        store.write(manifest, IfMatch=NOBODY_S)
    except ConditionError:
        return True
    except ClientError as error:
        if code_of(error) not in UNHEARD_OF:
            raise
    return False


def confirm(store: Store, hold: Hold) -> None:
    """Raise if the claim has been taken over."""
    if store.etag(KEY) != hold.etag:
        raise NotPublishedError(lost(store.read().manifest))


def finish(store: Store, hold: Hold, manifest: Manifest) -> None:
    """Write the manifest of a publish, if nobody else has meanwhile."""
    try:
        if hold.conditional:
            store.write(manifest, IfMatch=hold.etag)
        else:
            confirm(store, hold)
            store.write(manifest)
    except ConditionError as error:
        raise NotPublishedError(lost(error.manifest)) from error


def let_go(store: Store, hold: Hold) -> None:
    """Give the claim back; what was begun stays written down."""
    finish(store, hold, hold.manifest.model_copy(update={"claim": None}))


def lost(manifest: Manifest) -> str:
    """Say who won."""
    if manifest.claim:
        return (
            f"{manifest.claim.by} began to publish at {clock(manifest.claim.since)} and was faster; "
            "wait until that is done, then run this again"
        )
    when = f" at {clock(manifest.at)}" if manifest.at else ""
    return f"{manifest.by or 'Somebody else'} published{when}, meanwhile; look at the site, then run this again"


def clock(moment: dt.datetime) -> str:
    """Write `14:02 UTC`."""
    return f"{moment.astimezone(dt.UTC):%H:%M} UTC"
