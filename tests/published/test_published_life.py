"""A month of an author's life with one seminar: what `fix` writes, what subscribers see, what their calendars hold.

To accept what the code writes now: `UPDATE_CASES=1 .venv/bin/pytest tests/published/test_published_life.py`.
"""

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

from examples import SITEURL, WORDING
from site_repository import FOLDER, NOON, Repository, lab, write_site

from hireground.published.describe import lines
from hireground.published.pair import read_pair
from hireground.published.pipeline import changes, fix_published, published_problems
from hireground.seminars.calendar.vevent import event
from hireground.site.load import load_site
from hireground.site.settings import read_settings

GOLDEN = Path(__file__).parents[1] / "cases" / "published-life.txt"
OLD, NEW = "interview-lab.md", "interview-workshop.md"
SHOWN = ("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "STATUS", "SUMMARY")
Files = dict[str, str | None]


def the_author(site: Repository) -> Iterator[tuple[str, Files]]:
    """Yield what the author does to the files, one day after another."""
    yield "publishes", {OLD: lab("2026-11-04 18:00  # the first", "2026-11-24 18:00", "2026-12-15 18:00")}
    yield "moves the second", {OLD: edited(site, OLD, "2026-11-24", "2026-11-25")}
    yield "gives it another title", {OLD: edited(site, OLD, "Interview Lab", "Interview Workshop")}
    yield "renames the file", {OLD: None, NEW: edited(site, OLD, "", "")}
    yield "takes the last out", {NEW: edited(site, NEW, "  - 2026-12-15 18:00\n", "")}
    yield (
        "adds a recording to the first",
        {
            NEW: edited(
                site,
                NEW,
                "  - 2026-11-04 18:00",
                "  - recording: https://video.example.org/1\n    start: 2026-11-04 18:00",
            )
        },
    )
    yield (
        "moves the second again, to another place",
        {
            NEW: edited(
                site, NEW, "start: 2026-11-25 18:00\n", "start: 2026-11-26 19:00\n    place: Redmond Community Hall\n"
            )
        },
    )
    yield (
        "gives the last a new date after all",
        {NEW: edited(site, NEW, "start: 2026-12-15 18:00\n    status: cancelled", "start: 2026-12-17 18:00")},
    )


def edited(site: Repository, name: str, old: str, new: str) -> str:
    text = (site.root / FOLDER / name).read_text("utf-8")
    assert old in text
    return text.replace(old, new, 1)


def test_a_month_of_an_authors_life(tmp_path: Path) -> None:
    site = write_site(tmp_path)
    told = "".join(f"{line}\n" for did, files in the_author(site) for line in day(site, did, files))
    if os.environ.get("UPDATE_CASES"):
        GOLDEN.write_text(told, "utf-8")
    assert told == GOLDEN.read_text("utf-8")


def day(site: Repository, did: str, files: Files) -> Iterator[str]:
    """Yield what is said and written on one day, and what calendars hold at its end."""
    settings = site.root / "pelicanconf.py"
    now = NOON + dt.timedelta(days=site.days)
    site.write(files)
    yield f"== {now:%B %d}: the author {did}"
    yield from (str(problem) for problem in published_problems(settings, now))
    yield from fix_published(settings, now)
    assert published_problems(settings, now) == ()
    pair = read_pair(settings, now)
    yield from lines(changes(pair), WORDING) if pair else ()
    site.commit({})
    yield from entries(site, now)
    yield ""


def entries(site: Repository, now: dt.datetime) -> Iterator[str]:
    """Yield each VEVENT of the site in a line, as it stands in every calendar."""
    for seminar in load_site(read_settings(site.root / "pelicanconf.py"), now).seminars:
        for session in seminar.sessions:
            made = event(session, SITEURL, WORDING).decode().replace("\r\n ", "").split("\r\n")
            yield " ".join(line for name in SHOWN for line in made if line.startswith(name))
