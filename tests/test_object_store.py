"""Publishing to two real S3 servers: what readers find, whatever happens meanwhile."""

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from built_site import BuiltSite
from object_stores import COMMANDS, DEADLINE, Bucket, ObjectStore, environment, running, site_of, write_site

from tools.object_store.faults import words as said

KILLS = 6  # each of another version
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


@pytest.fixture(scope="session", params=COMMANDS)
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    with running(request.param, tmp_path_factory.mktemp(request.param)) as server:
        yield server


@pytest.fixture
def bucket(store: ObjectStore) -> Bucket:
    return store.bucket()


def assert_live(bucket: Bucket, folder: Path) -> None:
    """Every file of the site is there, byte for byte."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert files.keys() <= bucket.keys()
    with ThreadPoolExecutor(8) as pool:
        bodies = dict(zip(files, pool.map(bucket.body, files), strict=True))
    assert [name for name, path in files.items() if bodies[name] != path.read_bytes()] == []


def uploaded(run: subprocess.CompletedProcess[str]) -> int:
    return sum(int(number.replace(",", "")) for number in re.findall(r"([\d,]+) (?:new|changed)\b", run.stdout))


def test_first_then_nothing_then_one_edit(bucket: Bucket, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "output", site_of("a"))
    first = bucket.publish(folder)
    assert (first.returncode, uploaded(first)) == (0, len(site_of("a"))), first.stderr
    again = bucket.publish(folder)
    assert (again.returncode, uploaded(again)) == (0, 0)
    assert again.stdout.startswith(f"Nothing to publish: {len(site_of('a'))} files as before")
    (folder / "posts/2/index.html").write_text("<p>Three.")
    edited = bucket.publish(folder)
    assert (edited.returncode, uploaded(edited)) == (0, 1)
    assert_live(bucket, folder)


def test_a_dry_run_says_all_and_does_nothing(bucket: Bucket, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "output", site_of("a", pages=2))
    run = bucket.publish(folder, "--dry-run")
    assert run.returncode == 0
    assert bucket.keys() == set()
    assert run.stdout.splitlines() == [
        *(f"new      {key}" for key in (
            f"assets/main.{'a' * 10}.css",
            *("404.html", "index.html", "posts/0/index.html", "posts/1/index.html", "posts/only-a/index.html"),
            *("calendar.ics", "robots.txt"),
        )),
        f"Would publish 8 files to s3://{bucket.name}/blog/: 8 new (0.0 MB)",
    ]  # fmt: skip


def test_what_left_the_site_is_deleted_but_for_style_sheets_of_open_pages(bucket: Bucket, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "output", site_of("a"))
    bucket.publish(folder)
    bucket.store.client.put_object(Bucket=bucket.name, Key="blog/cv.pdf", Body=b"mine")
    write_site(folder, site_of("b"))
    run = bucket.publish(folder)
    assert "1 deleted" in run.stdout
    assert "1 old file kept for pages that are still open; 1 object of others left alone" in run.stdout
    assert bucket.keys() - site_of("b").keys() == {f"assets/main.{'a' * 10}.css", "cv.pdf"}
    assert "1 deleted" in bucket.publish(folder, "--keep-days", "0").stdout
    assert bucket.keys() - site_of("b").keys() == {"cv.pdf"}


def test_a_file_that_somebody_changed_in_the_store_is_put_right(bucket: Bucket, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "output", site_of("a"))
    bucket.publish(folder)
    body = bucket.body("index.html")
    for wrong in (b"Hello", b"x" * len(body)):
        bucket.store.client.put_object(Bucket=bucket.name, Key="blog/index.html", Body=wrong)
        assert uploaded(bucket.publish(folder)) == 1
    bucket.store.client.delete_object(Bucket=bucket.name, Key="blog/calendar.ics")
    assert uploaded(bucket.publish(folder)) == 1
    assert_live(bucket, folder)


def test_every_kind_has_its_type_and_its_time_in_caches(bucket: Bucket, site: BuiltSite) -> None:
    assert bucket.publish(site.root).returncode == 0
    for pattern, expected in KINDS.items():
        file = min(site.root.glob(pattern))
        key = f"blog/{file.relative_to(site.root).as_posix()}"
        head = bucket.store.client.head_object(Bucket=bucket.name, Key=key)
        assert (head["ContentType"], head["CacheControl"]) == expected, key
    assert not [key for key in sorted(bucket.keys()) if key.rpartition("/")[2].startswith((".", "_"))]


def test_a_moved_page_redirects_where_the_store_is_a_website(bucket: Bucket, tmp_path: Path) -> None:
    page = '<!doctype html><meta http-equiv="refresh" content="0; url=https://example.org/caf%C3%A9/?a=1&amp;b=2">'
    bucket.publish(write_site(tmp_path / "output", {"index.html": "<p>", "old/index.html": page}))
    head = bucket.store.client.head_object(Bucket=bucket.name, Key="blog/old/index.html")
    assert head["WebsiteRedirectLocation"] == "https://example.org/caf%C3%A9/?a=1&b=2"
    home = bucket.store.client.head_object(Bucket=bucket.name, Key="blog/index.html")
    assert "WebsiteRedirectLocation" not in home


# Cut off in the middle


@contextmanager
def reader(bucket: Bucket) -> Iterator[list[str]]:
    """Read pages in a loop, each with its style sheet; yields what was missing."""
    missing: list[str] = []
    done = threading.Event()

    def read() -> None:
        count = 0
        while not done.is_set():
            count += 1
            page = "index.html" if count % 3 == 0 else f"posts/{count % 40}/index.html"
            missing.extend(bucket.lacks(page))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield missing
    finally:
        done.set()
        thread.join(DEADLINE)


def test_a_publish_killed_anywhere_goes_on_and_no_reader_misses_anything(bucket: Bucket, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "output", site_of("a"))
    began = time.monotonic()
    assert bucket.publish(folder).returncode == 0
    whole = time.monotonic() - began
    moments = random.Random(5)  # noqa: S311 -- moments, not secrets
    with reader(bucket) as missing:
        for number in range(KILLS):
            write_site(folder, site_of("bcdefg"[number]))
            process = subprocess.Popen(
                bucket.command(folder), cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL
            )
            time.sleep(moments.uniform(0.3, 1) * whole)
            process.send_signal(signal.SIGKILL)
            process.wait()
            if number % 2:
                run = bucket.publish(folder)
                assert run.returncode == 0, run.stderr
                assert_live(bucket, folder)
        assert bucket.publish(folder).returncode == 0
    assert missing == []
    assert uploaded(bucket.publish(folder)) == 0


STOPPED_AT = """
import itertools, os, sys
from tools.object_store.store import Store
from tools.object_store.__main__ import main
put, numbers, last, signal = Store.put, itertools.count(), int(sys.argv.pop(1)), int(sys.argv.pop(1))
def counted(store, file):
    if next(numbers) == last:
        os.kill(os.getpid(), signal)
    return put(store, file)
