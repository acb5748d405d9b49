"""Build a site without Pelican: plan every file, make what changed, and link the rest."""

import datetime as dt
import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from hireground.build.cluster.dask import SETTING as CLUSTER
from hireground.build.cluster.dask import crew
from hireground.build.crew import Crew
from hireground.build.execute import execute, keys_of
from hireground.build.journal import Journal, WrittenFiles
from hireground.build.kept.files import SamePathError
from hireground.build.keys import Keys
from hireground.build.plan import Plan
from hireground.build.rendering import rendering
from hireground.moments import next_moment
from hireground.pelican import defaults
from hireground.pelican.templates import NAMES, TOLD
from hireground.pictures.card_cache import drawing
from hireground.site.load import load_site
from hireground.site.settings import site_settings
from hireground.site.settings_file import is_own
from hireground.site.site import Site
from hireground.store import Store, digest, engine, opened
from hireground.text.localtime import build_moment
from hireground.text.problems import InvalidContentError, Problem
from hireground.theme import Theme
from hireground.web.resources import card_cache, read_resources

JINJA = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
SETTING = re.compile(r"\b[A-Z][A-Z_]{2,}\b")
PELICAN_NAMES = re.compile(
    r"\b(?:articles|all_articles|hidden_articles|drafts|dates|tags|categories|pages|hidden_pages|draft_pages"
    r"|period_archives|staticfiles|localsiteurl|relative_urls|plugin_enabled|strftime)\b"
)
"""What Pelican's own generators hand to every template."""

HERE = Crew()

log = logging.getLogger(__name__)


def reason_for_pelican(values: Mapping[str, Any]) -> str:
    """Say why a site has to be built by Pelican itself; nothing if the engine alone gives the same bytes.

    That is so where the settings say anything that only Pelican knows: another plugin, theme or address.
    """
    wiring = {name: value for name, value in vars(defaults).items() if name.isupper()}
    for name, value in values.items():
        if not name.isupper() or is_own(name):
            continue
        if name not in wiring or value != wiring[name]:
            return name
    return "" if values.get("PLUGINS") == wiring["PLUGINS"] else "PLUGINS"


def template_for_pelican(theme: Theme) -> str:
    """Name a template of the site's own that asks for what only Pelican hands to templates; empty if there is none."""
    *own, engine = theme.folders
    for folder in own:
        for name, file in Theme((folder,)).files("templates").items():
            if names_of_pelican(file) - names_of_pelican(engine / "templates" / name):
                return f"theme/templates/{name}"
    return ""


def names_of_pelican(file: Path) -> frozenset[str]:
    """Return the names that a template asks for and that are among those which Pelican hands out."""
    text = file.read_text("utf-8", errors="replace") if file.is_file() else ""
    code = "".join(JINJA.findall(text))
    said = {*PELICAN_NAMES.findall(code), *SETTING.findall(code)} - {*NAMES, *TOLD}
    if not said:
        return frozenset()
    environment = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 -- nothing is rendered
    try:
        tree = environment.parse(text)
        environment.filters |= dict.fromkeys((one.name for one in tree.find_all(nodes.Filter)), str)
        environment.tests |= dict.fromkeys((one.name for one in tree.find_all(nodes.Test)), callable)
        return frozenset(said & meta.find_undeclared_variables(tree))
    except TemplateSyntaxError:
        return frozenset()  # which is said, with its line, where the template is read to be used


@dataclass(frozen=True)
class Built:
    """A site that was written: the key of every file, and which files are new.

    `indexed` is the language of its search index, empty where it has none. It would come out the same at each moment
    from the first of `moments` on, and before the second.
    """

    written: WrittenFiles
    indexed: str
    moments: tuple[dt.datetime, dt.datetime]
    plan: Plan


def build_own(values: Mapping[str, Any], settings_file: Path, folder: Path, output: Path, last: Journal) -> Built:
    """Write a site into `folder`, which will replace `output`, and begins with the spare of that.

    Raises `InvalidContentError` with everything that is wrong with the content.
    """
    own = site_settings(values, settings_file)
    with opened(own.root) as store, drawing(card_cache(own)) as drawers:
        site = load_site(own, build_moment(), store)
        for problem in site.warnings:
            log.warning("%s", problem)
        resources = read_resources(site)
        templates = rendering(resources, values)
        keys = Keys(resources, values)
        with crew(os.environ.get(CLUSTER, ""), keys, values) as workers:
            plan = Plan(resources, templates.render_block, keys, store, workers)
            drawers.begin(plan.kept_cards.values(), workers.drawn)
            outputs = tuple(plan.outputs())
            for words in plan.calendars[1]:
                log.warning("%s", words)
            try:
                known = keys_of(outputs, keys.of)
                keys.digests.forget()  # which has a tenth of the memory
                written = execute(
                    outputs, folder, last, lambda one: known[one.path], templates.made, output=output, store=store,
                    crew=workers, besides=last.search_files if own.has_search else frozenset(), wait=drawers.wait,
                )  # fmt: skip
            except SamePathError as error:
                raise same_path(settings_file, str(error)) from None
            refuse_calendars(folder, written, store, workers)
    return Built(written, own.language if own.has_search else "", (site.now, until(site)), plan)


def same_path(settings_file: Path, path: str) -> InvalidContentError:
    """Build the error for two files that want one address."""
    words = f"two files want the address {path}; give one of them another slug"
    return InvalidContentError([Problem(settings_file, 1, 1, words)])


def until(site: Site) -> dt.datetime:
    """Return the first moment at which a file may come out differently: at once, if one shows this hour."""
    return site.now if site.settings.has_kitchen_sink else next_moment(site).at


def refuse_calendars(folder: Path, written: WrittenFiles, store: Store, workers: Crew) -> None:
    """Raise `InvalidContentError` for calendars that are new and broken."""
    made = sorted(path for path in written.fresh | written.kept if path.endswith(".ics"))
    calendars = {Path(path): (folder / path).read_bytes() for path in made}
    if problems := calendar_problems(calendars, store, workers):
        raise InvalidContentError(problems)


def calendar_problems(calendars: Mapping[Path, bytes], store: Store, workers: Crew = HERE) -> list[Problem]:
    """Return what is wrong with some calendars; nobody should subscribe to a broken one.

    One that had no problem in an earlier build is not looked at again.
    """
    keys = {path: digest(b"lint", engine(), data) for path, data in calendars.items()}
    unknown = [(path, data) for path, data in calendars.items() if not store.has(keys[path])]
    problems = list[Problem]()
    for (path, _data), found in zip(unknown, workers.shared(linted, unknown), strict=True):
        problems += found
        if not found:
            store.put(keys[path], b"right")
    return problems


def linted(calendar: tuple[Path, bytes]) -> list[Problem]:
    """Return what is wrong with a calendar."""
    from hireground.lint_ics import lint  # noqa: PLC0415 -- only for calendars that are new

    return [Problem(each.path, each.line, each.column, each.message) for each in lint(*calendar)]
