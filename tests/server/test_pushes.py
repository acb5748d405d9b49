"""A push as its author sees it, and the site as readers do: the plain way, and every refusal in words."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import ANY

import pytest
from push_server import PUBLIC, Author, PushServer, configure, post, run, tiny_server

from hireground.server.command import place
from hireground.server.releases import lead, releases
from hireground.server.server import open_server

LIVE = "Live: https://tiny.example.org  (release {})"
STILL = "Not published. Readers still see the version of "


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[PushServer, Author]:
    """One server and author for all that is refused: nothing may change."""
    return tiny_server(tmp_path_factory.mktemp("server") / "tiny", mode="code")


@pytest.fixture
def own(tmp_path: Path) -> tuple[PushServer, Author]:
    return tiny_server(tmp_path / "tiny")


def inodes(server: PushServer) -> dict[str, tuple[int, int]]:
    """Return what tells a web server whether a file is the same: which it is, and from when."""
    site = server.current.resolve()
    files = [path for path in site.rglob("*") if path.is_file()]
    return {path.relative_to(site).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def test_a_push_changes_what_it_says_and_nothing_else(own: tuple[PushServer, Author]) -> None:
    server, author = own
    before = inodes(server)
    author.commit({"content/posts/a.md": post("Good morning.")})
    push = author.push()
    assert push.is_taken, push.log
    assert "Good morning." in server.read("posts/a/index.html")
    after = inodes(server)
    changed = {name for name in after if before.get(name) != after[name]}
    counted = [sum(not name.endswith(".gz") for name in names) for names in (changed, after)]
    assert "posts/a/index.html" in changed
    assert "posts/b/index.html" not in changed
    lines = push.words.splitlines()
    assert lines[0] == "Checking 1 commit, the last by Ada Example: Say it better"
    assert "{} of {} files changed.".format(*counted) in lines
    assert lines[-1] == LIVE.format(2)
    assert server.leftovers() == []


def test_files_of_one_size_never_share_a_second(own: tuple[PushServer, Author]) -> None:
    """A web server's ETag is size and second: readers would keep the old page."""
    server, author = own
    seen = set()
    for word in ("One", "Two", "Six"):
        author.commit({"content/posts/a.md": post(word)})
        assert author.push().is_taken
        page = (server.current / "posts/a/index.html").stat()
        assert (page.st_size, int(page.st_mtime)) not in seen
        seen.add((page.st_size, int(page.st_mtime)))


@dataclass(frozen=True)
class Refusal:
    """What is pushed, and some of the words that its author reads."""

    name: str
    files: dict[str, str]
    words: str


PLUGIN = "from pelican import signals\n\ndef run(_):\n    {}\n\ndef register():\n    signals.initialized.connect(run)\n"
USED = PUBLIC + 'PLUGINS = ["hireground", "own_plugin"]\n'
REFUSALS = (
    Refusal("a broken post", {"content/posts/a.md": post("x").replace("title", "titel")}, 'did you mean "title"?'),
    Refusal("a broken date", {"content/posts/a.md": post("x").replace("-20", "-31")}, "content/posts/a.md:3:7: date:"),
    Refusal("a broken plugin", {"own_plugin.py": PLUGIN.format("1 / 0"), "publishconf.py": USED}, "own_plugin.py:4"),
    Refusal("broken settings", {"publishconf.py": "SITENAME = \n"}, "publishconf.py:1"),
    Refusal("settings that fail", {"publishconf.py": f"{PUBLIC}1 / 0\n"}, "publishconf.py:3"),
)  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS, ids=lambda case: case.name)
def test_a_push_is_refused_in_words(pair: tuple[PushServer, Author], case: Refusal) -> None:
    server, author = pair
    tip, shown = server.tip, inodes(server)
    commit = author.commit(dict(case.files))
    push = author.push()
    author.undo()
    assert not push.is_taken
    assert run("git", "-C", str(server.repository), "cat-file", "-e", commit, check=False).returncode  # nothing stays
    assert case.words in push.words
    assert push.words.splitlines()[-1].startswith(STILL)
    assert "Traceback" not in push.words
    assert (server.tip, inodes(server), server.leftovers()) == (tip, shown, [])


def test_a_refusal_says_what_make_check_says(pair: tuple[PushServer, Author]) -> None:
    _server, author = pair
    files = {"content/posts/a.md": post("[b](c.md)").replace("title", "titel"), "content/posts/b.md": "Hello.\n"}
    author.commit(dict(files))
    at_home = run("env", "-C", str(author.folder), sys.executable, "-m", "hireground", "check", check=False)
    push = author.push()
    author.undo()
    assert at_home.returncode == 1
    assert len(at_home.stdout.splitlines()) > 3
    assert at_home.stdout.rstrip() in push.words


@pytest.fixture
def undone(pair: tuple[PushServer, Author]) -> Iterator[tuple[PushServer, Author]]:
    yield pair
    pair[1].undo()


