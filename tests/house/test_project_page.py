"""Nothing leads out of a site that is below a path, as GitHub serves a project's page."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from built_site import BELOW

from hireground.seminars.calendar.files import qr_svg

ADDRESS = re.compile(r"(?:https|webcal)://pages\.example\.net[^\s\"'<>\\)&]*")
ATTRIBUTE = re.compile(r"\s(?:href|src|action|poster|srcset|data-search)\s*=\s*\"([^\"]*)\"")
FOLD = re.compile(r"\r\n[ \t]")


@pytest.fixture
def output(site_below: Path) -> Path:
    return site_below


def texts(output: Path, *endings: str) -> Iterator[tuple[str, str]]:
    """Yield the name and text of each file, with folded lines and escaped signs made whole."""
    for file in sorted(path for path in output.rglob("*") if path.suffix in endings):
        text = FOLD.sub("", file.read_bytes().decode("utf-8"))
        yield file.relative_to(output).as_posix(), unescape(text).replace("\\,", ",").replace("\\;", ";")


def test_every_address_anywhere_is_below_the_path_and_leads_to_a_file(output: Path) -> None:
    found, problems = set(), set()
    for name, text in texts(output, ".html", ".ics", ".xml", ".atom", ".json", ".txt", ".svg", ".css", ".js"):
        for address in ADDRESS.findall(text) + ADDRESS.findall(unquote(text)):
            path = unquote(urlsplit(address.rstrip(".,;")).path)
            found.add(path)
            if path not in {"/repo", "/repo/"} and not file_of(output, path).is_file():
                problems.add(f"{name}: {address}")
    assert sorted(problems) == []
    assert len(found) > 200


def file_of(output: Path, path: str) -> Path:
    """Return the file that a path of the host means; one outside the project has none."""
    below, project, inside = path.partition("/repo/")
    name = f"{inside}index.html" if inside.endswith("/") else inside
    return output / name if project and not below else Path("/nowhere")


def test_no_page_says_an_address_from_the_host_s_root(output: Path) -> None:
    for name, text in texts(output, ".html"):
        said = {address.strip() for found in ATTRIBUTE.findall(text) for address in found.split(",")}
        assert sorted(address for address in said if address.startswith("/")) == [], name


def test_the_code_for_posters_leads_below_the_path(output: Path) -> None:
    assert (output / "seminars/qr.svg").read_bytes() == qr_svg(f"{BELOW}/seminars/", "Hire Ground")


def test_the_host_takes_the_files_as_they_are(output: Path) -> None:
    assert (output / ".nojekyll").read_bytes() == b""
    assert (output / "404.html").is_file()
