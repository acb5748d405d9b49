"""What a build makes is gone from memory once it is written: it looks for no garbage until its end."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from bs4 import Tag
from built_site import BuiltSite
from jinja2.runtime import Context

from hireground.build.keys import Keys
from hireground.build.plan import Plan
from hireground.build.rendering import rendering
from hireground.seminars.calendar.plain_text import plain_text
from hireground.site.settings_file import run_settings
from hireground.site.site import Site
from hireground.store import Store
from hireground.web.resources import read_resources

MANY = {"article", "de/article", "month", "page", "person", "posts", "session", "topic"}
"""Pages of which a site has many."""


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage, as a build does."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def number_of(kind: type) -> int:
    """Return how many objects of a kind there are."""
    return sum(isinstance(one, kind) for one in gc.get_objects())


@pytest.mark.parametrize("kind", sorted(MANY))
def test_a_page_leaves_nothing_in_memory(kind: str, site: BuiltSite, content: Site) -> None:
    values = run_settings(site.root.parent / "publishconf.py")
    resources = read_resources(content)
    templates = rendering(resources, values)
    plan = Plan(resources, templates.render_block, Keys(resources, values), Store())
    pages = [output for output in plan.outputs() if output.maker == kind]
    assert pages
    made = [templates.made(page) for page in pages]
    with uncollected():
        before = number_of(Context)  # of the macros that all pages have
        assert [templates.made(page) for page in pages] == made
        assert number_of(Context) == before


def test_a_text_for_calendars_leaves_nothing_in_memory() -> None:
    html = '<h2>Bring</h2><ul><li>a <b>pen</b><li><a href="https://example.org/">paper</a></ul><hr><p>Come early.'
    assert plain_text(html).endswith("Come early.")
    with uncollected():
        before = number_of(Tag)
        plain_text(html)
        assert number_of(Tag) == before + 1, "the one that held the others"