def test_history_only_grows(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    author.git("commit", "--quiet", "--amend", "--message", "Something else")
    push = author.push("--force", "main")
    assert not push.is_taken
    assert "main would lose 1 commit that readers have seen" in push.words
    gone = author.push(":main")
    assert "main is what readers see, and is never deleted." in gone.words
    assert server.is_sound()


def test_other_branches_and_tags_are_kept_and_not_published(undone: tuple[PushServer, Author]) -> None:
    server, author = undone
    author.commit({"content/posts/a.md": "No post at all.\n"})
    kept = author.push("HEAD:refs/heads/idea", "HEAD:refs/tags/v1")
    assert kept.is_taken
    assert "idea is kept, not published: readers see main alone." in kept.words
    assert "tags/v1 is kept, not published: readers see main alone." in kept.words
    gone = author.push(":idea")
    assert gone.is_taken
    assert "idea is deleted; readers never saw it." in gone.words
    assert "Hello." in server.read("posts/a/index.html")


def test_releases_rollback_and_rebuild(own: tuple[PushServer, Author]) -> None:
    server, author = own
    author.commit({"content/posts/a.md": post("Second.")}, "Say it again")
    assert author.push().is_taken
    assert server.publish("rebuild").stdout.splitlines()[-1] == "Nothing is different: readers see release 2."
    back = server.publish("rollback").stdout.splitlines()
    assert back[0].startswith("Readers see release 1 again, of ")
    assert back[1] == "It stays until the next push; rebuilds leave it alone."
    assert "Hello." in server.read("posts/a/index.html")
    assert "somebody went back to; it stays until the next push." in server.publish("rebuild").stdout
    assert "Hello." in server.read("posts/a/index.html")
    assert server.publish("rollback").stdout == "There is no release before this one.\n"
    listed = server.publish("releases").stdout.splitlines()
    assert [line.split()[:2] for line in listed] == [["2", ANY], ["->", "1"]]
    author.commit({"content/posts/a.md": post("Third.")})
    assert author.push().words.splitlines()[-1] == LIVE.format(3)
    assert "Third." in server.read("posts/a/index.html")


def test_verbs_reach_the_server_that_git_pushes_to(own: tuple[PushServer, Author]) -> None:
    server, author = own
    asked = run("env", "-C", str(author.folder), sys.executable, "-m", "hireground", "server", "releases")
    assert asked.stdout == server.publish("releases").stdout
    author.git("remote", "remove", "live")
    lost = run("env", "-C", str(author.folder), sys.executable, "-m", "hireground", "server", "releases", check=False)
    assert lost.returncode == 2
    assert "write --server=host:/srv/site" in lost.stdout


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("ssh://site@example.org:2222/srv/site/site.git", ("ssh://site@example.org:2222", "/srv/site")),
        ("site@example.org:/srv/site/site.git", ("site@example.org", "/srv/site")),
        ("example.org:/srv/site/", ("example.org", "/srv/site")),
        ("/srv/site/site.git", ("", "/srv/site")),
    ],
)
def test_a_server_s_address_is_git_s(address: str, found: tuple[str, str]) -> None:
    assert place(address) == found


def test_branches_and_authors_may_have_any_name(own: tuple[PushServer, Author]) -> None:
    server, author = own
    name = os.fsdecode(b"caf\xe9")
    author.git("-c", "user.name=\x1b[31mM\u00fcller", "commit", "--quiet", "--allow-empty", "--message=\u202eTxet")
    push = author.push_to("live", "main", f"HEAD:refs/heads/{name}", LC_ALL="C")
    assert push.is_taken, push.log
    assert "caf is kept, not published" in push.words.replace("\ufffd", "")
    assert server.is_sound()


def test_going_back_to_the_newest_ends_going_back(own: tuple[PushServer, Author]) -> None:
    server, author = own
    author.commit({"content/posts/a.md": post("Second.")})
    assert author.push().is_taken
    before = inodes(server)
    server.publish("rollback")
    assert "It stays" not in server.publish("rollback", "2").stdout
    assert inodes(server) == before
    assert server.publish("rebuild").stdout.splitlines()[-1] == "Nothing is different: readers see release 2."


READ = """
import os, sys
missing = 0
print("ready", flush=True)
while not os.path.exists(sys.argv[2]):
    try:
        os.stat(sys.argv[1])
    except FileNotFoundError:
        missing += 1
print(missing)
"""


def test_there_is_always_a_site(own: tuple[PushServer, Author], tmp_path: Path) -> None:
    """Readers come between any two steps of a swap: 2,000 of them under one who looks all the time."""
    server, author = own
    author.commit({"content/posts/a.md": post("Second.")})
    assert author.push().is_taken
    opened = open_server(server.root)
    homes = list(releases(opened))
    page = str(server.current / "posts/a/index.html")
    command = [sys.executable, "-c", READ, page, str(tmp_path / "stop")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "ready\n"
        for number in range(2000):
            lead(opened.current, homes[number % 2] / "site")
        (tmp_path / "stop").touch()
        assert reader.stdout.readline() == "0\n"


def test_old_releases_go_and_the_shown_one_stays(own: tuple[PushServer, Author]) -> None:
    server, author = own
    configure(server.root, keep=2)
    for number in range(3):
        author.commit({"content/posts/a.md": post(f"Number {number}.")})
        assert author.push().is_taken
    assert [name[:6] for name in server.releases()] == ["000003", "000004"]
    assert server.publish("rollback", "2").stdout == "There is no release 2.\n"
    for build in ("3", "4", "3"):  # going back takes no build's place
        assert f"Readers see release {build} again" in server.publish("rollback", build).stdout
    assert [name[:6] for name in server.releases()] == ["000003", "000004"]
