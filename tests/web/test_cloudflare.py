"""Cloudflare's Worker that runs by the clock asks the site, and calls the deploy hook once it is out of date by itself.

Node runs the script as Cloudflare does: what it is told stands in its second argument, and nothing in the environment.
"""

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from web_servers import free_port

ROOT = Path(__file__).parents[2]
HOOK = "/client/v4/workers/builds/deploy_hooks/7f3a-secret"
RUN = """
const [file, env] = process.argv.slice(1);
const { default: worker } = await import(file);
await worker.scheduled({ cron: "47 * * * *", scheduledTime: Date.now() }, JSON.parse(env), {}).catch((error) => {
  console.log(`failed: ${error.message}`);
});
"""
RIGHT = '{"at": "2999-12-06T08:00:00Z", "change": "the day turns"}\n'
DUE = '{"at": "2026-01-06T08:00:00Z", "change": "a text is due"}\n'
MISSING: str | None = None
ANSWERS = {
    "right": (RIGHT, "The site is right until 2999-12-06T08:00:00Z: nothing is built."),
    "due": (DUE, "Built again."),
    "a page": ("<html>not found</html>", "Built again."),
    "no moment": ('{"change": "a text is due"}', "Built again."),
    "nothing": ("null", "Built again."),
    "not there": (MISSING, "Built again."),
}
"""What the site answers, and what is said; whatever cannot be read is built, as on the other hosts."""


def configuration(name: str) -> dict[str, object]:
    """Read a file of wrangler's, without its comments."""
    text = (ROOT / name).read_text("utf-8")
    read: dict[str, object] = json.loads(re.sub(r"^//.*$", "", text, flags=re.MULTILINE))
    return read


@contextmanager
def site_and_hook(answer: str | None, status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """Serve a site's `next-change.json` and a deploy hook; yield the address, and all that is asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"GET {self.path}")
            self.reply(404 if answer is None else 200, answer or "")

        def do_POST(self) -> None:
            asked.append(f"POST {self.path}")
            self.reply(status, "{}")

        def reply(self, code: int, text: str) -> None:
            self.send_response(code)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_given: object) -> None:
            """Keep still."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


def run(**told: str) -> str:
    """Let an hour strike; return what the Worker says."""
    if not shutil.which("node"):
        pytest.skip("no node is here")
    command = ["node", "--input-type=module", "-e", RUN, str(ROOT / "cloudflare/hourly.mjs"), json.dumps(told)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("end", ["", "/"])
def test_the_hook_is_called_once_when_the_site_is_out_of_date(name: str, end: str) -> None:
    answer, said = ANSWERS[name]
    with site_and_hook(answer) as (address, asked):
        assert run(SITEURL=address + end, DEPLOY_HOOK=address + HOOK) == said
    assert asked == ["GET /next-change.json", *([f"POST {HOOK}"] if said == "Built again." else [])]


def test_a_site_that_is_down_is_built() -> None:
    with site_and_hook(RIGHT) as (address, asked):
        assert run(SITEURL=f"http://127.0.0.1:{free_port()}", DEPLOY_HOOK=address + HOOK) == "Built again."
    assert asked == [f"POST {HOOK}"]


def test_a_hook_that_fails_is_an_error_which_does_not_say_its_secret() -> None:
    with site_and_hook(DUE, 500) as (address, asked):
        assert run(SITEURL=address, DEPLOY_HOOK=address + HOOK) == "failed: The deploy hook answered 500."
        assert asked == ["GET /next-change.json", f"POST {HOOK}"]
        nobody = f"http://127.0.0.1:{free_port()}{HOOK}"
        assert run(SITEURL=address, DEPLOY_HOOK=nobody) == "failed: The deploy hook cannot be reached."


def test_what_it_is_not_told_is_said() -> None:
    with site_and_hook(DUE) as (address, asked):
        assert run(SITEURL=address) == "failed: The secret DEPLOY_HOOK is missing."
        assert run(DEPLOY_HOOK=address + HOOK) == "failed: The variable SITEURL is missing."
    assert asked == []


def test_it_is_a_worker_of_its_own_and_the_site_stays_one_without_code() -> None:
    """With a script in the site's own Worker, what is not there would run that, and count as a request of it."""
    site, hourly = configuration("wrangler.jsonc"), configuration("cloudflare/wrangler.jsonc")
    assert not {"main", "triggers"} & site.keys()
    assert not {"assets", "routes", "route", "vars"} & hourly.keys()
    assert hourly["name"] == f"{site['name']}-hourly"
    assert (ROOT / "cloudflare" / str(hourly["main"])).is_file()
    assert hourly["triggers"] == {"crons": ["47 * * * *"]}
    assert (hourly["workers_dev"], hourly["preview_urls"], hourly["keep_vars"]) == (False, False, True)
    assert hourly["compatibility_flags"] == ["global_fetch_strictly_public"]  # both may be of one workers.dev
