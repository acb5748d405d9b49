"""Choose the file of every text, and with it its address, so that no two texts want the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from hireground import urls
from hireground.importing.addresses.permalinks import key_of
from hireground.importing.model import Fate, Note, SourceText
from hireground.new.document import LONGEST_STEM
from hireground.slugs import slugify

ROUTES = {
    ("posts", False): urls.POST,
    ("posts", True): urls.TRANSLATED_POST,
    ("pages", False): urls.PAGE,
    ("pages", True): urls.TRANSLATED_PAGE,
}


@dataclass(frozen=True)
class Placed:
    """A text with its file, from the content folder, and its address, from the site's root."""

    text: SourceText
    path: PurePosixPath
    url: str
    is_translation: bool = False

    @property
    def is_public(self) -> bool:
        """Whether readers will see it."""
        return self.text.status != "draft"


def placed(texts: Iterable[SourceText], language: str) -> list[Placed]:
    """Return every text with a file of its own; whoever had an address already keeps it."""
    taken: dict[PurePosixPath, SourceText] = {}
    found: list[Placed] = []
    for text in sorted(texts, key=_claim):
        slug = _slug(text)
        same = taken.get(PurePosixPath(text.section, f"{slug}.md"))
        if same and _is_translation(text, same, language):
            path = PurePosixPath(text.section, text.lang, f"{slug}.md")
            if path not in taken:
                taken[path] = text
                found.append(_placed(text, path, slug, is_translation=True))
                continue
        path = next(path for path in _candidates(text, slug) if path not in taken)
        taken[path] = text
        found.append(_placed(text, path, path.stem))
    return sorted(found, key=lambda one: one.path)


def _claim(text: SourceText) -> tuple[bool, bool, bool, str]:
    """Put first who has such an address already, who is seen, and who is no translation."""
    wanted = key_of(f"/{ROUTES[text.section, False].url(slug=text.slug or '-')}")
    has_it = any(key_of(address) == wanted for address in text.addresses)
    return not has_it, text.status == "draft", bool(text.lang), text.source


def _slug(text: SourceText) -> str:
    slug = text.slug if len(text.slug) <= LONGEST_STEM else text.slug[: LONGEST_STEM + 1].rpartition("-")[0]
    slug = slug or slugify(text.title)[:LONGEST_STEM].strip("-") or slugify(text.source)[-LONGEST_STEM:].strip("-")
    slug = slug or text.section.removesuffix("s")
    is_taken = urls.is_taken(ROUTES[text.section, False].url(slug=slug)) or (text.section == "posts" and slug == "page")
    return f"{slug}-{text.section.removesuffix('s')}" if is_taken else slug


def _is_translation(text: SourceText, other: SourceText, language: str) -> bool:
    return bool(text.lang) and text.lang not in {language, other.lang} and other.lang in {"", language}


def _candidates(text: SourceText, slug: str) -> Iterator[PurePosixPath]:
    """Yield names: the slug, with the folder before it, with the year behind it, with a number."""
    folder = PurePosixPath(text.section)
    yield folder / f"{slug}.md"
    above = slugify(text.folder.name)
    if above and above not in {"posts", "pages", slug}:
        yield folder / f"{above}-{slug}.md"
    if text.date and not isinstance(text.date, str):
        yield folder / f"{slug}-{text.date.year}.md"
    number = 2
    while True:
        yield folder / f"{slug}-{number}.md"
        number += 1


def _placed(text: SourceText, path: PurePosixPath, slug: str, *, is_translation: bool = False) -> Placed:
    url = ROUTES[text.section, is_translation].url(slug=slug, lang=text.lang)
    return Placed(text, path, url, is_translation)


def renamed(texts: Iterable[Placed]) -> Iterator[Note]:
    """Yield the texts whose name another had already."""
    for one in texts:
        if one.text.slug and one.path.stem != one.text.slug and not one.is_translation:
            detail = f"{one.text.slug} is {one.path.stem}"
            yield Note(Fate.CHANGED, "another address, since this one is long or another's", one.text.source, detail)
