"""A scripted editor over standard input and output: what an author sees of slips while typing, and what clicks mend."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from built_site import EPOCH, write_menu_pages
from site_repository import FOLDER, PLACES, SETTINGS, Repository, lab
from tests.lsp.author_slips import LAB as LAB_WITH_SLIPS
from tests.lsp.author_slips import POST, SLIPS, post, seminar, write_texts
from tests.lsp.lsp_editor import PATIENCE, Editor, editing
from tiny_site import environment


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    root = tmp_path_factory.mktemp("site").resolve()
    write_menu_pages(root / "content")
    for name in ("pelicanconf.py", "publishconf.py"):
        (root / name).write_text(SETTINGS)
    (root / "content/places.yaml").write_text(PLACES)
    write_texts(root)
    Repository(root).commit({"lab.md": lab("2026-12-15 18:00", "2027-01-19 18:00")})
    with editing(root, SOURCE_DATE_EPOCH=EPOCH) as editor:
        yield editor


def test_who_lacks_the_library_is_told_the_command(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['pygls'] = None\n")
    (tmp_path / "publishconf.py").write_text(SETTINGS)
    path = os.pathsep.join([str(tmp_path), environment()["PYTHONPATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "hireground", "lsp"], cwd=tmp_path, env=environment(PYTHONPATH=path),
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith(f'run: {sys.executable} -m pip install "pygls>=2,<3"\n')


LAB = f"{FOLDER}/lab.md"
GOOD = {POST: post(), LAB_WITH_SLIPS: seminar()}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_said_while_it_is_typed_and_mended_by_a_click(editor: Editor, name: str) -> None:
    slip, file = SLIPS[name], SLIPS[name].file.as_posix()
    editor.open(file, GOOD.get(slip.file, ""))
    editor.type(file, slip.typed, slip.words)
    [wrong] = [one for one in editor.problems[file] if slip.words in one["message"]]
    assert cut(slip.typed, wrong["range"]) == slip.underlined
    clicks = editor.ask(
        "textDocument/codeAction", textDocument=editor.uri(file), range=wrong["range"], context={"diagnostics": [wrong]}
    )
    made = [clicked(slip.typed, one["edit"]["changes"][editor.uri(file)["uri"]]) for one in clicks]
    assert made == ([slip.mended] if slip.mended else [])
    if slip.file in GOOD:
        editor.type(file, slip.mended or GOOD[slip.file])
    editor.send("textDocument/didClose", textDocument=editor.uri(file))


def cut(text: str, marked: dict[str, dict[str, int]]) -> str:
    """Return what is underlined; all of it stands in one line."""
    start, end = marked["start"], marked["end"]
    assert start["line"] == end["line"]
    return text.split("\n")[start["line"]][start["character"] : end["character"]]


def clicked(text: str, edits: list[dict[str, Any]]) -> str:
    """Return a text after edits, as an editor makes them."""
    lines = text.split("\n")
    for edit in sorted(edits, key=lambda one: tuple(one["range"]["start"].values()), reverse=True):
        start, end = edit["range"]["start"], edit["range"]["end"]
        assert start["line"] == end["line"]
        line = lines[start["line"]]
        lines[start["line"]] = f"{line[: start['character']]}{edit['newText']}{line[end['character'] :]}"
    return "\n".join(lines)


def test_two_versions_that_could_not_be_merged_are_said(editor: Editor) -> None:
    editor.open(POST.as_posix(), post())
    editor.type(
        POST.as_posix(), post("\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> 4abb012 (Ada)"), "could not be merged"
    )
    editor.type(POST.as_posix(), post())


def test_a_file_in_a_wrong_folder_is_said_where_it_is(editor: Editor) -> None:
    (editor.root / "content/post").mkdir()
    (editor.root / "content/post/x.md").write_text(post())
    editor.open("content/post/x.md", post())
    editor.said("content/post/x.md", "move it to content/posts")
    shutil.rmtree(editor.root / "content/post")
    editor.send("textDocument/didClose", textDocument=editor.uri("content/post/x.md"))


def test_a_menu_that_leads_nowhere_is_said_in_the_settings(editor: Editor) -> None:
    settings = editor.root / "publishconf.py"
    settings.write_text(f'{SETTINGS}SITE_NAV = (("About", "abuot/"),)\n')
    editor.open("publishconf.py", settings.read_text())
    editor.said("publishconf.py", 'did you mean "about/"?')
    [wrong] = editor.problems["publishconf.py"]
    assert cut(settings.read_text(), wrong["range"]) == '"abuot/"'
    settings.write_text(SETTINGS)
    editor.send("textDocument/didSave", textDocument=editor.uri("publishconf.py"))
    editor.said("publishconf.py", "")


def test_a_slip_of_the_front_matter_is_mended_by_a_click(editor: Editor) -> None:
    editor.open(LAB, lab("2026-12-15 18:00", "2027-01-19 18:00"))
    said = editor.type(LAB, lab("2026-12-15 18:00", "2027-01-19 18:00", keys="place: Belevue Library"), "Belevue")
    [wrong] = [one for one in editor.problems[LAB] if "Belevue" in one["message"]]
    assert 'did you mean "Bellevue Library"?' in " ".join(said)
    assert wrong["range"] == {"start": {"line": 3, "character": 7}, "end": {"line": 3, "character": 22}}
    actions = editor.ask(
        "textDocument/codeAction", textDocument=editor.uri(LAB), range=wrong["range"], context={"diagnostics": []}
    )
    [edit] = actions[0]["edit"]["changes"][editor.uri(LAB)["uri"]]
    assert edit["newText"] == "Bellevue Library"
    (editor.root / LAB).write_text(lab("2026-12-15 18:00", "2027-01-19 18:00"))


def test_what_subscribers_would_lose_is_said_once_it_is_saved(editor: Editor) -> None:
    text = lab("2026-12-16 18:00", "2027-01-19 18:00")
    editor.open(LAB, text)
    (editor.root / LAB).write_text(text)
    editor.send("textDocument/didSave", textDocument=editor.uri(LAB))
    editor.said(LAB, "2026-12-15 18:00")
    (editor.root / LAB).write_text(lab("2026-12-15 18:00", "2027-01-19 18:00"))
    editor.send("textDocument/didClose", textDocument=editor.uri(LAB))


def test_names_are_offered_and_dates_explained(editor: Editor) -> None:
    editor.open(LAB, lab("2026-12-15 18:00", keys="place: R"))
    offered = editor.ask("textDocument/completion", textDocument=editor.uri(LAB), position={"line": 3, "character": 8})
    assert [one["label"] for one in offered] == ["Redmond Community Hall"]
    assert offered[0]["textEdit"]["range"]["start"] == {"line": 3, "character": 7}
    editor.open(LAB, lab("2026-12-15 18:00"))
    said = editor.ask("textDocument/hover", textDocument=editor.uri(LAB), position={"line": 5, "character": 8})
    assert said["contents"]["value"].replace("\u202f", " ").startswith("Tuesday, December 15, 2026, 6:00 PM to ")
    editor.send("textDocument/didClose", textDocument=editor.uri(LAB))
