"""Build a site into a folder, whole or not at all: by the engine alone, or by Pelican where the settings want it."""

import logging
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hireground.build.compression import compress
from hireground.build.edits.kept_plan import keep_plan, put_plan
from hireground.build.explain import Outcome
from hireground.build.journal import Journal, write_journal
from hireground.build.kept.site import complete
from hireground.build.own_path import Built, build_own
from hireground.build.replacement import replacement
from hireground.build.search.index import add_index
from hireground.build.unchanged import Inputs, Read, Span
from hireground.pelican.reasons import reason_for_pelican, template_for_pelican
from hireground.terminal import WarningLines, attached
from hireground.text.problems import Problem
from hireground.theme import THEME_FOLDER, theme_of
from hireground.web.beside import Helpers

log = logging.getLogger(__name__)


def build_anew(
    inputs: Inputs, output: Path, overrides: Mapping[str, object], last: Journal, beside: Helpers
) -> Outcome | None:
    """Build the site; `last` is what an earlier build made, here or in another folder. None if Pelican built it.

    Pictures and cards are made by those `beside` it.
    """
    settings_file, values, compressed = inputs.settings_file, inputs.values, inputs.compressed
    root = settings_file.resolve().parent
    if reason := reason_for_pelican(values) or template_for_pelican(theme_of(root, THEME_FOLDER)):
        if "hireground" in values.get("PLUGINS", ()):
            log.info("%s is for Pelican itself, which makes every post anew", reason)
        build_by_pelican(settings_file, output, overrides, compressed=compressed)
        return None
    looked = time.time_ns()
    read = inputs.read(looked) if last.output == output else None
    warnings = WarningLines()
    with replacement(output) as folder, attached(warnings):
        built = build_own(inputs, folder, output, last, beside)
        written = complete(folder, inputs, last, built.written, built.indexed)
        plan = put_plan(root, output, keep_plan(root, output, built.plan)) if read else ""
    span = span_of(inputs, looked, read, built, [*warnings.printed])._replace(plan=plan) if read else None
    write_journal(output, last, written, span)
    return Outcome(last, written.keys, written.fresh, written.kept)


def span_of(inputs: Inputs, looked: int, read: Read, built: Built, warnings: list[str]) -> Span:
    """Return what a build was made from that `read` all as it was when it `looked`."""
    since, until = (moment.isoformat() for moment in built.moments)
    held = inputs.read_bytes()
    if inputs.read(looked) != read:  # something was saved meanwhile, and nobody knows which bytes this build has read
        held = Read("", {})
    span = Span(read.rest, {**read.texts}, looked, since, until, warnings, indexed=built.indexed)
    return span._replace(alike=held.rest, words={**held.texts})


def build_by_pelican(settings_file: Path, output: Path, overrides: Mapping[str, Any], *, compressed: bool) -> None:
    """Build a site whose settings say what only Pelican knows."""
    from hireground.pelican.run import run_pelican  # noqa: PLC0415 -- a site of the engine alone does without Pelican

    with replacement(output) as folder:
        site = run_pelican(settings_file, folder, overrides, calendar_findings)
        if site and site.settings.has_search:
            add_index(folder, site.settings.root, site.settings.language)
        if compressed:
            compress(folder)


def calendar_findings(folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the calendars in `folder`; nobody should subscribe to a broken one."""
    from hireground.lint_ics import lint  # noqa: PLC0415 -- only for calendars that are new

    for file in sorted(folder.rglob("*.ics")):
        for each in lint(file.relative_to(folder), file.read_bytes()):
            yield Problem(each.path, each.line, each.column, each.message)