Store.put = counted
sys.exit(main(sys.argv[1:]))
"""


def stopping(command: list[str], after: int, number: signal.Signals) -> list[str]:
    """Let a publish send itself a signal after so many uploads."""
    return [sys.executable, "-c", STOPPED_AT, str(after), str(int(number)), *command[3:]]


def killed(bucket: Bucket, folder: Path, after: int) -> None:
    command = stopping(bucket.command(folder), after, signal.SIGKILL)
    assert subprocess.run(command, cwd=folder.parent, env=environment(), check=False).returncode == -signal.SIGKILL


def test_what_a_killed_publish_uploaded_is_not_uploaded_again(bucket: Bucket, tmp_path: Path) -> None:
    files = site_of("a", pages=100)
    folder = write_site(tmp_path / "output", files)
    killed(bucket, folder, after=60)
    there = len(bucket.keys())
    assert there >= 40
    run = bucket.publish(folder)
    assert run.returncode == 0, run.stderr
    assert 0 < uploaded(run) <= len(files) - there  # what was on its way when the kill came may have arrived since
    assert_live(bucket, folder)


def test_what_a_killed_publish_left_is_cleaned_away(bucket: Bucket, tmp_path: Path) -> None:
    folder = write_site(tmp_path / "output", site_of("a", pages=100))
    killed(bucket, folder, after=60)
    write_site(folder, site_of("a", pages=3))
    assert bucket.publish(folder).returncode == 0
    assert bucket.keys() == site_of("a", pages=3).keys()


# Two at once


def named(name: str) -> dict[str, str]:
    return {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "user.name", "GIT_CONFIG_VALUE_0": name}


def two_sites(tmp_path: Path) -> tuple[Path, Path]:
    """Write two different sites into two people's folders."""
    first, second = tmp_path / "ada/output", tmp_path / "ben/output"
    return write_site(first, site_of("a", pages=60)), write_site(second, site_of("b", pages=60))


