"""Read a Jekyll site: posts, drafts, pages and collections, and the addresses that its permalinks gave."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from hireground.importing.addresses.permalinks import address_of, date_tokens, filled_tokens, jekyll_name
from hireground.importing.dates import Moment, moment_of
from hireground.importing.fields import FILE_DATE, Habits, names_of, words_of
from hireground.importing.model import Answers, Fate, List, Note, OldList, Source, SourceText
from hireground.importing.reading import Raw, UnreadableError, Value, decoded, named, parse_yaml
from hireground.importing.sources.jekyll_lists import jekyll_lists
from hireground.importing.sources.plain import FINISHED, NO_ADDRESS, Folder, habits_of, other_files, text_of
from hireground.importing.sources.series import divided, read_series
from hireground.importing.texts.expansions import templates_in
from hireground.terminal import RefusedError
from hireground.text.timezones import zone, zone_names

SETTINGS = ("_config.yml", "_config.yaml")
STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
NO_PAGES = frozenset({"_layouts", "_includes", "_sass", "_data", "_plugins", "assets", "css", "js", "_theme"})
FEED_NAMES = frozenset({".xml", ".rss", ".atom"})


def is_jekyll(root: Path) -> bool:
    """Tell whether a folder is a Jekyll site's."""
    return any((root / name).is_file() for name in SETTINGS) or (root / "_posts").is_dir()


@dataclass(frozen=True)
class Settings:
    """What a Jekyll site says of its addresses."""

    said: Mapping[str, Value]
    root: Path

    @property
    def permalink(self) -> str:
        """The pattern of a post's address."""
        said = words_of(self.said.get("permalink")) or "date"
        return STYLES.get(said, said)

    @property
    def address(self) -> str:
        """Where the site is read."""
        url = words_of(self.said.get("url")).rstrip("/")
        return f"{url}/{words_of(self.said.get('baseurl')).strip('/')}".rstrip("/") if url else ""

    @property
    def collections(self) -> Mapping[str, Mapping[str, Value]]:
        """Collections by their names, with what is said of each."""
        value = self.said.get("collections")
        if isinstance(value, dict):
            return {name: one if isinstance(one, dict) else {} for name, one in value.items()}
        return {name: {} for name in names_of(value)} if value else {}

    @property
    def included(self) -> frozenset[str]:
        """Folders of pages although their names begin with `_`."""
        return frozenset(one.strip("/") for one in names_of(self.said.get("include")))

    def defaults(self, path: PurePosixPath, kind: str) -> Mapping[str, Value]:
        """Return what `defaults:` says of a path."""
        found: dict[str, Value] = {}
        value = self.said.get("defaults")
        for one in value if isinstance(value, list) else ():
            scope = one.get("scope") if isinstance(one, dict) else None
            values = one.get("values") if isinstance(one, dict) else None
            if isinstance(scope, dict) and isinstance(values, dict):
                below, wanted = words_of(scope.get("path")).strip("/"), words_of(scope.get("type"))
                if (not below or path.is_relative_to(below)) and wanted in {"", kind}:
                    found |= named(values)
        return {name: value for name, value in found.items() if name not in {"title", "date"}}


def read_jekyll(root: Path, answers: Answers) -> Source:
    """Read a site's folder."""
    settings = _settings(root)
    base = _source_folder(root, settings)
    folder = Folder(base, templates_in(root / "src/_includes", base / "_includes"))
    timezone = words_of(settings.said.get("timezone"))
    habits = habits_of(answers, timezone if timezone in zone_names() else "", divides_words=True)
    habits = replace(habits, authors=_authors(base))
    pairs: list[tuple[Raw, SourceText]] = []
    lists: list[OldList] = []
    for raw in folder.texts():
        if address := _made_at(raw, settings):
            lists.append(OldList(address, List.POSTS))
        elif text := _text(raw, habits, settings):
            pairs.append((raw, text))
        elif _is_finished(raw):
            folder.notes.append(Note(Fate.LEFT_OUT, FINISHED, str(raw.path)))
    rest, talks = divided(pairs, lambda raw: _collection(raw, settings))
    texts = [text for _raw, text in rest]
    titles = {name: words_of(settings.collections[name].get("title")) for name in talks}
    found = read_series(talks, titles, answers, habits.zone.key if habits.zone else "")
    files = other_files(folder)
    lists += _made_feeds(files)
    return Source(
        name="a Jekyll site", address=answers.address or settings.address, texts=tuple(texts),
        files={f"/{path}": file for path, file in files.items()}, by_path=files,
        lists=tuple(jekyll_lists(texts, settings.said, lists)), signs=("{{", "{%"),
        seminars=found.seminars, places=found.places, notes=(*folder.notes, *found.notes),
    )  # fmt: skip


