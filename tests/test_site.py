import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import icalendar
import mf2py
import pytest
from built_site import EPOCH, SITEURL, BuiltSite, HtmlPage, walk
from ical.calendar_stream import IcsCalendarStream

from plugins.reader.fields import slugify
from plugins.reader.typeset import typeset
from plugins.seminars.model import Seminar, Session
from plugins.seminars.registration import RegistrationState, registration_state
from plugins.seminars.views import OUT_OF_REACH
from plugins.site.entry import Visibility
from plugins.site.load import Site, load_site
from plugins.site.settings import read_settings
from tools.lint_ics import lint

ADDRESSES = {"href", "src", "poster", "action", "cite", "data", "data-copy"}
LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "audio": "src",
    "video": "src",
    "source": "src",
    "use": "href",
}
SCHEMES = {"https", "http", "mailto", "webcal", ""}
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NOW = dt.datetime.fromtimestamp(int(EPOCH), dt.UTC)
BLOCK_POST = "posts/connect-dont-sell/index.html"
OFFERING = {
    *(RegistrationState.OPEN, RegistrationState.FEW_PLACES, RegistrationState.FULL, RegistrationState.WAITING_LIST),
    *(RegistrationState.CLOSED, RegistrationState.NOT_YET_OPEN, RegistrationState.WALK_IN),
}
Times = tuple[Any, Any]


@pytest.fixture(scope="session")
def content(site: BuiltSite) -> Site:
    """Read what the site was built from."""
    return load_site(read_settings(site.root.parent / "publishconf.py"), NOW)


@pytest.fixture(scope="session")
def everything(site: BuiltSite) -> Site:
    """Read the same as its authors see it, drafts and all."""
    return load_site(read_settings(site.root.parent / "pelicanconf.py"), NOW)


def sessions_of(site: Site) -> list[tuple[Seminar, Session]]:
    return [(seminar, session) for seminar in site.seminars for session in seminar.sessions]


def leaf(site: BuiltSite, session: Session) -> HtmlPage:
    return site.pages[f"{session.url}index.html"]


# One commit, one moment: one site


def test_two_machines_build_the_same_bytes(site: BuiltSite) -> None:
    first, second = (
        {path.relative_to(root): path for path in root.rglob("*") if path.is_file()} for root in (site.root, site.again)
    )
    assert first.keys() == second.keys()
    assert [str(name) for name in first if first[name].read_bytes() != second[name].read_bytes()] == []
    assert len(first) > 200


# Every page


def test_every_page_is_valid_and_says_what_it_is(site: BuiltSite) -> None:
    for page in site.pages.values():
        assert page.data.lower().startswith(b"<!doctype html>"), page.path
        headings = page.all("h1")
        assert len(headings) == 1, page.path
        assert "".join(headings[0].itertext()).strip(), page.path
        titles = [title for title in page.all("title") if title.text and title.text.strip()]
        assert len(titles) == 1, page.path
        assert page.tree.get("lang"), page.path
        assert [one.get("charset") for one in page.all("meta") if one.get("charset")] == ["utf-8"], page.path


def test_ids_are_unique_and_names_lead_to_them(site: BuiltSite) -> None:
    for page in site.pages.values():
        assert [name for name, count in Counter(page.ids).items() if count > 1] == [], page.path
        for element in page.elements:
            for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
                assert set((element.get(attribute) or "").split()) <= set(page.ids), (page.path, attribute)


def test_headings_skip_no_level(site: BuiltSite) -> None:
    for page in site.pages.values():
        levels = [int(one.tag[1]) for one in page.elements if re.fullmatch(r"h[1-6]", one.tag)]
        assert [(early, late) for early, late in pairwise(levels) if late > early + 1] == [], page.path


def test_every_image_says_what_it_shows(site: BuiltSite) -> None:
    for page in site.pages.values():
        assert all(one.get("alt") is not None for one in page.all("img")), page.path


def test_titles_tell_pages_apart(site: BuiltSite) -> None:
    titles = Counter(page.all("title")[0].text for page in site.pages.values() if page.is_indexable)
    assert [title for title, count in titles.items() if count > 1] == []


def test_indexable_pages_describe_themselves(site: BuiltSite) -> None:
    pages = [page for page in site.pages.values() if page.is_indexable]
    for page in pages:
        canonical = [one.get("href") for one in page.all("link") if one.get("rel") == "canonical"]
        assert canonical == [page.url], page.path
        described = [one.get("content") for one in page.all("meta") if one.get("name") == "description"]
        assert len(described) == 1, page.path
        assert described[0], page.path


