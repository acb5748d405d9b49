"""Read, plan and write a site again after texts were edited, or are new, without reading the other posts and pages."""

import logging
from pathlib import Path

from hireground.build.by_engine import Build, until, write_files
from hireground.build.edits.kept_plan import KeptPlan
from hireground.build.edits.plan_again import PlanAgain
from hireground.build.edits.site_again import site_again
from hireground.build.inputs import Inputs, Span
from hireground.build.journal import Journal, WrittenFiles
from hireground.build.kept.site import complete
from hireground.build.keys import Keys
from hireground.build.rendering import Rendering, rendering
from hireground.build.replacement import replacement
from hireground.pictures.card_cache import drawing
from hireground.store import Store, opened
from hireground.terminal import WarningLines, attached
from hireground.text.problems import InvalidContentError
from hireground.web.resources import card_cache, resources_again

log = logging.getLogger(__name__)


def write_changed(
    kept: KeptPlan, span: Span, inputs: Inputs, output: Path, last: Journal
) -> tuple[WrittenFiles, PlanAgain, Span] | None:
    """Write what the changed texts of a span change, and put it in the place of `output`.

    Returns what was written, by which plan, and the span of that. None if the whole site has to be read: a text is
    wrong, or others may be because of it.
    """
    if kept.site.settings.has_llms:  # whose files show the words of each text
        return None
    with (
        opened(inputs.root, is_whole=False) as store,
        drawing(has_cards=bool(card_cache(kept.site.settings))) as drawers,
    ):
        planned = planned_changes(kept, span, inputs, store)
        if planned is None:
            return None
        plan, templates = planned
        site, warnings = plan.site, WarningLines()
        others = {path: last.written[path].key for path in plan.that_stay}
        with replacement(output) as folder, attached(warnings):
            for problem in site.warnings:
                log.warning("%s", problem)
            written = write_files(Build(plan, templates, drawers), folder, output, last, others)
            written = complete(folder, inputs, last, written, span.indexed)
    return written, plan, span._replace(until=until(site).isoformat(), warnings=[*warnings.printed], edited=[])


def planned_changes(kept: KeptPlan, span: Span, inputs: Inputs, store: Store) -> tuple[PlanAgain, Rendering] | None:
    """Plan what the changed texts of a span change; None if the whole site has to be read."""
    edited = frozenset(kept.site.settings.content / path for path in span.edited)
    try:
        site = site_again(kept, edited, store)
    except InvalidContentError:  # the whole site says all that is wrong
        return None
    if site is None:
        return None
    resources = resources_again(site, kept.assets, kept.languages)
    templates = rendering(resources, inputs.values)
    plan = PlanAgain(
        resources, templates.render_block, Keys(resources, inputs.values), store, before=kept.steps, edited=edited
    )
    return plan, templates
