"""Make a real repository whose commits have fixed times and authors, whatever the machine's settings are."""

import datetime as dt
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
FOLDER = Path("content/seminars")


class Repository:
    """A site's repository; the commits are a day apart, from 1 November 2026 on."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.days = 0
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str, **more: str) -> str:
        """Run git as it is without anybody's settings."""
        moment = f"{(NOON + dt.timedelta(days=self.days)).timestamp():.0f} +0000"
        names = {f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        clean = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "PATH": os.environ["PATH"]}
        dates = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
        command = ["git", "-C", str(self.root), *arguments]
        run = subprocess.run(command, env=clean | names | dates | more, capture_output=True, text=True, check=True)
        return run.stdout

    def commit(self, files: Mapping[str, str | None]) -> None:
        """Write seminars by file name, None for a file to take away, and commit them a day after the last commit."""
        self.write(files)
        self.days += 1
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=x")

    def write(self, files: Mapping[str, str | None]) -> None:
        """Write seminars, and commit nothing."""
        for name, text in files.items():
            file = self.root / FOLDER / name
            file.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                file.unlink()
            else:
                file.write_text(text, "utf-8")


# Commit a small site in a repository of its own, for what is published to be compared with.

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
SETTINGS = """\
SITENAME = "Hire Ground"
SITEURL = "https://hireground.internal"
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
