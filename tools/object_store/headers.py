"""A built file to what the store answers with it, and to when it is put there."""

import re
from dataclasses import astuple, dataclass
from enum import IntEnum
from html import unescape
from urllib.parse import quote

from plugins.discovery.headers import FEEDS, HASHED, headers_of, kind_of

REFRESH = re.compile(rb'<meta http-equiv="refresh" content="0; url=([^"]+)"')
IN_ADDRESSES = "/:?#[]@!$&'()*+,;=%"


class Stage(IntEnum):
    """The order of uploads: whoever reads a page finds what it shows and what it links to."""

    ASSETS = 0
    NEW_PAGES = 1
    PAGES = 2
    FEEDS = 3


@dataclass(frozen=True)
class Headers:
    """What a store keeps beside an object; a redirect is followed where the store is a website."""

    content_type: str
    cache_control: str
    redirect: str = ""

    def __str__(self) -> str:
        return "\n".join(astuple(self))


def headers(key: str, data: bytes) -> Headers:
    """Return the headers of the file at `key`, an address from the site's root."""
    said = headers_of(f"/{key}")
    redirect = REFRESH.search(data) if key.endswith(".html") else None
    target = quote(unescape(redirect[1].decode()), safe=IN_ADDRESSES) if redirect else ""
    return Headers(said["Content-Type"], said["Cache-Control"], target)


def is_hashed(key: str) -> bool:
    """Tell whether a file's name holds its content's hash: what is there under that name never changes."""
    return kind_of(f"/{key}") is HASHED


def stage(key: str, *, is_new: bool) -> Stage:
    """Return when a file is uploaded; the search's list of pieces, which is JSON, after the pieces and the pages."""
    if key.endswith(".html"):
        return Stage.NEW_PAGES if is_new else Stage.PAGES
    return Stage.FEEDS if kind_of(f"/{key}") is FEEDS or key.endswith(".json") else Stage.ASSETS
