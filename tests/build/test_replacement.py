"""A build's temporary folder takes the place of the last output whole, and nothing of a killed build stays."""

import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from hireground.build.leftovers import leave_only
from hireground.build.replacement import MARKER, replacement, take_spare, temporary

SPARE = ".output.spare"
FILLS = """
import sys, time
from pathlib import Path
from hireground.build.replacement import replacement
with replacement(Path("output")) as fresh:
    (fresh / "half").write_text("half")
    print(fresh, flush=True)
    time.sleep(600)
"""


def filling(root: Path) -> tuple[subprocess.Popen[str], Path]:
    """Start a build that never ends; return it, and the folder that it fills."""
    process = subprocess.Popen([sys.executable, "-c", FILLS], cwd=root, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    return process, Path(process.stdout.readline().strip())


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def build(root: Path, text: str = "new") -> None:
    with replacement(root / "output") as fresh:
        (fresh / "index.html").write_text(text)


def names(root: Path) -> set[str]:
    return {path.name for path in root.iterdir()}


def test_the_next_build_removes_what_a_killed_one_left(tmp_path: Path) -> None:
    for _ in range(2):
        process, folder = filling(tmp_path)
        kill(process)
        assert folder.is_dir()
    build(tmp_path)
    assert names(tmp_path) == {"output"}


def test_a_build_leaves_alone_what_another_is_filling(tmp_path: Path) -> None:
    process, folder = filling(tmp_path)
    try:
        build(tmp_path)
        build(tmp_path)
        assert (folder / "half").read_text() == "half"
        assert names(tmp_path) == {"output", SPARE, folder.name}
    finally:
        kill(process)


def test_a_build_for_another_folder_is_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / ".output2.new-0123").mkdir()
    (tmp_path / ".output").mkdir()
    build(tmp_path)
    assert names(tmp_path) == {"output", ".output2.new-0123", ".output"}


def test_what_a_build_left_that_was_killed_while_it_swapped(tmp_path: Path) -> None:
    """The old site is there again for a build that fails, and is gone after one that does not."""
    build(tmp_path, "old")
    (tmp_path / "output").rename(tmp_path / ".output.old-0123")
    with replacement(tmp_path / "output"):
        assert (tmp_path / "output/index.html").read_text() == "old"
    build(tmp_path, "old")
    (tmp_path / "output").rename(tmp_path / ".output.old-0123")
    build(tmp_path)
    assert (tmp_path / "output/index.html").read_text() == "new"
    assert names(tmp_path) == {"output", SPARE}


def test_old_sites_beside_the_new_one_become_the_spare_or_go(tmp_path: Path) -> None:
    build(tmp_path)
    for name in ("0123", "4567"):
        (tmp_path / f".output.old-{name}").mkdir()
    build(tmp_path)
    build(tmp_path)
    assert names(tmp_path) == {"output", SPARE}


def test_the_next_build_uses_the_spare_and_changes_no_file_that_readers_have(tmp_path: Path) -> None:
    """What is the last build's file stays where it is; all else goes, and a file that is written is another one."""
    for text in ("first", "second"):
        with replacement(tmp_path / "output") as fresh:
            (fresh / "posts/a").mkdir(parents=True)
            (fresh / "posts/a/index.html").write_text(text)
            (fresh / "gone").mkdir()
            (fresh / "gone/index.html").write_text(text)
            if (tmp_path / "output").exists():
                (fresh / "same").hardlink_to(tmp_path / "output/same")
            else:
                (fresh / "same").write_text("same")
    with replacement(tmp_path / "output") as fresh:
        take_spare(fresh, tmp_path / "output")
        wanted = {path: f"{tmp_path}/output/{path}" for path in ("same", "posts/a/index.html")}
        assert leave_only(fresh, wanted) == {"same"}
        assert names(fresh) == {"same"}
        (fresh / "other").write_text("third")
        assert {(tmp_path / f"output/{path}/index.html").read_text() for path in ("posts/a", "gone")} == {"second"}
    assert names(tmp_path / "output") == {"same", "other", MARKER}


def test_a_spare_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/file").write_text("x")
    (tmp_path / SPARE).symlink_to("precious")
    for _ in range(2):
        with replacement(tmp_path / "output") as fresh:
            take_spare(fresh, tmp_path / "output")
            leave_only(fresh, {})
    assert (tmp_path / "precious/file").read_text() == "x"


def test_no_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/file").write_text("x")
    (tmp_path / ".output.new-0123").symlink_to("precious")
    build(tmp_path)
    assert (tmp_path / "precious/file").read_text() == "x"


def test_a_temporary_folder_is_gone_after_an_error(tmp_path: Path) -> None:
    with suppress(FileNotFoundError), temporary(tmp_path / "above", "x-") as folder:
        (folder / "file").write_text("x")
        (folder / "missing").read_text()
    assert names(tmp_path / "above") == set()


def test_builds_at_once_give_one_whole_site(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from hireground.build.leftovers import leave_only\n"
        "from hireground.build.replacement import replacement, take_spare\n"
        "for number in range(20):\n"
        "    with replacement(Path('output')) as fresh:\n"
        "        take_spare(fresh, Path('output'))\n"
        "        leave_only(fresh, {})\n"
        "        for name in 'abc': (fresh / name).write_text(f'{sys.argv[1]} {number}')\n"
    )
    builds = [subprocess.Popen([sys.executable, "-c", code, str(number)], cwd=tmp_path) for number in range(4)]
    assert [build.wait() for build in builds] == [0] * 4
    assert names(tmp_path) <= {"output", SPARE}
    assert len({(tmp_path / "output" / name).read_text() for name in "abc"}) == 1
    assert names(tmp_path / "output") == {"a", "b", "c", MARKER}
