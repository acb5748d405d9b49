"""The form "Announce a seminar" becomes a file, a check and an answer; whatever stands in an issue is only text."""

import base64
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny_site import own_settings, run_tool

from hireground.publish.issue import KEYS, read_form, seminar_text

ROOT = Path(__file__).parents[2]
WORKFLOW = ROOT / ".github/workflows/announce.yml"
FORM = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/seminar.yml").read_text("utf-8"))
PLACES = "- {name: Town Library, address: 1 Main Street, city: Berlin, postal_code: '10115', country: DE}\n"
HOSTILE = (
    "$(touch stolen)", "`touch stolen`", '"; touch stolen; "', "{{ github.token }}", "${{ github.token }}", "a: b # c",
    "---", "- x", "[x]", "{x: y}", "*alias", "&anchor", "!!python/object/apply:os.system [id]", "'", '"', "\\", "%TAG",
    "null", "~", "yes", "x\ndraft: no", "../../etc/passwd", "::set-output name=file::x", "<script>alert(1)</script>",
)  # fmt: skip
GH = """#!/bin/sh
printf '%s\\0' "$@" >> "$RECORD"; printf '\\n' >> "$RECORD"
case "$*" in *made.json*) ;; *issue*) ;; esac
echo 0123456789abcdef
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content/seminars").mkdir(parents=True)
    (tmp_path / "content/places.yaml").write_text(PLACES)
    (tmp_path / "pelicanconf.py").write_text(own_settings())
    return tmp_path


def body(**answers: str) -> str:
    """Write an issue as GitHub does of the form."""
    shown = {heading: answers.get(key, "") or "_No response_" for heading, key in KEYS.items()}
    return "\n\n".join(f"### {heading}\n\n{value}" for heading, value in shown.items())


def read(site: Path, words: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """Read an issue as the workflow does; return what was said, and the outputs."""
    (site / "event.json").write_text(json.dumps({"issue": {"body": words}}))
    outputs = site / "outputs"
    outputs.unlink(missing_ok=True)
    os.environ["GITHUB_OUTPUT"] = str(outputs)
    try:
        run = run_tool(site, "from-issue", "--settings=pelicanconf.py", "event.json")
    finally:
        del os.environ["GITHUB_OUTPUT"]
    lines = outputs.read_text().splitlines() if outputs.exists() else []
    return run, dict(line.split("=", 1) for line in lines)


GOOD = {
    "title": "Open Evening", "summary": "Come and ask.", "start": "2027-02-18 18:00", "place": "Town Library",
    "speakers": "Ada Example, Ben Example", "price": "free", "register": "ada@example.org",
    "text": "Bring *questions*.",
}  # fmt: skip


def test_the_form_asks_for_what_is_read() -> None:
    assert [field["attributes"]["label"] for field in FORM["body"]] == [*KEYS]


def test_a_form_becomes_a_seminar(site: Path) -> None:
    run, outputs = read(site, body(**GOOD))
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("`content/seminars/open-evening.md` has no problems.")
    assert outputs["file"] == "content/seminars/open-evening.md"
    assert base64.b64decode(outputs["answer"]).decode() == run.stdout
    assert base64.b64decode(outputs["text"]) == (site / outputs["file"]).read_bytes()
    built = run_tool(site, "build", "--settings=pelicanconf.py")
    assert built.returncode == 0, built.stderr
    assert (site / "output/seminars/open-evening/2027-02-18/event.ics").is_file()


def test_what_is_wrong_is_said_as_check_says_it(site: Path) -> None:
    run, outputs = read(site, body(**{**GOOD, "start": "18.02.2027 6pm", "place": "Town Libary"}))
    assert outputs["file"]
    assert run.stdout.startswith("Something has to be mended first. Edit the issue above")
    said = run_tool(site, "check", "--settings=pelicanconf.py").stdout
    for line in re.findall(r"(?m)^content/seminars/open-evening.md:.*$", said):
        assert line in run.stdout
    assert "18.02.2027" in run.stdout


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("key", ["title", "summary", "start", "place", "speakers", "price", "register", "text"])
def test_hostile_words_are_only_text(words: str, key: str) -> None:
    """Each is a value of its own key, and no other; nothing of it is read as YAML."""
    text = seminar_text(read_form(body(**{**GOOD, key: words})))
    front, _, rest = text.removeprefix("---\n").partition("\n---\n")
    found = yaml.load(front, Loader=yaml.BaseLoader)  # noqa: S506 -- builds only text, lists and dicts
    assert found.keys() <= {"title", "summary", "place", "speakers", "price", "registration", "sessions", "online"}
    assert isinstance(found["title"], str)
    assert rest == (words if key == "text" else GOOD["text"]) + "\n"
    if key in {"title", "summary", "place", "price"}:
        assert found[key] == " ".join(words.split())


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(st.fixed_dictionaries({key: st.text(max_size=60) for key in KEYS.values()}))
def test_any_form_is_front_matter_and_a_text(answers: dict[str, str]) -> None:
    text = seminar_text(read_form(body(**answers)))
    front, _, _rest = text.removeprefix("---\n").partition("\n---\n")
    found: Any = yaml.load(front, Loader=yaml.BaseLoader)  # noqa: S506 -- likewise
    assert isinstance(found, dict)
    assert found.keys() <= {*KEYS.values(), "sessions", "registration"} - {"text", "register", "start"}


def test_no_words_end_the_answer_s_fence(site: Path) -> None:
    run, _ = read(site, body(**{**GOOD, "price": "````` @everyone"}))
    fence = run.stdout.split("\n")[2].removesuffix("text")
    assert set(fence) == {"`"}
    assert run.stdout.count(fence) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("hello", "the issue has no title of a seminar"),
        ("x" * 70_000, "longer than 60,000"),
        (body(title="Old"), "content/seminars/old.md is there already"),
    ],
)
def test_an_issue_that_is_no_form_is_refused(site: Path, words: str, said: str) -> None:
    (site / "content/seminars/old.md").write_text("---\ntitle: Old\n---\n")
    run, outputs = read(site, words)
    assert run.returncode == 2
    assert said in run.stderr
    assert outputs == {}


def propose(folder: Path, **outputs: str) -> tuple[int, list[list[str]]]:
    """Run the shell of the job that proposes, with a `gh` that writes down what it is asked for."""
    steps = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]["propose"]["steps"]
    assert "${{" not in steps[0]["run"]
    gh = folder / "bin/gh"
    gh.parent.mkdir()
    gh.write_text(GH)
    gh.chmod(0o755)
    record = folder / "record"
    record.touch()
    given = {
        "PATH": f"{gh.parent}:/usr/bin:/bin", "RECORD": str(record), "GITHUB_REPOSITORY": "you/site", "NUMBER": "7",
        "MAIN": "trunk", **outputs,
    }  # fmt: skip
    run = subprocess.run(["bash", "-e", "-c", steps[0]["run"]], cwd=folder, env=given, check=False)
    return run.returncode, [line.strip("\0").split("\0") for line in record.read_text().split("\n") if line]


def test_the_proposal_has_the_file_and_the_answer(site: Path) -> None:
    _, outputs = read(site, body(**{**GOOD, "text": "$(touch stolen) `touch stolen`"}))
    code, asked = propose(site, FILE=outputs["file"], TEXT=outputs["text"], ANSWER=outputs["answer"])
    assert code == 0
    assert not (site / "stolen").exists()
    assert (site / "seminar.md").read_bytes() == (site / outputs["file"]).read_bytes()
    assert "repos/you/site/git/ref/heads/trunk" in asked[0]
    tree = next(call for call in asked if "repos/you/site/git/trees" in call)
    assert f"tree[][path]={outputs['file']}" in tree
    assert [call[:2] for call in asked if call[0] != "api"] == [["pr", "create"], ["issue", "comment"]]
    assert "Closes #7" in (site / "proposal.md").read_text()


@pytest.mark.parametrize("file", ["content/seminars/../../x.md", "x/seminars/a/b.md", ".github/workflows/x.yml", ""])
def test_another_file_is_never_proposed(tmp_path: Path, file: str) -> None:
    code, asked = propose(tmp_path, FILE=file, TEXT="YQ==", ANSWER="YQ==")
    assert (code != 0, asked) == (True, [])


def test_only_the_job_that_runs_no_code_of_the_site_may_write() -> None:
    loaded = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    assert loaded["permissions"] == {}
    assert loaded["jobs"]["read"]["permissions"] == {"contents": "read"}
    assert loaded["jobs"]["propose"]["permissions"] == {
        "contents": "write",
        "issues": "write",
        "pull-requests": "write",
    }
    assert [*loaded["jobs"]["propose"]["steps"][0]] == ["env", "run"]
