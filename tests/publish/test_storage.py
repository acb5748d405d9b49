"""Publishing to four kinds of storage that real rclones serve: what readers find, whatever happens meanwhile."""

import datetime as dt
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from built_site import BuiltSite
from storages import (
    DEADLINE,
    KEY,
    SECRET,
    SERVED,
    USER,
    Server,
    Space,
    environment,
    publish_command,
    running,
    site_of,
    write_site,
)  # fmt: skip

from hireground.publish.rclone import opened
from hireground.publish.storage import StoragePublisher, carry_out, look
from hireground.publish.storage_plan import make_plan, read_files
from hireground.terminal import RefusedError

KILLS = int(os.environ.get("KILLED_PUBLISHES", "2"))  # of each kind of storage; each publishes another version
BREATH = 0.01
"""Between two pages, so that a reader leaves the machine to what is tested."""
HASHED = "public, max-age=31536000, immutable"
PAGE = "public, max-age=300, stale-while-revalidate=600"
FEED = "public, max-age=900"
KINDS = {
    "index.html": ("text/html; charset=utf-8", PAGE),
    "404.html": ("text/html; charset=utf-8", PAGE),
    "assets/css/main.*.css": ("text/css; charset=utf-8", HASHED),
    "assets/js/*.*.js": ("text/javascript; charset=utf-8", HASHED),
    "assets/img/*.*.svg": ("image/svg+xml; charset=utf-8", HASHED),
    "images/*.svg": ("image/svg+xml; charset=utf-8", "public, max-age=86400"),
    "seminars/calendar.ics": ("text/calendar; charset=utf-8", FEED),
    "seminars/*/*/event.ics": ("text/calendar; charset=utf-8", FEED),
    "posts/*.xml": ("application/atom+xml; charset=utf-8", FEED),
    "seminars/changes.atom": ("application/atom+xml; charset=utf-8", FEED),
    "seminars/events.json": ("application/jscalendar+json; charset=utf-8", FEED),
    "seminars/agenda.txt": ("text/plain; charset=utf-8", FEED),
    "sitemap.xml": ("application/xml; charset=utf-8", FEED),
    "robots.txt": ("text/plain; charset=utf-8", FEED),
}


@pytest.fixture(scope="session", params=SERVED)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(request.param, tmp_path_factory.mktemp(request.param)) as server:
        yield server


@pytest.fixture
def space(server: Server) -> Space:
    return server.space()


@pytest.fixture
def plain(tmp_path_factory: pytest.TempPathFactory) -> Space:
    """A folder, for what is the same on every kind."""
    return Server("folder", tmp_path_factory.mktemp("folder")).space()


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The one kind that keeps headers."""
    with running("s3", tmp_path_factory.mktemp("s3")) as server:
        yield server


def assert_live(space: Space, folder: Path) -> None:
    """Every file of the site is there, byte for byte."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert files.keys() <= space.keys()
    with ThreadPoolExecutor(8) as pool:
        bodies = dict(zip(files, pool.map(space.body, files), strict=True))
    assert [name for name, path in files.items() if bodies[name] != path.read_bytes()] == []


def wait_for_the_next_second() -> None:
    second = int(time.time())
    while int(time.time()) == second:
        time.sleep(0.02)


def uploaded(run: subprocess.CompletedProcess[str]) -> int:
    return sum(int(number.replace(",", "")) for number in re.findall(r"([\d,]+) (?:new|changed)\b", run.stdout))


def test_first_then_nothing_then_one_edit(space: Space, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "output", site_of("a"))
    first = space.publish(folder)
    assert (first.returncode, uploaded(first)) == (0, len(site_of("a"))), first.stderr
    again = space.publish(folder)
    assert (again.returncode, uploaded(again)) == (0, 0)
    assert again.stdout.startswith(f"Nothing to publish: {len(site_of('a'))} files as before")
    (folder / "posts/2/index.html").write_text("<p>Three.")
    edited = space.publish(folder)
    assert (edited.returncode, uploaded(edited)) == (0, 1)
    assert_live(space, folder)


def test_a_dry_run_says_all_and_does_nothing(plain: Space, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "output", site_of("a", pages=2))
    run = plain.publish(folder, "--dry-run")
    assert run.returncode == 0
    assert plain.keys() == set()
    assert run.stdout.splitlines() == [
        *(f"new      {key}" for key in (
            f"assets/main.{'a' * 10}.css",
            *("404.html", "index.html", "posts/0/index.html", "posts/1/index.html", "posts/only-a/index.html"),
            *("calendar.ics", "robots.txt", "build.json"),
        )),
        f"Would publish 9 files to {plain.target}: 9 new (0.0 MB)",
    ]  # fmt: skip


