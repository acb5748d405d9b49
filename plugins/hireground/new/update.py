"""`hireground update`: raise the one version that a site names, and say what the new one asks of the site's owner."""

import re
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from hireground.new.engine import LOCK, NAME, PIN, WHEELS, Engine, engine_from, own_part
from hireground.terminal import RefusedError

SECTION = re.compile(r"^## +v?([\w.+!]+).*\n", re.MULTILINE)
OWNER = re.compile(r"^### What a site's owner does\n(.*?)(?=^###? |\Z)", re.MULTILINE | re.DOTALL)
VERSION = re.compile(r"\d+(?:\.\d+)*[\w.+!]*")


def add_arguments(parser: ArgumentParser) -> None:
    """Add what may become the site's engine."""
    parser.add_argument(
        "to", metavar="VERSION", nargs="?", default="", help="a version, or the file of a wheel; the newest if not said"
    )


def run(options: Namespace) -> int:
    """Write the new lock, and keep the wheel in `wheels/` if no index has it."""
    lock = Path(LOCK)
    before = PIN.search(lock.read_text("utf-8")) if lock.is_file() else None
    if before is None:
        raise RefusedError(f"no {LOCK} here names a version of {NAME}; run this in the folder of a site")
    with TemporaryDirectory() as scratch:
        source = f"{NAME}=={options.to}" if VERSION.fullmatch(options.to) else options.to or NAME
        engine = engine_from(source, Path(scratch))
        text = engine.lock(own_part(lock.read_text("utf-8")))
        is_same = text == lock.read_text("utf-8")
        keep(engine)
        lock.write_text(text, "utf-8", newline="\n")
        sys.stdout.write(said(engine, before[1], is_same=is_same))
    return 0


def keep(engine: Engine) -> None:
    """Put the wheel where the lock says, in the place of the one before."""
    folder = Path(WHEELS)
    kept = folder / engine.wheel.name
    if engine.is_kept and engine.wheel.resolve() != kept.resolve():
        folder.mkdir(exist_ok=True)
        shutil.copyfile(engine.wheel, kept)
    for old in folder.glob(f"{NAME}-*.whl"):
        if old != kept or not engine.is_kept:
            old.unlink()


def said(engine: Engine, before: str, *, is_same: bool) -> str:
    """Write what was done, and what is left to do."""
    if is_same:
        return f"{NAME} {engine.version} is what the site has already.\n"
    asked = "".join(f"\n{version}:\n\n{text}\n" for version, text in owner_notes(engine.read("CHANGELOG.md"), before))
    asks = f"\nWhat it asks of you:\n{asked}" if asked else ""
    return f"{LOCK} names {NAME} {engine.version} now, not {before}; the next verb of make installs it.\n{asks}"


def owner_notes(changelog: str, since: str) -> Iterator[tuple[str, str]]:
    """Yield what each version after `since` asks of a site's owner, the newest first."""
    _, *parts = SECTION.split(changelog)
    for version, text in zip(parts[::2], parts[1::2], strict=True):
        if version == since:
            return
        if found := OWNER.search(text):
            yield version, found[1].strip()
