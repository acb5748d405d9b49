"""Write the Markdown twin of a post or a page, `index.md` beside its `index.html`, for programs that read it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from hireground import urls
from hireground.markdown.links import file_of, root_file
from hireground.output import Output
from hireground.pictures.index import PictureIndex
from hireground.seminars.block.find import CLOSE, NAME, Block, find_blocks
from hireground.site.entry import Entry
from hireground.site.links.rewriting import Where, led
from hireground.site.site import Site
from hireground.text.frontmatter import Document
from hireground.web.llms import plain
from hireground.web.pages import Shown


@dataclass(frozen=True)
class Twin:
    """A text as its author wrote it: `facts` stand above it by their names, and every link has a whole address."""

    title: str
    summary: str
    facts: Mapping[str, str]
    body: str


@dataclass(frozen=True)
class Twins:
    """What the links of texts become: `pages` are the addresses of the content's texts, from the site's root."""

    site: Site
    pages: Mapping[PurePosixPath, str]
    pictures: PictureIndex

    def of(self, shown: Iterable[Shown]) -> Iterator[Output]:
        """Yield the twin of each public text, where the site asks for them."""
        if self.site.settings.has_llms:
            for one in shown:
                path = f"{urls.file_of(one.url).removesuffix('.html')}.md"
                yield Output(path, twin_file, self._twin(one.entry, one.url))

    def _twin(self, entry: Entry, url: str) -> Twin:
        own, fields, siteurl = self.site.settings, entry.fields, self.site.settings.siteurl
        page = f"{siteurl}/{url}"
        dates = {"date": entry.date, "modified": entry.modified}
        facts = {
            "title": fields.title,
            **{name: moment.isoformat() for name, moment in dates.items() if moment},
            "lang": fields.lang or own.language,
            "url": page,
        }
        source = entry.path.relative_to(own.content)
        body = led(without_lists(entry.document, page), partial(self._led, source, page))
        return Twin(fields.title, fields.summary, facts, body.strip("\n"))

    def _led(self, source: Path, page: str, target: str, is_image: bool) -> Where:  # noqa: FBT001 -- as links are found
        if target.startswith("#"):
            return Where(f"{page}{target}")
        siteurl, at_root = self.site.settings.siteurl, root_file(target)
        if at_root and at_root not in self.site.files.names:
            return Where(f"{siteurl}{target}")  # a page
        file = at_root or file_of(target, source)
        if file is None:
            return Where(target)
        picture = self.pictures.pictures.get(file) if is_image else None
        url = picture.src if picture else self.pages.get(file, quote(file.as_posix()))
        rest = urlsplit(target)._replace(path="").geturl()
        return Where(f"{siteurl}/{url}{rest}")


def without_lists(document: Document, page: str) -> str:
    """Return a body with a link to its page in place of each block that lists seminars."""
    lines = document.body.split("\n")
    for block in reversed([*find_blocks(document)]):
        if isinstance(block, Block) and block.name == NAME:
            first = block.opening.line - document.body_line
            last = next(number for number in range(first + 1, len(lines)) if CLOSE.fullmatch(lines[number]))
            lines[first : last + 1] = [f"[{plain(block.title or page)}]({page})"]
    return "\n".join(lines)


def twin_file(twin: Twin) -> bytes:
    """Write the file: the facts as YAML, in which JSON's texts are texts, too; then title, summary and text."""
    facts = "".join(f"{name}: {json.dumps(words, ensure_ascii=False)}\n" for name, words in twin.facts.items())
    head = [f"# {plain(twin.title)}", *([f"> {plain(twin.summary)}"] if twin.summary else [])]
    return "\n\n".join([f"---\n{facts}---", *head, f"{twin.body}\n"]).encode()
