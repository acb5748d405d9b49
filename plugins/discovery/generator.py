"""The edge to Pelican: sitemap, robots, old addresses, the theme's files, and the pages no content stands behind."""

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pelican.generators import Generator
from pelican.writers import Writer

from plugins.discovery.addresses import addresses, old_addresses
from plugins.discovery.cards import cards_of
from plugins.discovery.host_files import headers_file, redirects_file
from plugins.discovery.manifest import manifest
from plugins.discovery.sitemap import build_marker, robots, sitemap
from plugins.pictures.icons import Icons
from plugins.pictures.shelf import Shelf
from plugins.reader.history import head_commit
from plugins.reader.markdown import converter
from plugins.seminars.announcement import block_groups
from plugins.seminars.calendar_links import subscribe_links
from plugins.seminars.links import Link
from plugins.seminars.listings import Kind
from plugins.seminars.month_grid import month_grid, weekdays
from plugins.seminars.pages import former_addresses
from plugins.seminars.samples import samples
from plugins.seminars.timezones import zone
from plugins.seminars.views import session_view
from plugins.site.environment import site_card
from plugins.site.load import Site


class DiscoveryGenerator(Generator):
    """Runs last of ours: it names what the others wrote."""

    def generate_context(self) -> None:
        """Give posts, seminars and dates their cards, before any page is written."""
        posts = _with_translations((*self.context["articles"], *self.context["hidden_articles"]))
        views, wordings = self.context["session_views"], self.settings["SITE_WORDINGS"]
        self.context["cards"] = cards_of(self.settings["SITE"], posts, views, wordings)

    def generate_output(self, writer: Writer) -> None:
        """Write every file that machines look for, and 404.html."""
        site: Site = self.settings["SITE"]
        for path, data in self.settings["SITE_ASSETS"].files.items():
            self._write_bytes(path, data)
        self._write_pictures(site)
        writer.write_file(
            "404.html", self.get_template("404"), self.context, upcoming=self.context["upcoming_sessions"]
        )
        self._write_subscribe(writer, site)
        if site.settings.has_search:
            self._write_search(writer)
        if site.settings.has_kitchen_sink:
            self._write_kitchen_sink(writer, site)
        self._write_redirects(writer, site)
        found = addresses(
            _with_translations(post for post in self.context["articles"] if post.status == "published"),
            _with_translations(page for page in self.context["pages"] if page.status == "published"),
            (*site.seminars, *(words for several in site.translations.values() for words in several)),
            self.context["post_listings"],
            self.context["session_listings"],
        )
        self._write_bytes("sitemap.xml", sitemap(found, site.settings.siteurl))
        self._write_bytes("robots.txt", robots(site.settings.siteurl).encode())
        if commit := head_commit(site.settings.root):
            self._write_bytes("build.json", build_marker(commit))

    def _write_bytes(self, path: str, data: bytes) -> None:
        file = Path(self.output_path, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)

    def _write_pictures(self, site: Site) -> None:
        shelf: Shelf | None = self.settings["SITE_SHELF"]
        cards = shelf.files({site_card(site), *self.context["cards"].values()}) if shelf else {}
        icons: Icons = self.settings["SITE_ICONS"]
        for path, file in (self.settings["SITE_GALLERY"].files | cards | icons.files()).items():
            self._link(path, file)
        self._write_bytes("site.webmanifest", manifest(icons, site.settings))

    def _link(self, path: str, made: Path) -> None:
        """Put a made file into the site without copying it, where that can be."""
        file = Path(self.output_path, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            file.hardlink_to(made)
        except OSError:  # another disk, or the file is there from the build before
            shutil.copyfile(made, file)

    def _write_subscribe(self, writer: Writer, site: Site) -> None:
        wording, siteurl = self.settings["SITE_WORDING"], site.settings.siteurl
        posts = self.context["post_listings"]
        feeds = [Link(one.kind, f"{siteurl}/{one.atom_url}", one.name) for one in posts if one.kind != "archive"]
        calendars = [one for one in self.context["session_listings"] if one.kind is not Kind.MONTH]
        given: dict[str, Any] = {"feeds": feeds, "calendars": calendars}
        given["subscribe"] = subscribe_links("seminars/calendar.ics", site.settings.sitename, siteurl, wording)
        writer.write_file("subscribe/index.html", self.get_template("subscribe"), self.context, **given)

    def _write_search(self, writer: Writer) -> None:
        kinds = {"topics": Kind.TOPIC, "places": Kind.PLACE}
        lists = {
            name: [one for one in self.context["session_listings"] if one.kind is kind] for name, kind in kinds.items()
        }
        lists["post_topics"] = [one for one in self.context["post_listings"] if one.kind == "topic"]
        writer.write_file("search/index.html", self.get_template("search"), self.context, **lists)

    def _write_kitchen_sink(self, writer: Writer, site: Site) -> None:
        """Write the page of every element and state; sitemap, search and feeds do not know it."""
        wording, siteurl, assets = self.settings["SITE_WORDING"], site.settings.siteurl, self.settings["SITE_ASSETS"]
        shown = samples(site.now, zone(site.settings.timezone), site.settings.seminars.organizer)
        views = tuple(session_view(session, site.now, siteurl, wording) for session in shown)
        month = shown[0].start.date().replace(day=1)
        text = (site.settings.theme / "kitchen-sink.md").read_text("utf-8")
        text = re.sub(r"theme:([\w./-]+)", lambda match: f"{siteurl}/{assets.urls[match[1]]}", text)
        given = {
            "page": {"content": converter().convert(text)},
            "title": wording.gettext("Seminars"),
            "groups": block_groups(views, {one.seminar_slug: one.summary for one in shown}, siteurl, wording),
            "ics_href": f"{siteurl}/seminars/calendar.ics",
            "subscribe_href": f"{siteurl}/subscribe/",
            "views": views,
            "posts": self.context["post_listings"][0].posts[:3],
            "listing": {"name": wording.month(month)},
            "weeks": month_grid(month, views, wording.locale),
            "weekdays": weekdays(wording.locale),
            "subscribe": subscribe_links("seminars/calendar.ics", site.settings.sitename, siteurl, wording),
        }
        writer.write_file("kitchen-sink/index.html", self.get_template("kitchen-sink"), self.context, **given)

    def _write_redirects(self, writer: Writer, site: Site) -> None:
        kinds = ("articles", "hidden_articles", "pages", "hidden_pages")
        contents = _with_translations(content for kind in kinds for content in self.context[kind])
        moved = old_addresses(site.seminars, [(content.entry.fields.aliases, content.url) for content in contents])
        for old, new in sorted(moved.items()):
            save_as = old if old.endswith(".html") else f"{old}index.html"
            target = {"target": f"{site.settings.siteurl}/{new}"}
            writer.write_file(save_as, self.get_template("redirect"), self.context, **target)
        sessions = {old: new for seminar in site.seminars for old, new in former_addresses(seminar).items()}
        self._write_bytes("_redirects", redirects_file({**sessions, **moved}).encode())
        self._write_bytes("_headers", headers_file().encode())
        self._write_bytes(".nojekyll", b"")  # GitHub would leave out what starts with _


def _with_translations(contents: Iterable[Any]) -> Iterator[Any]:
    for content in contents:
        yield content
        yield from content.translations
