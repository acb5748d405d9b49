"""A draft's few facts to the text of its file."""

import datetime as dt
import re
from dataclasses import dataclass

from plugins.reader.fields import slugify
from plugins.reader.strict_yaml import NULLS
from plugins.seminars.assembly import RESERVED_SLUGS

PLAIN = re.compile(r"[^\W\d_](?:[\w ,.'’!?()&/–—-]*[\w.'’!?)])?")
EMOJI_JOINER = "\u200d"
LONGEST_STEM = 80


@dataclass(frozen=True)
class Post:
    """A post that is not written yet."""

    title: str
    summary: str
    date: dt.datetime | dt.date


@dataclass(frozen=True)
class Seminar:
    """A seminar with its first date; `place` is a name, the `https:` link of an online seminar, or empty."""

    title: str
    summary: str
    start: dt.datetime
    place: str = ""
    is_known_place: bool = False


def post_text(post: Post) -> str:
    """Write a post's front matter."""
    return _file(
        f"title: {yaml_text(post.title)}",
        f"date: {_moment(post.date)}",
        f"summary: {yaml_text(post.summary)}",
        "status: draft",
    )


def seminar_text(seminar: Seminar) -> str:
    """Write a seminar's front matter."""
    return _file(
        f"title: {yaml_text(seminar.title)}",
        f"summary: {yaml_text(seminar.summary)}",
        "draft: yes",
        *_place(seminar),
        "sessions:",
        f"  - {_moment(seminar.start)}",
    )


def stem(title: str, otherwise: str) -> str:
    """Name a file after a title, or as `otherwise` says when no letter of it can stand in an address."""
    slug = slugify(title)
    if len(slug) > LONGEST_STEM:
        slug = slug[: LONGEST_STEM + 1].rpartition("-")[0] or slug[:LONGEST_STEM]
    return slug or otherwise


def seminar_stem(title: str, otherwise: str) -> str:
    """Name a seminar's file, around the addresses of listings."""
    name = stem(title, otherwise)
    return f"{name}-seminar" if name in RESERVED_SLUGS or name.isdigit() else name


def yaml_text(text: str) -> str:
    """Write a text as one line of YAML that reads back as the same text, in quotes where it needs them."""
    if PLAIN.fullmatch(text) and text.lower() not in NULLS:
        return text
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if char.isprintable() or char == EMOJI_JOINER else f"\\U{ord(char):08x}"


def _file(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "", ""])


def _place(seminar: Seminar) -> list[str]:
    name = yaml_text(seminar.place)
    if seminar.place.startswith(("https://", "http://")):
        return [f"online: {name}"]
    if seminar.is_known_place:
        return [f"place: {name}"]
    return ["place:", f"  name: {name}"] if seminar.place else []


def _moment(moment: dt.datetime | dt.date) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, dt.datetime) else moment.isoformat()
