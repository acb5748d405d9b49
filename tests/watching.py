"""A reader who reloads the site without end, as over a real web server, and notices whatever is not whole."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection

from web_servers import HOST, Reply, WebServer

MARK = re.compile(rb"mark-(\d{6})")
SHEET = re.compile(rb'href="(/assets/style\.[0-9a-f]{10}\.css)"')
BREATH = 0.005
"""Between two readings, so that a reader leaves the machine to what is tested."""
PAGES = ("/posts/a/", "/posts/b/")


@dataclass
class Watcher:
    """What was read so far; `marks` are the versions seen, which may only grow unless somebody goes back."""

    web: WebServer
    line: HTTPConnection
    readings: int = 0
    faults: list[str] = field(default_factory=list)
    marks: set[int] = field(default_factory=set)
    newest: int = 0
    may_go_back: bool = False
    kept: dict[str, Reply] = field(default_factory=dict)
    stopped: threading.Event = field(default_factory=threading.Event)
    read_again: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Read until somebody says stop."""
        while not self.stopped.is_set():
            for path in PAGES:
                try:
                    self.read(path)
                except Exception as error:  # noqa: BLE001 -- whatever goes wrong for a reader
                    self.faults.append(f"{path}: {type(error).__name__}: {error}")
            self.readings += 1
            self.read_again.set()
            self.stopped.wait(BREATH)

    def read(self, path: str) -> None:
        """Read a page as a browser that was here before, and the style sheet that it names."""
        known = self.kept.get(path)
        fresh = self.ask(path, {"If-None-Match": known.headers["ETag"]} if known else {})
        page = known if known and fresh.status == 304 else fresh
        if page.status != 200:
            self.faults.append(f"{path}: {page.status}")
            return
        self.kept[path] = page
        mark = self.mark_of(path, page)
        sheet = SHEET.search(page.body)
        style = self.ask(sheet[1].decode(), {}) if sheet else None
        if style is None or style.status != 200 or set(MARK.findall(style.body)) != {b"%06d" % mark}:
            self.faults.append(f"{path}: version {mark} is without its style sheet")

    def ask(self, path: str, headers: Mapping[str, str]) -> Reply:
        """Ask on a connection that stays open, as a browser's does."""
        self.line.request("GET", path, headers={"Host": HOST, **headers})
        response = self.line.getresponse()
        return Reply(response.status, response.headers, response.read())

    def mark_of(self, path: str, page: Reply) -> int:
        """Return the page's version; complain if it is mixed, cut short, or older than what was read before."""
        marks = {int(mark) for mark in MARK.findall(page.body)}
        mark = max(marks, default=0)
        if len(marks) != 1 or not page.body.rstrip().endswith(b"</html>"):
            self.faults.append(f"{path}: not one whole page, but of versions {sorted(marks)}")
        if mark < self.newest and not self.may_go_back:
            self.faults.append(f"{path}: version {mark} after version {self.newest}")
        self.newest = max(mark, self.newest)
        self.marks.add(mark)
        return mark

    def sees(self) -> int:
        """Return the version that a reader sees who comes now."""
        return max(int(mark) for mark in MARK.findall(self.web.ask(PAGES[0]).body))

    def look(self) -> None:
        """Wait until every page was read once more."""
        for _ in range(2):
            self.read_again.clear()
            assert self.read_again.wait(120)


@contextmanager
def watching(web: WebServer) -> Iterator[Watcher]:
    """Let somebody read meanwhile."""
    watcher = Watcher(web, web.connection())
    thread = threading.Thread(target=watcher.run, daemon=True)
    thread.start()
    try:
        yield watcher
    finally:
        watcher.stopped.set()
        thread.join()
        watcher.line.close()
