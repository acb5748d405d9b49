"""Follow a calendar as a subscriber does, while its author adds, moves and cancels dates, a commit and a build each.

nginx serves the site with the project's own configuration; Thunderbird subscribes once and asks again after each build.
"""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from calendar_programs import Found
from site_repository import NOON, PLACES, Repository, lab
from tests.interop.thunderbird import thunderbird
from tiny_site import environment, write_own_site
from web_servers import HOST, nginx

FIRST, SECOND, THIRD = "2026-12-01 18:00", "2026-12-08 18:00", "2026-12-15 18:00"
ELSEWHERE = f"start: {FIRST}\n    place: Redmond Community Hall"
MOVED = f"start: 2026-12-09 19:30\n    moved_from: {SECOND}"
POSTPONED = f"{MOVED}\n    status: postponed"
CANCELLED, AGAIN = (f"start: {THIRD}\n    status: {status}" for status in ("cancelled", "on again"))
LIFE: Mapping[str, tuple[str, ...]] = {
    "publishes two dates": (FIRST, SECOND),
    "adds a third": (FIRST, SECOND, THIRD),
    "moves the second": (FIRST, MOVED, THIRD),
    "cancels the third": (FIRST, MOVED, CANCELLED),
    "holds the third after all": (FIRST, MOVED, AGAIN),
    "changes the place of the first": (ELSEWHERE, MOVED, AGAIN),
    "changes nothing": (ELSEWHERE, MOVED, AGAIN),
    "postpones the second": (ELSEWHERE, POSTPONED, AGAIN),
}
"""What the author does, and the dates as they are written then."""


def life(folder: Path) -> Iterator[str]:
    """Yield what the author does, and each date then as Thunderbird shows it."""
    (folder / "server").mkdir()
    site = begun(folder / "site")
    publish(site, LIFE["publishes two dates"])  # nginx wants a folder to be there
    with nginx(folder / "server", site.root / "output") as server, thunderbird() as program:
        address = f"http://{HOST}:{server.plain_port}/seminars/calendar.ics"
        for did, dates in LIFE.items():
            publish(site, dates)
            (found,) = program.shows([address])
            yield f"== the author {did}"
            yield from sorted(map(line, found))


def begun(root: Path) -> Repository:
    """Write a small site that the engine builds by itself, in a repository."""
    settings = write_own_site(root) / "pelicanconf.py"
    settings.write_text(settings.read_text("utf-8").replace("Europe/Berlin", "America/Los_Angeles"), "utf-8")
    (root / "content/places.yaml").write_text(PLACES, "utf-8")
    return Repository(root)


def publish(site: Repository, dates: tuple[str, ...]) -> None:
    """Write the dates, commit them, and build the site as on that day."""
    site.commit({"lab.md": lab(*dates)})
    noon = f"{(NOON + dt.timedelta(days=site.days)).timestamp():.0f}"
    command = [sys.executable, "-m", "hireground", "build", "--settings", "pelicanconf.py"]
    run = subprocess.run(
        command, cwd=site.root, env=environment(SOURCE_DATE_EPOCH=noon), capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def line(found: Found) -> str:
    """Write what is shown of a date."""
    return f"{found.start.isoformat()} {found.status}: {found.summary}, {found.location}"
