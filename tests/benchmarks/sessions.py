"""Take each verb's session in a terminal of 80 columns as a picture, all on one sheet: `inv bench sessions`.

The site is one that `hireground new` begins, and the repository that it is published to is on this disk.
"""

import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from browser import launched
from PIL import Image
from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text
from tiny_site import environment, on_a_terminal

FOLDER = Path(".screenshots")
COLUMNS = 80
WIDE = 800
"""Pixels of a picture; the sheet has two beside each other."""
NEW = (
    'new bench --name="Open Bench" --tagline="Fix things together" --organizer="Ada Example" --author="Ada Example" '
    "--address=https://bench.example.net --zone=Europe/Berlin --language=en --host=github"
)
ADA = {
    f"GIT_{role}_{what}": words
    for role in ("AUTHOR", "COMMITTER")
    for what, words in (("NAME", "Ada Example"), ("EMAIL", "ada@example.org"))
}
POST, SEMINAR = "content/posts/say-thank-you-twice.md", "content/seminars/portfolio-evening.md"
OLD = {
    "old/config.toml": 'baseURL = "https://old.example.org"\n',
    "old/content/post/walk.md": "---\ntitle: A walk\ndate: 2020-01-02\n---\nUp ![](/none.png) and down.\n",
    "old/content/post/mine.md": "---\ntitle: Theirs\ndate: 2020-01-03\n---\nTheir words.\n",
    "bench/content/posts/mine.md": "---\ntitle: Mine\ndate: 2020-01-03\nsummary: It is mine.\n---\nMy words.\n",
}


@dataclass(frozen=True)
class Step:
    """A call of the command; before it, words in files are replaced by others. `keys` are typed where it asks."""

    words: str
    edits: tuple[tuple[str, str, str], ...] = ()
    keys: str = ""


STEPS = (
    Step("--help"),
    Step('new-post "Say Thank You Twice"'),
    Step('new-seminar "Portfolio Evening" --date "2027-02-18 18:00" --place "Bellevue Library"'),
    Step("check"),
    Step("upcoming"),
    Step("check", (
        (POST, "status: draft", "status: publish"),
        (POST, "summary: Say Thank You Twice", "summary: Why a second letter helps."),
        (POST, "---\n\n", "---\n![](../images/none.png) Be short.\n"),
        (SEMINAR, "2027-02-18 18:00", "18. 2. 2027 18:00"),
        (SEMINAR, "summary: Portfolio Evening", "summary: Bring three pieces."),
    )),
    Step("check --fix"),
    Step("publish"),
    Step("check", (
        (POST, "![](../images/none.png) ", ""),
        (POST, "status: published\n", ""),
        (SEMINAR, "draft: yes\n", ""),
        (SEMINAR, "  name: Bellevue Library", "  name: Bellevue Library\n  address: 1 Main Street"),
    )),
    Step("stats"),
    Step("build"),
    Step("diff"),
    Step("announce portfolio-evening"),
    Step("publish", keys="\n"),
    Step("undo", keys="\n"),
    Step("upcoming"),
    Step("import ../old"),
)  # fmt: skip


def main() -> None:
    """Run every step, and take its picture into a folder that git does not keep."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        texts = [said(root, Step(NEW)), *in_the_site(root)]
    files = take(texts)
    sheet(files).save(FOLDER / "sessions.png")
    sys.stdout.write(f"{len(files)} pictures are in {FOLDER}/, and sessions.png shows them all\n")


def in_the_site(root: Path) -> list[str]:
    """Follow the steps in the new site, which is pushed to a repository beside it."""
    site = root / "bench"
    for name, text in OLD.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    git("init", "--quiet", "--bare", "--initial-branch=main", str(root / "origin.git"))
    for words in (["add", "."], ["commit", "--quiet", "-m", "My own"], ["remote", "add", "origin", "../origin.git"]):
        git("-C", str(site), *words)
    git("-C", str(site), "push", "--quiet", "--set-upstream", "origin", "main")
    return [said(site, step) for step in STEPS]


def git(*words: str) -> None:
    subprocess.run(["git", *words], check=True, env=environment(**ADA))


def said(folder: Path, step: Step) -> str:
    """Run a call in a terminal; return what it shows, behind what was written."""
    for name, old, new in step.edits:
        file = folder / name
        text = file.read_text("utf-8")
        if old not in text:
            raise ValueError(f"{file} has no {old!r}")
        file.write_text(text.replace(old, new), "utf-8")
    command = ["sh", "-c", f'exec "{sys.executable}" -m hireground {step.words}']
    given = environment(TERM="xterm-256color", COLUMNS=str(COLUMNS), **ADA)
    given.pop("MAKELEVEL", None)  # or it says `make serve` where an author types `hireground serve`
    code, text = on_a_terminal(folder, command, given, step.keys)
    ended = f"\n(exit code {code})\n" if code else ""
    return f"$ hireground {step.words}\n{written_over(text)}{ended}"


def written_over(text: str) -> str:
    """Return what a terminal shows in the end of each line."""
    return "\n".join(re.split(r"\r(?:\x1b\[K)?", line)[-1] for line in text.split("\n"))


def take(texts: list[str]) -> list[Path]:
    """Take a picture of each text, wrapped as a terminal does."""
    files = []
    with sync_playwright() as playwright, launched(playwright) as chromium:
        page = chromium.new_page(viewport={"width": WIDE, "height": 100})
        for number, text in enumerate(texts):
            console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True, highlight=False)
            for line in text.splitlines():
                console.print(*folded(Text.from_ansi(line)), sep="\n", no_wrap=True)
            page.set_content(console.export_html(theme=MONOKAI, inline_styles=True))
            files.append(FOLDER / f"session-{number:02}.png")
            page.screenshot(path=files[-1], full_page=True)
    return files


def folded(line: Text) -> list[Text]:
    """Break a line where the terminal ends, in the middle of a word too."""
    return [*line.divide(range(COLUMNS, len(line.plain), COLUMNS))]


def sheet(files: list[Path]) -> Image.Image:
    """Put the pictures below each other, in two columns of about one height."""
    pictures = [Image.open(file).convert("RGB") for file in files]
    columns: tuple[list[Image.Image], list[Image.Image]] = ([], [])
    half = sum(one.height for one in pictures) / 2
    for one in pictures:
        columns[sum(each.height for each in columns[0]) >= half].append(one)
    tallest = max(sum(one.height for one in column) for column in columns)
    whole = Image.new("RGB", (2 * WIDE, tallest), pictures[0].getpixel((0, 0)))
    for number, column in enumerate(columns):
        top = 0
        for one in column:
            whole.paste(one, (number * WIDE, top))
            top += one.height
    return whole


if __name__ == "__main__":
    main()
