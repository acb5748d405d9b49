"""The files that hosts read keep to their schemas, and their shell builds the site from a clone."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from built_site import EPOCH, write_menu_pages
from site_repository import Repository

from hireground.published.identity import EXAMPLES

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
SCHEMAS = {
    **{f".github/workflows/{path.name}": "vendor.github-workflows" for path in WORKFLOWS},
    ".github/dependabot.yml": "vendor.dependabot",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
}
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
SEMINAR = """---
title: Evening at the Host
summary: What a host shows to whoever pushes.
place: {name: Town Hall, address: 1 Main Street, city: Seattle, region: WA, postal_code: "98101", country: US}
sessions:
  - 2027-02-18 18:00
  - 2027-03-18 18:00
---
Bring questions.
"""
MOVED = SEMINAR.replace("  - 2027-03-18 18:00", "  - {start: 2027-03-19 18:00, moved_from: 2027-03-18 18:00}")
LEFT_OUT = ("tests/", "docs/", "content/posts/", "content/pages/", "content/seminars/")
FILE = "evening-at-the-host.md"


def load(name: str) -> dict[Any, Any]:
    loaded: dict[Any, Any] = yaml.safe_load((ROOT / name).read_text("utf-8"))
    return loaded


# Linted


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_file_keeps_to_the_host_s_schema(name: str) -> None:
    command = [str(BIN / "check-jsonschema"), "--builtin-schema", SCHEMAS[name], name]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


def test_an_audit_finds_nothing_in_the_workflows() -> None:
    command = [str(BIN / "zizmor"), "--offline", "--no-progress", "--persona=pedantic", ".github"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    assert "No findings" in run.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_by_hash_with_their_version_beside(path: Path) -> None:
    used = re.findall(r"uses: (.+)", path.read_text("utf-8"))
    assert used
    assert [line for line in used if not line.startswith("$/") and not PINNED.fullmatch(line)] == []


def test_a_job_has_the_permissions_that_it_needs_and_no_more() -> None:
    publish, hourly = load(".github/workflows/publish.yml"), load(".github/workflows/hourly.yml")
    assert publish["permissions"] == hourly["permissions"] == {}
    assert {name: job["permissions"] for name, job in publish["jobs"].items()} == {
        "build": {"contents": "read", "deployments": "read", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    together = {key: value for job in publish["jobs"].values() for key, value in job["permissions"].items()}
    assert hourly["jobs"]["publish"]["permissions"] == together
    assert hourly["jobs"]["audit"]["permissions"] == {"contents": "read"}


def test_libraries_are_audited_every_night() -> None:
    job = load(".github/workflows/hourly.yml")["jobs"]["audit"]
    assert (job["if"], job["steps"][-1]) == ("github.event.schedule == '17 3 * * *'", {"run": "make audit"})
    audit = load(".gitlab-ci.yml")["audit"]
    once = '[ "$(date -u +%H)" != 03 ] || make audit'
    assert audit == {"rules": [{"if": '$CI_PIPELINE_SOURCE == "schedule"'}], "script": [once]}


def test_only_the_main_branch_is_published_and_never_a_pull_request() -> None:
    jobs = load(".github/workflows/publish.yml")["jobs"]
    default = "format('refs/heads/{0}', github.event.repository.default_branch)"
    only_main = f"github.event_name == 'schedule' || github.ref == {default}"
    assert jobs["deploy"]["if"] == only_main
    upload = next(step for step in jobs["build"]["steps"] if "upload-pages-artifact" in step.get("uses", ""))
    assert upload["if"] == only_main
    assert upload["with"] == {"path": "output", "include-hidden-files": True}


def test_no_workflow_has_a_secret() -> None:
    """A job that a proposal starts runs its code; `pull_request_target` would give that the repository's rights."""
    for path in WORKFLOWS:
        text = path.read_text("utf-8")
        assert "secrets" not in text
        assert "pull_request_target" not in text
        assert "workflow_run" not in text
        assert "actions/cache" not in text  # what a proposal leaves there, the main branch would use


def test_a_merge_request_is_checked_and_never_published() -> None:
    jobs = {name: job for name, job in load(".gitlab-ci.yml").items() if isinstance(job, dict) and "script" in job}
    started = {name for name, job in jobs.items() if "merge_request_event" in str(job["rules"])}
    assert started == {"check"}
    assert not {"pages", "environment", "cache", "artifacts", "id_tokens", "secrets"} & jobs["check"].keys()
    assert [rule["if"] for rule in jobs["site"]["rules"]] == ["$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"]


