"""Lists, feeds, series and related posts hold what they should, in order."""

import datetime as dt
import json
import math
import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from html import unescape
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from examples import NOW, SITENAME, SITEURL, seminar_of
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from hireground.blog.feed_files import atom, json_feed, rss
from hireground.blog.feeds import MOST, Feed, FeedSite, entry_of, feed_of
from hireground.blog.listings import PER_PAGE, pages, post_listings, series_places
from hireground.blog.model import Post, PostListing, Term
from hireground.blog.posting import blog_posting
from hireground.blog.related import related
from hireground.blog.share import share_links
from hireground.markdown.extensions import typeset
from hireground.seminars.model.people import Person
from hireground.slugs import slugify

ATOM = "{http://www.w3.org/2005/Atom}"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
SITE = FeedSite(SITEURL, SITENAME, "Plain talk & seminars", "en", NOW, typeset)
HOSTILE = [
    "<script>alert(1)</script>",
    "]]>",
    "R&D: 5 < 6 > 4",
    "\"double\" and 'single'",
    "</script><!-- -- >",
    "&lt;b&gt; &amp;amp;",
    "Ω 👩\u200d💻 \u05e2\u05d1\u2028\u00a0!",
    "<img src=x onerror=alert(1)>",
    "\\u003c {{ 7 * 7 }} {% raw %}",
]
# What XML 1.0 can hold; the reader refuses the rest before anything is written.
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Cs"]), min_size=1)
features = st.dictionaries(st.integers(0, 30).map(str), st.lists(st.sampled_from("abcdef"), max_size=4), max_size=25)


def topic(name: str) -> Term:
    return Term(name, f"topics/{slugify(name)}/")


def author(name: str) -> Term:
    return Term(name, f"by/{slugify(name)}/")


def post(number: int = 1, **facts: Any) -> Post:  # noqa: ANN401 -- each fact has a type of its own
    plain: dict[str, Any] = {
        "slug": f"post-{number}",
        "url": f"posts/post-{number}/",
        "save_as": f"posts/post-{number}/index.html",
        "title": f"Post {number}",
        "summary": f"Summary {number}",
        "date": dt.datetime(2026, 1, 1, 8, tzinfo=LOS_ANGELES) + dt.timedelta(days=number),
        "modified": None,
        "lang": "en",
        "authors": (author("Mara Lindqvist"),),
        "tags": (topic("networking"),),
        "series": None,
        "image": None,
        "minutes": 1,
        "is_draft": False,
        "is_scheduled": False,
        "is_public": True,
    }
    return Post(**plain | facts)


def text_of(one: Post) -> str:
    return f'<p>Text {one.slug.removeprefix("post-")} &amp; a <a href="/x/">link</a></p>'


def listing_of(posts: Sequence[Any], kind: str = "posts", name: str = "Posts") -> PostListing:
    return PostListing(kind=kind, name=name, url="posts/", posts=tuple(posts))


def feed(listing: PostListing) -> Feed:
    return feed_of(listing, SITE, {one.url: entry_of(one, text_of(one), SITE) for one in listing.posts})


# Related posts


@given(features, st.integers(0, 5))
def test_related_posts_share_something_and_are_others(by_post: dict[str, list[str]], most: int) -> None:
    order = list(by_post)
    found = related(by_post, order, most)
    assert found == related({key: list(value) for key, value in by_post.items()}, tuple(order), most)
    assert list(found) == order
    for key, others in found.items():
        assert key not in others
        assert len(others) == len(set(others)) <= most
        assert all(set(by_post[key]) & set(by_post[other]) for other in others)


@given(features)
def test_all_that_share_something_are_found(by_post: dict[str, list[str]]) -> None:
    for key, others in related(by_post, list(by_post), 100).items():
        sharing = {other for other in by_post if other != key and set(by_post[other]) & set(by_post[key])}
        assert set(others) == sharing


def test_what_few_posts_have_counts_for_more() -> None:
    by_post = {"me": ["common", "rare"], "a": ["common"], "b": ["common"], "c": ["rare"], "d": ["common", "rare"]}
    assert related(by_post, list(by_post))["me"] == ("d", "c", "a")
    assert math.log(5 / 4) < math.log(5 / 3)


def test_equals_go_by_the_newest_first() -> None:
    by_post = {key: ["x"] for key in "edcba"}
    assert related(by_post, list("edcba"))["c"] == ("e", "d", "b")


# Pages of a list


def page_map(count: int, per_page: int) -> dict[str, list[int]]:
    posts = [post(number) for number in range(count, 0, -1)]
    found = pages(listing_of(posts), per_page)
    return {url: [int(one.slug.removeprefix("post-")) for one in shown] for url, shown, _pager in found}


