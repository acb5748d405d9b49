"""Keep the plan of a site as data, so that a build after an edit need not read and plan the rest of it again.

What is kept stands in `.cache/builds`, beside the journal of the same build, which knows it by the digest of its bytes.
"""

import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from hireground.blog.model import Post, PostView
from hireground.build.edits.late import opened_late, write_late
from hireground.build.journal import journal_of
from hireground.build.text_plan import TextPlan
from hireground.seminars.model.model import Seminar
from hireground.site.assets import Assets
from hireground.site.entry import Entry
from hireground.site.files import ContentFiles
from hireground.site.links.addresses import Addresses, Content
from hireground.site.site import Site
from hireground.text.frontmatter import Document
from hireground.web.pages import ContentUrls

STEPS = ("urls", "shown_posts", "shown_pages", "posts", "post_listings", "post_views", "cards", "linked", "with_blocks")
"""The steps of a plan that an edit of a text's words leaves as they are, and other edits mostly."""
LARGEST = 1024 * 1024 * 1024
"""Bytes of a plan that is kept: some hundred thousand posts, at 9 KB each. An edit reads few of them."""
LATE = (Entry, Document, Post, PostView, Seminar, Content, Addresses, ContentFiles, ContentUrls)
"""What an edit needs few of, or seldom."""


class KeptPlan(NamedTuple):
    """A site as it was read, and the steps of its plan, by their names; what its pages load, and its languages."""

    site: Site
    steps: Mapping[str, Any]
    assets: Assets
    languages: frozenset[str]


def keep_plan(root: Path, output: Path, plan: TextPlan) -> str:
    """Keep the plan of what was built into a folder, and return its name; empty where that cannot be."""
    file = _file(root, output)
    fresh = file.with_name(f".{file.name}")
    steps, resources = {name: getattr(plan, name) for name in STEPS}, plan.resources
    kept = KeptPlan(plan.site, steps, resources.assets, frozenset(resources.wordings))
    with suppress(OSError, pickle.PicklingError, TypeError, AttributeError):  # the next build costs more
        file.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as opened:
            name = write_late(opened, kept, LATE)
        if fresh.stat().st_size <= LARGEST:
            fresh.replace(file)
            return name
    fresh.unlink(missing_ok=True)
    file.unlink(missing_ok=True)
    return ""


@contextmanager
def kept_plan(root: Path, output: Path, name: str) -> Iterator[KeptPlan]:
    """Read the plan that was kept under a name; what it holds can be read until the context is left.

    Raises `DamagedError` if it is lost, damaged or another.
    """
    with opened_late(_file(root, output), name, LATE) as late:
        yield late.value()


def _file(root: Path, output: Path) -> Path:
    return journal_of(root, output).with_suffix(".plan")
