"""Forget what was published before, once its author has seen what subscribers lose.

What is forgotten is said in a file of the content, which is published with the rest: so every machine and every host's
check agrees, whichever commit it compares with. A commit that does not say the same counts no more.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from hireground.publish.screen import Screen
from hireground.published.changes import Vanished, compare
from hireground.published.identity import FORGOTTEN, Standing
from hireground.published.pair import CalendarPair
from hireground.seminars.model.model import Session
from hireground.seminars.pages.listings import listings
from hireground.terminal import RefusedError, count

NOTHING = "There is nothing to forget: no calendar of this site was published. Run this again without --forget."
YES = "to forget without being asked, run this again with --yes"
MARKER = """\
# What was published before this moment counts no more: hireground publish --forget wrote this. Keep it in the site.
before: {now:%Y-%m-%d %H:%M:%S} UTC
commit: {commit}
"""


def forget(screen: Screen, pair: CalendarPair | None, commit: str, now: dt.datetime) -> None:
    """Say what subscribers lose, ask, and write it down; raises `RefusedError` if the author would rather not."""
    if pair is None or not pair.standing.is_compared or pair.standing is Standing.EXAMPLES:
        raise RefusedError(NOTHING)
    found = compare(pair.before.public, pair.after.public)
    lost = [change.before for change in found if isinstance(change, Vanished)]
    path = pair.settings.content / FORGOTTEN
    screen.heading("To be forgotten")
    screen.say(f"  {loss(lost, now)}")
    screen.say(f"  {path.as_posix()} will say so, here and wherever the site is checked")
    if not screen.agree("Forget what was published?", YES, default=screen.yes):
        raise RefusedError("Nothing was forgotten, and nothing was published.")
    write(pair.settings.root / path, commit, now)


def loss(lost: Sequence[Session], now: dt.datetime) -> str:
    """Say what leaves how many calendars; those of single dates, and of lists in texts, are not counted."""
    if not lost:
        return "No session leaves a calendar; what was moved or cancelled since may go unnoticed"
    coming = sum(session.end > now for session in lost)
    calendars = len(listings(tuple(lost), str, "")) + len({session.seminar_id for session in lost})
    sessions = f"{count(len(lost), 'session')}, {coming:,} of them still to come,"
    return f"{sessions} {'leaves' if len(lost) == 1 else 'leave'} {count(calendars, 'calendar')} without a word"


def write(file: Path, commit: str, now: dt.datetime) -> None:
    """Write what is forgotten; a second time takes the place of the first."""
    file.write_text(MARKER.format(now=now.astimezone(dt.UTC), commit=commit), "utf-8")
