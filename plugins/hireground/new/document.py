"""Write the text of a new post's or seminar's file."""

import datetime as dt
from dataclasses import dataclass

from hireground import urls
from hireground.new.filling import filled, yaml_text
from hireground.slugs import slugify
from hireground.theme import THEME_FOLDER

LONGEST_STEM = 80


@dataclass(frozen=True)
class NewPost:
    """A post that is not written yet."""

    title: str
    summary: str
    date: dt.datetime | dt.date
    topics: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewSeminar:
    """A seminar with its first date; `place` is a name, the `https:` link of an online seminar, or empty."""

    title: str
    summary: str
    start: dt.datetime
    place: str = ""
    is_known_place: bool = False
    speakers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


def post_text(post: NewPost, template: str = "") -> str:
    """Write a post's file, by the engine's template unless the site has its own."""
    topics = "".join(_listed("topics", post.topics))
    values = {"title": post.title, "date": _moment(post.date), "summary": post.summary, "topics": topics}
    return filled(template or _engine_s("post"), values)


def seminar_text(seminar: NewSeminar, template: str = "") -> str:
    """Write a seminar's file, likewise; its `@place@` is all lines that say where it is, who speaks, and of what."""
    place = "".join(
        (
            *(f"{line}\n" for line in _place(seminar)),
            *_listed("speakers", seminar.speakers),
            *_listed("topics", seminar.topics),
        )
    )
    values = {"title": seminar.title, "summary": seminar.summary, "date": _moment(seminar.start), "place": place}
    return filled(template or _engine_s("seminar"), values)


def template_path(kind: str) -> str:
    """Return where the template of a post or a seminar is in a theme."""
    return f"starter/{kind}.md"


def _engine_s(kind: str) -> str:
    return (THEME_FOLDER / template_path(kind)).read_text("utf-8")


def stem(title: str, otherwise: str) -> str:
    """Name a file after a title, or as `otherwise` says when no letter of it can stand in an address."""
    slug = slugify(title)
    if len(slug) > LONGEST_STEM:
        slug = slug[: LONGEST_STEM + 1].rpartition("-")[0] or slug[:LONGEST_STEM]
    return slug or otherwise


def seminar_stem(title: str, otherwise: str) -> str:
    """Name a seminar's file, around the addresses of listings."""
    name = stem(title, otherwise)
    return f"{name}-seminar" if urls.is_taken(urls.SEMINAR.url(slug=name)) else name


def _place(seminar: NewSeminar) -> list[str]:
    name = yaml_text(seminar.place)
    if seminar.place.startswith(("https://", "http://")):
        return [f"online: {name}"]
    if seminar.is_known_place:
        return [f"place: {name}"]
    return ["place:", f"  name: {name}"] if seminar.place else []


def _listed(key: str, names: tuple[str, ...]) -> list[str]:
    return [f"{key}:\n", *(f"  - {yaml_text(name)}\n" for name in names)] if names else []


def _moment(moment: dt.datetime | dt.date) -> str:
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, dt.datetime) else moment.isoformat()
