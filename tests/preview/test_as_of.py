"""The preview shows the site as of another moment, its pages' scripts too."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tiny_site import SEMINAR, Server, run_tool, serving, write_own_site

AT = "2031-03-14T12:00"
THEN = dt.datetime(2031, 3, 14, 11, tzinfo=dt.UTC)


def write(root: Path) -> Path:
    site = write_own_site(root)
    (site / "content/seminars").mkdir()
    (site / "content/seminars/knots.md").write_text(SEMINAR)
    return site


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(write(tmp_path_factory.mktemp("as-of")), "--at", AT) as server:
        assert server.process.stdout
        said = server.process.stdout.readline()
        assert said == "As of Friday, March 14, 2031, 12:00 PM (Europe/Berlin); to readers nothing changes\n"
        yield server


def test_scripts_take_the_moment_of_the_site(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(base_url=f"http://127.0.0.1:{server.port}/", timezone_id="Europe/Berlin")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("seminars/knots/")
    then = THEN.timestamp() * 1000
    assert page.evaluate("[Date.now(), new Date().getTime(), +new Date(5), new Date() instanceof Date]") == [
        then, then, 5, True,
    ]  # fmt: skip
    assert page.evaluate("[Date(), Date.UTC(1970, 0, 2), Date.name]") == [
        page.evaluate("`${new Date()}`"),
        864e5,
        "Date",
    ]
    assert "today" in page.inner_text("main").lower()
    assert errors == []
    context.close()


def test_a_site_of_now_leaves_the_clock_alone(tmp_path: Path) -> None:
    with serving(write(tmp_path)) as server:
        assert "/.clock.js" not in server.page()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tomorrow", "--at: "),
        ("2031-02-30", "--at: 2031-02-30 is in no calendar; write it as 2026-12-06T12:00\n"),
        ("2031-03-30 02:30", "--at: 02:30 does not exist on 2031-03-30 in Europe/Berlin: clocks go forward"),
        ("14.3.2031 18:00", "2031-03-14 18:00"),
    ],
)
def test_what_is_no_moment_is_refused_in_words(tmp_path: Path, text: str, words: str) -> None:
    run = run_tool(write(tmp_path), "serve", "--at", text)
    assert (run.returncode, run.stdout) == (2, "")
    assert words in run.stderr
