"""A site's picture files to what is known and made of them, kept by content: a rebuild costs a look at each."""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from plugins.pictures.inspecting import inspect
from plugins.pictures.making import RECIPE, variants
from plugins.pictures.model import Facts
from plugins.reader.problems import Problem

FOLDER = Path(".cache", "pictures")
"""Where it is kept, from the site's root; it may be deleted at any time."""
INDEX = "index.json"


@dataclass(frozen=True)
class Known:
    """A picture's file: `stamp` is its size and time, `digest` its content's; `fault` is empty or there are `facts`."""

    stamp: tuple[int, int]
    digest: str
    facts: Facts | None
    fault: str = ""


def look(root: Path, paths: Iterable[Path]) -> dict[Path, Known]:
    """Return what is known of each picture, by its path from `root`; only what changed is read."""
    before = _read(root / FOLDER / INDEX)
    by_content = {one.digest: one for one in before.values()}
    known = {}
    for path in paths:
        state = (root / path).stat()
        stamp = (state.st_size, state.st_mtime_ns)
        one = before.get(path)
        known[path] = one if one and one.stamp == stamp else _known(root, path, stamp, by_content)
    if known != before:
        _write(root / FOLDER / INDEX, json.dumps({str(path): asdict(one) for path, one in known.items()}).encode())
    return known


def picture_problems(known: Mapping[Path, Known]) -> Iterator[Problem]:
    """Yield the pictures that cannot be shown."""
    yield from (Problem(path, 1, 1, one.fault) for path, one in known.items() if one.fault)


def make(root: Path, known: Mapping[Path, Known]) -> None:
    """Make what is not made yet of each picture that is still."""
    stills = {one.digest: (path, one.facts) for path, one in known.items() if one.facts and one.facts.is_still}
    missing = [(root / FOLDER / digest, root / path, facts) for digest, (path, facts) in stills.items()]
    missing = [one for one in missing if not one[0].is_dir()]
    if missing:
        with ThreadPoolExecutor(os.cpu_count()) as pool:  # Pillow lets others run while it works
            list(pool.map(lambda one: _make(*one), missing))


def _make(folder: Path, file: Path, facts: Facts) -> None:
    fresh = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")
    for name, data in variants(file.read_bytes(), facts).items():
        _write(fresh / name, data)
    try:
        fresh.rename(folder)
    except OSError:  # another build was quicker
        shutil.rmtree(fresh)


def _known(root: Path, path: Path, stamp: tuple[int, int], by_content: Mapping[str, Known]) -> Known:
    data = (root / path).read_bytes()
    # The name counts too: the same bytes may be called what they are in one place, and not in another.
    digest = hashlib.sha256(f"{RECIPE} {path.suffix.lower()} ".encode() + data).hexdigest()[:20]
    if digest in by_content:
        return Known(stamp, digest, by_content[digest].facts, by_content[digest].fault)
    try:
        return Known(stamp, digest, inspect(data, PurePosixPath(path.as_posix())))
    except ValueError as error:
        return Known(stamp, digest, None, str(error))


def _read(index: Path) -> dict[Path, Known]:
    """Read what was known; nothing if it is damaged or of another time."""
    try:
        return {Path(path): _from_json(**fields) for path, fields in json.loads(index.read_bytes()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _from_json(stamp: list[int], digest: str, facts: dict[str, object] | None, fault: str) -> Known:
    size, time = stamp
    return Known((size, time), digest, Facts(**facts) if facts else None, fault)  # type: ignore[arg-type]


def _write(file: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}-{secrets.token_hex(4)}")
    fresh.write_bytes(data)
    fresh.replace(file)
