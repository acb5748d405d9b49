"""A request's path to an answer: the built file, with the reload script put into its HTML on the way out."""

from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote

from plugins.discovery.media_types import media_type
from tools.serve.preview import Preview

HTML = "text/html; charset=utf-8"
PROBLEM_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>The site could not be built</title></head>
<body></body>
</html>
"""


@dataclass(frozen=True)
class Answer:
    """What goes back to the browser."""

    status: HTTPStatus
    content_type: str = HTML
    body: bytes = b""
    location: str = ""


def answer(preview: Preview, target: str) -> Answer:
    """Answer a request for `target`, a path as it came over the wire."""
    if preview.root is None:
        return Answer(HTTPStatus.OK, body=with_script(PROBLEM_PAGE.encode(), preview))
    path, question, query = target.partition("?")
    file = locate(preview.root, path)
    if file is None:
        return not_found(preview, preview.root)
    if file.is_dir():
        return Answer(HTTPStatus.MOVED_PERMANENTLY, location=f"{path}/{question}{query}")
    return file_answer(HTTPStatus.OK, file, preview)


def locate(root: Path, path: str) -> Path | None:
    """Find the file of a path, or the folder that a slash is missing after; None if nothing of the site is there."""
    name = unquote(path)
    file = root / (f"{name}index.html" if name.endswith("/") else name).lstrip("/")
    try:
        is_inside = file.resolve().is_relative_to(root.resolve()) and ".." not in file.relative_to(root).parts
        return file if is_inside and file.exists() else None
    except (OSError, ValueError):  # a name that no file can have
        return None


def not_found(preview: Preview, root: Path) -> Answer:
    """Answer with the site's own page for this."""
    page = root / "404.html"
    if page.is_file():
        return file_answer(HTTPStatus.NOT_FOUND, page, preview)
    return Answer(HTTPStatus.NOT_FOUND, body=with_script(b"<title>404</title><h1>No such page</h1>\n", preview))


def file_answer(status: HTTPStatus, file: Path, preview: Preview) -> Answer:
    """Answer with a file."""
    kind = media_type(file.name)
    body = file.read_bytes()
    return Answer(status, kind, with_script(body, preview) if kind == HTML else body)


def with_script(page: bytes, preview: Preview) -> bytes:
    """Add the script that reloads the page, and what is wrong with the site, at the end of the body."""
    addition = f'<script src="/.reload.js" data-build="{preview.build}"></script>'
    if preview.report:
        words = "this is the last good build" if preview.root else "this page reloads once that is mended"
        addition = (
            '<link rel="stylesheet" href="/.reload.css"><section class="build-report" role="alert">'
            f"<h2>The site could not be built; {words}</h2><pre>{escape(preview.report)}</pre></section>{addition}"
        )
    body, end, rest = page.rpartition(b"</body>")
    return body + addition.encode() + end + rest if end else page + addition.encode()
