"""Hold what the preview shows, and wake those who wait for something else."""

import secrets
import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hireground import urls
from hireground.preview.messages import (
    About,
    AsOf,
    Begun,
    Checked,
    Early,
    Former,
    Made,
    News,
    Planned,
    Ready,
    Refused,
    Restyled,
    Settled,
)
from hireground.web.media_types import media_type

SEARCH = urls.PAGEFIND.url(path="").rstrip("/")
SEEN_IN_PAGES = ("image/", "video/", "audio/", "font/", "text/javascript")
"""What a page shows under an address that stays, so that the page has to be loaded again."""
FORMER = "This is the site as the last preview left it; what has changed since is being made."


@dataclass(frozen=True)
class Shown:
    """What is shown at a moment, which has a name: the site in a folder, if any was ever right, and what is wrong.

    `at` is the moment as of which the site is shown, if that is not the present one.
    """

    moment: str
    root: Path | None = None
    report: str = ""
    is_former: bool = False
    at: AsOf | None = None

    @property
    def title(self) -> str:
        """What the report is about, and what is shown beside it."""
        words = "this is the last good build" if self.root else "this page reloads once that is mended"
        return f"The site could not be built; {words}"

    @property
    def notice(self) -> str:
        """What a page says of itself that may be of an older site."""
        return FORMER if self.is_former else ""


@dataclass(frozen=True)
class OpenPage:
    """A page that a browser has: the moment that it was loaded at, and that of its text, which was renewed since."""

    path: str
    loaded: str = ""
    moment: str = ""


@dataclass(frozen=True)
class PageState:
    """What a page that is open should know: whether it is out of date, its style sheets, what is wrong, a notice.

    `is_text_alone` says of one that is that only its own file is another, and none of what it shows beside. `about` is
    what its author wants to know of it, once that is known, and `as_of` the moment that is not now.
    """

    is_old: bool
    is_text_alone: bool
    sheets: Mapping[str, str]
    report: str
    title: str
    notice: str
    about: Mapping[str, Any] | None
    as_of: str


