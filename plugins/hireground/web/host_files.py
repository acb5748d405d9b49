"""Write the headers and old addresses as `_headers` and `_redirects`, for hosts of static sites.

Cloudflare joins the values of a header that two rules name, so no file gets one header from two rules, but for
policies: two of them are both kept to. The policy for all is therefore the search page's, with every service of the
site; each page says a stricter one of itself, and authors' files that are opened by themselves have the one that runs
nothing beside it.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from hireground.site.policy import (
    DRAWINGS,
    EDITOR,
    FRAMES,
    IMAGES,
    INERT,
    NO_SERVICES,
    POLICIES,
    SANDBOXED,
    WITH_POPUPS,
    searching,
)
from hireground.web.headers import ALWAYS, KINDS, OPENER, PAGES, SHARED, TRANSPORT
from hireground.web.media_types import CHARSET, NAMED, TEXT

NO_REDIRECTS: Mapping[str, str] = {}
MOST_REDIRECTS, LONGEST_REDIRECT = 2_000, 1_000
"""Cloudflare's limits; an address beyond them still has its page, which refreshes to the new one."""


def headers_file(services: Mapping[str, str] = NO_SERVICES, *, has_frames: bool = False, editor: str = "") -> str:
    """Write `_headers`. Pages are kept as the host likes: it empties its own caches with each release.

    The policies of frames and of the editor are less strict than those of all. Cloudflare takes the other's place by
    a line with a `!`, over which Netlify passes, where the last rule of a path counts.
    """
    rules: dict[str, dict[str, str]] = {
        "/*": {"Content-Security-Policy": searching(services), **ALWAYS, TRANSPORT[0]: TRANSPORT[1]},
        **{pattern: {"Cache-Control": kind.cache} for kind in KINDS if kind is not PAGES for pattern in kind.patterns},
    }
    for pattern, said in ((IMAGES, INERT), (DRAWINGS, SANDBOXED)):
        rules.setdefault(pattern, {})["Content-Security-Policy"] = said
    for pattern in SHARED:
        rules[pattern]["Access-Control-Allow-Origin"] = "*"
    for ending in (".ics", ".atom"):
        rules[f"/*{ending}"]["Content-Type"] = TEXT[ending] + CHARSET
    for name, kind in NAMED.items():
        rules.setdefault(f"/*/{name}", {})["Content-Type"] = kind + CHARSET
    own = {**({FRAMES: POLICIES[FRAMES]} if has_frames else {}), **({EDITOR: editor} if editor else {})}
    for pattern, said in own.items():
        rules[pattern] = {"! Content-Security-Policy": "", "Content-Security-Policy": said}
    if editor:
        rules[EDITOR] |= {f"! {OPENER}": "", OPENER: WITH_POPUPS}
    return "\n".join(
        f"{pattern}\n" + "".join(f"  {name}: {value}".removesuffix(": ") + "\n" for name, value in headers.items())
        for pattern, headers in rules.items()
    )


def redirects_file(
    moved: Mapping[str, str],
    numbered: Mapping[str, str] = NO_REDIRECTS,
    of_lists: Mapping[str, str] = NO_REDIRECTS,
) -> str:
    """Write `_redirects` of old and new addresses, both from the site's root.

    `numbered` are those such as `?p=12`, a line each in Netlify's form; hosts that know none pass over them. `of_lists`
    stand last, as fewer people look for them.
    """
    lines = [*_redirects(moved), *_numbered(numbered), *_redirects(of_lists)]
    rest = len(moved) + len(numbered) + len(of_lists) - len(lines[:MOST_REDIRECTS])
    more = f"# {rest} more are pages that refresh to the new address.\n" if rest else ""
    return "".join(lines[:MOST_REDIRECTS]) + more


def _numbered(numbered: Mapping[str, str]) -> Iterator[str]:
    for old, new in sorted(numbered.items()):
        yield f"/ {old.removeprefix('?')} /{_encoded(new)} 301!\n"


def _redirects(moved: Mapping[str, str]) -> Iterator[str]:
    for old, new in sorted(moved.items()):
        line = f"/{_encoded(old)} /{_encoded(new)} 301\n"
        if len(line) <= LONGEST_REDIRECT:
            yield line


def _encoded(address: str) -> str:
    """Write an address, which is decoded once already, so that nothing in it is a space, or a placeholder."""
    return quote(address, safe="/~")
