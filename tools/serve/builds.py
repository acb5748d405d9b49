"""Edits to previews: one build after another, each in a process and a folder of its own."""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from queue import SimpleQueue

from tools.serve.preview import Preview, Stage

PATIENCE = 5.0


class Event(Enum):
    """What the loop is told from outside."""

    CHANGED = auto()
    STOPPED = auto()


@dataclass(frozen=True)
class Outcome:
    """A build that ended."""

    folder: Path
    code: int
    report: str
    seconds: float


Events = SimpleQueue[Event | Outcome]
"""The one queue that signal handlers may put to as well as threads."""


class Builds:
    """Builds once, and after every `Event.CHANGED`, until `Event.STOPPED`."""

    def __init__(self, settings: Path, scratch: Path, stage: Stage, events: Events) -> None:
        self.settings, self.scratch, self.stage, self.events = settings, scratch, stage, events
        self.run_name = secrets.token_hex(3)
        self.number = 0
        self.is_stale = False
        self.process: subprocess.Popen[str] | None = None
        self.preview = Preview()

    def run(self, announcement: str) -> None:
        """Work until told to stop; `announcement` is printed after the first build."""
        self.start()
        try:
            while (event := self.events.get()) is not Event.STOPPED:
                self.handle(event, announcement)
        finally:
            self.stop()

    def handle(self, event: Event | Outcome, announcement: str) -> None:
        """Show what was built, or build what was edited: now, or once the present build ends."""
        if isinstance(event, Outcome):
            self.finish(event, announcement)
        elif self.process:
            self.is_stale = True
        else:
            self.start()

    def start(self) -> None:
        """Start a build; its `Outcome` arrives among the events."""
        self.number += 1
        self.is_stale = False
        folder = self.scratch / str(self.number)
        self.process = start_build(self.settings, folder)
        threading.Thread(target=self.await_end, args=(self.process, folder), daemon=True).start()

    def await_end(self, process: subprocess.Popen[str], folder: Path) -> None:
        """Turn a process's end into an event."""
        started = time.monotonic()
        report = process.communicate()[1]
        self.events.put(Outcome(folder, process.returncode, report, time.monotonic() - started))

    def finish(self, outcome: Outcome, announcement: str) -> None:
        """Show a build's outcome; the last good site stays when it failed."""
        self.process = None
        is_good = outcome.code == 0
        report = outcome.report or f"The build ended with code {outcome.code} and said nothing.\n"
        former, name = self.preview.root, f"{self.run_name}-{self.number}"
        self.preview = Preview(name, outcome.folder) if is_good else Preview(name, former, report)
        self.stage.show(self.preview)
        self.sweep(keep={former, self.preview.root})
        sys.stderr.write(outcome.report if is_good else report)
        if self.number == 1:
            sys.stdout.write(f"{announcement}\n")
        elif is_good:
            sys.stdout.write(f"Rebuilt in {outcome.seconds:.1f} s\n")
        sys.stdout.flush()
        if self.is_stale:
            self.start()

    def sweep(self, keep: set[Path | None]) -> None:
        """Delete older sites; the one before the current may still be read by a request."""
        for folder in self.scratch.iterdir():
            if folder not in keep:
                shutil.rmtree(folder, ignore_errors=True)

    def stop(self) -> None:
        """End the build that runs, and all it started."""
        if self.process:
            end(self.process, "SIGTERM")
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(PATIENCE)
            end(self.process, "SIGKILL")
            self.process.wait()


def start_build(settings: Path, folder: Path) -> subprocess.Popen[str]:
    """Start the build command in a session of its own, so that Ctrl-C reaches it through us alone."""
    command = [sys.executable, "-m", "tools.build", "--settings", str(settings), "--output", str(folder)]
    return subprocess.Popen(  # noqa: S603 -- our own command
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        encoding="utf-8", errors="replace", start_new_session=True,
    )  # fmt: skip


def end(process: subprocess.Popen[str], signal_name: str) -> None:
    """Send a signal to a process and its children."""
    with suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.Signals[signal_name])
        else:
            process.terminate()
