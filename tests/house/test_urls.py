"""Every address is made in urls.py, and whatever would take the place of one is refused."""

import ast
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from built_site import EXTRA as EXTRA_CONTENT
from built_site import BuiltSite

from hireground import urls
from hireground.site.load import load_site
from hireground.site.settings import read_settings
from hireground.text.fields import SLUG
from hireground.text.problems import InvalidContentError

ROOT = Path(__file__).parents[2]
NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
FREE = ("career-search", "lists-of-mine", "12", "de", "series")
SAMPLE = {
    "slug": "an-example", "lang": "de", "day": "2026-12-16", "year": "2026", "month": "12", "number": "1", "path": "x",
}  # fmt: skip
KINDS = {"posts": urls.POST, "pages": urls.PAGE, "seminars": urls.SEMINAR}
TRANSLATED = {"posts": urls.TRANSLATED_POST, "pages": urls.TRANSLATED_PAGE, "seminars": urls.TRANSLATED_SEMINAR}
EXTRA = {"posts": "date: 2026-11-01 08:00\n", "pages": "", "seminars": "sessions:\n  - 2027-01-12 18:00\n"}
OWN = [urls.file_of(route.pattern.format(**SAMPLE)) for route in urls.ROUTES if not route.is_authored]
"""A file of each kind that the site makes by itself."""
CANDIDATES = sorted({name for path in OWN for name in path.split("/") if SLUG.fullmatch(name)} | {*FREE})
MODULES = sorted((ROOT / "plugins/hireground").rglob("*.py"))
ENGINE = [path for path in MODULES if path.name != "urls.py" and "lint_ics" not in path.parts]
TEMPLATES = sorted((ROOT / "theme/templates").rglob("*.html"))
FOLDERS = sorted({path.split("/")[0] for path in OWN if "/" in path})
ADDRESS = re.compile(rf"(?<![\w.-])(?<!content/)(?:{'|'.join(FOLDERS)})/(?!\*)")
BESIDE = re.compile(r"(?:calendar|event)\.ics|qr\.svg|(?:atom|rss)\.xml")
CONTENT = {"images/"}
"""Pictures lie in content/images/ as they do on the site, and messages name them as authors write them."""


def in_the_way(file: str) -> bool:
    """Whether a file is one of the site's own, stands below one, or makes a page of a folder that holds one."""
    folder = file.removesuffix("index.html")
    return any(own == file or own.startswith(folder) or file.startswith(f"{own}/") for own in OWN)


def refused(small: Path, words: str) -> dict[Path, set[int]]:
    """Return the lines of each file that are refused in these words."""
    found: dict[Path, set[int]] = {}
    try:
        load_site(read_settings(small / "pelicanconf.py"), NOW)
    except InvalidContentError as error:
        for problem in error.problems:
            if words in problem.message:
                found.setdefault(problem.path, set()).add(problem.line)
    return found


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "pelicanconf.py").write_bytes((ROOT / "pelicanconf.py").read_bytes())
    for folder in KINDS:
        (tmp_path / "content" / folder).mkdir(parents=True)
    return tmp_path


def write(small: Path, folder: str, name: str, more: str) -> Path:
    path = Path("content", folder, f"{name}.md")
    (small / path).write_text(f"---\ntitle: T\nsummary: S\n{more}---\n\nText.\n")
    return path


def test_a_slug_is_refused_where_it_would_be_in_the_way_and_nowhere_else(small: Path) -> None:
    expected = set()
    for folder, route in KINDS.items():
        for slug in CANDIDATES:
            path = write(small, folder, f"of-{slug}", f"slug: {slug}\n{EXTRA[folder]}")
            expected |= {path} if in_the_way(urls.file_of(route.url(slug=slug))) else set()
    assert set(refused(small, "is the address of a listing")) == expected
    names = {path.as_posix().removeprefix("content/").removesuffix(".md") for path in expected}
    assert {"seminars/of-lists", "seminars/of-past", "posts/of-page", "pages/of-archive", "pages/of-assets"} <= names
    assert not names & {"seminars/of-page", "pages/of-past", "seminars/of-archive"}


def test_a_translation_is_never_in_the_way(small: Path) -> None:
    for folder, route in TRANSLATED.items():
        for slug in CANDIDATES:
            assert not in_the_way(urls.file_of(route.url(lang="de", slug=slug)))
            write(small, folder, f"of-{slug}", f"slug: {slug}\nlang: de\ntranslation: yes\n")
    assert refused(small, "is the address of a listing") == {}


@pytest.mark.parametrize("folder", KINDS)
def test_an_old_address_is_refused_where_it_would_be_in_the_way(small: Path, folder: str) -> None:
    aliases = [f"/{own.removesuffix('index.html') or 'index.html'}" for own in OWN]
    aliases += [f"/{own}/below/" for own in OWN if not own.endswith("index.html")]
    aliases += ["/topics/", "/seminars/in/", "/seminars/2026/", "/%61rchive/", "/seminars/2026/12/index.html"]
    free = ["/2019/hello/", "/posts/an-old-one/", "/seminars/an-old-one/", "/archive.html", "/seminars/old/2026-12-16/"]
    lines = "".join(f"  - {alias}\n" for alias in [*aliases, *free])
    path = write(small, folder, "an-example", f"aliases:\n{lines}{EXTRA[folder]}")
    found = refused(small, "is the address of a list of the site")
    assert found == {path: set(range(5, 5 + len(aliases)))}


def test_an_old_address_takes_no_page_of_a_date(small: Path) -> None:
    path = write(small, "seminars", "an-example", f"aliases: [/seminars/an-example/2027-01-12/]\n{EXTRA['seminars']}")
    assert refused(small, "is the address of a page that is there") == {path: {4}}


def test_every_file_of_the_site_has_an_address_that_is_known(site: BuiltSite) -> None:
    written = [path for folder in (ROOT / "content", EXTRA_CONTENT) for path in folder.rglob("*.md")]
    slugs = {path.stem for path in written}
    redirects = (site.root / "_redirects").read_text("utf-8").splitlines()
    old = {unquote(line.split()[0]).strip("/") for line in redirects if line.startswith("/")}
    own = [route for route in urls.ROUTES if not route.is_authored]
    authored = [route for route in urls.ROUTES if route.is_authored]
    for file in (path.relative_to(site.root).as_posix() for path in site.root.rglob("*") if path.is_file()):
        is_authored = any(route.has(file) for route in authored) and not slugs.isdisjoint(file.split("/"))
        is_old = file.removesuffix("/index.html").removesuffix("/calendar.ics") in old
        assert is_authored or is_old or file == ".build" or any(route.has(file) for route in own), file


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the strings of a module that are no docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    statements = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in statements:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_other_module_writes_an_address(path: Path) -> None:
    if "importing" in path.parts:
        return  # it speaks of the addresses of other tools
    found = [(line, text) for line, text in texts(path) if {*ADDRESS.findall(text)} - CONTENT or BESIDE.search(text)]
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_writes_an_address(path: Path) -> None:
    links = re.findall(r"{{ SITEURL }}/([^\"]*)\"", path.read_text("utf-8"))
    assert [link for link in links if not link.startswith("{{")] == []
    assert not re.search(r"[\"'](?:posts|seminars|archive|topics|search)/", path.read_text("utf-8"))
