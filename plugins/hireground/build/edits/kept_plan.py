"""Keep the plan of a site as data, so that a build after an edit need not read and plan the rest of it again.

What is kept stands in `.cache/builds`, beside the journal of the same build, which knows it by the digest of its bytes.
"""

import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from hireground.blog.model import Post, PostView
from hireground.build.edits.lazy_file import LazyFile, opened_lazy, write_lazy
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
MOST_RENEWALS = 100
"""Builds in a row that copy a plan, each of which leaves a twenty-fifth of it behind that nothing names any more."""
LATE = (Entry, Document, Post, PostView, Seminar, Content, Addresses, ContentFiles, ContentUrls)
"""The classes of values that are read late, since an edit needs few of them, or none."""


class KeptPlan(NamedTuple):
    """A site as it was read, and the steps of its plan, by their names; what its pages load, and its languages.

    `renewals` counts the builds that copied it since it was written as a whole; each leaves some values behind.
    """

    site: Site
    steps: Mapping[str, Any]
    assets: Assets
    languages: frozenset[str]
    renewals: int = 0


class OpenedPlan(NamedTuple):
    """A plan that was kept, and the open file that its values are read from when somebody looks at them."""

    kept: KeptPlan
    file: LazyFile


def write_plan(root: Path, output: Path, plan: TextPlan, before: OpenedPlan | None = None) -> str:
    """Write down the plan of what was built into a folder, and return its name; empty where that cannot be.

    It is written beside the plan that is kept now, until `put_plan_in_place` puts it in the place of that. Values that
    it has of that plan, which was opened `before`, are copied from there.
    """
    renewals = before.kept.renewals + 1 if before else 0
    if renewals > MOST_RENEWALS:
        return ""
    fresh = _fresh(root, output)
    steps, resources = {name: getattr(plan, name) for name in STEPS}, plan.resources
    kept = KeptPlan(plan.site, steps, resources.assets, frozenset(resources.wordings), renewals)
    with suppress(OSError, pickle.PicklingError, TypeError, AttributeError):  # the next build costs more
        fresh.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("wb") as opened:
            name = write_lazy(opened, kept, LATE, before.file if before else None)
        if fresh.stat().st_size <= LARGEST:
            return name
    return ""


def put_plan_in_place(root: Path, output: Path, name: str) -> str:
    """Put the plan that was written down in its place, and return its name; empty, and no plan, where there is none."""
    with suppress(OSError):
        if name:
            _fresh(root, output).replace(_file(root, output))
            return name
    for file in (_fresh(root, output), _file(root, output)):
        with suppress(OSError):
            file.unlink(missing_ok=True)
    return ""


@contextmanager
def opened_plan(root: Path, output: Path, name: str) -> Iterator[OpenedPlan]:
    """Read the plan that was kept under a name; what it holds can be read until the context is left.

    Raises `DamagedError` if it is lost, damaged or another.
    """
    with opened_lazy(_file(root, output), name, LATE) as file:
        yield OpenedPlan(file.value(), file)


def _fresh(root: Path, output: Path) -> Path:
    file = _file(root, output)
    return file.with_name(f".{file.name}")


def _file(root: Path, output: Path) -> Path:
    return journal_of(root, output).with_suffix(".plan")
