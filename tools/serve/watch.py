"""Edits to calls: what the site is made of, and the settings beside it."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchfiles import Change, DefaultFilter, watch

FOLDERS = ("content", "theme", "plugins", "tools")


class SettingsFilter(DefaultFilter):
    """Lets Python files pass."""

    def __call__(self, change: Change, path: str) -> bool:
        """Tell whether a change counts."""
        return path.endswith(".py") and super().__call__(change, path)


@contextmanager
def watching(root: Path, changed: Callable[[], None]) -> Iterator[None]:
    """Call `changed` after every edit in the meantime, once for edits that come together."""
    stop = threading.Event()

    def report(paths: list[Path], kind: DefaultFilter, *, recursive: bool) -> None:
        try:
            for _edits in watch(*paths, watch_filter=kind, stop_event=stop, recursive=recursive):
                changed()
        except OSError as error:  # the system's number of watches is used up
            sys.stderr.write(f"edits are not noticed ({error}); start again to see them\n")

    folders = [root / name for name in FOLDERS if (root / name).is_dir()]
    threads = [
        threading.Thread(target=report, args=(folders, DefaultFilter()), kwargs={"recursive": True}),
        threading.Thread(target=report, args=([root], SettingsFilter()), kwargs={"recursive": False}),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()
