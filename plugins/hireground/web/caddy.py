"""Write the list of headers as Caddy's configuration."""

import re
from collections.abc import Iterable, Iterator, Mapping

from hireground.site.policy import ALONE, EDITOR, NO_SERVICES, WITH_POPUPS, policies, strict
from hireground.web.headers import ALWAYS, ERRORS_CACHE, KINDS, OPENER, PAGES, SHARED, TRANSPORT, regex
from hireground.web.media_types import BINARY, CHARSET, NAMED, OCTETS, TEXT


def headers(services: Mapping[str, str] = NO_SERVICES, editor: str = "") -> str:
    """Return the snippets `headers`, and `error_headers` for what follows an error.

    Nothing is taken away in a block that adds: that would put all of it off, and an error would drop it.
    """
    return _block("(headers)", _headers(services, editor)) + "\n" + _block("(error_headers)", _error_headers())


def _headers(services: Mapping[str, str], editor: str) -> Iterator[str]:
    kept = {regex(pattern): kind.cache for kind in KINDS if kind is not PAGES for pattern in kind.patterns}
    yield from _map("{kept}", kept, PAGES.cache)
    yield from _map(
        "{policy}", {regex(one): said for one, said in policies(services, editor).items()}, strict(services)
    )
    yield from _map("{type}", _types(), "")
    always = {name: f"`{value}`" for name, value in ALWAYS.items()}
    if editor:
        yield from _map("{opener}", {regex(EDITOR): WITH_POPUPS}, ALONE)
        always[OPENER] = "{opener}"
    yield from _set({**always, "Content-Security-Policy": "{policy}", "Cache-Control": "{kept}"})
    yield '@typed expression `{type} != ""`'
    yield "header @typed Content-Type {type}"
    yield f"@shared path_regexp {'|'.join(map(regex, SHARED))}"
    yield "header @shared Access-Control-Allow-Origin *"
    yield "@tls protocol https"
    yield f"header @tls {TRANSPORT[0]} {TRANSPORT[1]}"


def _error_headers() -> Iterator[str]:
    html = TEXT[".html"] + CHARSET
    yield from _set({"Content-Type": f"`{html}`", "Content-Security-Policy": f"`{strict(NO_SERVICES)}`"})
    yield from _set({"Cache-Control": ERRORS_CACHE, "-Access-Control-Allow-Origin": ""})


def _types() -> dict[str, str]:
    """Return content types by regex; a folder has none, its page has its own."""
    named = {f"/{re.escape(name)}$": kind + CHARSET for name, kind in NAMED.items()}
    texts = {f"(?i){re.escape(ending)}$": kind + CHARSET for ending, kind in TEXT.items()}
    binaries = {f"(?i){re.escape(ending)}$": kind for ending, kind in BINARY.items()}
    return named | texts | binaries | {r"\.[^/]*$": OCTETS}


def _map(variable: str, values: Mapping[str, str], default: str) -> Iterator[str]:
    yield f"map {{path}} {variable} {{"
    yield from (f"\t~{matched} `{value}`" for matched, value in values.items())
    yield f"\tdefault `{default}`"
    yield "}"


def _set(values: Mapping[str, str]) -> Iterator[str]:
    yield "header {"
    yield from (f"\t{name} {value}".rstrip() for name, value in values.items())
    yield "}"


def _block(head: str, lines: Iterable[str]) -> str:
    return f"{head} {{\n" + "".join(f"\t{line}\n" for line in lines) + "}\n"
