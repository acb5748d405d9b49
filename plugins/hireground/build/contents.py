"""Describe posts and pages for templates and lists, without Pelican.

The names are those of Pelican's `Article` and `Page`, which templates are given by Pelican's own path.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import unquote

from hireground import urls
from hireground.blog.listings import series_term
from hireground.blog.model import Post, PostView, Term
from hireground.build.texts import Body, ConvertedText, LongText
from hireground.markdown.links import picture_url
from hireground.seminars.model.model import Seminar
from hireground.seminars.model.people import authors_of
from hireground.site.entry import Entry, Visibility
from hireground.site.files import is_published, published_files
from hireground.site.mentions import block_calendars
from hireground.site.post import PostFields
from hireground.site.site import Site
from hireground.text.frontmatter import Document
from hireground.text.languages import Alternate, alternates
from hireground.text.source import ContentFile

Routes = tuple[urls.Route, urls.Route]
"""The kind of address of a text in the site's language, and in another."""
STATUS = {
    Visibility.PUBLISHED: "published",
    Visibility.HIDDEN: "hidden",
    Visibility.SCHEDULED: "draft",
    Visibility.DRAFT: "draft",
}
"""What Pelican calls who may see an entry."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page, or the text of a seminar: what Pelican calls a `Page`."""

    title: str
    summary: str
    content: str
    calendars: tuple[tuple[str, str], ...]
    toc: str = ""
    lang: str | None = None
    status: str = "published"
    alternates: tuple[Alternate, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Article:
    """A post on its own page: what Pelican calls an `Article`."""

    title: str
    summary: str
    text: LongText
    calendars: tuple[tuple[str, str], ...]
    url: str
    date: dt.datetime
    modified: dt.datetime | None
    lang: str
    status: str
    image: str | None
    image_alt: str
    authors: tuple[Term, ...]
    tags: tuple[Term, ...]
    alternates: tuple[Alternate, ...]
    view: PostView

    @property
    def content(self) -> str:
        """Its text as HTML."""
        return self.text.read()


@dataclass(frozen=True, kw_only=True)
class BuildEntry:
    """An entry of this build, with its language, its address, and whether it translates another."""

    entry: Entry
    lang: str
    url: str
    is_translation: bool
    alternates: tuple[Alternate, ...] = ()

    @property
    def status(self) -> str:
        """Who may see it, in Pelican's words."""
        return STATUS[self.entry.visibility]


def shown_entries(site: Site, entries: Iterable[Entry], routes: Routes) -> tuple[BuildEntry, ...]:
    """Return the entries of this build with their addresses, each with its translations.

    A group of one slug and status is one text in several languages. Its original is the one that does not say that it
    is a translation, and in the site's own language if several do not.
    """
    own = site.settings.language
    groups: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if site.shows(entry):
            groups[entry.slug, STATUS[entry.visibility]].append(entry)
    return tuple(one for group in groups.values() for one in _group(group, own, routes))


def _group(entries: Sequence[Entry], own: str, routes: Routes) -> Iterator[BuildEntry]:
    """Yield the entries of one group: each original, with its translations after it."""
    # Example: rules.md and regeln.md have the slug `rules`; the first is in English, the site's language, the second in
    # German. Neither says that it is a translation, so rules.md is the original, and both have both as alternates.
    candidates = [entry for entry in entries if not entry.fields.translation] or entries
    originals = [entry for entry in candidates if (entry.fields.lang or own) == own] or candidates
    shown = [_shown(entry, own, routes, is_translation=entry not in originals) for entry in entries]
    for one in shown:
        if one.is_translation:
            continue
        others = sorted((other for other in shown if other is not one), key=lambda other: other.lang)
        spoken = alternates((each.lang, each.url) for each in (one, *others))
        yield from (
            _with_alternates(each, spoken) for each in (one, *(other for other in others if other.is_translation))
        )


def _shown(entry: Entry, own: str, routes: Routes, *, is_translation: bool) -> BuildEntry:
    lang = entry.fields.lang or own
    url = routes[0].url(slug=entry.slug) if lang == own else routes[1].url(lang=lang, slug=entry.slug)
    return BuildEntry(entry=entry, lang=lang, url=url, is_translation=is_translation)


def _with_alternates(one: BuildEntry, spoken: tuple[Alternate, ...]) -> BuildEntry:
    return BuildEntry(entry=one.entry, lang=one.lang, url=one.url, is_translation=one.is_translation, alternates=spoken)


def body_of(one: BuildEntry, site: Site) -> Body:
    """Return an entry's body, to be converted."""
    entry, content = one.entry, site.settings.content
    return Body(
        source=entry.path.relative_to(content), markdown=entry.document.body, lang=entry.fields.lang,
        toc=entry.fields.toc, has_picture=bool(entry.fields.image),
    )  # fmt: skip


def post_of(one: BuildEntry, text: ConvertedText, site: Site) -> Post:
    """Return what lists show of a post."""
    entry, fields = one.entry, one.entry.fields
    authors = authors_of(fields.authors or (site.settings.author,), site.people, site.slugs)
    return Post(
        slug=entry.slug,
        url=one.url,
        save_as=urls.file_of(one.url),
        title=fields.title,
        summary=fields.summary,
        date=entry.date or dt.datetime.min.replace(tzinfo=dt.UTC),
        modified=entry.modified,
        lang=one.lang,
        authors=tuple(term(one.name, urls.PERSON, one.slug) for one in authors),
        tags=tuple(term(name, urls.TOPIC, site.slugs.of_topic(name)) for name in fields.topics),
        series=series_term(fields.series, site.slugs),
        image=image_of(entry, site),
        image_alt=fields.image_alt,
        minutes=text.minutes,
        is_draft=entry.visibility is Visibility.DRAFT,
        is_scheduled=entry.visibility is Visibility.SCHEDULED,
        is_public=one.status == "published",
        has_lead=entry.has_lead,
    )


@cache
def term(name: str, route: urls.Route, slug: str) -> Term:
    """Return an author or a topic: the same for all of its posts, which are many."""
    return Term(name, route.url(slug=slug))


def image_of(entry: Entry, site: Site) -> str | None:
    """Return the address of the picture that an entry's front matter names."""
    return picture_url(entry.fields.image, entry.path.relative_to(site.settings.content))


def article_of(one: BuildEntry, text: ConvertedText, view: PostView, calendars: tuple[tuple[str, str], ...]) -> Article:
    """Return a post as its own page shows it."""
    post = view.post
    return Article(
        title=post.title, summary=post.summary, text=text.text, calendars=calendars, url=post.url, date=post.date,
        modified=post.modified, lang=post.lang, status=one.status, image=post.image,
        image_alt=one.entry.fields.image_alt, authors=post.authors, tags=post.tags, alternates=one.alternates,
        view=view,
    )  # fmt: skip


def page_of(one: BuildEntry, text: ConvertedText, calendars: tuple[tuple[str, str], ...]) -> Page:
    """Return a page as its template shows it."""
    fields = one.entry.fields
    return Page(
        title=fields.title, summary=fields.summary, content=text.html, calendars=calendars, toc=text.toc,
        lang=one.lang, status=one.status, alternates=one.alternates,
    )  # fmt: skip


def calendars_of(one: BuildEntry, nameless: str) -> tuple[tuple[str, str], ...]:
    """Return the calendars of an entry's blocks."""
    return block_calendars(one.entry.document, nameless)


def seminar_bodies(seminar: Seminar, url: str, site: Site) -> Iterator[tuple[str, Document, Body]]:
    """Yield the texts of a seminar with their keys: its own, at an address, and those of sessions, each by its UID."""
    own = seminar.text, seminar.source, seminar.body, bool(seminar.image)
    dated = [(one, one.own_text) for one in seminar.sessions if one.own_text]
    texts = {one.uid: (text.document, text.source, text.markdown, bool(one.image)) for one, text in dated}
    for key, (document, source, markdown, has_picture) in ({url: own} | texts).items():
        file = source.relative_to(site.settings.content)
        yield key, document, Body(source=file, markdown=markdown, lang=seminar.lang, has_picture=has_picture)


def named_files(site: Site, posts: Iterable[Post]) -> set[PurePosixPath]:
    """Return the pictures that front matter and settings name."""
    named = {post.image for post in posts}.union(*(one.pictures for one in site.seminars))
    named |= {site.settings.seminars.calendar_image}
    return {PurePosixPath(unquote(image)) for image in named if image}


def static_files(site: Site, linked: Iterable[PurePosixPath], made: Iterable[str]) -> dict[str, ContentFile]:
    """Return the files that are published as they are, by their path in the site: pictures, and what texts link to.

    `made` are paths that have something better, such as a picture without its camera's data.
    """
    root, content = site.settings.root, site.settings.content
    found = {path.as_posix() for path in published_files(site.files, site.settings.static_paths, linked)}
    kept = sorted(path for path in found - set(made) if is_published(path, site.settings.kinds))
    return {path: ContentFile(root, content / path) for path in kept}


def is_foreign(one: BuildEntry, languages: Mapping[str, object], own: str) -> bool:
    """Whether an entry's page is in another language that the theme speaks."""
    return one.entry.fields.lang in languages and one.entry.fields.lang != own


def template_of(one: BuildEntry, languages: Mapping[str, object], own: str) -> str:
    """Return the template of an entry's page."""
    kind = "article" if isinstance(one.entry.fields, PostFields) else "page"
    return f"{one.entry.fields.lang}/{kind}" if is_foreign(one, languages, own) else kind
