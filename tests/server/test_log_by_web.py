"""What the last push said is on the web where the server's owner has chosen that, for those who have a password."""

import base64
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from push_server import Author, PushServer, post, tiny_server
from web_servers import LogByWeb, Reply, WebServer, caddy, nginx

Serve = Callable[..., AbstractContextManager[WebServer]]
SERVERS: dict[str, Serve] = {"nginx": nginx, "caddy": caddy}
PATH, USER, PASSWORD = "/last-push.txt", "ada", "three plain words"
DRAFT = "A title that nobody may know yet"
PATHS = (
    PATH, "/log/last.txt", "/last.txt", "/log/", "/../log/last.txt", "/%2e%2e/log/last.txt",
    "/assets/../../log/last.txt", "/..%2flog%2flast.txt", "//log/last.txt", "/publisher.toml", "/publisher.log",
)  # fmt: skip
"""Where somebody would look for the log, or for what stands beside it."""
SECRETS = {"DEPLOY_TOKEN": "s3cret-of-the-machine", "SSH_CLIENT": "192.0.2.77 50000 22"}


def basic(user: str, password: str) -> dict[str, str]:
    """Write the header that a browser sends once it has asked for a password."""
    return {"Authorization": f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"}


@pytest.fixture(scope="module")
def pushed(tmp_path_factory: pytest.TempPathFactory) -> tuple[PushServer, Author]:
    """Refuse a push whose words quote a draft, from a machine whose environment has secrets."""
    server, author = tiny_server(
        tmp_path_factory.mktemp("web") / "tiny", mail=["owner@example.org"], sendmail="/bin/true"
    )
    push(author, f"---\ntitle: {DRAFT}\n")
    return server, author


def push(author: Author, text: str) -> str:
    """Push a post, and return what its author is told."""
    author.commit({"content/posts/a.md": text}, f"Write “{DRAFT}”")
    return author.push_to("live", "main", **SECRETS).words


@pytest.fixture(params=SERVERS)
def serve(request: pytest.FixtureRequest) -> Serve:
    return SERVERS[request.param]


def test_nobody_sees_the_log_unless_that_is_chosen(
    pushed: tuple[PushServer, Author], serve: Serve, tmp_path: Path
) -> None:
    server, _author = pushed
    assert DRAFT in (server.root / "log/last.txt").read_text()
    with serve(tmp_path, server.current) as web:
        for path in PATHS:
            for headers in ({}, basic(USER, PASSWORD)):
                reply = web.ask(path, headers=headers)
                assert reply.status in {400, 403, 404}, path
                assert DRAFT.encode() not in reply.body


def test_the_log_is_shown_to_those_who_have_the_password(
    pushed: tuple[PushServer, Author], serve: Serve, tmp_path: Path
) -> None:
    server, author = pushed
    with serve(tmp_path, server.current, log=LogByWeb(server.root / "log", USER, PASSWORD)) as web:
        for headers in ({}, basic(USER, "wrong"), basic("eve", PASSWORD)):
            refused = web.ask(PATH, headers=headers)
            assert refused.status == 401
            assert DRAFT.encode() not in refused.body
            assert refused.headers["WWW-Authenticate"].startswith("Basic realm=")
        assert web.ask(PATH, headers=basic(USER, PASSWORD), tls=False).status == 301  # no password without TLS
        for path in PATHS[1:]:
            assert DRAFT.encode() not in web.ask(path, headers=basic(USER, PASSWORD)).body
        for text in ("---\ntitle: B\n", post("New.")):
            told = push(author, text)
            shown = web.ask(PATH, headers=basic(USER, PASSWORD))
            is_the_log(shown, server, told)


def is_the_log(shown: Reply, server: PushServer, told: str) -> None:
    """Hold an answer to what the author was told, and to what it may say of the machine, which is nothing."""
    assert shown.status == 200
    assert shown.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert shown.headers.get_all("Cache-Control") == ["no-store"]
    assert shown.headers.get_all("Content-Security-Policy") == ["default-src 'none'; frame-ancestors 'none'"]
    text = shown.body.decode()
    head, _, log = text.partition("\n\n")
    assert head.startswith("Push, ")
    assert [line.rstrip() for line in log.strip().splitlines()] == told.strip().splitlines()
    assert text == server.publish("log").stdout
    secret = (str(server.root), "owner@example.org", "publisher.toml", "Traceback", *SECRETS, *SECRETS.values())
    assert [word for word in secret if word in text] == []
