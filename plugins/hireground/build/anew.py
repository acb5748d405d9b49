"""Build the whole site into a folder: by the engine alone, or by Pelican where the settings ask for it."""

import logging
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hireground.build.by_engine import Built, linted, write_whole_site
from hireground.build.compression import compress
from hireground.build.edits.kept_plan import put_plan_in_place, write_plan
from hireground.build.explain import Outcome
from hireground.build.inputs import Inputs, InputState, Span
from hireground.build.journal import Journal, write_journal
from hireground.build.kept.site import complete
from hireground.build.replacement import replacement
from hireground.build.search.index import add_index
from hireground.pelican.reasons import reason_for_pelican, template_for_pelican
from hireground.terminal import WarningLines, attached
from hireground.text.problems import Problem
from hireground.theme import THEME_FOLDER, theme_of
from hireground.web.beside import Helpers

log = logging.getLogger(__name__)


def build_anew(
    inputs: Inputs, output: Path, overrides: Mapping[str, object], last: Journal, beside: Helpers
) -> Outcome | None:
    """Build the site in the place of `output`, and return what became of each file; None if Pelican built it.

    `last` is what an earlier build made, there or in another folder. The processes `beside` this one make pictures and
    cards.
    """
    values = inputs.values
    if reason := reason_for_pelican(values) or template_for_pelican(theme_of(inputs.root, THEME_FOLDER)):
        if "hireground" in values.get("PLUGINS", ()):
            log.info("%s is for Pelican itself, which makes every post anew", reason)
        build_by_pelican(inputs.settings_file, output, overrides, compressed=inputs.compressed)
        return None
    return build_by_engine(inputs, output, last, beside)


def build_by_engine(inputs: Inputs, output: Path, last: Journal, beside: Helpers) -> Outcome:
    """Build the site without Pelican, and write down for later builds what it was made from and by which plan."""
    looked = time.time_ns()
    state = inputs.state(looked) if last.output == output else None  # a build since another folder's keeps none
    warnings = WarningLines()
    with replacement(output) as folder, attached(warnings):
        built = write_whole_site(inputs, folder, output, last, beside)
        written = complete(folder, inputs, last, built.written, built.indexed)
        plan = put_plan_in_place(inputs.root, output, write_plan(inputs.root, output, built.plan)) if state else ""
    span = span_of(inputs, looked, state, built, [*warnings.printed])._replace(plan=plan) if state else None
    write_journal(output, last, written, span)
    return Outcome(last, written.keys, written.fresh, written.from_store)


def span_of(inputs: Inputs, looked: int, state: InputState, built: Built, warnings: list[str]) -> Span:
    """Return what a build was made from; `state` is what its inputs were known by when it `looked`, before it began."""
    since, until = (moment.isoformat() for moment in built.moments)
    in_bytes = inputs.state_in_bytes()
    if inputs.state(looked) != state:  # something was saved meanwhile, and nobody knows which bytes this build has read
        in_bytes = InputState("", {})
    return Span(
        state.rest, {**state.texts}, looked, since, until, warnings, indexed=built.indexed,
        rest_in_bytes=in_bytes.rest, texts_in_bytes={**in_bytes.texts},
    )  # fmt: skip


def build_by_pelican(settings_file: Path, output: Path, overrides: Mapping[str, Any], *, compressed: bool) -> None:
    """Build a site whose settings say what only Pelican knows."""
    from hireground.pelican.run import run_pelican  # noqa: PLC0415 -- a site of the engine alone does without Pelican

    with replacement(output) as folder:
        site = run_pelican(settings_file, folder, overrides, problems_of_calendars)
        if site and site.settings.has_search:
            add_index(folder, site.settings.root, site.settings.language)
        if compressed:
            compress(folder)


def problems_of_calendars(folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the calendars in `folder`; nobody should subscribe to a broken one."""
    for file in sorted(folder.rglob("*.ics")):
        yield from linted((file.relative_to(folder), file.read_bytes()))
