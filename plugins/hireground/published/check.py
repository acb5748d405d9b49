"""Find every problem of every file, before anything is built."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from hireground.new.outdated import outdated
from hireground.published.pipeline import fix_published, published_problems
from hireground.site.load import load_site
from hireground.site.seminars_alone import load_seminars
from hireground.site.settings import read_settings
from hireground.store import opened
from hireground.text.frontmatter import parse_document
from hireground.text.problems import Fix, InvalidContentError, Problem, apply, written
from hireground.text.source import decode

SEMINARS_ALONE = (
    "Checked the seminars, and the lists of dates in posts; all else in posts and pages is Pelican's to read.\n"
)


def check(settings_file: Path, now: dt.datetime) -> tuple[Problem, ...]:
    """Return every problem of the site's content, warnings too."""
    try:
        settings = read_settings(settings_file)
        if settings.foreign_posts is not None:
            return load_seminars(settings, now).warnings
        with opened(settings.root) as store:
            return load_site(settings, now, store).warnings
    except InvalidContentError as error:
        return error.problems


def everything(settings_file: Path, now: dt.datetime) -> tuple[Problem, ...]:
    """Return the problems of the content and of what subscribers have of it, and what is outdated in the site."""
    found = check(settings_file, now)
    if any(problem.path.suffix == ".py" for problem in found):  # without settings nothing can be compared
        return found
    settings = read_settings(settings_file)
    left_behind = outdated(settings.root, settings_file, settings.theme)
    return tuple(sorted({*found, *published_problems(settings_file, now), *left_behind}))


def scope(settings_file: Path) -> str:
    """Say what is not checked, on a site that adds seminars to posts and pages of Pelican's own."""
    try:
        has_own_posts = read_settings(settings_file).foreign_posts is None
    except InvalidContentError:
        return ""
    return "" if has_own_posts else SEMINARS_ALONE


ROUNDS = 20
"""What is mended may show what stood behind it: a file's syntax, then its keys, then their values."""


def fix_everything(settings_file: Path, now: dt.datetime) -> Iterator[str]:
    """Write every fix there is; yield what was written where.

    What subscribers have is compared once all content can be read.
    """
    root = settings_file.parent
    yield from _fix_content(settings_file, now)
    left = check(settings_file, now)
    if all(problem.is_warning for problem in left):
        yield from fix_published(settings_file, now)
        others = (problem for problem in everything(settings_file, now) if problem.path.suffix == ".py")
        for path, problems in _fixable(tuple(others)).items():
            yield from write_fixes(root, path, _fixes(problems))


def _fix_content(settings_file: Path, now: dt.datetime) -> Iterator[str]:
    """Write the fixes of the content, round by round; a file that is still wrong after its fixes is left as it was."""
    root, left = settings_file.parent, set[Path]()
    for _ in range(ROUNDS):
        fixable = {path: some for path, some in _fixable(check(settings_file, now)).items() if path not in left}
        if not fixable:
            return
        before = {path: (root / path).read_bytes() for path in fixable}
        said = {path: [*write_fixes(root, path, _fixes(problems))] for path, problems in fixable.items()}
        after = check(settings_file, now)
        for path, problems in fixable.items():
            if {*problems} <= {*after} or not said[path]:
                (root / path).write_bytes(before[path])
                left.add(path)
            else:
                yield from said[path]


def _fixable(problems: tuple[Problem, ...]) -> dict[Path, list[Problem]]:
    found: defaultdict[Path, list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.fix and not problem.fix.is_question:
            found[problem.path].append(problem)
    return dict(found)


def _fixes(problems: list[Problem]) -> list[Fix]:
    return [problem.fix for problem in problems if problem.fix]


def write_fixes(root: Path, path: Path, fixes: list[Fix]) -> Iterator[str]:
    """Write the fixes of a file and yield what was written; only the first where two would write the same key."""
    file = root / path
    old = file.read_bytes().decode("utf-8")
    new = apply(old, fixes)
    if _is_readable(path, old) and not _is_readable(path, new):
        new = apply(old, fixes[:1])
    file.write_bytes(new.encode())
    yield from written(path, old, new)


def _is_readable(path: Path, text: str) -> bool:
    """Tell whether a file of keys can be read at all, whatever its keys say."""
    try:
        parse_document(path, decode(path, text.encode()))
    except InvalidContentError:
        return False
    return True
