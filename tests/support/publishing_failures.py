"""What goes wrong with pushes, each made to happen on a real server under the eyes of a reader."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from killed_pushes import Scene
from push_server import PATIENCE, PUBLIC, Author, Push, configure, post

PLUGIN = """
import subprocess, time
from pathlib import Path
from pelican import signals

def run(_pelican):
    {code}

def register():
    signals.initialized.connect(run)
"""
USES_PLUGIN = PUBLIC + 'PLUGINS = ["hireground", "own_plugin"]\n'
OVERRIDES = PUBLIC + 'THEME_TEMPLATES_OVERRIDES = ["templates"]\n'
SLEEPER = "987654"
WAITS = "Path('started').touch()\n    while not Path('go').exists(): time.sleep(0.02)"
FUTURE = 2_000_000_000
KILL_ALL = '#!/bin/sh\n[ "$1" = {} ] && kill -9 0\nexec hooks/real "$@"\n'


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong; `suffer` makes it happen and returns what the author read."""

    name: str
    suffer: Callable[[Scene], str]
    words: str


def pushing(files: Mapping[str, str]) -> Callable[[Scene], str]:
    """Push files that must be refused."""

    def suffer(scene: Scene) -> str:
        scene.author.commit(dict(files))
        push = scene.author.push()
        scene.author.undo()
        assert not push.is_taken
        return push.words

    return suffer


def build_index(scene: Scene) -> str:
    """Push a build that waits for ever, and has a child that does too."""
    configure(scene.server.root, time_limit=8)
    code = PLUGIN.format(code=f"subprocess.run(['sleep', '{SLEEPER}'])")
    words = pushing({"own_plugin.py": code, "publishconf.py": USES_PLUGIN})(scene)
    configure(scene.server.root, time_limit=300)
    assert not is_running(SLEEPER)
    return words


def is_running(word: str) -> bool:
    """Tell whether a process has this word in its command; one that was killed may take a moment to go."""
    deadline = time.monotonic() + PATIENCE
    while word in subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout:
        if time.monotonic() > deadline:
            return True
        time.sleep(0.05)
    return False


def killed_when(state: str) -> Callable[[Scene], str]:
    """Kill everything at a moment of git's own: it holds the branch's lock, or has moved it."""

    def suffer(scene: Scene) -> str:
        hook = scene.server.repository / "hooks/reference-transaction"
        hook.rename(hook.with_name("real"))
        hook.write_text(KILL_ALL.format(state))
        hook.chmod(0o755)
        before = scene.watcher.sees()
        scene.next_version()
        scene.author.start_push().wait()
        hook.with_name("real").replace(hook)
        assert scene.watcher.sees() == before
        is_moved = scene.server.tip == scene.author.git("rev-parse", "HEAD").stdout.strip()
        assert is_moved == (state == "committed")
        return "the branch moved" if is_moved else "the branch stayed"

    return suffer


def settled(scene: Scene) -> str:
    """Cut a push off after git's work, and let systemd's unit find it."""
    killed_when("committed")(scene)
    scene.server.publish("settle")
    assert scene.watcher.sees() == scene.number
    return "nothing more to do"


def damaged(scene: Scene) -> str:
    """Cut a push off after git's work, and let the disk lose some of what it had staged."""
    killed_when("committed")(scene)
    (staged,) = (scene.server.root / "staged").iterdir()
    page = staged / "site/posts/a/index.html"
    page.chmod(0o644)
    page.write_text("half of a pa")
    return "nothing more to do"


def clock_back(scene: Scene) -> str:
    """Let the newest release come from the year 2033."""
    old = scene.server.current.resolve().parent
    new = old.with_name(f"{old.name[:7]}20330518T033320Z{old.name[-8:]}")
    shutil.copytree(old, new, copy_function=os.link)
    manifest = json.loads((old / "release.json").read_text())
    (new / "release.json").unlink()
    (new / "release.json").write_text(json.dumps({**manifest, "stamp": FUTURE}))
    for file in (new / "site").rglob("*"):
        os.utime(file, (FUTURE, FUTURE))
    lead(scene, new)
    shutil.rmtree(old)
    scene.must_publish()
    newest = scene.server.releases()[-1]
    assert "2033" not in newest
    assert newest > new.name
    return f"release {int(newest[:6])}"


def lead(scene: Scene, release: Path) -> None:
    """Let readers see a release, in one step."""
    fresh = scene.server.root / "by-hand"
    fresh.symlink_to(release / "site")
    fresh.replace(scene.server.current)


def dirty(scene: Scene) -> str:
    """Let somebody have edited what is live, and half a release lie about."""
    site = scene.server.current.resolve()
    (site / "index.html").chmod(0o644)
    (site / "index.html").write_text("defaced")
    (site / "extra.html").write_text("put here by hand")
    shutil.copytree(site, scene.server.root / "releases/000999-half/site")
    number = scene.number
    scene.must_publish()
    assert "defaced" not in scene.server.read("index.html")
    assert not (scene.server.current / "extra.html").exists()
    assert "000999-half" not in scene.server.releases()
    said = scene.server.publish("rollback").stdout
    assert scene.watcher.sees() == number + 1
    return said


def four_pushes(scene: Scene) -> str:
    """Let four authors push at once, again and again until all are through; return what those read who came later."""
    number = 4
    authors = [scene.server.author(f"author{one}") for one in range(number)]
    for author in authors:
        author.commit({f"content/posts/{author.name}.md": post(f"By {author.name}.", author.name)})
    told, waiting = "", authors
    while waiting:
        with ThreadPoolExecutor(number) as pool:
            pushes = list(pool.map(Author.push, waiting))
        assert any(push.is_taken for push in pushes)
        late = [(author, push) for author, push in zip(waiting, pushes, strict=True) if not push.is_taken]
        told = told or "\n".join(push.words for _author, push in late)
        waiting = [author for author, _push in late]
        for author in waiting:
            author.git("pull", "--quiet", "--rebase", "live", "main")
    assert all(f"By {author.name}." in scene.server.read(f"posts/{author.name}/index.html") for author in authors)
    scene.author.git("pull", "--quiet", "--rebase", "live", "main")
    return told


