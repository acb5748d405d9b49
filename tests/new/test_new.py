"""`hireground new` asks for what is missing and writes a post or a seminar that passes the check."""

import datetime as dt
import os
import pty
import re
import select
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tiny_site import DEADLINE, PROJECT, environment, run_tool

from hireground import urls
from hireground.cli import main
from hireground.new.ask import read_title
from hireground.new.document import NewPost, NewSeminar, post_text, seminar_stem, seminar_text
from hireground.new.filling import yaml_text
from hireground.seminars.model.model import Defaults
from hireground.seminars.model.model import Seminar as ParsedSeminar
from hireground.seminars.model.parse import parse_seminar
from hireground.seminars.model.people import Organizer
from hireground.site.post import PostFields
from hireground.text.fields import SLUG
from hireground.text.frontmatter import parse_document
from hireground.text.problems import CONTROL_CHARACTERS
from hireground.text.validation import validate
from hireground.text.yaml.reading import parse_yaml

START = dt.datetime(2026, 12, 5, 18)  # noqa: DTZ001 -- as an author writes it
MORNING = dt.datetime(2026, 1, 1, 8, tzinfo=dt.UTC)
SIGNS = st.characters(exclude_categories=("Cc", "Cs")).filter(lambda sign: not CONTROL_CHARACTERS.match(sign))
LINES = st.text(SIGNS)
TITLES = LINES.map(lambda line: " ".join(line.split())).filter(bool)
DEFAULTS = Defaults(UUID(int=1), "America/Los_Angeles", dt.timedelta(hours=1), Organizer(name="Hire Ground"), {}, {})
NEXT = "Write below the second line of ---; `hireground serve` shows it.\nTake out the line"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/places.yaml").write_text("- name: Bellevue Library\n- name: 'Café: upstairs'\n")
    return tmp_path


def seminar_of(seminar: NewSeminar) -> ParsedSeminar:
    return parse_seminar(parse_document(Path("a.md"), seminar_text(seminar)), DEFAULTS, MORNING)


@given(LINES)
@example("nULL")
@example("~")
@example("yes: no")
@example("- a")
@example("#1")
@example("2026-12-05")
@example('"a\\b"')
@example("it's 'so'")
@example(" a ")
@example("\ufeff")
@example("👩\u200d💻 🎉")
def test_any_line_reads_back_from_yaml(text: str) -> None:
    assert parse_yaml(f"title: {yaml_text(text)}")[0] == {"title": text}


@given(st.text())
@example("Say “no”: it's 50 % fine — 🎉")
def test_any_text_is_refused_or_the_title_of_a_valid_post(text: str) -> None:
    try:
        title = read_title(text)
    except ValueError:
        return
    document = parse_document(Path("a.md"), post_text(NewPost(title, title, START)))
    fields = validate(PostFields, document)
    assert (document.fields["title"], fields.date, fields.status, document.body.strip()) == (title, START, "draft", "")


@given(TITLES, TITLES.filter(lambda place: "://" not in place))
def test_any_title_and_place_make_a_valid_seminar(title: str, place: str) -> None:
    seminar = seminar_of(NewSeminar(title, title, START, place))
    (session,) = seminar.sessions
    assert (seminar.title, seminar.is_draft) == (title, True)
    assert session.start.replace(tzinfo=None) == START
    assert session.place
    assert session.place.name == place


def test_a_link_makes_an_online_seminar_and_nothing_leaves_the_place_out() -> None:
    (online,) = seminar_of(NewSeminar("A", "A", START, "https://meet.example.org/a")).sessions
    (nowhere,) = seminar_of(NewSeminar("A", "A", START)).sessions
    assert online.online
    assert (online.online.url, online.place) == ("https://meet.example.org/a", None)
    assert (nowhere.online, nowhere.place) == (None, None)


