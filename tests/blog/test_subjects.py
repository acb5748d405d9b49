"""A person and a topic have one page each, with posts and seminars together."""

import datetime as dt
import json
from typing import Any
from xml.etree import ElementTree as ET

import icalendar
import pytest
from built_site import SITEURL, BuiltSite, HtmlPage
from examples import MARA, NOW, WORDING, seminar_of

from hireground import urls
from hireground.blog.listings import PER_PAGE, post_listings
from hireground.blog.model import Post, Term
from hireground.blog.subjects import subject_pages, subjects
from hireground.output import Output
from hireground.seminars.pages.context import render_context

ATOM = "{http://www.w3.org/2005/Atom}"
PAGES = {
    "by/mara-lindqvist/": ("authors/mara-lindqvist/atom.xml", "seminars/by/mara-lindqvist/calendar.ics"),
    "topics/networking/": ("topics/networking/atom.xml", "seminars/about/networking/calendar.ics"),
}
"""Pages, each with the feed and the calendar of the same posts and dates."""
SEMINAR = """---
title: Knots
summary: Six of them.
speakers: [Mara Lindqvist, Ann Example]
topics: [String]
sessions: [2026-12-05 18:00, 2026-11-05 18:00]
---
"""


def links_below(page: HtmlPage, heading: str) -> list[str]:
    """Return where the titles of a section's rows lead."""
    (section,) = [one for one in page.all("section") if one.get("aria-labelledby") == heading]
    links = [link for link in section.iter("a") if "u-url" in (link.get("class") or "").split()]
    return [link.get("href", "") for link in links]


def described(page: HtmlPage) -> Any:  # noqa: ANN401 -- JSON
    (script,) = [one for one in page.all("script") if one.get("type") == "application/ld+json"]
    return json.loads(script.text or "")


@pytest.mark.parametrize("url", PAGES)
def test_a_page_has_what_its_feed_and_its_calendar_have(site: BuiltSite, url: str) -> None:
    page = site.pages[f"{url}index.html"]
    feed, calendar = PAGES[url]
    entries = ET.fromstring((site.root / feed).read_bytes()).findall(f"{ATOM}entry/{ATOM}link")  # noqa: S314 -- our own file
    posts = links_below(page, "posts")
    assert {link.get("href") for link in entries} == set(posts)
    events = icalendar.Calendar.from_ical((site.root / calendar).read_bytes()).walk("VEVENT")
    dates = [*links_below(page, "coming"), *links_below(page, "past")]
    assert {str(one["URL"]) for one in events} <= {date.removesuffix("/") + "/" for date in dates}
    assert [one.get("id") for one in page.all("h2") if one.get("id")][:3] == ["coming", "posts", "past"]
    offered = {one.get("href") for one in page.all("link") if one.get("rel") == "alternate"}
    assert {f"{SITEURL}/{feed}", f"{SITEURL}/{calendar}"} <= offered


def test_machines_read_who_and_what_a_page_is_about(site: BuiltSite) -> None:
    person = described(site.pages["by/mara-lindqvist/index.html"])
    assert person["@type"] == "ProfilePage"
    assert person["mainEntity"]["name"] == "Mara Lindqvist"
    topic = site.pages["topics/networking/index.html"]
    listed = [one["url"] for one in described(topic)["mainEntity"]["itemListElement"]]
    assert listed == [*links_below(topic, "coming"), *links_below(topic, "posts")]


def test_where_pages_were_before_leads_to_them(site: BuiltSite) -> None:
    old = {page.path: page.redirects_to for page in site.pages.values() if page.redirects_to}
    for before in ("authors/mara-lindqvist/", "seminars/by/mara-lindqvist/"):
        assert old[f"{before}index.html"] == f"{SITEURL}/by/mara-lindqvist/"
    assert old["seminars/about/networking/index.html"] == f"{SITEURL}/topics/networking/"
    lines = (site.root / "_redirects").read_text("utf-8").splitlines()
    assert "/seminars/by/tobias-reyes/ /by/tobias-reyes/ 301" in lines
    sitemap = ET.fromstring((site.root / "sitemap.xml").read_bytes())  # noqa: S314 -- our own file
    listed = [one.text for one in sitemap.iter() if one.tag.endswith("loc")]
    assert listed.count(f"{SITEURL}/by/mara-lindqvist/") == 1
    assert not {one for one in listed if one and "/authors/" in one}


def post(number: int) -> Post:
    return Post(
        slug=f"{number}", url=f"posts/{number}/", save_as="", title=f"{number}", summary="", modified=None, lang="en",
        date=dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(number), series=None, image=None, minutes=1,
        authors=(Term(MARA.name, urls.PERSON.url(slug=MARA.slug)),), tags=(Term("knots", "topics/knots/"),),
        is_draft=False, is_scheduled=False, is_public=True,
    )  # fmt: skip


def test_everybody_who_speaks_or_writes_has_one_page_and_older_pages_know_no_dates() -> None:
    context = render_context([seminar_of(SEMINAR, "knots")], NOW, SITEURL, WORDING)
    posts = [post(number) for number in range(2 * PER_PAGE, 0, -1)]
    listed = post_listings(posts, {MARA.name: MARA}, "Posts")
    made: list[Output] = [one for found in subjects(listed, context.listings) for one in subject_pages(found, context)]
    pages = {one.path.removesuffix("index.html"): one.value for one in made if one.maker != "redirect"}
    shown = {url: (len(one["upcoming"]), len(one["posts"]), len(one["past"])) for url, one in pages.items()}
    assert shown == {
        "by/ann-example/": (1, 0, 1),
        "by/mara-lindqvist/": (1, PER_PAGE, 1),
        "by/mara-lindqvist/page/1/": (0, PER_PAGE, 0),
        "topics/knots/": (0, PER_PAGE, 0),
        "topics/knots/page/1/": (0, PER_PAGE, 0),
        "topics/string/": (1, 0, 1),
    }
    assert pages["by/mara-lindqvist/"]["listing"].person == MARA
    listed = pages["topics/string/"]["json_ld"].made()["mainEntity"]
    assert [one["url"] for one in listed["itemListElement"]] == [f"{SITEURL}/{context.listings[0].sessions[-1].url}"]
    person = pages["by/mara-lindqvist/page/1/"]["json_ld"].made()
    own = f"{SITEURL}/by/mara-lindqvist/"
    assert (person["url"], person["mainEntity"]["@id"]) == (f"{own}page/1/", f"{own}#person")
    moved = {one.path.removesuffix("index.html"): one.value["target"] for one in made if one.maker == "redirect"}
    assert {old: new.removeprefix(f"{SITEURL}/") for old, new in moved.items()} == {
        "authors/mara-lindqvist/": "by/mara-lindqvist/",
        "authors/mara-lindqvist/page/1/": "by/mara-lindqvist/page/1/",
        "seminars/by/ann-example/": "by/ann-example/",
        "seminars/by/mara-lindqvist/": "by/mara-lindqvist/",
        "seminars/about/string/": "topics/string/",
    }
