"""Keep the plan of a site as data, so that a build after an edit need not read and plan the rest of it again.

What is kept stands in `.cache/builds`, beside the journal of the same build, which knows it by the digest of its bytes.
"""

import pickle
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hireground.build.journal import journal_of
from hireground.build.text_plan import TextPlan
from hireground.site.site import Site
from hireground.store import digest

STEPS = ("shown_posts", "shown_pages", "posts", "post_listings", "post_views", "cards")
"""The steps of a plan that an edit of a text's words leaves as they are."""
LARGEST = 256 * 1024 * 1024
"""Bytes of a plan that is kept: some thirty thousand posts, at 7 KB each."""


class KeptPlan(NamedTuple):
    """A site as it was read, and the steps of its plan, by their names."""

    site: Site
    steps: Mapping[str, object]


def keep_plan(root: Path, output: Path, plan: TextPlan) -> str:
    """Keep the plan of what was built into a folder, and return its name; empty where that cannot be."""
    file = _file(root, output)
    fresh = file.with_name(f".{file.name}")
    with suppress(OSError, pickle.PicklingError, TypeError, AttributeError):  # the next build costs more
        data = pickle.dumps(KeptPlan(plan.site, {name: getattr(plan, name) for name in STEPS}))
        if len(data) <= LARGEST:
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(data)
            fresh.replace(file)
            return digest(data).hex()
    file.unlink(missing_ok=True)
    return ""


def kept_plan(root: Path, output: Path, name: str) -> KeptPlan | None:
    """Return the plan that was kept under a name; None if it is lost, damaged or another."""
    try:
        data = _file(root, output).read_bytes()
    except OSError:
        return None
    if digest(data).hex() != name:
        return None
    found: KeptPlan = pickle.loads(data)  # noqa: S301 -- `.cache` holds code anyway: compiled templates
    return found


def _file(root: Path, output: Path) -> Path:
    return journal_of(root, output).with_suffix(".plan")