@given(st.text())
@example("past")
@example("2026")
@example("🎉")
@example("word " * 50)
@example("w" * 300)
def test_any_title_names_a_file_that_is_no_listing(title: str) -> None:
    name = seminar_stem(title, "seminar-2026-12-05")
    assert SLUG.fullmatch(name)
    assert not urls.is_taken(urls.SEMINAR.url(slug=name))
    assert len(name) <= 80 + len("-seminar")


def test_a_post_is_written_and_said(site: Path) -> None:
    run = run_tool(site, "new-post", 'Say "no": twice')
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == f'content/posts/say-no-twice.md\n{NEXT} "status: draft" to publish it.\n'
    text = (site / "content/posts/say-no-twice.md").read_text()
    date = re.search(r"^date: (\d{4}-\d\d-\d\d \d\d:\d\d)$", text, re.MULTILINE)
    assert date
    distance = dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(date[1]).astimezone()
    assert abs(distance) < dt.timedelta(minutes=2)


def test_the_present_is_that_of_the_sites_clocks(site: Path) -> None:
    settings = 'TIMEZONE = "Pacific/Kiritimati"\nSEMINARS = {"uid_namespace": "5b2f6d1e-8a43-4c57-9c0e-7f1d2b9a6e34", '
    (site / "pelicanconf.py").write_text(settings + '"organizer": {"name": "A"}}\n')
    assert run_tool(site, "new-post", "A").returncode == 0
    date = re.search(r"date: (.*)", (site / "content/posts/a.md").read_text())
    assert date
    there = dt.datetime.fromisoformat(f"{date[1]}+14:00")
    assert abs(dt.datetime.now(dt.UTC) - there) < dt.timedelta(minutes=2)


def test_arguments_fill_a_file(site: Path) -> None:
    assert run_tool(site, "new-post", "A", "--date", "2026-12-05", "--summary", "B: c").returncode == 0
    assert (site / "content/posts/a.md").read_text() == (
        '---\ntitle: A\ndate: 2026-12-05\nsummary: "B: c"\nstatus: draft\n---\n\n'
    )
    options = ["--date", "2026-12-05 18:00", "--place", "bellevue LIBRARY"]
    assert run_tool(site, "new-seminar", *options, "--", "-1").returncode == 0
    assert (site / "content/seminars/1.md").read_text() == (
        '---\ntitle: "-1"\nsummary: "-1"\ndraft: yes\nplace: Bellevue Library\nsessions:\n  - 2026-12-05 18:00\n'
        "# price: 5 USD\n# registration: {url: https://register.example.org}\n---\n\n"
    )


def test_nothing_is_overwritten(site: Path) -> None:
    (site / "content/posts").mkdir()
    (site / "content/posts/a.md").write_text("mine")
    run = run_tool(site, "new-post", "A")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "content/posts/a.md is there already; choose another title, or edit that file\n"
    assert (site / "content/posts/a.md").read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["post"], 'there is no title; write hireground new-post "Your title"'),
        (["post", " \n"], "a title has at least one letter"),
        (["post", "a\x07b"], "a control character (U+0007) stands in it; take it out"),
        (["post", "A", "--date", "3/4/2026"], '"3/4/2026" is not'),
        (["seminar", "A"], 'a seminar has a first date; write --date "2026-12-05 18:00"'),
        (["seminar", "A", "--date", "2026-12-05"], 'the hour is missing; write it too, as in "2026-12-05 18:00"'),
        (["seminar", "A", "--date", "2026-12-05 18:00", "--place", "ftp://a"], '"ftp:" links are not allowed'),
    ],
)
def test_what_is_missing_or_wrong_is_said(site: Path, arguments: list[str], complaint: str) -> None:
    run = run_tool(site, f"new-{arguments[0]}", *arguments[1:])
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(complaint)
    assert run.stderr.endswith("; nothing was written\n")
    assert not list((site / "content").rglob("*.md"))


def test_elsewhere_than_in_a_site_nothing_is_written(tmp_path: Path) -> None:
    run = run_tool(tmp_path, "new-post", "A")
    assert (run.returncode, run.stderr) == (
        2,
        'there is no folder "content" here; run this in the site\'s folder\n',
    )
    assert not list(tmp_path.iterdir())


