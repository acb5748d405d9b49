"""Every address that the built site names leads somewhere, and every file to save has a telling name."""

from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import icalendar
from built_site import NOW, SITEURL, BuiltSite, addresses_on, links_in, sessions_of, walk

from hireground.seminars.model.registration import registration_state
from hireground.seminars.pages.views import OUT_OF_REACH
from hireground.site.entry import Visibility
from hireground.site.site import Site
from hireground.slugs import slugify

SCHEMES = {"https", "http", "mailto", "webcal", ""}


def test_every_link_and_fragment_of_a_page_leads_somewhere(site: BuiltSite) -> None:
    pages = site.pages.values()
    problems = {site.problem_of(address, page.url) for page in pages for address in set(addresses_on(page))}
    assert sorted(problems - {""}) == []


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
                    assert not site.problem_of(value.partition("#")[0]), (page.path, value)


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
                assert site.problem_of(address) == ""
    assert found > 500


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
            assert names[f"{SITEURL}/{session.ics_url}"] == f"{session.seminar_slug}-{session.slug}.ics"
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
                assert site.problem_of(str(part.get(name, ""))) == "", path
        if path.endswith("calendar.ics") and not is_former(path, site):
            assert site.file_of(str(read["SOURCE"])) == (path, "")


def test_a_name_has_one_slug_everywhere(site: BuiltSite, content: Site) -> None:
    published = [one for one in content.posts.values() if one.visibility is Visibility.PUBLISHED]
    topics = {slugify(topic) for one in published for topic in one.fields.topics}
    authors = {slugify(author) for one in published for author in one.fields.authors or (content.settings.author,)}
    dates = [one for seminar in content.seminars for one in seminar.sessions]
    topics |= {slug for one in dates for slug in one.topic_slugs}
    authors |= {person.slug for one in dates for person in one.speakers}
    wanted = {f"topics/{slug}/index.html" for slug in topics} | {f"by/{slug}/index.html" for slug in authors}
    assert {path for path in site.pages if "/page/" not in path and path.startswith(("topics/", "by/"))} == wanted
