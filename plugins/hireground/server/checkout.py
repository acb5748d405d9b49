"""Write a commit's files into a fresh folder: only files that have an effect, and never links."""

import re
from collections.abc import Iterator
from pathlib import Path

from hireground.server.repository import Entry, entries, names_changed, write_files
from hireground.server.server import CODE, Config, Server
from hireground.server.words import say
from hireground.terminal import RefusedError

SETTINGS = ("pelicanconf.py", "publishconf.py")
THEME = "theme"
DATA = ("content", *SETTINGS, THEME)
"""The topmost names of a site that is data; the rest of a push has no effect."""
THEME_DATA = re.compile(r"theme/(?:locale/[^/]+\.po|static/.+\.(?:css|png|jpe?g|webp|avif|gif|ico|woff2?))")
"""Files of a theme that run nothing: style sheets, phrases, pictures, fonts. Templates, scripts and drawings may."""
LOCK = "requirements.txt"
LINK, SUBMODULE = "120000", "160000"
LONGEST_NAME = 255
LARGEST_POINTER = 1024
POINTER = b"version https://git-lfs.github.com/spec/"
NO_EFFECT = "Kept, but without effect: this server reads content and runs nothing of a push"
SHOWN = 10


def check_out(server: Server, folder: Path, commit: str, base: str) -> list[str]:
    """Write a commit's files into a new folder, and say which are kept only; return the settings files that changed.

    Raises `RefusedError` for files that are none.
    """
    wanted, changed = entries(server, commit), []
    if server.config.mode != CODE:
        wanted = [entry for entry in wanted if has_effect(server.config, entry.name)]
        changed = names_changed(server, base, commit)
        say_ineffective(server.config, changed)
    if not (wrong := [problem for entry in wanted for problem in problems(entry)]):
        write_files(server, folder, base, commit, wanted)
        wrong = [*pointers(folder, wanted)]
    if wrong:
        raise RefusedError("\n".join(sorted(wrong)))
    return [name for name in SETTINGS if name in changed]


def has_effect(config: Config, name: str) -> bool:
    """Tell whether a file of a push counts where nothing of it is run: hidden ones never do."""
    first, *_ = parts = name.split("/")
    is_data = first in DATA and (first != THEME or config.theme or bool(THEME_DATA.fullmatch(name)))
    return is_data and not any(part.startswith(".") for part in parts)


def say_ineffective(config: Config, changed: list[str]) -> None:
    """Name what a push changes and nothing comes of: topmost names, then files within those that count."""
    names = [name for name in changed if name != LOCK and not has_effect(config, name)]
    topmost = {first for first in (name.partition("/")[0] for name in names) if first not in DATA}
    inside = {name for name in names if name.partition("/")[0] in DATA}
    if found := [*sorted(topmost), *sorted(inside)]:
        more = f" and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
        say(f"{NO_EFFECT}: {', '.join(found[:SHOWN])}{more}")


def problems(entry: Entry) -> Iterator[str]:
    """Yield what is wrong with an entry of a commit: it leads elsewhere, or has no name that a file may have."""
    if entry.mode == LINK:
        yield f"{entry.name}: a symbolic link, which may lead anywhere on the server; put the file itself there"
    elif entry.mode == SUBMODULE:
        yield f"{entry.name}: a submodule, which a push does not bring; put its files themselves there"
    parts = entry.name.encode("utf-8", "surrogateescape").lower().split(b"/")
    if any(part in {b"", b".", b"..", b".git"} or len(part) > LONGEST_NAME for part in parts):
        yield f"{entry.name}: no file can have this name here"


def pointers(folder: Path, wanted: list[Entry]) -> Iterator[str]:
    """Yield the files that are a note of Git LFS's about a file."""
    for entry in wanted:
        if entry.size < LARGEST_POINTER and (folder / entry.name).read_bytes().startswith(POINTER):
            how = f"a push brings no LFS files: git lfs untrack '{entry.name}'"
            yield f"{entry.name}: a Git LFS pointer, not the file; {how}"
