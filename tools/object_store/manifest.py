"""What a store holds, as the last publish wrote it down; JSON in the store itself."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError, field_serializer

from tools.object_store.faults import NotPublishedError

KEY = ".published.json"


class Model(BaseModel):
    """Frozen and closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(NamedTuple):
    """A file as it was put: the fingerprint of its bytes and headers, and the store's own name for what it holds."""

    fingerprint: str
    etag: str


class Claim(Model):
    """A publish under way; `token` is that of the folder it runs in."""

    token: str
    by: str
    since: dt.datetime


class Manifest(Model):
    """What is published, and what else of ours is in the store.

    `kept` are hashed files that no page of today's needs, with when that began; `begun` are those that a publish which
    has not ended meant to write.
    """

    version: Literal[1] = 1
    by: str = ""
    at: dt.datetime | None = None
    files: Mapping[str, Entry] = {}
    kept: Mapping[str, dt.datetime] = {}
    begun: frozenset[str] = frozenset()
    claim: Claim | None = None

    @property
    def keys(self) -> frozenset[str]:
        """Everything of ours that may be in the store."""
        return frozenset(self.files) | frozenset(self.kept) | self.begun

    def says(self, files: Mapping[str, Entry]) -> bool:
        """Tell whether these files were published, and no publish has begun since."""
        return self.claim is None and self.files == files

    @field_serializer("begun")
    def _in_order(self, begun: frozenset[str]) -> list[str]:
        return sorted(begun)


def read_manifest(data: bytes) -> Manifest:
    """Read a manifest; raises for a file that is none."""
    try:
        return Manifest.model_validate_json(data)
    except ValidationError as error:
        raise NotPublishedError(
            f"{KEY} in the store was not written by this program, or by a newer one; publish with that, "
            "or delete it to upload everything anew"
        ) from error
