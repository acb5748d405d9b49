"""A server keeps what builds have cached, but only what the published commits' builds have."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest
from publishing_failures import PLUGIN, USES_PLUGIN
from push_server import Author, PushServer, post, tiny_server

FILE = "results.sqlite"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[PushServer, Author]:
    return tiny_server(tmp_path / "tiny")


def kept(server: PushServer) -> dict[str, str]:
    """Return the digest of each file that is kept."""
    files = [path for path in (server.root / "cache").rglob("*") if path.is_file()]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_what_is_published_is_kept_and_nothing_else(pair: tuple[PushServer, Author]) -> None:
    """A refused push leaves it as it was, also one that brings a folder of its own."""
    server, author = pair
    before = kept(server)
    assert FILE in before
    author.commit({"content/posts/a.md": post("New."), "content/posts/b.md": "No post.\n", ".cache/x": "x"})
    assert not author.push().is_taken
    assert kept(server) == before
    author.undo()
    author.commit({"content/posts/a.md": post("New."), ".cache/x": "x"})
    assert author.push().is_taken
    assert before[FILE] != kept(server)[FILE]
    assert "x" not in kept(server)


def test_a_build_writes_a_copy(pair: tuple[PushServer, Author]) -> None:
    """What is kept is the account's, and is damaged by nobody: a damaged one is a lost one."""
    server, author = pair
    files = [server.root / "cache", *(server.root / "cache").rglob("*")]
    assert {path.stat().st_uid for path in files} == {os.geteuid()}
    assert not any(path.stat().st_mode & 0o022 for path in files)
    before = kept(server)
    assert server.publish("rebuild").stdout.splitlines()[-1] == "Nothing is different: readers see release 1."
    assert kept(server) == before
    (server.root / "cache" / FILE).write_bytes(b"no database")
    author.commit({"content/posts/a.md": post("New.")})
    assert author.push().is_taken
    assert "New." in server.read("posts/a/index.html")
    shutil.rmtree(server.root / "cache")
    assert server.publish("rebuild").stdout.splitlines()[-1] == "Nothing is different: readers see release 2."


def test_pushed_code_leaves_nothing(tmp_path: Path) -> None:
    server, author = tiny_server(tmp_path / "tiny", mode="code")
    before = kept(server)
    code = "Path('.cache').mkdir(exist_ok=True); Path('.cache/evil').touch()"
    author.commit({"own_plugin.py": PLUGIN.format(code=code), "publishconf.py": USES_PLUGIN})
    assert author.push().is_taken
    assert kept(server) == before