def test_what_left_the_site_is_removed_but_for_style_sheets_of_open_pages(space: Space, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "output", site_of("a"))
    space.publish(folder)
    space.put("cv.pdf", b"mine")
    write_site(folder, site_of("b"))
    run = space.publish(folder)
    assert "1 removed" in run.stdout
    assert "1 old file kept for pages that are still open; 1 file of others left alone" in run.stdout
    assert space.keys() - site_of("b").keys() == {f"assets/main.{'a' * 10}.css", "cv.pdf"}
    assert not (space.folder / "posts/only-a").exists(), "an empty folder is not left behind"
    assert "1 removed" in space.publish(folder, "--keep-days", "0").stdout
    assert space.keys() - site_of("b").keys() == {"cv.pdf"}


def test_a_file_that_somebody_changed_in_the_storage_is_put_right(space: Space, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "output", site_of("a"))
    space.publish(folder)
    body = space.body("index.html")
    for wrong in (b"Hello", b"x" * len(body)):
        wait_for_the_next_second()  # WebDAV and SFTP tell a file's time in whole seconds
        space.put("index.html", wrong)
        assert uploaded(space.publish(folder)) == 1
    space.take_away("calendar.ics")
    assert uploaded(space.publish(folder)) == 1
    assert_live(space, folder)


def test_every_kind_has_its_type_and_its_time_in_caches(s3: Server, site: BuiltSite) -> None:
    space = s3.space()
    assert space.publish(site.root).returncode == 0
    for pattern, expected in KINDS.items():
        key = min(site.root.glob(pattern)).relative_to(site.root).as_posix()
        with urlopen(Request(space.url(key), method="HEAD")) as reply:  # noqa: S310 -- our own server
            assert (reply.headers["Content-Type"], reply.headers["Cache-Control"]) == expected, key
    assert not [key for key in sorted(space.keys()) if key.rpartition("/")[2].startswith((".", "_"))]


def test_compressed_copies_go_where_a_web_server_reads_them(space: Space, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "output", site_of("a", pages=1) | {"index.html.gz": "not really"})
    assert space.publish(folder).returncode == 0
    assert (space.keys() == site_of("a", pages=1).keys()) == (space.server.kind == "s3")


# Cut off in the middle


@contextmanager
def reader(space: Space) -> Iterator[list[str]]:
    """Read pages in a loop, each with its style sheet; yields what was missing."""
    missing: list[str] = []
    done = threading.Event()

    def read() -> None:
        count = 0
        while not done.is_set():
            count += 1
            page = "index.html" if count % 3 == 0 else f"posts/{count % 40}/index.html"
            missing.extend(space.lacks(page))
            done.wait(BREATH)

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        try:
            yield missing
        finally:
            done.set()
        reading.result(DEADLINE)  # a reader who broke off has missed everything


def test_a_publish_killed_anywhere_goes_on_and_no_reader_misses_anything(space: Space, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "output", site_of("a"))
    began = time.monotonic()
    assert space.publish(folder).returncode == 0
    whole = time.monotonic() - began
    moments = random.Random(5)  # noqa: S311 -- moments, not secrets
    with reader(space) as missing:
        for number in range(KILLS):
            write_site(folder, site_of("bcdefg"[number % 6]))
            process = subprocess.Popen(
                space.command(folder), cwd=tmp_path, env=space.environment(), stdout=subprocess.DEVNULL
            )
            time.sleep(moments.uniform(0.3, 1) * whole)
            process.send_signal(signal.SIGKILL)
            process.wait()
            if number % 2 == 0:
                run = space.publish(folder)
                assert run.returncode == 0, run.stderr
                assert_live(space, folder)
        assert space.publish(folder).returncode == 0
    assert missing == []
    assert uploaded(space.publish(folder)) == 0


STOPPED_AT = """
import itertools, os, sys
from hireground.cli import main
from hireground.publish import storage
from hireground.publish.rclone import Storage
storage.BATCH = 30
copy, numbers, last, signal = Storage.copy, itertools.count(), int(sys.argv.pop(1)), int(sys.argv.pop(1))
def counted(*given):
    if next(numbers) == last:
        os.kill(os.getpid(), signal)
    return copy(*given)
Storage.copy = counted
sys.exit(main(sys.argv[1:]))
"""