@contextmanager
def stopped(bucket: Bucket, folder: Path, name: str) -> Iterator[subprocess.Popen[str]]:
    """Begin a publish that stands still in its middle."""
    command = stopping(bucket.command(folder), 30, signal.SIGSTOP)
    with subprocess.Popen(
        command, cwd=folder.parent, env=environment(**named(name)),
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        os.waitid(os.P_PID, process.pid, os.WSTOPPED)
        try:
            yield process
        finally:
            process.kill()


def test_who_comes_second_is_told_who_is_publishing(bucket: Bucket, tmp_path: Path) -> None:
    first, second = two_sites(tmp_path)
    with stopped(bucket, first, "Ada") as ada:
        ben = bucket.publish(second, **named("Ben"))
        assert ben.returncode == 1
        assert re.fullmatch(
            r"Ada is publishing, since \d\d:\d\d UTC; wait until that is done, then run this again\. If that publish "
            r"was stopped, it can be taken over after \d\d:\d\d UTC, or now with --take-over\n",
            ben.stderr,
        )
        assert "posts/only-b/index.html" not in bucket.keys()  # noqa: SIM118 -- no dict
        ada.send_signal(signal.SIGCONT)
        ada.communicate(timeout=DEADLINE)
    assert ada.returncode == 0
    assert_live(bucket, first)
    assert bucket.publish(second, **named("Ben")).returncode == 0
    assert_live(bucket, second)


def test_who_was_taken_over_stops_and_is_told_who_won(bucket: Bucket, tmp_path: Path) -> None:
    first, second = two_sites(tmp_path)
    with stopped(bucket, first, "Ada") as ada:
        assert bucket.publish(second, "--take-over", **named("Ben")).returncode == 0
        assert_live(bucket, second)
        ada.send_signal(signal.SIGCONT)
        _, words = ada.communicate(timeout=DEADLINE)
    assert ada.returncode == 1
    assert re.search(
        r"^Ben published at \d\d:\d\d UTC, meanwhile; look at the site, then run this again$", words, re.MULTILINE
    )
    assert bucket.publish(second, **named("Ben")).returncode == 0  # puts right what Ada's last uploads changed
    assert_live(bucket, second)


def test_of_two_at_the_same_moment_one_wins(bucket: Bucket, tmp_path: Path) -> None:
    sites = two_sites(tmp_path)
    processes = [
        subprocess.Popen(bucket.command(one), cwd=one.parent, env=environment(), stderr=subprocess.PIPE, text=True)
        for one in sites
    ]
    words = [process.communicate(timeout=DEADLINE)[1] for process in processes]
    codes = [process.returncode for process in processes]
    assert set(codes) <= {0, 1}, words
    if bucket.store.name == "moto":
        winners = [one for one, code in zip(sites, codes, strict=True) if code == 0]
        assert winners
        assert all("then run this again" in said for said, code in zip(words, codes, strict=True) if code)
        if len(winners) == 1:
            assert_live(bucket, winners[0])
    for one in sites:
        assert bucket.publish(one).returncode == 0
        assert_live(bucket, one)


def test_an_interrupted_publish_lets_others_go_on_at_once(bucket: Bucket, tmp_path: Path) -> None:
    first, second = two_sites(tmp_path)
    command = stopping(bucket.command(first), 30, signal.SIGTERM)
    ada = subprocess.run(command, cwd=first.parent, env=environment(), capture_output=True, text=True, check=False)
    assert (ada.returncode, ada.stderr.splitlines()[-1]) == (130, "stopped; run this again to go on")
    assert bucket.publish(second).returncode == 0
    assert_live(bucket, second)


def test_a_store_that_heeds_no_conditions_is_named(bucket: Bucket, tmp_path: Path) -> None:
    run = bucket.publish(write_site(tmp_path / "output", site_of("a", pages=1)))
    assert ("This store does not heed conditions" in run.stderr) == (bucket.store.name == "rclone")


# What cannot be

SITE = "s3://{bucket}/blog"
KEYS = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run: aws configure"
NO_BUCKET = "names no bucket; write s3://bucket or s3://bucket/folder"
NO_KEYS = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}
DEAD, LOOK = "http://127.0.0.1:9", "correct --endpoint-url, or look at your network"
FAULTS: dict[str, tuple[dict[str, str], str, int, str]] = {
    "no bucket": ({}, "s3://nowhere", 2, "s3://nowhere: there is no such bucket; create it first, or correct its name"),
    "no address": ({}, "s3://", 1, f'"s3://" {NO_BUCKET}'),
    "no name": ({}, "s3://A_b!", 1, f'"s3://A_b!" {NO_BUCKET}'),
    "no keys": (NO_KEYS, SITE, 2, f"{SITE}: there are no credentials for the store; {KEYS}"),
    "unknown key": (
        {"AWS_ACCESS_KEY_ID": "another"}, SITE, 2, f"{SITE}: the store does not know this access key; {KEYS}",
    ),
    "wrong secret": (
        {"AWS_SECRET_ACCESS_KEY": "x"}, SITE, 2,
        f"{SITE}: the secret key does not belong to the access key; correct AWS_SECRET_ACCESS_KEY",
    ),
    "no profile": (
        {"AWS_PROFILE": "nobody"}, SITE, 2,
        f"{SITE}: The config profile (nobody) could not be found; correct AWS_PROFILE, or run: aws configure",
    ),
    "no server": (
        {}, f"{SITE} --endpoint-url {DEAD}", 2,
        f"{SITE}: nothing answers at {DEAD}/{{bucket}}/blog/.published.json; {LOOK}",
    ),
    "no url": (
        {}, f"{SITE} --endpoint-url nonsense", 1, "Invalid endpoint: nonsense; write --endpoint-url https://…",
    ),
    "no site": (
        {}, f"{SITE} --folder empty", 1,
        "there is no site in empty/ (no index.html); run make build, or name its folder",
    ),
}  # fmt: skip


