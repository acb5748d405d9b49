"""Watch what the site is made of, and call a function after each edit."""

import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

from hireground.theme import THEME_FOLDER

FOLDERS = ("content", "theme", "plugins", "tools")
ENGINE = Path(__file__).parents[1]
STEP = 10
"""Milliseconds between two edits that are told of together, at most."""
LONGEST = 200
"""Milliseconds within which edits are told of, however many follow each other."""
Changed = Callable[[frozenset[Path]], None]
"""Is given the files that were edited."""


class TopFilter(DefaultFilter):
    """Lets the settings pass, and the folders that are watched, which may be new."""

    def __call__(self, change: Change, path: str) -> bool:
        """Tell whether a change counts."""
        is_ours = path.endswith(".py") or Path(path).name in FOLDERS
        return is_ours and super().__call__(change, path)


class Watching:
    """Watches a site's settings and folders, the engine and its theme, in two threads, until it is stopped."""

    def __init__(self, root: Path, changed: Changed) -> None:
        self.root, self.changed = root, changed
        self.stopped, self.outdated = threading.Event(), threading.Event()
        self.threads = [threading.Thread(target=self.watch_top), threading.Thread(target=self.watch_folders)]

    def watch_top(self) -> None:
        """Watch the settings, and whether the site gets a folder that is to be watched, too."""
        for paths in self.edits([self.root], TopFilter(), self.stopped, recursive=False):
            if any(path.name in FOLDERS for path in paths):
                self.outdated.set()
            self.changed(paths)
        self.outdated.set()

    def watch_folders(self) -> None:
        """Watch the folders that are there."""
        while True:
            self.outdated.clear()
            if self.stopped.is_set():
                return
            folders = {self.root / name for name in FOLDERS} | {ENGINE, THEME_FOLDER}
            for paths in self.edits(filter(Path.is_dir, folders), DefaultFilter(), self.outdated, recursive=True):
                self.changed(paths)

    def edits(
        self, paths: Iterable[Path], kind: DefaultFilter, stop: threading.Event, *, recursive: bool
    ) -> Iterator[frozenset[Path]]:
        """Yield the files that were edited together."""
        try:
            for edits in watch(
                *paths, watch_filter=kind, stop_event=stop, recursive=recursive, step=STEP, debounce=LONGEST
            ):
                yield frozenset(Path(path) for _change, path in edits)
        except OSError as error:  # the system's number of watches is used up
            sys.stderr.write(f"edits are not noticed ({error}); start again to see them\n")
            self.stopped.wait()


@contextmanager
def watching(root: Path, changed: Changed) -> Iterator[None]:
    """Call `changed` after every edit in the meantime, once for edits that come together."""
    watched = Watching(root, changed)
    for thread in watched.threads:
        thread.start()
    try:
        yield
    finally:
        watched.stopped.set()
        watched.outdated.set()
        for thread in watched.threads:
            thread.join()
