"""Every old address of a WordPress site answers, once the new site stands behind nginx as `deploy/` sets it up."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from web_servers import HOST, WebServer, nginx

Moves = Callable[..., Any]
PARTS = {"posts": "/posts/{}/", "pages": "/{}/"}
MOST_STEPS = 2
"""A redirect, and the page."""


def test_every_old_address_answers_on_the_server(move: Moves, tmp_path: Path) -> None:
    sample = move("wordpress-addresses")
    sample.run("--write")
    assert sample.build() == 0
    lines = sample.case.files["ADDRESSES"].decode().split("\n")
    wanted = {old: page(new) for old, new in (line.split(" ") for line in lines if line)}
    (tmp_path / "server").mkdir()
    with nginx(tmp_path / "server", sample.site / "output") as server:
        found = {old: followed(server, old) for old in wanted}
    assert found == wanted
    assert len(found) > 100


def page(new: str) -> str:
    """Return the address of a text by its file; any other stands as it is."""
    if new.startswith("/"):
        return new
    path = Path(new)
    return PARTS[path.parts[1]].format(path.stem)


def followed(server: WebServer, address: str) -> str:
    """Return where an address ends, or what the server says of it."""
    for _step in range(MOST_STEPS):
        reply = server.ask(address)
        if reply.status != 301:
            return address if reply.status == 200 else f"{reply.status} {address}"
        parts = urlsplit(reply.headers["Location"])
        assert parts.netloc in {"", HOST}
        address = parts.path
    return f"{MOST_STEPS} redirects and more: {address}"
