"""Describe the files that machines look for, and the pages no content stands behind, as outputs."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hireground import urls
from hireground.blog.model import PostListing
from hireground.blog.subjects import old_pages, subjects
from hireground.editor.outputs import editor_outputs
from hireground.markdown.convert import converter
from hireground.moments import next_change_file
from hireground.output import Output, as_it_is, linked
from hireground.pictures.icons import Icons
from hireground.seminars.pages.calendar_links import subscribe_links
from hireground.seminars.pages.links import Link
from hireground.seminars.pages.listings import Kind, Listing, former_addresses
from hireground.seminars.pages.month_grid import month_grid, weekdays
from hireground.seminars.pages.samples import samples
from hireground.seminars.pages.views import SessionView, block_groups, session_view
from hireground.seminars.pages.wording import Wording
from hireground.site.assets import Assets
from hireground.site.site import Site
from hireground.text.timezones import zone
from hireground.web.host_files import headers_file, redirects_file
from hireground.web.llms import llms_file, llms_of
from hireground.web.manifest import manifest
from hireground.web.pages import FEEDS, DatedPage, addresses, moved_addresses, numbered_addresses, old_addresses
from hireground.web.sitemap import marker_outputs, robots, sitemap
from hireground.web.title_index import titles_file, titles_of

CALENDAR = urls.calendar_of(urls.SEMINARS.url())


@dataclass(frozen=True, kw_only=True)
class Web:
    """What these files are made from.

    `contents` are the public posts and pages, and `moved` pairs of the old addresses and the new one of each text;
    `linked` are files that are made already, such as pictures, by their path in the site.
    """

    site: Site
    wording: Wording
    assets: Assets
    icons: Icons
    contents: Sequence[DatedPage]
    moved: Sequence[tuple[Sequence[str], str]]
    post_listings: Sequence[PostListing]
    session_listings: Sequence[Listing]
    upcoming: tuple[SessionView, ...]
    views: Mapping[str, SessionView]
    linked: Mapping[str, Path]

    @property
    def siteurl(self) -> str:
        """The site's address, empty on a laptop."""
        return self.site.settings.siteurl


def web_outputs(web: Web) -> Iterator[Output]:
    """Yield every file that machines look for, and 404.html."""
    site = web.site
    yield from loaded_files(web.assets, web.linked)
    yield Output(urls.MANIFEST.url(), as_it_is, manifest(web.icons, site.settings))
    yield Output(urls.NOT_FOUND.url(), "404", {"upcoming": web.upcoming})
    yield _subscribe(web)
    yield Output(urls.file_of(urls.MINE.url()), "mine", {"subscribe": _subscribe_links(web)})
    if site.settings.has_search:
        yield from _search(web)
    if site.settings.has_kitchen_sink:
        yield _kitchen_sink(web)
    if site.settings.has_llms:
        said = llms_of(site, web.wording, web.views, web.post_listings[0].posts, web.contents)
        yield Output(urls.LLMS.url(), llms_file, said)
    yield from _redirects(web)
    yield from _for_crawlers(web)
    yield from editor_outputs(site)
    yield Output(urls.NEXT_CHANGE.url(), as_it_is, next_change_file(site))
    yield from marker_outputs(site.settings)


def loaded_files(assets: Assets, linked_files: Mapping[str, Path]) -> Iterator[Output]:
    """Yield what pages load: files of the theme, and pictures and icons that were made."""
    yield from (Output(path, as_it_is, data) for path, data in assets.files.items())
    yield from (Output(path, linked, file) for path, file in linked_files.items())


def _subscribe(web: Web) -> Output:
    feeds = [Link(one.kind, f"{web.siteurl}/{one.atom_url}", one.name) for one in web.post_listings]
    given = {
        "feeds": [link for link in feeds if link.kind != "archive"],
        "calendars": [one for one in web.session_listings if one.kind is not Kind.MONTH],
        "subscribe": _subscribe_links(web),
        "deadlines": _deadline_links(web),
    }
    return Output(urls.file_of(urls.SUBSCRIBE.url()), "subscribe", given)


def _subscribe_links(web: Web) -> tuple[Link, ...]:
    return subscribe_links(CALENDAR, web.site.settings.sitename, web.siteurl, web.wording)


