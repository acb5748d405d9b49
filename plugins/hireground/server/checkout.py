"""Write a commit's files into a fresh folder: only files that have an effect, and never links."""

import re
from collections.abc import Iterator
from pathlib import Path

from hireground.server.repository import EMPTY_TREE, Entry, borrow, entries, names_changed, write_files
from hireground.server.server import CODE, Config, Server
from hireground.server.words import listed, say
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


def check_out(server: Server, folder: Path, commit: str, published: str | None) -> list[str]:
    """Write a commit's files into a new folder, and say which are kept only; return the settings files that changed.

    Raises `RefusedError` for files that are none.
    """
    is_code = server.config.mode == CODE
    found = entries(server, commit)
    wanted = [entry for entry in found if is_code or has_effect(server.config, entry.name)]
    changed = [] if is_code else say_ineffective(server, commit, published, found)
    refuse([problem for entry in wanted for problem in problems(entry)])
    borrow(server, folder, commit, published)
    write_files(server, folder, wanted)
    refuse(list(pointers(folder, wanted)))
    return changed


def has_effect(config: Config, name: str) -> bool:
    """Tell whether a file of a push counts where nothing of it is run: hidden ones never do."""
    first, *_ = parts = name.split("/")
    is_data = first in DATA and (first != THEME or config.theme or bool(THEME_DATA.fullmatch(name)))
    return is_data and not any(part.startswith(".") for part in parts)


def say_ineffective(server: Server, commit: str, published: str | None, found: list[Entry]) -> list[str]:
    """Name what this push changes and nothing comes of; return the settings files that it changes."""
    old = published or EMPTY_TREE
    names = [name for name in names_changed(server, old, commit) if name not in {*DATA, LOCK}]
    inside = set(names_changed(server, old, commit, *DATA))
    names += [one.name for one in found if one.name in inside and not has_effect(server.config, one.name)]
    if names:
        say(f"{NO_EFFECT}: {listed(names)}")
    return [name for name in SETTINGS if name in inside]


def refuse(found: list[str]) -> None:
    """Raise `RefusedError` with what is wrong, if anything is."""
    if found:
        raise RefusedError("\n".join(sorted(found)))


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
