"""A scripted editor over standard input and output: what an author sees of slips while typing, and what clicks mend."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from built_site import EPOCH, write_menu_pages
from site_repository import FOLDER, PLACES, SETTINGS, Repository, lab
from tiny_site import environment

PATIENCE = 120.0
POST = "---\ntitle: {title}\ndate: 2026-11-20 08:00\nsummary: What it says.\ntopics: [networking]\n---\n{body}\n"


@dataclass
class Editor:
    """An editor with a site open."""

    root: Path
    process: subprocess.Popen[bytes]
    number: int = 0
    problems: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    def send(self, method: str, **what: object) -> int:
        """Send a message, and its number."""
        self.number += 1
        named = {"id": self.number} if not method.startswith(("textDocument/did", "initialized", "exit")) else {}
        data = json.dumps({"jsonrpc": "2.0", **named, "method": method, "params": what}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
        self.process.stdin.flush()
        return self.number

    def next_message(self) -> dict[str, Any]:
        """Return the next message; what is said of a file is kept by its name."""
        assert self.process.stdout
        head = self.process.stdout.readline()
        assert self.process.stdout.readline() == b"\r\n" or self.process.stdout.readline()
        message: dict[str, Any] = json.loads(self.process.stdout.read(int(head.split(b":")[1])))
        if message.get("method") == "textDocument/publishDiagnostics":
            said = message["params"]
            name = said["uri"].removeprefix(f"{self.root.as_uri()}/")
            self.problems[name], self.versions[name] = said["diagnostics"], said.get("version") or 0
        return message

    def ask(self, method: str, **what: object) -> Any:  # noqa: ANN401 -- JSON
        """Ask, and wait for the answer."""
        number = self.send(method, **what)
        while (message := self.next_message()).get("id") != number:
            pass
        return message["result"]

    def said(self, name: str, words: str, version: int = 0) -> list[str]:
        """Wait until something with these words is said of a file, or nothing if there are none; return it all."""
        while True:
            self.problems.pop(name, None)
            while name not in self.problems or self.versions[name] < version:
                self.next_message()
            found = [one["message"] for one in self.problems[name]]
            if any(words in one for one in found) if words else not found:
                return found

    def uri(self, name: str) -> dict[str, str]:
        return {"uri": (self.root / name).as_uri()}

    def open(self, name: str, text: str) -> None:
        self.send(
            "textDocument/didOpen",
            textDocument={**self.uri(name), "languageId": "markdown", "version": 1, "text": text},
        )

    def type(self, name: str, text: str, words: str = "") -> list[str]:
        """Give a text another one, unsaved; wait for what is said of it."""
        version = self.number + 2
        known = {**self.uri(name), "version": version}
        self.send("textDocument/didChange", textDocument=known, contentChanges=[{"text": text}])
        return self.said(name, words, version)


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    root = tmp_path_factory.mktemp("site").resolve()
    write_menu_pages(root / "content")
    for name in ("pelicanconf.py", "publishconf.py"):
        (root / name).write_text(SETTINGS)
    (root / "content/posts").mkdir(exist_ok=True)
    (root / "content/posts/a.md").write_text(POST.format(title="A", body="Hello."))
    (root / "content/places.yaml").write_text(PLACES)
    Repository(root).commit({"lab.md": lab("2026-12-15 18:00", "2027-01-19 18:00")})
    with subprocess.Popen(
        [sys.executable, "-m", "hireground", "lsp"], cwd=root, env=environment(SOURCE_DATE_EPOCH=EPOCH),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        watch = Timer(PATIENCE, process.kill)  # who waits for ever fails then
        watch.start()
        editor = Editor(root, process)
        editor.ask("initialize", processId=os.getpid(), rootUri=root.as_uri(), capabilities={})
        editor.send("initialized")
        yield editor
        editor.ask("shutdown")
        editor.send("exit")
        process.wait(PATIENCE)
        watch.cancel()
    assert process.returncode == 0


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


A, LAB = "content/posts/a.md", f"{FOLDER}/lab.md"
GOOD = POST.format(title="A", body="Hello.")
SLIPS = {
    "[a](/posts/nope/)": "posts/nope",
    "[c](#nope)": "#nope",
    "[d](lab.md#nope)": "lab.md",
    '<div class="x">\n\nHello.': "<div",
    "# A heading": "heading",
    "## Two\n\n#### Four": "Four",
    "[text] (https://example.org)": "[text]",
    "[[wiki]]": "[[wiki]]",
    "{% include x %}": "{% include",
    "TODO": "TODO",
    "\n<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> 4abb012 (Ada)": "could not be merged",
}
"""Bodies that were published silently once, and what is named of them while one types."""


@pytest.mark.parametrize("body", SLIPS)
def test_a_slip_is_said_while_it_is_typed(editor: Editor, body: str) -> None:
    editor.open(A, GOOD)
    editor.type(A, POST.format(title="A", body=body), SLIPS[body])
    editor.type(A, GOOD)


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
