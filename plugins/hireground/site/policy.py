"""Write the content security policy: in a header, and in each page for hosts that send no headers."""

from collections.abc import Mapping

from hireground.site.assets import inline_directives, read_inline
from hireground.theme import ENGINE_THEME

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
    **inline_directives(read_inline(ENGINE_THEME)),
}
"""What pages may load; a site with a theme or colors of its own has other hashes for what stands in its pages."""
TRUSTED_TYPES = {"require-trusted-types-for": "'script'", "trusted-types": "'none'"}
"""No script makes HTML or script from text."""
NO_FRAMES = {"frame-ancestors": "'none'"}
"""What a `meta` element cannot say."""
FRAMES = "/frames/*"
"""The one place whose pages other sites may show within theirs."""
FRAMED = {"frame-ancestors": "*"}
EDITOR = "/admin/*"
"""Where a site that has one shows the editor, whose policy `SITE_EDITOR` says."""
ALONE, WITH_POPUPS = "same-origin", "same-origin-allow-popups"
"""Which windows a page shares: none with other sites, or those that it opens itself.

The editor's page opens its authenticator in a popup, which posts the token back to it.
"""
WASM = "'wasm-unsafe-eval'"


INERT_DIRECTIVES: Mapping[str, str] = {
    "default-src": "'none'",
    "img-src": "'self' data:",
    "media-src": "'self'",
    "font-src": "data:",
    "style-src": "'unsafe-inline'",
    "form-action": "'none'",
    "base-uri": "'none'",
}
"""What a file of an author's may do that is opened by itself: be seen and heard. Drawings have styles in them."""


def editing(asked: str, pictures: str) -> Mapping[str, str]:
    """Return the directives of the editor's page: its own scripts, and the forge that it asks; nobody else."""
    return {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",  # what the editor writes into its page
        "img-src": f"'self' data: blob: {pictures}",
        "font-src": "'self' data:",
        "media-src": "'self' blob:",
        "connect-src": f"'self' blob: data: {asked}",
        "worker-src": "'self' blob:",
        "form-action": "'none'",
        "base-uri": "'none'",
    }


def written(*directives: Mapping[str, str]) -> str:
    """Write a content security policy; a later part overrides an earlier one."""
    whole = {name: value for part in directives for name, value in part.items()}
    return "; ".join(f"{name} {value}" for name, value in whole.items())


def pages(services: Mapping[str, str], *, may_compile: bool = False) -> Mapping[str, str]:
    """Return the directives of a page; `services` are those that a site says otherwise."""
    scripts = services.get("script-src", DIRECTIVES["script-src"])
    more = {"script-src": f"{scripts} {WASM}"} if may_compile else {}
    return {**DIRECTIVES, **services, **more}


def strict(services: Mapping[str, str]) -> str:
    """Write the policy of all pages; `services` are directives, empty unless the site loads something from others."""
    return written(pages(services), TRUSTED_TYPES, NO_FRAMES)


def searching(services: Mapping[str, str]) -> str:
    """Write the policy of the search page, which on some hosts is that of all."""
    return written(pages(services, may_compile=True), TRUSTED_TYPES, NO_FRAMES)


NO_SERVICES: Mapping[str, str] = {}
ANY_SERVICE: Mapping[str, str] = {
    "frame-src": "https: http:",
    "media-src": "'self' https: http:",
    "script-src": "'self' 'unsafe-inline'",
}
"""What the preview's headers allow, since each page says of itself which sites and scripts it uses."""
INERT = written(INERT_DIRECTIVES, NO_FRAMES)
SANDBOXED = f"{INERT}; sandbox"
IMAGES, DRAWINGS = "/images/*", "/*.svg"
POLICIES: Mapping[str, str] = {
    SEARCH: searching(NO_SERVICES),
    FRAMES: written(pages(NO_SERVICES), TRUSTED_TYPES, FRAMED),
    "/*.pdf": INERT,  # Chrome shows no PDF in a sandbox
    IMAGES: SANDBOXED,
    DRAWINGS: SANDBOXED,
}
"""The policies of what is not a page, by pattern: the first that matches counts. All else has the strict one."""


def is_search(path: str) -> bool:
    """Tell the search page's path, from the root."""
    return path.startswith(SEARCH.rstrip("*"))


def policies(services: Mapping[str, str], editor: str = "") -> Mapping[str, str]:
    """Return the same for a site that loads something from others, or has an editor with a policy of its own."""
    own = {EDITOR: editor} if editor else {}
    return {**own, **POLICIES, SEARCH: searching(services)}


def policy(path: str, services: Mapping[str, str] = NO_SERVICES, editor: str = "") -> str:
    """Return the content security policy of an answer."""
    path, listed = path.partition("?")[0], policies(services, editor)
    return next((said for pattern, said in listed.items() if _matches(pattern, path)), strict(services))


def opener_policy(path: str, editor: str = "") -> str:
    """Return the `Cross-Origin-Opener-Policy` of an answer."""
    return WITH_POPUPS if editor and _matches(EDITOR, path.partition("?")[0]) else ALONE


def _matches(pattern: str, path: str) -> bool:
    start, _, end = pattern.partition("*")
    return path.startswith(start) and path.endswith(end)


def page_policy(path: str, services: Mapping[str, str] = NO_SERVICES) -> str:
    """Return the policy that a page says of itself, with what it uses alone, also for hosts that send no headers."""
    return written(pages(services, may_compile=is_search(path)), TRUSTED_TYPES)
