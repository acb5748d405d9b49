"""Plan the pages and feeds that show the words of edited texts, if no other file shows anything of these."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from hireground.blog.feeds import posts_in_feed
from hireground.blog.model import PostListing, PostView
from hireground.build.contents import BuildEntry, body_of, post_of
from hireground.build.edits.read_again import TextAgain, read_again
from hireground.build.text_plan import TextPlan
from hireground.build.texts import ConvertedText
from hireground.embeds.blocks import has_embeds
from hireground.mathematics.signs import has_formulas
from hireground.output import Output
from hireground.site.entry import Entry
from hireground.site.links.places import ids_in
from hireground.site.mentions import blocks_in, mentions
from hireground.site.post import PostFields
from hireground.text.problems import InvalidContentError


@dataclass(frozen=True)
class EditedText:
    """A post or page with the words it has now, and those words as HTML."""

    shown: BuildEntry
    text: ConvertedText


def edited_outputs(plan: TextPlan, paths: Collection[Path]) -> tuple[Output, ...] | None:
    """Return every output that shows the words of some texts, as they are now; `paths` are from the site's root.

    None if anything else might change: a text is wrong, or the rest of the site sees something else of it.
    """
    edited = dict[str, EditedText]()
    for path in paths:
        one = edited_text(plan, path)
        if one is None:
            return None
        edited[one.shown.url] = one
    pages = (page for one in edited.values() for page in plan.finished(_page(plan, one)))
    public = [one.shown for one in edited.values() if one.shown.status == "published"]
    return (*pages, *plan.twins(public), *_feeds(plan, edited))


def edited_text(plan: TextPlan, path: Path) -> EditedText | None:
    """Read a text again; None if it is wrong or gone, or shows more than other words on its own page and in feeds."""
    site = plan.site
    try:
        again = read_again(site, path)
    except InvalidContentError:
        return None
    match again:
        case TextAgain(Entry() as before, Entry() as now):
            was = plan.shown_entry(before)
        case _:  # a seminar, or a file that the site did not have
            return None
    if was is None or {*again.warnings} != {one for one in site.warnings if one.path == path}:
        return None
    if _without_words(now) != _without_words(before):
        return None
    shown = replace(was, entry=now)
    text = plan.text_of(shown)
    if outward(plan, shown, text) != outward(plan, was, plan.converter.convert(body_of(was, site))):
        return None
    return EditedText(shown, text)


def _without_words(entry: Entry) -> Entry:
    return replace(entry, document=replace(entry.document, body=""))


def outward(plan: TextPlan, one: BuildEntry, text: ConvertedText) -> tuple[object, ...]:
    """Return all that the rest of the site takes from the words of a text; `test_incremental.py` tries each."""
    entry, body, site = one.entry, one.entry.document.body, plan.site
    return (
        *(has_formulas(body), has_embeds(body), bool(body.strip())),
        blocks_in([entry.document]),
        mentions({entry.path: entry}, site.seminars, site.settings.content),
        ids_in(text.html),
        text.linked,
        post_of(one, text, site) if isinstance(entry.fields, PostFields) else None,
    )


def _page(plan: TextPlan, one: EditedText) -> Output:
    is_post = isinstance(one.shown.entry.fields, PostFields)
    return plan.text_page(one.shown, one.text, _view(plan, one) if is_post else None)


def _view(plan: TextPlan, one: EditedText) -> PostView:
    former = plan.post_views.get(one.shown.url)
    if former is None:  # no list has it
        return plan.views.view(plan.posts[one.shown.url], one.text.toc)
    return replace(former, toc=one.text.toc)


def _feeds(plan: TextPlan, edited: Mapping[str, EditedText]) -> Iterator[Output]:
    """Yield the feeds that any of some texts is in."""
    shown = {one.url: one for one in plan.shown_posts}

    def text_at(url: str) -> ConvertedText:
        return edited[url].text if url in edited else plan.converter.convert(body_of(shown[url], plan.site))

    def is_in(listing: PostListing) -> bool:
        return not edited.keys().isdisjoint(post.url for post in posts_in_feed(listing))

    return plan.feeds_of([*filter(is_in, plan.post_listings)], text_at)
