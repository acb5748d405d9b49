"""Build a site without Pelican: plan every file, make what changed, and link the rest."""

import datetime as dt
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from hireground.build.cluster.crew import Crew
from hireground.build.cluster.dask import SETTING as CLUSTER
from hireground.build.cluster.dask import crew as crew_at
from hireground.build.execute import execute, keys_of
from hireground.build.inputs import Inputs
from hireground.build.journal import Journal, WrittenFiles
from hireground.build.kept.files import SamePathError
from hireground.build.keys import Keys
from hireground.build.plan import Plan
from hireground.build.rendering import Rendering, rendering
from hireground.build.texts_ahead import texts_ahead
from hireground.moments import next_moment
from hireground.pictures.card_cache import Drawers
from hireground.site.load import load_site
from hireground.site.settings import site_settings
from hireground.site.site import Site
from hireground.store import Store, digest, engine, opened
from hireground.terminal import progress
from hireground.text.aside import give_back
from hireground.text.localtime import build_moment
from hireground.text.problems import InvalidContentError, Problem
from hireground.web.beside import Helpers
from hireground.web.resources import MAKING_PICTURES, read_resources

THIS_MACHINE = Crew()
TOGETHER = 1_000
"""Calendars that are in memory at a time when they are checked."""
NO_OTHERS: Mapping[str, str] = MappingProxyType({})

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Build:
    """The plan of a site, and what makes its files: the templates, and the processes that draw cards."""

    plan: Plan
    templates: Rendering
    drawers: Drawers = field(default_factory=Drawers)


@dataclass(frozen=True)
class Built:
    """A site that was written into a folder, with the plan that it was made by.

    `indexed` is the language of its search index, empty where it has none. It would come out the same at each moment
    from the first of `moments` on, and before the second.
    """

    written: WrittenFiles
    indexed: str
    moments: tuple[dt.datetime, dt.datetime]
    plan: Plan


def write_whole_site(inputs: Inputs, folder: Path, output: Path, last: Journal, beside: Helpers) -> Built:
    """Write a site into `folder`, which will replace `output`, and begins with the spare of that.

    Raises `InvalidContentError` with everything that is wrong with the content.
    """
    values = inputs.values
    own = site_settings(values, inputs.settings_file)
    with opened(own.root) as store, texts_ahead(own, store) as ahead:
        site = load_site(own, build_moment(), store)
        for problem in site.warnings:
            log.warning("%s", problem)
        beside.pictures.wait(progress(MAKING_PICTURES))
        resources = read_resources(site)
        templates = rendering(resources, values)
        keys = Keys(resources, values)
        with crew_at(os.environ.get(CLUSTER, ""), keys, values) as crew:
            plan = Plan(resources, templates.render_block, keys, store, crew)
            ahead.put_into(store)
            plan.put_documents_aside()
            written = write_files(Build(plan, templates, beside.drawers), folder, output, last)
    return Built(written, own.language if own.has_search else "", (site.now, until(site)), plan)


def write_files(
    build: Build, folder: Path, output: Path, last: Journal, others: Mapping[str, str] = NO_OTHERS
) -> WrittenFiles:
    """Write every file of a plan into `folder`; `others` are the keys of the last build's files that stay beside them.

    Raises `InvalidContentError` for two files of one address, and for a calendar that is broken, and `LostError`.
    """
    plan, settings, drawers = build.plan, build.plan.site.settings, build.drawers
    drawers.begin(plan.kept_cards.values(), plan.crew.drawn)
    outputs = [*plan.outputs()]
    for words in plan.calendars[1]:
        log.warning("%s", words)
    try:
        keys = keys_of(outputs, plan.keys.of)
        plan.keys.digests.forget()  # a tenth of the memory
        if not others:  # of a plan that was kept few entries are read
            plan.put_fields_aside()
        give_back()
        written = execute(
            outputs, keys, folder, last, build.templates.made, replaced=output, store=plan.store,
            crew=plan.crew, keys_of_others=others, wait_for_cards=drawers.wait,
            search_files=last.search_files if settings.has_search else frozenset(),
        )  # fmt: skip
    except SamePathError as error:
        raise same_path_error(settings.settings_file, str(error)) from None
    refuse_broken_calendars(folder, written, plan.store, plan.crew)
    return written


def same_path_error(settings_file: Path, path: str) -> InvalidContentError:
    """Build the error for two files that want one address."""
    words = f"two files want the address {path}; give one of them another slug"
    return InvalidContentError([Problem(settings_file, 1, 1, words)])


def until(site: Site) -> dt.datetime:
    """Return the first moment at which a file may come out differently: at once, if one shows this hour."""
    return site.now if site.settings.has_kitchen_sink else next_moment(site).at


def refuse_broken_calendars(folder: Path, written: WrittenFiles, store: Store, crew: Crew) -> None:
    """Raise `InvalidContentError` for calendars that are new and broken."""
    made = sorted(path for path in written.fresh | written.from_store if path.endswith(".ics"))
    problems = list[Problem]()
    for start in range(0, len(made), TOGETHER):
        calendars = {Path(path): (folder / path).read_bytes() for path in made[start : start + TOGETHER]}
        problems += calendar_problems(calendars, store, crew)
    if problems:
        raise InvalidContentError(problems)


def calendar_problems(calendars: Mapping[Path, bytes], store: Store, crew: Crew = THIS_MACHINE) -> list[Problem]:
    """Return what is wrong with some calendars; nobody should subscribe to a broken one.

    One that had no problem in an earlier build is not looked at again.
    """
    keys = {path: digest(b"lint", engine(), data) for path, data in calendars.items()}
    unknown = [(path, data) for path, data in calendars.items() if not store.has(keys[path])]
    problems = list[Problem]()
    for (path, _data), found in zip(unknown, crew.shared(linted, unknown), strict=True):
        problems += found
        if not found:
            store.put(keys[path], b"right")
    return problems


def linted(calendar: tuple[Path, bytes]) -> list[Problem]:
    """Return what is wrong with a calendar."""
    from hireground.lint_ics import lint  # noqa: PLC0415 -- only for calendars that are new

    return [Problem(each.path, each.line, each.column, each.message) for each in lint(*calendar)]
