"""Seminars beside posts that stay Pelican's: its own themes, settings, plugins and commands."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from icalendar import Calendar

from hireground.lint_ics import lint

# A site of Pelican's own that adds seminars, built by `pelican` as its author builds it, and read back.

PROJECT = Path(__file__).parents[2]
CASE = PROJECT / "tests/cases/plugin-site"
NOW = "1795392000"  # 23 November 2026
DEADLINE = 120.0  # a hang is longer, however busy the machine
ADDRESSES = ("href", "src")


def copy_site(root: Path, more: str = "") -> Path:
    """Copy the sample site into a folder; `more` stands at the end of its settings."""
    shutil.copytree(CASE, root, dirs_exist_ok=True)
    with (root / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write(f"\n{more}\n")
    return root


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a Python program in the site's folder."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "plugins"), "SOURCE_DATE_EPOCH": NOW, "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=root, env=environment, stdin=subprocess.DEVNULL,
        capture_output=True, encoding="utf-8", timeout=DEADLINE, check=False,
    )  # fmt: skip


def pelican(root: Path, *arguments: str, output: str = "output") -> "Built":
    """Build the site, and expect Pelican to be content."""
    done = run(root, "pelican", "content", "-o", output, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ERROR" not in done.stdout + done.stderr
    return Built(root / output, done.stdout)


@dataclass(frozen=True)
class Built:
    """What Pelican wrote, and what it said."""

    root: Path
    said: str

    def text(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def tree(self, path: str) -> Element:
        """Return a page as browsers read it."""
        tree: Element = html5lib.parse(self.text(path), namespaceHTMLElements=False)
        return tree

    def seminars(self, path: str) -> Element:
        """Return what the plugin put into the theme's page."""
        (found,) = (one for one in self.tree(path).iter("section") if "seminars" in (one.get("class") or "").split())
        return found

    def pages(self) -> list[str]:
        return sorted(file.relative_to(self.root).as_posix() for file in self.root.rglob("*.html"))

    def files(self) -> dict[str, bytes]:
        """Return every file by its path."""
        return {
            file.relative_to(self.root).as_posix(): file.read_bytes() for file in self.root.rglob("*") if file.is_file()
        }

    def broken_links(self, siteurl: str = "") -> list[str]:
        """Return each link that leads to no file of the site; those to other sites are left alone."""
        base, found = siteurl or "https://nowhere.example.org", []
        for page in self.pages():
            for element in self.tree(page).iter():
                for address in (element.get(name) for name in ADDRESSES):
                    whole = urljoin(f"{base}/{page}", address or "")
                    if whole.startswith(f"{base}/") and not self._has(whole.removeprefix(f"{base}/")):
                        found.append(f"{page}: {address}")
        return found

    def _has(self, address: str) -> bool:
        path = unquote(urlsplit(address).path)
        return (self.root / (f"{path}index.html" if path.endswith("/") or not path else path)).is_file()


def words(element: Element | None) -> str:
    """Return the text of an element, its gaps one space each; nothing for one that is not there."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


SEMINAR = "seminars/letter-writing/index.html"
POST = "evenings.html"
NO_SEMINARS = 'PLUGINS = []\nARTICLE_EXCLUDES = ["seminars"]'
THEMES = ("simple", "notmyidea")
AUTOESCAPE = 'JINJA_ENVIRONMENT = {"autoescape": True}'
ELSEWHERE = 'ARTICLE_URL = "{date:%Y}/{slug}/"\nARTICLE_SAVE_AS = "{date:%Y}/{slug}/index.html"'


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site as readers see it, below a folder of a host."""
    return pelican(copy_site(tmp_path_factory.mktemp("public")), "-s", "publishconf.py")


# Pages


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("escaping", ["", AUTOESCAPE], ids=["plain", "autoescape"])
def test_pages_stand_in_the_site_s_own_theme(tmp_path: Path, theme: str, escaping: str) -> None:
    built = pelican(copy_site(tmp_path, escaping), "-s", "pelicanconf.py", "-t", theme)
    page = built.seminars(SEMINAR)
    assert words(page.find(".//h1")) == "Letters & <ink>"
    assert "An evening with pen & paper, for <beginners>." in words(page)
    assert [one.get("alt") for one in page.iter("img")] == ['A pot of "ink"']
    assert "Note: bring a pen that you like." in words(page), "the text's first line is no metadata"
    assert [words(cell) for cell in page.iter("td")] == ["ink", "haste"], "the site's own Markdown has tables"
    assert words(built.tree(SEMINAR).find(".//title")) == "Letters & <ink> - Notes and Letters"
    assert ("/theme/css/main.css" if theme == "notmyidea" else "<hgroup>") in built.text(SEMINAR)
    assert "{{" not in "".join(built.text(page) for page in built.pages() if page.startswith("seminars/"))


