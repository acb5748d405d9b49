"""Read a Hugo site: its settings, its content with bundles and languages, and the addresses that it gave."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from hireground.importing.addresses.permalinks import address_of, date_tokens, filled_tokens, hugo_name
from hireground.importing.fields import Habits, aliases_of, date_of, small_number, words_of
from hireground.importing.model import Answers, Fate, List, Note, Source, SourceText
from hireground.importing.reading import HTML, Raw, UnreadableError, Value, decoded, parse_toml, parse_yaml
from hireground.importing.sources.hugo_lists import TAXONOMIES, Form, Page, hugo_lists
from hireground.importing.sources.plain import FINISHED, NO_ADDRESS, Folder, habits_of, other_files, text_of
from hireground.importing.sources.series import divided, read_series
from hireground.importing.texts.expansions import templates_in
from hireground.terminal import RefusedError
from hireground.text.languages import LANGUAGE

SETTINGS = tuple(f"{name}.{ending}" for name in ("hugo", "config") for ending in ("toml", "yaml", "yml", "json"))
DEFAULT_FOLDER = "config/_default"
LANG_SUFFIX = re.compile(r"(.+)\.([a-z]{2,3}(?:-[a-z]{2,4})?)$", re.IGNORECASE)
ENDINGS = frozenset({".toml", ".yaml", ".yml", ".json"})
POSTS = frozenset({"post", "posts", "blog", "news", "articles", "article", "entries", "notes", "updates", "stories"})
PER_PAGE = 10


def is_hugo(root: Path) -> bool:
    """Tell whether a folder is a Hugo site's."""
    has_settings = any((root / name).is_file() for name in SETTINGS) or (root / DEFAULT_FOLDER).is_dir()
    return has_settings and (root / "content").is_dir()


@dataclass(frozen=True)
class Settings:
    """What a Hugo site says of its addresses."""

    address: str
    language: str
    languages: tuple[str, ...]
    permalinks: Mapping[str, str]
    timezone: str
    folder: str
    static: tuple[str, ...]
    folders: Mapping[str, str]
    lists: Form


def read_hugo(root: Path, answers: Answers) -> Source:
    """Read a site's folder."""
    settings = _settings(root)
    folder = Folder(root, templates_in(root / "layouts/shortcodes"))
    habits = habits_of(answers, settings.timezone)
    habits = replace(habits, authors=_authors(folder, settings))
    texts: list[SourceText] = []
    pairs: list[tuple[Raw, SourceText]] = []
    titles: dict[str, str] = {}
    for raw in (raw for root in _roots(settings) for raw in folder.texts(root)):
        if raw.path.stem.startswith("_index") or (words_of(raw.keys.get("headless")) == "true"):
            texts += _section_page(raw, habits, settings)
            titles.setdefault(_section(raw, settings), words_of(raw.keys.get("title")))
            continue
        pairs.append((raw, _text(raw, habits, settings)))
    rest, talks = divided(pairs, lambda raw: _section(raw, settings))
    pages = [_page(raw, text, settings, talks) for raw, text in pairs if text.status == ""]
    texts += [text for _raw, text in rest]
    found = read_series(talks, titles, answers, habits.zone.key if habits.zone else "")
    files = other_files(folder)
    return Source(
        name="a Hugo site", address=answers.address or settings.address, texts=tuple(texts),
        files=dict(_files(files, settings)), by_path=dict(_by_path(files, settings)),
        lists=tuple(hugo_lists(pages, settings.lists)), signs=("{{<", "{{%"),
        seminars=found.seminars, places=found.places,
        notes=(*folder.notes, *found.notes, *_finished(folder.paths, settings)),
    )  # fmt: skip


def _settings(root: Path) -> Settings:
    said = _said(root)
    lower = {name.lower(): value for name, value in said.items()}
    permalinks = lower.get("permalinks") or {}
    pages = permalinks.get("page", permalinks) if isinstance(permalinks, dict) else {}
    languages = lower.get("languages")
    folders = {name: words_of(_lowered(one).get("contentdir")).strip("/") for name, one in _groups(languages)}
    static = lower.get("staticdir") or "static"
    return Settings(
        address=words_of(lower.get("baseurl")), language=words_of(lower.get("defaultcontentlanguage")) or "en",
        languages=tuple(languages) if isinstance(languages, dict) else (),
        permalinks={name.lower(): words_of(value) for name, value in pages.items()} if isinstance(pages, dict) else {},
        timezone=words_of(lower.get("timezone")),
        folder=(words_of(lower.get("contentdir")) or "content").strip("/"),
        static=tuple(map(str, static)) if isinstance(static, list) else (str(static),),
        folders={folder: name for name, folder in folders.items() if folder}, lists=_form(lower),
    )  # fmt: skip


def _roots(settings: Settings) -> list[str]:
    """Return the folders of texts: languages may have others than the site, or some within it."""
    others = (one for one in settings.folders if not PurePosixPath(one).is_relative_to(settings.folder))
    return [settings.folder, *others]


