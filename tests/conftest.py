"""What all tests share: the built site, a browser, properties without a deadline on a busy machine, and the order."""

import compileall
import fcntl
import os
import select
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import WHOLE, launched
from built_site import BELOW, MACHINES, BuiltSite, build, copy_project
from hypothesis import settings
from playwright.sync_api import Browser, Playwright, sync_playwright
from quick_selection import PLUGINS, Seconds, known_seconds

from hireground.build.site import build_site

Killed = Callable[["subprocess.Popen[bytes]"], bool]

settings.register_profile("site", deadline=None)
settings.load_profile("site")
SECONDS = Seconds()
# What a shell, make or a forge says to its programs: the engine reads these, and tests start from none of them.
SAID_BY_CALLERS = ("AWS_", "GIT_", "GITHUB_", "HIREGROUND_", "MAKE", "MFLAGS", "NO_COLOR", "RCLONE_", "SITEURL")
for name in [name for name in os.environ if name.startswith(SAID_BY_CALLERS)]:
    del os.environ[name]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> BuiltSite:
    """Build the public site."""

    def make(folder: Path) -> None:
        copy_project(folder)
        build(folder, "output", MACHINES[0])

    return BuiltSite(made_once("site", tmp_path_factory, request, make) / "output")


@pytest.fixture(scope="session")
def site_below(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, site: BuiltSite) -> Path:
    """Build it below a path of its host, as GitHub serves a project's page; the address is `BELOW`."""

    def make(folder: Path) -> None:
        copy_project(folder, site)
        build(folder, "output", {**MACHINES[0], "SITEURL": BELOW})

    return made_once("below", tmp_path_factory, request, make) / "output"


@pytest.fixture(scope="session")
def many_languages(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> BuiltSite:
    """Build a small site in English with posts and seminars in other languages and scripts."""

    def make(folder: Path) -> None:
        shutil.copytree(Path(__file__).parent / "cases/many-languages", folder, dirs_exist_ok=True)
        build_site(folder / "pelicanconf.py", folder / "output")

    return BuiltSite(made_once("many-languages", tmp_path_factory, request, make) / "output")


def made_once(
    name: str, factory: pytest.TempPathFactory, request: pytest.FixtureRequest, make: Callable[[Path], None]
) -> Path:
    """Fill a folder once for all processes that run tests: the first that needs it does, the others wait."""
    is_alone = not hasattr(request.config, "workerinput")
    base = factory.getbasetemp()
    folder = (base if is_alone else base.parent) / name
    with (folder.with_name(f"{name}.lock")).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "output").is_dir():
            shutil.rmtree(folder, ignore_errors=True)  # what is left of one that failed
            folder.mkdir()
            make(folder)
    return folder


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all tests; each opens its own visitor in it."""
    with launched(playwright) as browser:
        yield browser


@pytest.fixture(scope="session")
def whole_chromium(playwright: Playwright) -> Iterator[Browser]:
    """The browser that people have, for tests of single frames: how it paints them is its own affair."""
    with launched(playwright, WHOLE) as browser:
        yield browser


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the engine once: many of its processes are told to leave no file, and would compile it each anew."""
    if not hasattr(session.config, "workerinput"):
        compileall.compile_dir(PLUGINS, quiet=1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first, so that no process is left with one of them at the end."""
    seconds = known_seconds()
    items.sort(key=lambda item: -seconds.get(item.nodeid.partition("::")[0], 0))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    SECONDS.add(report.nodeid, report.duration)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if os.environ.get("UPDATE_SECONDS") and not hasattr(session.config, "workerinput"):
        SECONDS.write()


@pytest.fixture(name="ends_alone")
def fixture_ends_alone() -> Killed:
    """Kill a build, and tell whether every process that it had started ends, too."""

    def ends(build: "subprocess.Popen[bytes]") -> bool:
        children = Path(f"/proc/{build.pid}/task/{build.pid}/children").read_text().split()
        handles = [os.pidfd_open(int(child)) for child in children]
        build.kill()
        build.wait()
        assert handles
        ended = [bool(select.select([handle], [], [], 60)[0]) for handle in handles]
        for handle in handles:
            os.close(handle)
        return all(ended)

    return ends
