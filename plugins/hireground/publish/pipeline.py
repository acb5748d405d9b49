"""Publish step by step: each step can stop it, and none loses what an author wrote."""

import datetime as dt
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from hireground.publish import git
from hireground.publish.address import find_address
from hireground.publish.arrival import Arrival
from hireground.publish.forget import forget
from hireground.publish.message import propose
from hireground.publish.screen import Screen
from hireground.publish.steps import catch_up, commit
from hireground.publish.tree import Change, Target, ahead, base, changes, fetch, find_target
from hireground.published.changes import Change as CalendarChange
from hireground.published.changes import compare
from hireground.published.check import everything
from hireground.published.describe import lines
from hireground.published.pair import CalendarPair, read_pair
from hireground.seminars.pages.wording import Wording
from hireground.site.settings import SiteSettings, read_settings
from hireground.terminal import DIM, RefusedError, count, existing, styled
from hireground.text.localtime import build_moment
from hireground.text.problems import InvalidContentError
from hireground.text.reports import report, summary


@dataclass(frozen=True, kw_only=True)
class Publish:
    """A site to publish, with `message` unless it is empty, and how long to wait for readers to see it."""

    settings_file: Path
    settings: SiteSettings
    now: dt.datetime
    screen: Screen
    message: str
    takes_all: bool
    seconds: int
    forgets: bool = False

    @property
    def root(self) -> Path:
        """The site's folder."""
        return self.settings.root


STOPPED = "\nStopped. What was written and committed is here; run this again to publish it"
ALL = "to publish them too, run this again with --all"
YES = "to publish without being asked, run this again with --yes"
MARKS = {"?": "new", "A": "new", "D": "gone"}


def run(options: Namespace) -> int:
    """Publish by git, as the options say; Ctrl-C loses nothing that was written or committed."""
    publish = Publish(
        settings_file=options.settings, settings=read_settings(existing(options.settings)), now=build_moment(),
        screen=Screen(yes=options.yes), message=options.message, takes_all=options.all, seconds=options.wait,
        forgets=options.forget,
    )  # fmt: skip
    return stoppable(publish, go_live)


def stoppable(publish: Publish, work: Callable[[Publish], int]) -> int:
    """Do a work that Ctrl-C may stop, and say what became of it."""
    try:
        return work(publish)
    except (EOFError, KeyboardInterrupt) as error:
        raise KeyboardInterrupt(str(error) or STOPPED) from None


def go_live(publish: Publish) -> int:
    """Do it; return 0 when readers have it. Raises `RefusedError` with what to do."""
    screen, target = publish.screen, find_target(publish.root)
    fetch(target)
    if publish.forgets:
        forget(screen, pair_since(publish, base(target)), base(target), publish.now)
    files = chosen(publish, changes(publish.root))
    if not files and not ahead(target):
        arrival(publish, target).go_on()
        return 0
    check(publish)
    show(publish, target, files)
    message = confirmed(publish, files)
    if files:
        commit(publish.root, files, message)
    return go_on(publish, target)


def go_on(publish: Publish, target: Target) -> int:
    """Push what is committed, on top of what others published meanwhile; return 0 when readers have it."""
    catch_up(target, publish.screen, lambda: check(publish))
    arriving = arrival(publish, target)
    publish.screen.heading("Publishing")
    arriving.push(publish.settings, publish.now)
    return 0


def arrival(publish: Publish, target: Target) -> Arrival:
    """Return where readers will see it; what is wrong with that address is said."""
    siteurl = find_address(target, publish.settings.siteurl, publish.settings_file.name, publish.screen)
    return Arrival(target, siteurl, publish.seconds, publish.screen)


def chosen(publish: Publish, files: Sequence[Change]) -> tuple[Change, ...]:
    """Return the files to publish; what is outside of content/ only if the author wants it."""
    inside = tuple(one for one in files if one.path.is_relative_to(publish.settings.content))
    outside = [one for one in files if one not in inside]
    if not outside or publish.takes_all:
        return tuple(files)
    screen = publish.screen
    screen.heading(f"Changed outside of {publish.settings.content}/")
    listed(screen, outside)
    question = f"Publish {'it' if len(outside) == 1 else 'them'} too?"
    if not screen.yes and screen.agree(question, f"{ALL}, or without them with --yes", default=False):
        return tuple(files)
    screen.say(f"Left as {'it is' if len(outside) == 1 else 'they are'}; {ALL}.", DIM)
    return inside


def listed(screen: Screen, files: Sequence[Change]) -> None:
    """Show files, one a line."""
    for one in files:
        mark = f"{MARKS.get(one.kind, 'changed'):8}"
        screen.say(f"  {styled(mark, DIM)}{one.path.as_posix()}")


def check(publish: Publish) -> None:
    """Say what is wrong; raises if that keeps the site from being published."""
    problems = everything(publish.settings_file, publish.now)
    if any(not problem.is_warning for problem in problems):
        raise InvalidContentError(problems)
    if problems:
        publish.screen.say(report(problems, publish.root).rstrip())
    publish.screen.done(summary(problems))


def show(publish: Publish, target: Target, files: Sequence[Change]) -> None:
    """Show what readers and subscribers will see."""
    screen, waiting = publish.screen, ahead(target)
    if files:
        screen.heading(f"To be published, {count(len(files), 'file')}")
        listed(screen, files)
    if waiting:
        screen.heading(f"Committed and not published yet, {count(len(waiting), 'commit')}")
        for one in waiting:
            screen.say(f"  {one.name}  {one.subject}")
        refuse_foreign(publish, target)
    if since := base(target):
        screen.heading("In calendars")
        for line in lines(calendar(publish, since), Wording("en")):
            screen.say(f"  {line}")


def refuse_foreign(publish: Publish, target: Target) -> None:
    """Ask whether commits may be published that change more than content/."""
    start = base(target)
    if publish.takes_all or not start:
        return
    names = git.read(publish.root, "diff", "--name-only", "-z", "--relative", start, "HEAD").split("\0")
    outside = [name for name in names if name and not Path(name).is_relative_to(publish.settings.content)]
    if outside:
        publish.screen.say(f"  They change files outside of {publish.settings.content}/: {', '.join(outside[:5])}")
        if publish.screen.yes or not publish.screen.agree("Publish these too?", ALL, default=False):
            raise RefusedError(f"Nothing was published; {ALL}")


def calendar(publish: Publish, commit: str) -> tuple[CalendarChange, ...]:
    """Return what subscribers will see against a commit; nothing before the first."""
    pair = pair_since(publish, commit)
    return compare(pair.before.public, pair.after.public) if pair else ()


def pair_since(publish: Publish, commit: str) -> CalendarPair | None:
    """Return the calendars of a commit and the tree's; None before the first commit."""
    return read_pair(publish.settings_file, publish.now, commit) if commit else None


def confirmed(publish: Publish, files: Sequence[Change]) -> str:
    """Return the commit's message, when the author agrees to publish; raises otherwise."""
    screen = publish.screen
    message = publish.message or propose(publish.root, files, calendar(publish, "HEAD") if files else ())
    if files:
        screen.heading("Message")
        screen.say("\n".join(f"  {line}" for line in message.splitlines()))
    words = "Publish? Enter for yes, n for no" + (", or write another message:" if files else ":")
    answer = screen.ask(words, YES)
    if answer.lower() in {"n", "no"}:
        raise RefusedError("Nothing was published.")
    return message if answer.lower() in {"", "y", "yes"} or not files else answer