def test_netlify_installs_the_lock_as_it_is() -> None:
    told = tomllib.loads((ROOT / "netlify.toml").read_text("utf-8"))["build"]["environment"]
    assert told == {"PYTHON_VERSION": "3.11", "PIP_NO_DEPS": "1", "PIP_ONLY_BINARY": ":all:"}


def test_every_host_gets_the_history() -> None:
    checkout = load(".github/workflows/publish.yml")["jobs"]["build"]["steps"][0]
    assert checkout["with"] == {"fetch-depth": 0, "persist-credentials": False}
    assert load(".gitlab-ci.yml")["variables"]["GIT_DEPTH"] == "0"


def test_cloudflare_takes_the_output_and_its_page_for_what_is_not_there() -> None:
    text = re.sub(r"^//.*$", "", (ROOT / "wrangler.jsonc").read_text("utf-8"), flags=re.MULTILINE)
    assert json.loads(text)["assets"] == {"directory": "output", "not_found_handling": "404-page"}


def scripts() -> Mapping[str, str]:
    """Return every piece of shell, by where it stands."""
    steps = load(".github/workflows/publish.yml")["jobs"]["build"]["steps"]
    gitlab = {name: job for name, job in load(".gitlab-ci.yml").items() if isinstance(job, dict) and "script" in job}
    return {
        **{f"publish.yml: {step['name']}": step["run"] for step in steps if "run" in step},
        **{f".gitlab-ci.yml: {name}": "\n".join(job["script"]) for name, job in gitlab.items()},
        "netlify.toml": tomllib.loads((ROOT / "netlify.toml").read_text("utf-8"))["build"]["command"],
    }


