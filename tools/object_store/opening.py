"""An address, `s3://bucket/folder`, to a store."""

import re
from urllib.parse import urlsplit

import boto3
from botocore.config import Config

from tools.object_store.faults import NotPublishedError
from tools.object_store.store import Store

THREADS = 16
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


def open_store(address: str, endpoint_url: str | None) -> Store:
    """Return the store at `s3://bucket/prefix`; who may write to it is found by boto's own rules."""
    parts = urlsplit(address)
    if parts.scheme != "s3" or not BUCKET.fullmatch(parts.netloc) or parts.query or parts.fragment:
        raise NotPublishedError(f'"{address}" names no bucket; write s3://bucket or s3://bucket/folder')
    config = Config(
        request_checksum_calculation="when_required",  # other stores than Amazon's know none
        response_checksum_validation="when_required",
        retries={"mode": "standard"},
        max_pool_connections=THREADS,
        connect_timeout=10,
    )
    folder = parts.path.strip("/")
    client = boto3.client("s3", endpoint_url=endpoint_url, config=config)
    return Store(client, parts.netloc, f"{folder}/" if folder else "")