@given(st.integers(0, 70), st.integers(1, 7))
def test_every_post_is_on_one_page_newest_first(count: int, per_page: int) -> None:
    found = page_map(count, per_page)
    shown = [*found["posts/"], *(number for url in list(found)[:0:-1] for number in found[url])]
    assert shown == list(range(count, 0, -1))
    assert [*found] == ["posts/", *(f"posts/page/{number}/" for number in range(1, len(found)))]
    assert len(found["posts/"]) < 2 * per_page
    assert all(len(numbers) == per_page for url, numbers in found.items() if url != "posts/")


@given(st.integers(0, 70), st.integers(1, 7))
def test_a_new_post_changes_the_first_page_alone(count: int, per_page: int) -> None:
    before, after = page_map(count, per_page), page_map(count + 1, per_page)
    assert {url: after[url] for url in before if url != "posts/"} == {
        url: numbers for url, numbers in before.items() if url != "posts/"
    }
    assert len(after) - len(before) in {0, 1}


@given(st.integers(0, 70), st.integers(1, 7))
def test_links_between_pages_go_there_and_back(count: int, per_page: int) -> None:
    posts = [SimpleNamespace() for _ in range(count)]
    pagers = {url: pager for url, _posts, pager in pages(listing_of(posts), per_page)}
    assert {pager.total for pager in pagers.values()} == {len(pagers)}
    assert sorted(pager.number for pager in pagers.values()) == list(range(1, len(pagers) + 1))
    assert pagers["posts/"].newer is None
    assert pagers["posts/"].number == len(pagers)
    for url, pager in pagers.items():
        assert pager.older is None or pagers[pager.older].newer == url
        assert pager.newer is None or pagers[pager.newer].older == url
        assert (pager.older is None) == (pager.number == 1)


def test_a_page_has_twenty() -> None:
    assert PER_PAGE == 20
    assert [len(numbers) for numbers in page_map(45, PER_PAGE).values()] == [25, 20]


def test_listings_by_topic_author_and_year() -> None:
    old = post(1, tags=(topic("a"), topic("b")), date=dt.datetime(2025, 12, 31, 23, tzinfo=LOS_ANGELES))
    new = post(2, tags=(topic("b"),), authors=(author("June"), author("Mara Lindqvist")))
    june = Person(name="June", bio="She.")
    found = {one.url: one for one in post_listings([new, old], {"June": june}, "Posts")}
    assert {url: [one.slug for one in listing.posts] for url, listing in found.items()} == {
        "posts/": ["post-2", "post-1"],
        "topics/a/": ["post-1"],
        "topics/b/": ["post-2", "post-1"],
        "by/june/": ["post-2"],
        "by/mara-lindqvist/": ["post-2", "post-1"],
        "archive/2025/": ["post-1"],
        "archive/2026/": ["post-2"],
    }
    assert found["by/june/"].person is june
    assert found["by/june/"].atom_url == "authors/june/atom.xml"
    assert found["by/mara-lindqvist/"].person == Person(name="Mara Lindqvist")


# Series


def test_places_in_a_series_begin_with_the_oldest() -> None:
    craft = Term("Craft", "posts/series/craft/")
    posts = [post(number, series=craft) for number in (3, 1, 2)] + [post(9)]
    places = series_places(posts)
    assert places.keys() == {"post-1", "post-2", "post-3"}
    assert [places[f"post-{number}"].number for number in (1, 2, 3)] == [1, 2, 3]
    assert [one.slug for one in places["post-2"].posts] == ["post-1", "post-2", "post-3"]
    assert (places["post-1"].previous, places["post-3"].next) == (None, None)
    assert {one.url for one in places.values()} == {"posts/series/craft/"}
    middle = places["post-2"]
    assert [one and one.slug for one in (middle.previous, middle.next)] == ["post-1", "post-3"]


# Share links


@given(st.text())
def test_share_links_read_back(title: str) -> None:
    address = f"{SITEURL}/posts/a-b/"
    found = {one.kind: one.href for one in share_links(title, address, "E-mail")}
    assert all(href.isascii() and "+" not in href and not set(href) & set(' "<>\r\n') for href in found.values())
    assert queried(found["mail"]) == {"subject": title, "body": f"{title}\r\n{address}"}
    assert unquote(urlsplit(found["mastodon"]).fragment) == f"text={title} {address}"
    assert queried(found["linkedin"]) == {"url": address}
    assert queried(found["x"]) == {"text": title, "url": address}
    assert {urlsplit(href).scheme for href in found.values()} == {"mailto", "https"}


