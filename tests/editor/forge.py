"""A stand-in for GitHub's API, over a repository on this machine: as much of it as the editor asks for."""

import base64
import json
import re
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from typing import Any

TOKEN = "github_pat_example"  # noqa: S105 -- of nobody
USER = {"id": 1, "login": "ada", "name": "Ada Example", "email": "ada@example.org", "avatar_url": "", "html_url": ""}
POPUP = """<!doctype html><title>Sign in</title><script>
addEventListener("message", ({data, origin}) => {
  if (data === "authorizing:github") opener.postMessage('authorization:github:success:{"token":"%s"}', origin);
});
opener.postMessage("authorizing:github", "*");
</script>"""
"""The page of an authenticator, once somebody has signed in at the forge."""
OBJECT = re.compile(r'content_(\d+): object\(oid: "(\w+)"\)')
HISTORY = re.compile(r'commit_(\d+):[^"]*path: "([^"]*)"')


@dataclass
class Forge:
    """A repository that people write to by the API; `asked` lists what was asked, `committed` has each new commit."""

    root: Path
    port: int = 0
    asked: list[str] = field(default_factory=list)
    committed: Queue[str] = field(default_factory=Queue)

    def git(self, *words: str) -> str:
        run = subprocess.run(["git", "-C", self.root, *words], check=True, capture_output=True, text=True)
        return run.stdout.strip()

    def blob(self, sha: str) -> bytes:
        return subprocess.run(["git", "-C", self.root, "cat-file", "blob", sha], check=True, capture_output=True).stdout

    def answer(self, path: str) -> Any:  # noqa: ANN401 -- as JSON has it
        """Answer a question of the REST API; None for what is not there."""
        if path == "/user":
            return USER
        if "/collaborators/" in path:
            return {}
        if "/git/trees/" in path:
            rows = (line.split("\t") for line in self.git("ls-tree", "-r", "-l", "HEAD").splitlines())
            return {"tree": [tree_entry(head.split(), name) for head, name in rows]}
        return None

    def query(self, query: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer a question in GraphQL, or commit."""
        if "createCommitOnBranch" in query:
            return {"createCommitOnBranch": {"commit": self.commit(variables["input"])}}
        if "defaultBranchRef" in query:
            return {"repository": {"defaultBranchRef": {"name": "main"}}}
        texts = {f"content_{number}": {"text": self.blob(sha).decode()} for number, sha in OBJECT.findall(query)}
        said = {"author": {"name": "Ada", "email": "", "user": None}, "committedDate": "2026-11-20T08:00:00Z"}
        nodes = {"target": {"history": {"nodes": [said]}}}
        history = {f"commit_{number}": nodes for number, _path in HISTORY.findall(query)}
        head = {"oid": self.git("rev-parse", "HEAD"), "message": "The last"}
        last = {"ref": {"target": {"history": {"nodes": [head]}}}} if not (texts or history) else {}
        return {"repository": {**texts, **history, **last}}

    def commit(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Commit what the editor sends."""
        made: dict[str, Any] = {}
        for number, one in enumerate(given["fileChanges"]["additions"]):
            file = self.root / one["path"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(base64.b64decode(one["contents"]))
            made[f"file_{number}"] = {"oid": self.git("hash-object", one["path"])}
        for one in given["fileChanges"]["deletions"]:
            (self.root / one["path"]).unlink()
        self.git("add", "--all")
        self.git(
            "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-qm", given["message"]["headline"]
        )
        head = self.git("rev-parse", "HEAD")
        self.committed.put(head)
        return {"oid": head, "committedDate": "2026-11-29T08:00:00Z", **made}


def tree_entry(head: list[str], name: str) -> Mapping[str, object]:
    """Write a line of `git ls-tree` as GitHub does."""
    _mode, kind, sha, size = head
    return {"type": kind, "path": name, "sha": sha, "size": int(size)}


class Quiet(BaseHTTPRequestHandler):
    """A server that writes no lines to the terminal."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def authenticator() -> Iterator[tuple[int, list[str]]]:
    """Let a stand-in of an authenticator answer, and yield its port and what it is asked; everybody is signed in."""
    asked: list[str] = []

    class Handler(Quiet):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write((POPUP % TOKEN).encode())

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, asked
        server.shutdown()


@contextmanager
def forge(root: Path) -> Iterator[Forge]:
    """Let a stand-in answer on a port of this machine."""
    site = Forge(root)

    class Handler(Quiet):
        def do_OPTIONS(self) -> None:
            self.reply(204, None)

        def do_GET(self) -> None:
            path = self.path.partition("?")[0].removeprefix("/api/v3")
            site.asked.append(path)
            if self.headers["Authorization"] not in {f"token {TOKEN}", f"Bearer {TOKEN}"}:
                self.reply(401, {"message": "Bad credentials"})
                return
            found = site.answer(path)
            self.reply(404 if found is None else 200, found)

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            site.asked.append(self.path)
            self.reply(200, {"data": site.query(asked["query"], asked.get("variables", {}))})

        def reply(self, status: int, body: object) -> None:
            self.send_response(status)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Access-Control-Allow-Headers", "*, Authorization")
            self.send_header("Access-Control-Allow-Methods", "GET, POST")
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            if status != 204:
                self.wfile.write(json.dumps(body).encode())

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.port = server.server_port
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield site
        server.shutdown()
