"""Publishing by one command: what readers get, what authors read, and that nothing they wrote is ever lost."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from built_site import SITEURL, BuiltSite
from push_server import PATIENCE, PROJECT, Author, clean, run, tiny_server
from site_repository import FOLDER, PLACES, SETTINGS, lab
from tiny_site import on_a_terminal

from hireground.publish.address import own_domain, project_page
from hireground.publish.host import host_address
from hireground.publish.tree import Target

# Authors who publish by one command: clones of a real repository, whose hook stands for a host, and its live site.

EPOCH = "1795392000"  # 23 November 2026
POST = "---\ntitle: {title}\ndate: 2026-11-20 08:00\nsummary: What it says.\ntopics: [work]\n---\n{body}\n"
PRE_RECEIVE = """#!/bin/sh
read -r old new name
echo "Checking what Ada pushed"
if git grep -q FORBIDDEN "$new"; then
    printf '\\033[31mcontent/posts/a.md:8:1: that word is not for readers\\033[0m\\n'
    exit 1
fi
"""
POST_RECEIVE = """#!/bin/sh
read -r old new name
if test -e ../busy; then
    new=$(git commit-tree -p "$new" -m "Somebody's, a moment later" "$new^{tree}")
    git update-ref refs/heads/main "$new"
fi
test -e ../broken || printf '{"commit": "%s"}' "$new" > ../live/build.json
test ! -e ../says-live || echo "Live: http://example.org  (release 2)"
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@dataclass(frozen=True)
class RenderContext:
    """A folder with the repository that is pushed to, `remote.git`, and what readers get of it, `live`."""

    root: Path
    siteurl: str

    @property
    def tip(self) -> str:
        return run("git", "-C", str(self.root / "remote.git"), "rev-parse", "main").stdout.strip()

    def said(self) -> str:
        """Return the last published commit's message."""
        return run("git", "-C", str(self.root / "remote.git"), "log", "-1", "--format=%B", "main").stdout.strip()

    def published(self) -> list[str]:
        """Return the files that the last published commit changed."""
        span = ["log", "-1", "--name-only", "--format=", "main"]
        return run("git", "-C", str(self.root / "remote.git"), *span).stdout.split()

    def author(self, name: str) -> Author:
        folder = self.root / name
        run("git", "clone", "--quiet", str(self.root / "remote.git"), str(folder))
        return Author(folder, name)


@contextmanager
def opened(root: Path) -> Iterator[RenderContext]:
    """Make a repository and its live site, with a seminar and a post published."""
    (root / "live").mkdir()
    run("git", "init", "--quiet", "--bare", "--initial-branch=main", str(root / "remote.git"))
    for name, text in {"pre-receive": PRE_RECEIVE, "post-receive": POST_RECEIVE}.items():
        hook = root / "remote.git/hooks" / name
        hook.write_text(text.replace("../", f"{root}/"))
        hook.chmod(0o755)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root / "live"))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        context = RenderContext(root, f"http://127.0.0.1:{server.server_port}")
        begin(context)
        yield context
        server.shutdown()


def begin(context: RenderContext) -> None:
    """Publish the first version, by git alone."""
    first = context.author("first")
    settings = SETTINGS.replace("https://hireground.internal", context.siteurl)
    files = {"pelicanconf.py": settings, "publishconf.py": settings}
    files["content/places.yaml"] = PLACES.splitlines(keepends=True)[0]
    files[f"{FOLDER}/lab.md"] = lab("2026-12-15 18:00", "2027-01-19 18:00")
    files["content/posts/a.md"] = POST.format(title="A", body="Hello.\n\nAnother line.\n\nThe end.")
    first.git("switch", "--quiet", "--create", "main", check=False)
    first.commit(files, "A site")
    first.git("push", "--quiet", "origin", "main")


def command(*options: str) -> list[str]:
    return [sys.executable, "-m", "hireground", "publish", "--wait=60", *options]


def environment() -> dict[str, str]:
    return clean(PYTHONPATH=str(PROJECT / "plugins"), SOURCE_DATE_EPOCH=EPOCH)