def queried(href: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(href).query, keep_blank_values=True).items()}


# Structured data


def test_blog_posting() -> None:
    seminar = seminar_of("---\ntitle: A\nsummary: B\nsessions: [2026-12-05 09:00]\n---\n")
    modified = dt.datetime(2026, 2, 1, tzinfo=LOS_ANGELES)
    mara = Person(name="Mara Lindqvist", url="https://example.org/mara")
    assert blog_posting(post(modified=modified), [mara], [seminar], SITEURL, SITENAME) == {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "@id": f"{SITEURL}/posts/post-1/#post",
        "headline": "Post 1",
        "description": "Summary 1",
        "url": f"{SITEURL}/posts/post-1/",
        "mainEntityOfPage": f"{SITEURL}/posts/post-1/",
        "datePublished": "2026-01-02T08:00:00-08:00",
        "dateModified": "2026-02-01T00:00:00-08:00",
        "author": [{"@type": "Person", "name": "Mara Lindqvist", "url": "https://example.org/mara"}],
        "publisher": {"@type": "Organization", "name": SITENAME, "url": f"{SITEURL}/"},
        "inLanguage": "en",
        "keywords": "networking",
        "mentions": [{"@id": f"{SITEURL}/seminars/example/#series"}],
    }


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_structured_data_cannot_leave_its_script(text: str) -> None:
    data = blog_posting(post(title=text, summary=text), [Person(name=text)], [], SITEURL, text)
    template = '<script type="application/ld+json">{{ json_ld | tojson }}</script>'
    html = Environment(autoescape=True).from_string(template).render(json_ld=data)
    inside = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set(inside) & set("<>&'")
    assert json.loads(inside) == data
    assert data["headline"] == text


# Feeds


def entries(data: bytes) -> list[dict[str, Any]]:
    """Read an Atom feed with another parser, strictly: RFC 4287 §4.1.2 wants title, id and updated in each entry."""
    root = ET.fromstring(data)  # noqa: S314 -- our own file
    assert root.tag == f"{ATOM}feed"
    assert (
        len(root.findall(f"{ATOM}title")) == len(root.findall(f"{ATOM}id")) == len(root.findall(f"{ATOM}updated")) == 1
    )
    return [
        {
            "title": one.findtext(f"{ATOM}title"),
            "link": [link.get("href") for link in one.findall(f"{ATOM}link")],
            "id": one.findtext(f"{ATOM}id"),
            "published": dt.datetime.fromisoformat(one.findtext(f"{ATOM}published", "")),
            "updated": dt.datetime.fromisoformat(one.findtext(f"{ATOM}updated", "")),
            "authors": [name.text for name in one.findall(f"{ATOM}author/{ATOM}name")],
            "topics": [category.get("term") for category in one.findall(f"{ATOM}category")],
            "summary": unescape(one.findtext(f"{ATOM}summary", "")),
            "content": one.findtext(f"{ATOM}content"),
            "types": [(part.tag.removeprefix(ATOM), part.get("type")) for part in one if part.get("type")],
        }
        for one in root.findall(f"{ATOM}entry")
    ]


def test_atom_equals_the_posts() -> None:
    modified = dt.datetime(2026, 2, 1, tzinfo=LOS_ANGELES)
    both = (author("Mara Lindqvist"), author("June Okafor"))
    posts = [post(2, modified=modified, authors=both, tags=(topic("a"), topic("b & c"))), post(1)]
    data = atom(feed(listing_of(posts)))
    first, second = entries(data)
    assert first == {
        "title": "Post 2",
        "link": [f"{SITEURL}/posts/post-2/"],
        "id": "tag:hireground.example.org,2026-01-03:/posts/post-2/",
        "published": posts[0].date,
        "updated": modified,
        "authors": ["Mara Lindqvist, June Okafor"],
        "topics": ["a", "b & c"],
        "summary": "Summary 2",
        "content": '<p>Text 2 &amp; a <a href="/x/">link</a></p>',
        "types": [("summary", "html"), ("content", "html")],
    }
    assert second["updated"] == second["published"] == posts[1].date
    root = ET.fromstring(data)  # noqa: S314 -- our own file
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": f"{SITEURL}/posts/atom.xml", "alternate": f"{SITEURL}/posts/"}
    assert dt.datetime.fromisoformat(root.findtext(f"{ATOM}updated", "")) == modified


