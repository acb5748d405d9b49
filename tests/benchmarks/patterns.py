"""What repeats without end: the seconds of each hostile pattern, in front matter, bodies, lists, settings and pictures.

`inv bench patterns` prints the worst. A pattern is some tokens, repeated; each is read in a process of its own that may
compute for so many seconds and no more, so that one that takes as much as the square of its length is ended and named.
"""

import datetime as dt
import os
import random
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from PIL import Image

from hireground.markdown.link_check import FileNames, Folder, LinkedFiles, link_problems
from hireground.pictures.inspecting import inspect, what_runs
from hireground.pictures.variants import variants
from hireground.seminars.block.check import KnownNames, block_problems
from hireground.seminars.model.people import Person
from hireground.site.directory import read_directory
from hireground.site.entry import parse_entry
from hireground.site.post import PostFields
from hireground.site.settings_file import literal_settings, settings_document
from hireground.site.warnings import misspelled_people, prose_warnings
from hireground.text.frontmatter import parse_document
from hireground.text.problems import InvalidContentError, Problem
from hireground.text.reports import report

SIZE, SECONDS, SEED = 250_000, 15, 20261129
"""Bytes of a pattern, seconds of computing until it is ended, and where the random ones begin."""
QUICK, RANDOM = 6, 40
"""The share of the patterns that a test reads, and how many random ones there are of each kind."""
NOW = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
HEAD = "---\ntitle: A\ndate: 2026-11-01\nsummary: One.\n{}\n---\n{}"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 4"{}>{}'
FILES = Folder(FileNames(frozenset(PurePosixPath("images", f"{number}.png") for number in range(100))), {})
TOKENS = {
    "body": (
        *(
            "[",
            "](a",
            "](a)",
            "[x](a) ",
            "[x](\n",
            "[a][b] ",
            "[a]: b\n",
            "[^a] ",
            "![](",
            "![](a.png) ",
            "<a ",
            "]: b ",
        ),
        *(
            "<a href=",
            '<a href="',
            '<a href="x">',
            "<http://a",
            "<img src='a'>",
            " href",
            " src='",
            "{: href=",
            "](((",
            "](",
        ),
        *(
            "`",
            "` ``  ",
            "```\n",
            "~~~\n```\n",
            "   ````` \n",
            " ",
            "\t",
            "\n",
            " \n",
            "    ",
            "    [a](b)\n",
            "(",
            ")",
            "\\",
        ),
        *(
            "/// seminars\n",
            "/// seminars | ",
            "///\n",
            "/// a\n",
            "/// letter\n",
            "/// video | ",
            "    month: 2026-12\n",
            "Mon 2026-01-01 ",
            "Monday, ",
        ),
        *(
            "&#",
            "&#1;",
            "javascript:",
            "](x:y) ",
            "](mailto:a b) ",
            "](C:\\a) ",
            "](//) ",
            "](www.example.org) ",
            "<",
            "*",
            '"',
        ),
    ),
    "front matter": (
        *(
            "k{n}: x\n",
            "titl{n}: x\n",
            "k{n}:\n",
            "k: x\n",
            "- a\n",
            "# x\n",
            "a: '\n",
            "a{n}: &b c\n",
            "\ta: b\n",
            "a: b: c\n",
        ),
        *(
            "[",
            "{",
            "- ",
            "? ",
            "a{n}: [b, c]\n",
            "a{n}: b #c\n",
            "word\n",
            "!",
            "*a ",
            "a{n}: |\n",
            ">",
            "  more\n",
            "\n",
        ),
        *(
            "topics: [a{n}]\n",
            "aliases{n}: /a/\n",
            "date{n}: 2026\n",
            "  ",
            "'",
            '"',
            "\\",
            "%",
            ": ",
            "---\n",
            "...\n",
        ),
    ),
    "value": (
        *(
            "a",
            "a ",
            "1 ",
            "2026-01-01 ",
            "a, ",
            "Mara Lindqvis, ",
            "/a",
            "%2e",
            "../",
            "a@",
            "a.",
            "at ",
            " ",
            "(at)",
            "http:",
        ),
        *("12:00 ", "January 1 ", "the 1st of ", "-", "{", "<", "&", "\u00e9", "\u4e2d"),
    ),
    "people": (
        "- name: P{n}\n",
        "- nam{n}: a\n",
        "- P{n}\n",
        "-\n",
        "- - a\n",
        "- name: P\n",
        "  bio: a\n",
        "- {{name: P{n}}}\n",
    ),
    "settings": (
        "[",
        "(",
        "-",
        "a = ",
        "A{n} = 1\n",
        "SITENAM{n} = 'x'\n",
        "not ",
        "1 + ",
        "'",
        "x.",
        "\\\n",
        "# a\n",
        "{1: ",
    ),
    "drawing": (
        "<g>",
        "<g/>",
        "<a b='c'/>",
        "<!--",
        "<![CDATA[",
        "&lt;",
        " a{n}='b'",
        "<",
        "text ",
        "<text>a</text>",
        "]]>",
        "<?a?>",
    ),
}
KEYS = (
    "series",
    "slug",
    "modified",
    "status",
    "image",
    "authors",
    "topics",
    "aliases",
    "lang",
    "summary",
    "date",
    "draft",
)


