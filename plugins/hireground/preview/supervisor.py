"""Keep a worker that builds the preview: tell it of saves, show what it makes, and replace it when it dies or hangs."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, SimpleQueue

from hireground.preview.begin import begin_without_session
from hireground.preview.live_folder import LIVE, LiveFolder
from hireground.preview.messages import Begun, Edited, Former, LookedAt, News, Order, Ready, Refused, Settled
from hireground.preview.showing import Showing
from hireground.terminal import is_live

PATIENCE = 0.5
"""Seconds that a worker has to end by itself when the preview ends."""
LONGEST_STEP = 60.0
"""Seconds within which a worker takes a save; one that does not is at work on something that never ends."""


@dataclass(frozen=True)
class Edit:
    """Files that were saved."""

    paths: frozenset[Path]


@dataclass(frozen=True)
class Told:
    """News of a worker; None once it is dead."""

    worker: "WorkerProcess"
    news: News | None


class Stop:
    """The preview is to end."""


Events = SimpleQueue[Edit | LookedAt | Told | Stop]
"""The one queue that signal handlers may put to as well as threads."""


class ProcessInSession:
    """A process in a session of its own, so that Ctrl-C reaches it through us alone, and a signal all its children."""

    def __init__(self, pipe: Connection, settings: Path, scratch: Path) -> None:
        command = [sys.executable, "-m", "hireground.preview.begin", str(pipe.fileno()), str(settings), str(scratch)]
        self.process = subprocess.Popen(  # noqa: S603 -- our own command
            command, stdin=subprocess.DEVNULL, pass_fds=[pipe.fileno()], start_new_session=True,
            stdout=None if is_live() else subprocess.DEVNULL,  # where it says how far it is
        )  # fmt: skip

    def end(self, patience: float) -> int:
        """End it and all it has started; return its exit code."""
        if patience:
            self._signal("SIGTERM")
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        self._signal("SIGKILL")
        return self.process.wait()

    def _signal(self, name: str) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.Signals[name])


class ProcessAlone:
    """A process where there are no sessions, as on Windows: what it has started may live a moment longer."""

    def __init__(self, pipe: Connection, settings: Path, scratch: Path) -> None:
        self.process = get_context("spawn").Process(target=begin_without_session, args=(pipe, settings, scratch))
        self.process.start()

    def end(self, patience: float) -> int:
        """End it; return its exit code."""
        if patience:
            self.process.terminate()
            self.process.join(patience)
        self.process.kill()
        self.process.join()
        return self.process.exitcode or 0


class WorkerProcess:
    """A worker, and the pipe to it."""

    def __init__(self, settings: Path, scratch: Path, events: Events) -> None:
        self.pipe, theirs = Pipe()
        self.process = (ProcessInSession if hasattr(os, "killpg") else ProcessAlone)(theirs, settings, scratch)
        theirs.close()
        threading.Thread(target=self._listen, args=(events,), daemon=True).start()

    def _listen(self, events: Events) -> None:
        """Turn what the worker says, and its end, into events."""
        with suppress(EOFError, OSError):
            while True:
                events.put(Told(self, self.pipe.recv()))
        events.put(Told(self, None))

    def tell(self, order: Order) -> None:
        """Tell the worker something; that it is dead is an event of its own."""
        with suppress(OSError):
            self.pipe.send(order)

    def end(self, patience: float = 0.0) -> int:
        """End the worker; return its exit code."""
        return self.process.end(patience)


class Supervisor:
    """Has everything built once, and again after every `Edit`, until `Stop`.

    `number` counts the saves, and `saved` is when the last one came. `begun` is the last one that the worker took,
    `is_done` whether that is built, and `by_pelican` whether Pelican builds it. `tried_again` is the last one of which
    a worker died, `words` what the terminal was last told, and `roots` the two newest folders that Pelican made.
    """

    def __init__(self, settings: Path, scratch: Path, showing: Showing, events: Events) -> None:
        self.settings, self.scratch, self.showing, self.events = settings, scratch, showing, events
        self.worker = WorkerProcess(settings, scratch, events)
        self.number = self.begun = self.tried_again = 0
        self.by_pelican = self.is_done = False
        self.saved = time.monotonic()
        self.words = ""
        self.roots: list[Path] = []

    def run(self) -> None:
        """Work until told to stop."""
        last = LiveFolder(self.scratch / LIVE)
        if last.is_whole:
            self.show(Former(last.root))
        self.save(frozenset())
        while not isinstance(event := self.next_event(), Stop):
            self.handle(event)

    def next_event(self) -> Edit | LookedAt | Told | Stop:
        """Wait for something to do; a worker that does not take a save in time is replaced."""
        while self.begun < self.number:
            try:
                return self.events.get(timeout=LONGEST_STEP)
            except Empty:
                self.replace_worker()
                self.tell_of_save(frozenset())
        return self.events.get()

    def handle(self, event: Edit | LookedAt | Told) -> None:
        """Tell the worker what happened, or show what the worker tells."""
        match event:
            case Edit(paths):
                if self.has_code(paths) or (self.by_pelican and not self.is_done):
                    self.replace_worker()
                self.save(paths)
            case LookedAt():
                self.worker.tell(event)
            case Told(worker, news) if worker is self.worker:
                self.show(news) if news else self.revive()

    def has_code(self, paths: frozenset[Path]) -> bool:
        """Tell whether the engine's or a plugin's code was saved; the settings are run anew by each build."""
        root = self.settings.resolve().parent
        return any(path.suffix == ".py" and path.parent != root for path in paths)

    def save(self, paths: frozenset[Path]) -> None:
        """Have built what was saved; whatever is being built is of no interest any more."""
        self.number += 1
        self.is_done, self.saved = False, time.monotonic()
        self.showing.begin()
        self.tell_of_save(paths)

    def tell_of_save(self, paths: frozenset[Path]) -> None:
        """Let the worker begin."""
        self.worker.tell(Edited(self.number, paths, self.showing.open_pages()))

    def show(self, news: News) -> None:
        """Show what the worker tells, unless it is how the build of an older save ended."""
        if isinstance(news, Refused | Settled) and news.number != self.number:
            return
        self.showing.take(news)
        match news:
            case Begun(number, by_pelican):
                self.begun, self.by_pelican = number, by_pelican
            case Ready(root):
                self.sweep(root)
            case Refused() | Settled():
                self.finish(news)

    def finish(self, news: Refused | Settled) -> None:
        """Say how a build ended; Pelican builds once in a process, so that a new one waits for the next save."""
        self.is_done = True
        words = news.report if isinstance(news, Refused) else news.warnings
        if words != self.words:
            sys.stderr.write(words)
            self.words = words
        if isinstance(news, Settled) and self.number > 1:
            sys.stdout.write(f"Rebuilt in {time.monotonic() - self.saved:.1f} s\n")
            sys.stdout.flush()
        if self.by_pelican:
            self.replace_worker()

    def revive(self) -> None:
        """Replace a worker that died; a save that two have died of is given up."""
        code = self.worker.end()
        self.replace_worker()
        if self.is_done:
            return
        if self.tried_again < self.number:
            self.tried_again = self.number
            self.tell_of_save(frozenset())
        else:
            self.show(Refused(self.number, f"The build ended with code {code} and said nothing.\n"))

    def replace_worker(self) -> None:
        """Let a new process wait, which reads the code as it is now."""
        self.worker.end()
        self.worker = WorkerProcess(self.settings, self.scratch, self.events)

    def sweep(self, root: Path) -> None:
        """Delete older sites that Pelican built; the one before the last may still be read by a request."""
        self.roots = [*self.roots, root][-2:]
        for folder in self.scratch.iterdir():
            if folder.name.isdigit() and folder not in self.roots:
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def supervising(settings: Path, scratch: Path, showing: Showing, events: Events) -> Iterator[Supervisor]:
    """Have a worker, which begins to read the engine at once, in the meantime."""
    supervisor = Supervisor(settings, scratch, showing, events)
    try:
        yield supervisor
    finally:
        supervisor.worker.end(PATIENCE)