def converse(site: Path, command: list[str], *talk: tuple[str, str]) -> tuple[int, str]:
    """Run a command on a terminal: wait for each question, give its answer; return the code and the last words."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command, cwd=site, env=environment(), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    heard = ""
    for question, answer in talk:
        while not heard.endswith(question):
            assert select.select([ours], [], [], DEADLINE)[0], f"asked in vain for {question!r} in {heard!r}"
            heard += os.read(ours, 4096).decode()
        os.write(ours, answer.encode())
    code = process.wait(DEADLINE)
    while select.select([ours], [], [], 0)[0]:
        try:
            heard += os.read(ours, 4096).decode()
        except OSError:  # how a terminal says that nobody is left on its other side
            break
    os.close(ours)
    return code, heard.replace("\r\n", "\n")


def test_on_a_terminal_what_is_missing_is_asked_for(site: Path) -> None:
    code, heard = converse(
        site,
        [sys.executable, "-m", "hireground", "new-seminar"],
        ("Title: ", "\n"),
        ("Title: ", "Knots: a start 🎉\n"),
        ("(Enter: the title): ", "\n"),
        ("First date, such as 2026-12-05 18:00: ", "Friday\n"),
        ("First date, such as 2026-12-05 18:00: ", "Saturday 2026-12-05 18:00\n"),
        ("(Enter: not known yet): ", "café: upstairs\n"),
        ("Speakers, with commas between (Enter: none): ", "\n"),
        ("Topics, with commas between (Enter: none): ", "Knots, rope: a start\n"),
    )
    assert code == 0
    assert "a title has at least one letter\n" in heard
    assert '"Friday" is not a date;' in heard
    assert "content/seminars/knots-a-start.md\n" in heard
    assert (site / "content/seminars/knots-a-start.md").read_text() == (
        '---\ntitle: "Knots: a start 🎉"\nsummary: "Knots: a start 🎉"\ndraft: yes\nplace: "Café: upstairs"\n'
        'topics:\n  - Knots\n  - "rope: a start"\n'
        "sessions:\n  - 2026-12-05 18:00\n# price: 5 USD\n"
        "# registration: {url: https://register.example.org}\n---\n\n"
    )


SETTINGS = """TIMEZONE = "America/Los_Angeles"
SEMINARS = {"uid_namespace": "5b2f6d1e-8a43-4c57-9c0e-7f1d2b9a6e34", "organizer": {"name": "A"}}
"""
LAB = """---
title: Interview Lab
summary: Practice.
place: Bellevue Library
sessions:
  - 2099-02-18 18:30
  - {start: 2099-02-19 18:30, status: cancelled}