def test_every_kind_of_page_is_written(public: Built) -> None:
    titles = {path: words(public.seminars(path).find(".//h1")) for path in public.pages() if _is_shown(path)}
    assert titles == {
        "de/seminars/letter-writing/index.html": "Briefe & <Tinte>",
        "seminars/2026/09/index.html": "Seminars in September 2026",
        "seminars/2026/12/index.html": "Seminars in December 2026",
        "seminars/2027/01/index.html": "Seminars in January 2027",
        "seminars/about/letters/index.html": "Seminars about letters",
        "seminars/about/paper-ink/index.html": "Seminars about paper & ink",
        "seminars/by/mara-lindqvist/index.html": "Seminars with Mara Lindqvist",
        "seminars/in/lesesaal/index.html": "Seminars at Lesesaal",
        "seminars/index.html": "Seminars",
        "seminars/letter-writing/2026-09-10/index.html": "Letters & <ink>",
        "seminars/letter-writing/2026-12-05/index.html": "Letters & <ink>",
        "seminars/letter-writing/2026-12-12/index.html": "Cancelled: Letters & <ink>",
        "seminars/letter-writing/2027-01-16/index.html": "Letters & <ink>",
        "seminars/letter-writing/index.html": "Letters & <ink>",
        "seminars/open-table/2026-12-19/index.html": "Open table",
        "seminars/open-table/index.html": "Open table",
        "seminars/past/index.html": "Past seminars",
        "seminars/series/evenings/index.html": "Seminars in the series Evenings",
    }


def _is_shown(path: str) -> bool:
    return "seminars/" in path and path != "seminars/letter-writing/2026-12-04/index.html"


@pytest.mark.parametrize("old", ["letters/old-evening/", "seminars/letter-writing/2026-12-04/"])
def test_old_addresses_lead_to_the_new(public: Built, old: str) -> None:
    new = "seminars/letter-writing/" if old.startswith("letters") else "seminars/letter-writing/2026-12-05/"
    assert f'content="0; url=https://example.org/notes/{new}"' in public.text(f"{old}index.html")


def test_a_translation_speaks_its_language(public: Built) -> None:
    page = public.tree("de/seminars/letter-writing/index.html")
    assert page.get("lang") == "de"
    assert "Samstag, 5. Dezember 2026" in words(page)
    assert "Bringen Sie eine Feder mit." in words(page)


def test_a_language_without_words_gets_english_ones_and_hears_of_it(tmp_path: Path) -> None:
    built = pelican(copy_site(tmp_path, 'DEFAULT_LANG = "sv"'), "-s", "pelicanconf.py")
    assert 'there are no words in "sv"' in built.said
    assert "Saturday, December 5, 2026" in words(built.seminars(SEMINAR))


# Links


def test_every_link_resolves_below_a_folder(public: Built) -> None:
    menu = "/seminars/"  # the sample's own menu is written for a site at the root
    assert [one for one in public.broken_links("https://example.org/notes") if not one.endswith(f": {menu}")] == []
    assert 'href="https://example.org/notes/seminars/letter-writing/"' in public.text(POST)


@pytest.mark.parametrize("more", ["", "RELATIVE_URLS = True", ELSEWHERE], ids=["root", "relative", "elsewhere"])
def test_every_link_resolves(tmp_path: Path, more: str) -> None:
    built = pelican(copy_site(tmp_path, more), "-s", "pelicanconf.py")
    assert built.broken_links() == []
    if "RELATIVE" in more:
        assert 'href="../../seminars/in/lesesaal/"' in built.text(SEMINAR)
        assert 'href="./seminars/letter-writing/2026-12-05/"' in built.text(POST)


# What was there stays


def without_seminars_in_posts(root: Path) -> Path:
    """Take out of the sample's posts and pages what speaks of seminars."""
    (root / "content/travel/evenings.md").unlink()
    (root / "content/pages/about.md").unlink()
    return root