def stopping(command: list[str], after: int, number: signal.Signals) -> list[str]:
    """Let a publish, which uploads thirty files at once, send itself a signal after this many uploads."""
    return [sys.executable, "-c", STOPPED_AT, str(after), str(int(number)), *command[3:]]


def killed(space: Space, folder: Path, after: int) -> None:
    command = stopping(space.command(folder), after, signal.SIGKILL)
    assert (
        subprocess.run(command, cwd=folder.parent, env=space.environment(), check=False).returncode == -signal.SIGKILL
    )


def test_what_a_killed_publish_uploaded_is_not_uploaded_again(space: Space, tmp_path: Path) -> None:
    files = site_of("a", pages=100)
    folder = write_site(tmp_path / "output", files)
    killed(space, folder, after=3)
    there = len(space.keys())
    assert there >= 40
    run = space.publish(folder)
    assert run.returncode == 0, run.stderr
    assert 0 < uploaded(run) <= len(files) - there  # what was on its way when the kill came may have arrived since
    assert_live(space, folder)


def test_what_a_killed_publish_left_is_cleaned_away(plain: Space, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "output", site_of("a", pages=100))
    killed(plain, folder, after=3)
    write_site(folder, site_of("a", pages=3))
    assert plain.publish(folder).returncode == 0
    assert plain.keys() == site_of("a", pages=3).keys()


def test_the_marker_that_says_all_is_there_is_last(plain: Space, tmp_path: Path) -> None:
    files = site_of("a", pages=100)
    killed(plain, write_site(tmp_path / "output", files), after=6)
    assert files.keys() - plain.keys() == {"build.json"}


# Two at once