def _settings(root: Path) -> Settings:
    file = next((root / name for name in SETTINGS if (root / name).is_file()), None)
    try:
        said = parse_yaml(decoded(file)) if file else {}
    except UnreadableError as error:
        raise RefusedError(f"{file.name if file else ''} cannot be read: {error}") from None
    return Settings(said if isinstance(said, dict) else {}, root)


def _source_folder(root: Path, settings: Settings) -> Path:
    """Return the folder that Jekyll reads, which its settings may name, and which is the site's own or in it.

    Where another tool makes the folder that is named, such as `.tmp/src`, it is the one of the same name.
    """
    said = PurePosixPath(words_of(settings.said.get("source")).strip("/"))
    folders = (root / said, root / said.name) if said.name and ".." not in said.parts else ()
    return next((folder for folder in folders if folder.is_dir() and not folder.is_symlink()), root)


def _authors(root: Path) -> Mapping[str, str]:
    """Read the names of authors that texts call by a key."""
    try:
        said = parse_yaml(decoded(root / "_data/authors.yml"))
    except UnreadableError:
        return {}
    people = said.items() if isinstance(said, dict) else ()
    return {key: words_of(one.get("name")) or key for key, one in people if isinstance(one, dict)}


def _text(raw: Raw, habits: Habits, settings: Settings) -> SourceText | None:
    """Return a post, a draft, or a page; None for a file that is none of them."""
    parts = raw.path.parts
    kind = "posts" if "_posts" in parts else "drafts" if "_drafts" in parts else ""
    collection = _collection(raw, settings)
    is_foreign = parts[0].startswith("_") and not collection and parts[0] not in settings.included
    if not kind and (parts[0] in NO_PAGES or not raw.has_keys or is_foreign):
        return None
    if not kind and not collection and raw.path.stem in {"index", "404"} and len(parts) == 1:
        return None
    raw = replace(raw, keys={**settings.defaults(raw.path, kind or collection or "pages"), **raw.keys})
    text = text_of(raw, "posts" if kind else "pages", habits)
    if collection and text.date is not None:
        text = replace(text, section="posts")
    if kind == "drafts":
        text = replace(text, status="draft")
    shown = _shown(raw, text, settings)
    found = dict.fromkeys(_address(raw, replace(text, shown_date=one), kind, collection, settings) for one in shown)
    address = next(iter(found))
    notes = text.notes if address or text.status else (*text.notes, Note(Fate.TO_DECIDE, NO_ADDRESS, text.source))
    topics = text.topics or tuple(_categories(raw))
    addresses = (*(one for one in found if one), *text.addresses)
    return replace(text, addresses=addresses, notes=notes, topics=topics, shown_date=shown[0])


def _is_finished(raw: Raw) -> bool:
    """Tell a page that is no text of ours and that Jekyll publishes as it is."""
    first = raw.path.parts[0]
    return raw.is_html and not first.startswith("_") and (first in NO_PAGES or not raw.has_keys)


def _shown(raw: Raw, text: SourceText, settings: Settings) -> tuple[Moment | None, ...]:
    """Return the date on the clocks that Jekyll ran by, from which it made addresses.

    Where the settings name no zone it is that of the machine: UTC on most hosts, else the author's own.
    """
    name = words_of(settings.said.get("timezone"))
    known = zone(name) if name in zone_names() else None
    words = words_of(raw.keys.get("date"))
    there = moment_of(words, known or zone("UTC")) if words else None
    if there is None or text.shown_date is None or known:
        return (there or text.shown_date,)
    return there, text.shown_date


