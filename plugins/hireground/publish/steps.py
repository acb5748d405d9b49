"""Commit, and rebase our commits onto what others have published."""

from collections.abc import Callable, Sequence
from pathlib import Path

from hireground.publish import git
from hireground.publish.screen import Screen
from hireground.publish.tree import Change, Target, behind
from hireground.terminal import RefusedError

SAFE = "Your work is safe: it is committed here."
PULL = "run git pull --rebase, then this again"
IDENTITY = (
    "git does not know who you are; tell it once:\n"
    '    git config --global user.name "Your Name"\n'
    "    git config --global user.email you@example.org"
)


def commit(root: Path, files: Sequence[Change], message: str) -> None:
    """Commit these files only, whatever else is staged."""
    if git.run(root, "var", "GIT_AUTHOR_IDENT").returncode:
        raise RefusedError(IDENTITY)
    paths = [f":(literal,top){prefix(root)}{one.path.as_posix()}" for one in files]
    git.must(root, "add", "--all", "--", *paths, why="git cannot take these files")
    git.must(root, "commit", "--quiet", "--only", f"--message={message}", "--", *paths, why="git cannot commit")


def prefix(root: Path) -> str:
    """Return the site's folder in its repository, with a slash; empty where it is the whole."""
    return git.read(root, "rev-parse", "--show-prefix")


def catch_up(target: Target, screen: Screen, check: Callable[[], None]) -> None:
    """Put our commits on top of others', if the author wants that and no line was changed by both."""
    theirs = behind(target)
    if not theirs:
        return
    screen.heading("Someone published meanwhile")
    for one in theirs:
        screen.say(f"  {one.name}  {one.subject} ({one.author})")
    if not screen.agree("Put yours on top of it?", PULL, default=True):
        raise RefusedError(f"Nothing was published. {SAFE} To go on, {PULL}")
    rebase(target)
    screen.done("Yours is on top of it")
    check()  # two good changes may make one bad site


def rebase(target: Target) -> None:
    """Rebase; where both sides changed a line, leave everything as it was and say what to do."""
    if git.run(target.root, "-c", "rebase.autoStash=true", "rebase", "--quiet", target.tracking).returncode == 0:
        return
    names = git.read(target.root, "diff", "--name-only", "--diff-filter=U").splitlines()
    git.run(target.root, "rebase", "--abort")
    where = ", ".join(names) or "the same files"
    raise RefusedError(
        f"You and they changed the same lines of {where}, and somebody has to choose. {SAFE}\n"
        "Run git pull --rebase, keep what is right between the marks <<<<<<< and >>>>>>>, then\n"
        "    git add content && git rebase --continue\n"
        "and this again"
    )
