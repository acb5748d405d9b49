"""Whose what was published is: every row of the table, by every way that a host or an author finds the base."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from site_repository import FOLDER, NOW, PLACES, SETTINGS, Repository, lab, write_site

from hireground.publish.host import PUBLISHED, is_ancestor
from hireground.published.identity import (
    EXAMPLES,
    Identity,
    Standing,
    forgotten_in,
    standing,
    written_address,
    written_namespace,
)
from hireground.published.pair import read_pair
from hireground.published.pipeline import fix_published, published_problems
from hireground.text.git import git

ROOT = Path(__file__).parents[2]
MINE, OTHERS = "aaaaaaaa-8a43-4c57-9c0e-7f1d2b9a6e34", "bbbbbbbb-8a43-4c57-9c0e-7f1d2b9a6e34"
HERE, THERE, PLACEHOLDER = "https://talks.internal", "https://elsewhere.internal/talks", "https://talks.example.org"
Row = tuple[str, str, str, str, Standing]
ROWS: list[Row] = [
    # was published under, is now, what that is
    (MINE, HERE, MINE, HERE, Standing.OWN),
    (MINE, HERE, MINE, THERE, Standing.OWN),
    (MINE, HERE, MINE, "", Standing.OWN),
    (MINE, PLACEHOLDER, MINE, HERE, Standing.OWN),
    (MINE, PLACEHOLDER, MINE, PLACEHOLDER, Standing.OWN),
    (MINE, HERE, OTHERS, HERE, Standing.RENAMED),
    (MINE, HERE, f"{EXAMPLES}", HERE, Standing.RENAMED),
    (MINE, HERE, OTHERS, "", Standing.RENAMED),
    (MINE, HERE, OTHERS, PLACEHOLDER, Standing.RENAMED),
    (MINE, PLACEHOLDER, OTHERS, HERE, Standing.RENAMED),
    (MINE, "", OTHERS, "", Standing.RENAMED),
    (MINE, HERE, OTHERS, THERE, Standing.LEFT),
    (f"{EXAMPLES}", HERE, f"{EXAMPLES}", HERE, Standing.OWN),
    (f"{EXAMPLES}", HERE, f"{EXAMPLES}", THERE, Standing.OWN),
    (f"{EXAMPLES}", HERE, MINE, HERE, Standing.LEFT),
    (f"{EXAMPLES}", HERE, MINE, THERE, Standing.LEFT),
    (f"{EXAMPLES}", PLACEHOLDER, MINE, HERE, Standing.OTHERS),
    (f"{EXAMPLES}", PLACEHOLDER, MINE, PLACEHOLDER, Standing.OTHERS),
    (f"{EXAMPLES}", "", MINE, "", Standing.OTHERS),
    (f"{EXAMPLES}", PLACEHOLDER, f"{EXAMPLES}", HERE, Standing.OTHERS),
    (f"{EXAMPLES}", PLACEHOLDER, f"{EXAMPLES}", PLACEHOLDER, Standing.EXAMPLES),
    (f"{EXAMPLES}", PLACEHOLDER, f"{EXAMPLES}", "", Standing.EXAMPLES),
]
SAID = {
    Standing.OWN: f"{FOLDER}/lab.md:1:1: this file is gone, and 1 of its sessions is in people's calendars;",
    Standing.RENAMED: 'pelicanconf.py:6:5: uid_namespace: published as "',
    Standing.LEFT: "pelicanconf.py:6:5: warning: uid_namespace: what was published at ",
    Standing.EXAMPLES: "",
    Standing.OTHERS: "",
}
LAB, OWN = lab("2026-12-15 18:00"), lab("2027-01-19 18:00", title="My own")


def settings(namespace: str, address: str) -> str:
    return SETTINGS.replace(f"{EXAMPLES}", namespace).replace("https://hireground.internal", address)


def public(address: str) -> str:
    return f'import os\n\nfrom pelicanconf import *\n\nSITEURL = os.environ.get("SITEURL") or "{address}"\n'


def identify(site: Repository, namespace: str, address: str) -> None:
    """Say whose the site is: the address in publishconf.py, as a host may say another."""
    (site.root / "pelicanconf.py").write_text(settings(namespace, ""))
    (site.root / "publishconf.py").write_text(public(address))


def told(root: Path) -> list[str]:
    return [str(problem) for problem in published_problems(root / "publishconf.py", NOW)]


def cloned(site: Repository) -> Path:
    """Clone the site as a host does, where the branch has come already."""
    folder = site.root.with_name("clone")
    site.git("clone", "--quiet", str(site.root), str(folder))
    return folder


def by_hand_before_a_commit(site: Repository, _published: str, change: Callable[[], None]) -> Path:
    change()
    return site.root


def by_hand_after_a_push(site: Repository, published: str, change: Callable[[], None]) -> Path:
    site.git("update-ref", "refs/remotes/origin/main", published)
    change()
    site.commit({})
    return site.root


def by_the_last_deployment(site: Repository, published: str, change: Callable[[], None]) -> Path:
    """GitHub, and a server of one's own, which says so of the branch's tip."""
    change()
    site.commit({})
    folder = cloned(site)
    site.git("-C", str(folder), "update-ref", "refs/remotes/origin/main", published)
    return folder


def by_host_build(site: Repository, published: str, change: Callable[[], None]) -> Path:
    """Netlify with CACHED_COMMIT_REF and GitLab with CI_COMMIT_BEFORE_SHA, as `hireground host-build` takes them."""
    change()
    site.commit({})
    folder = cloned(site)
    assert is_ancestor(folder, published)
    git(folder, "update-ref", PUBLISHED, published)
    return folder


WAYS = [by_hand_before_a_commit, by_hand_after_a_push, by_the_last_deployment, by_host_build]


@pytest.fixture
def site(tmp_path: Path) -> Repository:
    return write_site(tmp_path / "site")


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[-1].name)
def test_what_was_published_counts_for_its_own_site_alone(
    site: Repository,
    way: Callable[..., Path],
    row: tuple[str, str, str, str, Standing],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    was, was_at, now, now_at, expected = row
    identify(site, was, was_at)
    site.commit({"lab.md": LAB})
    published = site.git("rev-parse", "HEAD").strip()

    def change() -> None:
        site.write({"lab.md": None, "own.md": OWN})
        identify(site, now, now_at)

    root = way(site, published, change)
    monkeypatch.setenv("SITEURL", "https://preview.internal")  # what a host says is the build's, and not the site's
    pair = read_pair(root / "publishconf.py", NOW)
    assert pair
    assert pair.standing is expected
    (line,) = told(root) or [""]
    assert line.startswith(SAID[expected])
    fix_published(root / "publishconf.py", NOW)
    is_back = (root / FOLDER / "lab.md").exists()
    assert is_back == (expected is Standing.OWN)


def test_every_standing_has_a_row_or_a_test_of_its_own() -> None:
    assert {row[-1] for row in ROWS} == {*Standing} - {Standing.FORGOTTEN}


def test_a_fork_is_its_authors_from_the_first_change_on(site: Repository) -> None:
    identify(site, f"{EXAMPLES}", PLACEHOLDER)
    site.commit({"lab.md": LAB, "kept.md": lab("2026-12-16 18:00", title="Kept")})
    identify(site, MINE, HERE)
    site.commit({"own.md": OWN})
    site.git("update-ref", "refs/remotes/origin/main", "HEAD")  # published with the examples still in it
    site.write({"lab.md": None})
    assert told(site.root) == []
    assert fix_published(site.root / "publishconf.py", NOW) == ()
    assert not (site.root / FOLDER / "lab.md").exists()
    site.write({"own.md": None})
    (line,) = told(site.root)
    assert line.startswith(f"{FOLDER}/own.md:1:1: this file is gone")


def test_an_example_that_an_author_made_theirs_counts(site: Repository) -> None:
    identify(site, f"{EXAMPLES}", PLACEHOLDER)
    site.commit({"lab.md": LAB})
    identify(site, MINE, HERE)
    site.commit({"lab.md": LAB.replace("Practice.", "My own practice.")})
    site.write({"lab.md": None})
    (line,) = told(site.root)
    assert line.startswith(SAID[Standing.OWN])


def test_the_examples_may_be_rewritten_and_are_never_mended(site: Repository) -> None:
    identify(site, f"{EXAMPLES}", PLACEHOLDER)
    site.commit({"lab.md": LAB})
    site.write({"lab.md": lab("2027-03-02 18:00", title="My own")})
    (line,) = told(site.root)
    assert line.startswith("pelicanconf.py:6:5: warning: uid_namespace: these are still the examples'")
    assert fix_published(site.root / "publishconf.py", NOW) == ()


def test_this_project_can_be_made_ones_own(tmp_path: Path) -> None:
    root = tmp_path / "fork"
    for name in ("content", "pelicanconf.py", "publishconf.py"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        root.mkdir(exist_ok=True)
        copy(ROOT / name, root / name)
    site = Repository(root)
    site.commit({})
    site.git("update-ref", "refs/remotes/origin/main", "HEAD")
    conf = root / "pelicanconf.py"
    conf.write_text(conf.read_text().replace(f"{EXAMPLES}", MINE))
    assert told(root) == []  # a namespace first
    shutil.rmtree(root / "content")
    (root / FOLDER).mkdir(parents=True)
    (root / "content/places.yaml").write_text(PLACES)
    site.write({"own.md": OWN})
    assert told(root) == []  # then the examples
    conf.write_text(conf.read_text().replace(MINE, f"{EXAMPLES}"))
    assert told(root) == []  # or the examples alone
    assert fix_published(root / "publishconf.py", NOW) == ()
    assert [path.name for path in (root / FOLDER).iterdir()] == ["own.md"]


def test_what_was_forgotten_is_not_missed_and_what_comes_after_is(site: Repository) -> None:
    identify(site, MINE, HERE)
    site.commit({"lab.md": LAB})
    marker = site.root / "content/forgotten.yaml"
    marker.write_text("# why\nbefore: 2026-11-23 12:00 UTC\n")
    site.write({"lab.md": None, "own.md": OWN})
    identify(site, OTHERS, HERE)
    words = "content/forgotten.yaml:1:1: warning: what was published before this counts no more, so calendars lose 1 "
    (line,) = told(site.root)
    assert line.startswith(words)
    assert fix_published(site.root / "publishconf.py", NOW) == ()
    site.commit({})
    assert told(site.root) == []
    site.write({"own.md": None})
    (line,) = told(site.root)
    assert line.startswith(f"{FOLDER}/own.md:1:1: this file is gone")
    marker.unlink()  # which forgets nothing more, and brings nothing back
    assert told(site.root) == [line]


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ('SITEURL = "https://Talks.Internal/"', "talks.internal"),
        ('SITEURL: str = "http://talks.internal:8080/a/"', "talks.internal:8080/a"),
        ('SITEURL = os.environ.get("SITEURL") or "https://talks.internal"', "talks.internal"),
        ('SITEURL = os.environ.get("SITEURL", "https://talks.internal")', "talks.internal"),
        ('SITEURL = "https://a.internal" if os.environ else "https://b.internal"', ""),
        ('SITEURL = "https://a.internal"\nSITEURL = ""', ""),
        ('SITEURL = "https://hireground.example.org"', ""),
        ('SITEURL = "http://localhost:8000"', ""),
        ('SITEURL = "https://[bad"', ""),
        ('SITEURL = "https://talks.internal:port"', ""),
        ("SITEURL = f(1)", ""),
        ("def broken(", ""),
        ("x = 1", ""),
    ],
)
def test_an_address_is_read_as_it_is_written(source: str, address: str) -> None:
    assert written_address([source.encode()]) == address


@pytest.mark.parametrize(
    ("source", "namespace"),
    [
        (f'SEMINARS = {{"uid_namespace": "{MINE}"}}', MINE),
        (f'SEMINARS = {{"organizer": {{"email": f()}}, "uid_namespace": "{MINE.upper()}"}}', MINE),
        (f'SEMINARS = {{**MORE, "uid_namespace": "{MINE}"}}', MINE),
        ('SEMINARS = {"uid_namespace": "none"}', "None"),
        ('SEMINARS = {"uid_namespace": 1}', "None"),
        ("SEMINARS = dict()", "None"),
        ("\0", "None"),
    ],
)
def test_a_namespace_is_read_as_it_is_written(source: str, namespace: str) -> None:
    assert f"{written_namespace([source.encode()])}" == namespace


def test_only_another_mark_forgets() -> None:
    was = Identity(EXAMPLES, "talks.internal", forgotten_in(b"# a\nbefore: 1\n"))
    for mark, expected in {
        b"before: 1\r\n": Standing.OWN, b"": Standing.OWN, b"# b": Standing.OWN, b"before: 2": Standing.FORGOTTEN,
    }.items():  # fmt: skip
        assert standing(was, Identity(EXAMPLES, "talks.internal", forgotten_in(mark))) is expected
