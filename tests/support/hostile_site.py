"""Build two sites that differ in their words alone: one holds texts that mean harm, the other a mark for each."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

from built_site import COMMITTED, EPOCH, ROOT

from hireground.markdown.link_check import FileNames, Folder, LinkedFiles
from hireground.prose.summary import TAG
from hireground.seminars.block.check import KnownNames
from hireground.site.bodies import text_problems
from hireground.text.frontmatter import parse_document

CASES = ROOT / "tests" / "cases" / "hostile"
SITEURL = "https://example.org"
DATES_A_SEMINAR = 6
IN_A_NAME = 4
"""As many texts are one name, or the site would have a thousand lists."""
FIRST_DAY = dt.date(2026, 12, 1)
FIRST_MOMENT = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
TAB = "\t"
TITLES = {"title", "summary", "page.title", "page.summary", "seminar.title", "seminar.summary"}
BIO = 'Known for <b onclick="alert(1)">words</b>.'
BODY = 'Some <b onclick="alert(1)">words</b>.\n'
NOTHING = LinkedFiles(Path("posts/a.md"), Folder(FileNames(frozenset()), {}))
SETTINGS = """
from project import *

SITEURL = "https://example.org"
SHOW_DRAFTS = False
RAW_HTML = False
SITE_SEARCH = False
SITENAME = {sitename}
SITESUBTITLE = {subtitle}
AUTHOR = {author}
SITE_NAV = tuple({nav})
SITE_LINKS = tuple({links})
SEMINARS = {{**SEMINARS, "organizer": {{"name": {organizer}, "email": "seminars@example.org"}}}}
"""


def texts(name: str) -> list[str]:
    """Read the texts of a file of cases."""
    lines = (CASES / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.startswith('"')]


def mark(number: int) -> str:
    """Return what the plain site says in place of a text."""
    return f"zq{number:03}qz"


def name_mark(number: int) -> str:
    """Return what the plain site says in place of a name."""
    return f"zn{number:03}nz"


def name_of(texts: Sequence[str], number: int) -> str:
    """Return several texts as a name, with something before them that gives it an address of its own."""
    return " ".join((f"zx{number:03}xz", *texts[IN_A_NAME * number : IN_A_NAME * (number + 1)])).strip()


class SitePair(NamedTuple):
    """The folders that the two sites were built into."""

    hostile: Path
    plain: Path


class Words:
    """Hands out texts in turn, so that every one of them comes to stand in every field."""

    def __init__(self, texts: Sequence[str], *, is_plain: bool) -> None:
        self.texts, self.is_plain, self.fields = texts, is_plain, dict[str, int]()

    def text(self, field: str) -> str:
        """Return the next text of a field, as JSON, which YAML and Python read too.

        `check` refuses tags of other programs in titles and summaries of posts and pages, and nowhere else.
        """
        number = self._next(field, len(self.texts))
        if field in TITLES and TAG.search(self.texts[number]):
            return quoted(f"Words {number}")
        return quoted(mark(number) if self.is_plain else self.texts[number])

    def name(self, field: str) -> str:
        """Return the next name of a field."""
        return quoted(self._name(self._next(field, len(self.texts) // IN_A_NAME)))

    def title(self, field: str) -> str:
        """Return the next name that a body may hold, where `check` refuses scripts and links that lead nowhere."""
        number = self._next(field, len(self.texts) // IN_A_NAME)
        return self._name(number) if may_stand_in_a_body(name_of(self.texts, number)) else "Seminars"

    def _name(self, number: int) -> str:
        return name_mark(number) if self.is_plain else name_of(self.texts, number)

    def _next(self, field: str, total: int) -> int:
        number = self.fields.get(field, 7 * len(self.fields)) % total
        self.fields[field] = number + 1
        return number


@cache
def may_stand_in_a_body(title: str) -> bool:
    """Ask `check` whether a block may have a title."""
    document = parse_document(
        Path("content/posts/a.md"), f"---\ntitle: A\n---\nWords.\n\n/// seminars | {title}\n///\n"
    )
    known = KnownNames(None, None, FIRST_MOMENT)
    problems = text_problems(document, NOTHING, known, is_own=True)
    return TAB not in title and all(problem.is_warning for problem in problems)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def build_pair(folder: Path, texts: Sequence[str], write: Callable[[Path, Words], None]) -> SitePair:
    """Write both sites and build them, as their public sees them."""

    def one(name: str) -> Path:
        root = folder / name
        write(root, Words(texts, is_plain=name == "plain"))
        return build(root)

    with ThreadPoolExecutor() as pool:
        return SitePair(*pool.map(one, ("hostile", "plain")))


def build(root: Path) -> Path:
    """Commit a site and build it."""
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_AUTHOR_DATE": COMMITTED, "GIT_COMMITTER_DATE": COMMITTED}
    who = ["-c", "user.name=Tests", "-c", "user.email=tests@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "All of it"]):
        subprocess.run(["git", *command], cwd=root, check=True, env=os.environ | quiet)
    run = subprocess.run(
        [sys.executable, "-m", "hireground", "build", "--settings", "pelicanconf.py", "--debug"],
        cwd=root,
        env=os.environ
        | {"SOURCE_DATE_EPOCH": EPOCH, "PYTHONPATH": f"{root}:{ROOT / 'plugins'}", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return root / "output"


def write_wide(root: Path, words: Words) -> None:
    """Write a site that holds every text in every field of its content."""
    write_settings(root, words)
    number = len(words.texts)
    write_files(root, {f"posts/post-{n:03}.md": post(words, n) for n in range(number)})
    write_files(root, {f"pages/page-{n:03}.md": page(words) for n in range(number)})
    write_files(root, {f"seminars/seminar-{n:03}.md": seminar(words, n) for n in range(-(-number // DATES_A_SEMINAR))})


def write_named(root: Path, words: Words) -> None:
    """Write a site whose settings say all texts at once; it has one of each kind of file."""
    several = " ".join(mark(n) if words.is_plain else text for n, text in enumerate(words.texts))
    write_settings(root, words, quoted(several))
    write_files(root, {"posts/post.md": post(words, 0), "pages/page.md": page(words)})
    write_files(root, {"seminars/seminar-000.md": seminar(words, 0)})


def write_settings(root: Path, words: Words, everything: str = "") -> None:
    (root / "content/images").mkdir(parents=True)
    shutil.copytree(ROOT / "theme", root / "theme")
    shutil.copyfile(ROOT / "pelicanconf.py", root / "project.py")
    shutil.copyfile(ROOT / "content/images/bellevue-library.svg", root / "content/images/bellevue-library.svg")
    names = ("sitename", "subtitle", "author", "organizer")
    said = {name: everything or words.name(name) for name in names}
    menus = {name: f"[({everything or words.text(name)}, 'seminars/')]" for name in ("nav", "links")}
    (root / "pelicanconf.py").write_text(SETTINGS.format(**said, **menus), "utf-8")
    people = [words] * (len(words.texts) // IN_A_NAME)
    write_files(root, {"places.yaml": "".join(map(place, people)), "people.yaml": "".join(map(person, people))})


def write_files(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def place(words: Words) -> str:
    keys = ("address", "room", "city", "region", "postal_code", "access")
    lines = "".join(f"  {key}: {words.text(f'place.{key}')}\n" for key in keys)
    return f"- name: {words.name('place')}\n{lines}  country: US\n  geo: [47.6, -122.1]\n"


def person(words: Words) -> str:
    lines = f"  affiliation: {words.text('person.affiliation')}\n  bio: {quoted(BIO)}\n"
    return f"- name: {words.name('person')}\n{lines}  url: https://other.example.org/someone\n"


def post(words: Words, number: int) -> str:
    day = FIRST_DAY - dt.timedelta(days=20 + number)
    return f"""---
