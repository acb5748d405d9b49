"""Be an editor: speak LSP with `hireground lsp`, type, and see what is said of it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any

from tiny_site import environment

PATIENCE = 120.0


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


@contextmanager
def editing(root: Path, **more: str) -> Iterator[Editor]:
    """Open a site in an editor, and close it without anything having failed."""
    with subprocess.Popen(
        [sys.executable, "-m", "hireground", "lsp"], cwd=root, env=environment(**more),
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
