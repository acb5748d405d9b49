"""A small site in a repository of its own, for what is published to be compared with."""

import datetime as dt
import shutil
from pathlib import Path

from commits import FOLDER, Repository

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
SETTINGS = """\
SITENAME = "Hire Ground"
SITEURL = "https://hireground.example.org"
TIMEZONE = "America/Los_Angeles"
PATH = "content"
SEMINARS = {
    "uid_namespace": "5b2f6d1e-8a43-4c57-9c0e-7f1d2b9a6e34",
    "organizer": {"name": "Hire Ground", "email": "seminars@example.org", "url": "https://example.org"},
}
"""
PLACES = """\
- {name: Bellevue Library, address: 1111 110th Ave NE, city: Bellevue, region: WA, postal_code: "98004", country: US}
- {name: Redmond Community Hall, city: Redmond, country: US}
"""


def write_site(root: Path) -> Repository:
    """Write a site without seminars, and nothing committed."""
    (root / FOLDER).mkdir(parents=True)
    (root / "content/places.yaml").write_text(PLACES, "utf-8")
    (root / "pelicanconf.py").write_text(SETTINGS, "utf-8")
    return Repository(root)


def put(root: Path, folder: Path) -> None:
    """Let the site be that of a case's folder: its seminars, and the other files that it has."""
    shutil.rmtree(root / FOLDER)
    (root / FOLDER).mkdir()
    for file in folder.iterdir():
        parent = {".md": FOLDER, ".yaml": Path("content")}.get(file.suffix, Path())
        shutil.copy(file, root / parent / file.name)


def lab(*items: str, title: str = "Interview Lab", keys: str = "place: Bellevue Library") -> str:
    """Write a seminar's file; the further lines of an item are indented by four."""
    sessions = "".join(f"  - {item}\n" for item in items)
    return f"---\ntitle: {title}\nsummary: Practice.\n{keys}\nsessions:\n{sessions}---\nReading helps a little.\n"
