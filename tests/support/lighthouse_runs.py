"""Ask Lighthouse about a page on a running server, at the site's own https address."""

import json
import os
import subprocess
from collections.abc import Iterable, Mapping
from typing import Any

from browser import SHELL
from built_site import SITEURL
from page_checks import node
from web_servers import HOST, WebServer

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = ("home", "post", "seminar", "month")
CHROME = (
    "--headless=new --no-sandbox --disable-gpu --ignore-certificate-errors "
    '--host-resolver-rules="MAP {host}:443 127.0.0.1:{port}"'
)


def report(server: WebServer, path: str, categories: Iterable[str]) -> Mapping[str, Any]:
    """Run Lighthouse once, as a phone."""
    command = ["node", str(node("lighthouse") / "cli/index.js"), f"{SITEURL}{path}", "--quiet", "--output=json"]
    command += [
        f"--only-categories={','.join(categories)}",
        "--max-wait-for-load=120000",
        "--no-enable-error-reporting",
    ]
    command += [f"--chrome-flags={CHROME.format(host=HOST, port=server.tls_port)}"]
    environment = {**os.environ, "CHROME_PATH": SHELL}
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert run.returncode == 0, run.stderr
    found: Mapping[str, Any] = json.loads(run.stdout)
    assert found["finalDisplayedUrl"] == f"{SITEURL}{path}"
    return found


def scores(found: Mapping[str, Any]) -> Mapping[str, int]:
    """Return the score of each category, of 100."""
    return {name: round(100 * one["score"]) for name, one in found["categories"].items()}


def losses(found: Mapping[str, Any]) -> list[str]:
    """Return the audits that cost points."""
    weighed = {ref["id"] for one in found["categories"].values() for ref in one["auditRefs"] if ref["weight"]}
    audits = (found["audits"][name] for name in sorted(weighed))
    return [f"{one['id']}: {one['title']}" for one in audits if one["score"] is not None and one["score"] < 1]
