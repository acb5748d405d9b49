"""Give Pelican's articles what their pages show beside their text, and write every list of posts with its feeds."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pelican.generators import Generator
from pelican.writers import Writer

from hireground.blog.feeds import FeedSite, entry_of
from hireground.blog.listings import post_listings, series_term
from hireground.blog.model import Article, Post, PostSite, Term, reading_minutes
from hireground.blog.outputs import feed_outputs, list_outputs
from hireground.blog.views import PostViews
from hireground.markdown.extensions import typeset
from hireground.pelican.writing import write
from hireground.site.entry import Visibility
from hireground.site.site import Site
from hireground.slugs import Slugs
from hireground.terminal import RefusedError, shown
from hireground.text.languages import alternates

KINDS = ("articles", "hidden_articles", "drafts", "pages", "hidden_pages", "draft_pages")


class BlogGenerator(Generator):
    """Runs after Pelican's own generator of articles, which writes the posts."""

    def generate_context(self) -> None:
        """Give every post its view, before Pelican writes any."""
        site: Site = self.settings["SITE"]
        published = self.context["articles"]
        drafts = [one for one in self.context["drafts"] if site.settings.shows_drafts]
        hidden = self.context["hidden_articles"]
        articles = {one.url: one for one in with_translations((*published, *drafts, *hidden))}
        refuse_other_readers(articles.values())
        self.posts = {url: post_of(article, site.slugs) for url, article in articles.items()}
        listed = sorted((self.posts[one.url] for one in (*published, *drafts)), key=_newest_first)
        self.listings = post_listings(listed, site.people, self.settings["SITE_WORDING"].gettext("Posts"))
        self.context["post_listings"], self.context["posts_by_url"] = self.listings, self.posts
        views = self._views(site, articles)
        listed_views = views.listed(listed, {url: article.toc for url, article in articles.items()})
        for url, article in articles.items():
            article.view = listed_views.get(url) or views.view(self.posts[url], article.toc)
        self._add_alternates(site.settings.language)
        pictures = (self.posts[one.url].image for one in (*published, *drafts, *hidden))
        self.context["static_links"] |= {unquote(picture) for picture in pictures if picture}

    def _views(self, site: Site, articles: Mapping[str, Article]) -> PostViews:
        own, email = site.settings, self.settings["SITE_WORDING"].gettext("E-mail")
        return PostViews(
            site=PostSite(own.siteurl, own.sitename, email), people=site.people,
            seminars={one.slug: one for one in site.seminars}, now=site.now,
            mentions={url: site.mentions[article.entry.path] for url, article in articles.items()},
        )  # fmt: skip

    def _add_alternates(self, own: str) -> None:
        for original in (one for kind in KINDS for one in self.context[kind]):
            others = sorted(original.translations, key=attrgetter("lang"))  # Pelican has them in any order
            spoken = alternates((one.lang or own, one.url) for one in (original, *others))
            for one in (original, *others):
                one.alternates = spoken

    def generate_output(self, writer: Writer) -> None:
        """Write the home page, every listing and every feed."""
        site: Site = self.settings["SITE"]
        own = site.settings
        source = FeedSite(own.siteurl, own.sitename, own.tagline, own.language, site.midnight, typeset)
        articles = {article.url: article for article in self.context["articles"]}
        entries = {
            url: entry_of(self.posts[url], one.get_content(own.siteurl), source) for url, one in articles.items()
        }
        feeds = (feed_outputs(listing, source, entries) for listing in self.listings)
        for output in chain(list_outputs(self.listings, self.context["render_context"]), *feeds):
            write(self, writer, output)


def refuse_other_readers(articles: Iterable[Article]) -> None:
    """Raise `RefusedError` for a post that another plugin has read, so that nobody checked it."""
    for article in articles:
        if not hasattr(article, "entry"):
            raise RefusedError(
                f"{shown(Path(article.source_path))} was read by a plugin in PLUGINS, not by hireground, which reads "
                "and checks all Markdown; take out the plugin that puts a reader of its own in place"
            )


def post_of(article: Article, slugs: Slugs) -> Post:
    """Return what lists show of one of Pelican's articles."""
    visibility = article.entry.visibility
    return Post(
        slug=article.slug,
        url=article.url,
        save_as=article.save_as,
        title=article.title,
        summary=article.metadata.get("summary", ""),
        date=article.date,
        modified=getattr(article, "modified", None),
        lang=article.lang,
        authors=tuple(Term(author.name, author.url) for author in article.authors),
        tags=tuple(Term(tag.name, tag.url) for tag in getattr(article, "tags", ())),
        series=series_term(article.entry.fields.series, slugs),  # another plugin may put something else there
        image=getattr(article, "image", None),
        image_alt=getattr(article, "image_alt", ""),
        minutes=reading_minutes(article._content),  # noqa: SLF001 -- before links are resolved
        is_draft=visibility is Visibility.DRAFT,
        is_scheduled=visibility is Visibility.SCHEDULED,
        is_public=article.status == "published",
        has_lead=article.entry.has_lead,
    )


def with_translations(contents: Iterable[Article]) -> Iterator[Article]:
    """Yield each of Pelican's contents, and after it its translations."""
    for content in contents:
        yield content
        yield from content.translations


def _newest_first(post: Post) -> tuple[Any, ...]:
    return (-post.date.timestamp(), post.slug)
