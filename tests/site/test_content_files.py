"""Content is files of known kinds: no link leads out of it, and nobody is given what runs or what is hidden."""

import subprocess
from pathlib import Path, PurePosixPath

import pytest
from errors_corpus import NOW, write_base
from tiny_site import run_tool

from hireground.published.check import check
from hireground.site.files import content_files
from hireground.site.policy import NO_SERVICES, POLICIES, policy, strict
from hireground.text.problems import InvalidContentError
from hireground.text.reports import report
from hireground.text.source import read_bytes

UNSEEN = "Nobody may read this.\n"
WIRING = "from hireground.pelican.defaults import *\n"
UNTRUSTED = "\nRAW_HTML = False\nSITE_CARDS = SITE_SEARCH = False\n"
HIDDEN = (
    ".htaccess",
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
    "@eaDir/a.jpg",
    "notes.txt~",
    "~$plan.docx",
    ".git/config",
)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    site = tmp_path / "site"
    site.mkdir()
    settings = write_base(site)
    settings.write_text(WIRING + settings.read_text("utf-8") + UNTRUSTED, "utf-8")
    (tmp_path / "secret.txt").write_text(UNSEEN)
    return settings


def put(site: Path, name: str, text: str = "Words.\n") -> None:
    path = site / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


LINKS = {
    "images/env.txt": "secret.txt",
    "images/photo.jpg": "secret.txt",
    "images/more": ".",
    "posts/secret.md": "secret.txt",
    "pages/gone.md": "nowhere",
    "people.yaml": "secret.txt",
    "seminars/up": "site/content",
    "notes/here.txt": "site/content/images",
}


def test_every_link_is_refused_and_not_followed(settings: Path, tmp_path: Path) -> None:
    content = settings.parent / "content"
    for name, target in LINKS.items():
        (content / name).parent.mkdir(exist_ok=True)
        (content / name).unlink(missing_ok=True)
        (content / name).symlink_to(tmp_path / target)
    problems = check(settings, NOW)
    assert {f"content/{name}" for name in LINKS} <= {one.path.as_posix() for one in problems if "a link" in one.message}
    assert UNSEEN.strip() not in report(problems, settings.parent)
    run = run_tool(settings.parent, "build", "--settings", settings.name)
    assert run.returncode == 1
    assert UNSEEN.strip() not in run.stdout + run.stderr
    assert not (settings.parent / "output").exists()


def test_the_content_itself_is_not_a_link(settings: Path) -> None:
    content = settings.parent / "content"
    content.rename(settings.parent.parent / "elsewhere")
    content.symlink_to(settings.parent.parent / "elsewhere")
    assert "content:1:1: this is a link" in report(check(settings, NOW), settings.parent)


def test_no_part_of_a_path_is_followed(tmp_path: Path) -> None:
    """A folder that became a link after it was listed leads nowhere."""
    (tmp_path / "outside/images").mkdir(parents=True)
    (tmp_path / "outside/images/a.txt").write_text(UNSEEN)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/content").symlink_to(tmp_path / "outside")
    with pytest.raises(InvalidContentError):
        read_bytes(tmp_path / "site", Path("content/images/a.txt"))
    (tmp_path / "site/content").unlink()
    (tmp_path / "outside").rename(tmp_path / "site/content")
    assert read_bytes(tmp_path / "site", Path("content/images/a.txt")) == UNSEEN.encode()


def test_a_link_of_git_s_is_one_where_the_disk_has_none(settings: Path) -> None:
    """As on Windows: git writes where it leads into a file."""
    site = settings.parent
    put(site, "images/env.txt", "/etc/passwd")
    git = ["git", "-C", str(site)]
    subprocess.run([*git, "init", "-q"], check=True)
    blob = subprocess.run(
        [*git, "hash-object", "-w", "content/images/env.txt"], check=True, capture_output=True, text=True
    )
    entry = f"120000,{blob.stdout.strip()},content/images/env.txt"
    subprocess.run([*git, "update-index", "--add", "--cacheinfo", entry], check=True)
    (problem,) = check(settings, NOW)
    assert (problem.path.as_posix(), "git has this as a link" in problem.message) == ("content/images/env.txt", True)
    put(site, "images/env.txt", "Words.\n")
    assert check(settings, NOW) == ()


def test_hidden_files_are_not_content(settings: Path) -> None:
    site = settings.parent
    for name in HIDDEN:
        put(site, f"images/{name}")
    (site / "content/posts/.#here.md").symlink_to("someone@example.org.4711")  # an editor's lock
    put(site, "images/list.csv", "a,b\n")
    assert check(settings, NOW) == ()
    files = content_files(site, Path("content"))
    assert PurePosixPath("images/list.csv") in files.names
    assert [path for path in files.paths if path.name in HIDDEN or path.name.startswith(".")] == []


