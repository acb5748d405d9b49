"""Whatever of a site's cache or of its last output is damaged, the next build gives what a build without them gives."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tiny_site import small_settings

from hireground import checksums
from hireground.build.journal import read_journal
from hireground.build.site import build_site
from hireground.checksums import Verifier, put_file, sum_of

ROOT = Path(__file__).parents[2]
EPOCH = "1795392000"
CONF = small_settings()
POST = "---\ntitle: {title}\ndate: 2026-11-02 08:00\nsummary: About it.\n---\n![A hall](../images/hall.jpg)\n\nWords.\n"
KINDS = {
    "a picture": ".cache/pictures/*/*.webp",
    "what is known of pictures": ".cache/pictures/index*.json",
    "a card": ".cache/cards/*.png",
    "an icon": ".cache/icons/*/*.png",
    "sums of cards": ".cache/cards/checksums.json",
    "sums of pictures": ".cache/pictures/checksums.json",
    "results": ".cache/results.sqlite",
    "the journal": ".cache/builds/*.journal",
    "a page": "output/posts/a/index.html",
    "a compressed page": "output/posts/a/index.html.gz",
    "a style sheet": "output/assets/css/main.*.css",
    "a linked card": "output/assets/cards/*.png",
    "the search's index": "output/pagefind/*.pf_meta",
    "a piece of the search": "output/pagefind/fragment/*.pf_fragment",
}


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def halved(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def other_bytes(file: Path) -> None:
    """As a power cut leaves it: of the same size and time."""
    before = file.stat()
    file.write_bytes(bytes(before.st_size))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def removed(file: Path) -> None:
    file.unlink()


DAMAGES = (emptied, halved, other_bytes, removed)


def files_of(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def build(site: Path) -> dict[str, bytes]:
    """Build as an author does, in one process with all other builds of this file."""
    build_site(site / "publishconf.py", site / "output", compressed=True)
    return files_of(site / "output")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, bytes]]]:
    """A site that was built, with its cache, and what a build gives: each test damages one file and builds again."""
    site = tmp_path_factory.mktemp("damage") / "site"
    for name in ("posts", "images"):
        (site / "content" / name).mkdir(parents=True)
    (site / "publishconf.py").write_text(CONF)
    for name in "ab":
        (site / f"content/posts/{name}.md").write_text(POST.format(title=f"Post {name}"))
    shutil.copy(next((ROOT / "content/images").glob("*.jpg")), site / "content/images/hall.jpg")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        yield site, build(site)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_is_made_again(
    built: tuple[Path, dict[str, bytes]], kind: str, damage: Callable[[Path], None]
) -> None:
    site, before = built
    if not list(site.glob(KINDS[kind])):  # a damaged file of results is removed, and written when there are new ones
        shutil.rmtree(site / "output")
        build(site)
    damage(min(site.glob(KINDS[kind])))
    assert build(site) == before


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_whole_cache_is_damaged(built: tuple[Path, dict[str, bytes]], damage: Callable[[Path], None]) -> None:
    site, before = built
    files = [file for file in (site / ".cache").rglob("*") if file.is_file()]
    assert len(files) > 15
    for file in files:
        damage(file)
    assert build(site) == before


def test_a_cache_from_another_machine_is_used(
    built: tuple[Path, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its files are read once, whatever their times, and none is made again."""
    site, before = built
    build(site)
    cards = {file: file.stat().st_ino for file in (site / ".cache/cards").glob("*.png")}
    for file in cards:
        os.utime(file, (0, 0))
    monkeypatch.setattr(checksums, "boot", lambda: "another")
    assert build(site) == before
    assert {file: file.stat().st_ino for file in cards} == cards


def test_the_journal_says_what_each_file_is(built: tuple[Path, dict[str, bytes]]) -> None:
    """Files that were just written are not read again for it."""
    site, before = built
    output, post = site / "output", site / "content/posts/a.md"
    said = post.read_text()
    for lost in (output, site / ".cache", None):
        if lost:
            shutil.rmtree(lost)
        else:
            post.write_text(f"{said}\nMore words.\n")
        files = build(site)
        written = read_journal(site, output).written
        assert written.keys() == files.keys()
        assert {path: one.sum for path, one in written.items()} == {path: sum_of(output / path) for path in written}
    post.write_text(said)
    assert build(site) == before


def test_what_costs_too_much_to_read_is_known_by_size_and_time(tmp_path: Path) -> None:
    """Until the machine has been restarted."""
    file = tmp_path / "a"
    file.write_bytes(b"right")
    known = sum_of(file)
    assert known
    other_bytes(file)
    assert Verifier(is_other_boot=False, to_read=0).is_intact(file, known)
    assert not Verifier(is_other_boot=True, to_read=0).is_intact(file, known)
    emptied(file)
    assert not Verifier(is_other_boot=False, to_read=0).is_intact(file, known)


WRITER = """
import sys
from pathlib import Path
from hireground.checksums import put_file
print("begun", flush=True)
while True:
    for sign in b"ab":
        put_file(Path(sys.argv[1]), bytes([sign]) * 3_000_000)
"""


def test_a_file_that_is_written_again_is_whole_whenever_it_is_read_and_its_writer_killed(tmp_path: Path) -> None:
    file = tmp_path / "deep/down/kept.bin"
    put_file(file, b"a" * 3_000_000)
    with subprocess.Popen([sys.executable, "-c", WRITER, file], stdout=subprocess.PIPE) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == b"begun\n"
        seen = {file.read_bytes() for _time in range(200)}
        writer.kill()
    seen.add(file.read_bytes())
    assert {(len(data), len({*data})) for data in seen} == {(3_000_000, 1)}
