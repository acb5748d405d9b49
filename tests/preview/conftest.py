"""The preview of a room's own site, which is made."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tiny_site import Server, serving


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[Server]:
    """Serve the site that a module writes, once all of it is made."""
    with serving(site) as server:
        assert next(state for state in server.states() if state["about"])
        yield server