def _collection(raw: Raw, settings: Settings) -> str:
    """Return the collection of a text: its folder begins with `_`, and the settings name it."""
    name = raw.path.parts[0]
    return name[1:] if name.startswith("_") and name[1:] in settings.collections and name != "_posts" else ""


def _made_feeds(files: Mapping[PurePosixPath, Path]) -> Iterator[OldList]:
    """Yield the feeds that a template of the site makes: such a file begins as texts with keys do."""
    for path, file in files.items():
        if path.suffix.lower() in FEED_NAMES and not path.parts[0].startswith("_"):
            with file.open("rb") as opened:
                is_made = opened.read(4).startswith(b"---")
            if is_made and path.stem != "sitemap":
                yield OldList(f"/{path}", List.POSTS, is_feed=True)


def _made_at(raw: Raw, settings: Settings) -> str:
    """Return the address of a page that a template alone makes: it lists posts, and has no text of its own."""
    is_page = raw.has_keys and not raw.path.parts[0].startswith("_") and raw.path.parts[0] not in NO_PAGES
    if not is_page or not _is_list(raw) or (raw.path.stem == "index" and len(raw.path.parts) == 1):
        return ""
    said = words_of(raw.keys.get("permalink"))
    return _page_address(raw, STYLES.get(said, said), settings)


def _is_list(raw: Raw) -> bool:
    words = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|<[^<>]*>", " ", raw.body, flags=re.DOTALL).split()
    return bool(re.search(r"\{%-?\s*for\s", raw.body)) and len(words) < 40  # noqa: PLR2004 -- a sentence or two above a list


def _categories(raw: Raw) -> Iterator[str]:
    """Yield the categories that folders above `_posts` are."""
    parts = raw.path.parts
    yield from parts[: parts.index("_posts")] if "_posts" in parts else ()


def _address(raw: Raw, text: SourceText, kind: str, collection: str, settings: Settings) -> str:
    """Return what Jekyll called a text."""
    said = words_of(raw.keys.get("permalink"))
    pattern = STYLES.get(said, said)
    if not kind and not collection:
        return _page_address(raw, pattern, settings)
    if collection and not pattern:
        ending = "/" if settings.permalink.endswith("/") else ":output_ext"
        pattern = words_of(settings.collections[collection].get("permalink")) or f"/:collection/:path{ending}"
    return _filled(pattern or settings.permalink, raw, text, collection)


def _page_address(raw: Raw, pattern: str, settings: Settings) -> str:
    if pattern and ":" not in pattern:
        return address_of(pattern)
    path = raw.path.with_suffix("")
    folder = "/".join(("", *path.parent.parts))
    if path.name == "index":
        return f"{folder}/"
    return f"{folder}/{path.name}/" if settings.permalink.endswith("/") else f"{folder}/{path.name}.html"


def _filled(pattern: str, raw: Raw, text: SourceText, collection: str) -> str:
    pattern = STYLES.get(pattern, pattern)
    match = FILE_DATE.match(raw.path.stem)
    name = (match[2] if match else raw.path.stem) or raw.path.stem
    slug = words_of(raw.keys.get("slug"))
    own = [*_categories(raw), *(one for key in ("category", "categories") for one in _split(raw.keys.get(key)))]
    categories = "/".join(dict.fromkeys(one.lower() for one in own))
    slugified = "/".join(dict.fromkeys(map(jekyll_name, own)))
    dated = date_tokens(text.shown_date) if text.shown_date else {}
    inner = PurePosixPath(*raw.path.parts[1:]).with_suffix("").as_posix() if collection else name
    tokens = {
        **dated, "title": jekyll_name(slug or name, is_pretty=True), "slug": jekyll_name(slug or name),
        "name": jekyll_name(name), "categories": categories, "slugified_categories": slugified,
        "output_ext": ".html", "collection": collection, "path": inner, "basename": name,
    }  # fmt: skip
    return re.sub("/+", "/", f"/{found}") if (found := filled_tokens(pattern, tokens).lstrip("/")) else ""


def _split(value: Value | None) -> Iterable[str]:
    return value.split() if isinstance(value, str) else names_of(value)
