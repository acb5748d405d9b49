"""Lighthouse's scores that do not depend on how busy the machine is; `inv bench lighthouse` prints all four."""

from collections.abc import Iterator

import pytest
from built_site import BuiltSite
from lighthouse_runs import CATEGORIES, PAGES, losses, report, scores
from page_checks import KINDS
from web_servers import WebServer, nginx

STEADY = CATEGORIES[1:]


@pytest.fixture(scope="module")
def server(site: BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebServer]:
    with nginx(tmp_path_factory.mktemp("lighthouse"), site.root) as running:
        yield running


@pytest.mark.parametrize("kind", PAGES)
def test_lighthouse_finds_nothing(kind: str, server: WebServer) -> None:
    found = report(server, f"/{KINDS[kind]}", STEADY)
    assert losses(found) == []
    assert scores(found) == dict.fromkeys(STEADY, 100)
