"""What `announce` writes says what the calendars say, and fits where it goes."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import nh3
import pytest
from bs4 import BeautifulSoup
from built_site import EPOCH, SITEURL, BuiltSite
from icalendar import Calendar, Event
from site_repository import FOLDER, SETTINGS, Repository

from hireground.cli import main

PROJECT = Path(__file__).parents[2]
SEMINARS = sorted(file.stem for file in (PROJECT / "content/seminars").glob("*.md"))
NOW = dt.datetime.fromtimestamp(int(EPOCH), dt.UTC)
LIMITS = {"linkedin": 3000, "mastodon": 500, "bluesky": 300}
LARGEST = 102_000
"""Bytes of a mail from which on Gmail shows only its beginning."""
LINK = re.compile(r"https://\S+")
LAB = """---
title: Lab
summary: Try it.
place: {{name: Town Hall, address: 1 Main Street, city: Seattle, region: WA, postal_code: "98101", country: US}}
sessions:
  - {first}
  - 2027-03-18 18:00
---
Bring a pen.
"""


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.setenv("SITEURL", SITEURL)


def texts(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, str]]:
    assert main(["announce", *words, "--for=json"]) == 0
    found: list[dict[str, str]] = json.loads(capsys.readouterr().out)
    return found


def events(site: BuiltSite, slug: str) -> Iterator[Event]:
    """Yield what the seminar's calendar has that is not over."""
    for event in Calendar.from_ical(site.calendars[f"seminars/{slug}/calendar.ics"]).events:
        end = event.end if isinstance(event.end, dt.datetime) else dt.datetime.combine(event.end, dt.time(), dt.UTC)
        if end > NOW:
            yield event


def clock(moment: dt.datetime) -> str:
    return f"{moment.hour % 12 or 12}:{moment:%M} {moment:%p}"


def day(moment: dt.date) -> str:
    return f"{moment:%A}, {moment:%B} {moment.day}, {moment.year}"


@pytest.mark.usefixtures("moment")
@pytest.mark.parametrize("slug", SEMINARS)
def test_a_letter_says_what_the_calendar_says(slug: str, site: BuiltSite, capsys: pytest.CaptureFixture[str]) -> None:
    expected = [*events(site, slug)]
    if not expected:
        assert main(["announce", slug]) == 2
        assert "has no coming date" in capsys.readouterr().err
        return
    [found] = texts(capsys, slug)
    paragraphs = found["mail"].replace("\u202f", " ").split("\n\n")
    by_url = {part.rstrip("\n").rpartition("\n")[2]: part for part in paragraphs}
    for event in expected:
        part = by_url[str(event["URL"])]
        assert day(event.start) in part
        if isinstance(event.start, dt.datetime) and isinstance(event.end, dt.datetime):
            assert f"{clock(event.start)} to {clock(event.end)}" in part
        assert str(event["LOCATION"]) in part
        assert ("cancelled" in part or "Postponed" in part) == (event["STATUS"] == "CANCELLED")
    assert len(by_url) >= len(expected)