def publish(author: Author, *options: str) -> subprocess.CompletedProcess[str]:
    """Publish where nobody is to be asked."""
    return subprocess.run(
        command(*options), cwd=author.folder, env=environment(), stdin=subprocess.DEVNULL,
        capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False,
    )  # fmt: skip


def publish_typing(author: Author, typed: str, *options: str) -> tuple[int, str]:
    """Publish on a terminal; return the exit code, and what stood there."""
    given = environment() | {"TERM": "xterm", "NO_COLOR": "1"}
    return on_a_terminal(author.folder, command(*options), given, typed, PATIENCE)


NOTHING = "Nothing to publish: readers have everything that is in content/.\n"
NEW = {"content/posts/b.md": POST.format(title="Say Thank You Twice", body="Twice.")}
MOVED = lab("{start: 2026-12-16 18:00, moved_from: 2026-12-15 18:00}", "2027-01-19 18:00")


@pytest.fixture
def context(tmp_path: Path) -> Iterator[RenderContext]:
    with opened(tmp_path) as context:
        yield context


@pytest.fixture
def ada(context: RenderContext) -> Author:
    return context.author("ada")


def head(author: Author) -> str:
    return author.git("rev-parse", "HEAD").stdout.strip()


def test_a_move_and_a_post_are_published_in_words(context: RenderContext, ada: Author) -> None:
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
        f"Waiting for {context.siteurl}, 60 seconds at most\n"
        f"\nLive: {context.siteurl}/\n"
        f"  {context.siteurl}/posts/b/\n"
    )
    assert context.tip == head(ada)
    assert context.said() == "Move Interview Lab, add “Say Thank You Twice”"
    again = publish(ada, "--yes")
    assert (again.returncode, again.stdout) == (0, NOTHING)


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
def test_the_message_says_what_was_done(name: str, context: RenderContext, ada: Author) -> None:
    files, message = MESSAGES[name]
    ada.write(files)
    done = publish(ada, "--yes", "--wait=0")
    assert done.returncode == 0, done.stderr
    assert context.said() == message


# What stops it


def test_nothing_is_committed_while_something_is_wrong(context: RenderContext, ada: Author) -> None:
    before, shown = head(ada), context.tip
    ada.write({f"{FOLDER}/lab.md": lab("2026-12-15 18:00", "2027-01-19 18:00", keys="plce: Bellevue Library")})
    done = publish(ada, "--yes")
    assert done.returncode == 1
    assert 'content/seminars/lab.md:4:1: plce: unknown key; did you mean "place"?' in done.stderr
    assert "1 problem in 1 file; nothing was published" in done.stderr
    assert (head(ada), context.tip) == (before, shown)


def test_where_nobody_can_be_asked_nothing_happens(context: RenderContext, ada: Author) -> None:
    before = head(ada)
    ada.write(NEW)
    done = publish(ada)
    assert (done.returncode, done.stderr) == (
        2, "nobody is here to be asked; to publish without being asked, run this again with --yes\n",
    )  # fmt: skip
    assert (head(ada), context.tip) == (before, before)
    assert ada.git("status", "--porcelain").stdout == "?? content/posts/b.md\n"


