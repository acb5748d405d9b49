"""Open the preview to the network around this machine, if its author says so, and say that plainly."""

import io
import ipaddress
import socket
from argparse import ArgumentTypeError
from dataclasses import dataclass

from hireground.terminal import RefusedError

HERE = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 -- only for who asks for it by --host
OWN_HOSTS = frozenset({HERE, "localhost", "[::1]"})
"""Whom a browser may take us for; whatever port it asked, as one is that leads here from another machine.

Any other name is somebody's who lets it lead to this machine, so that their pages may read the drafts that are here.
"""
SOMEWHERE = ("192.0.2.1", 9)
"""An address of nobody's: nothing is sent there, but the system says which of ours it would be sent from."""
BLACK_AND_WHITE, PLAIN = "\x1b[97;40m", "\x1b[0m"
OPEN = """\
In this network, for a phone: {url}
{code}Everybody in this network can see the site while it is shown here, drafts too.
A phone that gets no answer is in another network, or a firewall is in between."""


@dataclass(frozen=True)
class Reach:
    """Where the preview listens: at an address of this machine, as whom it answers, and its address for others."""

    listens: str = HERE
    hosts: frozenset[str] = OWN_HOSTS
    shown: str = ""

    @property
    def here(self) -> str:
        """The address for this machine's own browser."""
        return self.listens if self.shown and self.listens != EVERYWHERE else HERE


def reach_of(host: str | None) -> Reach:
    """Return where to listen: on this machine alone, in its network if that is said, or at one address of it."""
    if host is None or ipaddress.IPv4Address(host).is_loopback:
        return Reach()
    if host == EVERYWHERE:
        own = own_address()
        return Reach(host, OWN_HOSTS | {own}, own)
    return Reach(host, frozenset({host}), host)


def own_address() -> str:
    """Return this machine's address in its network; raises `RefusedError`."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.connect(SOMEWHERE)
            return str(asking.getsockname()[0])
    except OSError:
        raise RefusedError("this machine is in no network, so no phone can see it; leave --host out") from None


def host_address(text: str) -> str:
    """Read an address of this machine."""
    try:
        return str(ipaddress.IPv4Address(text))
    except ValueError:
        words = "write this machine's address in the network, as 192.168.1.20, or --host alone"
        raise ArgumentTypeError(f'"{text}" is not an address; {words}') from None


def opened_words(reach: Reach, port: int, *, draws: bool) -> str:
    """Say where others find it, with a code for a phone's camera where it can be drawn, and that others can."""
    url = f"http://{reach.shown}:{port}/"
    return OPEN.format(url=url, code=drawn(url) if draws else "")


def drawn(url: str) -> str:
    """Draw an address as a QR code of half blocks, black on white whatever colors the terminal has."""
    import segno  # noqa: PLC0415 -- wanted only for who asks for it

    lines = io.StringIO()
    segno.make_qr(url).terminal(lines, border=2, compact=True)
    return "".join(f"{BLACK_AND_WHITE}{line}{PLAIN}\n" for line in lines.getvalue().splitlines())
