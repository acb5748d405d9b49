"""Describe the files that somebody waits for while no text of the site is converted yet.

They need few texts: a post's page its own, and the home page those of the posts that it shows. What pages load needs
none.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from hireground import urls
from hireground.blog.model import Post
from hireground.blog.outputs import list_outputs
from hireground.build.contents import post_of
from hireground.build.plan import Plan, SeminarPages
from hireground.build.texts import ConvertedText, LongText
from hireground.output import Output
from hireground.preview.glance import text_page, texts_of
from hireground.seminars.pages.pages import listing_pages
from hireground.web.outputs import loaded_files
from hireground.web.resources import Resources

NO_TEXT = ConvertedText(text=LongText(""), toc="", minutes=0, linked=frozenset())
"""What a text is before it is converted."""


def by_themselves(plan: Plan, looked_at: Collection[str]) -> Iterator[Output]:
    """Yield those files that are looked at, but for what shows every post, and for what is for machines.

    Pages are without what only the whole plan knows: a post has no neighbors yet, a seminar no posts about it, and
    neither has a card. A list is what it always is.
    """
    wanted = {*looked_at}
    for file in _of_resources(plan.resources, {*wanted}):
        wanted.remove(file.path)
        yield file
    pages = chain(_of_texts(plan, wanted), _of_seminars(plan, wanted), _of_lists(plan, wanted))
    while wanted and (page := next(pages, None)):
        wanted.remove(page.path)
        yield replace(page, value={**page.value, "cards": {}})


def _of_resources(resources: Resources, wanted: Collection[str]) -> Iterator[Output]:
    """Yield what pages load; icons are drawn only for who asks for one."""
    icons = resources.icons.files() if any(map(resources.icons.has, wanted)) else {}
    files = loaded_files(resources.assets, {**resources.pictures.files, **icons})
    return (file for file in files if file.path in wanted)


def _of_texts(plan: Plan, wanted: Collection[str]) -> Iterator[Output]:
    """Yield the pages of posts and pages."""
    for one in plan.shown:
        if urls.file_of(one.url) in wanted:
            yield text_page(plan, one, {})


def _of_seminars(plan: Plan, wanted: Collection[str]) -> Iterator[Output]:
    """Yield the pages of seminars, of their translations, and of their dates."""
    site = plan.site
    for seminar in site.seminars:
        words = (one.url for one in site.translations[seminar.slug])
        own = (seminar.url, *(session.url for session in seminar.sessions), *words)
        if any(urls.file_of(url) in wanted for url in own):
            texts = texts_of(plan, seminar, plan.translations)
            pages = SeminarPages(plan.context, plan.translations, texts, {}, plan.gettext("Seminars"))
            yield from (page for page in pages.of(seminar) if page.path in wanted)


def _of_lists(plan: Plan, wanted: Collection[str]) -> Iterator[Output]:
    """Yield the home page, and the lists of posts and of seminars."""
    posts = {one.url: post_of(one, NO_TEXT, plan.site) for one in plan.shown_posts}
    for page in _lists_of_posts(plan, posts, {*wanted}):
        shown = {post.url for post in page.value["posts"]}
        now = {one.url: post_of(one, plan.text_of(one), plan.site) for one in plan.shown_posts if one.url in shown}
        yield from _lists_of_posts(plan, posts | now, {page.path})
    yield from (page for page in listing_pages(plan.context) if page.path in wanted)


def _lists_of_posts(plan: Plan, posts: Mapping[str, Post], wanted: set[str]) -> Iterator[Output]:
    """Yield those lists that are wanted and say which posts they show, where posts are as they are known."""
    # The steps of another plan than the given one: that has yet to work out what posts are with all their texts.
    with_posts = Plan(plan.resources, plan.render_block, plan.keys, plan.store, plan.crew)
    vars(with_posts).update(shown_posts=plan.shown_posts, posts=posts)
    lists = list_outputs(with_posts.post_listings, plan.context)
    while wanted and (page := next(lists, None)):
        if page.path in wanted and "posts" in page.value:
            wanted.remove(page.path)
            yield page