@pytest.mark.parametrize("theme", THEMES)
def test_posts_stay_as_they_are_byte_for_byte(tmp_path: Path, theme: str) -> None:
    settings = ("-s", "publishconf.py", "-t", theme)
    before = pelican(without_seminars_in_posts(copy_site(tmp_path / "before", NO_SEMINARS)), *settings).files()
    after = pelican(without_seminars_in_posts(copy_site(tmp_path / "after")), *settings).files()
    added = after.keys() - before.keys()
    assert {path: data for path, data in after.items() if path not in added} == before
    assert {path.split("/")[0] for path in added} == {"seminars", "de", "letters"}


def test_a_post_with_a_list_of_dates_changes_no_other(tmp_path: Path) -> None:
    before = pelican(copy_site(tmp_path / "before", NO_SEMINARS), "-s", "pelicanconf.py").files()
    after = pelican(copy_site(tmp_path / "after"), "-s", "pelicanconf.py").files()
    for path in ("a-first-letter.html", "an-old-post.html", "archives.html", "tags.html"):
        assert after[path] == before[path]


def test_seminars_are_no_posts(public: Built) -> None:
    assert not [path for path in public.pages() if path.startswith(("category/seminars", "letter-writing", "open-"))]
    assert "ink&gt;" not in public.text("archives.html")


OTHER_PLUGIN = """
from pelican import signals

SEEN = []

def count(generator):
    generator.context["counted"] = len(generator.articles)

def look(content):
    SEEN.append(type(content).__name__)

def tell(pelican):
    open("seen.txt", "w").write(" ".join(sorted(set(SEEN))))

def register():
    signals.article_generator_finalized.connect(count)
    signals.content_object_init.connect(look)
    signals.finalized.connect(tell)
"""


def test_other_plugins_and_templates_work_beside(tmp_path: Path) -> None:
    root = copy_site(
        tmp_path,
        'PLUGINS = ["other", "hireground.seminars"]\nTHEME_TEMPLATES_OVERRIDES = ["own"]\nPLUGIN_PATHS = ["."]',
    )
    (root / "other.py").write_text(OTHER_PLUGIN)
    (root / "own").mkdir()
    (root / "own/archives.html").write_text(
        "{{ counted }} posts{% for view in upcoming_sessions %}; {{ view.session.title | e }}{% endfor %}"
    )
    built = pelican(root, "-s", "pelicanconf.py")
    assert built.text("archives.html") == (
        "3 posts; Letters &amp; &lt;ink&gt;; Letters &amp; &lt;ink&gt;; Open table; Letters &amp; &lt;ink&gt;"
    )
    assert (root / "seen.txt").read_text() == "Article Page Static"


def test_a_theme_fills_another_block_by_a_file_of_its_own(tmp_path: Path) -> None:
    root = copy_site(tmp_path, 'THEME_TEMPLATES_OVERRIDES = ["own"]')
    (root / "own/seminars").mkdir(parents=True)
    (root / "own/seminars/base.html").write_text("<!doctype html><main>{% block seminars %}{% endblock %}</main>")
    (root / "own/seminars/block.html").write_text("<b>{{ title | e }}: {{ groups | length }}</b>")
    built = pelican(root, "-s", "pelicanconf.py")
    assert built.text(SEMINAR).startswith("<!doctype html><main>")
    assert "Register now (12 EUR)" in built.text(SEMINAR)
    assert "<b>Come &amp; write: 2</b>" in built.text(POST)


# The block in posts, and calendars


def test_a_post_lists_dates_and_their_calendar(public: Built) -> None:
    post = public.tree(POST)
    (block,) = (one for one in post.iter("div") if one.get("class") == "seminars-block")
    assert [words(one) for one in block.iter("h3")] == ["Letters & <ink>", "Open table"]
    assert len([*block.iter("li")]) == 5
    (file,) = (one.get("href") or "" for one in block.iter("a") if one.get("type") == "text/calendar")
    path = file.removeprefix("https://example.org/notes/")
    assert len(Calendar.from_ical((public.root / path).read_bytes()).events) == 5
    assert f"webcal://example.org/notes/{path}" in public.text(POST)
    assert "2026-12-05" in public.text("feeds/all.atom.xml"), "feeds have the list too"


def test_a_post_shows_new_dates_though_pelican_caches_posts(tmp_path: Path) -> None:
    root = copy_site(tmp_path, "CACHE_CONTENT = True\nLOAD_CONTENT_CACHE = True")
    assert "December 19" in pelican(root, "-s", "pelicanconf.py").text(POST)
    seminar = root / "content/seminars/open-table.md"
    seminar.write_text(seminar.read_text().replace("2026-12-19 15:00", "2026-12-20 15:00"))
    assert "December 20" in pelican(root, "-s", "pelicanconf.py").text(POST)