@pytest.fixture(scope="session")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore]:
    """The server that looks at keys."""
    with running("rclone", tmp_path_factory.mktemp("strict")) as server:
        yield server


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_said_in_words(name: str, strict: ObjectStore, tmp_path: Path) -> None:
    bucket = strict.bucket()
    write_site(tmp_path / "output", site_of("a", pages=1))
    variables, arguments, code, words = FAULTS[name]
    given = arguments.format(bucket=bucket.name).split()
    run = subprocess.run(
        [sys.executable, "-m", "tools.object_store", "--endpoint-url", strict.url, "--folder", "output", *given],
        cwd=tmp_path, env=environment(**variables), capture_output=True, text=True, timeout=DEADLINE, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stderr) == (code, words.format(bucket=bucket.name) + "\n")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("AccessDenied", "this key may not do that here; it needs s3:ListBucket on the bucket, and s3:GetObject, "),
        ("ExpiredToken", "these credentials have expired; sign in anew"),
        ("RequestTimeTooSkewed", "this machine's clock differs from the store's by more than 15 minutes; set it right"),
        ("PermanentRedirect", "the bucket is in another region; set AWS_REGION to it"),
        ("Odd", "the store refused: Odd: Why not"),
    ],
)
def test_what_only_amazon_says_is_said_in_words(code: str, words: str) -> None:
    assert said(ClientError({"Error": {"Code": code, "Message": "Why not"}}, "PutObject")).startswith(words)
