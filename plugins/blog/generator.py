"""The edge to Pelican: what each post's page shows beside its text, and every list of posts with its feeds."""

import re
from collections.abc import Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pelican.generators import Generator
from pelican.writers import Writer

from plugins.blog.feeds import FeedSite, atom, rss
from plugins.blog.listings import pages, post_listings, series_places
from plugins.blog.model import Article, PostListing, PostView, SeriesPlace
from plugins.blog.related import related
from plugins.blog.schema_org import blog_posting
from plugins.blog.share import share_links
from plugins.reader.typeset import typeset
from plugins.seminars.editions import editions
from plugins.seminars.listings import Kind
from plugins.seminars.model import Person
from plugins.site.entry import Visibility
from plugins.site.load import Site

NEWEST_ON_HOME = 6
WORDS_A_MINUTE = 230
TAG = re.compile(r"<[^>]+>")


class BlogGenerator(Generator):
    """Runs after Pelican's own generator of articles, which writes the posts."""

    def generate_context(self) -> None:
        """Give every post its view, before Pelican writes any."""
        site: Site = self.settings["SITE"]
        published = sorted(self.context["articles"], key=_newest_first)
        drafts = [one for one in self.context["drafts"] if site.settings.shows_drafts]
        listed = sorted([*published, *drafts], key=_newest_first)
        self.listings = post_listings(listed, site.people, self.settings["SITE_WORDING"].gettext("Posts"))
        self.context["post_listings"] = self.listings
        places, like = series_places(listed), self._related(published, site)
        for number, article in enumerate(listed):
            around = (listed[number - 1] if number else None, listed[number + 1] if number + 1 < len(listed) else None)
            article.view = self._view(article, site, places.get(article.slug), like.get(article.slug, ()), around)
        hidden = self.context["hidden_articles"]
        for article in (*hidden, *(other for one in (*listed, *hidden) for other in one.translations)):
            article.view = self._view(article, site, None, (), (None, None))
        own = site.settings.language
        for kind in ("articles", "hidden_articles", "drafts", "pages", "hidden_pages", "draft_pages"):
            for original in self.context[kind]:
                others = sorted(original.translations, key=attrgetter("lang"))  # Pelican has them in any order
                several = (original, *others)
                spoken = editions((one.lang or own, one.url) for one in several)
                for one in several:
                    one.editions = spoken
        pictures = (getattr(article, "image", None) for article in (*listed, *hidden))
        self.context["static_links"] |= {unquote(picture) for picture in pictures if picture}

    def _related(self, posts: Sequence[Article], site: Site) -> Mapping[str, tuple[Article, ...]]:
        by_slug = {post.slug: post for post in posts}
        features = {
            post.slug: [
                *(f"topic {tag.slug}" for tag in getattr(post, "tags", ())),
                *([f"series {post.series}"] if getattr(post, "series", None) else ()),
                *(f"seminar {slug}" for slug in site.mentions[post.entry.path]),
            ]
            for post in posts
        }
        like = related(features, tuple(by_slug))
        return {slug: tuple(by_slug[other] for other in others) for slug, others in like.items()}

    def _view(
        self,
        article: Article,
        site: Site,
        place: SeriesPlace | None,
        like: tuple[Article, ...],
        around: tuple[Article | None, Article | None],
    ) -> PostView:
        wording, siteurl = self.settings["SITE_WORDING"], site.settings.siteurl
        mentioned = site.mentions[article.entry.path]
        seminars = tuple(seminar for seminar in site.seminars if seminar.slug in mentioned)
        authors = tuple(site.people.get(author.name) or Person(name=author.name) for author in article.authors)
        words = len(TAG.sub(" ", article._content).split())  # noqa: SLF001 -- before links are resolved
        return PostView(
            minutes=max(1, round(words / WORDS_A_MINUTE)),
            toc=article.toc,
            is_draft=article.entry.visibility is Visibility.DRAFT,
            is_scheduled=article.entry.visibility is Visibility.SCHEDULED,
            authors=authors,
            series=place,
            related=like,
            seminars=seminars,
            newer=around[0],
            older=around[1],
            share=share_links(typeset(article.title), f"{siteurl}/{article.url}", wording.gettext),
            json_ld=blog_posting(article, authors, seminars, siteurl, site.settings.sitename),
        )

    def generate_output(self, writer: Writer) -> None:
        """Write the home page, every listing and every feed."""
        newest = self.listings[0].posts[:NEWEST_ON_HOME]
        home = {"upcoming": self.context["upcoming_sessions"], "posts": newest}
        self._write(writer, "index.html", "index", home)
        for listing in self.listings:
            for url, posts, pager in pages(listing):
                given = {"listing": listing, "posts": posts, "pager": pager, "seminars": self._sessions_of(listing)}
                self._write(writer, f"{url}index.html", listing.kind, given)
            self._write_feeds(listing)
        kinds = {"years": "archive", "topics": "topic", "authors": "author"}
        archive: dict[str, Any] = {
            name: tuple(one for one in self.listings if one.kind == kind) for name, kind in kinds.items()
        }
        archive["years"] = archive["years"][::-1]
        self._write(writer, "archive/index.html", "archives", archive)

    def _sessions_of(self, listing: PostListing) -> object | None:
        """Find the seminars about a topic, or by an author."""
        kinds = {"topic": Kind.TOPIC, "author": Kind.SPEAKER}
        slug = listing.url.rstrip("/").rpartition("/")[2]
        return next(
            (
                one
                for one in self.context["session_listings"]
                if one.kind is kinds.get(listing.kind) and one.url.endswith(f"/{slug}/")
            ),
            None,
        )

    def _write(self, writer: Writer, save_as: str, template: str, given: Mapping[str, Any]) -> None:
        writer.write_file(save_as, self.get_template(template), self.context, **given)

    def _write_feeds(self, listing: PostListing) -> None:
        settings = self.settings
        published = tuple(post for post in listing.posts if post.status == "published")
        public = PostListing(kind=listing.kind, name=listing.name, url=listing.url, posts=published)
        site: Site = settings["SITE"]
        language, subtitle = settings["DEFAULT_LANG"], settings.get("SITESUBTITLE", "")
        source = FeedSite(site.settings.siteurl, site.settings.sitename, subtitle, language, site.now, typeset)
        for path, make in ((listing.atom_url, atom), (listing.rss_url, rss)):
            file = Path(self.output_path, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(make(public, source))


def _newest_first(article: Article) -> tuple[float, str]:
    return -article.date.timestamp(), article.slug
