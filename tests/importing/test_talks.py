"""Lists of talks and tables of events become seminars, and nothing that they do not say is made up."""

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from hireground.published.check import check

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
Moves = Callable[..., Any]
TALK = {
    "title": "A talk", "abstract": "Words.", "date": "2026-05-13",
    "presenter": [{"name": "Cy Example", "affiliation": "Example Univ.", "link": "https://cy.example.org"}],
    "start_time": "16:30", "video": "https://video.example.org/3",
}  # fmt: skip
TABLE = """Event Name,Event Description,Event Start Date,Event Start Time,Event End Date,Event End Time,All Day Event,Event Venue Name,Event Organizer Name,Event Cost,Event Category,Event Timezone
An evening,"Words, more words.",11/19/2027,7:30 PM,11/19/2027,9:30 PM,FALSE,Old Hall,"First Society, Second Society",,"Talk, Evening",America/New_York
A day,Words.,11/25/27,,11/26/27,,TRUE,Old Hall,First Society,free,Talk,America/New_York
Either,Words.,3/4/2027,18:00,3/4/2027,19:00,FALSE,Old Hall,First Society,,Talk,America/New_York
"""  # noqa: E501 -- a table


def test_json_is_one_seminar(move: Moves, tmp_path: Path) -> None:
    sample, file = move("folder"), tmp_path / "reading-group.json"
    file.write_text(json.dumps({"talks": [TALK]}))
    assert sample.run("--write", source=file) == 0
    text = sample.text("content/seminars/reading-group.md")
    for line in (
        "start: 2026-05-13 16:30",
        "title: A talk",
        "- name: Cy Example",
        'recording: "https://video.example.org/3"',
    ):
        assert line in text


def test_a_table_of_events_is_read_in_the_order_that_is_said(move: Moves, tmp_path: Path) -> None:
    sample, file = move("folder"), tmp_path / "events.csv"
    file.write_text(TABLE)
    assert sample.run("--write", "--dates=month-first", source=file) == 0
    evening = sample.text("content/seminars/an-evening.md")
    assert 'start: 2027-11-19 19:30\n    end: "21:30"' in evening
    assert "timezone: America/New_York" in evening
    day = sample.text("content/seminars/a-day.md")
    assert "start: 2027-11-25\n    end: 2027-11-26\n    all_day: yes" in day
    assert "price: free" in day
    assert "start: 2027-03-04 18:00" in sample.text("content/seminars/either.md")


ROW = "{},{},2027-03-{:02},18:00,2027-03-{:02},20:00,FALSE,Old Hall,{},,{},America/New_York\n"
REPEATED = TABLE.split("\n", 1)[0] + "\n" + "".join(
    ROW.format(name, words, day, day, society, kind)
    for name, words, day, society, kind in [
        ("Drawing Night", "Bring a pen.", 18, "First Society", "Talk"), ("A day out", "Words.", 5, "First Society", ""),
        ("drawing  night", "Bring a pen.", 4, "First Society", "Evening"), ("Reading", "Of knots.", 2, "", ""),
        ("Drawing Night", "Bring a pen.", 11, "Second Society", ""), ("Reading", "Of ropes.", 9, "", ""),
        ("Drawing Night", "Bring a pen.", 18, "First Society", "Talk"),
    ]
)  # fmt: skip


def test_rows_of_one_name_are_the_dates_of_one_seminar(move: Moves, tmp_path: Path) -> None:
    sample, file = move("folder"), tmp_path / "events.csv"
    file.write_text(REPEATED)
    assert sample.run("--write", source=file) == 0
    drawing = sample.text("content/seminars/drawing-night.md")
    assert re.findall(r"start: (\S+)", drawing) == ["2027-03-04", "2027-03-18"]
    assert drawing.count("Bring a pen.") == 2, "once above the dates as a summary, and once as the text"
    assert "topics: [Talk, Evening]" in drawing
    assert "name: First Society" in drawing
    assert "start: 2027-03-11 18:00" in sample.text("content/seminars/drawing-night-2.md"), "another society's"
    assert "start: 2027-03-05 18:00" in sample.text("content/seminars/a-day-out.md")
    assert "Of knots." in sample.text("content/seminars/reading/2027-03-02.md")
    assert "Of ropes." in sample.text("content/seminars/reading/2027-03-09.md")
    assert [one for one in check(sample.site / "publishconf.py", NOW) if not one.is_warning] == []


def test_a_date_that_may_be_two_is_asked_for(move: Moves, tmp_path: Path) -> None:
    sample, file = move("folder"), tmp_path / "events.csv"
    file.write_text(TABLE)
    assert sample.run("--write", source=file) == 1
    assert '- "3/4/2027"' in sample.text("content/seminars/either.md")


