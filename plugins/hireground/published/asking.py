"""Ask another site for one address: what it answers, in bounded bytes and time, and never inside a network."""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from threading import Timer
from urllib.parse import urljoin, urlsplit

from hireground.text.problems import quoted
from hireground.version import VERSION

SECONDS = 10.0
PORTS = {"https": 443, "http": 80}
MOST_REDIRECTS = 5
AGENT = f"hireground/{VERSION} (checks the links of a site)"
MOVED = frozenset({301, 302, 303, 307, 308})
GONE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
FAILED = 400
"""From here on a status is no success; to HEAD many servers say so of pages that GET gets."""


@dataclass(frozen=True)
class Answer:
    """What became of a question: why an address leads nowhere, or nothing; surely so, or perhaps only today."""

    why: str = ""
    is_sure: bool = True

    @property
    def is_dead(self) -> bool:
        """Whether the address leads nowhere."""
        return bool(self.why)


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the Internet, and none of a machine, a home or an office."""
    return ipaddress.ip_address(address).is_global


@dataclass(frozen=True)
class Client:
    """Asks by HEAD, then by GET where HEAD says little; `may_ask` says which IP addresses may be asked."""

    may_ask: Callable[[str], bool] = is_public
    seconds: float = SECONDS

    def ask(self, url: str) -> Answer:
        """Return whether an address leads somewhere."""
        try:
            return self._followed(url)[0]
        except ERRORS as error:
            return _unanswered(url, error)

    def fetch(self, url: str, most: int) -> tuple[bytes, str]:
        """Return what stands at an address, of `most` bytes, or why it cannot be had."""
        try:
            answer, data = self._followed(url, most)
        except ERRORS as error:
            answer, data = _unanswered(url, error), b""
        why = f"it has more than {most:,} bytes" if len(data) > most else "it is not given to everybody"
        return (data, "") if data and len(data) <= most and not answer.is_dead else (b"", answer.why or why)

    def _followed(self, url: str, most: int = 0) -> tuple[Answer, bytes]:
        for _ in range(MOST_REDIRECTS + 1):
            status, location, data = self._said(url, "GET" if most else "HEAD", most)
            if status >= FAILED and not most:
                status, location, data = self._said(url, "GET")
            if status not in MOVED or not location:
                return _judged(status), data
            url = urljoin(url, location)
            if urlsplit(url).scheme not in PORTS:
                return Answer(f"it leads on to {quoted(url)}", is_sure=False), b""
        return Answer(f"it leads on more than {MOST_REDIRECTS} times"), b""

    def _said(self, url: str, method: str, most: int = 0) -> tuple[int, str, bytes]:
        """Return the status, where the answer leads on, and what it holds, up to a byte more than `most`.

        The address that was looked up is the one that is asked.
        """
        parts = urlsplit(url)
        if not parts.hostname:
            raise ValueError(url)
        port, host = parts.port or PORTS[parts.scheme], parts.hostname.encode("idna").decode()
        connection = http.client.HTTPConnection(host, port, timeout=self.seconds)
        connection.sock = asked = self._connected(host, port, is_secret=parts.scheme == "https")
        limit = Timer(self.seconds, _hang_up, [asked])  # the socket's own is for each byte
        limit.start()
        try:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            named = f"{host}:{parts.port}" if parts.port else host
            headers = {"Host": named, "User-Agent": AGENT, "Accept": "*/*"}
            connection.request(method, _ascii(path), headers=headers)
            answer = connection.getresponse()
            data = answer.read(most + 1) if most and answer.status == HTTPStatus.OK else b""
            return answer.status, answer.headers.get("Location") or "", data
        finally:
            limit.cancel()
            connection.close()

    def _connected(self, host: str, port: int, *, is_secret: bool) -> socket.socket:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(one[4][0]) for one in found]
        if not all(map(self.may_ask, addresses)):
            raise PrivateAddressError
        plain = socket.create_connection((addresses[0], port), self.seconds)
        if not is_secret:
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise


class PrivateAddressError(Exception):
    """A host that stands inside a network."""


ERRORS = (PrivateAddressError, OSError, http.client.HTTPException, ValueError)


def _unanswered(url: str, error: Exception) -> Answer:
    """Say why nothing was answered."""
    if isinstance(error, PrivateAddressError):
        return Answer("it is an address inside a network, which is not asked", is_sure=False)
    if isinstance(error, socket.gaierror):
        is_sure = error.errno == socket.EAI_NONAME  # anything else may be our own network
        return Answer(f"there is no host {quoted(urlsplit(url).hostname or '')}", is_sure=is_sure)
    if isinstance(error, ssl.SSLError):
        return Answer(f"its certificate is refused ({error.reason or 'TLS'})", is_sure=False)
    return Answer(f"it does not answer ({str(error) or type(error).__name__})", is_sure=False)


def _hang_up(asked: socket.socket) -> None:
    with suppress(OSError):
        asked.shutdown(socket.SHUT_RDWR)


def _judged(status: int) -> Answer:
    """Say what a status means; who is refused, or asked to wait, is told nothing of the page."""
    if status in GONE:
        return Answer(f"it answers {status}")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Answer(f"it answers {status} today", is_sure=False)
    return Answer()


def _ascii(path: str) -> str:
    return "".join(char if " " < char < "\x7f" else "".join(f"%{byte:02X}" for byte in char.encode()) for char in path)
