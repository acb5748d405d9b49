"""Write `sitemap.xml`, `robots.txt`, and `build.json`, which names the commit that the site is built from."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from hireground import urls
from hireground.output import Output, as_it_is
from hireground.site.settings import SiteSettings
from hireground.text.git import head_commit

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(addresses: Mapping[str, dt.datetime | None], siteurl: str) -> bytes:
    """Return a sitemap; an address whose change is not known has no `lastmod`."""
    root = Element("urlset", {"xmlns": NAMESPACE})
    for address in sorted(addresses):
        url = SubElement(root, "url")
        SubElement(url, "loc").text = f"{siteurl}/{address}"
        changed = addresses[address]
        if changed:
            SubElement(url, "lastmod").text = changed.isoformat(timespec="seconds")
    indent(root)
    data: bytes = tostring(root, "utf-8", xml_declaration=True)
    return data + b"\n"


def robots(siteurl: str) -> str:
    """Return `robots.txt`: everything may be read, calendars too, or Google Calendar could not subscribe."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {siteurl}/{urls.SITEMAP.url()}\n"


def marker_outputs(settings: SiteSettings) -> Iterator[Output]:
    """Yield `build.json` where the site is in a repository."""
    if commit := head_commit(settings.root):
        marker = build_marker(commit, settings.seminars.uid_namespace, settings.siteurl)
        yield Output(urls.BUILD.url(), as_it_is, marker)


def build_marker(commit: str, namespace: UUID, siteurl: str) -> bytes:
    """Return `build.json`, by which an author's machine sees what the live site is built from, and whose it is."""
    facts = {"commit": commit, "uid_namespace": f"{namespace}", "address": siteurl}
    return f"{json.dumps(facts)}\n".encode()
