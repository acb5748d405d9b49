"""What pushed code may take where the server lets it run, and what it can leave for the server to read."""

import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from publishing_failures import PLUGIN, USES_PLUGIN, is_running
from push_server import Author, PushServer, configure, tiny_server

from hireground.server.building import unpack
from hireground.server.server import open_server

TOP = "TOP SECRET of the server's"
LIMITS = {"memory": 1000, "processes": 150, "size": 100, "files": 500, "time_limit": 240}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[PushServer, Author]:
    server, author = tiny_server(tmp_path_factory.mktemp("limits") / "tiny", mode="code", **LIMITS)
    (server.root / "secrets").mkdir(0o700)
    (server.root / "secrets/00.txt").write_text(TOP)
    return server, author


@pytest.fixture
def pair(shared: tuple[PushServer, Author]) -> Iterator[tuple[PushServer, Author]]:
    """Yield a server with its limits; whatever is pushed, it stays sound and shows no secret."""
    server, author = shared
    yield shared
    assert server.leftovers() == []
    assert published_secrets(server) == []
    author.undo()


def published_secrets(server: PushServer) -> list[Path]:
    files = [path for path in (server.root / "releases").rglob("*") if path.is_file() and not path.is_symlink()]
    return [path for path in files if TOP.encode() in path.read_bytes()]


def plugin(code: str) -> dict[str, str]:
    """Write a plugin that runs code before anything is read."""
    first = ("import os, sys, threading, atexit, socket", "wait = lambda: time.sleep(600)")
    body = "\n".join(f"    {line}" for line in (*first, *code.splitlines()))
    return {"own_plugin.py": PLUGIN.format(code=body.strip()), "publishconf.py": USES_PLUGIN}


