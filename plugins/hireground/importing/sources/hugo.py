"""Read a Hugo site: its settings, its content with bundles and languages, and the addresses that it gave."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from hireground.importing.fields import Habits, aliases_of, date_of, small_number, words_of
from hireground.importing.model import Answers, Fate, List, Note, OldList, Source, SourceText
from hireground.importing.permalinks import address_of, date_tokens, filled_tokens, kept_letters
from hireground.importing.reading import Raw, UnreadableError, Value, decoded, parse_toml, parse_yaml
from hireground.importing.sources.plain import NO_ADDRESS, Folder, habits_of, other_files, text_of
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
    is_ugly: bool
    timezone: str
    folder: str
    static: tuple[str, ...]
    taxonomies: Mapping[str, str]
    per_page: int


def read_hugo(root: Path, answers: Answers) -> Source:
    """Read a site's folder."""
    settings = _settings(root)
    folder = Folder(root, templates_in(root / "layouts/shortcodes"))
    habits = habits_of(answers, settings.timezone)
    texts: list[SourceText] = []
    for raw in folder.texts(settings.folder):
        if raw.path.stem.startswith("_index") or (words_of(raw.keys.get("headless")) == "true"):
            texts += _section_page(raw, habits, settings)
            continue
        texts.append(_text(raw, habits, settings))
    files = other_files(folder)
    return Source(
        name="a Hugo site", address=answers.address or settings.address, texts=tuple(texts),
        files=dict(_files(files, settings)), by_path=dict(_by_path(files, settings)),
        lists=tuple(_lists(texts, settings)), notes=tuple(folder.notes), signs=("{{<", "{{%"),
    )  # fmt: skip


def _settings(root: Path) -> Settings:
    said = _said(root)
    lower = {name.lower(): value for name, value in said.items()}
    permalinks = lower.get("permalinks") or {}
    pages = permalinks.get("page", permalinks) if isinstance(permalinks, dict) else {}
    languages = lower.get("languages")
    taxonomies = lower.get("taxonomies") or {"tag": "tags", "category": "categories"}
    static = lower.get("staticdir") or "static"
    pager = lower.get("pagination")
    pager_size = words_of(_lowered(pager).get("pagersize")) if isinstance(pager, dict) else ""
    per_page = words_of(lower.get("paginate")) or pager_size
    return Settings(
        address=words_of(lower.get("baseurl")), language=words_of(lower.get("defaultcontentlanguage")) or "en",
        languages=tuple(languages) if isinstance(languages, dict) else (),
        permalinks={name.lower(): words_of(value) for name, value in pages.items()} if isinstance(pages, dict) else {},
        is_ugly=words_of(lower.get("uglyurls")).lower() == "true", timezone=words_of(lower.get("timezone")),
        folder=(words_of(lower.get("contentdir")) or "content").strip("/"),
        static=tuple(map(str, static)) if isinstance(static, list) else (str(static),),
        taxonomies={one: words_of(many) for one, many in taxonomies.items()} if isinstance(taxonomies, dict) else {},
        per_page=small_number(per_page) or PER_PAGE,
    )  # fmt: skip


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
    path, lang = _language(raw.path.relative_to(settings.folder), settings)
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
    """Split `about.fr.md` or `fr/about.md` into the path and the language."""
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
    slug = words_of(raw.keys.get("slug")).strip("/")
    pattern = settings.permalinks.get(section, "")
    if pattern:
        return _by_pattern(pattern, text, name, folder, slug)
    last = kept_letters(slug) if slug else kept_letters(name)
    whole = "/".join(("", *(kept_letters(part) for part in folder.parts), last))
    return f"{whole}.html" if settings.is_ugly else f"{whole}/"


def _by_pattern(pattern: str, text: SourceText, name: str, folder: PurePosixPath, slug: str) -> str:
    title, own = kept_letters(text.title), kept_letters(slug)
    dated = date_tokens(text.shown_date) if text.shown_date else {}
    sections = [kept_letters(part) for part in folder.parts]
    tokens = {
        **dated, "title": title, "slug": own or title,
        "filename": kept_letters(name), "contentbasename": kept_letters(name),
        "slugorfilename": own or kept_letters(name), "slugorcontentbasename": own or kept_letters(name),
        "section": sections[0] if sections else "", "sections": "/".join(sections),
    }  # fmt: skip
    address = filled_tokens(pattern, tokens)
    if not address:
        return ""
    whole = re.sub("/+", "/", f"/{address.strip('/')}")
    return whole if whole.endswith((".html", ".htm", ".php")) else f"{whole}/"


def _section_page(raw: Raw, habits: Habits, settings: Settings) -> Iterator[SourceText]:
    """Yield the page of a section if it has a text of its own; the home page's and empty ones are lists alone."""
    path, _lang = _language(raw.path.relative_to(settings.folder), settings)
    if len(path.parts) < 2 or len(raw.body.split()) < 20 or path.parts[0].lower() in POSTS:  # noqa: PLR2004 -- a folder; a sentence
        return
    text = text_of(raw, "pages", habits)
    yield replace(text, addresses=("/" + "/".join(map(kept_letters, path.parent.parts)) + "/", *text.addresses))


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


def _lists(texts: list[SourceText], settings: Settings) -> Iterator[OldList]:
    """Yield the lists and feeds that Hugo makes by itself."""
    posts = [one for one in texts if one.section == "posts" and one.status != "draft"]
    sections = {PurePosixPath(one.source).relative_to(settings.folder).parts[0] for one in posts}
    yield OldList("/index.xml", List.POSTS, is_feed=True)
    for address in ("/", *(f"/{kept_letters(section)}/" for section in sorted(sections))):
        if address != "/":
            yield OldList(address, List.POSTS)
            yield OldList(f"{address}index.xml", List.POSTS, is_feed=True)
        for number in range(1, (len(posts) - 1) // settings.per_page + 2):
            yield OldList(f"{address}page/{number}/", List.POSTS)
    names = {"tags": List.TOPIC, "categories": List.TOPIC, "authors": List.AUTHOR}
    for many in settings.taxonomies.values():
        kind = names.get(many, List.TOPIC)
        found = {name for one in posts for name in (one.authors if kind is List.AUTHOR else one.topics)}
        yield OldList(f"/{many}/", List.POSTS)
        yield OldList(f"/{many}/index.xml", List.POSTS, is_feed=True)
        for name in sorted(found):
            yield OldList(f"/{many}/{kept_letters(name)}/", kind, name)
            yield OldList(f"/{many}/{kept_letters(name)}/index.xml", kind, name, is_feed=True)
