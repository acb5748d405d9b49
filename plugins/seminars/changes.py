"""The repository's history to notices of what became of the sessions, and when: moved, cancelled, recorded."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from plugins.seminars.assembly import Defaults
from plugins.seminars.differences import Difference, News
from plugins.seminars.past import Past, commit_differences
from plugins.seminars.revisions import Revision, contents, revisions

MOST = 50
OLDEST = dt.timedelta(days=400)
IMPORT = 100
"""More new files than this in one commit came from another system: they are no news, and take long to read."""


@dataclass(frozen=True)
class Notice:
    """What one commit made of one seminar's sessions: the same of each."""

    news: News
    when: dt.datetime
    differences: tuple[Difference, ...]


def notices(
    root: Path, folder: Path, defaults: Defaults, shown: Collection[str], now: dt.datetime
) -> tuple[Notice, ...]:
    """Return the newest notices of the seminars in `root/folder`, dated by the commits that made them, newest first.

    `shown` are the UIDs that the site has now: a notice of another would lead nowhere. What is not committed has none.
    """
    found = tuple(_without_import(revision) for revision in revisions(root, folder, now - OLDEST))
    names = (name for revision in found for version in revision.versions for name in (version.before, version.after))
    past = Past(contents(root, names), defaults)
    each = (_notices(when, made, shown) for when, made in commit_differences(found, past))
    return tuple(islice((notice for several in each for notice in several), MOST))


def _without_import(revision: Revision) -> Revision:
    markdown = tuple(version for version in revision.versions if version.path.suffix == ".md")
    known = tuple(version for version in markdown if version.before)
    return replace(revision, versions=known if len(markdown) - len(known) > IMPORT else markdown)


def _notices(when: dt.datetime, made: Iterable[Difference], shown: Collection[str]) -> Iterator[Notice]:
    """Group what a commit did; nobody is told of a session that was over by then, but for its recording."""
    groups: defaultdict[tuple[News, str], list[Difference]] = defaultdict(list)
    for one in made:
        if one.session.uid in shown and (one.news is News.RECORDED or one.session.end > when):
            groups[one.news, one.session.seminar_id].append(one)
    for (news, _seminar), several in groups.items():
        yield Notice(news, when, tuple(several))