def test_nothing_runs_that_the_site_did_not_write(site: BuiltSite) -> None:
    for page in site.pages.values():
        assert page.all("style") == [], page.path
        for element in page.elements:
            assert element.get("style") is None, (page.path, element.tag)
            assert [name for name in element.attrib if str(name).startswith("on")] == [], (page.path, element.tag)
        for script in page.all("script"):
            is_data = script.get("type") == "application/ld+json"
            assert is_data or (script.get("src", "").startswith(f"{SITEURL}/") and not script.text), page.path


def test_nothing_is_loaded_from_elsewhere(site: BuiltSite) -> None:
    for page in site.pages.values():
        loaded = [element.get(name) for tag, name in LOADED.items() for element in page.all(tag) if element.get(name)]
        loaded += [
            one.get("href")
            for one in page.all("link")
            if set((one.get("rel") or "").split())
            & {"stylesheet", "icon", "preload", "modulepreload", "manifest", "preconnect", "dns-prefetch"}
        ]
        loaded += [
            part.split()[0]
            for element in page.elements
            for part in (element.get("srcset") or "").split(",")
            if part.strip()
        ]
        assert [address for address in loaded if site.file_of(str(address), page.url) is None] == [], page.path
    for sheet in site.root.rglob("*.css"):
        assert not re.search(r"@import|url\(\s*[\"']?(?:https?:)?//", sheet.read_text("utf-8")), sheet.name


# Links


def addresses_on(page: HtmlPage) -> Iterator[str]:
    for element in page.elements:
        yield from (value for name, value in element.attrib.items() if name in ADDRESSES)
        yield from (part.split()[0] for part in (element.get("srcset") or "").split(",") if part.strip())
        if element.tag == "meta" and (element.get("property") or "") in {"og:url", "og:image"}:
            yield element.get("content", "")
    if page.redirects_to:
        yield page.redirects_to


def test_every_link_and_fragment_of_a_page_leads_somewhere(site: BuiltSite) -> None:
    pages = site.pages.values()
    faults = {site.fault_of(address, page.url) for page in pages for address in set(addresses_on(page))}
    assert sorted(faults - {""}) == []


def test_links_have_schemes_that_readers_can_trust(site: BuiltSite) -> None:
    for page in site.pages.values():
        for element in page.all("a"):
            assert urlsplit(element.get("href") or "").scheme in SCHEMES, (page.path, element.get("href"))


def test_every_address_in_structured_data_leads_somewhere(site: BuiltSite) -> None:
    for page in site.pages.values():
        for thing in walk(page.json_ld):
            for key in ("url", "@id", "mainEntityOfPage", "item"):
                value = thing.get(key)
                if isinstance(value, str):
                    assert not site.fault_of(value.partition("#")[0]), (page.path, value)


def test_every_address_in_a_feed_leads_somewhere(site: BuiltSite) -> None:
    found = 0
    for path in (*site.root.rglob("*.xml"), *site.root.rglob("*.atom")):
        for element in ET.parse(path).iter():  # noqa: S314 -- our own file
            addresses = [element.get("href"), element.text if element.tag.endswith(("link", "loc", "guid")) else None]
            if element.tag.endswith(("content", "description", "summary")):
                addresses += links_in(element.text or "")
            for address in filter(None, addresses):
                found += 1
                assert urlsplit(address).scheme, (path.name, address)
                assert site.fault_of(address) == ""
    assert found > 500


def links_in(html: str) -> list[str]:
    parser = _Links()
    parser.feed(html)
    return parser.found


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- the library's
        self.found += [value for name, value in attrs if name in {"href", "src"} and value]


def test_every_seminar_and_coming_date_has_a_code_for_posters(site: BuiltSite, content: Site) -> None:
    coming = {one.url for _, one in sessions_of(content) if registration_state(one, NOW) not in OUT_OF_REACH}
    wanted = {"seminars/", *(seminar.url for seminar in content.seminars), *coming}
    assert {str(file.parent.relative_to(site.root)) + "/" for file in site.root.rglob("qr.svg")} == wanted
    for url in wanted:
        assert (site.root / url / "qr.svg").read_bytes().count(b"<path") == 2
        shown = [one.get("src") for one in site.pages[f"{url}index.html"].all("img") if one.get("width") == "256"]
        assert shown == ([] if url == "seminars/" else [f"{SITEURL}/{url}qr.svg"])


