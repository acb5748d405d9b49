"""List the headers of every answer; the configuration of each server and host is made from this list."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hireground.site.policy import ALONE, NO_SERVICES, opener_policy, policy
from hireground.web.media_types import media_type

HOUR, DAY, YEAR = 3600, 86_400, 31_536_000


def regex(pattern: str) -> str:
    """Write a pattern as a regex, which Python, nginx and Caddy read alike."""
    return f"^{'.*'.join(map(re.escape, pattern.split('*')))}$"


@dataclass(frozen=True)
class CacheRule:
    """Files that are kept alike; a pattern is a path from the site's root with at most one `*`, which spans folders."""

    name: str
    cache: str
    patterns: tuple[str, ...]

    def has(self, path: str) -> bool:
        """Tell whether a path is of this kind."""
        return any(re.match(regex(one), path) for one in self.patterns)


HASHED = CacheRule(
    "hashed",
    f"public, max-age={YEAR}, immutable",  # the name holds the content's hash: another content has another name
    ("/assets/*", "/pagefind/*.pf_fragment", "/pagefind/*.pf_index", "/pagefind/*.pf_filter", "/pagefind/*.pf_meta"),
)
INDEX = CacheRule(
    "index",
    "no-cache",  # asked for anew each time, or an old index would look for pieces that are gone
    ("/pagefind/*.js", "/pagefind/*.json", "/pagefind/*.css", "/pagefind/*.pagefind"),
)
MARKER = CacheRule("marker", "no-cache", ("/build.json", "/next-change.json"))  # what is live, and until when
FEEDS = CacheRule(
    "feeds",
    f"public, max-age={HOUR // 4}",
    ("/*.ics", "/*.atom", "/*.xml", "/*.txt", "/*.bib", "/seminars/*.json", "/*/feed.json"),
)
IMAGES = CacheRule("images", f"public, max-age={DAY}", ("/images/*", "/seminars/*.svg"))
PAGES = CacheRule("pages", f"public, max-age={HOUR // 12}, stale-while-revalidate={HOUR // 6}", ("*",))
KINDS = (HASHED, INDEX, MARKER, FEEDS, IMAGES, PAGES)
"""The first that has a path says how long it is kept."""

ERRORS_CACHE = "no-cache"
"""A page that is missing today may be there tomorrow."""

SHARED = FEEDS.patterns
"""What other sites' scripts may read: calendars, feeds and data are there to be shown by others' pages."""

OPENER = "Cross-Origin-Opener-Policy"
ALWAYS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    OPENER: ALONE,
}
"""Said with every answer, whatever it is, beside the content security policy; the editor's page has popups."""
TRANSPORT = ("Strict-Transport-Security", "max-age=63072000")
"""Said with every answer over TLS."""


def cache_rule_of(path: str) -> CacheRule:
    """Return how a path from the root, `/seminars/calendar.ics`, is kept."""
    return next(kind for kind in KINDS if kind.has(path))


def headers_of(path: str, services: Mapping[str, str] = NO_SERVICES, editor: str = "") -> dict[str, str]:
    """Return the headers of a file that is there; over TLS there is `TRANSPORT` too."""
    own = {
        "Content-Type": media_type(path),
        "Cache-Control": cache_rule_of(path).cache,
        "Content-Security-Policy": policy(path, services, editor),
    }
    shared = {"Access-Control-Allow-Origin": "*"} if FEEDS.has(path) else {}
    return own | dict(ALWAYS) | {OPENER: opener_policy(path, editor)} | shared
