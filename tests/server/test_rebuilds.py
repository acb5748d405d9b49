"""A server builds anew when the site is out of date by itself, as systemd's timer asks each minute, and not before."""

import datetime as dt
import hashlib
import json
import os
import socket
import time
from pathlib import Path

import pytest
from push_server import SETTINGS, Author, PushServer, configure, post, run, tiny_server

from hireground.server.lock import locked

HOUR = 3600
AS_OF = 'import os\nSITE_FOOTER = "As of " + os.environ["SOURCE_DATE_EPOCH"]\n'


@pytest.fixture
def pair(tmp_path: Path) -> tuple[PushServer, Author]:
    return tiny_server(tmp_path / "tiny")


def let_it_be_due(server: PushServer, ago: int = 60) -> None:
    """Let the release that readers see be twice as old, and say that it is out of date since some seconds."""
    now = int(time.time())
    file = server.current / "next-change.json"
    file.unlink()  # the same file in other releases
    at = dt.datetime.fromtimestamp(now - ago, dt.UTC)
    file.write_text(json.dumps({"at": f"{at:%Y-%m-%dT%H:%M:%SZ}", "change": "a text is due"}))
    manifest = server.current.resolve().parent / "release.json"
    release = json.loads(manifest.read_text())
    release["files"][file.name] = hashlib.sha256(file.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(release | {"stamp": now - 2 * ago}))


def let_the_attempt_be(server: PushServer, ago: int) -> None:
    """Let the last attempt be some seconds ago."""
    (server.root / "tried").touch()
    os.utime(server.root / "tried", (time.time() - ago, time.time() - ago))


def objects(server: PushServer) -> tuple[int, int]:
    """Count the loose objects and the packs of the repository, as git does."""
    said = run("git", "-C", str(server.repository), "count-objects", "-v").stdout
    counted = dict(line.split(": ") for line in said.splitlines())
    return int(counted["count"]), int(counted["packs"])


def ask(server: PushServer) -> tuple[int, str]:
    """Ask as the timer does; return the exit code and the last line that is said."""
    done = server.publish("rebuild", "--if-due")
    return done.returncode, (done.stdout.splitlines() or [""])[-1]


NOTHING = (0, "")
LIVE = "Live: https://tiny.example.org  (release {})"


def test_a_site_is_built_when_its_moment_has_passed(pair: tuple[PushServer, Author]) -> None:
    server, _author = pair
    let_it_be_due(server, -60)
    assert ask(server) == NOTHING
    let_it_be_due(server)
    with locked(server.root / "push.lock"):  # as a push does
        assert ask(server) == NOTHING
    assert ask(server) == (0, LIVE.format(2))
    assert ask(server) == NOTHING
    assert (
        json.loads((server.current / "next-change.json").read_text())["at"] > f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H}"
    )


def test_what_changes_while_a_build_is_under_way_is_due_after_it(tmp_path: Path) -> None:
    """A release is as old as what its build saw, and not as the build's end."""
    server, author = tiny_server(tmp_path / "tiny", mode="code")
    author.commit({"pelicanconf.py": SETTINGS + AS_OF})
    assert author.push().is_taken
    stamp = json.loads((server.current.resolve().parent / "release.json").read_text())["stamp"]
    assert f"As of {stamp}<" in server.read("index.html")


def test_what_failed_is_tried_again_after_an_hour(pair: tuple[PushServer, Author]) -> None:
    server, _author = pair
    let_it_be_due(server)
    configure(server.root, size=1, files=3)
    code, said = ask(server)
    assert code == 1
    assert said.startswith("Not published. Readers still see the version of ")
    configure(server.root, size=2000, files=50_000)
    assert ask(server) == NOTHING
    let_the_attempt_be(server, HOUR)
    assert ask(server) == (0, LIVE.format(2))
    let_the_attempt_be(server, 180)
    let_it_be_due(server)  # and built after that attempt
    assert ask(server) == (0, LIVE.format(3))


def test_going_back_leads_to_the_commit_before_and_stays(pair: tuple[PushServer, Author]) -> None:
    """Of each commit the newest build is kept."""
    server, author = pair
    configure(server.root, keep=2)
    author.commit({"content/posts/a.md": post("Second.")})
    assert author.push().is_taken
    for number in (3, 4):
        let_it_be_due(server)
        let_the_attempt_be(server, 180)
        assert ask(server) == (0, LIVE.format(number))
    assert [name[:6] for name in server.releases()] == ["000001", "000004"]
    assert server.publish("rollback").stdout.startswith("Readers see release 1 again, of ")
    assert "Hello." in server.read("posts/a/index.html")
    let_it_be_due(server)
    assert ask(server) == NOTHING


MANY = {f"notes/{number}.md": f"Note {number}.\n" for number in range(120)}
"""So many that git keeps the push as a pack of its own, and does not unpack it."""


def test_a_rebuild_packs_what_pushes_have_left(pair: tuple[PushServer, Author]) -> None:
    """Each push leaves loose objects or a pack, and the rebuild that the day's turn brings leaves one pack of all."""
    server, author = pair
    for number in (2, 3):
        _loose, packed = objects(server)
        author.commit_version(number)
        assert author.push().is_taken
        author.git("checkout", "--quiet", "-b", f"notes-{number}")
        author.commit({name: f"{number}: {text}" for name, text in MANY.items()})
        assert author.push_to("live", f"notes-{number}").is_taken
        author.git("checkout", "--quiet", "main")
        loose, packs = objects(server)
        assert loose > 5
        assert packs == packed + 1
        let_it_be_due(server)
        let_the_attempt_be(server, 180)
        assert ask(server) == (0, LIVE.format(2 * number - 1))
        assert objects(server) == (0, 1)
    assert server.is_sound()
    assert author.git("ls-remote", "live", "refs/heads/notes-2").stdout


def test_a_repository_that_is_not_packed_is_spoken_of(pair: tuple[PushServer, Author]) -> None:
    """Readers have the new version all the same; git packs nothing while another git says that it does."""
    server, _author = pair
    (server.repository / "gc.pid").write_text(f"{os.getpid()} {socket.gethostname()}")
    said = server.publish("rebuild")
    assert said.returncode == 0
    assert said.stdout.splitlines()[-1].startswith("The repository could not be packed: git gc failed: ")
    (server.repository / "gc.pid").unlink()
    assert "could not be packed" not in server.publish("rebuild").stdout
    assert objects(server)[0] == 0
