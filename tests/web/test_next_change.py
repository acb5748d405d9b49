"""`next-change.json` says when a site will next be out of date by itself: not earlier, and not later."""

import datetime as dt
import json
from pathlib import Path

import pytest
from tiny_site import small_settings

from hireground.build.site import build_site

CONF = small_settings(SITE_CARDS=False, SITE_SEARCH=False)
POST = "---\ntitle: {title}\ndate: {date}\nsummary: It comes.{more}\n---\nHere it is.\n"
SEMINAR = """---
title: The Lab
summary: Try it.
place: {name: Town Hall, address: Rathausstr. 15, city: Berlin, country: DE}
registration: {url: "https://register.example.org/in", opens: 2026-12-06 09:00, closes: 2026-12-07 12:00}
sessions:
  - 2026-12-07 18:00
  - {start: 2026-12-06 20:00, status: cancelled, registration: {url: "https://register.example.org/in"}}
---
Bring a pen.
"""
BEGIN = dt.datetime(2026, 12, 5, 20, tzinfo=dt.UTC)
DAYS = dt.timedelta(days=3)
EXPECTED = [
    ("2026-12-05T23:00:00Z", "the day turns"),
    ("2026-12-06T08:00:00Z", "registration opens"),
    ("2026-12-06T20:30:00Z", "a session ends"),  # which was called off
    ("2026-12-06T23:00:00Z", "the day turns"),
    ("2026-12-07T07:00:00Z", "a text is due"),
    ("2026-12-07T11:00:00Z", "registration closes"),
    ("2026-12-07T17:00:00Z", "a session starts"),
    ("2026-12-07T18:30:00Z", "a session ends"),
    ("2026-12-07T23:00:00Z", "the day turns"),
    ("2026-12-08T23:00:00Z", "the day turns"),
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    posts, seminars = tmp_path / "content/posts", tmp_path / "content/seminars"
    posts.mkdir(parents=True)
    (posts / "soon.md").write_text(POST.format(title="Soon", date="2026-12-07 08:00", more=""))
    (posts / "draft.md").write_text(POST.format(title="Draft", date="2026-12-06 15:00", more="\nstatus: draft"))
    (tmp_path / "content/pages").mkdir()
    (tmp_path / "content/pages/dated.md").write_text(POST.format(title="Dated", date="2026-12-06 15:00", more=""))
    seminars.mkdir()
    (seminars / "lab.md").write_text(SEMINAR)
    (tmp_path / "pelicanconf.py").write_text(CONF)
    return tmp_path


def served(root: Path, moment: dt.datetime, patch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Build as of a moment, and return what a server has then."""
    patch.setenv("SOURCE_DATE_EPOCH", f"{moment.timestamp():.0f}")
    build_site(root / "pelicanconf.py", root / "output")
    files = (file for file in (root / "output").rglob("*") if file.is_file() and file.name != ".build")
    return {file.relative_to(root / "output").as_posix(): file.read_bytes() for file in files}


def test_a_site_is_right_until_the_moment_that_it_names(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, said = BEGIN, []
    site = served(root, now, monkeypatch)
    while now < BEGIN + DAYS:
        found = json.loads(site["next-change.json"])
        said.append((found["at"], found["change"]))
        now = dt.datetime.fromisoformat(found["at"])
        assert served(root, now - dt.timedelta(seconds=1), monkeypatch) == site
        before, site = site, served(root, now, monkeypatch)
        assert {path for path in before if site.get(path) != before[path]} - {"next-change.json"}
    assert said == EXPECTED
