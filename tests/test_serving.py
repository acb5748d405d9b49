import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from built_site import BuiltSite
from web_servers import WebServer, nginx

from tools.build.gzip_siblings import compress
from tools.serving import deploy_files

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("path", deploy_files(), ids=str)
def test_deploy_says_what_the_list_says(path: Path) -> None:
    assert (ROOT / path).read_text("utf-8") == deploy_files()[path], "run: python -m tools.serving"


def test_a_compressed_copy_is_smaller_and_the_same_every_time(tmp_path: Path) -> None:
    (tmp_path / "long.html").write_text("<p>Good morning.</p>\n" * 100)
    (tmp_path / "short.txt").write_text("a")
    (tmp_path / "picture.png").write_bytes(b"0" * 1000)
    assert compress(tmp_path) == 1
    packed = (tmp_path / "long.html.gz").read_bytes()
    assert packed[4:8] == bytes(4)  # no time in it (RFC 1952 2.3.1)
    assert gzip.decompress(packed) == (tmp_path / "long.html").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["long.html", "long.html.gz", "picture.png", "short.txt"]
    compress(tmp_path)
    assert (tmp_path / "long.html.gz").read_bytes() == packed


@pytest.fixture(scope="module")
def current(site: BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the site, compressed, behind the symlink that servers follow."""
    folder = tmp_path_factory.mktemp("releases")
    shutil.copytree(site.root, folder / "first")
    compress(folder / "first")
    link = folder / "current"
    link.symlink_to("first")
    return link


@pytest.fixture(scope="module")
def server(current: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    with nginx(tmp_path_factory.mktemp("nginx"), current) as running:
        yield running


def test_a_calendar_is_one(server: WebServer) -> None:
    for tls in (True, False):
        reply = server.ask("/seminars/calendar.ics", tls=tls)
        assert reply.status == 200
        assert reply.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert reply.body.startswith(b"BEGIN:VCALENDAR\r\n")
