"""`hireground undo`: take the last publish back, as a publish of its own.

Files become what they were before it. What subscribers have seen since is told as changes: a date that was new is
cancelled, and one that was moved is moved back, by the same keys that `check --fix` writes. A server of one's own shows
readers the release before at once, and then the new one.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from hireground.publish import git
from hireground.publish.address import is_own_server, remote_url
from hireground.publish.command import WAIT
from hireground.publish.pipeline import Publish, check, go_on, show, stoppable
from hireground.publish.screen import Screen
from hireground.publish.steps import refuse_nameless
from hireground.publish.tree import Change, Commit, Target, ahead, changes, commits, fetch, find_target
from hireground.published.pipeline import fix_published
from hireground.server.command import on_server, rollback
from hireground.site.settings import read_settings
from hireground.terminal import DIM, RefusedError, add_settings, count, existing
from hireground.text.localtime import build_moment
from hireground.text.problems import InvalidContentError

FIRST = "This was the first publish: there is nothing before it to go back to."
YES = "to take it back without being asked, run this again with --yes"
NO_CHANGE = "Nothing can be taken back: subscribers have been told of it, and must be told what the site says now."
PUSHED_BY_US = "update by push"
"""What git writes down of a branch elsewhere when this repository has pushed to it."""
LONGEST = 60


@dataclass(frozen=True)
class Taken:
    """The commits of the last publish, the newest first, and the commit that readers had before."""

    start: str
    commits: tuple[Commit, ...]

    @property
    def message(self) -> str:
        """Say what is taken back, for the history."""
        subject = self.commits[0].subject
        short = subject if len(subject) <= LONGEST else f"{subject[: LONGEST - 1]}…"
        return f"Take back “{short}”" if len(self.commits) == 1 else f"Take back {count(len(self.commits), 'commit')}"


def add_arguments(parser: ArgumentParser) -> None:
    """Add what taking back can be told."""
    add_settings(parser, "publishconf.py")
    parser.add_argument("--yes", action="store_true", help="ask nothing")
    parser.add_argument("--wait", type=int, default=WAIT, metavar="SECONDS", help="600 if not said; 0: do not wait")


def run(options: Namespace) -> int:
    """Take the last publish back, as the options say."""
    publish = Publish(
        settings_file=options.settings, settings=read_settings(existing(options.settings)), now=build_moment(),
        screen=Screen(yes=options.yes), message="", takes_all=True, seconds=options.wait,
    )  # fmt: skip
    return stoppable(publish, take_back)


def take_back(publish: Publish) -> int:
    """Do it; whatever stops it leaves the files as they were. Raises `RefusedError` with what to do."""
    target = find_target(publish.root)
    fetch(target)
    refuse_unpushed(target)
    git.must(target.root, "merge", "--quiet", "--ff-only", target.tracking, why="git cannot take in what is published")
    taken = last_publish(target)
    untouched = own_files(publish, target, taken)
    publish.screen.heading(f"To be taken back, {count(len(taken.commits), 'commit')}")
    for one in taken.commits:
        publish.screen.say(f"  {one.name}  {one.subject} ({one.author})")
    try:
        restore(publish, taken.start)
        agree(publish, target, [one for one in changes(publish.root) if one not in untouched])
        commit_index(publish, taken.message)
    finally:
        git.run(target.root, "restore", "--source=HEAD", "--staged", "--worktree", ".")
    show_release_before(target, publish.screen)
    return go_on(publish, target)


def agree(publish: Publish, target: Target, files: Sequence[Change]) -> None:
    """Show what changes, and ask; raises where nothing does, or the author would rather not."""
    if not files:
        raise RefusedError(NO_CHANGE)
    show(publish, target, files)
    if not publish.screen.agree("Take it back?", YES, default=True):
        raise RefusedError("Nothing was taken back.")


def refuse_unpushed(target: Target) -> None:
    """Raise while there are commits that are not published: they would be mixed with what is taken back."""
    if waiting := ahead(target):
        words = "is committed here and not published, so readers have nothing of it; publish it first"
        raise RefusedError(f"{waiting[0].name} ({waiting[0].subject}) {words}")


def own_files(publish: Publish, target: Target, taken: Taken) -> tuple[Change, ...]:
    """Return the files beside the content that git does not know; raises while there is other work to be mixed in."""
    names = {*git.read(target.root, "diff", "--name-only", "--relative", "-z", taken.start, "HEAD").split("\0")}
    files, content = changes(target.root), publish.settings.content
    mixed = [
        one.path.as_posix()
        for one in files
        if one.kind != "?" or one.path.is_relative_to(content) or one.path.as_posix() in names
    ]
    if mixed:
        put_away = "git stash --include-untracked"
        raise RefusedError(f"not published yet: {', '.join(mixed[:3])}; publish that first, or put it away: {put_away}")
    return files


def commit_index(publish: Publish, message: str) -> None:
    """Commit what was brought back, and what was written into the content for subscribers."""
    root, content = publish.root, publish.settings.content.as_posix()
    refuse_nameless(root)
    git.must(root, "add", "--all", "--", content, why="git cannot take these files")
    git.must(root, "commit", "--quiet", f"--message={message}", why="git cannot commit")


def last_publish(target: Target) -> Taken:
    """Find what was published last: all commits of our last push, else the last commit there."""
    newest = git.read(target.root, "reflog", "show", "--format=%gs", "-1", target.tracking)
    start = f"{target.tracking}{'@{1}' if newest.startswith(PUSHED_BY_US) else '^1'}"
    found = git.read(target.root, "rev-parse", "--verify", "--quiet", f"{start}^{{commit}}")
    if not found:
        raise RefusedError(FIRST)
    return Taken(found, commits(target.root, f"{found}..HEAD"))


def restore(publish: Publish, start: str) -> None:
    """Make every file as it was, with what subscribers must be told; raises where the site would be wrong then."""
    root = publish.root
    git.must(root, "restore", f"--source={start}", "--staged", "--worktree", ".", why="git cannot bring the files back")
    told: Sequence[str] = ()
    with suppress(InvalidContentError):  # the check says it
        told = fix_published(publish.settings_file, publish.now, "HEAD")
    for line in told:
        publish.screen.say(f"  {line}", DIM)
    check(publish)


def show_release_before(target: Target, screen: Screen) -> None:
    """Let a server of one's own show readers the release before, until the new one is built."""
    if is_own_server(target):
        screen.heading("Meanwhile")
        try:
            on_server(Namespace(server=remote_url(target)), "rollback", lambda server: rollback(server, None))
        except RefusedError as error:
            screen.say(f"  {error}")
