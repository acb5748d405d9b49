"""A server of an account without rights: what root is refused to others, it must be refused by the sandbox alone."""

import grp
import os
import pwd
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from tempfile import mkdtemp

import pytest
from publishing_failures import PLUGIN, TRIES, USES_PLUGIN
from push_server import PATIENCE, PROJECT, Author, Push, PushServer, clean, configure, post, run, tiny_repository
from web_servers import free_port

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="who has no rights runs all other tests as such an account")
SCRIPT = """\
#!/bin/sh
exec unshare --mount --propagation private sh -ec '{mounts}
umask 022
exec setpriv --reuid=nobody --regid=nogroup --clear-groups -- "$@"' sh "$@"
"""
SECRET = "PRIVATE KEY hush"  # noqa: S105 -- to be looked for


def write_program(folder: Path) -> Path:
    """Write a program that runs its arguments as nobody; `folder` is nobody's then, and everybody may enter it.

    Where a folder keeps others out, such as root's home, the program shows what is needed in an empty one in its place,
    in a mount namespace of its own.
    """
    os.chown(folder, *ids())
    folder.chmod(0o755)
    needed = [Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve(), PROJECT.resolve()]
    hidden = {path: above for path in needed if (above := closed(path))}
    places = {path: f"/mnt/{number}" for number, path in enumerate(hidden)}
    lines = ["mount -t tmpfs -o mode=755 shown /mnt"] if hidden else []
    lines += [f"mkdir -p {place}; mount --bind {quote(str(path))} {place}" for path, place in places.items()]
    lines += [f"mount -t tmpfs -o mode=755 shown {quote(str(above))}" for above in dict.fromkeys(hidden.values())]
    lines += [f"mkdir -p {quote(str(path))}; mount --bind {place} {quote(str(path))}" for path, place in places.items()]
    program = folder / "as-nobody"
    program.write_text(SCRIPT.format(mounts="\n".join(lines).replace("'", "'\\''")))
    program.chmod(0o755)
    return program


def closed(path: Path) -> Path | None:
    """Return the first folder on the way to a path that keeps others out."""
    ways = [*reversed(path.parents), path]
    return next((each for each in ways if not each.stat().st_mode & stat.S_IXOTH), None)


def ids() -> tuple[int, int]:
    """Return the numbers of nobody and of its group."""
    return pwd.getpwnam("nobody").pw_uid, grp.getgrnam("nogroup").gr_gid


class Account:
    """Nobody's server, its program, and an author who is root; each push is taken by nobody."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.program = write_program(home)
        self.server = PushServer(home / "site")
        self.run("-m", "hireground", "server", "init", str(self.server.root), "--url=https://tiny.example.org")
        configure(self.server.root, mode="code")
        self.author = Author(home / "author")
        run("git", "clone", "--quiet", "--origin=first", str(tiny_repository()), str(self.author.folder))

    def run(self, *arguments: str) -> str:
        command = [str(self.program), sys.executable, *arguments]
        env = clean(PYTHONPATH=str(PROJECT / "plugins"), HOME=str(self.home))
        return subprocess.run(command, env=env, capture_output=True, text=True, check=True, timeout=PATIENCE).stdout

    def push(self) -> Push:
        receive = f"--receive-pack={self.program} git-receive-pack"
        done = run(
            "git", "-C", str(self.author.folder), "push", receive, str(self.server.repository), "main", check=False,
            HOME=str(self.home), SECRET_TOKEN="hush",  # noqa: S106 -- to be looked for
        )  # fmt: skip
        return Push(done.returncode == 0, done.stdout)


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    home = Path(mkdtemp(prefix="account-"))
    yield Account(home)
    shutil.rmtree(home)


def test_an_account_without_rights_publishes(account: Account) -> None:
    push = account.push()
    assert push.is_taken, push.log
    assert "In a sandbox (bubblewrap): no network, no secrets of the server\n" in push.words  # and as nobody else
    assert "Hello." in account.server.read("posts/a/index.html")
    assert account.server.current.stat().st_uid != 0


def test_pushed_code_reads_nothing_of_the_account(account: Account) -> None:
    """Nor does a push say what the sandbox shows: by no environment, library or interpreter of its own."""
    key = account.home / ".ssh/id_ed25519"
    key.parent.mkdir()
    key.write_text(SECRET)
    for path in (key.parent, key):
        shutil.chown(path, "nobody", "nogroup")
        path.chmod(0o700 if path.is_dir() else 0o600)
    (account.home / "secret.txt").write_text(SECRET)
    shown = f"home = {account.home}\nbase-prefix = {account.home}\ninclude-system-site-packages = true\n"
    pushed = {f"{folder}pyvenv.cfg": shown for folder in ("", ".venv/", "bin/", "content/")}
    code = TRIES.replace("PORT", str(free_port())).replace("ROOT", str(account.server.root))
    code = code.replace("could = [", f'could = [*can("read a key", lambda: open({str(key)!r}).read()),')
    account.author.commit({
        **pushed, "bin/python": "#!/bin/sh\ncat ../.ssh/id_ed25519\n", "sitecustomize.py": "",
        "requirements.txt": "evil==1.0\n", "publishconf.py": USES_PLUGIN,
        "own_plugin.py": PLUGIN.format(code=code.strip()),
    })  # fmt: skip
    push = account.push()
    assert not push.is_taken
    assert "could [], uid " in push.words, push.words
    assert "hush" not in push.words
    account.author.git("reset", "--quiet", "--hard", "HEAD~1")
    account.author.commit({"content/posts/a.md": post("Good evening.")})
    assert account.push().is_taken
    assert account.server.leftovers() == []