def test_a_folder_of_json_is_a_seminar_with_a_file_for_each_abstract(move: Moves, tmp_path: Path) -> None:
    sample, folder = move("folder"), tmp_path / "colloquium" / "talks"
    folder.mkdir(parents=True)
    abstracts = {"2027-03-01": "Of <em>knots</em>.<br>", "2027-03-08": "Of ropes.", "2027-03-15": ""}
    for number, (day, abstract) in enumerate(abstracts.items()):
        hours = {"start_time": "", "time": "4:30–5:30 PM"}
        talk = {**TALK, **hours, "title": f"Talk {number}", "date": day, "abstract": abstract}
        (folder / f"{number}.json").write_text(json.dumps(talk))
    assert sample.run("--write", source=folder) == 0
    assert "title: Colloquium" in sample.text("content/seminars/colloquium/index.md")
    assert "start: 2027-03-15 16:30" in sample.text("content/seminars/colloquium/index.md")
    first = sample.text("content/seminars/colloquium/2027-03-01.md")
    assert 'start: 2027-03-01 16:30\nend: "17:30"\ntitle: Talk 0' in first
    assert "Of *knots*." in first
    assert "Of ropes." in sample.text("content/seminars/colloquium/2027-03-08.md")
    assert [one for one in check(sample.site / "publishconf.py", NOW) if not one.is_warning] == []


YAML = """- type: "Autumn"
  members:
    - {speaker: Bo Example, date: "Oct 6, 2026", title: A talk, time: "11:30 - 1 PM", location: TBA}
    - {speaker: Cy Example, date: "Oct 13, 2026", title: Another, location: Old Hall}
"""


def test_groups_of_talks_are_read_and_hours_are_answered(move: Moves, tmp_path: Path) -> None:
    sample, file = move("folder"), tmp_path / "reading.yml"
    file.write_text(YAML)
    assert sample.run("--write", source=file) == 1, "an hour is not said"
    (sample.site / "content/seminars/reading.md").unlink()
    assert sample.run("--write", "--hours=18:00-19:00", source=file) == 0
    text = sample.text("content/seminars/reading.md")
    assert 'start: 2026-10-06 11:30\n    end: "13:00"' in text
    assert 'start: 2026-10-13 18:00\n    end: "19:00"' in text
    assert "TBA" not in text


def test_venues_and_organizers_stand_beside_a_table_of_events(move: Moves, tmp_path: Path) -> None:
    sample = move("folder")
    (tmp_path / "events.csv").write_text(TABLE)
    (tmp_path / "venues.csv").write_text(
        "Venue Name,Venue Country,Venue Address,Venue City,Venue Zip\nOld Hall,UK,1 Road,York,AB1 2CD\n"
    )
    (tmp_path / "organizers.csv").write_text("Organizer Name,Organizer Email\nFirst Society,first@example.org\n")
    sample.run("--write", "--dates=month-first", source=tmp_path / "events.csv")
    places = sample.text("content/places.yaml")
    for line in ("name: Old Hall", 'address: "1 Road"', "city: York", "postal_code: AB1 2CD", "country: GB"):
        assert line in places
    assert places.count("Old Hall") == 1
    assert 'email: "first@example.org"' in sample.text("content/seminars/an-evening.md")


LINKED = {
    "content/seminars/rope-talks/2027-03-01-1100.md": """A talk on knots, \
the first of [two that day](2027-03-01-1400.md), with [sails](2027-03-08.md) a week later.

## What ties

More [on yarns](/seminars/rope-talks/2027-03-08/), in [the greeting](../../posts/hello.md).
""",
    "content/seminars/rope-talks/2027-03-01-1400.md": """After [knots](2027-03-01-1100.md#what-ties), in which \
[what ties](2027-03-01-1100.md) is said. ![A square](../../images/_talks/square.png)
""",
    "content/seminars/rope-talks/2027-03-08.md": """Beside [yarns](/seminars/rope-talks/2027-03-08/), \
at the same hour, and [nobody's](https://old.example.org/talks/nobody.md).
""",
    "content/posts/hello.md": """Come to [knots](../seminars/rope-talks/2027-03-01-1100.md), \
[yarns](/seminars/rope-talks/2027-03-08/) or [wheels](/seminars/rope-talks/2027-03-08-1600/).
""",
}
TITLES = {"knots": "On knots", "ropes": "On ropes", "sails": "On sails", "yarns": "On yarns", "wheels": "On wheels"}


def test_talks_that_name_each_other_lead_to_the_pages_of_their_dates(move: Moves) -> None:
    sample = move("linked-talks", "Europe/Paris")
    sample.run("--write")
    assert {path: sample.text(path).partition("\n---\n\n")[2] for path in LINKED} == LINKED
    assert [*map(str, check(sample.site / "publishconf.py", NOW))] == []
    assert sample.build() == 0
    moved = yaml.safe_load(sample.text("content/redirects.yaml"))
    for name, title in TITLES.items():
        page = sample.text(f"output{moved[f'/talks/{name}.html']}index.html")
        assert re.findall(r"<h1[^>]*>\s*(.*?)\s*</h1>", page, re.DOTALL) == [title]
    knots = sample.text(f"output{moved['/talks/knots.html']}index.html")
    for name in ("ropes", "sails", "yarns"):
        assert f'{moved[f"/talks/{name}.html"]}">' in knots


def test_a_folder_of_talks_keeps_its_links_and_pictures(move: Moves) -> None:
    sample = move("linked-talks", "Europe/Paris")
    sample.run("--write", source=sample.source / "_talks")
    folder = "content/seminars/linked-talks"
    assert "the first of [two that day](2027-03-01-1400.md)" in sample.text(f"{folder}/2027-03-01-1100.md")
    assert "![A square](../../images/square.png)" in sample.text(f"{folder}/2027-03-01-1400.md")
    assert (sample.site / "content/images/square.png").is_file()
