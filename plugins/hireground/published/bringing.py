"""Bring pictures that texts show of other sites into the content: only when told to, and politely."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from hireground.markdown.link_check import refused_link, relative
from hireground.markdown.links import BodyLink, links_in
from hireground.pictures.inspecting import ending_of, inspect, what_runs
from hireground.published.asking import Client
from hireground.published.check import write_fixes
from hireground.published.outside import AT_ONCE
from hireground.site.reading import Reading
from hireground.site.settings import SiteSettings
from hireground.slugs import slugify
from hireground.text.frontmatter import Document
from hireground.text.problems import Fix, Refusal, quoted

MOST_BYTES, SECONDS = 20_000_000, 60.0
"""Of one picture."""
MOST_PICTURES = 500
"""Of one run."""
Fetch = Callable[[str, int], tuple[bytes, str]]


def bring_pictures(settings: SiteSettings, now: dt.datetime, fetch: Fetch | None = None) -> Iterator[str]:
    """Write each picture beside its text, or into content/images, and change the link; yield what became of each.

    A text in a folder of its own has its pictures beside it. What is no picture, or would run something, is left.
    """
    reading = Reading(settings, now)
    documents = [one for folder in ("posts", "pages", "seminars") for one in reading.in_folder(folder)]
    wanted = [(document, link) for document in documents for link in pictures_in(document, settings)][:MOST_PICTURES]
    found = fetched({whole(link.target) for _, link in wanted}, fetch or Client(seconds=SECONDS).fetch)
    fixes = defaultdict[Path, list[Fix]](list)
    for document, link in wanted:
        data, why = found[whole(link.target)]
        name, why = (None, why) if why else put(settings, document, link.target, data)
        if name is None:
            yield f"{document.path.as_posix()}:{link.mark.line}: {quoted(link.target)} was not brought in: {why}"
        elif fix := refused_link(document, link, Refusal("", name)).fix:
            fixes[document.path].append(fix)
    for path, several in fixes.items():
        yield from write_fixes(settings.root, path, several)


def pictures_in(document: Document, settings: SiteSettings) -> Iterator[BodyLink]:
    """Yield the pictures of a text that another site has; what may be code is left alone."""
    own = urlsplit(settings.siteurl).netloc
    for link in links_in(document):
        address = whole(link.target)
        if link.is_image and not link.is_indented and address.startswith(("https://", "http://")):
            try:
                host = urlsplit(address).netloc
            except ValueError:
                continue
            if host not in {own, ""}:
                yield link


def whole(target: str) -> str:
    """Return an address with its scheme, without the place behind it."""
    return (f"https:{target}" if target.startswith("//") else target).partition("#")[0]


def fetched(urls: Iterable[str], fetch: Fetch) -> Mapping[str, tuple[bytes, str]]:
    """Fetch each address once: several hosts at a time, and of one host one after the other."""
    by_host = defaultdict[str, list[str]](list)
    for url in sorted(urls):
        by_host[urlsplit(url).netloc].append(url)
    found = dict[str, tuple[bytes, str]]()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for several in pool.map(lambda one: [(url, fetch(url, MOST_BYTES)) for url in one], by_host.values()):
            found.update(several)
    return found


def put(settings: SiteSettings, document: Document, url: str, data: bytes) -> tuple[str | None, str]:
    """Write a picture where its text has it; return how the text names it, or None and why it cannot be."""
    try:
        ending = ending_of(data)
        inspect(data, PurePosixPath(f"picture{ending}"))
        if runs := what_runs(data):
            return None, f"it has {runs[2]} in it, which may run in readers' browsers"
    except ValueError as error:
        return None, str(error)
    source = document.path.relative_to(settings.content)
    folder = source.parent if source.stem == "index" else Path("images")
    stem = slugify(PurePosixPath(unquote(urlsplit(url).path)).stem) or "picture"
    for number in range(1, MOST_PICTURES + 2):
        file = folder / f"{stem}{f'-{number}' if number > 1 else ''}{ending}"
        there = settings.root / settings.content / file
        if not there.exists():
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(data)
            return relative(source, PurePosixPath(file.as_posix())), ""
        if there.read_bytes() == data:
            return relative(source, PurePosixPath(file.as_posix())), ""
    return None, "too many of that name are there"
