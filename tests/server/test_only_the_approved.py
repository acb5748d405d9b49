"""Only a commit that was checked becomes what readers see, whatever a request asks of git."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from push_server import PATIENCE, Author, PushServer, clean, configure, post, run, tiny_server

# Ask git's receive-pack for what its own client never asks: any commands, in any order, with any objects.

NOTHING = "0" * 40


@dataclass(frozen=True)
class Command:
    """A line of a push: let a name lead from one object to another."""

    old: str
    new: str
    ref: str

    def packet(self, more: str = "") -> bytes:
        data = f"{self.old} {self.new} {self.ref}{more}".encode()
        return f"{len(data) + 4:04x}".encode() + data


def ask(server: PushServer, author: Author, commands: Iterable[Command]) -> str:
    """Send the commands in one request, with every object of theirs; return what the server answers."""
    first, *others = commands
    wanted = "".join(f"{one.new}\n" for one in (first, *others) if one.new != NOTHING)
    pack = subprocess.run(
        ["git", "-C", str(author.folder), "pack-objects", "--stdout", "--revs", "--quiet"],
        input=wanted.encode(), env=clean(), capture_output=True, check=True,
    ).stdout  # fmt: skip
    request = first.packet("\0report-status") + b"".join(one.packet() for one in others) + b"0000" + pack
    done = subprocess.run(
        ["git", "receive-pack", str(server.repository)],
        input=request, env=clean(), capture_output=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    return (done.stdout + done.stderr).decode("utf-8", "replace")


MAIN = "refs/heads/main"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[PushServer, Author]:
    """One server for all that is refused: nothing may change."""
    return tiny_server(tmp_path_factory.mktemp("approved") / "tiny")


@pytest.fixture
def pair(shared: tuple[PushServer, Author]) -> Iterator[tuple[PushServer, Author]]:
    server, author = shared
    before = server.tip, server.current.readlink(), server.releases()
    yield shared
    assert (server.tip, server.current.readlink(), server.releases()) == before
    assert server.is_sound()
    author.undo()


@pytest.fixture
def own(tmp_path: Path) -> tuple[PushServer, Author]:
    return tiny_server(tmp_path / "tiny")


def two_commits(author: Author) -> tuple[str, str]:
    """Commit a change that is refused, and beside it one that is good."""
    evil = author.commit({"content/posts/a.md": "Not a post at all.\n"}, "Evil")
    author.undo()
    return evil, author.commit({"content/posts/a.md": post("Good.")}, "Good")


@pytest.mark.parametrize("order", [1, -1])
def test_one_branch_is_named_once(pair: tuple[PushServer, Author], order: int) -> None:
    server, author = pair
    evil, good = two_commits(author)
    commands = [Command(server.tip, evil, MAIN), Command(server.tip, good, MAIN)]
    said = ask(server, author, commands[::order])
    assert "This push names a branch twice" in said


def test_another_command_between_two_for_a_branch(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    evil, good = two_commits(author)
    tag = Command(NOTHING, good, "refs/tags/between")
    said = ask(server, author, [Command(server.tip, evil, MAIN), tag, Command(evil, good, MAIN)])
    assert "This push names a branch twice" in said
    assert run("git", "-C", str(server.repository), "tag").stdout == ""


@pytest.mark.parametrize(
    "ref", ["refs/replace/{tip}", "refs/notes/commits", "refs/stash", "refs/original/refs/heads/main", "refs/main"]
)
def test_nothing_but_branches_and_tags_is_taken(pair: tuple[PushServer, Author], ref: str) -> None:
    server, author = pair
    commit = author.commit({"content/posts/a.md": post("Other.")})
    push = author.push(f"{commit}:{ref.format(tip=server.tip)}")
    assert not push.is_taken
    assert "is neither a branch nor a tag; nothing else is taken here." in push.words
    assert run("git", "-C", str(server.repository), "for-each-ref", "--format=%(refname)").stdout == f"{MAIN}\n"


def test_replaced_objects_are_what_they_are(pair: tuple[PushServer, Author]) -> None:
    """Also one that stands in the repository already: from an older server, or by hand."""
    server, author = pair
    evil, good = two_commits(author)
    author.push(f"{evil}:refs/heads/idea", f"{good}:refs/heads/better")
    file = server.repository / "refs/replace" / evil
    file.parent.mkdir()
    file.write_text(f"{good}\n")
    try:
        push = author.push(f"{evil}:main")
        assert not push.is_taken
        assert "content/posts/a.md" in push.words
    finally:
        shutil.rmtree(file.parent)
        author.push(":idea", ":better")


def test_grafts_change_no_history(pair: tuple[PushServer, Author]) -> None:
    """The history check asks the commits themselves."""
    server, author = pair
    author.git("commit", "--quiet", "--amend", "--message", "Another root")
    other = author.git("rev-parse", "HEAD").stdout.strip()
    author.push(f"{other}:refs/heads/idea")
    grafts = server.repository / "info/grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text(f"{other} {server.tip}\n")
    push = author.push("--force", f"{other}:main")
    grafts.unlink()
    author.push(":idea")
    assert not push.is_taken
    assert "main would lose 1 commit" in push.words


def test_a_shallow_clone_brings_no_history_that_ends(pair: tuple[PushServer, Author], tmp_path: Path) -> None:
    server, _author = pair
    run("git", "clone", "--quiet", "--depth=1", "--origin=live", f"file://{server.repository}", str(tmp_path / "s"))
    shallow = Author(tmp_path / "s")
    shallow.git("checkout", "--quiet", "--orphan", "fresh")
    (tmp_path / "s/.git/shallow").write_text(f"{shallow.commit({'content/posts/a.md': post('Anew.')})}\n")
    push = shallow.push("--force", "fresh:main")
    assert not push.is_taken
    assert not (server.repository / "shallow").exists()


LIKE_MAIN = ("refs/tags/main", "refs/tags/heads/main", "refs/heads/refs/heads/main", "refs/heads/heads/main")


@pytest.mark.parametrize("name", LIKE_MAIN)
def test_nothing_else_is_called_like_the_branch(pair: tuple[PushServer, Author], name: str) -> None:
    """Git would not know which one `git push live main` means."""
    _server, author = pair
    push = author.push(f"HEAD:{name}")
    assert not push.is_taken
    assert 'would let "main" mean two things; give it another name.' in push.words


def test_a_tag_called_like_the_branch_changes_nothing(own: tuple[PushServer, Author]) -> None:
    """As it stands there from before."""
    server, author = own
    evil, good = two_commits(author)
    author.push(f"{evil}:refs/heads/idea")
    for name in LIKE_MAIN:
        file = server.repository / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{evil}\n")
    assert "Live: " in ask(server, author, [Command(server.tip, good, MAIN)])
    assert "Good." in server.read("posts/a/index.html")
    assert "Nothing is different" in server.publish("rebuild").stdout


def test_the_branch_becomes_a_commit(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    author.git("tag", "--annotate", "--message=x", "v1")
    tag = author.git("rev-parse", "v1").stdout.strip()
    author.git("tag", "--delete", "v1")
    said = ask(server, author, [Command(server.tip, tag, MAIN)])
    assert "main is a branch of commits, and" in said


def test_history_is_neither_lost_nor_deleted(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    said = ask(server, author, [Command(server.tip, NOTHING, MAIN)])
    assert "is never deleted" in said
    tree = author.git("rev-parse", "HEAD^{tree}").stdout.strip()
    other = author.git("commit-tree", tree, "-m", "Another root").stdout.strip()
    assert "main would lose 1 commit" in ask(server, author, [Command(server.tip, other, MAIN)])
    assert "newer version" in ask(server, author, [Command(NOTHING, other, MAIN)])


def test_the_branch_becomes_nothing_by_hand(pair: tuple[PushServer, Author]) -> None:
    """By whatever moves it: git's hook asks what was approved."""
    server, author = pair
    evil, _good = two_commits(author)
    author.push(f"{evil}:refs/heads/idea")
    for options in (("update-ref", MAIN, evil), ("branch", "--force", "main", evil), ("update-ref", "-d", MAIN)):
        done = run("git", "-C", str(server.repository), *options, check=False)
        assert done.returncode
        assert "only what a push's check has approved is taken" in done.stdout
    author.push(":idea")