STATES = {
    "no repository": (["rm -r .git"], "this folder is no git repository; make it one: git init --initial-branch=main"),
    "no remote": (
        ["git remote remove origin"], (
            "this repository is pushed nowhere; say where: git remote add origin ADDRESS, "
            "or, for a server of your own, git remote add live ADDRESS"
        ),
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
def test_in_other_states_it_refuses_in_words(name: str, context: RenderContext, ada: Author) -> None:
    shown, (commands, words) = context.tip, STATES[name]
    for line in commands:
        run("sh", "-c", f"cd {ada.folder} && {line}", check=False)
    done = publish(ada, "--yes")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{words}\n")
    assert context.tip == shown


def test_a_server_that_is_not_there(context: RenderContext, ada: Author) -> None:
    ada.write(NEW)
    (context.root / "remote.git").rename(context.root / "gone.git")
    done = publish(ada, "--yes")
    assert done.returncode == 2
    assert done.stderr.startswith('the server "origin" cannot be reached\n\n    fatal: ')


def test_a_refused_push_shows_the_server_s_words_and_loses_nothing(context: RenderContext, ada: Author) -> None:
    shown = context.tip
    ada.write({"content/posts/a.md": POST.format(title="A", body="FORBIDDEN")})
    done = publish(ada, "--yes")
    assert done.returncode == 2
    assert "  │ content/posts/a.md:8:1: that word is not for readers\n" in done.stdout
    assert done.stderr == (
        "The server refused it, and says why above. Your work is safe: it is committed here. "
        "Mend that, then run this again; a new commit goes on top.\n"
    )
    assert context.tip == shown
    assert ada.git("log", "-1", "--format=%s").stdout == "Edit “A”\n"
    ada.write({"content/posts/a.md": POST.format(title="A", body="Allowed")})
    assert publish(ada, "--yes").returncode == 0
    assert context.tip == head(ada)


# Others publish too


def test_who_published_meanwhile_is_said_and_ours_goes_on_top(context: RenderContext, ada: Author) -> None:
    ben = context.author("ben")
    ben.write({"content/posts/c.md": POST.format(title="C", body="Ben’s.")})
    assert publish(ben, "--yes").returncode == 0
    ada.write(NEW)
    done = publish(ada, "--yes")
    assert done.returncode == 0, done.stderr
    assert re.search(
        r"\nSomeone published meanwhile\n  [0-9a-f]{7}  Add “C” \(Ada Example\)\n✓ Yours is on top", done.stdout
    )
    assert context.tip == head(ada)
    assert {"b.md", "c.md"} <= {path.name for path in (ada.folder / "content/posts").iterdir()}


def test_on_a_terminal_it_asks_first_and_no_means_no(context: RenderContext, ada: Author) -> None:
    ben = context.author("ben")
    ben.write({"content/posts/c.md": POST.format(title="C", body="Ben’s.")})
    assert publish(ben, "--yes").returncode == 0
    shown = context.tip
    ada.write(NEW)
    code, words = publish_typing(ada, "\nn\n")
    assert code == 2
    assert words.endswith(
        "Nothing was published. Your work is safe: it is committed here. "
        "To go on, run git pull --rebase origin main, then this again\n"
    )
    assert context.tip == shown
    assert publish_typing(ada, "\n\n")[0] == 0
    assert context.tip == head(ada)


def test_lines_that_both_changed_are_left_to_a_person(context: RenderContext, ada: Author) -> None:
    ben = context.author("ben")
    ben.write({"content/posts/a.md": POST.format(title="A", body="Ben’s.")})
    assert publish(ben, "--yes").returncode == 0
    ada.write({"content/posts/a.md": POST.format(title="A", body="Ada’s.")})
    done = publish(ada, "--yes")
    assert done.returncode == 2
    assert done.stderr == (
        "You and they changed the same lines, and somebody has to choose. Your work is safe: it is committed here.\n"
        '    content/posts/a.md:7: theirs "Ben’s.", yours "Ada’s."\n'
        "Run git pull --rebase origin main, keep what is right between the marks <<<<<<< and >>>>>>>, then\n"
        "    git add content/posts/a.md && git rebase --continue\n"
        "and this again\n"
    )
    assert "Ada’s." in (ada.folder / "content/posts/a.md").read_text()
    assert ada.git("status", "--porcelain").stdout == ""
    assert ada.git("log", "-1", "--format=%s").stdout == "Edit “A”\n"


def test_two_good_changes_that_make_a_bad_site_are_not_pushed(context: RenderContext, ada: Author) -> None:
    ben = context.author("ben")
    ben.write({"content/posts/a.md": None})
    assert publish(ben, "--yes").returncode == 0
    shown = context.tip
    ada.write({"content/posts/b.md": POST.format(title="B", body="[A](a.md)")})
    done = publish(ada, "--yes")
    assert done.returncode == 1
    assert "content/posts/b.md:7:" in done.stderr
    assert context.tip == shown


# What is outside of content/


def test_files_outside_of_content_stay_unless_asked_for(context: RenderContext, ada: Author) -> None:
    ada.write({**NEW, "notes.txt": "mine", "tool.py": "# mine\n"})
    ada.git("add", "tool.py")
    done = publish(ada, "--yes")
    assert done.returncode == 0, done.stderr
    assert "\nChanged outside of content/\n  new     notes.txt\n  new     tool.py\nLeft as they are; " in done.stdout
    assert context.published() == ["content/posts/b.md"]
    assert ada.git("status", "--porcelain").stdout == "A  tool.py\n?? notes.txt\n"
    assert publish(ada, "--yes", "--all", "--message=Add notes").returncode == 0
    assert (context.published(), context.said()) == (["notes.txt", "tool.py"], "Add notes")


def test_commits_outside_of_content_are_published_only_if_wanted(context: RenderContext, ada: Author) -> None:
    shown = context.tip
    ada.commit({"tool.py": "# mine\n"}, "Add a tool")
    done = publish(ada, "--yes")
    assert (done.returncode, done.stderr) == (
        2, "Nothing was published; to publish them too, run this again with --all\n",
    )  # fmt: skip
    assert "They change files outside of content/: tool.py" in done.stdout
    assert context.tip == shown
    assert publish_typing(ada, "y\n\n")[0] == 0
    assert context.tip == head(ada)


def test_another_message_can_be_typed(context: RenderContext, ada: Author) -> None:
    ada.write(NEW)
    code, words = publish_typing(ada, "Thank everybody\n")
    assert code == 0, words
    assert context.said() == "Thank everybody"
    ada.write({"content/posts/a.md": None})
    assert publish_typing(ada, "n\n")[1].endswith("Nothing was published.\n")
    assert context.said() == "Thank everybody"


def test_what_was_published_can_be_forgotten(context: RenderContext, ada: Author) -> None:
    lab_file, own_file, marker = f"{FOLDER}/lab.md", f"{FOLDER}/own.md", "content/forgotten.yaml"
    ada.write({lab_file: None, own_file: lab("2027-03-02 18:00", title="My own")})
    assert publish(ada, "--yes").returncode == 1
    code, words = publish_typing(ada, "\n", "--forget")
    assert code != 0
    assert "2 sessions, 2 of them still to come, leave 5 calendars without a word" in words
    assert words.endswith("Nothing was forgotten, and nothing was published.\n")
    assert not (ada.folder / marker).exists()
    assert publish(ada, "--yes", "--forget").returncode == 0
    assert {own_file, marker} <= {*context.published()}
    ada.write({own_file: None})
    assert "1 of its sessions is in people's calendars" in publish(ada, "--yes").stderr


# Waiting


def test_a_build_names_its_commit_and_whose_it_is(site: BuiltSite) -> None:
    commit = run("git", "-C", str(site.root.parent), "rev-parse", "HEAD").stdout.strip()
    assert json.loads((site.root / "build.json").read_text()) == {
        "commit": commit, "uid_namespace": "5b2f6d1e-8a43-4c57-9c0e-7f1d2b9a6e34", "address": SITEURL,
    }  # fmt: skip


def test_a_host_that_never_shows_it_is_said(context: RenderContext, ada: Author) -> None:
    before = context.tip
    (context.root / "live/build.json").write_text(f'{{"commit": "{before}"}}')
    (context.root / "broken").touch()
    ada.write(NEW)
    done = publish(ada, "--yes", "--wait=1")
    assert done.returncode == 2
    assert done.stderr == (
        f"Pushed, but readers do not see it yet: {context.siteurl} still shows {before[:7]}. "
        "Look at your host's log of builds; nothing is left to do here\n"
    )
    assert context.tip == head(ada)
    again = publish(ada, "--yes", "--wait=1")
    assert again.stdout.startswith("Nothing new to publish. What is pushed already does not show yet.\nWaiting for ")
    assert (again.returncode, again.stderr) == (done.returncode, done.stderr)
    (context.root / "live/build.json").write_text(f'{{"commit": "{context.tip}"}}')
    assert publish(ada, "--yes").stdout == NOTHING


def test_who_stops_waiting_can_go_on(context: RenderContext, ada: Author) -> None:
    (context.root / "broken").touch()
    ada.write(NEW)
    with subprocess.Popen(
        command("--yes"), cwd=ada.folder, env=environment(), stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stdout
        assert any(line.startswith("Waiting for ") for line in process.stdout)
        process.send_signal(signal.SIGINT)
        words = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 130
    assert words.strip() == "Stopped waiting. It is pushed; run this again to go on waiting"


def test_a_newer_version_than_ours_is_good_enough(context: RenderContext, ada: Author) -> None:
    (context.root / "busy").touch()
    ada.write(NEW)
    done = publish(ada, "--yes")
    assert done.returncode == 0, done.stderr
    assert context.said() == "Somebody's, a moment later"


def test_a_first_publish_begins_an_empty_server(context: RenderContext, ada: Author) -> None:
    run("git", "init", "--quiet", "--bare", "--initial-branch=main", str(context.root / "live.git"))
    ada.git("remote", "add", "live", str(context.root / "live.git"))
    done = publish(ada, "--yes", "--wait=0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Committed and not published yet, 1 commit\n" in done.stdout
    assert run("git", "-C", str(context.root / "live.git"), "rev-parse", "main").stdout.strip() == head(ada)


def test_a_site_without_an_address_is_not_waited_for(ada: Author) -> None:
    ada.commit({"publishconf.py": 'from pelicanconf import *\nSITEURL = ""\n'}, "Move out")
    done = publish(ada, "--yes", "--all")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Pushed: origin")


def test_a_placeholder_is_said_before_the_push_and_not_waited_for(ada: Author) -> None:
    settings = 'from pelicanconf import *\nSITEURL = "https://mine.example.org"\n'
    ada.commit({"publishconf.py": settings}, "Move out")
    done = publish(ada, "--yes", "--all")
    words = "SITEURL is still https://mine.example.org, where no site can be; write your own address in publishconf.py."
    assert f"{words} Nothing is waited for there.\n" in done.stdout.partition("\nPublishing\n")[0]
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Pushed: origin")


def test_a_name_that_no_name_server_knows_is_said_before_the_push(ada: Author) -> None:
    settings = 'from pelicanconf import *\nSITEURL = "https://nobody.hireground.internal"\n'
    ada.commit({"publishconf.py": settings}, "Move out")
    done = publish(ada, "--yes", "--all")
    words = "which SITEURL names: readers cannot find the site there yet."
    assert (
        f"No name server knows nobody.hireground.internal, {words} Nothing is waited for there.\n"
        in done.stdout.partition("\nPublishing\n")[0]
    )
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Pushed: origin")
    assert publish(ada, "--yes").stdout.endswith("Nothing to publish: everything that is in content/ is pushed.\n")


PAGES = {
    "git@github.com:Ada/notes.git": "https://ada.github.io/notes",
    "https://github.com/Ada/notes": "https://ada.github.io/notes",
    "https://ada@github.com/town-school/Evenings.git": "https://town-school.github.io/Evenings",
    "ssh://git@github.com/ada/ada.github.io": "https://ada.github.io",
    "https://github.com/Ada/Ada.GitHub.io.git": "https://ada.github.io",
    "https://gitlab.com/ada/notes.git": "",
    "https://example.org/github.com/ada/notes": "",
    "/srv/site/site.git": "",
}
"""Where GitHub shows what is pushed to an address."""


@pytest.mark.parametrize("remote", PAGES)
def test_a_project_page_is_known_by_what_is_pushed_to(remote: str, tmp_path: Path) -> None:
    run("git", "init", "--quiet", str(tmp_path))
    run("git", "-C", str(tmp_path), "remote", "add", "origin", remote)
    target = Target(tmp_path, "origin", "main")
    assert project_page(target) == ""  # it is not GitHub that builds it
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / ".github/workflows/publish.yml").touch()
    assert project_page(target) == PAGES[remote]


HOSTS: list[tuple[dict[str, str], str]] = [
    ({}, ""),
    ({"NETLIFY": "true", "CONTEXT": "production", "URL": "https://a.example", "DEPLOY_PRIME_URL": "https://b.example"},
     "https://a.example"),
    ({"NETLIFY": "true", "CONTEXT": "branch-deploy", "URL": "https://a.example", "DEPLOY_PRIME_URL": "https://b.example"},
     "https://b.example"),
    ({"CF_PAGES_URL": "https://5f3a.notes.pages.dev", "CF_PAGES_BRANCH": "main"}, "https://notes.pages.dev"),
    ({"CF_PAGES_URL": "https://5f3a.notes.pages.dev", "CF_PAGES_BRANCH": "idea"}, "https://5f3a.notes.pages.dev"),
    ({"CI_PAGES_URL": "https://ada.gitlab.io/notes/"}, "https://ada.gitlab.io/notes"),
    ({"SITEURL": "https://own.example", "CI_PAGES_URL": "https://ada.gitlab.io/notes"}, "https://own.example"),
]  # fmt: skip


@pytest.mark.parametrize(("variables", "address"), HOSTS)
def test_a_host_says_where_it_shows_the_site(variables: dict[str, str], address: str) -> None:
    assert host_address(variables, frozenset({"main", "master"})) == address


DOMAINS = {
    "CNAME": ("nobody.hireground.internal\n", "nobody.hireground.internal, which CNAME names"),
    "wrangler.jsonc": (
        '{"name": "notes", "routes": [{"pattern": "nobody.hireground.internal", "custom_domain": true}]}\n',
        "nobody.hireground.internal, which wrangler.jsonc names",
    ),
    "netlify.toml": ("[build]\n", "Netlify says where it shows the site; write that as SITEURL in publishconf.py."),
    ".gitlab-ci.yml": ("site: {script: [make]}\n", "GitLab says where it shows the site"),
}


@pytest.mark.parametrize("file", DOMAINS)
def test_a_host_s_file_says_the_address_or_who_knows_it(ada: Author, file: str) -> None:
    """Without an address in the settings; what no name server knows is not waited for."""
    text, words = DOMAINS[file]
    ada.commit({"publishconf.py": 'from pelicanconf import *\nSITEURL = ""\n', file: text}, "Move out")
    done = publish(ada, "--yes", "--all")
    assert words in done.stdout.partition("\nPublishing\n")[0]
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Pushed: origin")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("www.Notes.com\n", "https://www.notes.com"),
        ("notes.example.org\n", None),
        ("two.names.com\nother.com\n", None),
        ("https://notes.com/\n", None),
        ("", None),
    ],
)
def test_a_file_cname_has_one_name(tmp_path: Path, text: str, address: str | None) -> None:
    (tmp_path / "CNAME").write_text(text)
    assert own_domain(tmp_path) == (address and (address, "CNAME"))


def test_a_server_that_says_live_is_not_waited_for(context: RenderContext, ada: Author) -> None:
    (context.root / "broken").touch()
    (context.root / "says-live").touch()
    ada.write(NEW)
    done = publish(ada, "--yes")
    assert done.returncode == 0
    assert done.stdout.partition("\nPublishing\n")[2] == (
        "  │ Checking what Ada pushed\n\nLive: http://example.org  (release 2)\n  http://example.org/posts/b/\n"
    )


# Taking back


def undo(author: Author, *options: str) -> subprocess.CompletedProcess[str]:
    """Take the last publish back where nobody is to be asked."""
    return subprocess.run(
        [sys.executable, "-m", "hireground", "undo", *options], cwd=author.folder, env=environment(),
        stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False,
    )  # fmt: skip


def test_the_last_publish_is_taken_back_and_subscribers_are_told(context: RenderContext, ada: Author) -> None:
    before = (ada.folder / FOLDER / "lab.md").read_text()
    ada.commit({f"{FOLDER}/lab.md": MOVED}, "Move the lab")
    ada.write({**NEW, f"{FOLDER}/own.md": lab("2027-03-02 18:00", title="My own")})
    assert publish(ada, "--yes").returncode == 0
    done = undo(ada, "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(
        r"^\nTo be taken back, 2 commits\n"
        r"  [0-9a-f]{7}  Announce My own, add “Say Thank You Twice” \(Ada Example\)\n"
        r"  [0-9a-f]{7}  Move the lab \(Ada Example\)\n", done.stdout,
    )  # fmt: skip
    assert "\n  gone    content/posts/b.md\n" in done.stdout
    assert [line.split() for line in done.stdout.splitlines() if line.endswith("own.md")] == [
        ["changed", f"{FOLDER}/own.md"]
    ]
    assert "  1 moved, 1 cancelled: subscribers will see 2 changes within a day\n" in done.stdout
    assert done.stdout.endswith(f"\nLive: {context.siteurl}/\n")
    assert (context.said(), context.tip) == ("Take back 2 commits", head(ada))
    assert not (ada.folder / "content/posts/b.md").exists()
    assert "status: cancelled" in (ada.folder / FOLDER / "own.md").read_text()  # calendars have it: it may not just go
    moved = (ada.folder / FOLDER / "lab.md").read_text()
    assert moved == before.replace("- 2026-12-15 18:00", "- start: 2026-12-15 18:00\n    sequence: 3")
    assert publish(ada, "--yes").stdout == NOTHING


def test_what_was_taken_back_can_be_had_again(context: RenderContext, ada: Author) -> None:
    ada.write(NEW)
    assert publish(ada, "--yes").returncode == 0
    assert undo(ada, "--yes").returncode == 0
    assert context.said() == "Take back “Add “Say Thank You Twice””"
    assert undo(ada, "--yes").returncode == 0
    assert (ada.folder / "content/posts/b.md").read_text() == NEW["content/posts/b.md"]
    assert context.tip == head(ada)


UNDONE: dict[str, tuple[list[str], str]] = {
    "the first": (
        [], "This was the first publish: there is nothing before it to go back to.",
    ),
    "unpublished": (
        ["git commit -q --allow-empty -m Idea", "git push -q origin main", "echo x > content/new.md"],
        "not published yet: content/new.md; publish that first, or put it away: git stash --include-untracked",
    ),
    "unpushed": (
        ["git commit -q --allow-empty -m Idea"],
        "(Idea) is committed here and not published, so readers have nothing of it; publish it first",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", UNDONE)
def test_what_cannot_be_taken_back_is_said(name: str, context: RenderContext, ada: Author) -> None:
    commands, words = UNDONE[name]
    for line in commands:
        run("sh", "-c", f"cd {ada.folder} && {line}")
    shown = context.tip
    done = undo(ada, "--yes")
    assert (done.returncode, done.stderr.strip().endswith(words)) == (2, True)
    assert context.tip == shown


def test_nothing_is_taken_back_unasked(context: RenderContext, ada: Author) -> None:
    ada.commit(NEW, "Add B")
    ada.git("push", "--quiet", "origin", "main")
    shown = context.tip
    done = undo(ada)
    assert done.stderr == "nobody is here to be asked; to take it back without being asked, run this again with --yes\n"
    assert (context.tip, head(ada), ada.git("status", "--porcelain").stdout) == (shown, shown, "")


def test_the_project_s_own_server_end_to_end(tmp_path: Path) -> None:
    server, author = tiny_server(tmp_path / "tiny")
    author.write({"content/posts/a.md": POST.format(title="A", body="Good morning.")})
    done = publish(author, "--yes")
    assert done.returncode == 0, done.stderr
    assert "  │ Checking 1 commit, the last by Ada Example: Edit “A”\n" in done.stdout
    assert done.stdout.endswith("\nLive: https://tiny.example.org  (release 2)\n")
    assert ("SITEURL" in done.stdout, done.stdout.count("Live: ")) == (False, 1)
    assert "Good morning." in server.read("posts/a/index.html")
    author.write({"theme.txt": "x", "content/posts/a.md": POST.format(title="A", body="Good evening.")})
    assert publish(author, "--yes").returncode == 0
    assert "Good evening." in server.read("posts/a/index.html")
    done = undo(author, "--yes")
    assert done.returncode == 0, done.stderr
    assert "\nMeanwhile\nReaders see release 2 again" in done.stdout
    assert done.stdout.endswith("\nLive: https://tiny.example.org  (release 4)\n")
    assert "Good morning." in server.read("posts/a/index.html")
