"""Build a site again of which only the words of a few texts changed."""

import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from hireground.build.crew import Crew
from hireground.build.edits.kept_plan import KeptPlan, kept_plan
from hireground.build.edits.outputs import edited_outputs
from hireground.build.execute import execute
from hireground.build.explain import Outcome
from hireground.build.journal import Journal, WrittenFiles, write_journal
from hireground.build.kept.files import LostError
from hireground.build.kept.site import complete
from hireground.build.keys import Keys
from hireground.build.rendering import Rendering, rendering
from hireground.build.replacement import is_disturbed, replacement
from hireground.build.text_plan import TextPlan
from hireground.build.unchanged import Inputs, edited_since, say_again
from hireground.store import Store, opened
from hireground.text.localtime import build_moment
from hireground.web.resources import read_resources

MOST = 20
"""Texts that are read and converted again; where more changed, it is as quick to plan the whole site."""


def build_edited(inputs: Inputs, output: Path, last: Journal) -> Outcome | None:
    """Build what an edit of texts changed, and put it in the place of `output`; None if more may have changed.

    `last` is what the last build made there. Gives the same bytes as a build of everything.
    """
    looked, root, span = time.time_ns(), inputs.root, last.span
    if not (span and span.plan and span.has(build_moment())) or is_disturbed(output):
        return None
    now = inputs.read(looked)  # first, so that what is saved meanwhile is seen by this build or by the next
    edited = edited_since(span, inputs.read(span.looked))
    kept = kept_plan(root, output, span.plan) if edited and len(edited) <= MOST else None
    if kept is None or edited is None:
        return None
    try:
        written = write_edited(kept, edited, inputs, output, last)
    except LostError:
        return None
    if written is None:
        return None
    say_again(span)
    since = build_moment().isoformat()
    fresh = span._replace(rest=now.rest, texts={**now.texts}, looked=looked, since=since, edited=edited)
    write_journal(output, last, written, fresh)
    return Outcome(last, written.keys, written.fresh, written.kept)


def write_edited(
    kept: KeptPlan, edited: Iterable[str], inputs: Inputs, output: Path, last: Journal
) -> WrittenFiles | None:
    """Write what an edit of texts changed, and put it in the place of `output`; None if more may have changed."""
    with opened(inputs.root, is_whole=False) as store:
        plan, templates = planned_again(kept, inputs, store)
        settings = plan.site.settings
        outputs = edited_outputs(plan, [settings.content / path for path in edited])
        if outputs is None:
            return None
        with replacement(output) as folder:
            written = execute(
                outputs, folder, last, plan.keys.of, templates.made, output=output, store=store, crew=Crew(),
                others={path: file.key for path, file in last.written.items() if file.key},
                besides=last.search_files if settings.has_search else frozenset(),
            )  # fmt: skip
            return complete(folder, inputs, last, written, settings.language if settings.has_search else "")


def planned_again(kept: KeptPlan, inputs: Inputs, store: Store) -> tuple[TextPlan, Rendering]:
    """Return the plan that was kept, and what makes its pages."""
    site = replace(kept.site, links=replace(kept.site.links, reading=replace(kept.site.links.reading, store=store)))
    resources = read_resources(site)
    templates = rendering(resources, inputs.values)
    plan = TextPlan(resources, templates.render_block, Keys(resources, inputs.values), store)
    vars(plan).update(kept.steps)
    return plan, templates