def _groups(value: Value | None) -> Iterator[tuple[str, Mapping[str, Value]]]:
    for name, one in value.items() if isinstance(value, dict) else ():
        yield name, one if isinstance(one, dict) else {}


def _form(lower: Mapping[str, Value]) -> Form:
    """Return how lists are called, by settings whose names are in small letters."""
    pager = lower.get("pagination")
    size = words_of(_lowered(pager).get("pagersize")) if isinstance(pager, dict) else ""
    formats = {name.lower(): _lowered(one) for name, one in _groups(lower.get("outputformats"))}
    taxonomies = lower.get("taxonomies") or lower.get("indexes")
    known = {one: words_of(many) for one, many in taxonomies.items()} if isinstance(taxonomies, dict) else TAXONOMIES
    return Form(
        is_ugly=words_of(lower.get("uglyurls")).lower() == "true",
        feed=f"{words_of(formats.get('rss', {}).get('basename')) or 'index'}.xml",
        per_page=small_number(words_of(lower.get("paginate")) or size) or PER_PAGE,
        taxonomies={one: many for one, many in known.items() if many},
        language=words_of(lower.get("defaultcontentlanguage")) or "en",
    )


def _lowered(group: Mapping[str, Value]) -> Mapping[str, Value]:
    return {name.lower(): value for name, value in group.items()}


def _said(root: Path) -> Mapping[str, Value]:
    """Read the settings, in one file or in several; nothing of them is run."""
    found: dict[str, Value] = {}
    files = [root / name for name in SETTINGS if (root / name).is_file()][:1]
    if (root / DEFAULT_FOLDER).is_dir():
        files += sorted(file for file in (root / DEFAULT_FOLDER).iterdir() if file.suffix in ENDINGS)
    for file in files:
        try:
            text = decoded(file)
            value = parse_toml(text) if file.suffix == ".toml" else parse_yaml(text)
        except UnreadableError as error:
            raise RefusedError(f"{file.name} cannot be read: {error}") from None
        if file.stem in {"hugo", "config"}:
            found |= value if isinstance(value, dict) else {}
        else:
            found[file.stem] = value
    return found


def _text(raw: Raw, habits: Habits, settings: Settings) -> SourceText:
    path, lang = _language(raw.path, settings)
    parts = path.parts
    date, _notes = date_of(raw, habits)
    section = parts[0].lower() if len(parts) > 1 else ""
    is_post = section in POSTS or (bool(section) and date is not None and section not in {"page", "pages"})
    named = replace(raw, path=raw.path.with_name(path.name))
    text = text_of(named, "posts" if is_post else "pages", habits)
    shown = () if lang in {"", settings.language} else (lang,)
    address = _address(raw, text, path, settings)
    address = "/".join(("", *shown, address.lstrip("/"))) if address else ""
    own = text.lang or (lang if lang != settings.language else "")
    aliases = [address_of(_from(address, one)) for one in aliases_of(raw.keys) if one]
    notes = text.notes if address or text.status else (*text.notes, Note(Fate.TO_DECIDE, NO_ADDRESS, text.source))
    return replace(
        text, source=raw.path.as_posix(), folder=raw.path.parent, lang=own, notes=notes,
        addresses=tuple(one for one in (address, *aliases) if one), status=text.status or _by_build(raw),
    )  # fmt: skip


def _page(raw: Raw, text: SourceText, settings: Settings, talks: Collection[str]) -> Page:
    _path, lang = _language(raw.path, settings)
    prefix = "" if lang in {"", settings.language} else f"/{lang}"
    section = _section(raw, settings)
    kind = List.SEMINARS if section in talks else List.POSTS if text.section == "posts" else List.PAGES
    return Page(prefix, section, raw.keys, kind)


def _section(raw: Raw, settings: Settings) -> str:
    """Return the first folder of a text, which lists it; a bundle at the root is in none."""
    path, _lang = _language(raw.path, settings)
    is_alone = len(path.parts) < 2 or (len(path.parts) == 2 and path.stem == "index")  # noqa: PLR2004 -- no folder; a bundle's own
    return "" if is_alone else path.parts[0]


def _authors(folder: Folder, settings: Settings) -> Mapping[str, str]:
    """Read the names of authors that texts call by the folder of each."""
    found = {}
    for path in folder.paths:
        if path.parent.parent == PurePosixPath(settings.folder, "authors") and path.stem == "_index":
            raw = folder.read(path)
            found[path.parent.name] = words_of(raw.keys.get("title")) if raw else ""
    return {name: title for name, title in found.items() if title}


