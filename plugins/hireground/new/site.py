"""Write a site's first files from what its author answered: the starter's templates with the answers in them."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath
from uuid import UUID

from hireground import urls
from hireground.new.document import stem
from hireground.new.filling import filled
from hireground.seminars.pages.wording import Wording

HOSTS = ("github", "gitlab", "netlify", "cloudflare", "server", "storage", "none")
DOT, TEMPLATE = "dot-", ".in"
"""What stands for the dot of a hidden file, and what every template's name ends in."""
FOUR_WEEKS = dt.timedelta(weeks=4)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What an author says of a site that is to begin; `address` is whole and has no slash at its end."""

    name: str
    tagline: str
    author: str
    organizer: Mapping[str, str]
    address: str
    timezone: str
    language: str
    host: str
    namespace: UUID
    now: dt.datetime


def starter_languages() -> tuple[str, ...]:
    """Return the codes of the languages that the first texts are written in."""
    return tuple(sorted(folder.name for folder in files("hireground.new").joinpath("starter/content").iterdir()))


def site_files(answers: Answers, wording: Wording, *, is_vendored: bool) -> Mapping[str, str]:
    """Return the site's files by their paths, but for the lock; `is_vendored` says that the engine's wheel is in it."""
    starter = files("hireground.new").joinpath("starter")
    host = dict(_templates(starter.joinpath("hosts", answers.host)))
    values = {**_values(answers, wording), **_vendored(is_vendored=is_vendored)}
    values["publishing"] = filled(host.pop("publishing.md"), values).rstrip()
    content = starter.joinpath("content", answers.language)
    templates = {
        **dict(_templates(starter.joinpath("site"))),
        **host,
        **{f"content/{name}": text for name, text in _templates(content)},
    }
    return {name: filled(text, values) for name, text in templates.items()}


def own_libraries(host: str) -> str:
    """Return the lines of the lock for what a host needs besides the engine: a storage needs rclone."""
    return files("hireground.new").joinpath("starter/storage.txt").read_text("utf-8") if host == "storage" else ""


def _templates(folder: Traversable, above: str = "") -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each template below a folder."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = f".{entry.name.removeprefix(DOT)}" if entry.name.startswith(DOT) else entry.name
        if entry.is_dir():
            yield from _templates(entry, f"{above}{name}/")
        elif name.endswith(TEMPLATE):
            yield f"{above}{PurePosixPath(name).stem}", entry.read_text("utf-8")


def _values(answers: Answers, wording: Wording) -> dict[str, object]:
    words = {_: wording.gettext(_) for _ in ("Posts", "Seminars", "Subscribe", "About")}
    addresses = (urls.POSTS.url(), urls.SEMINARS.url(), urls.SUBSCRIBE.url(), urls.PAGE.url(slug="about"))
    return {
        **{name: getattr(answers, name) for name in ("name", "tagline", "author", "address", "timezone", "language")},
        "organizer": dict(answers.organizer),
        "namespace": answers.namespace,
        "nav": tuple(zip(words.values(), addresses, strict=True)),
        "now": f"{answers.now:%Y-%m-%d %H:%M}",
        "evening": f"{answers.now + FOUR_WEEKS:%Y-%m-%d}",
        "slug": stem(answers.name, otherwise="site"),
        "summary": answers.tagline or answers.name,
    }


def _vendored(*, is_vendored: bool) -> Mapping[str, str]:
    return {
        "vendored": " (`requirements.txt`) and its wheel (`wheels/`)" if is_vendored else ": `requirements.txt`",
        "and_wheels": " and `wheels/`" if is_vendored else "",
    }
