"""Lists of talks and tables of events become seminars, and nothing that they do not say is made up."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

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


def test_a_date_that_may_be_two_is_asked_for(move: Moves, tmp_path: Path) -> None:
    sample, file = move("folder"), tmp_path / "events.csv"
    file.write_text(TABLE)
    assert sample.run("--write", source=file) == 1
    assert '- "3/4/2027"' in sample.text("content/seminars/either.md")
