"""`upcoming` lists what is coming, and `stats` counts what there is: for people on a terminal, and as JSON."""

import json
from pathlib import Path

import pytest
from tiny_site import small_settings

from hireground.cli import main

CONF = small_settings(SITEURL=None, SHOW_DRAFTS=True)
FILES = {
    "posts/first.md": "---\ntitle: First\ndate: 2026-12-01\nsummary: It is.\ntopics: [a, b]\n---\nOne two three.\n",
    "posts/soon.md": "---\ntitle: Soon\ndate: 2026-12-08 08:00\nsummary: It comes.\ntopics: [b]\n---\nFour five.\n",
    "posts/draft.md": "---\ntitle: Not yet\ndate: 2026-12-01 08:00\nsummary: No.\nstatus: draft\n---\nSix.\n",
    "seminars/lab.md": """---
title: The Lab
summary: Try it.
topics: [b]
place: {name: Town Hall, address: Rathausstr. 15, city: Berlin, country: DE}
registration: {url: "https://small.example.org/in", closes: 2026-12-07 12:00}
sessions:
  - 2026-11-07 18:00
  - {start: 2026-12-07 18:00, speakers: [Ada Quill]}
  - {start: 2026-12-09 18:00, moved_from: 2026-12-08 18:00}
  - {start: 2026-12-10 18:00, status: cancelled, note: The hall is closed.}
---
Bring a pen.
""",
}
NOW = "1796490000"  # Saturday, December 5, 2026, 18:00 in Berlin
TABLE = """
 In       When                    What                   Where               Registration       File
 ──────────────────────────────────────────────────────────────────────────────────────────────────────
 2 days   Mon, Dec 7, 6:00 PM     The Lab                Town Hall, Berlin   closes in 1 day    lab.md
 2 days   Tue, Dec 8, 8:00 AM     Soon (a post)                                                 soon.md
 4 days   Wed, Dec 9, 6:00 PM     The Lab (moved)        Town Hall, Berlin   closes in 1 day    lab.md
 5 days   Thu, Dec 10, 6:00 PM    The Lab (cancelled)    Town Hall, Berlin   cancelled          lab.md
"""
COUNTS = """\
3  posts (1 draft, 1 published, 1 scheduled)
0  pages
9  words
1  seminar
4  dates (2 coming, 1 called off, 1 past)
1  speaker
1  place
0  pictures
2  topics (3 b, 1 a)
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        file = tmp_path / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (tmp_path / "pelicanconf.py").write_text(CONF)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", NOW)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 0
    return capsys.readouterr().out


def stripped(text: str) -> list[list[str]]:
    """Split lines into their columns."""
    return [[part.strip() for part in line.split("  ") if part.strip(" ─")] for line in text.splitlines()]


@pytest.mark.usefixtures("root")
def test_what_is_coming_is_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(capsys, "upcoming")
    table, _, last = shown.rstrip("\n").rpartition("\n")
    assert [row for row in stripped(table) if row] == [row for row in stripped(TABLE) if row]
    assert last == "The site next changes by itself on Sun, Dec 6, 12:00 AM: the day turns."


@pytest.mark.usefixtures("root")
def test_programs_read_what_is_coming(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(said(capsys, "upcoming", "--json"))
    assert [(one["kind"], one["start"], one["state"], one["url"]) for one in found["upcoming"]] == [
        ("session", "2026-12-07T18:00:00+01:00", "open", "seminars/lab/2026-12-07/"),
        ("post", "2026-12-08T08:00:00+01:00", "scheduled", "posts/soon/"),
        ("session", "2026-12-09T18:00:00+01:00", "open", "seminars/lab/2026-12-09/"),
        ("session", "2026-12-10T18:00:00+01:00", "cancelled", "seminars/lab/2026-12-10/"),
    ]
    assert found["upcoming"][0]["deadline"] == {"what": "closes", "at": "2026-12-07T12:00:00+01:00", "days": 1}
    assert found["next_change"] == {"at": "2026-12-06T00:00:00+01:00", "change": "the day turns", "source": None}


def test_every_topic_is_counted_and_the_first_ten_are_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    topics = ", ".join(f"t{number}" for number in range(30))
    first = root / "content/posts/first.md"
    first.write_text(first.read_text().replace("topics: [a, b]", f"topics: [{topics}]"))
    (line,) = [line for line in said(capsys, "stats").splitlines() if " topics (" in line]
    assert line.split()[0] == "31"
    assert line.count(",") == 9
    assert len(json.loads(said(capsys, "stats", "--json"))["topics"]) == 31


def test_how_a_date_stands_is_seen_where_its_title_is_cut(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = root / "content/seminars/lab.md"
    lab.write_text(lab.read_text().replace("title: The Lab", f"title: The Lab of {'long words and ' * 5}more"))
    monkeypatch.setattr("hireground.overview.command.IN_A_PIPE", 80)
    shown = said(capsys, "upcoming")
    assert [words for words in ("a post: Soon", "moved: The", "cancelled") if words not in shown] == []
    assert shown.count("cancelled") == 1
    assert all(len(line) <= 80 for line in shown.splitlines())


@pytest.mark.parametrize(("width", "shown"), [("80", "! The"), ("160", "lab.md (1 warning)")])
def test_what_check_says_is_seen_at_any_width(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: str, shown: str
) -> None:
    lab = root / "content/seminars/lab.md"
    lab.write_text(lab.read_text().replace("summary: Try it.", "summary: The Lab"))
    monkeypatch.setattr("hireground.overview.command.IN_A_PIPE", int(width))
    assert shown in said(capsys, "upcoming")


CALLED = "The Lab (call for proposals)"
CALL = "proposals: {url: https://small.example.org/talk, "


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        (f"{CALL}closes: 2026-12-06}}", ["1 day", "Sun, Dec 6, 11:59 PM", CALLED, "closes in 1 day"]),
        (f"{CALL}opens: 2026-12-07, closes: 2026-12-09}}", [
            "4 days", "Wed, Dec 9, 11:59 PM", CALLED, "opens in 1 day",
        ]),
        (f"{CALL}closes: 2026-12-04}}", None),
        (f"{CALL[:-2]}}}", None),
    ],
    ids=["open", "not yet open", "closed", "until the last date"],
)  # fmt: skip
def test_a_call_for_proposals_is_a_line_until_it_closes(
    call: str, shown: list[str] | None, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = root / "content/seminars/lab.md"
    file.write_text(file.read_text().replace("topics: [b]", call))
    table = [row for row in stripped(said(capsys, "upcoming")) if CALLED in row]
    assert table == ([[*shown, "lab.md"]] if shown else [])
    found = json.loads(said(capsys, "upcoming", "--json"))["upcoming"]
    assert [one["url"] for one in found if one["kind"] == "proposals"] == (["seminars/lab/"] if shown else [])


def test_nothing_coming_says_how_to_begin(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("posts/soon.md", "seminars/lab.md"):
        (root / "content" / name).unlink()
    assert said(capsys, "upcoming").startswith('Nothing is coming; hireground new-seminar "Title" begins a seminar.\n')


def test_content_that_is_wrong_is_said_first(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "content/posts/soon.md").write_text("---\ntitle: Soon\ndate: tomorrow\n---\nFour.\n")
    assert main(["upcoming"]) == 1
    assert "content/posts/soon.md:3:7: " in "".join(capsys.readouterr())


@pytest.mark.usefixtures("root")
def test_what_there_is_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert stripped(said(capsys, "stats")) == stripped(COUNTS)
    found = json.loads(said(capsys, "stats", "--json"))
    assert (found["posts"], found["dates"]) == (
        {"draft": 1, "published": 1, "scheduled": 1}, {"coming": 2, "called off": 1, "past": 1}
    )  # fmt: skip
