"""Encode addresses for calendars, whose programs take RFC 3986 at its word."""

import re
from urllib.parse import quote

STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
URI_SIGNS = "%:/?#@!$&'()*+,;=~"


def encoded(address: str) -> str:
    """Encode what a browser takes in an address and RFC 3986 does not: other scripts, brackets, a lone `%`."""
    return quote(STRAY_PERCENT.sub("%25", address), safe=URI_SIGNS)
