"""What a pushed program can do on the server: build the site, and nothing else."""

import hashlib
import os
import pwd
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from publishing_faults import PLUGIN, USES_PLUGIN, is_running
from push_server import SETTINGS, Author, PushServer, configure, init_server, post, run, tiny_server
from web_servers import free_port

from tools.publishing.words import plain

SANDBOX = "In a sandbox (bubblewrap): no network, no secrets of the server"
AS_NOBODY = "setpriv --reuid=nobody --regid=nogroup --clear-groups git receive-pack"
TRIES = """
    import json, os, pathlib, socket
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
        *can("be root", lambda: os.setuid(0)),
    ]
    raise RuntimeError(f"could {could}, uid {os.getuid()}")"""


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[PushServer, Author]:
    return tiny_server(tmp_path_factory.mktemp("sandbox") / "tiny")


def needs_sandbox(author: Author) -> None:
    """Skip where bubblewrap may not work; the push says so itself."""
    author.commit({})
    if SANDBOX not in author.push().words:
        pytest.skip("no sandbox here: install Debian's bubblewrap, and allow namespaces")


def test_a_build_reaches_nothing(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    needs_sandbox(author)
    port = free_port()
    code = TRIES.replace("PORT", str(port)).replace("ROOT", str(server.root))
    (server.root.parent / "secret.txt").write_text("hush")
    author.commit({"own_plugin.py": PLUGIN.format(code=code.strip()), "publishconf.py": USES_PLUGIN})
    with subprocess.Popen(
        [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"], stderr=subprocess.DEVNULL
    ) as web:
        push = author.push_to("live", "main", SECRET_TOKEN="hush")  # noqa: S106 -- to be looked for
        web.kill()
    author.undo()
    assert not push.is_taken
    assert "could [], uid " in push.words
    assert "uid 0" not in push.words


def test_what_a_build_starts_ends_with_it(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    needs_sandbox(author)
    code = "subprocess.Popen(['sleep', '765432'], start_new_session=True)"
    author.commit({"own_plugin.py": PLUGIN.format(code=code), "publishconf.py": USES_PLUGIN})
    assert author.push().is_taken
    assert not is_running("765432")
    author.commit({"own_plugin.py": None, "publishconf.py": SETTINGS})
    assert author.push().is_taken
    assert server.leftovers() == []


def test_it_says_when_there_is_no_sandbox(tmp_path: Path) -> None:
    user = pwd.getpwuid(os.getuid()).pw_name
    server, author = tiny_server(tmp_path / "tiny", sandbox=False, build_user=user)
    author.commit({"content/posts/a.md": post("Good morning.")})
    push = author.push()
    assert push.is_taken
    assert push.words.splitlines()[1].startswith("Without a sandbox")
    assert "Good morning." in server.read("posts/a/index.html")


def test_a_server_of_an_account_without_rights(pair: tuple[PushServer, Author]) -> None:
    """As ssh starts it: the account owns the folder, and the sandbox needs no root."""
    if os.geteuid():
        pytest.skip("these tests already run without rights")
    folder = Path("/var/tmp") / f"publishing-{os.getpid()}"  # noqa: S108 -- an account must be able to reach it
    nobody = pwd.getpwnam("nobody")
    try:
        server = init_server(folder / "site", python="/usr/bin/python3")
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
        assert "belongs to nobody; run this as nobody" in server.publish("releases").stdout
        author = pair[1]
        author.git("config", "remote.nobody.url", str(server.repository))
        author.git("config", "remote.nobody.receivepack", AS_NOBODY)
        words = author.push_to("nobody", "main").words
    finally:
        shutil.rmtree(folder)
    if "Without a sandbox" in words:
        pytest.skip("no sandbox for accounts without rights here: the system forbids user namespaces")
    assert f"{SANDBOX}\n" in words
    assert "The site's own tools do not run: " in words  # Debian's Python has no library


def test_content_cannot_lead_outside(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    (server.root / "secret.txt").write_text("hush")
    up = "../" * 12
    body = f"![a]({up}{server.root}/secret.txt) [b]({up}etc/passwd) ![c]({{static}}/{up}etc/passwd)"
    author.commit({"content/posts/a.md": post(body)})
    push = author.push()
    author.undo()
    assert not push.is_taken
    assert push.words.count("content/posts/a.md:6:") == 3
    assert "root:" not in push.words


def wheel(folder: Path, name: str) -> str:
    """Make a wheel of one module; return its line in a lock."""
    file = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{name}.py", "HERE = True\n")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"


def test_libraries_are_installed_once_per_lock(tmp_path: Path) -> None:
    server, author = tiny_server(tmp_path / "tiny")
    lock = wheel(tmp_path, "one_thing")
    configure(server.root, python="", pip=["--no-index", f"--find-links={tmp_path}"])
    (server.root / "venvs/left.half").mkdir()
    author.commit({"requirements.txt": f"# The lock.\n{lock}"})
    first = author.push().words
    assert first.splitlines()[1] == "Installing the libraries that requirements.txt names (once) ..."
    assert "The site's own tools do not run: " in first  # there is but one thing
    (venv,) = (server.root / "venvs").iterdir()
    found = run(str(venv / "bin/python"), "-c", "import one_thing; print(one_thing.HERE)")
    assert found.stdout == "True\n"
    assert "Installing" not in author.push().words
    author.commit({"requirements.txt": lock.replace("=sha256:", "=sha256:0")[:-2] + "\n"})
    wrong = author.push().words
    assert "The libraries could not be installed" in wrong
    assert [folder.name for folder in (server.root / "venvs").iterdir()] == [venv.name]


@pytest.mark.parametrize("line", ["--index-url https://example.org", "a @ https://example.org/a.whl", "a==1.0", "-e ."])
def test_only_pinned_lines_are_installed(tmp_path: Path, line: str) -> None:
    server, author = tiny_server(tmp_path / "tiny")
    configure(server.root, python="")
    author.commit({"requirements.txt": f"{line}\n"})
    words = author.push().words
    assert f"requirements.txt: {line}: only pinned versions with their hashes are installed here" in words


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("a\rb\x08c\x00\x07", "abc"),
        ("\x9b31mred", "31mred"),
        ("safe\u202etxt.exe", "safetxt.exe"),
        ("Müller 日本 👩‍💻", "Müller 日本 👩‍💻"),
    ],
)
def test_a_terminal_is_told_text_alone(printed: str, shown: str) -> None:
    assert plain(printed) == shown


def test_what_a_build_prints_is_text_alone(pair: tuple[PushServer, Author]) -> None:
    _server, author = pair
    code = r"print('\x1b[2Jgone\x1b]0;x\x07', flush=True); print('x' * 9, *['line'] * 2000, sep='\n'); 1 / 0"
    author.commit({"own_plugin.py": PLUGIN.format(code=code), "publishconf.py": USES_PLUGIN})
    words = author.push().words
    author.undo()
    assert "\ngone\n" in words
    assert "\x1b" not in words
    assert "(The build said more than 500 lines.)" in words
    assert len(words.splitlines()) < 520


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("keeps = 3", "publisher.toml: keeps: no such key; there are branch, url"),
        ("keep = '3'", "publisher.toml: keep: write a number"),
        ("keep = 0", "publisher.toml: keep: write a number above zero"),
        ("may_change_code = 'ada'", 'publisher.toml: may_change_code: write a list: ["…", "…"]'),
        ("keep = ", "publisher.toml: Invalid value"),
    ],
)
def test_settings_of_the_server_are_checked(tmp_path: Path, line: str, words: str) -> None:
    server = init_server(tmp_path / "site")
    with (server.root / "publisher.toml").open("a") as file:
        file.write(f"{line}\n")
    assert words in server.publish("releases").stdout


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze here")
    units = Path(__file__).parent.parent / "deploy/systemd"
    for unit in units.glob("site-*"):
        shutil.copy(unit, tmp_path / unit.name.replace("@", "@srv-site"))
    (tmp_path / "publish").write_text("")
    names = [str(unit) for unit in tmp_path.glob("site-*")]
    done = run("systemd-analyze", "verify", "--man=no", *names, check=False)
    assert [line for line in done.stdout.splitlines() if "is not executable" not in line] == []
    assert len(names) >= 4


def test_init_again_renews_the_program_and_nothing_else(tmp_path: Path) -> None:
    server = init_server(tmp_path / "site", keep=3)
    settings = (server.root / "publisher.toml").read_text()
    (server.root / "publish").write_text("broken")
    hook = server.repository / "hooks/pre-receive"
    hook.unlink()
    hook.write_text("somebody's own")
    init_server(server.root)
    assert server.publish("releases").stdout == "Readers see no site yet.\n"
    assert (server.root / "publisher.toml").read_text().splitlines()[:3] == settings.splitlines()[:3]
    assert (server.repository / "hooks/pre-receive.before").read_text() == "somebody's own"
    assert hook.is_symlink()
