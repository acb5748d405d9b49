"""Keep a site as it would be built now: after a save, make those files anew that show something else.

A build is an iterator of news, so that whoever runs it can look after each file whether there is something better to
do: a newer save stops an older build, and what somebody looks at is made before the rest. Where there is nothing to
tell, it yields None.
"""

import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from hireground.build.by_engine import Build, calendar_problems, same_path_error
from hireground.build.execute import keep, kept_in
from hireground.build.keys import Keys
from hireground.build.plan import Plan
from hireground.build.rendering import rendering
from hireground.build.search.index import FOLDER as SEARCH
from hireground.build.search.index import add_index
from hireground.failures import refused
from hireground.output import Output, linked
from hireground.preview.first_pages import by_themselves
from hireground.preview.glance import glance
from hireground.preview.live_folder import LiveFolder
from hireground.preview.messages import About, Checked, Early, Edited, Made, News, Planned, Ready, Restyled, Settled
from hireground.site.assets import Assets
from hireground.site.load import Unchecked, checked, read_texts
from hireground.site.reading import Reading
from hireground.site.settings import SiteSettings, site_settings
from hireground.store import Store, opened
from hireground.text.localtime import build_moment
from hireground.text.problems import InvalidContentError, Problem
from hireground.web.resources import Resources, read_resources, with_settings

if TYPE_CHECKING:
    from hireground.preview.about import Pages

AT_ONCE = 100
"""Texts that are converted before the next look whether somebody waits: what is kept of them is read in 30 ms."""
HASH = re.compile(r"\.[0-9a-f]{10}(?=\.css$)")


@dataclass(frozen=True)
class Waiting:
    """An output that is to be made, with what it is made with."""

    output: Output
    build: Build

    @cached_property
    def key(self) -> str:
        """The key of the output."""
        return self.build.plan.keys.of(self.output)

    def made(self) -> bytes | Path:
        """Return the file that the output is, or what is kept of an earlier build, or what is made now."""
        output, store = self.output, self.build.plan.store
        if output.maker is linked:
            return Path(output.value)
        data = kept_in(store, output, self.key)
        if data is None:
            data = self.build.templates.made(output)
            keep(store, output, self.key, data)
        return data


