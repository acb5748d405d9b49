"""A real repository whose commits are a test's own: at fixed times, by nobody, whatever the machine's settings."""

import datetime as dt
import os
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