def test_files_to_save_have_telling_names(site: BuiltSite, content: Site) -> None:
    links = (one for page in site.pages.values() for one in page.all("a"))
    names = {one.get("href"): one.get("download") for one in links if one.get("download")}
    for _, session in sessions_of(content):
        if registration_state(session, NOW) not in OUT_OF_REACH:
            assert names[f"{SITEURL}/{session.ics_url}"] == f"{session.seminar_slug}-{session.leaf}.ics"
    assert names[f"{SITEURL}/seminars/calendar.ics"] == "seminars.ics"
    assert names[f"{SITEURL}/seminars/in/bellevue-library/calendar.ics"] == "seminars-in-bellevue-library.ics"


def test_beside_every_way_to_subscribe_stands_how_soon_changes_arrive(site: BuiltSite) -> None:
    for page in site.pages.values():
        for item in (item for subscribe in page.having("subscribe") for item in subscribe.iter("li")):
            assert ["".join(said.itertext()).strip() for said in item.iter("span")] != [""], page.path
            assert item.find("span") is not None, page.path


def is_former(path: str, site: BuiltSite) -> bool:
    """Tell whether a calendar stands beside an old address, for those who subscribed there."""
    page = site.pages.get(f"{path.rpartition('/')[0]}/index.html")
    return page is not None and page.redirects_to is not None


def test_a_page_names_its_calendars(site: BuiltSite) -> None:
    named = {
        path: {one.get("href") for one in page.all("link") if one.get("type") == "text/calendar"}
        for path, page in site.pages.items()
    }
    for path, data in site.calendars.items():
        page = str(icalendar.Calendar.from_ical(data).get("URL", "")).removeprefix(f"{SITEURL}/")
        if path.endswith(("calendar.ics", "event.ics")) and not is_former(path, site):
            page = page or path.removesuffix("event.ics")
            assert f"{SITEURL}/{path}" in named[f"{page}index.html"]
    blocks = {f"{SITEURL}/{path}" for path in site.calendars if path.startswith("seminars/lists/")}
    linking = {path: {one.get("href") for one in page.all("a")} & blocks for path, page in site.pages.items()}
    assert set().union(*linking.values()) == blocks
    assert [path for path in linking if not linking[path] <= named[path]] == []


def test_every_address_in_a_calendar_leads_somewhere(site: BuiltSite) -> None:
    for path, data in site.calendars.items():
        read = icalendar.Calendar.from_ical(data)
        for part in read.walk("VCALENDAR") + read.walk("VEVENT"):
            for name in ("URL", "SOURCE"):
                assert site.fault_of(str(part.get(name, ""))) == "", path
        if path.endswith("calendar.ics") and not is_former(path, site):
            assert site.file_of(str(read["SOURCE"])) == (path, "")


def test_a_name_has_one_slug_everywhere(site: BuiltSite, content: Site) -> None:
    published = [one for one in content.posts.values() if one.visibility is Visibility.PUBLISHED]
    topics = {slugify(topic) for one in published for topic in one.fields.topics}
    authors = {slugify(author) for one in published for author in one.fields.authors or (content.settings.author,)}
    wanted = {f"topics/{slug}/index.html" for slug in topics} | {f"authors/{slug}/index.html" for slug in authors}
    assert {path for path in site.pages if re.match(r"(topics|authors)/(?!.*/page/)", path)} == wanted


# Calendars, pages, structured data and microformats agree


def test_every_calendar_is_clean(site: BuiltSite) -> None:
    assert [str(problem) for path, data in site.calendars.items() for problem in lint(Path(path), data)] == []
    assert len(site.calendars) > 100


def times_in(site: BuiltSite) -> dict[str, Times]:
    """Read every calendar with two libraries; a UID has the same times wherever it stands."""
    times: dict[str, Times] = {}
    for path, data in site.calendars.items():
        read = icalendar.Calendar.from_ical(data)
        assert [fault for part in read.walk() for fault in part.errors] == [], path
        one = {str(event["UID"]): (event.start, event.end) for event in read.events}
        other = {
            event.uid: (event.dtstart, event.dtend)
            for event in IcsCalendarStream.calendar_from_ics(data.decode()).events
        }
        assert one == other, path
        assert all(times.setdefault(uid, span) == span for uid, span in one.items()), path
    return times


