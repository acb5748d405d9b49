"""Ask other sites whether the links of this one still lead somewhere: only when told to, and politely."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from urllib.parse import urlsplit

from hireground.markdown.links import links_in
from hireground.published.asking import Answer, Client
from hireground.site.directory import PEOPLE_FILE, PLACES_FILE, list_document
from hireground.site.post import PageFields, PostFields
from hireground.site.reading import Reading
from hireground.site.settings import SiteSettings
from hireground.text.frontmatter import Document
from hireground.text.problems import Problem, quoted
from hireground.text.yaml.marks import Loc, Mark

FILE = Path(".cache", "outside.json")
KEPT = dt.timedelta(days=7)
"""How long an address that answered is not asked again; one that did not is asked each time."""
AT_ONCE = 8
"""Hosts that are asked at the same time; each is asked for one address after the other."""
VITAL = frozenset({"registration", "recording"})
"""Keys whose links readers need: a dead one is a problem, and any other a warning."""


@dataclass(frozen=True)
class OutsideLink:
    """One link to another site, and where it is written."""

    url: str
    document: Document
    mark: Mark
    key: str = ""


def outside_problems(
    settings: SiteSettings, now: dt.datetime, client: Callable[[str], Answer] | None = None
) -> tuple[Problem, ...]:
    """Return the links to other sites that lead nowhere; what answered lately is not asked again."""
    links = [one for document in _documents(settings, now) for one in links_of(document, settings.siteurl)]
    file = settings.root / FILE
    known = _known(file, now)
    answers = {**known, **ask({one.url for one in links} - known.keys(), client or Client().ask)}
    _keep(file, answers, known, now)
    return tuple(_problem(one, answers[one.url]) for one in links if answers[one.url].is_dead)


def _documents(settings: SiteSettings, now: dt.datetime) -> Iterator[Document]:
    reading = Reading(settings, now)
    for folder, model in (("posts", PostFields), ("pages", PageFields)):
        yield from (entry.document for entry in reading.entries(folder, model).values() if entry.is_public)
    lists = (list_document(settings.root, settings.content / name, []) for name in (PEOPLE_FILE, PLACES_FILE))
    yield from (one for one in lists if one)
    yield from (one for one in reading.in_folder("seminars") if one.fields.get("draft") not in {"yes", "true"})


def links_of(document: Document, siteurl: str) -> Iterator[OutsideLink]:
    """Yield the links of a text to other sites, those above it first; an address with `{date}` in it is none yet."""
    own = urlsplit(siteurl).netloc
    fields = _values((), document.fields)
    above = (OutsideLink(url, document, document.marks.value(loc), _key(loc)) for loc, url in fields)
    below = (OutsideLink(one.target, document, one.mark) for one in links_in(document) if not one.is_indented)
    for link in chain(above, below):
        if link.url.startswith(("https://", "http://")) and "{" not in link.url and _host(link.url) not in {own, ""}:
            yield link


def _key(loc: Loc) -> str:
    return next((str(step) for step in loc if step in VITAL), "")


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def _values(loc: Loc, value: object) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, str):
        yield loc, value.strip()
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _values((*loc, str(name)), inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _values((*loc, number), inner)


def ask(urls: Iterable[str], client: Callable[[str], Answer]) -> Mapping[str, Answer]:
    """Ask for each address once: several hosts at a time, and one host for one address after the other."""
    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for url in sorted(urls):
        by_host[_host(url)].append(url.partition("#")[0])
    answers = dict[str, Answer]()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for found in pool.map(lambda several: [(url, client(url)) for url in dict.fromkeys(several)], by_host.values()):
            answers.update(found)
    return {url: answers[url.partition("#")[0]] for url in urls}


def _problem(link: OutsideLink, answer: Answer) -> Problem:
    words = f"{quoted(link.url)} leads nowhere: {answer.why}; write where it is now, or take the link out"
    said = f"{link.key}: {words}" if link.key else words
    return link.document.problem(link.mark, said, is_warning=not link.key or not answer.is_sure)


def _known(file: Path, now: dt.datetime) -> dict[str, Answer]:
    """Return what answered lately; a file that is lost or damaged costs a few more questions."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        return {url: Answer() for url, asked in kept.items() if 0 <= now.timestamp() - asked < KEPT.total_seconds()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _keep(file: Path, answers: Mapping[str, Answer], known: Mapping[str, Answer], now: dt.datetime) -> None:
    try:
        old = json.loads(file.read_text("utf-8")) if known else {}
        fresh = {url: int(now.timestamp()) for url, one in answers.items() if not one.is_dead and url not in known}
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({**{url: old[url] for url in known}, **fresh}, indent=0, sort_keys=True), "utf-8")
    except (OSError, ValueError, KeyError):
        return  # a full disk costs only the next check
