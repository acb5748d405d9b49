"""The law of fixes: what is written passes the check that asked for it, and means the same.

It is tried on every fix of every case of `tests/errors/`, then on values whose meaning is said here. Where no text
means the same, none is offered.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from errors_corpus import FILES, NOW, SITES, id_of, write_base, write_case
from text_cases import TextCase
from tiny_site import environment

from hireground.published.check import check, fix_everything
from hireground.site.load import load_site
from hireground.site.settings import read_settings
from hireground.text.fixes import fix_of
from hireground.text.frontmatter import parse_document
from hireground.text.problems import Fix, Refusal, Replacement, apply, file_fix
from hireground.text.yaml.marks import Loc

CASES = [*FILES, *SITES]


@pytest.mark.parametrize("case", CASES, ids=id_of)
def test_a_fix_passes_the_check_that_asked_for_it(case: TextCase, tmp_path: Path) -> None:
    settings = site_in(tmp_path, case)
    for problem in check(settings, NOW):
        if problem.fix is not None:
            file = settings.parent / problem.path
            before = file.read_bytes()
            file.write_bytes(apply(before.decode(), [problem.fix]).encode())
            assert problem not in check(settings, NOW)
            file.write_bytes(before)


def test_most_of_what_is_refused_in_a_word_has_a_fix(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    problems = [one for case in CASES for one in check(site_in(tmp_path_factory.mktemp("case"), case), NOW)]
    fixes = sum(problem.fix is not None for problem in problems)
    with capsys.disabled():
        sys.stdout.write(f"\n{len(problems)} problems in {len(CASES)} cases: {fixes} with a fix\n")
    assert fixes > len(problems) / 3


def site_in(folder: Path, case: TextCase) -> Path:
    root = folder / "site"
    root.mkdir()
    return write_case(case, root)


def seminar(keys: str) -> str:
    return f"---\ntitle: Choir\nsummary: We sing.\n{keys}---\nCome.\n"


def write_seminar(root: Path, keys: str) -> Path:
    site = root / "site"
    site.mkdir()
    settings = write_base(site)
    (site / "content/seminars/choir.md").write_text(seminar(keys))
    return settings


def fixed(settings: Path) -> str:
    assert [*fix_everything(settings, NOW)] != []
    assert [problem for problem in check(settings, NOW) if not problem.is_warning] == []
    return (settings.parent / "content/seminars/choir.md").read_text()


@pytest.mark.parametrize(
    ("keys", "instants"),
    [
        ("sessions: [2027-06-10T19:30:00Z]\n", ["2027-06-10T19:30+00:00"]),
        ("sessions: [2027-01-10T03:15:00+05:30]\n", ["2027-01-09T21:45+00:00"]),
        ("timezone: Asia/Tokyo\nsessions: ['2027-06-10 08:00 -0700']\n", ["2027-06-10T15:00+00:00"]),
        ("sessions:\n- {start: 2027-06-10 09:00 Europe/Paris, timezone: Africa/Cairo}\n", ["2027-06-10T07:00+00:00"]),
        ("sessions: [2027-02-01 7pm EST]\n", ["2027-02-02T00:00+00:00"]),
        ("sessions: [2027-07-01 7 pm PDT]\n", ["2027-07-02T02:00+00:00"]),
        ("sessions:\n- {start: 2027-06-10 19:30, end: 2027-06-10 24:00}\n", ["2027-06-11T02:30+00:00"]),
        ("sessions: [3 June 2027 at 18h15]\n", ["2027-06-04T01:15+00:00"]),
    ],
)  # fmt: skip
def test_a_fix_keeps_the_instants(keys: str, instants: list[str], tmp_path: Path) -> None:
    settings = write_seminar(tmp_path, keys)
    fixed(settings)
    choir = next(one for one in load_site(read_settings(settings), NOW).seminars if one.slug == "choir")
    assert [f"{one.start.astimezone(NOW.tzinfo):%Y-%m-%dT%H:%M}+00:00" for one in choir.sessions] == instants


@pytest.mark.parametrize(
    ("price", "means"),
    [
        ("CHF 12.50", "12.50 CHF"),
        ("1,200 INR", "1200 INR"),
        ("1.250,00 EUR (members 900 EUR)", "1250.00 EUR (members 900 EUR)"),
        ("€ 9,-", "9 EUR"),
        ("2500000 IDR", "2500000 IDR"),
    ],
)
def test_a_fix_keeps_the_amount(price: str, means: str, tmp_path: Path) -> None:
    settings = write_seminar(tmp_path, f"price: {price}\nsessions: [2027-01-13 18:00]\n")
    if check(settings, NOW):
        assert f"price: {means}\n" in fixed(settings)


@pytest.mark.parametrize(
    ("keys", "never"),
    [
        ("every: month on the second Friday or so", "every: "),
        ("every: Friday of the third week", "Friday\n"),
        ("every: every third Friday", "Friday\n"),
        ("every: first Friday and Saturday", "Friday\n"),
        ("every: bimonthly", "Friday"),
        ("price: [30 EUR, 20 EUR (seniors)]", "EUR, 20"),
        ("price: 30 EUR until May then 50 EUR", "30 EUR\n"),
        ("price: 900.000 KWD", "KWD\n"),
        ("registration: https://a.example.org https://b.example.org", "not needed"),
        ("registration: [https://a.example.org, https://b.example.org]", "not needed"),
        ("place: unknown", "name:"),
        ("place: n/a", "name:"),
        ("timezone: CST", "/"),
        ("timezone: GMT", "/"),
        ("timezone: Asia/Beijing", "Asia/B"),
        ("except: [2027-03-29 to 2027-04-09]", "2027-03-29 20:27"),
        ("moved_from: 2027-01-05", "18:00"),
        ("end: 8pm UTC", "20:00"),
    ],
)
def test_what_has_no_text_that_means_the_same_has_no_fix(keys: str, never: str, tmp_path: Path) -> None:
    settings = write_seminar(tmp_path, f"sessions:\n- start: 2027-01-15 18:00\n  count: 3\n  {keys}\n")
    problems = [problem for problem in check(settings, NOW) if not problem.is_warning]
    assert problems
    for problem in problems:
        assert problem.fix is None or never not in problem.fix.words + "\n", problem.said
    file = settings.parent / "content/seminars/choir.md"
    before = file.read_text()
    assert [*fix_everything(settings, NOW)] == []
    assert file.read_text() == before


@pytest.mark.parametrize(
    ("keys", "written"),
    [
        ("draft: false\n", ""),
        ("draft: true\n", "status: draft\n"),
        ("published: false\n", "status: draft\n"),
        ("permalink: /2019/03/first-steps.html\n", "aliases: [/2019/03/first-steps.html]\n"),
        ("layout: post\n", ""),
        ("permalink: /a/\nredirect_from: [/b/, /c/]\n", "aliases: [/a/, /b/, /c/]\n"),
        ("lastmod: 2026-10-01\n", "modified: 2026-10-01\n"),
    ],
)
def test_keys_of_other_tools_become_what_they_meant(keys: str, written: str, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    settings = write_base(tmp_path / "site")
    file = settings.parent / "content/posts/2026-10-02-first-steps.md"
    before = "---\ntitle: First steps  # kept\nsummary: How it began.\n{}---\nHello.\n"
    file.write_text(before.format(keys))
    assert [*fix_everything(settings, NOW)] != []
    assert file.read_text() == before.format(written)
    assert check(settings, NOW) == ()


LATER, ALONE = {"start": "2027-01-20 18:00", "note": 'a, "b"'}, {"start": "2027-01-20"}


@pytest.mark.parametrize(
    ("keys", "loc", "refusal", "fixed_keys"),
    [
        ("title: >-\n  A choir\n  for all\nlang: en\n", ("date",), Refusal("", keys={"date": "2027-01-01"}),
         "title: >-\n  A choir\n  for all\ndate: 2027-01-01\nlang: en\n"),
        ("days:\n  - 2027-01-01  # one\n  - 2027-01-06  # two\nlang: en\n", ("lang",),
         Refusal("", keys={"days": ["2027-01-01", "2027-01-07", "2027-01-08"]}, over=True),
         "days:\n  - 2027-01-01  # one\n  - 2027-01-07  # two\n  - 2027-01-08\nlang: en\n"),
        ("sessions:  # all\n# one\n- 2027-01-13  # here\n# end\n", ("sessions", 0), Refusal("", item=LATER),
         'sessions:  # all\n# one\n- 2027-01-13  # here\n- start: 2027-01-20 18:00\n  note: a, "b"\n# end\n'),
        ("sessions:\n    - 2027-01-13\n", ("sessions", -1), Refusal("", item=ALONE),
         "sessions:\n    - 2027-01-20\n    - 2027-01-13\n"),
        ("sessions:\n- note: |\n    Two\n    lines\n  start: 2027-01-13\nlang: en\n", ("sessions", 0),
         Refusal("", item=ALONE),
         "sessions:\n- note: |\n    Two\n    lines\n  start: 2027-01-13\n- 2027-01-20\nlang: en\n"),
        ("sessions:\n- start: 2027-01-13\n  note: |\n    Two\n    lines\n\nlang: en\n", ("sessions", 0),
         Refusal("", item=ALONE),
         "sessions:\n- start: 2027-01-13\n  note: |\n    Two\n    lines\n\n- 2027-01-20\nlang: en\n"),
        ("sessions: [2027-01-13, 2027-01-27]  # all\n", ("sessions", 0), Refusal("", item=LATER),
         "sessions: [2027-01-13, {start: 2027-01-20 18:00, note: 'a, \"b\"'}, 2027-01-27]  # all\n"),
        ("sessions: [2027-01-13]\n", ("sessions", -1), Refusal("", item=ALONE),
         "sessions: [2027-01-20, 2027-01-13]\n"),
        ("sessions: 2027-01-13, 2027-01-27  # all\n", ("sessions", 1), Refusal("", keys={"status": "cancelled"}),
         "sessions: [2027-01-13, {start: 2027-01-27, status: cancelled}]  # all\n"),
        ("sessions: 2027-01-13; 2027-01-27\n", ("sessions", 0), Refusal("", item=ALONE),
         "sessions: [2027-01-13, 2027-01-20, 2027-01-27]\n"),
    ],
)  # fmt: skip
def test_a_fix_writes_at_its_place_and_nowhere_else(keys: str, loc: Loc, refusal: Refusal, fixed_keys: str) -> None:
    text = "---\n{}---\nCome.\n"
    fix = fix_of(parse_document(Path("choir.md"), text.format(keys)), loc, refusal)
    assert fix
    assert apply(text.format(keys), [fix]) == text.format(fixed_keys)


def test_lines_of_keys_hold_no_groups() -> None:
    document = parse_document(Path("choir.md"), "Title: Choir\nSessions: 2027-01-13, 2027-01-27\n\nCome.\n")
    for refusal in (Refusal("", keys={"status": "cancelled"}), Refusal("", item=LATER)):
        assert fix_of(document, ("sessions", 0), refusal) is None


def test_a_file_that_is_gone_is_written_to_the_byte() -> None:
    text = "\ufeff---\r\ntitle: A\r\n---\r\nLast line"
    assert apply("", [file_fix(text, "")]) == text


def test_everything_around_a_fix_stays_to_the_byte() -> None:
    text = "\ufeff---\r\ntitle: A # é\nsessions: 1  \r\n---\r\nbody  \n"
    fix = Fix((Replacement((3, 11), (3, 12), "[x]"), Replacement((4, 1), (4, 1), "lang: de\n")), "")
    assert apply(text, [fix]) == "\ufeff---\r\ntitle: A # é\nsessions: [x]  \r\nlang: de\r\n---\r\nbody  \n"


def run(settings: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hireground", "check", "--settings", settings.name, *arguments]
    given = environment(SOURCE_DATE_EPOCH=f"{NOW.timestamp():.0f}", GITHUB_ACTIONS="")
    return subprocess.run(command, cwd=settings.parent, env=given, capture_output=True, encoding="utf-8", check=False)


def test_programs_are_told_the_same_as_people(tmp_path: Path) -> None:
    settings = write_seminar(tmp_path, "price: CHF 12.50\nsessions: [2027-01-13 18:00]\n")
    (problem,) = check(settings, NOW)
    whole = json.loads(run(settings, "--format=json").stdout)
    (told,) = whole["problems"]
    replacement = {"startLine": 4, "startColumn": 8, "endLine": 4, "endColumn": 17, "text": "12.50 CHF"}
    assert told["fix"] == {"words": 'write "12.50 CHF"', "replacements": [replacement]}
    assert (told["path"], told["line"], told["column"]) == ("content/seminars/choir.md", 4, 8)
    assert (told["level"], told["message"]) == ("error", problem.said)
    github = run(settings, "--format=github")
    assert github.stdout == f"::error file=content/seminars/choir.md,line=4,col=8::{problem.said}\n"


def test_sarif_has_what_its_readers_need(tmp_path: Path) -> None:
    settings = write_seminar(tmp_path, "price: CHF 12.50\nsessions: [2027-01-13 18:00]\n")
    told = run(settings, "--format=sarif")
    assert told.returncode == 1
    log = json.loads(told.stdout)
    (once,) = log["runs"]
    (result,) = once["results"]
    assert log["version"] == "2.1.0"
    assert result["ruleId"] in {rule["id"] for rule in once["tool"]["driver"]["rules"]}
    (location,) = result["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 4, "startColumn": 8}
    (fix,) = result["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "content/seminars/choir.md"
    (replacement,) = change["replacements"]
    assert replacement["insertedContent"] == {"text": "12.50 CHF"}
    assert replacement["deletedRegion"] == {"startLine": 4, "startColumn": 8, "endLine": 4, "endColumn": 17}


def test_the_command_fixes_and_says_what_is_left(tmp_path: Path) -> None:
    settings = write_seminar(tmp_path, "price: CHF 12.50\nplace: unknown\nsessions: [2027-01-13 18:00]\n")
    told = run(settings, "--fix")
    assert told.returncode == 1
    assert told.stdout.startswith('content/seminars/choir.md:4: wrote "price: 12.50 CHF"\n')
    assert 'place: "unknown" is not in content/places.yaml' in told.stdout
    assert "\n1 problem in 1 file" in told.stdout


def test_what_is_wrong_alike_in_many_files_is_said_of_a_few(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    settings = write_base(tmp_path / "site")
    for number in range(1, 21):
        file = settings.parent / f"content/posts/note-{number:02}.md"
        file.write_text(f"---\ntitle: Note {number}\ndate: 2026-10-01\n---\nHello.\n")
    told = run(settings)
    assert told.stdout.count("summary: missing, and ") == 3
    assert "… and 17 more files like this: summary: missing\n20 warnings in 20 files" in told.stdout
    assert len(json.loads(run(settings, "--format=json").stdout)["problems"]) == 20


def test_a_question_is_left_to_the_author(tmp_path: Path) -> None:
    settings = write_base(tmp_path)
    file = tmp_path / "content/people.yaml"
    name = file.read_text().partition("name: ")[2].partition("\n")[0]
    (tmp_path / "content/seminars/choir.md").write_text(seminar(f"speakers: [{name}x]\nsessions: [2027-06-10 19:30]\n"))
    [asked] = [problem for problem in check(settings, NOW) if "did you mean" in problem.said]
    assert asked.fix
    assert asked.fix.is_question
    assert [*fix_everything(settings, NOW)] == []
