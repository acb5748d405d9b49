"""A source may be a `.zip`: what it holds is read, and nothing of it gets elsewhere or fills a disk."""

import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hireground.importing.archives import unpacked
from hireground.terminal import RefusedError

Moves = Callable[..., Any]
POST = "---\ntitle: A\ndate: 2026-11-20\nsummary: B.\n---\n\nWords.\n"


def packed(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


@pytest.mark.parametrize("name", ["hugo", "jekyll", "pelican", "wordpress", "folder"])
def test_an_archive_gives_what_its_folder_does(move: Moves, name: str, tmp_path: Path) -> None:
    sample = move(name)
    export = sample.source / "export.xml"
    files = [export] if export.is_file() else [path for path in sample.source.rglob("*") if path.is_file()]
    with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
        for path in files:
            archive.write(path, Path("main", path.relative_to(sample.source)))
    sample.run("--write", source=export if export.is_file() else sample.source)
    written = sample.files()
    for path in written.keys() - {"pelicanconf.py", "publishconf.py"}:
        (sample.site / path).unlink()
    sample.run("--write", source=tmp_path / f"{name}.zip")
    assert sample.files() == written


@pytest.mark.parametrize("name", ["../out.md", "/etc/out.md", "a/../../out.md", "..\\out.md", "C:/out.md"])
def test_nothing_gets_out_of_an_archive(move: Moves, name: str, tmp_path: Path, capsys: Any) -> None:  # noqa: ANN401 -- pytest's
    sample = move("folder")
    before = {*tmp_path.rglob("*")}
    file = packed(tmp_path / "slip.zip", {"a.md": POST, name: POST})
    assert sample.run("--write", source=file) == 2
    assert "leads out of it" in capsys.readouterr().err
    assert {*tmp_path.rglob("*")} - before == {file}


def test_links_in_an_archive_are_no_files(move: Moves, tmp_path: Path) -> None:
    sample, file = move("folder"), tmp_path / "links.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.md", POST + "![p](p.png)\n")
        link = zipfile.ZipInfo("p.png")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert sample.run("--write", source=file) == 1
    assert not any(b"root:" in data for data in sample.files().values())


def test_a_bomb_is_refused_before_the_disk_is_full(move: Moves, tmp_path: Path, capsys: Any) -> None:  # noqa: ANN401
    file = packed(tmp_path / "bomb.zip", {f"{number}.md": "0" * 4_000_000 for number in range(5)})
    data = bytearray(file.read_bytes())
    for place in (at for at in range(len(data)) if data[at : at + 4] == b"PK\x01\x02"):
        data[place + 24 : place + 28] = struct.pack("<I", 4_000_000)
    file.write_bytes(data)
    assert move("folder").run("--write", source=file) == 2
    assert "far more than an archive of its size" in capsys.readouterr().err


def test_a_damaged_archive_is_refused_with_a_word(move: Moves, tmp_path: Path, capsys: Any) -> None:  # noqa: ANN401
    file = tmp_path / "damaged.zip"
    file.write_bytes(b"PK\x03\x04 and no more")
    assert move("folder").run(source=file) == 2
    assert "cannot be unpacked" in capsys.readouterr().err


def test_damage_anywhere_in_an_archive_is_refused_or_harmless(tmp_path: Path) -> None:
    whole, words = packed(tmp_path / "whole.zip", {"a/b.md": POST * 50}).read_bytes(), set[str]()
    for place in range(len(whole)):
        file = tmp_path / "damaged.zip"
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            with unpacked(file):
                pass
        except RefusedError as error:
            words.add(str(error).partition(": ")[2])
    assert any("decompressing" in one for one in words)