def test_calendars_are_right(public: Built) -> None:
    calendars = {path: data for path, data in public.files().items() if path.endswith(".ics")}
    assert len(calendars) == 21
    assert [problem for path, data in calendars.items() for problem in lint(Path(path), data)] == []
    events = {str(one["UID"]): one for one in Calendar.from_ical(calendars["seminars/calendar.ics"]).events}
    assert len(events) == 5
    urls = {str(one["URL"]).removeprefix("https://example.org/notes/") for one in events.values()}
    assert {f"{url}index.html" for url in urls} <= {*public.pages()}
    (moved,) = (one for one in events.values() if one.start.isoformat() == "2026-12-05T18:00:00+01:00")
    assert (moved["SEQUENCE"], str(moved["SUMMARY"])) == (2, "Letters & <ink>")
    assert "https://example.org/notes/a-first-letter.html" in str(moved["DESCRIPTION"])


# Problems


BROKEN = {"content/seminars/open-table.md": ("place: Lesesaal", "plaec: Lesesaal")}
BROKEN_POST = {"content/travel/evenings.md": ("topic: letters", "topic: leters")}
SAID = (
    'content/seminars/open-table.md:6:1: plaec: unknown key; did you mean "place"?',
    'content/travel/evenings.md:11:12: topic: no seminar is about "leters"; did you mean "letters"?',
)


def break_site(root: Path) -> Path:
    for name, (right, wrong) in (BROKEN | BROKEN_POST).items():
        file = root / name
        assert right in file.read_text()
        file.write_text(file.read_text().replace(right, wrong))
    return root


@pytest.mark.parametrize("flags", [(), ("--fatal", "errors")], ids=["plain", "fatal"])
def test_problems_stop_pelican_before_it_writes(tmp_path: Path, flags: tuple[str, ...]) -> None:
    root = copy_site(tmp_path)
    before = pelican(root, "-s", "publishconf.py").files()
    done = run(break_site(root), "pelican", "content", "-s", "publishconf.py", *flags)
    assert done.returncode == 1
    assert [line for line in done.stdout.splitlines() if line.startswith("content/")] == [*SAID]
    assert "2 problems; nothing was written" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert Built(root / "output", "").files() == before


def test_check_says_the_seminars_problems_and_leaves_posts_to_pelican(tmp_path: Path) -> None:
    root = break_site(copy_site(tmp_path))
    (root / "content/no-front-matter.md").write_text("nothing: [but words\n")
    done = run(root, "hireground", "check")
    assert done.returncode == 1
    assert [line for line in done.stdout.splitlines() if line.startswith("content/")] == [*SAID]
    assert done.stdout.splitlines()[-1].startswith("Checked the seminars, and the lists of dates in posts;")


@pytest.mark.parametrize("kept", ["publishconf.py", "pelicanconf.py"])
def test_check_is_content_with_a_right_site(tmp_path: Path, kept: str) -> None:
    root = copy_site(tmp_path)
    if kept == "pelicanconf.py":
        (root / "publishconf.py").unlink()
    done = run(root, "hireground", "check")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "No problems.")


def test_settings_have_their_problems_where_they_are_set(tmp_path: Path) -> None:
    root = copy_site(tmp_path)
    file = root / "pelicanconf.py"
    file.write_text(file.read_text().replace('    "organizer":', '    "duratoin": "90m",\n    "organizer":'))
    done = run(root, "pelican", "content", "-s", "pelicanconf.py")
    assert done.returncode == 1
    (said,) = (line for line in done.stdout.splitlines() if line.startswith("pelicanconf.py:"))
    assert file.read_text().splitlines()[int(said.split(":")[1]) - 1].strip() == '"duratoin": "90m",'
    assert said.endswith('did you mean "duration"?')


def test_both_plugins_at_once_are_one_too_many(tmp_path: Path) -> None:
    root = copy_site(tmp_path, 'PLUGINS = ["hireground.seminars", "hireground"]')
    done = run(root, "pelican", "content", "-s", "pelicanconf.py")
    assert done.returncode == 1
    assert 'take "hireground.seminars" out' in done.stdout