class LiveSite:
    """A site in a folder, and what its files were made from.

    `keys` has the key of each file as it is. `waiting` are the outputs that are to be made, in order, and
    `gone` the files that are to be removed; `looked_at` are the paths that are made first, and `tried` those of them
    that were to be made before all is planned. `last` is the last build that was planned to its end, `outputs` are
    those of its plan by their paths, and `unread` the files that were saved since then.
    """

    def __init__(self, settings_file: Path, folder: LiveFolder) -> None:
        self.settings_file, self.folder = settings_file, folder
        self.keys = {path: key for path, key in folder.keys().items() if not path.startswith(f"{SEARCH}/")}
        self.waiting: dict[str, Waiting] = {}
        self.gone: set[str] = set()
        self.looked_at: set[str] = set()
        self.tried: set[str] = set()
        self.unread: set[Path] = set()
        self.sheets: Mapping[str, str] = {}
        self.broken_calendars: dict[str, list[Problem]] = {}
        self.last: Build | None = None
        self.outputs: Mapping[str, Output] = {}
        self.is_indexed = False
        self.pages: Pages | None = None

    def build(self, save: Edited, values: Mapping[str, Any]) -> Iterator[News | None]:
        """Make anew what differs from the last build, and yield what does; raises what is wrong with the site."""
        self.waiting, self.gone, self.tried, self.pages = {}, set(), set(), None
        self.looked_at |= save.looked_at
        self.unread |= {path for path in save.paths if path.exists() or self._has_read(path)}
        settings = site_settings(values, self.settings_file)
        if self.last:
            yield from self._show_saved(self.last, save, settings, values)
        with opened(settings.root) as store:
            texts = read_texts(Reading(settings, build_moment(), store=store))
            if not (self.last or self.keys) and texts.is_right:
                yield from self._before_all_is_checked(texts, values, store)
            site = checked(texts)
            yield Ready(self.folder.root)
            resources = read_resources(site)
            yield from self._restyle(resources.assets)
            build = build_with(resources, values, store)
            yield from self._convert(build)
            yield from self._plan(build)
            yield from self._make_the_rest()
        yield from self._settle(save, build)

    def _settle(self, save: Edited, build: Build) -> Iterator[News]:
        """Note that all is made, make what waited for that, and say so; raises what is wrong with a calendar."""
        if problems := [each for found in self.broken_calendars.values() for each in found]:
            raise InvalidContentError(problems)
        warnings = "".join(f"{words}\n" for words in (*build.plan.site.warnings, *build.plan.calendars[1]))
        self.folder.settle(self.keys)
        yield from self.index()
        from hireground.preview.about import Pages, public_settings  # noqa: PLC0415 -- much that no page waits for

        self.pages = Pages(build.plan, public_settings(self.settings_file))
        for path in [*self.looked_at]:
            yield from self.about(path)
        yield Settled(save.number, warnings)

    def _before_all_is_checked(
        self, texts: Unchecked, values: Mapping[str, Any], store: Store
    ) -> Iterator[News | None]:
        """Make what somebody waits for, and what browsers load for it; where that cannot be, the checks say why."""
        yield Early(self.folder.root)
        if self.looked_at:
            with suppress(Exception):
                resources = read_resources(texts.site)
                yield from self._restyle(resources.assets)
                for path, data in resources.assets.files.items():
                    self.folder.put(path, data)
                    self.keys.setdefault(path, "")
                yield from self._make_first_pages(build_with(resources, values, store))
            self.waiting = {}

    def _has_read(self, path: Path) -> bool:
        """Tell whether a file that is gone was one of the content's, and not one that an editor had for a moment."""
        if self.last is None:
            return False
        site = self.last.plan.site
        content = site.settings.root / site.settings.content
        return path.is_relative_to(content) and PurePosixPath(path.relative_to(content)) in site.files.names

    def _show_saved(
        self, last: Build, save: Edited, settings: SiteSettings, values: Mapping[str, Any]
    ) -> Iterator[News]:
        """Make what is looked at and was just saved, from what the last build knew of the rest of the site."""
        content = settings.root / settings.content
        if not all(path.is_relative_to(content) for path in save.paths):
            yield from self._show_new_settings(with_settings(last.plan.resources, settings), values, last.plan.store)
        for path in save.paths:
            if path.is_relative_to(content) and path.is_file():
                yield from self._check_and_show(last, path)

    def _show_new_settings(self, resources: Resources, values: Mapping[str, Any], store: Store) -> Iterator[News]:
        """Make what is looked at with the settings and the theme as they are now."""
        yield from self._restyle(resources.assets)
        build = build_with(resources, values, store)
        for path in self.looked_at & self.outputs.keys():
            yield from self._show([self.outputs[path]], build)

    def _check_and_show(self, last: Build, path: Path) -> Iterator[News]:
        """Say what is wrong in a text, or make those of its pages that are looked at."""
        root = last.plan.site.settings.root
        is_only_one = self.unread == {path}  # else what seems wrong may have been put right in another file
        try:
            pages = [*glance(last.plan, path.relative_to(root), self.looked_at)]
        except InvalidContentError as error:
            if is_only_one:
                yield Checked(f"{refused(error, root)}\n")
            return
        if is_only_one:
            yield Checked("")
        yield from self._show(pages, last)

    def _show(self, pages: Iterable[Output], build: Build) -> Iterator[News]:
        """Make pages that are looked at, before the whole site is planned."""
        for page in pages:
            self.waiting[page.path] = Waiting(page, build)
            yield from self.look(page.path)

    def _restyle(self, assets: Assets) -> Iterator[Restyled]:
        """Write the style sheets that changed: a page that is open takes them without being made anew."""
        sheets = {HASH.sub("", url): url for url in assets.files if url.endswith(".css")}
        if sheets != self.sheets:
            for url in sheets.values():
                self.folder.put(url, assets.files[url])
                self.keys.setdefault(url, "")
            self.sheets = sheets
            yield Restyled(sheets)

    def _convert(self, build: Build) -> Iterator[News | None]:
        """Convert every text, a few at a time."""
        yield from self._make_first_pages(build)
        for _ in build.plan.convert_in_steps(AT_ONCE):
            yield None
            yield from self._make_first_pages(build)

    def _make_first_pages(self, build: Build) -> Iterator[News]:
        """Make files that somebody waits for and that were never made, as far as they can be without the whole plan."""
        if wanted := {path for path in self.looked_at - self.tried if path not in self.keys}:
            self.tried |= wanted
            yield from self._show(by_themselves(build.plan, wanted), build)

    def _plan(self, build: Build) -> Iterator[News | None]:
        """Plan every file, and note it; what somebody looks at is made at once, if it is another."""
        planned: dict[str, Output] = {}
        for output in build.plan.outputs():
            if output.path in planned:
                raise same_path_error(self.settings_file, output.path)
            planned[output.path] = output
            self.waiting[output.path] = Waiting(output, build)
            if output.path in self.looked_at:
                yield from self.look(output.path)
            yield None
            yield from self._make_first_pages(build)
        if below := below_a_file(planned):
            raise same_path_error(self.settings_file, below)
        self.last, self.outputs, self.unread = build, planned, set()
        self.gone = self.keys.keys() - planned.keys()
        self.is_indexed = False
        yield Planned(frozenset(planned))

    def _make_the_rest(self) -> Iterator[News | None]:
        """Make what is left and is another, and remove what is gone."""
        while self.waiting:
            yield from self._make(next(iter(self.waiting)))
            yield None
        for path in self.gone:
            self.folder.remove(path)
            self.broken_calendars.pop(path, None)
            del self.keys[path]
            yield Made(path)
        self.gone = set()

    def look(self, path: str) -> Iterator[News]:
        """Make a file now if it is to be made, and else as soon as it is planned."""
        self.looked_at.add(path)
        if path in self.waiting:
            yield from self._make(path)

    def _make(self, path: str) -> Iterator[News]:
        """Make a file that is waiting, unless it is as it was."""
        waiting = self.waiting[path]
        if self.keys.get(path) != waiting.key:
            made = waiting.made()
            if path.endswith(".ics") and isinstance(made, bytes):
                self.broken_calendars[path] = calendar_problems({Path(path): made}, waiting.build.plan.store)
            news = self.folder.put(path, made)
            self.keys[path] = waiting.key
            if news:
                yield news
        self.waiting.pop(path, None)

    def about(self, path: str) -> Iterator[News]:
        """Say what its author wants to know of a page, once everything is made."""
        if self.pages and path in self.outputs and path.endswith(".html"):
            yield About(path, self.pages.about(path))

    def index(self) -> Iterator[News]:
        """Make the search index if somebody searches."""
        if self.last and any(path.startswith(f"{SEARCH}/") for path in self.looked_at):
            settings = self.last.plan.site.settings
            if settings.has_search and not self.is_indexed:
                shutil.rmtree(self.folder.root / SEARCH, ignore_errors=True)
                add_index(self.folder.root, settings.root, settings.language)
            self.is_indexed = True
            yield Made(SEARCH)


def build_with(resources: Resources, values: Mapping[str, Any], store: Store) -> Build:
    """Return what makes the files of a site; `values` are those of its settings file."""
    templates = rendering(resources, values)
    return Build(Plan(resources, templates.render_block, Keys(resources, values), store), templates)


def below_a_file(paths: Collection[str]) -> str:
    """Return a path whose folder has the path of a file; empty if there is none."""
    for folder in {path.rpartition("/")[0] for path in paths}:
        above = folder
        while above:
            if above in paths:
                return folder
            above = above.rpartition("/")[0]
    return ""