---
Bring a pen.
"""
ADVICE = {
    "taken": (
        "2099-02-18 19:00", "Bellevue Library",
        'Bellevue Library is taken then: "Interview Lab", 18:30 to 20:00 (content/seminars/lab.md)',
    ),
    "after it": ("2099-02-18 20:00", "Bellevue Library", ""),
    "cancelled": ("2099-02-19 19:00", "Bellevue Library", ""),
    "elsewhere": ("2099-02-18 19:00", "Town Hall", ""),
    "a holiday": ("2099-12-25 18:00", "Bellevue Library", "2099-12-25 is a holiday there: Christmas Day"),
    "over": ("2019-12-05 18:00", "Bellevue Library", "2019-12-05 18:00 is over already"),
    "misspelt": ("2099-03-05 18:00", "Belevue Library",
                 '"Belevue Library" is a new place; did you mean "Bellevue Library"?'),
}  # fmt: skip


@pytest.mark.parametrize("name", ADVICE)
def test_what_speaks_against_a_date_is_said(
    name: str, site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    date, place, words = ADVICE[name]
    (site / "pelicanconf.py").write_text(SETTINGS)
    (site / "content/places.yaml").write_text("- {name: Bellevue Library, city: Bellevue, region: WA, country: US}\n")
    (site / "content/seminars").mkdir(exist_ok=True)
    (site / "content/seminars/lab.md").write_text(LAB)
    monkeypatch.chdir(site)
    assert main(["new-seminar", "Knots", "--date", date, "--place", place]) == 0
    assert capsys.readouterr().err == (f"warning: {words}\n" if words else "")


def test_a_place_is_chosen_by_its_number_and_a_misspelt_one_asked_about(site: Path) -> None:
    for title, answers in {
        "By number": (("(Enter: not known yet): ", "1\n"),),
        "Misspelt": (("(Enter: not known yet): ", "Belevue Library\n"), ("n for no: ", "\n")),
    }.items():
        options = ["new-seminar", title, "--date", "2099-03-05 18:00"]
        code, heard = converse(site, [sys.executable, "-m", "hireground", *options], *answers)
        assert (code, "   1  Bellevue Library\n" in heard) == (0, True)
        file = site / f"content/seminars/{title.lower().replace(' ', '-')}.md"
        assert "place: Bellevue Library\n" in file.read_text()


def test_people_and_topics_are_chosen_by_number_or_name(site: Path) -> None:
    """Those that texts name are listed on a terminal; a near one is said, and nothing is asked in a pipe."""
    (site / "pelicanconf.py").write_text(SETTINGS)
    (site / "content/people.yaml").write_text("- name: Ada Example\n- name: Ben Example\n")
    (site / "content/posts").mkdir(exist_ok=True)
    (site / "content/posts/a.md").write_text(
        "---\ntitle: A\ndate: 2026-11-20\nsummary: B.\ntopics: [interviews, networking]\n---\nC.\n"
    )
    code, heard = converse(
        site,
        [sys.executable, "-m", "hireground", "new-seminar", "--date", "2099-03-05 18:00", "--summary", "Why."],
        ("Title: ", "Evening\n"),
        ("(Enter: not known yet): ", "\n"),
        ("Speakers, by name or number, with commas between (Enter: none): ", "2, ada example\n"),
        ("Topics, by name or number, with commas between (Enter: none): ", "1, networkng\n"),
    )
    assert code == 0
    assert "   1  Ada Example\n   2  Ben Example\n" in heard
    assert 'warning: "networkng" is new here; did you mean "networking"?' in heard
    text = (site / "content/seminars/evening.md").read_text()
    assert "speakers:\n  - Ben Example\n  - Ada Example\ntopics:\n  - interviews\n  - networkng\n" in text
    quiet = run_tool(site, "new-post", "Later", "--topics=Networking")
    assert (quiet.returncode, quiet.stderr) == (0, "")
    assert "topics:\n  - networking\nstatus: draft\n" in (site / "content/posts/later.md").read_text()


def test_leaving_a_question_writes_nothing(site: Path) -> None:
    ctrl_d = "\x04"
    code, heard = converse(site, [sys.executable, "-m", "hireground", "new-post"], ("Title: ", ctrl_d))
    assert code == 130
    assert heard.endswith("\nnothing was written\n")
    assert not list((site / "content").rglob("*.md"))


def test_a_title_is_enough_for_a_post_on_a_terminal(site: Path) -> None:
    code, _heard = converse(site, [sys.executable, "-m", "hireground", "new-post", "A"])
    assert code == 0


@pytest.mark.skipif(not shutil.which("make"), reason="there is no make here")
def test_make_hands_a_title_on_as_it_is_written(site: Path) -> None:
    for name in ("Makefile", "tasks.py"):
        shutil.copy(PROJECT / name, site)
    (site / ".venv").symlink_to(sys.prefix)
    title = 'It\'s "$(HOME)": $500 `date`'
    make = ["make", "--assume-old=.venv/.ready", "new-post", f"TITLE={title}"]
    subprocess.run(make, cwd=site, env=environment(), check=True, timeout=DEADLINE, capture_output=True)
    (file,) = (site / "content/posts").iterdir()
    assert parse_document(file, file.read_text()).fields["title"] == title
