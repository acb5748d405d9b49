"""Encode addresses for calendars, whose programs take RFC 3986 at its word."""

import re
from urllib.parse import quote

STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
URI_SIGNS = "%:/?#@!$&'()*+,;=~"
HOST = re.compile(r"(?<=://)(?:[^/?#@]*@)?([^/?#@:]*[^\x00-\x7f][^/?#@:]*)")


def encoded(address: str) -> str:
    """Encode what a browser takes in an address and RFC 3986 does not: other scripts, brackets, a lone `%`.

    A host in another script is written as name servers know it: `bücher.example` is `xn--bcher-kva.example`.
    """
    if host := HOST.search(address):
        start, end = host.span(1)
        address = address[:start] + _known_host(host[1]) + address[end:]
    return quote(STRAY_PERCENT.sub("%25", address), safe=URI_SIGNS)


def _known_host(host: str) -> str:
    import idna  # noqa: PLC0415 -- large tables, wanted only for such a host

    try:
        return idna.encode(host, uts46=True).decode("ascii")
    except idna.IDNAError:  # no name server knows it either way
        return host