title: {words.text("title")}
summary: {words.text("summary")}
date: {day} 08:00
topics: [{words.name("topic")}]
authors: [{words.name("post.author")}]
series: {words.name("post.series")}
image: ../images/bellevue-library.svg
image_alt: {words.text("image_alt")}
---
Some words.

/// seminars | {words.title("block")}
    ids: [seminar-{number // DATES_A_SEMINAR:03}]
///
"""


def page(words: Words) -> str:
    return f"---\ntitle: {words.text('page.title')}\nsummary: {words.text('page.summary')}\n---\n{BODY}"


def seminar(words: Words, number: int) -> str:
    dates = [FIRST_DAY + dt.timedelta(days=DATES_A_SEMINAR * number + n) for n in range(DATES_A_SEMINAR)]
    return f"""---
title: {words.text("seminar.title")}
summary: {words.text("seminar.summary")}
image: ../images/bellevue-library.svg
image_alt: {words.text("image_alt")}
organizer: {{name: {words.text("organizer.name")}, email: a@example.org}}
sponsor: {{name: {words.text("sponsor")}, url: "https://other.example.org/sponsor"}}
sessions:
{"".join(session(words, day) for day in dates)}---
Some words.
"""


def session(words: Words, day: dt.date) -> str:
    ways = (
        "{email: a+b@example.org}",
        '{url: "https://other.example.org/r?d={date}"}',
        "{availability: full, url: https://other.example.org}",
    )
    return f"""  - start: {day} 18:00
    title: {words.text("session.title")}
    summary: {words.text("session.summary")}
    note: {words.text("note")}
    topics: [{words.name("session.topic")}]
    series: {words.name("session.series")}
    speakers: [{words.name("speaker")}]
    place: {words.name("place of session")}
    online: {{url: "https://other.example.org/call", name: {words.text("online")}}}
    registration: {ways[day.day % len(ways)]}
"""
