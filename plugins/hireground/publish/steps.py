"""Commit, and rebase our commits onto what others have published."""

import shlex
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from hireground.publish import git
from hireground.publish.screen import Screen
from hireground.publish.tree import Change, Target, behind
from hireground.terminal import RefusedError
from hireground.text.problems import quoted

MARKS = {"<<<<<<<": "theirs", "|||||||": "base", "=======": "yours", ">>>>>>>": ""}
"""What stands between the marks of a conflict in a rebase."""
SAFE = "Your work is safe: it is committed here."
IDENTITY = (
    "git does not know who you are; tell it once:\n"
    '    git config --global user.name "Your Name"\n'
    "    git config --global user.email you@example.org"
)


def commit(root: Path, files: Sequence[Change], message: str) -> None:
    """Commit these files only, whatever else is staged."""
    refuse_nameless(root)
    paths = [f":(literal,top){prefix(root)}{one.path.as_posix()}" for one in files]
    git.must(root, "add", "--all", "--", *paths, why="git cannot take these files")
    git.must(root, "commit", "--quiet", "--only", f"--message={message}", "--", *paths, why="git cannot commit")


def refuse_nameless(root: Path) -> None:
    """Raise where git does not know who commits."""
    if git.run(root, "var", "GIT_AUTHOR_IDENT").returncode:
        raise RefusedError(IDENTITY)


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
    otherwise = f"run {pull(target)}, then this again"
    if not screen.agree("Put yours on top of it?", otherwise, default=True):
        raise RefusedError(f"Nothing was published. {SAFE} To go on, {otherwise}")
    rebase(target)
    screen.done("Yours is on top of it")
    check()  # two good changes may make one bad site


def pull(target: Target) -> str:
    """Write the command that puts our commits on top of others', whichever remote this branch follows."""
    return f"git pull --rebase {target.remote} {target.branch}"


def rebase(target: Target) -> None:
    """Rebase; where both sides changed a line, leave everything as it was and say which lines, and what to do."""
    if git.run(target.root, "-c", "rebase.autoStash=true", "rebase", "--quiet", target.tracking).returncode == 0:
        return
    listed = git.read(target.root, "diff", "--name-only", "-z", "--relative", "--diff-filter=U").split("\0")
    names = [name for name in listed if name]
    lines = [line for name in names for line in conflicts(target.root / name, name)]
    git.run(target.root, "rebase", "--abort")
    where = "\n".join(f"    {line}" for line in lines) or "    git does not say where"
    raise RefusedError(
        f"You and they changed the same lines, and somebody has to choose. {SAFE}\n{where}\n"
        f"Run {pull(target)}, keep what is right between the marks <<<<<<< and >>>>>>>, then\n"
        f"    git add {' '.join(map(shlex.quote, names)) or 'content'} && git rebase --continue\n"
        "and this again"
    )


def conflicts(file: Path, name: str) -> Iterator[str]:
    """Yield `name:7: theirs "Old", yours "New"` for each conflict, counting the lines as they stand in our file.

    In a rebase what others published is the upper half of a conflict, and our own the lower.
    """
    text = file.read_text("utf-8", errors="replace") if file.is_file() else ""
    number, halves, half = 1, dict[str, list[str]](), ""
    for line in text.splitlines():
        mark = line.partition(" ")[0]
        if mark in MARKS and (half or mark == "<<<<<<<"):
            half = MARKS[mark]
            if half == "theirs":
                halves = {"theirs": [], "base": [], "yours": []}
            elif not half:
                last = number - 1
                first = last - max(len(halves["yours"]), 1) + 1
                yield f"{name}:{first}: theirs {said(halves['theirs'])}, yours {said(halves['yours'])}"
            continue
        if half:
            halves[half].append(line)
        number += half in {"", "yours"}
    if not halves:
        yield f"{name}: one of you took it away"


def said(lines: Sequence[str]) -> str:
    """Quote the first line that says something; nothing where all is taken out."""
    return quoted(next((line.strip() for line in lines if line.strip()), ""))
