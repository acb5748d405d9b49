"""What a page may load and run: its content security policy, in a header, and in the page for hosts without."""

from collections.abc import Mapping

SEARCH = "/search/*"
"""The one place that compiles WebAssembly."""
DIRECTIVES: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
TRUSTED_TYPES = {"require-trusted-types-for": "'script'", "trusted-types": "'none'"}
"""No script makes HTML or script from text."""
NO_FRAMES = {"frame-ancestors": "'none'"}
"""What a `meta` element cannot say."""
WASM = {"script-src": "'self' 'wasm-unsafe-eval'"}


def written(*directives: Mapping[str, str]) -> str:
    """Write a content security policy; a later part overrides an earlier one."""
    whole = {name: value for part in directives for name, value in part.items()}
    return "; ".join(f"{name} {value}" for name, value in whole.items())


STRICT = written(DIRECTIVES, TRUSTED_TYPES, NO_FRAMES)
SEARCHING = written(DIRECTIVES, WASM, TRUSTED_TYPES, NO_FRAMES)


def is_search(path: str) -> bool:
    """Tell the search page's path, from the root."""
    return path.startswith(SEARCH.rstrip("*"))


def policy(path: str) -> str:
    """Return the content security policy of an answer."""
    return SEARCHING if is_search(path) else STRICT


def page_policy(path: str) -> str:
    """Return the policy that a page says of itself, for hosts that send no headers."""
    return written(DIRECTIVES, WASM if is_search(path) else {}, TRUSTED_TYPES)
