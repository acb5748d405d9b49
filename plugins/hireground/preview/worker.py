"""Build for the preview, in a process of its own: take each save, make what it changes, and say what was made.

The process reads the engine once and stays, with all that it knows of the site, until its supervisor replaces it.
"""

import gc
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from multiprocessing.connection import Connection
from pathlib import Path

from hireground.failures import explain
from hireground.pelican.reasons import reason_for_pelican, template_for_pelican
from hireground.preview.live_folder import LIVE, LiveFolder
from hireground.preview.live_site import LiveSite
from hireground.preview.messages import Begun, Edited, News, Order, Ready, Refused, Settled
from hireground.site.settings_file import run_settings
from hireground.theme import THEME_FOLDER, theme_of

MOST = 5
"""Builds that newer saves may stop before what is left of them is looked for."""


class Worker:
    """Does what it is told over a pipe: one piece of a build after the other, with a look at the pipe in between.

    `jobs` are what it has to do, each an iterator of pieces; the last one is done first. `number` is that of the save
    that it builds, and `builds` counts those since it last cleared what they leave in memory.
    """

    def __init__(self, pipe: Connection, settings_file: Path, scratch: Path) -> None:
        self.pipe, self.settings_file, self.scratch = pipe, settings_file, scratch
        self.root = settings_file.resolve().parent
        self.live = LiveSite(settings_file, LiveFolder(scratch / LIVE))
        self.jobs: list[Iterator[News | None]] = []
        self.number = self.builds = 0

    def run(self) -> None:
        """Work until the supervisor is gone."""
        while True:
            if self.jobs and not self.pipe.poll():
                self.go_on(self.jobs[-1])
            else:
                self.take(self.pipe.recv())

    def take(self, order: Order) -> None:
        """Begin to build what was edited, in place of an older build; or make first what somebody looks at."""
        if isinstance(order, Edited):
            self.begin_build(order)
        else:
            self.make_first(order.path)

    def begin_build(self, save: Edited) -> None:
        """Stop what is being done, and build what was saved."""
        if self.builds >= MOST:
            self.clear()
        if not self.jobs:  # else somebody may wait for what the older build was to make first
            self.live.looked_at = set()
        self.number, self.jobs, self.builds = save.number, [self.build(save)], self.builds + 1

    def make_first(self, path: str) -> None:
        """Make a file before all else, then what its author wants to know of it, and at the end the search index.

        `LiveSite.index` does nothing unless somebody searches. A build makes the index itself.
        """
        is_building = bool(self.jobs) and self.live.pages is None
        if not is_building:
            self.jobs.insert(0, self.live.index())
        self.jobs.append(chain(self.live.look(path), self.live.about(path)))

    def go_on(self, job: Iterator[News | None]) -> None:
        """Do one piece of a job, and say what came of it."""
        try:
            if news := next(job):
                if isinstance(news, Settled):
                    self.clear()
                self.pipe.send(news)
        except StopIteration:
            self.jobs.remove(job)
        except Exception as error:  # noqa: BLE001 -- the one net: whatever a build may raise
            self.jobs = []
            self.pipe.send(Refused(self.number, f"{explain(error, self.root)[1]}\n"))
            self.clear()

    def clear(self) -> None:
        """Free the memory that earlier builds have left, for which Python does not look by itself here."""
        gc.collect()
        self.builds = 0

    def build(self, save: Edited) -> Iterator[News | None]:
        """Build a site by the engine, file by file; or by Pelican, which needs a process for each build."""
        values = run_settings(self.settings_file)
        if not (reason_for_pelican(values) or template_for_pelican(theme_of(self.root, THEME_FOLDER))):
            yield Begun(save.number)
            yield from self.live.build(save, values)
            return
        from hireground.build.anew import build_by_pelican  # noqa: PLC0415 -- and with it what only such sites need

        yield Begun(save.number, by_pelican=True)
        folder = self.scratch / str(save.number)
        build_by_pelican(self.settings_file, folder, {}, compressed=False)
        yield Ready(folder)
        yield Settled(save.number)


def work(pipe: Connection, settings_file: Path, scratch: Path) -> None:
    """Work until the supervisor is gone."""
    with suppress(EOFError, ConnectionError):
        Worker(pipe, settings_file, scratch).run()
