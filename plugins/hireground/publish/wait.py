"""Wait until readers have a commit: the live site's `build.json` names the commit it was built from."""

import json
import time
from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from hireground import urls
from hireground.publish import git
from hireground.publish.screen import Screen
from hireground.publish.tree import Target
from hireground.terminal import RefusedError, is_live, tick

MARKER = urls.BUILD.url()
FIRST, LONGEST = 1.0, 10.0
TIMEOUT = 20
STOPPED = "\nStopped waiting. It is pushed; run this again to go on waiting"
LOOK = "Look at your host's log of builds; nothing is left to do here"


@dataclass(frozen=True)
class LiveCommit:
    """What the live site says: the commit it was built from, and its address; or why that is unknown."""

    commit: str = ""
    problem: str = ""
    address: str = ""


def wait(target: Target, siteurl: str, seconds: int, screen: Screen) -> str:
    """Return the live site's address once it shows HEAD, or a commit after it; raises when it does not in time."""
    try:
        return until_shown(target, siteurl, seconds, screen)
    except KeyboardInterrupt:
        tick("")
        raise KeyboardInterrupt(STOPPED) from None


def look(target: Target, siteurl: str) -> bool:
    """Ask once whether the live site shows HEAD, or a commit after it."""
    wanted = git.read(target.root, "rev-parse", "HEAD")
    return shows(target, ask(siteurl, wanted), wanted)


def until_shown(target: Target, siteurl: str, seconds: int, screen: Screen) -> str:
    """Ask again and again, as `wait` says."""
    wanted, began, pause = git.read(target.root, "rev-parse", "HEAD"), time.monotonic(), FIRST
    if not is_live():
        screen.say(f"Waiting for {siteurl}, {seconds} seconds at most")
    while not shows(target, answer := ask(siteurl, wanted), wanted):
        passed = time.monotonic() - began
        if passed > seconds:
            tick("")
            raise RefusedError(f"Pushed, but readers do not see it yet: {state(answer, siteurl)}. {LOOK}")
        tick(f"Waiting for {siteurl} … {passed:.0f} s")
        time.sleep(min(pause, max(seconds - passed, 0.0)))
        pause = min(pause * 1.5, LONGEST)
    tick("")
    return answer.address or siteurl


def ask(siteurl: str, wanted: str) -> LiveCommit:
    """Ask the live site what it was built from, past every cache."""
    request = Request(f"{siteurl}/{MARKER}?{wanted}", headers={"Cache-Control": "no-cache"})  # noqa: S310 -- http(s), as settings are checked
    try:
        with urlopen(request, timeout=TIMEOUT) as reply:  # noqa: S310 -- likewise
            facts = json.loads(reply.read(4096))
            return LiveCommit(str(facts["commit"]), address=str(facts.get("address", "")).rstrip("/"))
    except HTTPError as error:
        return LiveCommit(problem=f"it has no {MARKER} ({error.code})")
    except (URLError, HTTPException, OSError) as error:
        return LiveCommit(problem=f"it cannot be reached ({getattr(error, 'reason', None) or error})")
    except (ValueError, KeyError, TypeError, AttributeError):
        return LiveCommit(problem=f"its {MARKER} was not made by this engine")


def shows(target: Target, answer: LiveCommit, wanted: str) -> bool:
    """Tell whether the live site is built from a commit, or from one that came after it."""
    if not answer.commit or answer.commit == wanted:
        return answer.commit == wanted
    if git.run(target.root, "cat-file", "-e", answer.commit).returncode:
        git.run(target.root, "fetch", "--quiet", target.remote)
    return git.run(target.root, "merge-base", "--is-ancestor", wanted, answer.commit).returncode == 0


def state(answer: LiveCommit, siteurl: str) -> str:
    """Say what the live site showed last."""
    return f"{siteurl} still shows {answer.commit[:7]}" if answer.commit else f"{siteurl}: {answer.problem}"
