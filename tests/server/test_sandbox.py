"""What a pushed program can do where the server lets it run (mode code): build the site, and nothing else."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from publishing_failures import PLUGIN, TRIES, USES_PLUGIN
from push_server import PROJECT, Author, PushServer, configure, init_server, post, run, tiny_server
from web_servers import free_port

from hireground.server.words import plain

SANDBOX = "In a sandbox (bubblewrap): no network, no secrets of the server"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[PushServer, Author]:
    return tiny_server(tmp_path_factory.mktemp("sandbox") / "tiny", mode="code")


def test_a_build_reaches_nothing(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
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


@pytest.mark.skipif(os.geteuid() != 0, reason="who has no rights builds as themselves")
def test_without_a_sandbox_nothing_is_built(tmp_path: Path) -> None:
    server, author = tiny_server(tmp_path / "tiny")
    configure(server.root, build_user="somebody-who-is-not-there")
    author.commit({"content/posts/a.md": post("Good morning.")})
    push = author.push()
    assert not push.is_taken
    assert "This server cannot close its sandbox, so it builds nothing" in push.words
    assert "Hello." in server.read("posts/a/index.html")


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
        ("keeps = 3", "publisher.toml: keeps: no such key; there are url, branch"),
        ("keep = '3'", "publisher.toml: keep: write a number"),
        ("keep = 0", "publisher.toml: keep: write a number above zero"),
        ("versions = 'ada'", 'publisher.toml: versions: write a list: ["…", "…"]'),
        ("mode = 'trust'", 'publisher.toml: mode: write "content" or "code"'),
        ("may_change_code = ['ada']", "publisher.toml: may_change_code: no such key; there are url, branch, mode"),
        ("keep = ", "publisher.toml: Invalid value"),
    ],
)
def test_settings_of_the_server_are_checked(pair: tuple[PushServer, Author], line: str, words: str) -> None:
    server, _author = pair
    file = server.root / "publisher.toml"
    before = file.read_text()
    file.write_text(before.replace('mode = "code"', "") + f"{line}\n")
    said = server.publish("releases").stdout
    file.write_text(before)
    assert words in said


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze here")
    units = Path(__file__).parents[2] / "deploy/systemd"
    for unit in units.glob("site-*"):
        shutil.copy(unit, tmp_path / unit.name.replace("@", "@srv-site"))
    (tmp_path / "hireground").write_text("")
    names = [str(unit) for unit in tmp_path.glob("site-*")]
    done = run("systemd-analyze", "verify", "--man=no", *names, check=False)
    assert [line for line in done.stdout.splitlines() if "is not executable" not in line] == []
    assert len(names) >= 4


def test_init_again_renews_the_hooks_and_nothing_else(tmp_path: Path) -> None:
    server = init_server(tmp_path / "site", keep=3)
    settings = (server.root / "publisher.toml").read_text()
    (server.root / "hireground").write_text("broken: written by hireground server init")
    hook = server.repository / "hooks/pre-receive"
    hook.unlink()
    hook.write_text("somebody's own")
    init_server(server.root)
    assert server.publish("releases").stdout == "Readers see no site yet.\n"
    assert (server.root / "publisher.toml").read_text() == settings
    assert (server.repository / "hooks/pre-receive.before").read_text() == "somebody's own"
    assert "hireground server init" in hook.read_text()


@pytest.mark.parametrize("mode", ["content", "code"])
def test_init_says_who_is_trusted_with_what(tmp_path: Path, mode: str) -> None:
    command = [sys.executable, "-m", "hireground", "server", "init", str(tmp_path / "site")]
    first = run(*command, PYTHONPATH=str(PROJECT / "plugins")).stdout
    assert "Whoever may push writes content: nothing of a push is run." in first
    configure(tmp_path / "site", mode=mode)
    again = run(*command, PYTHONPATH=str(PROJECT / "plugins")).stdout
    assert ("Whoever may push may run code here" in again) == (mode == "code")
    assert "Whoever may push may run code here" in (tmp_path / "site/publisher.toml").read_text()