def test_a_site_whose_content_is_the_whole_folder(tmp_path: Path) -> None:
    root = copy_site(tmp_path, 'PATH = "."\nARTICLE_PATHS = ["travel"]\nOUTPUT_PATH = "../public"')
    for entry in (root / "content").iterdir():
        shutil.move(entry, root / entry.name)
    (root / "seminars/letter-writing.md").write_text(
        (root / "seminars/letter-writing.md").read_text().replace("../first-letter.md", "../travel/evenings.md")
    )
    (root / "travel/old.rst").write_text((root / "old.rst").read_text())
    (root / "seminars/letter-writing.md").write_text(
        (root / "seminars/letter-writing.md").read_text().replace("}/old.rst", "}/travel/old.rst")
    )
    done = run(root, "hireground", "check", "--settings", "pelicanconf.py")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "No problems.")
    done = run(root, "pelican", "-s", "pelicanconf.py", "-o", "public")
    assert done.returncode == 0, done.stdout
    assert Built(root / "public", "").broken_links() == []


# The documentation, followed to the letter


FILE = re.compile(r"`([\w./-]+)`:\n\n```\w+\n(.*?)```", re.DOTALL)
QUICKSTART = """AUTHOR = "Mara Lindqvist"
SITENAME = "Letters"
SITEURL = ""
PATH = "content"
TIMEZONE = "America/Los_Angeles"
DEFAULT_LANG = "en"
"""


def test_the_documentation_is_right_word_by_word(tmp_path: Path) -> None:
    files = dict(FILE.findall((PROJECT / "docs/pelican-plugin.md").read_text("utf-8")))
    assert len(files) == 4
    template = files.pop("templates/seminars/base.html")
    files["pelicanconf.py"] = QUICKSTART + files["pelicanconf.py"]
    for name, text in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    done = run(tmp_path, "hireground", "check")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "No problems."), done.stdout
    built = pelican(tmp_path, "-s", "pelicanconf.py")
    assert built.broken_links() == []
    assert "Saturday, January 16, 2027" in built.text("come-and-write.html")
    assert built.text("seminars/index.html").count("Open table") == 2
    theme = tmp_path / "theme/templates"
    theme.mkdir(parents=True)
    (theme / "base.html").write_text("<!doctype html><i>mine</i>{% block main %}{% endblock %}")
    (theme / "seminars").mkdir()
    (theme / "seminars/base.html").write_text(template)
    own = pelican(tmp_path, "-s", "pelicanconf.py", "-t", "theme", output="own").text("seminars/open-table/index.html")
    assert own.startswith("<!doctype html><i>mine</i>")
    assert "Come and go as you please." in own


# Pelican's own samples


def test_pelican_s_own_samples_stay_as_they_are(tmp_path: Path) -> None:
    samples = pelican_samples(tmp_path)
    with (samples / "pelican.conf.py").open("a") as settings:
        settings.write("PLUGINS = []\n")  # or Pelican uses all plugins that are installed, such as those of other tests
    before = pelican(samples, "-s", "pelican.conf.py", output="before").files()
    (samples / "content/seminars").mkdir()
    shutil.copy(CASE / "content/seminars/open-table.md", samples / "content/seminars/open-table.md")
    shutil.copy(CASE / "content/places.yaml", samples / "content/places.yaml")
    with (samples / "pelican.conf.py").open("a") as settings:
        settings.write('PLUGINS = ["hireground.seminars"]\n')
        settings.write(f'SEMINARS = {{"uid_namespace": "{NAMESPACE}", "organizer": {{"name": "Letters"}}}}\n')
    after = pelican(samples, "-s", "pelican.conf.py", output="after").files()
    assert {path: data for path, data in after.items() if path in before} == before
    assert {path.split("/")[0] for path in after.keys() - before.keys()} == {"seminars"}
    done = run(samples, "hireground", "check", "--settings", "pelican.conf.py")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "No problems.")


NAMESPACE = "0d9b1d0e-3a53-4b0e-8a4e-2f8a1c6a7b11"


def pelican_samples(folder: Path) -> Path:
    """Fetch the samples of the Pelican that is installed, or skip where no package index is in reach."""
    asked = ["download", f"pelican=={version('pelican')}", "--no-deps", "--no-binary", ":all:", "--dest", str(folder)]
    done = subprocess.run([sys.executable, "-m", "pip", *asked], capture_output=True, text=True, check=False)
    archive = next(folder.glob("*.tar.gz"), None)
    if archive is None:
        pytest.skip(f"Pelican's source cannot be had: {done.stderr.strip().splitlines()[-1:]}")
    with tarfile.open(archive) as source:
        source.extractall(folder, filter="data")
    (samples,) = folder.glob("pelican-*/samples")
    return samples
