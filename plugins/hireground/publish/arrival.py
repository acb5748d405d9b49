"""Push, wait until readers have it, and say where it is; a publish that was cut off while it waited goes on here."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hireground import urls
from hireground.publish import git
from hireground.publish.address import is_own_server
from hireground.publish.message import DRAFT
from hireground.publish.push import push
from hireground.publish.screen import Screen
from hireground.publish.tree import Target, base
from hireground.publish.wait import look, wait
from hireground.site.entry import Entry, Visibility
from hireground.site.load import load_site
from hireground.site.settings import SiteSettings
from hireground.site.site import Site
from hireground.store import opened
from hireground.terminal import DIM, GREEN, styled
from hireground.text.source import is_markdown

NOTHING = "Nothing to publish: readers have everything that is in content/."
PUSHED = "Nothing to publish: everything that is in content/ is pushed."
GOES_ON = "Nothing new to publish. What is pushed already does not show yet."


@dataclass(frozen=True)
class Arrival:
    """Where readers are to find what is pushed, and how long to wait for it; no address: nobody knows."""

    target: Target
    siteurl: str
    seconds: int
    screen: Screen

    def push(self, settings: SiteSettings, now: dt.datetime) -> None:
        """Push and wait; say where readers have it, and each text that is new."""
        start = base(self.target)
        answer = push(self.target, self.screen)
        address = ""
        if answer.live:
            address = answer.live if "://" in answer.live or not self.siteurl else f"{self.siteurl}/"
        elif self.siteurl and self.seconds:
            address = f"{wait(self.target, self.siteurl, self.seconds, self.screen)}/"
        word = "Live:" if address else "Pushed:"
        self.screen.say(f"\n{styled(word, GREEN)} {address or self.target.remote}")
        seen = address.split()[0].rstrip("/") if "://" in address else self.siteurl or settings.siteurl
        for line in new_texts(self.target, start, settings, now, seen):
            self.screen.say(f"  {line}")

    def go_on(self) -> None:
        """Say that there is nothing to push; what readers do not see yet is waited for."""
        if not self.siteurl or not self.seconds or is_own_server(self.target):
            self.screen.say(PUSHED)
        elif look(self.target, self.siteurl):
            self.screen.say(NOTHING)
        else:
            self.screen.say(GOES_ON)
            address = wait(self.target, self.siteurl, self.seconds, self.screen)
            self.screen.say(f"\n{styled('Live:', GREEN)} {address}/")


def new_texts(target: Target, start: str, settings: SiteSettings, now: dt.datetime, siteurl: str) -> Iterator[str]:
    """Yield the addresses of the posts, pages and seminars that readers did not have at the commit `start`."""
    paths = {*new_files(target, start)} if start and siteurl and settings.foreign_posts is None else set[Path]()
    if not paths:
        return
    with opened(settings.root) as store:
        site = load_site(settings, now, store)
    for entry in (*site.posts.values(), *site.pages.values()):
        if entry.path in paths and entry.visibility is not Visibility.DRAFT:
            due = f" from {entry.date:%Y-%m-%d %H:%M} on" if entry.date and entry.date > now else ""
            yield f"{siteurl}/{address_of(site, entry)}{styled(due, DIM)}"
    yield from (f"{siteurl}/{one.url}" for one in site.seminars if one.source in paths and not one.is_draft)


def new_files(target: Target, start: str) -> Iterator[Path]:
    """Yield the texts that HEAD has and `start` had not, or had as drafts."""
    span = ("--name-status", "--no-renames", "--relative", "-z", start, "HEAD")
    listed = git.read(target.root, "diff", *span).split("\0")
    for kind, name in zip(listed[::2], listed[1::2], strict=False):
        path = Path(name)
        if is_markdown(path) and (kind == "A" or (kind == "M" and was_draft(target, start, path))):
            yield path


def was_draft(target: Target, start: str, path: Path) -> bool:
    """Tell whether a text that is a draft no more was one."""
    texts = (git.read(target.root, "show", f"{commit}:./{path.as_posix()}") for commit in (start, "HEAD"))
    return [bool(DRAFT.search(text)) for text in texts] == [True, False]


def address_of(site: Site, entry: Entry) -> str:
    """Return an entry's address, from the site's root."""
    kinds = (urls.TRANSLATED_POST, urls.POST) if entry.path in site.posts else (urls.TRANSLATED_PAGE, urls.PAGE)
    return kinds[0 if entry.fields.translation else 1].url(lang=entry.fields.lang or "", slug=entry.slug)
