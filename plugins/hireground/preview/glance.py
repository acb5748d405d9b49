"""Describe the pages of a text that was just saved before the site is read again, by what the last build knew of it."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from hireground import urls
from hireground.blog.model import Post, PostView
from hireground.build.contents import BuildEntry, post_of, seminar_bodies
from hireground.build.edits.read_again import TextAgain, lists_of, read_again, with_lists, without_commit
from hireground.build.plan import Plan
from hireground.build.texts import ConvertedText
from hireground.output import Output
from hireground.seminars.model.model import Seminar
from hireground.seminars.model.translation import Translation
from hireground.seminars.pages.translations import Translations
from hireground.site.entry import Entry
from hireground.site.post import PostFields


def glance(plan: Plan, path: Path, looked_at: Container[str]) -> Iterator[Output]:
    """Yield those pages that are looked at and show what a file says; none where an address changes.

    `plan` is what was last built. A page may change once more, when the whole site is read and planned: here a post
    still has the neighbors and related posts that it had. Raises `InvalidContentError` with what is wrong in the text.
    """
    if path in lists_of(plan.site):
        pages = _pages_by_lists(plan, looked_at)
    else:
        pages = _pages_of(plan, read_again(without_commit(plan.site, path), path))
    yield from (plan.with_card(page) for page in pages if page.path in looked_at)


def _pages_of(plan: Plan, text: TextAgain | None) -> Iterator[Output]:
    match text:
        case TextAgain(Entry() as before, Entry() as now):
            yield from _entry_pages(plan, before, now)
        case TextAgain(Seminar() as before, Seminar() as now):
            yield from _seminar_pages(plan, before, now, plan.site.translations[before.slug])
        case TextAgain(Translation() as before, Translation() as now):
            yield from _translation_pages(plan, before, now)


def _pages_by_lists(plan: Plan, looked_at: Container[str]) -> Iterator[Output]:
    """Yield the pages of each seminar that is looked at, with the places and people of the site's lists."""
    site = with_lists(plan.site)
    for seminar in plan.site.seminars:
        own = (seminar.url, *(session.url for session in seminar.sessions))
        if any(urls.file_of(url) in looked_at for url in own):
            yield from _pages_of(plan, read_again(site, seminar.source))


def _entry_pages(plan: Plan, before: Entry, now: Entry) -> Iterator[Output]:
    shown = plan.shown_entry(before)
    if shown is None or _address(now) != _address(before):
        return
    yield text_page(plan, replace(shown, entry=now), plan.post_views)


def text_page(plan: Plan, one: BuildEntry, views: Mapping[str, PostView]) -> Output:
    """Describe the page of a post or a page; `views` have what stands beside a post's text."""
    text = plan.text_of(one)
    is_post = isinstance(one.entry.fields, PostFields)
    return plan.text_page(one, text, _view(plan, post_of(one, text, plan.site), text.toc, views) if is_post else None)


def _address(entry: Entry) -> tuple[object, ...]:
    """Return what the address of a text depends on."""
    return entry.slug, entry.visibility, entry.fields.lang, entry.fields.translation


def _view(plan: Plan, post: Post, toc: str, views: Mapping[str, PostView]) -> PostView:
    former = views.get(post.url)
    if former is None:  # no list has it
        return plan.views.view(post, toc)
    return plan.views.view(post, toc, series=former.series, like=former.like, newer=former.newer, older=former.older)


def _seminar_pages(
    plan: Plan, before: Seminar, now: Seminar, translations: tuple[Translation, ...]
) -> Iterator[Output]:
    """Yield the pages of a seminar, of its translations, and of its dates."""
    if (now.slug, now.lang) != (before.slug, before.lang) or (now.is_draft and not plan.site.settings.shows_drafts):
        return
    site, former = plan.site, plan.own_pages
    spoken = replace(former.translations, translations={**former.translations.translations, now.slug: translations})
    texts = texts_of(plan, now, spoken)
    context = former.context.with_sessions(now.sessions, site.now, former.context.wording)
    yield from replace(former, context=context, translations=spoken, texts=texts).of(now)


def texts_of(plan: Plan, seminar: Seminar, spoken: Translations) -> dict[str, ConvertedText]:
    """Convert the texts of a seminar, of its translations, and of its dates."""
    texts = dict[str, ConvertedText]()
    said = [(words.url, in_words) for words, in_words in spoken.of(seminar)]
    for url, one in [*said, (seminar.url, seminar)]:
        for key, document, body in seminar_bodies(one, url, plan.site):
            with document.costs():
                texts[key] = plan.converter.convert(body)
    return texts


def _translation_pages(plan: Plan, before: Translation, now: Translation) -> Iterator[Output]:
    if (now.slug, now.lang, now.is_draft) != (before.slug, before.lang, before.is_draft):
        return
    seminar = next(one for one in plan.site.seminars if one.slug == now.slug)
    translations = plan.site.translations[now.slug]
    yield from _seminar_pages(plan, seminar, seminar, tuple(now if one is before else one for one in translations))