def test_an_approval_is_for_one_move(own: tuple[PushServer, Author]) -> None:
    """What was approved once may not come back in place of what came after it."""
    server, author = own
    first = server.tip
    second = author.commit({"content/posts/a.md": post("Second.")})
    assert author.push().is_taken
    assert run("git", "-C", str(server.repository), "update-ref", MAIN, first, check=False).returncode
    assert server.tip == second


def test_only_the_approved_is_built_anew_or_gone_back_to(own: tuple[PushServer, Author]) -> None:
    server, author = own
    evil = author.commit({"content/posts/a.md": post("Never checked.")})
    assert author.push(f"{evil}:refs/heads/idea").is_taken
    (server.repository / MAIN).write_text(f"{evil}\n")  # as a fault of git's or a hand on the disk would
    for verb in ("rebuild", "settle"):
        done = server.publish(verb)
        assert done.returncode == 1
        assert "which no push's check has approved, so it is not built" in done.stdout
        assert "Hello." in server.read("posts/a/index.html")
    assert server.publish("rollback").stdout == "There is no release before this one.\n"


def test_a_staged_release_of_another_commit_is_not_shown(own: tuple[PushServer, Author]) -> None:
    server, author = own
    staged = server.root / "staged/0-evil"
    shutil.copytree(server.current.resolve().parent, staged)
    manifest = staged / "release.json"
    (staged / "site/index.html").chmod(0o644)
    manifest.write_text(manifest.read_text().replace(server.tip, "1" * 40))
    assert server.publish("settle").returncode == 0
    assert not staged.exists()
    assert len(server.releases()) == 1
    assert author.push("main:refs/heads/idea").is_taken


def test_a_push_is_bounded(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    author.commit({"content/images/large.bin": os.urandom(3_000_000)})
    run("git", "-C", str(server.repository), "config", "receive.maxInputSize", "1m")
    assert "exceeds maximum allowed size" in author.push().log
    run("git", "-C", str(server.repository), "config", "receive.maxInputSize", "500m")
    configure(server.root, repository_size=1)
    assert "the repository would have more than 1 MB" in author.push().words
    configure(server.root, repository_size=10_000)
    tags = [f"HEAD:refs/tags/t{number}" for number in range(101)]
    assert "A push brings 100 branches and tags at most." in author.push(*tags).words
