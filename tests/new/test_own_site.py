"""README's section "Your own site", followed word by word, from the first command to the second edit that is served."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from push_server import clean
from web_servers import HOST, free_port, nginx

ROOT = Path(__file__).parents[2]
PATIENCE = 600.0
ASKED = '--name="Town School" --author="Ada O\'Neill" --address=https://hireground.example.org --zone=Europe/Berlin'
NEWEST = ("python3.14", "python3.13", "python3.12")
DRAFT = re.compile(r"^(status: draft|draft: yes)\n", re.MULTILINE)


def readme_lines(heading: str) -> list[str]:
    """Return the commands of a section of README, without what is said of them."""
    text = (ROOT / "README.md").read_text("utf-8")
    section = text.split(f"\n## {heading}\n")[1].split("\n### ")[0]
    lines = re.findall(r"^    (\S.*)$", section, re.MULTILINE)
    return [re.sub(r"\s{2,}#.*", "", line) for line in lines]


def newest_python() -> str:
    """Return the newest Python that is here beside the one that runs the tests; empty if there is none."""
    found = (shutil.which(name) for name in NEWEST)
    versions = Path.home() / ".pyenv/versions"
    kept = (str(file) for name in NEWEST for file in versions.glob(f"*/bin/{name}"))
    for python in (*filter(None, found), *kept):
        runs = subprocess.run([python, "-c", "import ensurepip"], capture_output=True, check=False)
        if runs.returncode == 0:
            return python
    return ""


@dataclass
class Shell:
    """An author's terminal: where it stands, and which Python `make` finds."""

    folder: Path
    python: str

    def environment(self, **more: str) -> dict[str, str]:
        return clean(PY=self.python, PIP_DISABLE_PIP_VERSION_CHECK="1", **more)

    def run(self, line: str, **more: str) -> str:
        """Run a line as it stands; return what it printed."""
        if line.startswith("cd "):
            self.folder = (self.folder / line.removeprefix("cd ")).resolve()
            return ""
        done = subprocess.run(
            ["bash", "-c", line], cwd=self.folder, env=self.environment(**more), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{line}\n{done.stdout}"
        return done.stdout

    @contextmanager
    def serving(self, line: str) -> Iterator[str]:
        """Run `make serve` in the meantime; yield its address."""
        port = free_port()
        process = subprocess.Popen(
            ["bash", "-c", line], cwd=self.folder, env=self.environment(ARGS=f"--port={port}"), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(PATIENCE)


def fetched(address: str) -> str:
    """Return a page, as soon as somebody answers."""
    limit = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=10) as reply:  # noqa: S310 -- our own address
                return str(reply.read().decode("utf-8"))
        except OSError:
            assert time.monotonic() < limit, f"nobody answers at {address}"
            time.sleep(0.1)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of this repository in a folder that nobody would choose; its libraries are there already."""
    folder = tmp_path_factory.mktemp("own") / "Mara’s Büro & Café" / "hire ground"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if not name.startswith(("tests/", "content/")) and (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(Path(sys.executable).parent.parent)
    os.utime(folder / "requirements.txt", (0, 0))  # or make would install it once more
    return folder


@pytest.mark.parametrize("python", [sys.executable, newest_python()], ids=["this", "newest"])
def test_readme_followed_to_one_s_own_site(python: str, engine: Path, tmp_path: Path) -> None:
    if not python:
        pytest.skip(f"none of {', '.join(NEWEST)} is here")
    shell = Shell(engine, python)
    start, enter, serve, *write, publish = readme_lines("Your own site")
    assert "Wrote 12 files" in shell.run(start, ARGS=ASKED)
    shell.run(enter)
    site = shell.folder
    with shell.serving(serve) as address:
        assert "Town School" in fetched(f"{address}/")
        assert "Open Evening" in fetched(f"{address}/seminars/open-evening/")  # a draft, which only its author sees
    for line in write:
        shell.run(line)
        if line.startswith("make new-"):
            written(site)
    shell.run(f"git init --quiet --bare {tmp_path}/remote.git && git remote add origin {tmp_path}/remote.git")
    shell.run("git push --quiet -u origin main")
    shell.run(publish, ARGS="--yes --wait=0 --message=Thank")
    assert "Say Thank You Twice" in shell.run("git -C $REMOTE show main:content/posts/say-thank-you-twice.md",
                                              REMOTE=f"{tmp_path}/remote.git")  # fmt: skip
    with served(site / "output", tmp_path) as get:
        assert "Say Thank You Twice" in get("/posts/")
        assert "Portfolio Evening" in get("/seminars/calendar.ics")
        assert "Open Evening" not in get("/seminars/")
    post = site / "content/posts/say-thank-you-twice.md"
    post.write_text(f"{post.read_text('utf-8')}Twice, and no more.\n", "utf-8")
    shell.run(publish, ARGS="--yes --wait=0")
    assert "Twice, and no more." in shell.run("git show origin/main:content/posts/say-thank-you-twice.md")
    pushed_to_a_server(shell, tmp_path / "server")
    shutil.rmtree(site)


def written(site: Path) -> None:
    """Take out the line that keeps what is new from readers."""
    for file in (site / "content").glob("*/*.md"):
        if file.name != "open-evening.md":
            file.write_text(DRAFT.sub("", file.read_text("utf-8")), "utf-8")


@contextmanager
def served(output: Path, folder: Path) -> Iterator[Callable[[str], str]]:
    """Let nginx serve a built site; yield what asks it."""
    (folder / "current").symlink_to(output)
    own = folder / "web"
    own.mkdir()
    with nginx(own, folder / "current") as server:
        yield lambda path: server.ask(path).body.decode("utf-8")


def pushed_to_a_server(shell: Shell, root: Path) -> None:
    """Publish on a server of one's own, as the site's README says, and edit once more."""
    shell.run(f".venv/bin/python -m hireground server init {root} --url=https://{HOST}")
    shell.run(f"git remote add live {root}/site.git")
    assert "Live: " in shell.run("git push live HEAD:main 2>&1")
    assert "Twice, and no more." in (root / "current/posts/say-thank-you-twice/index.html").read_text("utf-8")
    about = shell.folder / "content/pages/about.md"
    about.write_text(f"{about.read_text('utf-8')}\nCome by.\n", "utf-8")
    shell.run("make publish", ARGS="--yes --wait=0")
    assert "Come by." in (root / "current/about/index.html").read_text("utf-8")
