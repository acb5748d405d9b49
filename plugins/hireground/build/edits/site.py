"""Build a site again of which only the words of a few texts changed."""

import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hireground.build.cluster.crew import Crew
from hireground.build.edits.kept_plan import KeptPlan, keep_plan, kept_plan, put_plan
from hireground.build.edits.late import DamagedError
from hireground.build.edits.outputs import edited_outputs
from hireground.build.execute import execute, keys_of
from hireground.build.explain import Outcome
from hireground.build.journal import Journal, WrittenFiles, write_journal
from hireground.build.kept.files import LostError
from hireground.build.kept.site import complete
from hireground.build.keys import Keys
from hireground.build.rendering import Rendering, rendering
from hireground.build.replacement import is_disturbed, replacement
from hireground.build.text_plan import TextPlan
from hireground.build.unchanged import SEMINARS, Inputs, Span, bytes_of, say_again, state_of
from hireground.store import Store, opened
from hireground.text.localtime import build_moment
from hireground.web.resources import resources_again
from hireground.web.sitemap import marker_outputs

if TYPE_CHECKING:
    from hireground.build.edits.plan_again import PlanAgain

MOST = 20
"""Texts that are read and converted again; where more changed, it is as quick to plan the whole site."""


def build_edited(inputs: Inputs, output: Path, last: Journal) -> Outcome | None:
    """Build what an edit of texts changed, and put it in the place of `output`; None if more may have changed.

    `last` is what the last build made there. Gives the same bytes as a build of everything.
    """
    root, span = inputs.root, last.span
    if not (span and span.plan and span.has(build_moment())) or is_disturbed(output):
        return None
    fresh = span_now(span, inputs)
    if fresh is None or len(fresh.edited) > MOST:
        return None
    try:
        with kept_plan(root, output, span.plan) as last_plan:
            written = write_edited(last_plan.kept, fresh.edited, inputs, output, last)
            if written:
                say_again(span)
            elif changed := _write_changed(last_plan.kept, fresh, inputs, output, last):
                written, plan, fresh = changed
                fresh = fresh._replace(plan=keep_plan(root, output, plan, last_plan), words=words_now(fresh, inputs))
            else:
                return None
    except (DamagedError, LostError):
        return None
    if fresh.plan != span.plan:
        fresh = fresh._replace(plan=put_plan(root, output, fresh.plan))
    write_journal(output, last, written, fresh)
    return Outcome(last, written.keys, written.fresh, written.kept)


def _write_changed(
    kept: KeptPlan, span: Span, inputs: Inputs, output: Path, last: Journal
) -> "tuple[WrittenFiles, PlanAgain, Span] | None":
    from hireground.build.edits.changed import write_changed  # noqa: PLC0415 -- half of the engine's code

    return write_changed(kept, span, inputs, output, last)


def span_now(span: Span, inputs: Inputs) -> Span | None:
    """Return what a build that reads edited texts again is made from; None if more changed than texts.

    Files have other times in another clone, and after a commit git says something else: then bytes are compared.
    So they are if a picture seems to be another, which only the whole site can show.
    """
    looked = time.time_ns()
    now = inputs.read(looked)  # first, so that what is saved meanwhile is seen by this build or by the next
    fresh = span._replace(looked=looked, since=build_moment().isoformat(), rest=now.rest, texts={**now.texts})
    edited = span.edited_since(inputs.read(span.looked))
    if edited is not None and SEMINARS not in edited and not any(map(span.has_picture, edited)):
        return fresh._replace(edited=edited, words={**span.words, **dict.fromkeys(edited, "")})
    held = inputs.read_bytes()
    edited = span.edited_in_bytes(held)
    return None if edited is None else fresh._replace(edited=edited, words={**held.texts, **dict.fromkeys(edited, "")})


def words_now(span: Span, inputs: Inputs) -> dict[str, str]:
    """Return what each text of a span holds, also those that were edited, but for what was saved since it was read."""
    edited = {path: inputs.content / path for path, held in span.words.items() if not held}
    same = {
        path: file
        for path, file in edited.items()
        if file.is_file() and state_of(span.looked, file) == span.texts[path]
    }
    return {**span.words, **{path: bytes_of(file) for path, file in same.items()}}


def write_edited(
    kept: KeptPlan, edited: Iterable[str], inputs: Inputs, output: Path, last: Journal
) -> WrittenFiles | None:
    """Write what an edit of texts changed, and put it in the place of `output`; None if more may have changed."""
    with opened(inputs.root, is_whole=False) as store:
        plan, templates = planned_again(kept, inputs, store)
        settings = plan.site.settings
        found = edited_outputs(plan, [settings.content / path for path in edited])
        if found is None:
            return None
        outputs = [*found, *marker_outputs(settings)]
        with replacement(output) as folder:
            written = execute(
                outputs, keys_of(outputs, plan.keys.of), folder, last, templates.made, output=output, store=store,
                crew=Crew(),
                others={path: file.key for path, file in last.written.items() if file.key},
                besides=last.search_files if settings.has_search else frozenset(),
            )  # fmt: skip
            return complete(folder, inputs, last, written, settings.language if settings.has_search else "")


def planned_again(kept: KeptPlan, inputs: Inputs, store: Store) -> tuple[TextPlan, Rendering]:
    """Return the plan that was kept, and what makes its pages."""
    site = replace(kept.site, links=replace(kept.site.links, reading=replace(kept.site.links.reading, store=store)))
    resources = resources_again(site, kept.assets, kept.languages)
    templates = rendering(resources, inputs.values)
    plan = TextPlan(resources, templates.render_block, Keys(resources, inputs.values), store)
    vars(plan).update(kept.steps)
    return plan, templates
