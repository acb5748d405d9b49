"""Build a site again after an edit of a few texts, by the plan that the last build kept; the third way of `build.site`.

Most edits change only words that the rest of the site does not show: `edits/outputs.py` finds the pages and feeds that
do. For all other edits `edits/changed.py` reads and plans the site again, but for the texts that are as they were.
"""

import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from hireground.build.cluster.crew import Crew
from hireground.build.edits.kept_plan import KeptPlan, OpenedPlan, opened_plan, put_plan_in_place, write_plan
from hireground.build.edits.lazy_file import DamagedError
from hireground.build.edits.outputs import edited_outputs
from hireground.build.execute import execute, keys_of
from hireground.build.explain import Outcome
from hireground.build.inputs import SEMINARS, Inputs, Span, bytes_of, repeat_warnings, state_of
from hireground.build.journal import Journal, WrittenFiles, write_journal
from hireground.build.kept.files import LostError
from hireground.build.kept.site import complete
from hireground.build.keys import Keys
from hireground.build.rendering import Rendering, rendering
from hireground.build.replacement import is_disturbed, replacement
from hireground.build.text_plan import TextPlan
from hireground.store import Store, opened
from hireground.text.localtime import build_moment
from hireground.web.resources import resources_again
from hireground.web.sitemap import marker_outputs

MOST = 20
"""Texts that are read and converted again; where more changed, it is as quick to plan the whole site."""


def build_edited(inputs: Inputs, output: Path, last: Journal) -> Outcome | None:
    """Build what an edit of texts changed, and put it in the place of `output`; None if more may have changed.

    `last` is what the last build made there. Gives the same bytes as a build of everything.
    """
    span = last.span
    if not (span and span.plan and span.covers(build_moment())) or is_disturbed(output):
        return None
    now = span_now(span, inputs)
    if now is None or len(now.edited) > MOST:
        return None
    try:
        with opened_plan(inputs.root, output, span.plan) as plan:
            done = _write_words(plan, now, inputs, output, last) or _write_changes(plan, now, inputs, output, last)
    except (DamagedError, LostError):
        return None
    if done is None:
        return None
    written, now = done
    if now.plan != span.plan:
        now = now._replace(plan=put_plan_in_place(inputs.root, output, now.plan))
    write_journal(output, last, written, now)
    return Outcome(last, written.keys, written.fresh, written.from_store)


def _write_words(
    plan: OpenedPlan, now: Span, inputs: Inputs, output: Path, last: Journal
) -> tuple[WrittenFiles, Span] | None:
    """Write the pages and feeds that show the new words; None if the rest of the site may show something of them.

    The plan that was kept goes on to serve, with the texts that were edited since.
    """
    written = write_edited(plan.kept, now.edited, inputs, output, last)
    if written is None:
        return None
    repeat_warnings(now)
    return written, now


def _write_changes(
    plan: OpenedPlan, now: Span, inputs: Inputs, output: Path, last: Journal
) -> tuple[WrittenFiles, Span] | None:
    """Read and plan the site again but for the texts that are as they were; None if these have to be read, too.

    The new plan is kept in the place of the former one.
    """
    from hireground.build.edits.changed import write_changed  # noqa: PLC0415 -- imports the other half of the engine

    changed = write_changed(plan.kept, now, inputs, output, last)
    if changed is None:
        return None
    written, plan_again, now = changed
    name = write_plan(inputs.root, output, plan_again, plan)
    return written, now._replace(plan=name, texts_in_bytes=texts_in_bytes_now(now, inputs))


def span_now(span: Span, inputs: Inputs) -> Span | None:
    """Return what a build that reads edited texts again is made from; None if more changed than texts.

    Files have other times in another clone, and after a commit git says something else: then bytes are compared.
    So they are if a picture seems to be another, which only the whole site can show.
    """
    looked = time.time_ns()
    state = inputs.state(looked)  # first, so that what is saved meanwhile is seen by this build or by the next
    now = span._replace(looked=looked, since=build_moment().isoformat(), rest=state.rest, texts={**state.texts})
    edited = span.edited_since(inputs.state(span.looked))
    if edited is not None and SEMINARS not in edited and not any(map(span.has_picture, edited)):
        return now._replace(edited=edited, texts_in_bytes={**span.texts_in_bytes, **dict.fromkeys(edited, "")})
    in_bytes = inputs.state_in_bytes()
    edited = span.edited_in_bytes(in_bytes)
    if edited is None:
        return None
    return now._replace(edited=edited, texts_in_bytes={**in_bytes.texts, **dict.fromkeys(edited, "")})


def texts_in_bytes_now(span: Span, inputs: Inputs) -> dict[str, str]:
    """Return a span's texts by their bytes, now also those that were edited, but for what was saved since it looked."""
    known = {**span.texts_in_bytes}
    for path in [path for path, in_bytes in known.items() if not in_bytes]:
        file = inputs.content / path
        if file.is_file() and state_of(span.looked, file) == span.texts[path]:
            known[path] = bytes_of(file)
    return known


def write_edited(
    kept: KeptPlan, edited: Iterable[str], inputs: Inputs, output: Path, last: Journal
) -> WrittenFiles | None:
    """Write the pages and feeds that show the new words of texts; None if other files may show something of them."""
    with opened(inputs.root, is_whole=False) as store:
        plan, templates = restored_plan(kept, inputs, store)
        settings = plan.site.settings
        found = edited_outputs(plan, [settings.content / path for path in edited])
        if found is None:
            return None
        outputs = [*found, *marker_outputs(settings)]
        with replacement(output) as folder:
            written = execute(
                outputs, keys_of(outputs, plan.keys.of), folder, last, templates.made, replaced=output, store=store,
                crew=Crew(),
                keys_of_others={path: file.key for path, file in last.written.items() if file.key},
                search_files=last.search_files if settings.has_search else frozenset(),
            )  # fmt: skip
            return complete(folder, inputs, last, written, settings.language if settings.has_search else "")


def restored_plan(kept: KeptPlan, inputs: Inputs, store: Store) -> tuple[TextPlan, Rendering]:
    """Return the plan that was kept, which can go on from its steps, and what makes its pages."""
    site = replace(kept.site, links=replace(kept.site.links, reading=replace(kept.site.links.reading, store=store)))
    resources = resources_again(site, kept.assets, kept.languages)
    templates = rendering(resources, inputs.values)
    plan = TextPlan(resources, templates.render_block, Keys(resources, inputs.values), store)
    vars(plan).update(kept.steps)
    return plan, templates