def _deadline_links(web: Web) -> tuple[Link, ...]:
    """Return what subscribes to the ends of registration, and their address, if there is a calendar of them."""
    if not web.site.settings.seminars.deadlines:
        return ()
    found = subscribe_links(urls.DEADLINES.url(), web.site.settings.sitename, web.siteurl, web.wording)
    return found if len(found) == 1 else (found[0], found[-1])


def _search(web: Web) -> Iterator[Output]:
    found = [one.subject for one in subjects(web.post_listings, web.session_listings)]
    lists: dict[str, Any] = {f"{kind}s": [one for one in found if one.kind == kind] for kind in ("topic", "person")}
    lists["places"] = [one for one in web.session_listings if one.kind is Kind.PLACE]
    yield Output(urls.file_of(urls.SEARCH.url()), "search", lists)
    site, posts = web.site, web.post_listings[0].posts
    titles = titles_of(site.seminars, posts, web.views, web.wording, site.settings.language)
    yield Output(urls.TITLES.url(), titles_file, titles)


def _kitchen_sink(web: Web) -> Output:
    """Describe the page of every element and state; sitemap, search and feeds do not know it."""
    site, wording, siteurl = web.site, web.wording, web.siteurl
    shown = samples(site.now, zone(site.settings.timezone), site.settings.seminars.organizer)
    views = tuple(session_view(session, site.now, siteurl, wording) for session in shown)
    month = shown[0].start.date().replace(day=1)
    text = site.settings.theme.file("kitchen-sink.md").read_text("utf-8")
    text = re.sub(r"theme:([\w./-]+)", lambda match: f"{siteurl}/{web.assets.urls[match[1]]}", text)
    converting = converter()
    given = {
        "body": {"content": converting.convert(text)},
        "view": {"toc": getattr(converting, "toc", "")},
        "title": wording.gettext("Seminars"),
        "groups": block_groups(views, {one.seminar_slug: one.summary for one in shown}, siteurl, wording),
        "ics_href": f"{siteurl}/{CALENDAR}",
        "subscribe_href": f"{siteurl}/{urls.SUBSCRIBE.url()}",
        "views": views,
        "posts": web.post_listings[0].posts[:3],
        "listing": {"name": wording.month(month)},
        "weeks": month_grid(month, views, wording.locale),
        "weekdays": weekdays(wording.locale),
        "subscribe": _subscribe_links(web),
    }
    return Output(urls.file_of(urls.KITCHEN_SINK.url()), "kitchen-sink", given)


def _redirects(web: Web) -> Iterator[Output]:
    listed = moved_addresses(web.site.redirects, web.post_listings)
    moved = {**listed, **old_addresses(web.site.seminars, web.moved)}
    for old, new in sorted(moved.items()):
        if not new.endswith(FEEDS):  # who asks for a feed gets it there, and no page
            yield Output(urls.file_of(old), "redirect", {"target": f"{web.siteurl}/{new}"})
    sessions = {old: new for seminar in web.site.seminars for old, new in former_addresses(seminar).items()}
    of_lists = dict(pair for one in subjects(web.post_listings, web.session_listings) for pair in old_pages(one))
    written = redirects_file({**sessions, **moved}, numbered_addresses(web.site.redirects), of_lists)
    yield Output(urls.REDIRECTS.url(), as_it_is, written.encode())
    own = web.site.settings
    headers = headers_file(own.directives, has_frames=own.has_frames, editor=own.editor_policy)
    yield Output(urls.HEADERS.url(), as_it_is, headers.encode())
    yield Output(urls.NO_JEKYLL.url(), as_it_is, b"")  # GitHub would leave out what starts with _


def _for_crawlers(web: Web) -> Iterator[Output]:
    translations: Iterable[Any] = (words for several in web.site.translations.values() for words in several)
    seminars = (*web.site.seminars, *translations)
    found = addresses(web.contents, seminars, web.post_listings, web.session_listings)
    yield Output(urls.SITEMAP.url(), as_it_is, sitemap(found, web.siteurl))
    yield Output(urls.ROBOTS.url(), as_it_is, robots(web.siteurl).encode())