AT_THE_END = "def leave():\n    {}\natexit.register(leave)"
"""When the engine has put its output in its place."""
IN_ITS_PLACE = "os.mkdir('output'); open('output/index.html', 'w').close()\n{}\nos._exit(0)"
"""Before the engine reads anything, which then says that all is well."""
FULL, TWICE = "No space left on device", "more than 2 times 500 files or 100 MB"
TAKES = {
    "one process's memory": ("x = bytearray(3_000_000_000)", "MemoryError"),
    "memory of many processes": (
        "for _ in range(20):\n    if not os.fork():\n        x = bytearray(100_000_000); wait()\nwait()",
        "1,000 MB of memory",
    ),
    "memory of files in memory": (
        "for _ in range(20):\n    f = os.memfd_create('x')\n    for _ in range(90): os.write(f, bytes(1<<20))\nwait()",
        "1,000 MB of memory",
    ),
    "many processes": ("while True:\n    if not os.fork(): wait()", "BlockingIOError"),
    "many threads": ("while True: threading.Thread(target=wait, daemon=True).start()", "can't start new thread"),
    "temporary files": ("for n in range(50): open(f'/tmp/{n}', 'wb').write(bytes(50 << 20))", FULL),
    "shared memory": ("for n in range(50): open(f'/dev/shm/{n}', 'wb').write(bytes(50 << 20))", FULL),
    "one large file": ("f = open('x', 'wb')\nwhile True: f.write(bytes(10 << 20))", "File too large"),
    "a file of holes": ("os.truncate(os.open('x', os.O_CREAT | os.O_RDWR), 10 << 30)", "File too large"),
    "many open files": ("x = [open('/dev/null') for _ in range(5000)]", "Too many open files"),
    "the disk": ("for n in range(40): open(f'x{n}', 'wb').write(os.urandom(20 << 20))\nwait()", TWICE),
    "many files": ("for n in range(4000): open(f'x{n}', 'w').close()\nwait()", TWICE),
    "many folders": ("for n in range(3000): os.mkdir('d'); os.chdir('d')\nwait()", TWICE),
    "words without an end": (
        "for _ in range(100): sys.stdout.write('x' * (1 << 20))\nprint(); 1 / 0", "ZeroDivisionError",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TAKES)
def test_a_build_takes_only_so_much(pair: tuple[PushServer, Author], name: str) -> None:
    code, words = TAKES[name]
    _server, author = pair
    author.commit(plugin(code))
    push = author.push()
    assert not push.is_taken
    assert words in push.words
    assert len(push.words) < 200_000


LEAVES = {
    "a link to a secret": "os.symlink('{root}/secrets/00.txt', 'output/zz.txt')",
    "a link to a folder of secrets": "os.symlink('{root}/secrets', 'output/zz')",
    "a link in place of the output": "os.rename('output', 'o'); os.symlink('{root}/secrets', 'output')",
    "a link to itself": "os.symlink('zz', 'output/zz')",
    "a pipe that nobody writes": "os.mkfifo('output/zz')",
    "a socket": "socket.socket(socket.AF_UNIX).bind('output/zz')",
    "files of holes": "[os.truncate(os.open(f'output/z{{n}}', os.O_CREAT | os.O_RDWR), 90_000_000) for n in range(9)]",
    "many small files": "[open(f'output/z{{n}}', 'w').close() for n in range(501)]",
    "folders in folders": "[os.chdir('output')] + [(os.mkdir('d'), os.chdir('d')) for _ in range(200)]",
    "no output": "os.rename('output', 'o')",
    "a file in place of the output": "os.rename('output', 'o'); open('output', 'w').close()",
    "an empty output": "os.rename('output', 'o'); os.mkdir('output')",
}
SAID = ("which is neither a file nor a folder", "that this server takes", "cannot be read", "made no index.html")


@pytest.mark.parametrize("name", LEAVES)
def test_what_a_build_leaves_is_read_without_following(pair: tuple[PushServer, Author], name: str) -> None:
    server, author = pair
    author.commit(plugin(IN_ITS_PLACE.format(LEAVES[name].format(root=server.root))))
    started = time.monotonic()
    push = author.push()
    assert not push.is_taken
    assert any(words in push.words for words in SAID), push.words
    assert time.monotonic() - started < LIMITS["time_limit"]


SWAPS = """import ctypes
    os.mkdir('output/zz'); open('output/zz/00.txt', 'w').write('harmless'); os.symlink('{root}/secrets', 'l')
    libc = ctypes.CDLL(None)
    for _ in range(100):
        if os.fork(): continue
        os.setsid()
        while True: libc.renameat2(-100, b'output/zz', -100, b'l', 2)"""


def test_nothing_of_a_build_runs_while_its_output_is_read(pair: tuple[PushServer, Author]) -> None:
    """Children that swap a folder for a link, as fast as they can, end with the build: the output stands still."""
    server, author = pair
    author.commit(plugin(AT_THE_END.format(SWAPS.format(root=server.root))))
    for _ in range(2):
        push = author.push()
        assert push.is_taken or "which is neither a file" in push.words, push.log
        assert published_secrets(server) == []
        author.commit({})


def test_what_a_build_starts_ends_with_it(pair: tuple[PushServer, Author]) -> None:
    _server, author = pair
    code = "subprocess.Popen(['sleep', '765432'], start_new_session=True, stdout=subprocess.DEVNULL)"
    author.commit(plugin(code))
    author.push()
    assert not is_running("765432")


def test_time_is_for_reading_too(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    configure(server.root, time_limit=10)
    author.commit(plugin(AT_THE_END.format("time.sleep(600)")))
    push = author.push()
    configure(server.root, **LIMITS)
    assert not push.is_taken
    assert "The build took too long and was stopped" in push.words


CUT = "import os, sys, tarfile; os.write(1, tarfile.TarInfo('index.html').tobuf()); sys.exit(1)"
"""An archive that ends after its first file, without the mark of its end."""


def test_an_output_that_is_read_half_is_refused(pair: tuple[PushServer, Author]) -> None:
    """Also where its reader was stopped between two files, of which the archive itself shows nothing."""
    server = open_server(pair[0].root)
    with (
        subprocess.Popen([sys.executable, "-c", CUT], stdout=subprocess.PIPE) as process,
        tarfile.open(fileobj=process.stdout, mode="r|") as archive,
    ):
        files = unpack(server, archive, process)
        assert next(files)[0] == "index.html"
        with pytest.raises(tarfile.ReadError):
            next(files)


def test_the_log_stays_small(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    log = server.root / "publisher.log"
    log.write_text("x" * 1_100_000)
    (server.root / "staged").rmdir()
    push = author.push_to("live", "main:refs/heads/idea")
    assert "This is the server's fault, not yours: FileNotFoundError" in push.words
    assert log.stat().st_size < 100_000
    log.unlink()
    (server.root / "publisher.log.1").unlink()
    (server.root / "staged").mkdir()
