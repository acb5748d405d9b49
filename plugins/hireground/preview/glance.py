"""Make the page of a text that was just saved before all else is read, from what the last build knew of the rest."""

from dataclasses import replace
from pathlib import Path

from hireground.blog.model import Post, PostView
from hireground.build.contents import body_of, post_of
from hireground.build.plan import Plan
from hireground.output import Output
from hireground.site.entry import Entry, parse_entry
from hireground.site.post import PostFields
from hireground.text.frontmatter import read_document
from hireground.text.timezones import zone


def glance(plan: Plan, path: Path) -> Output | None:
    """Return the page of the post or page whose text is in a file; None if it is neither, or its address changes.

    `plan` is what was last built. The page may change once more, when the whole site is read and planned: here a post
    still has the neighbors and related posts that it had. Raises `InvalidContentError` with what is wrong in the text.
    """
    one = next((one for one in (*plan.shown_posts, *plan.shown_pages) if one.entry.path == path), None)
    if one is None:
        return None
    settings = plan.site.settings
    document = read_document(settings.root, path)
    with document.costs():
        entry = parse_entry(document, type(one.entry.fields), zone(settings.timezone), plan.site.now)
        edited = replace(one, entry=entry)
        text = plan.converter.convert(body_of(edited, plan.site))
    if _address(entry) != _address(one.entry):
        return None
    view = _view(plan, post_of(edited, text, plan.site), text.toc) if isinstance(entry.fields, PostFields) else None
    return plan.with_card(plan.text_page(edited, text, view))


def _address(entry: Entry) -> tuple[object, ...]:
    """Return what the address of a text depends on."""
    return entry.slug, entry.visibility, entry.fields.lang, entry.fields.translation


def _view(plan: Plan, post: Post, toc: str) -> PostView:
    former = plan.post_views.get(post.url)
    if former is None:  # no list has it
        return plan.views.view(post, toc)
    return plan.views.view(post, toc, series=former.series, like=former.related, newer=former.newer, older=former.older)