class Showing:
    """What is shown now, in one place for all threads.

    Every change has a number, and a page knows the one that it was loaded at. `look` is called with the path of each
    file that somebody looks at or waits for, and the site is shown as of `at`, or of now.

    `_pages` has the number of the last change of each page, `_all_pages` that of the last change that all pages show.
    `_root` is the folder of a site that is right, and `_early` the folder of one of which that is not known yet.
    """

    def __init__(self, look: Callable[[str], None], at: AsOf | None = None) -> None:
        self.look, self.at = look, at
        self.report = ""
        self._changed = threading.Condition()
        self._run, self._number = secrets.token_hex(3), 0
        self._root: Path | None = None
        self._early: Path | None = None
        self._pages: dict[str, int] = {}
        self._all_pages = 0
        self._sheets: Mapping[str, str] = {}
        self._planned: frozenset[str] | None = None
        self._is_busy = self._is_ready = self._is_content_wrong = self._is_indexed = self._is_closed = False
        self._is_former = False
        self._open: Counter[str] = Counter()
        self._about: dict[str, Mapping[str, Any]] = {}

    def begin(self) -> None:
        """Know that something was saved, so that every file may become another."""
        with self._changed:
            self._is_busy, self._is_ready, self._is_indexed, self._planned = True, False, False, None

    def take(self, news: News) -> None:
        """Change what is shown, and wake everybody."""
        with self._changed:
            self._number += 1
            if isinstance(news, About):
                self._about[news.path] = news.facts
            else:
                self._change(news)
            self._changed.notify_all()

    def _change(self, news: News) -> None:
        match news:
            case Begun(by_pelican=by_pelican):
                self._is_indexed = by_pelican
            case Former(root=root):
                self._root, self._is_former = root, True
            case Early() | Ready():
                self._get_ready(news)
            case Restyled(sheets=sheets):
                self._sheets = sheets
            case Planned(paths=paths):
                self._planned = paths
            case Made():
                self._make(news)
            case Checked(report=report) if report or self._is_content_wrong:
                self.report, self._is_content_wrong = report, True
            case Refused(report=report):
                self.report, self._is_content_wrong, self._is_busy = report, not self._is_ready, False
                self._is_former, self._early = False, None
            case Settled():
                self.report, self._is_busy, self._is_former = "", False, False

    def _get_ready(self, news: Early | Ready) -> None:
        """Show another folder; open pages have to be loaded again, unless they are of that folder already."""
        if isinstance(news, Early):
            self._early = news.root
            return
        if news.root != self._root and (news.root != self._early or self.report):
            self._all_pages = self._number
        self._root = news.root
        if self._is_content_wrong:
            self.report = ""
        self._is_ready = True

    def _make(self, made: Made) -> None:
        if made.path == SEARCH:
            self._is_indexed = True
        elif made.path.endswith(".html"):
            self._pages[made.path] = self._number
        elif not made.is_new and media_type(made.path).startswith(SEEN_IN_PAGES):
            self._all_pages = self._number

    def close(self) -> None:
        """Send everybody away who waits."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def wait_for(self, paths: Collection[str]) -> Shown | None:
        """Wait until something is shown, and one of these files is there, or none of them comes; None at the end."""
        with self._changed:
            self._wait_until(lambda: self._root or self.report or self._is_early(paths), paths)
            self._wait_until(lambda: not self._is_awaited(paths), paths)
            return None if self._is_closed else self._shown(paths)

    def _wait_until(self, is_enough: Callable[[], object], paths: Iterable[str]) -> None:
        """Wait for something, or for the end; it is said meanwhile which files somebody waits for."""
        if not is_enough():
            for path in paths:
                self.look(path)
            self._changed.wait_for(lambda: self._is_closed or is_enough())

    def _is_awaited(self, paths: Collection[str]) -> bool:
        if any(path.startswith(f"{SEARCH}/") for path in paths):
            return not (self._is_indexed or self.report)
        if not (self._is_busy and self._root) or any((self._root / path).is_file() for path in paths):
            return False
        return self._planned is None or not self._planned.isdisjoint(paths)

    def _is_early(self, paths: Iterable[str]) -> bool:
        """Tell whether one of these files is there before it is known whether the site is right."""
        return self._early is not None and any((self._early / path).is_file() for path in paths)

    def _shown(self, paths: Iterable[str] = ()) -> Shown:
        root = self._root or (self._early if self._is_early(paths) else None)
        return Shown(f"{self._run}-{self._number}", root, self.report, self._is_former, self.at)

    @contextmanager
    def open_page(self, path: str) -> Iterator[None]:
        """Know that a browser shows a page in the meantime."""
        with self._changed:
            self._open[path] += 1
        self.look(path)
        try:
            yield
        finally:
            with self._changed:
                self._open[path] -= 1
                self._open += Counter()  # only what is more than 0

    def open_pages(self) -> frozenset[str]:
        """Return the pages that browsers show."""
        with self._changed:
            return frozenset(self._open)

    def state_after(self, known: PageState | None, page: OpenPage, patience: float) -> PageState | None:
        """Wait, at most `patience` seconds, for another state of a page than what it knows; None at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._state(page) != known, patience)
            return None if self._is_closed else self._state(page)

    def _state(self, page: OpenPage) -> PageState:
        is_text_old = self._is_since(self._pages.get(page.path, 0), page.moment)
        is_rest_old = self._is_since(self._all_pages, page.loaded)
        shown, words = self._shown(), self.at.words if self.at else ""
        about = self._about.get(page.path)
        return PageState(
            is_old=is_text_old or is_rest_old, is_text_alone=not is_rest_old, sheets=self._sheets,
            report=shown.report, title=shown.title, notice=shown.notice, about=about, as_of=words,
        )  # fmt: skip

    def _is_since(self, number: int, moment: str) -> bool:
        """Tell whether a change came after a moment; one of another preview is before all of ours."""
        run, _, known = moment.partition("-")
        return bool(moment) and (run != self._run or number > int(known or 0))
