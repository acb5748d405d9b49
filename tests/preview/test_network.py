"""The preview is for this machine alone, until its author opens it to the network; then it says so."""

import json
import re
import socket
from http.client import HTTPConnection
from pathlib import Path

import pytest
import segno
from tiny_site import DEADLINE, Server, run_tool, serving, write_own_site, write_site

from hireground.preview.network import EVERYWHERE, HERE, OWN_HOSTS, drawn, opened_words, own_address, reach_of
from hireground.terminal import RefusedError

FIELDS = {"█": (0, 0), "▀": (0, 1), "▄": (1, 0), " ": (1, 1)}
"""What stands in a terminal: light above and below, as blocks, and dark where none is."""


@pytest.fixture(scope="module")
def address() -> str:
    try:
        return own_address()
    except RefusedError:
        pytest.skip("this machine is in no network")


def asked(server: Server, address: str, host: str) -> int:
    connection = HTTPConnection(address, server.port, timeout=DEADLINE)
    connection.request("GET", "/posts/a/", headers={"Host": f"{host}:{server.port}"})
    return connection.getresponse().status


def test_nobody_else_gets_an_answer_unless_its_author_says_so(tmp_path: Path, address: str) -> None:
    with serving(write_site(tmp_path)) as server, pytest.raises(OSError, match="refused"):
        socket.create_connection((address, server.port), DEADLINE)


def test_the_network_sees_it_once_its_author_says_so(tmp_path: Path, address: str) -> None:
    with serving(write_site(tmp_path), "--host") as server:
        assert asked(server, address, address) == asked(server, HERE, "localhost") == 200
        assert asked(server, address, "evil.example") == asked(server, address, EVERYWHERE) == 421
        assert server.process.stdout
        assert server.process.stdout.readline() == f"In this network, for a phone: http://{address}:{server.port}/\n"
        assert "can see the site while it is shown here, drafts too" in server.process.stdout.readline()


def test_who_looks_from_another_machine_is_not_told_where_files_are(tmp_path: Path, address: str) -> None:
    site = write_own_site(tmp_path)
    with serving(site, "--host") as server:
        here, there = (known_about(server, one) for one in (HERE, address))
    assert here == {**there, "full": str(site / "content/posts/a.md")}
    assert there["full"] == ""


def known_about(server: Server, address: str) -> dict[str, object]:
    """Wait until a page is told what its author wants to know of it."""
    connection = HTTPConnection(address, server.port, timeout=DEADLINE)
    connection.request("GET", "/.reload?page=/posts/a/")
    response = connection.getresponse()
    while line := response.readline().decode():
        if line.startswith("data: ") and (about := json.loads(line.removeprefix("data: "))["about"]):
            return dict(about)
    raise AssertionError("the stream ended")


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("phone", '"phone" is not an address; write this machine'),
        ("192.0.2.77", "this machine has no address 192.0.2.77; write --host alone\n"),
    ],
)
def test_what_is_no_address_of_this_machine_is_refused_in_words(tmp_path: Path, host: str, words: str) -> None:
    run = run_tool(write_site(tmp_path), "serve", "--host", host)
    assert (run.returncode, run.stdout) == (2, "")
    assert words in run.stderr


def test_it_answers_as_the_addresses_that_it_listens_at(address: str) -> None:
    assert reach_of(None) == reach_of("127.0.0.5")
    assert reach_of(None).hosts == OWN_HOSTS
    assert reach_of(EVERYWHERE).hosts == OWN_HOSTS | {address}
    assert reach_of("192.0.2.77").hosts == {"192.0.2.77"}


def test_the_code_is_that_of_the_address() -> None:
    url = "http://192.168.1.20:8000/"
    lines = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in drawn(url).splitlines()]
    dark = [[FIELDS[sign][half] for sign in line] for line in lines for half in (0, 1)]
    matrix = [[field & 1 for field in row] for row in segno.make_qr(url).matrix]
    size = len(matrix)
    assert [row[2 : size + 2] for row in dark[2 : size + 2]] == matrix
    assert not any(any(row) for row in dark[:2])


@pytest.mark.usefixtures("address")
def test_a_pipe_gets_the_address_alone() -> None:
    assert "█" not in opened_words(reach_of(EVERYWHERE), 8000, draws=False)
    assert "█" in opened_words(reach_of(EVERYWHERE), 8000, draws=True)