def rollback_meanwhile(scene: Scene) -> str:
    """Go back while a push is being built, which then ends that."""
    shown = scene.watcher.sees()
    number = scene.next_version(**{"own_plugin.py": PLUGIN.format(code=WAITS), "publishconf.py": USES_PLUGIN})
    with ThreadPoolExecutor(1) as pool:
        push = pool.submit(scene.author.push)
        folder = started(scene)
        scene.watcher.may_go_back = True
        said = scene.server.publish("rollback").stdout
        assert scene.watcher.sees() == shown - 1
        assert "A push is being built just now" in said
        (folder / "go").touch()
        assert push.result().is_taken
    assert scene.watcher.sees() == number
    scene.watcher.look()
    scene.watcher.may_go_back = False
    scene.author.write({"own_plugin.py": None, "publishconf.py": PUBLIC})
    return push.result().words


def started(scene: Scene) -> Path:
    """Wait until a build has begun; return its folder."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        for file in (scene.server.root / "building").glob("*/started"):
            return file.parent
        time.sleep(0.02)
    raise AssertionError("no build began")


BROKEN_POST = {"content/posts/a.md": post("Hello.").replace("title", "titel")}
BROKEN_TEMPLATE = {"templates/article.html": "{% if %}", "publishconf.py": OVERRIDES}
BROKEN_PLUGIN = {"own_plugin.py": PLUGIN.format(code="1 / 0"), "publishconf.py": USES_PLUGIN}
FAULTS = (
    Fault("a broken post", pushing(BROKEN_POST), 'did you mean "title"?'),
    Fault("a broken template", pushing(BROKEN_TEMPLATE), "templates/article.html:1"),
    Fault("a broken plugin", pushing(BROKEN_PLUGIN), "ZeroDivisionError"),
    Fault("a build that hangs", build_index, "took too long and was stopped"),
    Fault("kill -9 while git holds the branch's lock", killed_when("prepared"), "the branch stayed"),
    Fault("kill -9 when git has moved the branch", killed_when("committed"), "the branch moved"),
    Fault("the same, found by systemd's unit", settled, ""),
    Fault("the same, and what was staged is damaged", damaged, ""),
    Fault("a clock that is set back", clock_back, "release"),
    Fault("a live release that was edited by hand", dirty, "is not whole: extra.html, index.html"),
    Fault("four pushes at once", four_pushes, "git pull --rebase && git push"),
    Fault("a rollback during a push", rollback_meanwhile, "Live: https://tiny.example.org"),
)


# Fill a disk of a few megabytes at any moment of a push.

DISK = 64
PICTURE = 4 << 20
"""A push of this many bytes needs them four times: in git's quarantine, as a file, in the output and in the release."""
ROOMS = {"git": 0.5, "the build's files": 1.5, "the output": 2.5, "the release": 3.5}


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount it in memory, for which mounting must be allowed."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no small disk: mounting is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill_up(scene: Scene, room: float) -> Push:
    """Push a picture where there is room for it this many times; make room again, and take the picture back."""
    disk = scene.server.root.parent
    scene.author.commit({"content/images/large.bin": os.urandom(PICTURE)})
    ballast = disk / "ballast"
    free = shutil.disk_usage(disk).free - int(room * PICTURE)
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, free)
    push = scene.author.push()
    ballast.unlink()
    scene.author.undo()
    return push


# Code of a push that tries to leave its sandbox, and says in its error what it could do.

TRIES = """
    import json, os, pathlib, socket, subprocess
    def can(name, attempt):
        try:
            attempt()
        except Exception:
            return []
        return [name]
    def names_a_secret():
        assert "SECRET" in " ".join(os.environ) or "ssh" in os.environ.get("PATH", "")
    def sees_others():
        assert "git" in "".join(file.read_text() for file in pathlib.Path("/proc").glob("[0-9]*/comm"))
    could = [
        *can("connect to this machine", lambda: socket.create_connection(("127.0.0.1", PORT), 5)),
        *can("connect to the world", lambda: socket.create_connection(("192.0.2.1", 80), 5)),
        *can("read a secret in the environment", names_a_secret),
        *can("see other processes", sees_others),
        *can("read /etc/passwd", lambda: open("/etc/passwd").read()),
        *can("read publisher.toml", lambda: open("ROOT/publisher.toml").read()),
        *can("read a file of the account", lambda: open("ROOT/../secret.txt").read()),
        *can("see releases", lambda: os.listdir("ROOT/releases")),
        *can("write the repository", lambda: open("ROOT/site.git/objects/x", "w")),
        *can("write the libraries", lambda: open(json.__file__ + "x", "w")),
        *can("write to the system", lambda: open("/usr/x", "w")),
        *can("write beside its own folders", lambda: open("/x", "w")),
        *can("write to the devices", lambda: open("/dev/x", "w")),
        *can("make a user namespace", lambda: subprocess.run(["unshare", "--user", "true"], check=True)),
        *can("be root in one", lambda: subprocess.run(["unshare", "--map-root-user", "--net", "true"], check=True)),
        *can("be root", lambda: os.setuid(0)),
    ]
    raise RuntimeError(f"could {could}, uid {os.getuid()}")"""
"""PORT is one that somebody listens on, ROOT the server's folder."""
