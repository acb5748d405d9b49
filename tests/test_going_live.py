"""Publishing by one command: what readers get, what authors read, and that nothing they wrote is ever lost."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from authors_desk import POST, Desk, opened, publish, publish_typing
from built_site import BuiltSite
from commits import FOLDER
from published_site import lab
from push_server import Author, run, tiny_server

NEW = {"content/posts/b.md": POST.format(title="Say Thank You Twice", body="Twice.")}
MOVED = lab("{start: 2026-12-16 18:00, moved_from: 2026-12-15 18:00}", "2027-01-19 18:00")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as desk:
        yield desk


@pytest.fixture
def ada(desk: Desk) -> Author:
    return desk.author("ada")


def head(author: Author) -> str:
    return author.git("rev-parse", "HEAD").stdout.strip()


def test_a_move_and_a_post_are_published_in_words(desk: Desk, ada: Author) -> None:
    ada.write({f"{FOLDER}/lab.md": MOVED, **NEW})
    done = publish(ada, "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "✓ No problems.\n"
        "\nTo be published, 2 files\n"
        "  new     content/posts/b.md\n"
        "  changed content/seminars/lab.md\n"
        "\nIn calendars\n"
        "  1 moved: subscribers will see 1 change within a day\n"
        "  Interview Lab: moved from Tuesday, December 15, 2026, 6:00\u202fPM "
        "to Wednesday, December 16, 2026, 6:00\u202fPM\n"
        "\nMessage\n"
        "  Move Interview Lab, add “Say Thank You Twice”\n"
        "\nPublishing\n"
        "  │ Checking what Ada pushed\n"
        f"Waiting for {desk.siteurl}, 60 seconds at most\n"
        f"\nLive: {desk.siteurl}/\n"
    )
    assert desk.tip == head(ada)
    assert desk.said() == "Move Interview Lab, add “Say Thank You Twice”"
    again = publish(ada, "--yes")
    assert (again.returncode, again.stdout) == (
        0, "Nothing to publish: readers have everything that is in content/.\n",
    )  # fmt: skip


MESSAGES: dict[str, tuple[dict[str, str | bytes | None], str]] = {
    "edited": ({"content/posts/a.md": POST.format(title="A", body="Bye.")}, "Edit “A”"),
    "taken down": ({"content/posts/a.md": None}, "Take down “A”"),
    "draft": (
        {"content/posts/b.md": POST.format(title="B", body="x").replace("date:", "status: draft\ndate:")}, "Draft “B”",
    ),
    "announced": ({f"{FOLDER}/b.md": lab("2027-02-01 18:00", title="Portfolio Evening")}, "Announce Portfolio Evening"),
    "cancelled": (
        {f"{FOLDER}/lab.md": lab("{start: 2026-12-15 18:00, status: cancelled, note: Ice}", "2027-01-19 18:00")},
        "Cancel a date of Interview Lab",
    ),
    "one more date": (
        {f"{FOLDER}/lab.md": lab("2026-12-15 18:00", "2027-01-19 18:00", "2027-02-16 18:00")},
        "Add a date of Interview Lab",
    ),
    "other words": (
        {f"{FOLDER}/lab.md": lab("2026-12-15 18:00", "2027-01-19 18:00") + "\nMore.\n"}, "Edit “Interview Lab”",
    ),
    "a picture": (
        {"content/images/a.svg": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 640 400'/>"}, "Change 1 picture",
    ),
    "much": (
        {f"content/posts/{n}.md": POST.format(title=f"The Long Title {n}", body="x") for n in range(5)},
        "Add “The Long Title 0”, add “The Long Title 1”, and 3 more\n\n"
        + "\n".join(f"- Add “The Long Title {n}”" for n in range(5)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MESSAGES)
def test_the_message_says_what_was_done(name: str, desk: Desk, ada: Author) -> None:
    files, message = MESSAGES[name]
    ada.write(files)
    done = publish(ada, "--yes", "--wait=0")
    assert done.returncode == 0, done.stderr
    assert desk.said() == message


# What stops it


def test_nothing_is_committed_while_something_is_wrong(desk: Desk, ada: Author) -> None:
    before, shown = head(ada), desk.tip
    ada.write({f"{FOLDER}/lab.md": lab("2026-12-15 18:00", "2027-01-19 18:00", keys="plce: Bellevue Library")})
    done = publish(ada, "--yes")
    assert done.returncode == 1
    assert 'content/seminars/lab.md:4:1: plce: unknown key; did you mean "place"?' in done.stderr
    assert "nothing can be published until it is mended" in done.stderr
    assert (head(ada), desk.tip) == (before, shown)


def test_where_nobody_can_be_asked_nothing_happens(desk: Desk, ada: Author) -> None:
    before = head(ada)
    ada.write(NEW)
    done = publish(ada)
    assert (done.returncode, done.stderr) == (
        1, "nobody is here to be asked; to publish without being asked, run this again with --yes\n",
    )  # fmt: skip
    assert (head(ada), desk.tip) == (before, before)
    assert ada.git("status", "--porcelain").stdout == "?? content/posts/b.md\n"


STATES = {
    "no repository": (["rm -r .git"], "this folder is no git repository; make it one: git init --initial-branch=main"),
    "no remote": (
        ["git remote remove origin"], "this repository knows no server; say where: git remote add live ADDRESS",
    ),
    "another branch": (
        ["git switch -q -c draft"], 'you are on the branch "draft", and readers see "main"; run: git switch main',
    ),
    "no branch": (
        ["git checkout -q --detach"], 'no branch is checked out, and readers see "main"; run: git switch main',
    ),
    "a merge": (
        ["git switch -q -c other", "echo x > content/posts/a.md", "git commit -qam x", "git switch -q main",
         "echo y > content/posts/a.md", "git commit -qam y", "git merge other"],
        "a merge is under way here; finish it (git merge --continue) or give it up (git merge --abort)",
    ),
    "a rebase": (
        ["git switch -q -c other", "echo x > content/posts/a.md", "git commit -qam x", "git switch -q main",
         "echo y > content/posts/a.md", "git commit -qam y", "git rebase other"],
        "a rebase is under way here; finish it (git rebase --continue) or give it up (git rebase --abort)",
    ),
    "a stash's conflict": (
        ["echo x > content/posts/a.md", "git stash -q", "echo y > content/posts/a.md", "git commit -qam y",
         "git stash pop"],
        "some files hold both sides of a conflict; git status names them",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STATES)
def test_in_other_states_it_refuses_in_words(name: str, desk: Desk, ada: Author) -> None:
    shown, (commands, words) = desk.tip, STATES[name]
    for line in commands:
        run("sh", "-c", f"cd {ada.folder} && {line}", check=False)
    done = publish(ada, "--yes")
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{words}\n")
    assert desk.tip == shown


def test_a_server_that_is_not_there(desk: Desk, ada: Author) -> None:
    ada.write(NEW)
    (desk.root / "remote.git").rename(desk.root / "gone.git")
    done = publish(ada, "--yes")
    assert done.returncode == 1
    assert done.stderr.startswith('the server "origin" cannot be reached\n\n    fatal: ')


def test_a_refused_push_shows_the_server_s_words_and_loses_nothing(desk: Desk, ada: Author) -> None:
    shown = desk.tip
    ada.write({"content/posts/a.md": POST.format(title="A", body="FORBIDDEN")})
    done = publish(ada, "--yes")
    assert done.returncode == 1
    assert "  │ content/posts/a.md:8:1: that word is not for readers\n" in done.stdout
    assert done.stderr == (
        "The server refused it, and says why above. Your work is safe: it is committed here. "
        "Mend that, then run this again; a new commit goes on top.\n"
    )
    assert desk.tip == shown
    assert ada.git("log", "-1", "--format=%s").stdout == "Edit “A”\n"
    ada.write({"content/posts/a.md": POST.format(title="A", body="Allowed")})
    assert publish(ada, "--yes").returncode == 0
    assert desk.tip == head(ada)


# Others publish too


def test_who_published_meanwhile_is_said_and_ours_goes_on_top(desk: Desk, ada: Author) -> None:
    ben = desk.author("ben")
    ben.write({"content/posts/c.md": POST.format(title="C", body="Ben’s.")})
    assert publish(ben, "--yes").returncode == 0
    ada.write(NEW)
    done = publish(ada, "--yes")
    assert done.returncode == 0, done.stderr
    assert re.search(
        r"\nSomeone published meanwhile\n  [0-9a-f]{7}  Add “C” \(Ada Example\)\n✓ Yours is on top", done.stdout
    )
    assert desk.tip == head(ada)
    assert {"b.md", "c.md"} <= {path.name for path in (ada.folder / "content/posts").iterdir()}


def test_on_a_terminal_it_asks_first_and_no_means_no(desk: Desk, ada: Author) -> None:
    ben = desk.author("ben")
    ben.write({"content/posts/c.md": POST.format(title="C", body="Ben’s.")})
    assert publish(ben, "--yes").returncode == 0
    shown = desk.tip
    ada.write(NEW)
    code, words = publish_typing(ada, "\nn\n")
    assert code == 1
    assert words.endswith(
        "Nothing was published. Your work is safe: it is committed here. "
        "To go on, run git pull --rebase, then this again\n"
    )
    assert desk.tip == shown
    assert publish_typing(ada, "\n\n")[0] == 0
    assert desk.tip == head(ada)


def test_lines_that_both_changed_are_left_to_a_person(desk: Desk, ada: Author) -> None:
    ben = desk.author("ben")
    ben.write({"content/posts/a.md": POST.format(title="A", body="Ben’s.")})
    assert publish(ben, "--yes").returncode == 0
    ada.write({"content/posts/a.md": POST.format(title="A", body="Ada’s.")})
    done = publish(ada, "--yes")
    assert done.returncode == 1
    assert done.stderr.startswith(
        "You and they changed the same lines of content/posts/a.md, and somebody has to choose."
    )
    assert "Ada’s." in (ada.folder / "content/posts/a.md").read_text()
    assert ada.git("status", "--porcelain").stdout == ""
    assert ada.git("log", "-1", "--format=%s").stdout == "Edit “A”\n"


def test_two_good_changes_that_make_a_bad_site_are_not_pushed(desk: Desk, ada: Author) -> None:
    ben = desk.author("ben")
    ben.write({"content/posts/a.md": None})
    assert publish(ben, "--yes").returncode == 0
    shown = desk.tip
    ada.write({"content/posts/b.md": POST.format(title="B", body="[A](a.md)")})
    done = publish(ada, "--yes")
    assert done.returncode == 1
    assert "content/posts/b.md:7:" in done.stderr
    assert desk.tip == shown


# What is outside of content/


def test_files_outside_of_content_stay_unless_asked_for(desk: Desk, ada: Author) -> None:
    ada.write({**NEW, "notes.txt": "mine", "tool.py": "# mine\n"})
    ada.git("add", "tool.py")
    done = publish(ada, "--yes")
    assert done.returncode == 0, done.stderr
    assert "\nChanged outside of content/\n  new     notes.txt\n  new     tool.py\nLeft as they are; " in done.stdout
    assert desk.published() == ["content/posts/b.md"]
    assert ada.git("status", "--porcelain").stdout == "A  tool.py\n?? notes.txt\n"
    assert publish(ada, "--yes", "--all", "--message=Add notes").returncode == 0
    assert (desk.published(), desk.said()) == (["notes.txt", "tool.py"], "Add notes")


def test_commits_outside_of_content_are_published_only_if_wanted(desk: Desk, ada: Author) -> None:
    shown = desk.tip
    ada.commit({"tool.py": "# mine\n"}, "Add a tool")
    done = publish(ada, "--yes")
    assert (done.returncode, done.stderr) == (
        1, "Nothing was published; to publish them too, run this again with --all\n",
    )  # fmt: skip
    assert "They change files outside of content/: tool.py" in done.stdout
    assert desk.tip == shown
    assert publish_typing(ada, "y\n\n")[0] == 0
    assert desk.tip == head(ada)


def test_another_message_can_be_typed(desk: Desk, ada: Author) -> None:
    ada.write(NEW)
    code, words = publish_typing(ada, "Thank everybody\n")
    assert code == 0, words
    assert desk.said() == "Thank everybody"
    ada.write({"content/posts/a.md": None})
    assert publish_typing(ada, "n\n")[1].endswith("Nothing was published.\n")
    assert desk.said() == "Thank everybody"


# Waiting


def test_a_build_names_its_commit(site: BuiltSite) -> None:
    commit = run("git", "-C", str(site.root.parent), "rev-parse", "HEAD").stdout.strip()
    assert json.loads((site.root / "build.json").read_text()) == {"commit": commit}


def test_a_host_that_never_shows_it_is_said(desk: Desk, ada: Author) -> None:
    before = desk.tip
    (desk.root / "live/build.json").write_text(f'{{"commit": "{before}"}}')
    (desk.root / "broken").touch()
    ada.write(NEW)
    done = publish(ada, "--yes", "--wait=1")
    assert done.returncode == 1
    assert done.stderr == (
        f"Pushed, but readers do not see it yet: {desk.siteurl} still shows {before[:7]}. "
        "Look at your host's log of builds; nothing is left to do here\n"
    )
    assert desk.tip == head(ada)


def test_a_newer_version_than_ours_is_good_enough(desk: Desk, ada: Author) -> None:
    (desk.root / "busy").touch()
    ada.write(NEW)
    done = publish(ada, "--yes")
    assert done.returncode == 0, done.stderr
    assert desk.said() == "Somebody's, a moment later"


def test_a_first_publish_begins_an_empty_server(desk: Desk, ada: Author) -> None:
    run("git", "init", "--quiet", "--bare", "--initial-branch=main", str(desk.root / "live.git"))
    ada.git("remote", "add", "live", str(desk.root / "live.git"))
    done = publish(ada, "--yes", "--wait=0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Committed and not published yet, 1 commit\n" in done.stdout
    assert run("git", "-C", str(desk.root / "live.git"), "rev-parse", "main").stdout.strip() == head(ada)


def test_a_site_without_an_address_is_not_waited_for(ada: Author) -> None:
    ada.commit({"publishconf.py": 'from pelicanconf import *\nSITEURL = ""\n'}, "Move out")
    done = publish(ada, "--yes", "--all")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Pushed: origin")


def test_a_server_that_says_live_is_not_waited_for(desk: Desk, ada: Author) -> None:
    (desk.root / "broken").touch()
    (desk.root / "says-live").touch()
    ada.write(NEW)
    done = publish(ada, "--yes")
    assert (done.returncode, "Waiting" in done.stdout) == (0, False)


def test_the_project_s_own_server_end_to_end(tmp_path: Path) -> None:
    server, author = tiny_server(tmp_path / "tiny")
    author.write({"content/posts/a.md": POST.format(title="A", body="Good morning.")})
    done = publish(author, "--yes")
    assert done.returncode == 0, done.stderr
    assert "  │ Checking 1 commit, the last by Ada Example: Edit “A”\n" in done.stdout
    assert "  │ Live: https://tiny.example.org  (release 2)\n" in done.stdout
    assert "Good morning." in server.read("posts/a/index.html")
    author.write({"theme.txt": "x", "content/posts/a.md": POST.format(title="A", body="Good evening.")})
    assert publish(author, "--yes").returncode == 0
    assert "Good evening." in server.read("posts/a/index.html")
