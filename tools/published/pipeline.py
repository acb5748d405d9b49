"""A settings file to what is wrong between the published calendars and the tree's, and to the files that mend it."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from plugins.reader.history import ShallowHistoryError
from plugins.reader.problems import InvalidContentError, Problem
from plugins.site.settings import read_settings
from tools.published.changes import Change, compare
from tools.published.findings import find
from tools.published.mending import mended, wrote
from tools.published.pair import Pair, read_pair
from tools.published.repository import UnknownCommitError


def published_problems(settings_file: Path, now: dt.datetime, base: str | None = None) -> tuple[Problem, ...]:
    """Return what subscribers would lose or not notice; nothing outside a repository or before its first commit."""
    try:
        pair = read_pair(settings_file, now, base)
    except InvalidContentError:
        return ()  # said where the content is checked
    except (ShallowHistoryError, UnknownCommitError) as error:
        return (Problem(read_settings(settings_file).content, 1, 1, str(error)),)
    return problems(pair) if pair else ()


def problems(pair: Pair) -> tuple[Problem, ...]:
    """Return what is wrong between two calendars, and what of the published one cannot be compared."""
    return tuple(sorted([*pair.warnings, *(finding.problem for finding in find(pair))]))


def changes(pair: Pair) -> tuple[Change, ...]:
    """Return what subscribers will see."""
    return compare(pair.before.public, pair.after.public)


def fix_published(settings_file: Path, now: dt.datetime, base: str | None = None) -> tuple[str, ...]:
    """Write the lines that mend what can be mended; return what was written where. Raises as `read_pair` does."""
    pair = read_pair(settings_file, now, base)
    return tuple(line for path, text in mended(pair).items() for line in _write(pair, path, text)) if pair else ()


def _write(pair: Pair, path: Path, text: str) -> Iterator[str]:
    target = pair.settings.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode())
    yield from wrote(pair, path, text)
