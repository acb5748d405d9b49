"""Slips of an author in a month that were published once without a word: what is typed, and what is said."""

from dataclasses import dataclass
from pathlib import Path

POST, OTHER, LAB, NEW = (
    Path("content/posts/a-slip.md"), Path("content/posts/an-older-post.md"),
    Path("content/seminars/slip-lab.md"), Path("content/seminars/slip-new.md"),
)  # fmt: skip
LINES = {
    "title": "A Slip", "date": "2026-11-22 08:00", "summary": "What it says.", "topics": "[slips, questions]",
}  # fmt: skip
DATES = {"title": "Slip Lab", "summary": "Practice.", "place": "Slip Library", "sessions": "\n  - 2027-12-15 18:00"}
PLACE = "- {name: Slip Library, address: 1 Main Street, city: Bellevue}\n"


def post(body: str = "Hello.", **keys: str) -> str:
    """Write a post that is right but for what is said."""
    return matter({**LINES, **keys}) + body + "\n"


def seminar(**keys: str) -> str:
    """Write a seminar that is right but for what is said."""
    return matter({**DATES, **keys}) + "Bring a rope.\n"


def matter(keys: dict[str, str]) -> str:
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in keys.items()) + "---\n"


@dataclass(frozen=True)
class Slip:
    """What is typed into a file, some words of what is said of it, where it is underlined, and what a click makes."""

    typed: str
    words: str
    underlined: str
    mended: str = ""
    file: Path = POST


SLIPS = {
    "a link to no page": Slip(post("[a](/posts/nope/)"), "no address", "/posts/nope/"),
    "a link to no page of the own host": Slip(
        post("[b](https://hireground.internal/posts/nope/)"), "no address", "https://hireground.internal/posts/nope/"
    ),
    "a link to no heading": Slip(post("[c](#nope)"), "the name of no place", "#nope"),
    "a link to no heading of a file": Slip(
        post("[d](an-older-post.md#nope)"), "the name of no place", "an-older-post.md#nope"
    ),
    "a topic misspelt": Slip(
        post(topics="[slips, qestions]"), 'did you mean "questions"', "qestions", post(topics="[slips, questions]")
    ),
    "a topic in curly quotes": Slip(
        post(topics="[slips, “questions”]"), "curly quotes", "“questions”", post(topics="[slips, questions]")
    ),
    "a speaker in curly quotes": Slip(
        seminar(speakers="[“Mara Lindqvist”]"), "curly quotes", "“Mara Lindqvist”",
        seminar(speakers="[Mara Lindqvist]"), LAB,
    ),
    "HTML that is not closed": Slip(post('<div class="x">\n\nHello.'), "never closed", '<div class="x">'),
    "a second title": Slip(post("# Heading"), "as large as the title", "#", post("## Heading")),
    "a heading that skips a level": Slip(
        post("## Two\n\nText.\n\n#### Four\n\nText."), "skips a level", "####",
        post("## Two\n\nText.\n\n### Four\n\nText."),
    ),
    "a space in a link": Slip(
        post("Read [text] (https://example.org) now."), "a link with a space", "[text] (https://example.org)",
        post("Read [text](https://example.org) now."),
    ),
    "a link of a wiki": Slip(post("Read [[wiki]] now."), "a link of a wiki", "[[wiki]]"),
    "a tag of a template": Slip(post("{% include x %}"), "a tag of Liquid", "{% include x %}"),
    "Markdown in a summary": Slip(
        post(summary="A **bold** [link](https://example.org)."), "signs of Markdown",
        "A **bold** [link](https://example.org).", post(summary="A bold link."),
    ),
    "a summary to be written": Slip(post(summary="TODO"), "still to be done", "TODO"),
    "a summary left at the title": Slip(post(summary="A Slip"), "repeats the title", "A Slip"),
    "a title of another post": Slip(post(title="An Older Post"), "belongs to", "An Older Post"),
    "no text": Slip(post("").rstrip("\n") + "\n", "the text is empty", ""),
    "a new seminar in a past year": Slip(
        seminar(sessions="\n  - 2025-12-15 18:00"), "is the year right?", "2025-12-15 18:00", file=NEW
    ),
    "cancelled without a note": Slip(seminar(status="cancelled"), "told why", "cancelled", file=LAB),
}  # fmt: skip
"""By name, the slips of texts that an editor has open."""


def write_texts(root: Path) -> None:
    """Write the texts that slips are typed into, and what they speak of, into a site."""
    for file, text in (
        (POST, post()),
        (OTHER, post(title="An Older Post", date="2026-11-01 08:00", summary="An older one.")),
        (LAB, seminar()),
    ):
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, "utf-8")
    places = root / "content/places.yaml"
    places.write_text((places.read_text("utf-8") if places.exists() else "") + PLACE, "utf-8")
