"""The sitemap, old addresses and lists hold what may be found, and nothing shows what may not be seen."""

from urllib.parse import unquote
from xml.etree import ElementTree as ET

from built_site import NOW, SITEURL, BuiltSite, addresses_on, moment, sessions_of

from hireground.markdown.extensions import typeset
from hireground.site.entry import Visibility
from hireground.site.site import Site

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


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
    moved = [(seminar, session) for seminar, session in sessions_of(content) if session.former_slugs]
    assert moved
    expected = {
        f"{seminar.url}{old}/index.html": session.url
        for seminar, session in reversed(moved)
        for old in session.former_slugs
    }
    for seminar in content.seminars:
        expected |= {old_file(alias): seminar.url for alias in seminar.aliases}
    for entries, base in ((content.posts, "posts/"), (content.pages, "")):
        for entry in entries.values():
            lang = f"{entry.fields.lang}/" if entry.fields.translation else ""
            if entry.is_public:
                expected |= {old_file(alias): f"{lang}{base}{entry.slug}/" for alias in entry.fields.aliases}
    of_lists = ("authors/", "seminars/by/", "seminars/about/")  # test_subjects.py follows them
    moved_pages = {path: page.redirects_to for path, page in site.pages.items() if page.redirects_to}
    found = {path: target for path, target in moved_pages.items() if not path.startswith(of_lists)}
    assert found == {path: f"{SITEURL}/{url}" for path, url in expected.items()}
    for path, target in found.items():
        assert not site.pages[path].is_indexable
        assert site.problem_of(target) == ""


def test_who_subscribed_at_an_old_address_gets_the_calendar_there(site: BuiltSite) -> None:
    assert site.calendars["2019/extra/calendar.ics"] == site.calendars["seminars/extra-cases/calendar.ics"]


def old_file(alias: str) -> str:
    path = unquote(alias).strip("/")
    return path if path.endswith(".html") else f"{path}/index.html"
