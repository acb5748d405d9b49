"""Read `content/redirects.yaml`: old addresses that no text has as an alias, and where they are now.

An importer writes it for lists and feeds. Each must lead, in one step, to an address that the site has.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from hireground import urls
from hireground.site.directory import read_list
from hireground.site.entry import Entry, Visibility
from hireground.slugs import DEFAULT, Slugs
from hireground.text.fields import alias_path
from hireground.text.frontmatter import Document
from hireground.text.problems import InvalidContentError, Problem, bounded, did_you_mean, quoted
from hireground.text.source import bounded_file
from hireground.text.web_addresses import NUMBERED, alias_problem

FILE = "redirects.yaml"
MOST = 10_000
BESIDE = (urls.calendar_of(""), urls.event_of(""), urls.code_of(""))
FEED, EXAMPLE = f"/{urls.atom_of(urls.POSTS.url())}", f"/{urls.POSTS.url()}"
HOW_TO = f'write lines such as "/feed/": "{FEED}"'


MOVED = {urls.AUTHOR: urls.PERSON, urls.SPEAKER: urls.PERSON, urls.SEMINAR_TOPIC: urls.TOPIC}
"""Where pages of people and topics were in an earlier version, and are."""


def moved_to(address: str) -> str:
    """Return where the page of a person or a topic is now, or the address itself.

    For example, `by/mara/` for `authors/mara/` and `seminars/by/mara/`.
    """
    for old, new in MOVED.items():
        before = old.pattern.removesuffix("{slug}/")
        slug, _, rest = address.removeprefix(before).partition("/")
        is_page = not rest or (old is urls.AUTHOR and rest.startswith("page/"))
        if address.startswith(before) and slug and is_page:
            return f"{new.pattern.removesuffix('{slug}/')}{slug}/{rest}"
    return address


def read_redirects(root: Path, path: Path, problems: list[Problem]) -> Document | None:
    """Return the list with its places, or None if there is none; what cannot be read goes to `problems`."""
    try:
        with bounded_file(path):
            read = read_list(root, path, problems)
    except InvalidContentError as error:
        problems += error.problems
        return None
    data, marks = read or (None, None)
    if data is None or marks is None:
        return None
    if not isinstance(data, dict) or len(data) > MOST:
        words = f"old addresses belong here; {HOW_TO}" if not isinstance(data, dict) else f"{MOST:,} lines are the most"
        problems.append(Problem(path, 1, 1, words))
        return None
    return Document(path, data, marks, "", 1)


def redirects_of(document: Document | None) -> Mapping[str, str]:
    """Return old and new addresses, both from the site's root, without the slash before them."""
    fields = document.fields if document else {}
    return {_path(old): moved_to(new.lstrip("/")) for old, new in fields.items() if isinstance(new, str)}


def _path(old: str) -> str:
    return old.lstrip("/") if "?" in old else alias_path(old)


def redirect_problems(
    document: Document,
    entries: Iterable[Entry],
    own: Iterable[str],
    files: frozenset[PurePosixPath],
    slugs: Slugs = DEFAULT,
) -> Iterator[Problem]:
    """Yield old addresses that are none, that something else has, or that lead nowhere; `own` are the texts' pages."""
    entries, own = tuple(entries), frozenset(own)
    pages = {urls.file_of(url) for url in own}
    aliases = {alias_path(alias): entry.path for entry in entries for alias in entry.fields.aliases}
    known = Known(entries, own, files, slugs)
    moved = redirects_of(document)
    found = (
        (old, _old_problem(old, pages, aliases) or _new_problem(new, moved, aliases, known))
        for old, new in document.fields.items()
    )
    problems = (document.problem(document.marks.key((old,)), f"{old}: {why}") for old, why in found if why)
    yield from bounded(problems)


class Known:
    """Tells which addresses the site has."""

    def __init__(
        self, entries: tuple[Entry, ...], own: frozenset[str], files: frozenset[PurePosixPath], slugs: Slugs
    ) -> None:
        self.own, self.files = own, files
        public = [entry for entry in entries if entry.visibility is not Visibility.DRAFT and entry.date]
        self.topics = {slugs.of_topic(topic) for entry in public for topic in entry.fields.topics}
        self.years = {str(entry.date.year) for entry in public if entry.date}

    def has(self, address: str) -> bool:
        """Tell whether the site has an address, which is from its root and without the slash before it."""
        path = address.partition("#")[0].partition("?")[0]
        folder, _, name = path.rpartition("/")
        if path in self.own or (name in BESIDE and f"{folder}/" in self.own) or PurePosixPath(path) in self.files:
            return True
        file = urls.file_of(path)
        route = next((one for one in urls.ROUTES if not one.is_authored and one.has(file)), None)
        parts = path.split("/")
        if route and parts[0] == "topics":
            return unquote(parts[1]) in self.topics
        if route and parts[0] == "archive" and len(parts) > 2:  # noqa: PLR2004 -- archive/2026/
            return parts[1] in self.years
        return route is not None and not (parts[0] in {"assets", "images", "pagefind"} or "page" in parts)


def _old_problem(old: str, pages: set[str], aliases: Mapping[str, Path]) -> str:
    """Say why an address cannot be an old one."""
    if NUMBERED.fullmatch(old):
        return ""
    if refusal := alias_problem(old):
        return str(refusal)
    path = alias_path(old)
    if path in aliases:
        return f"it leads to {aliases[path].as_posix()} already; keep it in one of the two"
    if urls.file_of(path) in pages:
        return "that is the address of a page that is there; take the line out"
    is_list = urls.is_made(path) and "page" not in path.split("/")
    return "that is the address of a list of the site, which would be lost; take the line out" if is_list else ""


def _new_problem(new: object, moved: Mapping[str, str], aliases: Mapping[str, Path], known: Known) -> str:
    """Say why an address cannot be where an old one leads."""
    if not isinstance(new, str) or not new.startswith("/") or new.startswith("//"):
        return f'an address of this site belongs behind it, from its root, such as "{EXAMPLE}"; {HOW_TO}'
    address = moved_to(new.lstrip("/"))
    if known.has(address):
        return ""
    path = _path(new)
    if path in aliases:
        return f"{quoted(new)} is an old address itself; write that of {aliases[path].as_posix()}"
    if path in moved:
        end, seen = moved[path], {path}
        while _path(f"/{end}") in moved and _path(f"/{end}") not in seen:
            seen.add(_path(f"/{end}"))
            end = moved[_path(f"/{end}")]
        if _path(f"/{end}") in seen:
            return f"{quoted(new)} leads on in a circle; write an address that the site has"
        return f'{quoted(new)} leads on itself; write "/{end}"'
    hint = did_you_mean(new, (f"/{one}" for one in known.own), "write one that it has")
    return f"the site has no address {quoted(new)}; {hint}"
