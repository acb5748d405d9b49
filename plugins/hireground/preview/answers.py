"""Answer a request with the built file, and add the reload script to HTML."""

from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote

from hireground import urls
from hireground.preview.live_folder import content
from hireground.preview.showing import Shown
from hireground.web.media_types import media_type

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


def answer(shown: Shown, target: str) -> Answer:
    """Answer a request for `target`, a path as it came over the wire."""
    if shown.root is None:
        return Answer(HTTPStatus.OK, body=with_script(PROBLEM_PAGE.encode(), shown))
    file = locate(shown.root, target)
    if file and file.is_dir():
        path, question, query = target.partition("?")
        return Answer(HTTPStatus.MOVED_PERMANENTLY, location=f"{path}/{question}{query}")
    return (file and file_answer(HTTPStatus.OK, file, shown)) or not_found(shown)


def paths(target: str) -> tuple[str, ...]:
    """Return the paths in the site of what may answer a request: a file, or the page that its slash is missing of."""
    name = unquote(target.partition("?")[0]).lstrip("/")
    return (f"{name}index.html",) if name.endswith("/") or not name else (name, f"{name}/index.html")


def locate(root: Path, target: str) -> Path | None:
    """Find the file of a request, or the folder that a slash is missing after; None if nothing of the site is there."""
    file = root / paths(target)[0]
    try:
        is_inside = file.resolve().is_relative_to(root.resolve()) and ".." not in file.relative_to(root).parts
        return file if is_inside and file.exists() else None
    except (OSError, ValueError):  # a name that no file can have
        return None


def not_found(shown: Shown) -> Answer:
    """Answer with the site's own page for this."""
    page = shown.root and file_answer(HTTPStatus.NOT_FOUND, shown.root / urls.NOT_FOUND.url(), shown)
    return page or Answer(HTTPStatus.NOT_FOUND, body=with_script(b"<title>404</title><h1>No such page</h1>\n", shown))


def file_answer(status: HTTPStatus, file: Path, shown: Shown) -> Answer | None:
    """Answer with a file; None if it has just been removed."""
    body = content(file)
    if body is None:
        return None
    kind = media_type(file.name)
    return Answer(status, kind, with_script(body, shown) if kind == HTML else body)


def with_script(page: bytes, shown: Shown) -> bytes:
    """Add what follows the builds, and what there is to say of the site, at the end of the body."""
    addition = (
        '<link rel="stylesheet" href="/.reload.css">'
        f'{notice(shown)}{report(shown)}<script src="/.bar.js"></script><script src="/.renew.js"></script>'
        f'<script src="/.reload.js" data-moment="{shown.moment}"></script>'
    )
    body, end, rest = with_clock(page, shown).rpartition(b"</body>")
    return body + addition.encode() + end + rest if end else rest + addition.encode()


def with_clock(page: bytes, shown: Shown) -> bytes:
    """Let a page's scripts take the moment of the site for now, where that is not the present one."""
    if shown.at is None:
        return page
    script = f'<script src="/.clock.js" data-now="{shown.at.moment.timestamp() * 1000:.0f}"></script>'
    before, head, rest = page.partition(b"<head>")
    return before + head + script.encode() + rest if head else page


def report(shown: Shown) -> str:
    """Return the part of a page that says what is wrong with the site; the script makes the same."""
    if not shown.report:
        return ""
    heading, text = escape(shown.title), escape(shown.report)
    return f'<section class="build-report" role="alert"><h2>{heading}</h2><pre>{text}</pre></section>'


def notice(shown: Shown) -> str:
    """Return the part of a page that says that it may be of an older site; the script makes the same."""
    return f'<p class="build-notice" role="status">{escape(shown.notice)}</p>' if shown.notice else ""
