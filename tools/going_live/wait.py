"""A commit to the moment when readers have it: the live site's `build.json` names the commit it was built from."""

import json
import time
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from tools.going_live import git
from tools.going_live.screen import NotPublishedError, Screen, is_live
from tools.going_live.tree import Target

MARKER = "build.json"
FIRST, LONGEST = 1.0, 10.0
TIMEOUT = 20
CLEAR = "\r\x1b[K"
LOOK = "Look at your host's log of builds; nothing is left to do here"


@dataclass(frozen=True)
class Answer:
    """What the live site says: the commit it was built from, or why that cannot be told."""

    commit: str = ""
    fault: str = ""


def wait(target: Target, siteurl: str, seconds: int, screen: Screen) -> None:
    """Return when the live site shows HEAD, or a commit after it; raises when it does not in time."""
    wanted, began, pause = git.read(target.root, "rev-parse", "HEAD"), time.monotonic(), FIRST
    if not is_live():
        screen.say(f"Waiting for {siteurl}, {seconds} seconds at most")
    while not shows(target, answer := ask(siteurl, wanted), wanted):
        passed = time.monotonic() - began
        if passed > seconds:
            tick("")
            raise NotPublishedError(f"Pushed, but readers do not see it yet: {state(answer, siteurl)}. {LOOK}")
        tick(f"Waiting for {siteurl} … {passed:.0f} s")
        time.sleep(min(pause, max(seconds - passed, 0.0)))
        pause = min(pause * 1.5, LONGEST)
    tick("")


def tick(words: str) -> None:
    """Write over the last line, where that can be."""
    if is_live():
        print(f"{CLEAR}{words}", end="", flush=True)  # noqa: T201 -- no line of its own


def ask(siteurl: str, wanted: str) -> Answer:
    """Ask the live site what it was built from, past every cache."""
    request = Request(f"{siteurl}/{MARKER}?{wanted}", headers={"Cache-Control": "no-cache"})  # noqa: S310 -- http(s), as settings are checked
    try:
        with urlopen(request, timeout=TIMEOUT) as reply:  # noqa: S310 -- likewise
            commit = json.loads(reply.read(4096))["commit"]
    except HTTPError as error:
        return Answer(fault=f"it has no {MARKER} ({error.code})")
    except (URLError, HTTPException, OSError) as error:
        return Answer(fault=f"it cannot be reached ({getattr(error, 'reason', None) or error})")
    except (ValueError, KeyError, TypeError):
        return Answer(fault=f"its {MARKER} is none of ours")
    return Answer(commit=str(commit))


def shows(target: Target, answer: Answer, wanted: str) -> bool:
    """Tell whether the live site is built from a commit, or from one that came after it."""
    if not answer.commit or answer.commit == wanted:
        return answer.commit == wanted
    if git.run(target.root, "cat-file", "-e", answer.commit).returncode:
        git.run(target.root, "fetch", "--quiet", target.remote)
    return git.run(target.root, "merge-base", "--is-ancestor", wanted, answer.commit).returncode == 0


def state(answer: Answer, siteurl: str) -> str:
    """Say what the live site showed last."""
    return f"{siteurl} still shows {answer.commit[:7]}" if answer.commit else f"{siteurl}: {answer.fault}"