def test_rss_equals_the_posts() -> None:
    posts = [post(2), post(1)]
    (channel,) = ET.fromstring(rss(feed(listing_of(posts, "topic", "R&D"))))  # noqa: S314 -- our own file
    assert channel.findtext("title") == "Hire Ground: R&D"
    assert channel.findtext("description") == "Plain talk & seminars"
    assert channel.findtext("language") == "en"
    for item, one in zip(channel.findall("item"), posts, strict=True):
        assert item.findtext("title") == one.title
        assert item.findtext("link") == f"{SITEURL}/{one.url}"
        assert item.findtext("description") == text_of(one)
        assert item.findtext(CREATOR) == "Mara Lindqvist"
        assert parsedate_to_datetime(item.findtext("pubDate", "")) == one.date
        assert [category.text for category in item.findall("category")] == ["networking"]
    assert [item.findtext("guid") for item in channel.findall("item")] == [
        entry["id"] for entry in entries(atom(feed(listing_of(posts))))
    ]


def test_json_feed_equals_the_posts() -> None:
    both = (author("Mara Lindqvist"), author("June Okafor, Jr."))
    posts = [post(2, authors=both, image="images/a&b.png", image_alt='A "room"'), post(1)]
    found = json.loads(json_feed(feed(listing_of(posts))))
    first, second = found.pop("items")
    assert found == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Hire Ground",
        "home_page_url": f"{SITEURL}/posts/",
        "feed_url": f"{SITEURL}/posts/feed.json",
        "description": "Plain talk & seminars",
        "language": "en",
    }
    atoms = entries(atom(feed(listing_of(posts))))
    assert [one["id"] for one in (first, second)] == [one["id"] for one in atoms]
    assert [one["content_html"] for one in (first, second)] == [one["content"] for one in atoms]
    picture = f'<p><img src="{SITEURL}/images/a&amp;b.png" alt="A &quot;room&quot;"></p>\n'
    assert first["content_html"] == picture + text_of(posts[0])
    assert first["image"] == f"{SITEURL}/images/a&b.png"
    assert first["authors"] == [{"name": "Mara Lindqvist"}, {"name": "June Okafor, Jr."}]
    assert (first["title"], first["summary"], first["url"]) == ("Post 2", "Summary 2", f"{SITEURL}/posts/post-2/")
    assert dt.datetime.fromisoformat(first["date_published"]) == posts[0].date
    assert "image" not in second


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_hostile_words_in_feeds_stay_words(text: str) -> None:
    odd = post(1, title=text, summary=text, tags=(topic(text),), authors=(author(text),))
    (entry,) = entries(atom(feed(listing_of([odd], "topic", text))))
    assert (entry["title"], entry["summary"], entry["authors"], entry["topics"]) == (
        typeset(text),
        text,
        [text],
        [text],
    )
    (channel,) = ET.fromstring(rss(feed(listing_of([odd], "topic", text))))  # noqa: S314 -- our own file
    item = channel.find("item")
    assert item is not None
    assert item.findtext("title") == typeset(text)
    assert item.findtext(CREATOR) == text


@given(texts, texts)
def test_summary_of_any_text_is_harmless_html(title: str, summary: str) -> None:
    data = atom(feed(listing_of([post(1, title=title, summary=summary)])))
    raw = ET.fromstring(data).findtext(f"{ATOM}entry/{ATOM}summary", "")  # noqa: S314 -- our own file
    assert "<" not in raw
    assert unescape(raw) == summary
    assert entries(data)[0]["title"] == typeset(title)
    assert data == atom(feed(listing_of([post(1, title=title, summary=summary)])))


def test_a_feed_has_the_newest_thirty() -> None:
    posts = [post(number) for number in range(40, 0, -1)]
    found = entries(atom(feed(listing_of(posts))))
    assert [entry["title"] for entry in found] == [f"Post {number}" for number in range(40, 10, -1)]
    assert len(found) == MOST


def test_a_feed_without_posts_is_as_old_as_the_build() -> None:
    root = ET.fromstring(atom(feed(listing_of([]))))  # noqa: S314 -- our own file
    assert dt.datetime.fromisoformat(root.findtext(f"{ATOM}updated", "")) == NOW
    (channel,) = ET.fromstring(rss(feed(listing_of([]))))  # noqa: S314 -- our own file
    assert parsedate_to_datetime(channel.findtext("lastBuildDate", "")) == NOW


def test_feeds_hold_no_control_character_or_doctype() -> None:
    for make in (atom, rss):
        data = make(feed(listing_of([post(1)])))
        assert data.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
        assert not re.search(rb"[\x00-\x08\x0b-\x1f]|<!DOCTYPE|<!ENTITY", data)
