"""`inv bench serving`: how many readers and subscribers a machine serves; wrk asks nginx and Caddy over TLS in turn.

Rounds go from server to server, so that a busy moment meets both; each figure is the better of the rounds.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from built_site import MACHINES, build, copy_project
from web_servers import HOST, WebServer, caddy, nginx

from hireground.build.compression import compress

SECONDS, ROUNDS, CONNECTIONS = 3, 3, 32
CALENDAR = "/seminars/calendar.ics"
GZIP = {"Accept-Encoding": "gzip"}
SCENARIOS: Mapping[str, tuple[str, Mapping[str, str], bool]] = {
    "the home page": ("/", {}, False),
    "the home page, compressed": ("/", GZIP, False),
    "a post, compressed": ("/posts/connect-dont-sell/", GZIP, False),
    "calendar.ics": (CALENDAR, {}, False),
    "calendar.ics, compressed": (CALENDAR, GZIP, False),
    "calendar.ics, unchanged (304)": (CALENDAR, GZIP, True),
}
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Figures:
    """Requests in a second, and the milliseconds that 99 of 100 answers take at most."""

    rate: float
    slowest: float


def measure(server: WebServer, path: str, headers: Mapping[str, str]) -> Figures:
    """Ask for one path as fast as answers come."""
    said = [option for name, value in {"Host": HOST, **headers}.items() for option in ("-H", f"{name}: {value}")]
    where = f"https://127.0.0.1:{server.tls_port}{path}"
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", *said, where]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    problems = re.search(r"Non-2xx or 3xx responses: \d+|Socket errors: .*", out)
    if problems:
        sys.exit(f"{path}: {problems[0]}")
    slowest = re.search(r"99%\s+([\d.]+)(us|ms|s)", out)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", out)
    assert slowest
    assert rate
    return Figures(float(rate[1]), float(slowest[1]) * UNITS[slowest[2]])


def main() -> None:
    """Print one row for each scenario."""
    if not shutil.which("wrk"):
        sys.exit("no wrk: install Debian's wrk")
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        copy_project(folder / "site")
        current = build(folder / "site", "output", MACHINES[0])
        compress(current)
        servers = {}
        for start in (nginx, caddy):
            (folder / start.__name__).mkdir()
            servers[start.__name__] = stack.enter_context(start(folder / start.__name__, current))
        sys.stdout.write(f"{CONNECTIONS} connections over TLS, the best of {ROUNDS} rounds of {SECONDS} s\n\n")
        sys.stdout.write(
            "| asked for | bytes | nginx, a second | 99 % within | Caddy, a second | 99 % within | nginx : Caddy |\n"
        )
        sys.stdout.write("|---|---|---|---|---|---|---|\n")
        for what, scenario in SCENARIOS.items():
            sys.stdout.write(row(what, scenario, servers))
            sys.stdout.flush()


def row(what: str, scenario: tuple[str, Mapping[str, str], bool], servers: Mapping[str, WebServer]) -> str:
    """Measure one scenario with both servers."""
    path, headers, is_known = scenario
    found: dict[str, list[Figures]] = {name: [] for name in servers}
    size = 0
    for _round in range(ROUNDS):
        for name, server in servers.items():
            reply = server.ask(path, headers=headers)
            tag = {"If-None-Match": reply.headers["ETag"]} if is_known else {}
            size = len(server.ask(path, headers={**headers, **tag}).body)
            found[name].append(measure(server, path, {**headers, **tag}))
    best = {
        name: Figures(max(one.rate for one in all_), min(one.slowest for one in all_)) for name, all_ in found.items()
    }
    cells = " | ".join(f"{one.rate:,.0f} | {one.slowest:.1f} ms" for one in best.values())
    ratio = best["nginx"].rate / best["caddy"].rate
    return f"| {what} | {size:,} | {cells} | {ratio:.1f} |\n"


if __name__ == "__main__":
    main()