def _by_build(raw: Raw) -> str:
    """Return `hidden` for what Hugo builds and lists nowhere, and `draft` for what it does not build."""
    build = raw.keys.get("build") or raw.keys.get("_build")
    said = _lowered(build) if isinstance(build, dict) else {}
    if words_of(said.get("render")).lower() in {"never", "false"}:
        return "draft"
    return "hidden" if words_of(said.get("list")).lower() in {"never", "false"} else ""


def _from(address: str, alias: str) -> str:
    """Return an alias from the root; one without a slash stands beside the page."""
    return alias if alias.startswith("/") else f"{address.rstrip('/').rpartition('/')[0]}/{alias}"


def _language(path: PurePosixPath, settings: Settings) -> tuple[PurePosixPath, str]:
    """Split `content/about.fr.md` or `content/fr/about.md` into the path below the folder and the language."""
    for folder, lang in settings.folders.items():
        if path.is_relative_to(folder):
            inner = path.relative_to(folder)
            return inner.with_name(f"{inner.stem.removesuffix(f'.{lang}')}{inner.suffix}"), lang
    path = path.relative_to(settings.folder)
    known = {one.lower(): one for one in settings.languages}
    match = LANG_SUFFIX.match(path.stem)
    if match and (match[2].lower() in known or (match[1] == "index" and LANGUAGE.fullmatch(match[2]))):
        return path.with_name(f"{match[1]}{path.suffix}"), match[2]
    if len(path.parts) > 1 and path.parts[0].lower() in known:
        return PurePosixPath(*path.parts[1:]), known[path.parts[0].lower()]
    return path, ""


def _address(raw: Raw, text: SourceText, path: PurePosixPath, settings: Settings) -> str:
    """Return what Hugo called a page."""
    if url := words_of(raw.keys.get("url")):
        return address_of(url)
    is_bundle = path.stem == "index"
    name = path.parent.name if is_bundle else path.stem
    folder = path.parent.parent if is_bundle else path.parent
    section = path.parts[0].lower() if len(path.parts) > 1 else ""
    slug = unquote(words_of(raw.keys.get("slug"))).strip("/")
    last = hugo_name(slug) if slug else hugo_name(name)
    whole = "/".join(("", *(hugo_name(part) for part in folder.parts), last))
    if pattern := settings.permalinks.get(section, ""):
        whole = _by_pattern(pattern, text, name, folder, slug)
    if not whole or whole.endswith((".html", ".htm", ".php")):
        return whole
    return f"{whole}.html" if settings.lists.is_ugly else f"{whole}/"


def _by_pattern(pattern: str, text: SourceText, name: str, folder: PurePosixPath, slug: str) -> str:
    title, own = hugo_name(text.title), hugo_name(slug)
    dated = date_tokens(text.shown_date) if text.shown_date else {}
    sections = [hugo_name(part) for part in folder.parts]
    tokens = {
        **dated, "title": title, "slug": own or title,
        "filename": hugo_name(name), "contentbasename": hugo_name(name),
        "slugorfilename": own or hugo_name(name), "slugorcontentbasename": own or hugo_name(name),
        "section": sections[0] if sections else "", "sections": "/".join(sections),
    }  # fmt: skip
    address = filled_tokens(pattern, tokens)
    return "/".join(("", *(name for part in address.split("/") if (name := hugo_name(part)))))


def _section_page(raw: Raw, habits: Habits, settings: Settings) -> Iterator[SourceText]:
    """Yield the page of a section if it has a text of its own; the home page's and empty ones are lists alone."""
    path, _lang = _language(raw.path, settings)
    if len(path.parts) < 2 or len(raw.body.split()) < 20 or path.parts[0].lower() in POSTS:  # noqa: PLR2004 -- a folder; a sentence
        return
    text = text_of(raw, "pages", habits)
    yield replace(text, addresses=("/" + "/".join(map(hugo_name, path.parent.parts)) + "/", *text.addresses))


def _finished(paths: Iterable[PurePosixPath], settings: Settings) -> Iterator[Note]:
    """Yield a note for each page in static/, which Hugo publishes as it is."""
    for path in paths:
        if path.suffix.lower() in HTML and any(path.is_relative_to(one) for one in settings.static):
            yield Note(Fate.LEFT_OUT, FINISHED, str(path))


def _files(files: Mapping[PurePosixPath, Path], settings: Settings) -> Iterator[tuple[str, Path]]:
    """Yield files by the address that Hugo gave them: those of static/ at the root, those of bundles by their path."""
    for path, file in files.items():
        for folder in (*settings.static, "assets", settings.folder):
            if path.is_relative_to(folder):
                yield f"/{path.relative_to(folder)}", file


def _by_path(files: Mapping[PurePosixPath, Path], settings: Settings) -> Iterator[tuple[PurePosixPath, Path]]:
    """Yield files by their path; those of static/ and assets/media/ also as front matter names them."""
    for folder in (*settings.static, "assets", "assets/media"):
        yield from ((path.relative_to(folder), file) for path, file in files.items() if path.is_relative_to(folder))
    yield from files.items()