@pytest.mark.usefixtures("moment")
@pytest.mark.parametrize("what", [*SEMINARS, "2026-12", "2027-01", "2026-12-05"])
def test_texts_fit_where_they_go(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    if main(["announce", what, "--for=json"]):
        pytest.skip("nothing of it is coming")
    [found] = json.loads(capsys.readouterr().out)
    for network, limit in LIMITS.items():
        text = LINK.sub("x" * 23, found[network].rstrip("\n")) if network == "mastodon" else found[network].rstrip("\n")
        assert len(text) <= limit, network
        assert LINK.findall(found[network])[-1] in found["mail"]
    assert len(found["html"].encode()) < LARGEST


@pytest.mark.usefixtures("moment")
def test_mail_programs_show_all_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    """One part for each kind of program; nothing in the page that their sanitizers take out is needed."""
    [found] = texts(capsys, "career-search-excellence")
    mail = message_from_bytes(found["eml"].encode(), policy=default)
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Subject"] == "Career Search Excellence"
    plain = mail.get_body(("plain",))
    assert plain
    assert plain.get_content().splitlines() == found["mail"].splitlines()
    cleaned = nh3.clean(found["html"], tags={"p", "br", "a", "strong", "h1"}, attributes={"a": {"href"}})
    shown, whole = (BeautifulSoup(html, "html.parser").get_text("\n").split() for html in (cleaned, found["html"]))
    assert shown == whole
    assert found["mail"].split() == whole


@pytest.mark.usefixtures("moment")
@pytest.mark.parametrize("what", [*SEMINARS, "2026-12", "2026-12-05"])
def test_the_card_is_said_as_the_page_says_it(what: str, site: BuiltSite, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever posts the picture itself has words for those who cannot see it."""
    if main(["announce", what, "--for=json"]):
        pytest.skip("nothing of it is coming")
    [found] = json.loads(capsys.readouterr().out)
    address = LINK.findall(found["bluesky"])[-1].removeprefix(f"{SITEURL}/")
    page = BeautifulSoup((site.root / address / "index.html").read_text("utf-8"), "html.parser")
    said = page.find("meta", property="og:image:alt")
    assert said
    assert found["card"] == f"{said['content']}\n"


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A seminar that was published with two dates."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    (tmp_path / "pelicanconf.py").write_text(SETTINGS)
    (tmp_path / "publishconf.py").write_text("from pelicanconf import *\n")
    repository = Repository(tmp_path)
    repository.commit({"lab.md": LAB.format(first="2027-02-18 18:00")})
    return repository


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("{url: https://example.org/propose, closes: 2027-01-31}",
         "\n\nCall for proposals{of}\nUntil Sunday, January 31, 2027\nhttps://example.org/propose\n\n"),
        ("{email: talks@example.org, opens: 2027-01-01, closes: 2027-01-31}",
         "\n\nCall for proposals{of}\nProposals from Friday, January 1, 2027\n\n"),
        ("{url: https://example.org/propose}", "\n\nCall for proposals{of}\nhttps://example.org/propose\n\n"),
        ("{url: https://example.org/propose, closes: 2026-11-01}", ""),
    ],
    ids=["open", "not yet open", "until the last date", "closed"],
)  # fmt: skip
def test_a_call_for_proposals_is_announced(
    lab: Repository, call: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = LAB.format(first="2027-02-18 18:00").replace("summary:", f"proposals: {call}\nsummary:")
    (lab.root / FOLDER / "lab.md").write_text(text)
    for what, of in (("lab", ""), ("2027-02", ": Lab"), ("2027-02-18", "")):
        [found] = texts(capsys, what)
        assert ("Call for proposals" in found["mail"]) == bool(said)
        assert said.format(of=of) in found["mail"]
        assert all(("Call for proposals" in found[name]) == bool(said) for name in ("html", "linkedin", "bluesky"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "{start: 2027-02-19 19:00, moved_from: 2027-02-18 18:00}",
            ["Friday, February 19, 2027, 7:00 PM", "Moved from Thursday, February 18, 2027, 6:00 PM"],
        ),
        ("{start: 2027-02-18 18:00, status: cancelled, note: The hall burnt down.}", ["cancelled", "burnt down"]),
        ("{start: 2027-02-18 18:00, status: postponed}", ["Postponed: a new date will follow"]),
    ],
    ids=["moved", "cancelled", "postponed"],
)
def test_a_change_is_announced_with_the_old_date_and_the_new(
    lab: Repository, written: str, expected: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (lab.root / FOLDER / "lab.md").write_text(LAB.format(first=written))
    [found] = texts(capsys, "--changes")
    for words in expected:
        assert words in found["mail"].replace("\u202f", " ")
    assert "2027-03-18" not in found["mail"]  # the other date is as it was


@pytest.mark.usefixtures("lab")
def test_without_a_change_nothing_is_announced(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["announce", "--changes"]) == 0
    assert capsys.readouterr().out == "Nothing to announce.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["lob"], 'there is no seminar "lob" in public; did you mean "lab"?'),
        (["2027-02-30"], "2027-02-30 is in no calendar; write a day as 2026-12-05, or a month as 2026-12"),
        (["2030-01"], "2030-01 has no coming date; hireground upcoming lists what is coming"),
        ([], "write what to announce: hireground announce 2026-12, or --changes"),
    ],
)
@pytest.mark.usefixtures("lab")
def test_what_cannot_be_announced_is_said(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["announce", *words]) == 2
    assert capsys.readouterr().err == f"{said}\n"


@pytest.mark.parametrize(
    ("what", "is_so"),
    [
        ("lab", "is a draft"),
        ("lab.md", "is a draft"),
        ("2027-02", "has only drafts"),
        ("2027-02-18", "has only drafts"),
    ],
)
def test_of_a_draft_it_is_said_what_to_take_out(
    lab: Repository, what: str, is_so: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = LAB.format(first="2027-02-18 18:00").replace("title:", "draft: yes\ntitle:")
    (lab.root / FOLDER / "lab.md").write_text(text)
    assert main(["announce", what]) == 2
    said = f'{what} {is_so}, which nobody can see; take the line "draft: yes" out of {FOLDER}/lab.md\n'
    assert capsys.readouterr().err == said
