"""Read calendar files with programs that Debian has and pip's lock has not, for `inv interop`.

apt-get install ruby-icalendar gir1.2-ical-3.0 python3-gi radicale khal thunderbird
"""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from calendar_programs import HERE, Found, Reader, by_icalendar, event_of
from tests.interop.thunderbird import by_thunderbird

PYTHON = "/usr/bin/python3"
MISSING = ("No module named", "LoadError", "not available")
"""What is said where a program is there, and a library of it is not."""
KHAL = """\
[calendars]
[[cal]]
path = {folder}/kept
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


@contextmanager
def laid_out(files: Sequence[bytes]) -> Iterator[list[str]]:
    """Write the files where a program can read them."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.ics" for number, _data in enumerate(files)]
        for path, data in zip(paths, files, strict=True):
            path.write_bytes(data)
        yield [*map(str, paths)]


def said(program: str, *arguments: str) -> str:
    """Return what a program prints, by the machine's own libraries and in another time zone than ours."""
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"TZ": "Pacific/Marquesas", "LC_ALL": "C.UTF-8"}
    run = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)
    if run.returncode and any(words in run.stderr for words in MISSING):
        pytest.skip(run.stderr)
    assert run.returncode == 0, run.stderr
    return run.stdout


def by_ruby(files: Sequence[bytes]) -> list[list[Found]]:
    """Read with ruby's icalendar."""
    with laid_out(files) as paths:
        found: list[list[Any]] = json.loads(said("ruby", str(HERE / "interop" / "ruby_icalendar.rb"), *paths))
    return [[*map(event_of, each)] for each in found]


def by_libical(files: Sequence[bytes]) -> list[list[Found]]:
    """Read with libical."""
    with laid_out(files) as paths:
        found: list[list[Any]] = json.loads(said(PYTHON, str(HERE / "interop" / "libical.py"), *paths))
    return [[*map(event_of, each)] for each in found]


def by_radicale(files: Sequence[bytes]) -> list[list[Found]]:
    """Let Radicale take each file as a collection, and read what it gives back."""
    with laid_out(files) as paths:
        found: list[str] = json.loads(said(PYTHON, str(HERE / "interop" / "radicale_store.py"), *paths))
    return by_icalendar([text.encode() for text in found])


def by_khal(files: Sequence[bytes]) -> list[list[Found]]:
    """Let khal import each file, and read what it keeps."""
    found = []
    with laid_out(files) as paths:
        for path in paths:
            with tempfile.TemporaryDirectory() as folder:
                settings, kept = Path(folder) / "config", Path(folder) / "kept"
                kept.mkdir()
                settings.write_text(KHAL.format(folder=folder))
                said("khal", "-c", str(settings), "import", "--batch", "-a", "cal", path)
                items = by_icalendar([one.read_bytes() for one in sorted(kept.iterdir())])
                found.append([*chain.from_iterable(items)])
    return found


INSTALLED: dict[str, Reader] = {
    "ruby icalendar": by_ruby, "libical": by_libical, "Radicale": by_radicale, "khal": by_khal,
    "Thunderbird": by_thunderbird,
}  # fmt: skip
