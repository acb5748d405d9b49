"""Pages, style sheets and feeds are valid, and pages weigh little."""

import datetime as dt
import json
import re
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from built_site import SITEURL, BuiltSite
from page_checks import KINDS, LIMITS, WITH_SEARCH, css_findings, html_findings, weight

ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")


def test_every_page_is_valid(site: BuiltSite) -> None:
    found = html_findings([site.root / path for path in site.pages])
    assert found == []


def test_a_page_that_is_not_valid_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('<!doctype html><html lang="en"><head><title>x</title></head><body><p><div></p></body></html>')
    assert html_findings([page])


def test_every_style_sheet_is_valid(site: BuiltSite) -> None:
    assert css_findings(sorted(site.root.rglob("*.css"))) == []


def test_a_style_sheet_that_is_not_valid_is_found(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.css"
    sheet.write_text("p { colr: red; margin: 4 potatoes }")
    assert len(css_findings([sheet])) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_weighs_little(kind: str, site: BuiltSite) -> None:
    found = weight(site, kind)._asdict()
    limits = {**LIMITS, "js": 2 * LIMITS["js"] if kind in WITH_SEARCH else LIMITS["js"]}
    assert {name: bytes_ for name, bytes_ in found.items() if bytes_ > limits[name]} == {}


def test_every_atom_feed_is_one(site: BuiltSite) -> None:
    """RFC 4287 §4.1.1 and §4.1.2: what a feed and an entry must have, and how often they may have it."""
    feeds = [ET.parse(path).getroot() for path in chain(site.root.rglob("atom.xml"), site.root.rglob("*.atom"))]  # noqa: S314 -- our own
    assert len(feeds) > 10
    for feed in feeds:
        assert feed.tag == f"{ATOM}feed"
        assert one_each(feed, "id", "title", "updated")
        assert links(feed, "self")
        entries = feed.findall(f"{ATOM}entry")
        has_author = bool(feed.findall(f"{ATOM}author/{ATOM}name"))
        for entry in entries:
            assert one_each(entry, "id", "title", "updated")
            assert links(entry, "alternate")
            assert has_author or entry.findall(f"{ATOM}author/{ATOM}name")
        ids = [one.findtext(f"{ATOM}id") for one in (feed, *entries)]
        assert len(ids) == len(set(ids))
        assert all(urlsplit(one or "").scheme for one in ids)


def one_each(element: ET.Element, *names: str) -> bool:
    found = {name: element.findall(f"{ATOM}{name}") for name in names}
    moments = [one.text or "" for one in (*found["updated"], *element.findall(f"{ATOM}published"))]
    return (
        all(len(each) == 1 and (each[0].text or "").strip() for each in found.values())
        and all(RFC_3339.fullmatch(moment) and dt.datetime.fromisoformat(moment) for moment in moments)
        and all(one.get("type", "text") in {"text", "html", "xhtml"} for one in found["title"])
    )


def links(element: ET.Element, rel: str) -> bool:
    found = [one.get("href", "") for one in element.findall(f"{ATOM}link") if one.get("rel", "alternate") == rel]
    return len(found) == 1 and found[0].startswith(f"{SITEURL}/")


def test_every_json_feed_is_one(site: BuiltSite) -> None:
    """JSON Feed 1.1: what a feed and an item must have; pictures and seminars are in the text as on the page."""
    feeds = {path: json.loads(path.read_bytes()) for path in site.root.rglob("feed.json")}
    assert [path.with_name("atom.xml").is_file() for path in feeds] == [True] * len(feeds)
    assert len(feeds) == len([*site.root.rglob("atom.xml")])
    for path, feed in feeds.items():
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        assert feed["feed_url"] == f"{SITEURL}/{path.relative_to(site.root).as_posix()}"
        ids = [item["id"] for item in feed["items"]]
        assert len(ids) == len(set(ids))
        for item in feed["items"]:
            assert site.file_of(item["url"])
            assert item["title"]
            assert item["content_html"]
            assert RFC_3339.fullmatch(item["date_published"])
            assert RFC_3339.fullmatch(item["date_modified"])
            assert all(one["name"] for one in item["authors"])
    texts = [item["content_html"] for item in feeds[site.root / "posts/feed.json"]["items"]]
    assert [text for text in texts if 'class="seminars-block' in text]
    heads = [item for feed in feeds.values() for item in feed["items"] if "image" in item]
    assert heads
    for item in heads:
        picture = re.match(r'<p><img src="([^"]+)" alt="[^"]*"></p>', item["content_html"])
        assert picture
        assert picture[1] == item["image"]
        assert (site.root / item["image"].removeprefix(f"{SITEURL}/")).is_file()


def test_every_rss_feed_is_one(site: BuiltSite) -> None:
    """RSS 2.0: a channel with title, link and description; an item with a title or a description."""
    feeds = [ET.parse(path).getroot() for path in site.root.rglob("rss.xml")]  # noqa: S314 -- our own
    assert len(feeds) > 10
    for feed in feeds:
        assert (feed.tag, feed.get("version")) == ("rss", "2.0")
        (channel,) = feed
        assert all(channel.findtext(name) for name in ("title", "link", "description", "lastBuildDate"))
        for item in channel.findall("item"):
            assert item.findtext("title")
            assert item.findtext("link", "").startswith(f"{SITEURL}/")
            assert item.findtext("guid")
            assert dt.datetime.strptime(item.findtext("pubDate", ""), "%a, %d %b %Y %H:%M:%S %z")  # RFC 822