def repeated(tokens: str, size: int) -> str:
    """Repeat a pattern up to a size; `{n}` in it counts."""
    if "{n}" not in tokens:
        return tokens * (size // len(tokens) + 1)
    return "".join(tokens.replace("{n}", str(number)) for number in range(size // len(tokens) + 1))[:size]


def patterns() -> Iterator[tuple[str, str]]:
    """Yield the kind and the tokens of each pattern: every token, then some put together at random."""
    chance = random.Random(SEED)  # noqa: S311 -- the same ones each time
    for kind, tokens in TOKENS.items():
        yield from ((kind, token) for token in tokens)
        for _number in range(RANDOM):
            yield kind, "".join(chance.choices(tokens, k=chance.randint(2, 4)))


def read(kind: str, tokens: str, size: int) -> None:
    """Read a pattern, as the engine reads a file of its kind."""
    text = repeated(tokens, size)
    problems: list[Problem] = []
    try:
        problems += READERS[kind](text)
    except InvalidContentError as error:
        problems += error.problems
    report(problems, Path("/nowhere"))


def entry(text: str) -> list[Problem]:
    """Read a post, and look for slips in it."""
    document = parse_document(Path("content/posts/a.md"), text)
    linked = LinkedFiles(Path("posts/a.md"), FILES)
    links = link_problems(document, linked, frozenset)
    found = [*links, *block_problems(document, KnownNames((), {}, NOW), linked), *prose_warnings(document)]
    with document.costs():
        parse_entry(document, PostFields, ZoneInfo("UTC"), NOW)
        return [*found, *misspelled_people(document, ["Mara Lindqvist"])]


def values(text: str) -> list[Problem]:
    """Read a long value of each key."""
    found: list[Problem] = []
    for key in KEYS:
        for value in (text[:9_000], text):
            try:
                found += entry(HEAD.format(f"{key}: {value}", ""))
            except InvalidContentError as error:
                found += error.problems
    return found


def people(text: str) -> list[Problem]:
    """Read a list of people."""
    found: list[Problem] = []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "people.yaml").write_text(text, "utf-8")
        read_directory(Path(folder), Path("people.yaml"), Person, found)
    return found


def settings(text: str) -> list[Problem]:
    """Read a settings file by its text."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "pelicanconf.py")
        file.write_text(text, "utf-8")
        found = literal_settings(file)
        settings_document(file, found.values)
    return [*found.unread]


def drawing(text: str) -> list[Problem]:
    """Look at a drawing that has a pattern in its first tag, and one that has it below."""
    for shape in (SVG.format(text, "</svg>"), SVG.format("", text), SVG.format("", text + "</svg>")):
        try:
            inspect(shape.encode(), PurePosixPath("a.svg"))
            what_runs(shape.encode())
        except ValueError:
            continue
    return []


READERS: dict[str, Callable[[str], list[Problem]]] = {
    "body": lambda text: entry(HEAD.format("", text)),
    "front matter": lambda text: [*entry(HEAD.format(text, "")), *entry(text)],
    "value": values,
    "people": people,
    "settings": settings,
    "drawing": drawing,
}
SIZES = {
    "1 by 200,000": (1, 200_000),
    "200,000 by 1": (200_000, 1),
    "56 million": (7_000, 8_000),
    "tall": (900, 60_000),
}


def pictures() -> Iterator[tuple[str, bytes]]:
    """Yield pictures of few bytes and of many pixels, or of many frames."""
    for name, size in SIZES.items():
        out = BytesIO()
        Image.new("L", size).save(out, "PNG")
        yield f"{name}.png", out.getvalue()
    frames = [Image.new("L", (4, 4), number % 256) for number in range(2_100)]
    for kind in ("gif", "png", "webp"):
        out = BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:])
        yield f"2,100 frames.{kind}", out.getvalue()


def show(name: str, data: bytes) -> None:
    """Look at a picture, and make what pages show of it."""
    try:
        facts = inspect(data, PurePosixPath(name))
    except ValueError:
        return
    if facts.is_still:
        variants(data, facts)


def seconds(work: Callable[[], None]) -> float:
    """Return what a piece of work takes in a process of its own; infinity if it was ended, or broke."""
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        try:
            work()
        except BaseException as error:  # noqa: BLE001 -- it is named, and its process ends
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        os._exit(0)
    _child, status, usage = os.wait4(child, 0)
    return usage.ru_utime + usage.ru_stime if status == 0 else float("inf")


def measured(share: int = 1, size: int = SIZE) -> Iterator[tuple[float, str]]:
    """Yield the seconds of each pattern, or of every so many, and its name."""
    for number, (kind, tokens) in enumerate(patterns()):
        if number % share == 0:
            yield seconds(lambda kind=kind, tokens=tokens: read(kind, tokens, size)), f"{kind}: {tokens!r}"  # type: ignore[misc]
    for name, data in pictures():
        yield seconds(lambda name=name, data=data: show(name, data)), f"picture: {name}"  # type: ignore[misc]


def main() -> int:
    """Print how many patterns were read, and the slowest of them; 1 if one was ended."""
    is_quick = "--quick" in sys.argv[1:]
    size = SIZE // 2 if is_quick else SIZE
    found = sorted(measured(QUICK if is_quick else 1, size), reverse=True)
    ended = [name for took, name in found if took == float("inf")]
    for took, name in found[: max(10, len(ended))]:
        sys.stdout.write(f"{took:8.2f} s  {name}\n")
    sys.stdout.write(f"{len(found)} patterns of {size:,} bytes, {len(ended)} ended after {SECONDS} s or broken\n")
    return 1 if ended else 0


if __name__ == "__main__":
    sys.exit(main())
