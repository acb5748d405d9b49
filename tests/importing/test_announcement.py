"""An announcement in a post, the shape this project began with, becomes a seminar and the block that shows it."""

import datetime as dt
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from hireground.published.check import check
from hireground.seminars.block.announcement import announcements

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
Moves = Callable[..., Any]
POST = """---
title: What we do in winter
date: 2026-11-20 08:00
summary: Talks and dates.
---

Some words before.

## Live Seminars in December

Three evenings on finding work. Bring a friend.

{}

[Register Now](https://register.example.org/december)

Share →

## After it

Words.
"""
LINES = (
    "Saturday, December 5th, 9:00 AM – 12 pm — Bellevue Library",
    "Dec 10, 2026, 18:00-20:00: Old Hall, 1 Road",
    "12 December at 6:30 pm @ Old Hall, 1 Road",
)
STARTS = {"2026-12-05 09:00", "2026-12-10 18:00", "2026-12-12 18:30"}
READS = "this reads like an announcement of 3 dates"


def post_in(sample: Any, text: str) -> Path:  # noqa: ANN401 -- conftest's Move
    path: Path = sample.site / "content/posts/winter.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


@pytest.mark.parametrize("bullet", ["- ", "•", "· ", "– ", "► ", "✓ ", "1. ", "o ", ""])
def test_whatever_the_bullet_the_dates_become_a_seminar(move: Moves, bullet: str) -> None:
    sample = move("folder")
    post = post_in(sample, POST.format("\n".join(f"{bullet}{line}" for line in LINES)))
    assert any(READS in str(problem) for problem in check(sample.site / "publishconf.py", NOW))
    assert sample.run("--write", "--year=2026", source=post) == 0
    seminar = sample.text("content/seminars/live-seminars-in-december.md")
    assert {start for start in STARTS if f"start: {start}" in seminar} == STARTS
    assert 'end: "12:00"\n    place: Bellevue Library' in seminar
    assert 'registration:\n  url: "https://register.example.org/december"' in seminar
    text = post.read_text()
    assert "/// seminars | Live Seminars in December\n    ids: [live-seminars-in-december]\n///\n\n## After it" in text
    assert "Share" not in text
    assert "Some words before." in text
    assert [one for one in check(sample.site / "publishconf.py", NOW) if not one.is_warning] == []


def test_a_long_s_in_a_month_is_an_s() -> None:
    (found,) = announcements(f"## Workshops\n\n- 3 {chr(0x17F)}ept 2026 at 18:00\n- 4 Sept 2026 at 18:00\n")
    assert [(one.month, one.day) for one in found.dates] == [(9, 3), (9, 4)]


BULLETS = (
    *(
        "- ",
        "* ",
        "+ ",
        "• ",
        "•",
        "· ",
        "●",
        "○ ",
        "◦ ",
        "▪ ",
        "► ",
        "▶ ",
        "‣ ",
        "\u2043 ",
        "– ",
        "— ",
        "→ ",
        "-> ",
        "=> ",
    ),
    *(
        "> ",
        "✓ ",
        "☑ ",
        "■ ",
        "□ ",
        "◆ ",
        "❖ ",
        "➤ ",
        "★ ",
        "🔹 ",
        "📅 ",
        "1. ",
        "1) ",
        "(1) ",
        "a) ",
        "o ",
        "§ ",
        "» ",
    ),
    *("&bull; ", "- [ ] ", "- [x] ", "**", ""),
)
SHARES = ("Share →", "Share ->", "Share", "[Share →](#)", "**Share →**", "SHARE >", "Share this →", "")
LINK = "https://register.example.org/december"
INVITES = (
    f"[Register Now]({LINK})", "Register Now", f"Register Now: {LINK}", "**Register Now**", "REGISTER NOW!",
    f'<a href="{LINK}">Register Now</a>', f"**[Register Now →]({LINK})**",
)  # fmt: skip


@pytest.mark.parametrize("bullet", BULLETS)
def test_every_sign_every_share_and_every_invitation_is_read(bullet: str) -> None:
    for share, invite in product(SHARES, INVITES):
        said = "\n".join(f"{bullet}{line}" for line in LINES)
        body = POST.format(said).replace(INVITES[0], invite).replace("Share →", share)
        (found,) = announcements(body)
        assert [one.place for one in found.dates] == ["Bellevue Library", "Old Hall, 1 Road", "Old Hall, 1 Road"]
        assert (found.link, found.asks_to_register) == (LINK if LINK in invite else "", True), invite
        assert found.has_share is bool(share)
        left = body[: found.start] + body[found.end :]
        assert "egister" not in left
        assert "hare" not in left
        assert "## After it" in left


def test_nothing_that_is_not_said_is_made_up(move: Moves, capsys: pytest.CaptureFixture[str]) -> None:
    sample = move("folder")
    said = "- December 5 – Bellevue Library\n- December 10 – online"
    post = post_in(
        sample, POST.format(said).replace("[Register Now](https://register.example.org/december)", "Register Now")
    )
    assert sample.run("--write", source=post) == 1
    report = capsys.readouterr().out
    for kind in (
        "a date without a year; --year says it",
        "where people register is not said",
        "the link of an online date",
    ):
        assert kind in report
    wrong = " ".join(map(str, check(sample.site / "publishconf.py", NOW)))
    assert "the year or the day is missing" in wrong
    assert "2026-12-05" not in sample.text("content/seminars/live-seminars-in-december.md")


@pytest.mark.parametrize(
    "body",
    [
        "## History\n\n- December 5, 2001: founded\n- May 6, 2002: moved\n",
        "## Seminars in December\n\nWe met on December 5 and on December 6.\n",
        "## Seminars\n\n- December 5, 2026 – Old Hall\n",
        "## Seminars\n\n```\n- December 5, 2026 – Old Hall\n- December 6, 2026 – Old Hall\n```\n",
    ],
)
def test_other_texts_are_left_alone(body: str) -> None:
    assert list(announcements(body)) == []


def test_a_post_without_one_is_refused_with_a_word(move: Moves, capsys: pytest.CaptureFixture[str]) -> None:
    sample = move("folder")
    post = post_in(sample, "---\ntitle: A\ndate: 2026-11-20\nsummary: B.\n---\n\nWords.\n")
    assert sample.run(source=post) == 2
    assert "has no announcement" in capsys.readouterr().err
