"""A server says how it is, keeps what the last push said, mails it on request, and fills no disk in a year."""

import json
import os
import re
import time
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from push_server import Author, PushServer, configure, post, tiny_server

SENDMAIL = '#!/bin/sh\nprintf "%s\\n" "$@" > {folder}/words\ncat > {folder}/letter\n'
STATUS = re.compile(
    r"Readers see release 1, of [\w ,:]+ UTC: .+\n"
    r"Next: built anew by itself on \d+ \w+ \d{4}, \d\d:\d\d UTC\n"
    r"Engine: hireground [\d.]+\w*\n"
    r"Releases: \d+ MB in 1 release, 10 at most; cache: \d+ MB\n"
    r"Repository: \d+ MB, 10\.0 GB at most\n"
    r"Left on the disk: [\d,.]+ (MB|GB)\n"
    r"Last heard: Push, .* UTC; hireground server log has it\n"
    r"All is well\.\n"
)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[PushServer, Author]:
    return tiny_server(tmp_path / "tiny")


def sizes(folder: Path) -> int:
    """Return the bytes of all files, each once."""
    found = {one.st_ino: one.st_size for path in folder.rglob("*") if not path.is_symlink() and (one := path.stat())}
    return sum(found.values())


def test_a_server_that_is_well_says_so(pair: tuple[PushServer, Author]) -> None:
    server, _author = pair
    said = server.publish("status")
    assert STATUS.fullmatch(said.stdout), said.stdout
    assert said.returncode == 0


def test_what_somebody_must_do_is_said(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    author.commit({"content/posts/a.md": post("New.")})
    assert author.push().is_taken
    (server.root / "tried").touch()
    os.utime(server.root / "tried", (time.time() + 60, time.time() + 60))
    said = server.publish("status")
    assert (said.returncode, said.stdout.count("Look at this: ")) == (1, 1)
    assert "The last rebuild failed, and is tried again each hour" in said.stdout
    (server.root / "tried").unlink()
    server.publish("rollback")
    said = server.publish("status")
    assert "somebody went back to it, and it stays until the next push" in said.stdout
    assert "Next: nothing is built until the next push" in said.stdout
    assert said.returncode == 0


def test_the_log_is_what_the_author_was_told(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    for body, is_right in (("---\ntitle: A\n", False), (post("New."), True)):
        author.commit({"content/posts/a.md": body})
        push = author.push()
        assert push.is_taken == is_right
        head, _, log = server.publish("log").stdout.partition("\n\n")
        assert re.fullmatch(r"Push, \d+ \w+ \d{4}, \d\d:\d\d UTC", head)
        assert [line.rstrip() for line in log.strip().splitlines()] == push.words.strip().splitlines()
    assert server.publish("rebuild", "--if-due").returncode == 0  # says nothing, and so leaves the log
    assert server.publish("log").stdout.startswith("Push, ")
    assert "site.git" not in {path.name for path in (server.root / "log").iterdir()}


def test_the_log_is_mailed_to_whom_the_owner_names(tmp_path: Path) -> None:
    program = tmp_path / "sendmail"
    mail = ["ada@example.org", "ben@example.org"]
    _server, author = tiny_server(tmp_path / "tiny", mail=mail, sendmail=str(program))
    program.write_text(SENDMAIL.format(folder=tmp_path))
    program.chmod(0o755)
    author.commit({"content/posts/a.md": post("New.")})
    assert author.push().is_taken
    assert (tmp_path / "words").read_text().split() == ["-i", "--", "ada@example.org", "ben@example.org"]
    letter = message_from_bytes((tmp_path / "letter").read_bytes(), policy=policy.default)
    assert (letter["To"], letter["Subject"]) == ("ada@example.org, ben@example.org", "A push was taken in")
    assert "Live: https://tiny.example.org  (release 2)" in letter.get_content()


def test_a_machine_without_mail_publishes_all_the_same(tmp_path: Path) -> None:
    server, author = tiny_server(tmp_path / "tiny", mail=["ada@example.org"], sendmail=str(tmp_path / "nothing"))
    author.commit({"content/posts/a.md": post("New.")})
    push = author.push()
    assert push.is_taken
    assert "The log could not be mailed" in push.words
    configure(server.root, mail=["-oQ/tmp@example.org"])
    refused = server.publish("status")
    assert refused.returncode == 2
    assert 'mail: write addresses: ["ada@example.org"]' in refused.stdout


def test_many_publishes_fill_no_disk(tmp_path: Path) -> None:
    """Once there are as many releases as are kept, one more takes nothing beside the cache."""
    server, author = tiny_server(tmp_path / "tiny", keep=2)
    taken = []
    for number in range(2, 9):
        author.commit_version(number)
        assert author.push().is_taken
        assert len(server.releases()) <= 2
        assert server.leftovers() == []
        growing = sizes(server.repository) + sizes(server.root / "cache")
        taken.append(sizes(server.root) - growing)
    assert max(taken[2:]) <= 1.5 * taken[1]  # what two releases share differs; five more would be three times as much
    assert json.loads((server.current.resolve().parent / "release.json").read_text())["commit"] == server.tip
