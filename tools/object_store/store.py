"""A bucket, or a folder of it: the one place that speaks S3."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from tools.object_store.faults import code_of
from tools.object_store.manifest import KEY, Manifest, read_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_s3 import S3Client

    from tools.object_store.files import File

FINGERPRINT = "fingerprint"
NOT_MET = {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}
NO_SUCH_KEY = {"NoSuchKey", "404"}
JSON = "application/json; charset=utf-8"


class ConditionError(Exception):
    """A conditional write whose condition does not hold: `manifest` is what somebody else wrote."""

    def __init__(self, manifest: Manifest) -> None:
        super().__init__()
        self.manifest = manifest


@dataclass(frozen=True)
class Seen:
    """An object as a listing shows it."""

    etag: str
    size: int
    modified: dt.datetime


@dataclass(frozen=True)
class Snapshot:
    """The manifest at one moment of the store's own clock; no `etag` where there is none."""

    manifest: Manifest
    etag: str
    now: dt.datetime


@dataclass(frozen=True)
class Store:
    """The objects of one bucket below a prefix, which ends with a slash unless it is empty."""

    client: S3Client
    bucket: str
    prefix: str

    def __str__(self) -> str:
        return f"s3://{self.bucket}/{self.prefix}"

    def where(self, key: str) -> dict[str, Any]:
        """Name an object."""
        return {"Bucket": self.bucket, "Key": self.prefix + key}

    def read(self) -> Snapshot:
        """Read the manifest."""
        try:
            answer = self.client.get_object(**self.where(KEY))
        except ClientError as error:
            if code_of(error) not in NO_SUCH_KEY:
                raise
            return Snapshot(Manifest(), "", moment(error.response))
        return Snapshot(read_manifest(answer["Body"].read()), answer["ETag"].strip('"'), moment(answer))

    def write(self, manifest: Manifest, **condition: str) -> str:
        """Write the manifest and return its etag; raises `ConditionError` where `condition` does not hold."""
        given: dict[str, Any] = {**condition, "ContentType": JSON, "CacheControl": "no-store"}
        try:
            answer = self.client.put_object(**self.where(KEY), Body=manifest.model_dump_json().encode(), **given)
        except ClientError as error:
            if not condition or code_of(error) not in NOT_MET | NO_SUCH_KEY:
                raise
            found = self.read()
            if found.manifest != manifest:  # else it was ours: the answer got lost, and boto asked again
                raise ConditionError(found.manifest) from error
            return found.etag
        return answer["ETag"].strip('"')

    def objects(self) -> Mapping[str, Seen]:
        """Return every object by its address from the site's root."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
        return {
            found["Key"].removeprefix(self.prefix): Seen(found["ETag"].strip('"'), found["Size"], found["LastModified"])
            for page in pages
            for found in page.get("Contents", ())
        }

    def fingerprint(self, key: str) -> str:
        """Return what an object says to be; empty where this program did not write it."""
        notes = self.client.head_object(**self.where(key))["Metadata"]
        return next((value for name, value in notes.items() if name.lower() == FINGERPRINT), "")

    def etag(self, key: str) -> str:
        """Return the store's name for what it holds at `key`."""
        return self.client.head_object(**self.where(key))["ETag"].strip('"')

    def put(self, file: File) -> str:
        """Upload a file and return its etag."""
        given: dict[str, Any] = {"ContentType": file.headers.content_type, "CacheControl": file.headers.cache_control}
        if file.headers.redirect:
            given["WebsiteRedirectLocation"] = file.headers.redirect
        with file.path.open("rb") as body:
            answer = self.client.put_object(
                **self.where(file.key), Body=body, Metadata={FINGERPRINT: file.fingerprint}, **given
            )
        return answer["ETag"].strip('"')

    def delete(self, key: str) -> None:
        """Delete an object; one that is not there is no fault."""
        self.client.delete_object(**self.where(key))


def moment(answer: Any) -> dt.datetime:  # noqa: ANN401 -- boto's answers and errors differ in type, not in this
    """Return the store's own time, so that nobody's clock matters."""
    date = answer["ResponseMetadata"]["HTTPHeaders"].get("date")
    return parsedate_to_datetime(date) if date else dt.datetime.now(dt.UTC)
