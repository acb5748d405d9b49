"""However its front matter is spelled, a post is the same post."""

import datetime as dt
from pathlib import Path

import pytest

from hireground.site.entry import parse_entry
from hireground.site.post import PostFields
from hireground.text.frontmatter import parse_document
from hireground.text.timezones import zone

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
PLAIN = """---
title: Two Good Questions
date: 2026-11-01 09:30
summary: Ask both, and write the answers down.
topics: [Talks, interviews, letters]
---
Read on.
"""
CAPITALS = """---
Title: Two Good Questions
DATE: 2026-11-01 09:30
Summary: Ask both, and write the answers down.
Categories: [Talks]
Tags: [interviews, talks, letters]
---
Read on.
"""
PELICAN = """Title: Two Good
    Questions
Date: 2026-11-01T17:30:00Z
Category: Talks
Tags: interviews,
    letters
Summary:
    Ask both, and
    write the answers down.

Read on.
"""
TOML = """+++
title = "Two Good Questions"
date = 2026-11-01T17:30:00Z # a Sunday
categories = ["Talks"]
tags = [
  "interviews",
  'letters',
]
summary = "Ask both, and write the answers down."
+++
Read on.
"""
SPELLINGS = {"capitals": CAPITALS, "Pelican": PELICAN, "TOML": TOML}


def read(text: str) -> tuple[object, ...]:
    entry = parse_entry(parse_document(Path("content/posts/a.md"), text), PostFields, zone("America/Los_Angeles"), NOW)
    return entry.fields.title, entry.date, entry.fields.summary, entry.fields.topics, entry.document.body.strip()


@pytest.mark.parametrize("name", SPELLINGS)
def test_a_post_in_another_spelling_is_the_same(name: str) -> None:
    assert read(SPELLINGS[name]) == read(PLAIN)


@pytest.mark.parametrize("name", ["2026-11-01-questions.md", "2026-11-01-questions/index.md", "2026-11-01.markdown"])
def test_a_date_in_the_name_stands_in_and_stays_in_the_address(name: str) -> None:
    text = PLAIN.replace("date: 2026-11-01 09:30\n", "")
    entry = parse_entry(parse_document(Path("content/posts", name), text), PostFields, zone("America/Los_Angeles"), NOW)
    assert (f"{entry.date:%Y-%m-%d %H:%M}", entry.slug) == (
        "2026-11-01 00:00",
        name.partition("/")[0].partition(".")[0],
    )


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-01-02T02:00:00Z", "2024-01-01 18:00 -0800"),
        ("2012-12-31T23:34:06-06:00", "2012-12-31 21:34 -0800"),
        ("2026-07-01 08:00 +0530", "2026-06-30 19:30 -0700"),
        ("2026-11-01T08:30:00Z", "2026-11-01 01:30 -0700"),
        ("2026-11-01T09:30:00Z", "2026-11-01 01:30 -0800"),
        ("2026-11-20 08:00:59", "2026-11-20 08:00 -0800"),
    ],
)
def test_a_date_with_an_offset_is_that_moment_on_the_site_s_clocks(written: str, moment: str) -> None:
    _, date, *_ = read(PLAIN.replace("2026-11-01 09:30", written))
    assert f"{date:%Y-%m-%d %H:%M %z}" == moment
