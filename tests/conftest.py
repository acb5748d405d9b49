"""What all tests share: the built site, a browser, and properties without a deadline on a busy machine."""

from collections.abc import Iterator

import pytest
from browser import launched
from built_site import MACHINES, BuiltSite, build, copy_project
from hypothesis import settings
from playwright.sync_api import Browser

settings.register_profile("site", deadline=None)
settings.load_profile("site")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """Build the public site twice, on two machines that differ in all that must not matter."""
    folder = tmp_path_factory.mktemp("site")
    copy_project(folder)
    first, second = (build(folder, f"output{number}", machine) for number, machine in enumerate(MACHINES))
    return BuiltSite(first, second)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests; each opens its own visitor in it."""
    with launched() as browser:
        yield browser