def test_a_session_is_at_one_time_everywhere(site: BuiltSite, content: Site) -> None:
    times = times_in(site)
    assert times.keys() == {session.uid for _, session in sessions_of(content)}
    for _, session in sessions_of(content):
        page = leaf(site, session)
        (event,) = page.json_ld
        start, end = times[session.uid]
        assert event["identifier"] == session.uid
        last = end - dt.timedelta(days=1) if session.all_day else end
        assert (moment(event["startDate"]), moment(event["endDate"])) == (start, last)
        shown = [one.get("datetime", "") for name in ("dt-start", "dt-end") for one in page.having(name)[:1]]
        assert [as_shown(text, session) for text in shown] == [start, end], page.path
        item = mf2py.parse(doc=page.data.decode(), url=page.url)["items"][0]
        assert item["type"] == ["h-event"]
        facts = item["properties"]
        assert [as_shown(facts[name][0], session) for name in ("start", "end")] == [start, end], page.path
        assert facts["name"] == [typeset(session.title)]
        assert facts["url"] == [page.url]


def moment(text: str) -> dt.date:
    return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)


def as_shown(text: str, session: Session) -> dt.date:
    """Read a page's time; whole days may be written as days or as their midnights."""
    read = moment(text)
    return read.date() if session.all_day and isinstance(read, dt.datetime) else read


def test_only_a_session_s_own_page_is_an_event(site: BuiltSite, content: Site) -> None:
    kinds = {path: [thing.get("@type") for thing in walk(page.json_ld)] for path, page in site.pages.items()}
    leaves = {f"{session.url}index.html" for _, session in sessions_of(content)}
    assert {path for path, found in kinds.items() if "EducationEvent" in found} == leaves
    assert all(kinds[path].count("EducationEvent") == 1 for path in leaves)
    series = {f"{seminar.url}index.html" for seminar in content.seminars}
    assert {path for path, found in kinds.items() if "EventSeries" in found} == series
    posts = {path for path, found in kinds.items() if "BlogPosting" in found}
    assert posts == {
        path
        for path, page in site.pages.items()
        if re.search(r"^(\w\w/)?posts/(?!page/)[^/]+/index", path) and not page.redirects_to
    }


def test_offers_are_true(site: BuiltSite, content: Site) -> None:
    for _, session in sessions_of(content):
        (event,) = leaf(site, session).json_ld
        state = registration_state(session, NOW)
        assert ("offers" in event) == (session.price is not None and state in OFFERING), session.url
        if "offers" in event:
            assert event["offers"]["price"] == str(session.price and session.price.amount)
        assert ("location" in event) == bool(session.place or session.online)
    unknown = [session for _, session in sessions_of(content) if session.price is None]
    assert unknown


def test_a_page_says_a_session_s_state(site: BuiltSite, content: Site) -> None:
    for _, session in sessions_of(content):
        page = leaf(site, session)
        said = {one.get("data-state") for one in page.elements if one.get("data-start")}
        assert str(registration_state(session, NOW)) in said, page.path
        text = " ".join("".join(page.tree.itertext()).split())
        assert not session.note or " ".join(typeset(session.note).split()) in text, page.path


# What nobody may see


def test_drafts_and_scheduled_posts_are_nowhere(site: BuiltSite, everything: Site) -> None:
    entries = [*everything.posts.values(), *everything.pages.values()]
    unseen = [one for one in entries if one.visibility in {Visibility.DRAFT, Visibility.SCHEDULED}]
    secrets = {word for one in unseen for word in (one.slug, one.fields.title, typeset(one.fields.title))}
    secrets |= {word for one in everything.seminars if one.is_draft for word in (one.slug, one.title, *one.topics)}
    secrets |= {
        "Quentin Unseen",
        "quentin-unseen",
        "The Unseen Hall",
        "a-topic-of-drafts",
        "Words for Later",
        "later-block",
    }
    assert len(secrets) > 12
    for path in site.root.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert [word for word in secrets if word.encode() in data] == [], path
        assert not {path.name} & secrets, path


def test_hidden_posts_are_built_and_listed_nowhere(site: BuiltSite, everything: Site) -> None:
    hidden = [one for one in everything.posts.values() if one.visibility is Visibility.HIDDEN]
    assert hidden
    for one in hidden:
        address = f"{SITEURL}/posts/{one.slug}/"
        page = site.pages[f"posts/{one.slug}/index.html"]
        assert not page.is_indexable
        elsewhere = [
            path
            for path, other in site.pages.items()
            if address in set(addresses_on(other)) - {other.url} and other is not page
        ]
        assert [path for path in elsewhere if not site.pages[path].redirects_to] == []
        assert not [path for path in site.root.rglob("*.xml") if address in path.read_text("utf-8")]


# What machines look for


