"""What browsers see at this moment, shared by the threads that show it."""

import threading
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Preview:
    """The outcome of one build: `root` is the last good site, `report` what is wrong since, `build` a name for both."""

    build: str = ""
    root: Path | None = None
    report: str = ""


class Stage:
    """Holds the current preview and wakes those who wait for the next."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._preview = Preview()
        self._is_closed = False

    def show(self, preview: Preview) -> None:
        """Put a new preview in the place of the current one."""
        with self._changed:
            self._preview = preview
            self._changed.notify_all()

    def close(self) -> None:
        """Send everybody away who waits."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def after(self, build: str, patience: float | None = None) -> Preview | None:
        """Wait for a preview other than `build`, at most `patience` seconds; None if there is none to come."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._preview.build != build, patience)
            return None if self._is_closed else self._preview
