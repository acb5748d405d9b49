"""Keep what is known and made of each picture file by its content, so that rebuilds only look at times."""

import hashlib
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from hireground.checksums import Checksums, put_file, put_in_place
from hireground.metadata.cleaning import cleaned
from hireground.pictures.inspecting import inspect, what_is_unsaid, what_runs
from hireground.pictures.model import Facts
from hireground.pictures.variants import RECIPE, variants
from hireground.terminal import Progress, silent
from hireground.text.problems import InvalidContentError, Problem
from hireground.text.source import ContentFile, copied, read_bytes

FOLDER = Path(".cache", "pictures")
"""Where it is kept, from the site's root; it may be deleted at any time."""
INDEX = "index-4.json"
"""Counts changes of what a picture is looked at for."""


LARGEST = 50_000_000
"""Bytes: a camera's best has half of that."""


@dataclass(frozen=True)
class KnownPicture:
    """A picture's file: `stamp` is its size and time, `digest` its content's; it has a `problem` or `facts`.

    `runs` is where something in a drawing may run in a browser that opens it, and what; `warning` says what its author
    should mend although it is shown.
    """

    stamp: tuple[int, int]
    digest: str
    facts: Facts | None
    problem: str = ""
    runs: tuple[int, int, str] | None = None
    warning: str = ""


def look(root: Path, paths: Iterable[Path]) -> dict[Path, KnownPicture]:
    """Return what is known of each picture, by its path from `root`; only what changed is read."""
    made = Checksums(root / FOLDER)
    before = _read(root / FOLDER / INDEX) if made.is_intact(INDEX) else {}
    by_content = {one.digest: one for one in before.values()}
    known = {}
    for path in paths:
        state = (root / path).lstat()
        stamp = (state.st_size, state.st_mtime_ns)
        one = before.get(path)
        known[path] = one if one and one.stamp == stamp else _known(root, path, stamp, by_content)
    if known != before:
        put_file(root / FOLDER / INDEX, json.dumps({str(path): asdict(one) for path, one in known.items()}).encode())
        made.add(INDEX)
    return known


def picture_problems(known: Mapping[Path, KnownPicture], *, is_raw: bool) -> Iterator[Problem]:
    """Yield the pictures that cannot be shown, and drawings that run something unless their authors may (`is_raw`)."""
    for path, one in known.items():
        if one.problem:
            yield Problem(path, 1, 1, one.problem)
            continue
        if one.warning:
            yield Problem(path, 1, 1, one.warning, is_warning=True)
        if one.runs and not is_raw:
            line, column, what = one.runs
            yield Problem(path, line, column, f"a drawing may not have {what}")


def make(root: Path, known: Mapping[Path, KnownPicture], tell: Progress = silent) -> None:
    """Make what is not made yet of each picture that is still, and tell how far that is."""
    stills = {one.digest: (path, one.facts) for path, one in known.items() if one.facts and one.facts.is_still}
    missing = [(root / FOLDER / digest, ContentFile(root, path), facts) for digest, (path, facts) in stills.items()]
    made = Checksums(root / FOLDER)
    missing = [one for one in missing if not made.is_whole(one[0].name)]
    problems = []
    if missing:
        with ThreadPoolExecutor(os.cpu_count()) as pool:  # Pillow lets others run while it works
            for done, problem in enumerate(pool.map(lambda one: _make(*one), missing), 1):
                problems += [problem] if problem else []
                tell(done, len(missing))
    if problems:
        raise InvalidContentError(problems)
    made.add(*(folder.name for folder, _, _ in missing))


def _make(folder: Path, file: ContentFile, facts: Facts) -> Problem | None:
    """Make what pages show of a picture; return what is wrong if that cannot be."""
    data = copied(file)
    try:
        made = variants(data, facts)
    except (ValueError, OSError, SyntaxError, ArithmeticError) as error:
        words = f"no smaller versions can be made of this picture ({error}); save it anew, as JPEG or PNG"
        return Problem(file.path, 1, 1, words)
    fresh = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")
    for name, each in made.items():
        put_file(fresh / name, each)
    put_in_place(fresh, folder)
    return None


def _known(root: Path, path: Path, stamp: tuple[int, int], by_content: Mapping[str, KnownPicture]) -> KnownPicture:
    try:
        data = read_bytes(root, path, LARGEST)
    except InvalidContentError as error:
        return KnownPicture(stamp, "", None, error.problems[0].message)
    # The name counts too: the same bytes may be called what they are in one place, and not in another.
    digest = hashlib.sha256(f"{RECIPE} {path.suffix.lower()} ".encode() + data).hexdigest()[:20]
    if digest in by_content:
        return replace(by_content[digest], stamp=stamp)
    try:
        facts = inspect(data, PurePosixPath(path.as_posix()))
        if not facts.is_still:
            cleaned(data)  # it is published as it is, but for its metadata
        return KnownPicture(stamp, digest, facts, runs=what_runs(data), warning=what_is_unsaid(data))
    except ValueError as error:
        return KnownPicture(stamp, digest, None, str(error))


def _read(index: Path) -> dict[Path, KnownPicture]:
    """Read what was known; nothing if it is damaged or of another time."""
    try:
        return {Path(path): _from_json(fields) for path, fields in json.loads(index.read_bytes()).items()}
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return {}


def _from_json(fields: dict[str, Any]) -> KnownPicture:
    size, time = fields["stamp"]
    facts, runs = fields["facts"], fields["runs"]
    found = {"stamp": (size, time), "facts": Facts(**facts) if facts else None, "runs": tuple(runs) if runs else None}
    return KnownPicture(**{**fields, **found})
