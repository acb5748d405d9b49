"""Write the list of headers as nginx's configuration.

Everything that differs by path is a variable, so that `add_header` stands once, for the whole server: a location with
an `add_header` of its own would drop all others.
"""

import re
from collections.abc import Iterable, Mapping

from hireground.site.policy import ALONE, EDITOR, NO_SERVICES, WITH_POPUPS, policies, strict
from hireground.web.headers import ALWAYS, ERRORS_CACHE, KINDS, OPENER, PAGES, SHARED, TRANSPORT, regex
from hireground.web.media_types import BINARY, NAMED, OCTETS, TEXT


def maps(services: Mapping[str, str] = NO_SERVICES, editor: str = "") -> str:
    """Return what stands in `http`: variables that hold a header's value, empty where it is not sent."""
    kept = {_matched(pattern): kind.cache for kind in KINDS if kind is not PAGES for pattern in kind.patterns}
    said = {_matched(pattern): policy for pattern, policy in policies(services, editor).items()}
    return "\n".join(
        (
            _map("$uri", "$kept", PAGES.cache, kept),
            _map("$status", "$cache_control", "$kept", {'"~^[45]"': ERRORS_CACHE}),
            _map("$uri", "$content_security_policy", strict(services), said),
            _map("$uri", "$opener_policy", ALONE, {_matched(EDITOR): WITH_POPUPS} if editor else {}),
            _map("$uri", "$allow_origin", "", {_matched(one): "*" for one in SHARED}),
            _map("$https", "$strict_transport_security", "", {"on": TRANSPORT[1]}),
        )
    )


def headers() -> str:
    """Return what stands in `server`: every header, with every status."""
    values = {
        "Content-Security-Policy": "$content_security_policy",
        **ALWAYS,
        OPENER: "$opener_policy",
        "Cache-Control": "$cache_control",
        "Access-Control-Allow-Origin": "$allow_origin",
        TRANSPORT[0]: "$strict_transport_security",
    }
    return "".join(f'add_header {name} "{value}" always;\n' for name, value in values.items())


def types() -> str:
    """Return what stands in `server`: content types, and the charset of all that is text."""
    kinds = {**TEXT, **BINARY}
    endings = {kind: " ".join(ending[1:] for ending, own in kinds.items() if own == kind) for kind in kinds.values()}
    texts = dict.fromkeys(kind for kind in (*TEXT.values(), *NAMED.values()) if kind != TEXT[".html"])  # implied
    return "".join(
        (
            _block("types", (f"{kind} {words};" for kind, words in endings.items())),
            f"default_type {OCTETS};\ncharset utf-8;\ncharset_types {' '.join(texts)};\n",
            *(_named(name, kind) for name, kind in NAMED.items()),
        )
    )


def _named(name: str, kind: str) -> str:
    return _block(f"location ~ /{re.escape(name)}$", ("types { }", f"default_type {kind};", "try_files $uri =404;"))


def _map(source: str, variable: str, default: str, values: Mapping[str, str]) -> str:
    lines = [f'default "{default}";', *(f'{key} "{value}";' for key, value in values.items())]
    return _block(f"map {source} {variable}", lines)


def _block(head: str, lines: Iterable[str]) -> str:
    return "\n    ".join((f"{head} {{", *lines)) + "\n}\n"


def _matched(pattern: str) -> str:
    return f'"~{regex(pattern)}"'