def test_sitemap_lists_what_can_be_indexed_with_true_dates(site: BuiltSite, content: Site) -> None:
    urls = {
        one.findtext(f"{SITEMAP}loc"): one.findtext(f"{SITEMAP}lastmod")
        for one in ET.parse(site.root / "sitemap.xml").getroot()  # noqa: S314 -- our own file
    }
    assert urls.keys() == {page.url for page in site.pages.values() if page.is_indexable}
    for _, session in sessions_of(content):
        assert moment(urls[f"{SITEURL}/{session.url}"] or "") == session.modified
    for seminar in content.seminars:
        assert moment(urls[f"{SITEURL}/{seminar.url}"] or "") == seminar.modified
    assert moment(urls[f"{SITEURL}/seminars/"] or "") == max(one.modified for _, one in sessions_of(content))
    for page in site.pages.values():
        for thing in page.json_ld:
            if page.is_indexable and thing["@type"] == "BlogPosting":
                assert urls[page.url] == thing["dateModified"]
    newest = max(moment(date) for date in urls.values() if date)
    assert newest <= NOW
    assert f"Sitemap: {SITEURL}/sitemap.xml" in (site.root / "robots.txt").read_text("utf-8")


def test_every_old_address_leads_to_the_new_one(site: BuiltSite, content: Site) -> None:
    moved = [(seminar, session) for seminar, session in sessions_of(content) if session.former_leaves]
    assert moved
    expected = {
        f"{seminar.url}{old}/index.html": session.url
        for seminar, session in reversed(moved)
        for old in session.former_leaves
    }
    for seminar in content.seminars:
        expected |= {old_file(alias): seminar.url for alias in seminar.aliases}
    for entries, base in ((content.posts, "posts/"), (content.pages, "")):
        for entry in entries.values():
            lang = f"{entry.fields.lang}/" if entry.fields.translation else ""
            if entry.is_public:
                expected |= {old_file(alias): f"{lang}{base}{entry.slug}/" for alias in entry.fields.aliases}
    found = {path: page.redirects_to for path, page in site.pages.items() if page.redirects_to}
    assert found == {path: f"{SITEURL}/{url}" for path, url in expected.items()}
    for path, target in found.items():
        assert not site.pages[path].is_indexable
        assert site.fault_of(target) == ""


def test_who_subscribed_at_an_old_address_gets_the_calendar_there(site: BuiltSite) -> None:
    assert site.calendars["2019/extra/calendar.ics"] == site.calendars["seminars/extra-cases/calendar.ics"]


def old_file(alias: str) -> str:
    path = unquote(alias).strip("/")
    return path if path.endswith(".html") else f"{path}/index.html"


# The block in a post


def test_block_announces_the_seminar_as_it_is(site: BuiltSite, content: Site) -> None:
    (seminar,) = (
        one
        for one in content.seminars
        if one.series == "Career Search" and f"{one.sessions[0].start:%Y-%m}" == "2026-12"
    )
    (block,) = site.pages[BLOCK_POST].having("seminars-block")
    text = " ".join("".join(block.itertext()).split())
    assert "Live Seminars in December" in text
    assert typeset(seminar.summary) in text
    times = [moment(one.get("datetime", "")) for one in block.iter("time")]
    assert times == [session.start for session in seminar.sessions]
    assert [f"{time:%-d}" for time in times] == ["5", "8", "10"]
    assert text.count("Bellevue Library") == 3
    links = [(one.get("href") or "", "".join(one.itertext())) for one in block.iter("a")]
    assert [words for _, words in links if words.startswith("Register now")] == ["Register now (it’s free)"]
    (calendar,) = (href for href, _ in links if href.startswith("https:") and href.endswith(".ics"))
    assert f"webcal{calendar.removeprefix('https')}" in [href for href, _ in links]
    mine, theirs = (
        uids(site.calendars[path]) for path in (str((site.file_of(calendar) or "")[0]), f"{seminar.url}calendar.ics")
    )
    assert mine == theirs


def uids(calendar: bytes) -> list[str]:
    return re.findall(r"^UID:([^\r]+)", calendar.decode().partition("BEGIN:VEVENT")[2], re.MULTILINE)


def test_feeds_have_the_block_as_plain_html(site: BuiltSite) -> None:
    (block,) = site.pages[BLOCK_POST].having("seminars-block")
    hrefs = [one.get("href") for one in block.iter("a")]
    for name in ("atom.xml", "rss.xml"):
        root = ET.parse(site.root / "posts" / name).getroot()  # noqa: S314 -- our own file
        texts = [one.text or "" for one in root.iter() if one.tag.endswith(("content", "description"))]
        (text,) = (text for text in texts if "Live Seminars in December" in text)
        assert links_in(text.partition("seminars-block")[2]) == hrefs
        assert not re.search(r"<(script|style|button|form|svg|details)|\sstyle=|\son\w+=|///", text)