@pytest.mark.parametrize("name", scripts())
def test_shellcheck_finds_nothing(name: str) -> None:
    if not shutil.which("shellcheck"):
        pytest.skip("no shellcheck: install Debian's shellcheck")
    run = subprocess.run(
        ["shellcheck", "--shell=bash", "-"], input=scripts()[name], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout


# Run


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A site of its own with one seminar, of which the first commit is published and the second moves a date."""
    root = tmp_path_factory.mktemp("origin")
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    run = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, run.stdout.split("\0")):
        if (ROOT / name).is_file() and not name.startswith(LEFT_OUT):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)
    settings = root / "pelicanconf.py"
    settings.write_text(settings.read_text("utf-8").replace(str(EXAMPLES), str(UUID(int=7))), "utf-8")
    write_menu_pages(root / "content")
    repository = Repository(root)
    repository.commit({FILE: SEMINAR})
    repository.commit({FILE: MOVED})
    return repository


def clone(origin: Repository, folder: Path, *options: str) -> Path:
    """Clone as a host does; the libraries are there already, as a host's cache has them."""
    subprocess.run(["git", "clone", "-q", *options, f"file://{origin.root}", folder], check=True)
    (folder / ".venv").symlink_to(BIN.parent)
    for lock in ("requirements.txt", "tests/requirements.txt"):
        if (folder / lock).exists():
            os.utime(folder / lock, (0, 0))  # or make would install again what this lists
    return folder


def run_shell(script: str, folder: Path, **more: str) -> str:
    """Run a piece of shell as hosts do, stopping at what fails; return what it printed."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    given = {"SOURCE_DATE_EPOCH": EPOCH, "GIT_CONFIG_GLOBAL": os.devnull, **more}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    run = subprocess.run(command, cwd=folder, env=environment | given, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def published(origin: Repository) -> str:
    return origin.git("rev-parse", "HEAD~1").strip()


def write_gh(folder: Path, commit: str) -> Path:
    """Write a `gh` that knows one deployment."""
    program = folder / "bin" / "gh"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\n[ "$2" = "repos/o/r/deployments?environment=github-pages&per_page=1" ] && echo {commit}\n'
    )
    program.chmod(0o755)
    return program.parent


def test_the_workflow_checks_says_and_builds(origin: Repository, tmp_path: Path) -> None:
    folder = clone(origin, tmp_path / "clone")
    summary = tmp_path / "summary.md"
    programs = write_gh(tmp_path, published(origin))
    given = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_REPOSITORY": "o/r",
        "GITHUB_STEP_SUMMARY": str(summary),
        "SITEURL": "https://o.github.io/r",
        "PATH": f"{programs}:{os.environ['PATH']}",
    }
    steps = [step for step in load(".github/workflows/publish.yml")["jobs"]["build"]["steps"] if "run" in step]
    said = {step["name"]: run_shell(step["run"], folder, **given) for step in steps}
    assert list(said) == ["Find what was published last", "Check", "Say what subscribers will see", "Build"]
    assert "can be published" in said["Check"] or "No problems." in said["Check"]
    assert "Evening at the Host" in summary.read_text("utf-8")
    assert "moved" in summary.read_text("utf-8")
    assert 'href="https://o.github.io/r/seminars/"' in (folder / "output/index.html").read_text("utf-8")


ANSWERS = {
    "right": ('{"at": "2999-12-06T08:00:00Z", "change": "the day turns"}\n', False),
    "out of date": ('{"at": "2026-01-06T08:00:00Z", "change": "a text is due"}\n', True),
    "something else": ("<html>not found</html>", True),
    "no answer": (None, True),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_site_is_built_again_once_it_is_out_of_date(tmp_path: Path, name: str) -> None:
    """Whatever cannot be read is built: a job too many is better than a site that stays wrong."""
    answer, is_out_of_date = ANSWERS[name]
    served, said = tmp_path / "served", tmp_path / "said"
    served.mkdir()
    said.touch()
    if answer is not None:
        (served / "next-change.json").write_text(answer)
    step = load(".github/workflows/hourly.yml")["jobs"]["ask"]["steps"][0]
    run_shell(step["run"], tmp_path, SITEURL=served.as_uri() + "/", GITHUB_OUTPUT=str(said))
    assert said.read_text() == ("is-out-of-date=true\n" if is_out_of_date else "")


@pytest.mark.parametrize("name", ANSWERS)
def test_gitlab_s_hourly_schedule_builds_only_what_is_out_of_date(name: str, tmp_path: Path) -> None:
    """Else the job ends with the one code that its rule lets pass, and what is published stays."""
    answer, is_out_of_date = ANSWERS[name]
    if answer is not None:
        (tmp_path / "next-change.json").write_text(answer)
    make = tmp_path / "bin/make"
    make.parent.mkdir()
    make.write_text('#!/bin/sh\necho "$@" > built\n')
    make.chmod(0o755)
    job = load(".gitlab-ci.yml")["site"]
    for source in ("schedule", "push"):
        given = {
            "PATH": f"{make.parent}:{os.environ['PATH']}", "CI_PAGES_URL": tmp_path.as_uri(),
            "CI_PIPELINE_SOURCE": source, "CI_COMMIT_BEFORE_SHA": "0" * 40,
        }  # fmt: skip
        script = "\n".join(job["script"])
        run = subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=tmp_path, env=given, check=False)
        is_built = (tmp_path / "built").exists()
        (tmp_path / "built").unlink(missing_ok=True)
        assert is_built == (is_out_of_date or source == "push")
        assert run.returncode == (0 if is_built else job["allow_failure"]["exit_codes"])


@pytest.mark.parametrize("name", ANSWERS)
def test_netlify_s_function_asks_the_site_and_calls_the_hook(name: str) -> None:
    """Node runs it as Netlify does, against a site and a hook on this machine."""
    if not shutil.which("node"):
        pytest.skip("no node is here")
    answer, is_out_of_date = ANSWERS[name]
    asked: list[str] = []

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply(404 if answer is None else 200, answer or "")

        def do_POST(self) -> None:
            asked.append(self.path)
            self.reply(200, "{}")

        def reply(self, status: int, text: str) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    code = "const { default: hourly, config } = await import(process.argv[1]); console.log(config.schedule, await (await hourly()).text())"  # noqa: E501
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        for hook in (f"{url}/build_hooks/1", ""):
            command = ["node", "--input-type=module", "-e", code, str(ROOT / "netlify/functions/hourly.mjs")]
            given = {"PATH": os.environ["PATH"], "URL": f"{url}/", "BUILD_HOOK": hook}
            run = subprocess.run(command, env=given, capture_output=True, text=True, check=True)
            assert run.stdout.startswith("47 * * * * ")
            assert ("BUILD_HOOK is missing" in run.stdout) == (not hook)
        server.shutdown()
    assert asked == (["/build_hooks/1"] if is_out_of_date else [])


@pytest.mark.parametrize("branch", ["main", "trunk"])
def test_no_branch_is_called_main_by_us(origin: Repository, tmp_path: Path, branch: str) -> None:
    """What a host's shell compares with is what was published, whatever the branch is called."""
    folder = clone(origin, tmp_path / "clone")
    run_shell(f"git branch -qm {branch}; git update-ref -d refs/remotes/origin/HEAD", folder)
    file = folder / "content/seminars" / FILE
    file.write_text(SEMINAR.replace("  - 2027-02-18 18:00\n", ""), "utf-8")
    programs = write_gh(tmp_path, published(origin))
    given = {"GITHUB_REPOSITORY": "o/r", "PATH": f"{programs}:{os.environ['PATH']}"}
    step = load(".github/workflows/publish.yml")["jobs"]["build"]["steps"][2]
    run_shell(step["run"], folder, **given)
    run = subprocess.run(["make", "check"], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert "2027-02-18" in run.stdout


def test_a_host_that_clones_shallowly_gets_the_history_first(origin: Repository, tmp_path: Path) -> None:
    """The command is the one that docs/publishing.md gives to hosts which keep nothing by themselves."""
    folder, kept = clone(origin, tmp_path / "clone", "--depth=1"), tmp_path / "kept"
    kept.mkdir()
    (kept / "of-another-build").touch()
    (command,) = re.findall(r"^ +(make \S+ && .*)$", (ROOT / "docs/publishing.md").read_text("utf-8"), re.MULTILINE)
    remote = {"RCLONE_CONFIG_KEPT_TYPE": "alias", "RCLONE_CONFIG_KEPT_REMOTE": str(tmp_path)}
    given = {"ARGS": f"{'0' * 40} --gzip", "SITEURL": "https://mine.example.org", **remote}
    said = run_shell(command.replace("BUCKET", "kept"), folder, **given)
    assert {"of-another-build", "results.sqlite"} <= {file.name for file in kept.iterdir()}
    assert (folder / ".cache/of-another-build").exists()
    assert re.search(r"^Built \d+ pages", said, re.MULTILINE)
    assert run_shell("git rev-parse --is-shallow-repository", folder) == "false\n"
    assert (folder / "output/index.html.gz").is_file()
    calendar = (folder / "output/seminars/evening-at-the-host/calendar.ics").read_text("utf-8")
    assert "LAST-MODIFIED:20261103T120000Z" in calendar  # the second commit's day


def test_a_build_needs_no_secret(origin: Repository, tmp_path: Path) -> None:
    """Where programs and the home are, and the address: hosts need be told no more."""
    folder = clone(origin, tmp_path / "clone")
    run_shell("make host-build", folder, SITEURL="https://site.example.org")
    assert "https://site.example.org/" in (folder / "output/index.html").read_text("utf-8")


def test_a_host_refuses_what_would_be_lost_in_calendars(origin: Repository, tmp_path: Path) -> None:
    folder = clone(origin, tmp_path / "clone")
    file = folder / "content/seminars" / FILE
    file.write_text(SEMINAR.replace("  - 2027-02-18 18:00\n", ""), "utf-8")
    command = ["make", "host-build", f"ARGS={published(origin)}"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode != 0
    assert re.search(rf"^content/seminars/{FILE}:\d+:\d+: ", run.stdout, re.MULTILINE)
    assert not (folder / "output").exists()


def test_netlify_builds_for_the_address_it_shows_and_keeps_what_it_made(origin: Repository, tmp_path: Path) -> None:
    given = {"URL": "https://mine.example.org", "DEPLOY_PRIME_URL": "https://preview.example.org"}
    given["NETLIFY_CACHE_DIR"] = str(tmp_path / "cache")
    kept = tmp_path / "cache/hireground"
    for context, site in {"production": given["URL"], "deploy-preview": given["DEPLOY_PRIME_URL"]}.items():
        folder = clone(origin, tmp_path / context)
        run_shell(scripts()["netlify.toml"], folder, CONTEXT=context, **given)
        assert f'href="{site}/seminars/"' in (folder / "output/index.html").read_text("utf-8")
        lines = (folder / "output/_redirects").read_text("utf-8").splitlines()
        assert "/seminars/evening-at-the-host/2027-03-18/ /seminars/evening-at-the-host/2027-03-19/ 301!" in lines
        if context == "production":
            (kept / "of-production").touch()
            store = (kept / "results.sqlite").read_bytes()
    assert (folder / ".cache/of-production").exists()
    assert (folder / ".cache/results.sqlite").read_bytes() != store
    assert (kept / "results.sqlite").read_bytes() == store