FOLDERS = """
STATIC_PATHS = ["images", "extra", "more"]
EXTRA_PATH_METADATA = {"extra/CNAME": {"path": "CNAME"}}
"""


@pytest.mark.parametrize("way", ["own", "pelican"])
def test_only_files_of_known_kinds_are_published(way: str, settings: Path) -> None:
    site = settings.parent
    for name in HIDDEN:
        put(site, f"images/{name}")
    put(site, "images/list.csv", "a,b\n")
    put(
        site, "pages/files.md", "---\ntitle: Files\n---\n[A list](../notes/list.tsv), and [more](../images/list.csv).\n"
    )
    put(site, "notes/list.tsv", "a\tb\n")
    put(site, "notes/private.txt", UNSEEN)
    settings.write_text(settings.read_text("utf-8") + ("" if way == "own" else FOLDERS), "utf-8")
    if way == "pelican":
        put(site, "extra/CNAME", "example.org\n")
        put(site, "more/table.csv", "a,b\n")
    run = run_tool(site, "build", "--settings", settings.name)
    assert run.returncode == 0, run.stderr
    output = site / "output"
    names = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()}
    assert {"images/list.csv", "notes/list.tsv"} <= names
    assert ({"CNAME", "more/table.csv"} <= names) == (way == "pelican")
    assert [name for name in names if name.removeprefix("images/") in HIDDEN or "private" in name] == []


def test_what_pelican_would_copy_is_of_known_kinds_too(settings: Path) -> None:
    site = settings.parent
    settings.write_text(settings.read_text("utf-8") + FOLDERS, "utf-8")
    put(site, "extra/CNAME", "example.org\n")
    put(site, "more/page.html", "<script>go()</script>\n")
    (problem,) = check(settings, NOW)
    assert (problem.path.as_posix(), '".html" may run' in problem.message) == ("content/more/page.html", True)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" viewBox="0 0 6 4">{}</svg>'
RUN = (
    '<script href="go.js"/>',
    '<g><x:g xmlns:x="http://www.w3.org/2000/svg" onclick="go()"/></g>',
    '<a x:href="jAvAscript:go()"/>',
    '<a href="&#32;java&#9;script:go()"/>',
    '<use href="data:image/svg+xml;base64,AAAA"/>',
    '<a><animate attributeName="xlink:href" values="#;javascript:go()"/></a>',
    '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"><embed src="go.html"/></p></foreignObject>',
    '<h:script xmlns:h="http://www.w3.org/1999/xhtml">go()</h:script>',
    "<?xml-stylesheet href='go.xsl'?>",
    "<metadata><audio xmlns='http://www.w3.org/1999/xhtml' src='x'/></metadata>",
)
HARMLESS = (
    '<a href="https://example.org"><text>Go</text></a>',
    '<style>g { fill: red }</style><g style="fill: blue"/>',
    '<image href="data:image/png;base64,AAAA"/><image x:href="photo.jpg"/>',
    '<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>',
    '<s:view xmlns:s="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" pagecolor="#fff"/>',
    '<switch><foreignObject><div xmlns="http://www.w3.org/1999/xhtml">Words</div></foreignObject></switch>',
    '<circle r="1"><animate attributeName="r" from="1" to="2" begin="click"/></circle>',
)


@pytest.mark.parametrize("is_raw", [True, False])
def test_drawings_that_run_are_refused(is_raw: bool, settings: Path) -> None:  # noqa: FBT001
    site = settings.parent
    if is_raw:
        settings.write_text(settings.read_text("utf-8").replace("RAW_HTML = False", ""), "utf-8")
    for number, inside in enumerate((*RUN, *HARMLESS)):
        put(site, f"images/{number:02}.svg", SVG.format(inside))
    said = [problem.path.stem for problem in check(settings, NOW) if "a drawing may not have" in problem.message]
    assert said == [] if is_raw else said == [f"{number:02}" for number, _inside in enumerate(RUN)]


def test_files_that_are_opened_by_themselves_run_nothing() -> None:
    for path in ("/images/a.svg", "/images/deep/a.html", "/posts/a.svg", "/images/a.png?x=/search/"):
        assert "default-src 'none'" in policy(path)
        assert "script-src" not in policy(path)
        assert policy(path).endswith("; sandbox")
    assert "script-src" not in policy("/images/a.pdf")
    assert "sandbox" not in policy("/images/a.pdf")
    assert {policy(path) for path in ("/", "/posts/images/", "/about/index.html")} == {strict(NO_SERVICES)}
    assert len({*POLICIES.values(), strict(NO_SERVICES)}) == len(POLICIES)
