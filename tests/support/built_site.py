"""Build the whole site as the public sees it, and read its pages."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib

from hireground.seminars.model.model import Seminar, Session
from hireground.site.site import Site

ROOT = Path(__file__).parents[2]
EXTRA = ROOT / "tests" / "cases" / "site"
"""Content beside the project's own: whatever it may lack, such as drafts and words that mean harm."""
PARTS = ("content", "plugins", "theme", ":(glob)*.py")
SITEURL = "https://hireground.example.org"
BELOW = "https://pages.example.net/repo"
"""Where the site is on a host that others have too."""
EPOCH = "1795392000"  # 23 November 2026
COMMITTED = "2026-11-20T08:00:00+00:00"
MACHINES = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
    {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
)


KEPT = ("cards", "icons", "pictures", "templates", "results.sqlite")
"""What a build has kept of the content and the theme, wherever the site is and whatever its settings are."""


def copy_project(folder: Path, like: "BuiltSite | None" = None) -> None:
    """Copy what git knows or would take, with the extra content, and commit it all at one moment.

    `like` is a site that was built from it already: what that build has kept need not be made again.
    """
    if like:
        for path in (like.root.parent / ".cache" / name for name in KEPT):
            if path.is_dir():
                shutil.copytree(path, folder / ".cache" / path.name)
            elif path.exists():
                shutil.copy(path, folder / ".cache" / path.name)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *PARTS],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = [name for name in listed.stdout.split("\0") if name]
    pairs = [(ROOT / name, folder / name) for name in names]
    pairs += [(path, folder / "content" / path.relative_to(EXTRA)) for path in EXTRA.rglob("*.md")]
    for source, target in pairs:
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    moment = {"GIT_AUTHOR_DATE": COMMITTED, "GIT_COMMITTER_DATE": COMMITTED, "GIT_CONFIG_GLOBAL": os.devnull}
    who = ["-c", "user.name=Tests", "-c", "user.email=tests@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "All of it"]):
        subprocess.run(["git", *command], cwd=folder, check=True, env=os.environ | moment)


def write_menu_pages(content: Path) -> None:
    """Write the pages that the project's menus lead to, for a site that has none of its texts."""
    (content / "pages").mkdir(parents=True, exist_ok=True)
    for name in ("about", "contact"):
        text = f"---\ntitle: {name.title()}\nsummary: A page of the menu.\n---\nSome words.\n"
        (content / "pages" / f"{name}.md").write_text(text, "utf-8")


def build(folder: Path, output: str, machine: dict[str, str], epoch: str = EPOCH) -> Path:
    """Build the public site in `folder`, on a machine of its own, at a moment."""
    kept = {name: value for name, value in os.environ.items() if name not in {"SITEURL", "PYTHONPATH"}}
    run = subprocess.run(
        [sys.executable, "-m", "hireground", "build", "--settings", "publishconf.py", "--output", output],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=kept
        | {"PYTHONPATH": str(folder / "plugins")}
        | machine
        | {"SOURCE_DATE_EPOCH": epoch, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return folder / output


@dataclass(frozen=True)
class HtmlPage:
    """One HTML file of the site; `path` is from its root."""

    path: str
    data: bytes

    @property
    def url(self) -> str:
        return f"{SITEURL}/{self.path.removesuffix('index.html')}"

    @cached_property
    def tree(self) -> Element:
        """The page as browsers read it; raises where they would have to guess."""
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        tree: Element = parser.parse(self.data)
        return tree

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """The page's elements; what a template holds is not in the page until a script puts it there."""
        spare = {inner for template in self.tree.iter("template") for inner in template.iter() if inner is not template}
        return tuple(one for one in self.tree.iter() if isinstance(one.tag, str) and one not in spare)

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def having(self, name: str) -> list[Element]:
        """Find elements by class."""
        return [element for element in self.elements if name in (element.get("class") or "").split()]

    @cached_property
    def ids(self) -> list[str]:
        return [value for element in self.elements if (value := element.get("id")) is not None]

    @property
    def redirects_to(self) -> str | None:
        refresh = [one.get("content", "") for one in self.all("meta") if one.get("http-equiv") == "refresh"]
        return refresh[0].partition("url=")[2] if refresh else None

    @property
    def is_indexable(self) -> bool:
        return not any(one.get("name") == "robots" and "noindex" in one.get("content", "") for one in self.all("meta"))

    @cached_property
    def json_ld(self) -> list[dict[str, Any]]:
        scripts = [one for one in self.all("script") if one.get("type") == "application/ld+json"]
        return [json.loads(one.text or "") for one in scripts]


@dataclass(frozen=True)
class BuiltSite:
    """A build's output."""

    root: Path

    @cached_property
    def pages(self) -> dict[str, HtmlPage]:
        files = sorted(self.root.rglob("*.html"))
        pages = [HtmlPage(file.relative_to(self.root).as_posix(), file.read_bytes()) for file in files]
        return {page.path: page for page in pages}

    @cached_property
    def calendars(self) -> dict[str, bytes]:
        files = sorted(self.root.rglob("*.ics"))
        return {file.relative_to(self.root).as_posix(): file.read_bytes() for file in files}

    def file_of(self, url: str, base: str = SITEURL) -> tuple[str, str] | None:
        """Return the file and the fragment that an address of this site means, or None for another site's."""
        whole = urlsplit(urljoin(base, url.replace("webcal://", "https://", 1)))
        if f"{whole.scheme}://{whole.netloc}" != SITEURL:
            return None
        path = unquote(whole.path).lstrip("/")
        return (f"{path}index.html" if path == "" or path.endswith("/") else path), unquote(whole.fragment)

    def problem_of(self, url: str, base: str = SITEURL) -> str:
        """Say what is wrong with a link, if it leads to this site."""
        found = self.file_of(url, base)
        if found is None:
            return ""
        path, fragment = found
        if not (self.root / path).is_file():
            return f"{base}: {url} leads to no file"
        if fragment and path in self.pages and fragment not in self.pages[path].ids:
            return f"{base}: {url} leads to no such place"
        return ""


def walk(value: object) -> Iterator[dict[str, Any]]:
    """Yield every object inside JSON-LD."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner)


# Find in the built site its sessions and their pages, the addresses on a page, and the moments that it names.

ADDRESSES = {"href", "src", "poster", "action", "cite", "data", "data-copy"}
NOW = dt.datetime.fromtimestamp(int(EPOCH), dt.UTC)


def sessions_of(site: Site) -> list[tuple[Seminar, Session]]:
    return [(seminar, session) for seminar in site.seminars for session in seminar.sessions]


def page_of(site: BuiltSite, session: Session) -> HtmlPage:
    return site.pages[f"{session.url}index.html"]


def addresses_on(page: HtmlPage) -> Iterator[str]:
    for element in page.elements:
        words = {"data-copy"} if element.tag == "script" else set()  # a button's word, and no address
        yield from (value for name, value in element.attrib.items() if name in ADDRESSES - words)
        yield from (part.split()[0] for part in (element.get("srcset") or "").split(",") if part.strip())
        if element.tag == "meta" and (element.get("property") or "") in {"og:url", "og:image"}:
            yield element.get("content", "")
    if page.redirects_to:
        yield page.redirects_to


def links_in(html: str) -> list[str]:
    parser = _Links()
    parser.feed(html)
    return parser.found


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- the library's
        self.found += [value for name, value in attrs if name in {"href", "src"} and value]


def moment(text: str) -> dt.date:
    return dt.datetime.fromisoformat(text) if "T" in text else dt.date.fromisoformat(text)