def named(name: str) -> dict[str, str]:
    return {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": name}


EARLIER = 1_795_000_000


def two_sites(tmp_path: Path) -> tuple[Path, Path]:
    """Write two sites into two people's folders, built at different seconds, by which SFTP tells files apart."""
    first = write_site(tmp_path / "ada/output", site_of("a", pages=60))
    second = write_site(tmp_path / "ben/output", site_of("b", pages=60))
    for file in filter(Path.is_file, first.rglob("*")):
        os.utime(file, (EARLIER, EARLIER))
    return first, second


@contextmanager
def stopped(space: Space, folder: Path, name: str) -> Iterator[subprocess.Popen[str]]:
    """Begin a publish that stands still in its middle."""
    command = stopping(space.command(folder), 2, signal.SIGSTOP)
    with subprocess.Popen(
        command, cwd=folder.parent, env=space.environment(**named(name)),
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        os.waitid(os.P_PID, process.pid, os.WSTOPPED)
        try:
            yield process
        finally:
            process.kill()


def test_who_comes_second_is_told_who_is_publishing(plain: Space, tmp_path: Path) -> None:
    first, second = two_sites(tmp_path)
    with stopped(plain, first, "Ada") as ada:
        ben = plain.publish(second, **named("Ben"))
        assert ben.returncode == 2
        assert re.fullmatch(
            r"Ada is publishing, since \d\d:\d\d UTC; wait until that is done, then run this again\. If that publish "
            r"was stopped, it can be taken over after \d\d:\d\d UTC, or now with --take-over\n",
            ben.stderr,
        )
        assert "posts/only-b/index.html" not in plain.keys()  # noqa: SIM118 -- no dict
        ada.send_signal(signal.SIGCONT)
        ada.communicate(timeout=DEADLINE)
    assert ada.returncode == 0
    assert_live(plain, first)
    assert plain.publish(second, **named("Ben")).returncode == 0
    assert_live(plain, second)


def test_one_folder_publishes_once_at_a_time(plain: Space, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "output", site_of("a", pages=60))
    with stopped(plain, folder, "Ada"):
        again = plain.publish(folder)
    assert (again.returncode, again.stderr) == (
        2, "another publish from this folder is under way; wait until that is done, then run this again\n"
    )  # fmt: skip


def test_who_was_taken_over_stops_and_is_told_who_won(space: Space, tmp_path: Path) -> None:
    first, second = two_sites(tmp_path)
    with stopped(space, first, "Ada") as ada:
        assert space.publish(second, "--take-over", **named("Ben")).returncode == 0
        assert_live(space, second)
        ada.send_signal(signal.SIGCONT)
        _, words = ada.communicate(timeout=DEADLINE)
    assert ada.returncode == 2
    assert re.search(
        r"^Ben published at \d\d:\d\d UTC, meanwhile; look at the site, then run this again$", words, re.MULTILINE
    )
    assert space.publish(second, **named("Ben")).returncode == 0  # puts right what Ada's last uploads changed
    assert_live(space, second)


def test_who_was_taken_over_and_publishes_again_is_live(space: Space, tmp_path: Path) -> None:
    first, second = two_sites(tmp_path)
    with stopped(space, first, "Ada") as ada:
        assert space.publish(second, "--take-over").returncode == 0
        ada.send_signal(signal.SIGCONT)
        ada.communicate(timeout=DEADLINE)
    assert ada.returncode == 2
    assert space.publish(first).returncode == 0  # its pages are as long as those that are there
    assert_live(space, first)


def test_who_finds_a_whole_publish_before_any_upload_leaves_no_trace(plain: Space, tmp_path: Path) -> None:
    first, second = two_sites(tmp_path)
    publisher = StoragePublisher("ada", "Ada", dt.timedelta(days=30), takes_over=False)
    with (tmp_path / "lock").open("w") as lock, opened(plain.target, str(plain.folder), lock.fileno()) as storage:
        snapshot = look(storage)
        plan = make_plan(read_files(first, with_headers=False), snapshot, dt.datetime.now(dt.UTC), publisher.keep)
        assert plain.publish(second, **named("Ben")).returncode == 0
        with pytest.raises(RefusedError, match=r"^Ben published at \d\d:\d\d UTC, meanwhile"):
            carry_out(storage, first, snapshot, plan, publisher)
        assert look(storage).claims["ada"].writes == {}
    assert_live(plain, second)
    assert plain.publish(first).returncode == 0
    assert_live(plain, first)


def test_what_two_cut_off_publishes_wrote_is_nobodys(plain: Space, tmp_path: Path) -> None:
    first, second = two_sites(tmp_path)
    killed(plain, first, after=2)
    command = stopping(plain.command(second, "--take-over"), 2, signal.SIGKILL)
    subprocess.run(command, cwd=second.parent, env=plain.environment(), check=False)
    for one in (first, second):
        assert plain.publish(one, "--take-over").returncode == 0
        assert_live(plain, one)


def test_of_two_at_the_same_moment_one_wins(space: Space, tmp_path: Path) -> None:
    sites = two_sites(tmp_path)
    processes = [
        subprocess.Popen(space.command(one), cwd=one.parent, env=space.environment(), stderr=subprocess.PIPE, text=True)
        for one in sites
    ]
    words = [process.communicate(timeout=DEADLINE)[1] for process in processes]
    codes = [process.returncode for process in processes]
    assert set(codes) <= {0, 2}, words
    winners = [one for one, code in zip(sites, codes, strict=True) if code == 0]
    assert winners, words
    assert all("then run this again" in said for said, code in zip(words, codes, strict=True) if code)
    if len(winners) == 1:
        assert_live(space, winners[0])
    for one in sites:
        assert space.publish(one).returncode == 0
        assert_live(space, one)


def test_an_interrupted_publish_lets_others_go_on_at_once(plain: Space, tmp_path: Path) -> None:
    first, second = two_sites(tmp_path)
    command = stopping(plain.command(first), 2, signal.SIGTERM)
    ada = subprocess.run(
        command, cwd=first.parent, env=plain.environment(), capture_output=True, text=True, check=False
    )
    assert (ada.returncode, ada.stderr.splitlines()[-1]) == (130, "stopped; run this again to go on")
    assert plain.publish(second).returncode == 0
    assert_live(plain, second)


# What cannot be

SITE = "s3://{name}/blog"
ADDRESSES = "write s3://bucket/folder, sftp://you@host/folder, a remote of rclone's (remote:folder), or a folder"
KEYS = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run: aws configure"
NO_BUCKET = "names no bucket; write s3://bucket or s3://bucket/folder"
NO_KEYS = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
FAULTS: dict[str, tuple[dict[str, str], str, str]] = {
    "no bucket": ({}, "s3://nowhere", "s3://nowhere: there is no such bucket; create it first, or correct its name"),
    "no address": ({}, "s3://", f'"s3://" {NO_BUCKET}'),
    "no name": ({}, "s3://A_b!", f'"s3://A_b!" {NO_BUCKET}'),
    "no keys": (NO_KEYS, SITE, f"{SITE}: there are no credentials for the store; {KEYS}"),
    "unknown key": (
        {"AWS_ACCESS_KEY_ID": "another"}, SITE, f"{SITE}: the store does not know this access key; {KEYS}",
    ),
    "wrong secret": (
        {"AWS_SECRET_ACCESS_KEY": "x"}, SITE,
        f"{SITE}: the secret key does not belong to the access key; correct AWS_SECRET_ACCESS_KEY",
    ),
    "no profile": (
        {"AWS_PROFILE": "nobody"}, SITE,
        f"{SITE}: there is no such profile; correct AWS_PROFILE, or run: aws configure",
    ),
    "no server": ({}, f"{SITE} --endpoint-url http://127.0.0.1:9", f"{SITE}: nothing answers there"),
    "no url": (
        {}, f"{SITE} --endpoint-url nonsense", '"nonsense" is not the address of a store; write --endpoint-url https://…',
    ),
    "no remote": ({}, "nowhere:site", "nowhere:site: rclone knows no remote of that name; run: rclone config"),
    "no storage": ({}, "https://example.org/", f'"https://example.org/" is not a place to publish to; {ADDRESSES}'),
    "no site": (
        {}, f"{SITE} --folder empty", "there is no site in empty/ (no index.html); run make build, or name its folder",
    ),
}  # fmt: skip


@pytest.fixture(scope="session")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An object store that looks at keys."""
    with running("s3", tmp_path_factory.mktemp("strict"), "--auth-key", f"{KEY},{SECRET}") as server:
        yield server


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_said_in_words(name: str, strict: Server, tmp_path: Path) -> None:
    space = strict.space()
    write_site(tmp_path / "output", site_of("a", pages=1))
    variables, arguments, words = FAULTS[name]
    target, *options = arguments.format(name=space.name).split()
    run = subprocess.run(
        publish_command(target, "output", *options),
        cwd=tmp_path, env=space.environment(**variables), capture_output=True, text=True, timeout=DEADLINE, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (2, words.format(name=space.name) + "\n")


def test_without_rclone_it_says_what_to_install(tmp_path: Path) -> None:
    """Python stands alone in a folder of its own, as where nobody installed rclone."""
    write_site(tmp_path / "output", site_of("a", pages=1))
    code = "import sys; from hireground.cli import main; sys.executable = '/nowhere/python'; sys.exit(main())"
    command = [sys.executable, "-c", code, *publish_command(str(tmp_path / "there"), "output")[3:]]
    run = subprocess.run(
        command, cwd=tmp_path, env=environment(PATH="/nowhere"), capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert "pip install 'hireground[storage]'" in run.stderr


def test_a_web_space_is_reached_by_the_authors_own_ssh(tmp_path: Path) -> None:
    key, known, config, programs = (tmp_path / name for name in ("key", "known", "config", "programs"))
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    config.write_text(
        f"IdentityFile {key}\nIdentityAgent none\nUserKnownHostsFile {known}\nGlobalKnownHostsFile {known}\n"
    )
    programs.mkdir()
    (programs / "ssh").write_text(f'#!/bin/sh\nexec {shutil.which("ssh")} -F {config} "$@"\n')
    (programs / "ssh").chmod(0o755)
    folder = write_site(tmp_path / "output", site_of("a"))
    with running("sftp", tmp_path / "server", "--authorized-keys", str(key.with_suffix(".pub"))) as server:
        target = f"sftp://{USER}@127.0.0.1:{server.port}/blog"
        variables = environment(PATH=f"{programs}:{os.environ['PATH']}")
        command = publish_command(target, folder)
        stranger = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True, check=False)
        assert (stranger.returncode, stranger.stderr) == (
            2, f"{target}: ssh does not get in; try the same with ssh alone, and see what it says\n"
        )  # fmt: skip
        with known.open("w") as out:
            scan = ["ssh-keyscan", "-p", server.port, "127.0.0.1"]
            subprocess.run(scan, stdout=out, stderr=subprocess.DEVNULL, check=True)
        run = subprocess.run(command, cwd=tmp_path, env=variables, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        assert {path.name for path in (server.data / "blog").iterdir()} >= {"index.html", "build.json"}
