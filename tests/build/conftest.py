"""What the whole site was built from, beside the site."""

import pytest
from built_site import NOW, BuiltSite

from hireground.site.load import load_site
from hireground.site.settings import read_settings
from hireground.site.site import Site


@pytest.fixture(scope="session")
def content(site: BuiltSite) -> Site:
    """Read what the site was built from."""
    return load_site(read_settings(site.root.parent / "publishconf.py"), NOW)


@pytest.fixture(scope="session")
def everything(site: BuiltSite) -> Site:
    """Read the same as its authors see it, drafts and all."""
    return load_site(read_settings(site.root.parent / "pelicanconf.py"), NOW)
