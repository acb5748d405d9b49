"""Read a WordPress site from its export: posts, pages, pictures, and the events of The Events Calendar."""

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from hireground.importing.addresses.permalinks import address_of
from hireground.importing.dates import moment_of
from hireground.importing.fields import plain_words, unique
from hireground.importing.model import Answers, Fate, List, Note, OldList, Source, SourceText
from hireground.importing.seminars.files import seminar_files
from hireground.importing.seminars.model import Places
from hireground.importing.sources.events_calendar import Events
from hireground.importing.sources.wordpress_lists import wordpress_lists
from hireground.importing.sources.wxr import Export, Item, read_wxr
from hireground.importing.texts.html_to_markdown import markdown_of
from hireground.importing.texts.wordpress_html import html_of
from hireground.slugs import slugify
from hireground.text.timezones import zone

NEVER = frozenset({"trash", "auto-draft", "inherit"})
NOT_PUBLIC = frozenset({"draft", "pending", "private"})
NEXT_PAGE = "<!--nextpage-->"
UPLOADS = "/wp-content/uploads/"
UNSAID = frozenset({"uncategorized", "uncategorised"})
EVENTS = frozenset({"tribe_events", "tribe_venue", "tribe_organizer"})


def read_wordpress(path: Path, answers: Answers) -> Source:
    """Read an export's file."""
    export = read_wxr(path)
    wordpress = WordPress(export, answers)
    texts, alone = with_attachments(tuple(wordpress.texts()), wordpress.attachments().values(), export)
    places = Places(answers.known_places)
    events = Events(export, answers, places)
    seminars, more = seminar_files(events.series(), answers.timezone)
    return Source(
        name="an export of WordPress", address=answers.address or export.address, texts=texts, seminars=seminars,
        files=wordpress.files(), lists=(*wordpress_lists(texts, export, has_events=bool(seminars)), *alone),
        places=tuple(places.records.values()), notes=(*wordpress.left_out(), *events.notes, *more),
        signs=("[",),
    )  # fmt: skip


@dataclass(frozen=True)
class WordPress:
    """An export with what the author said of it."""

    export: Export
    answers: Answers

    def attachments(self) -> Mapping[str, Item]:
        """Return pictures and other files by their numbers."""
        return {one.get("post_id"): one for one in self.export.items if one.get("post_type") == "attachment"}

    def files(self) -> Mapping[str, Path]:
        """Return what stands in the folder of uploads, by the address that it had."""
        media = self.answers.media
        if media is None:
            return {}
        found = (one for one in media.rglob("*") if one.is_file() and not one.is_symlink())
        return {f"{UPLOADS}{one.relative_to(media).as_posix()}": one for one in found}

    def texts(self) -> Iterator[SourceText]:
        """Yield posts and pages; what is private or has a password is a draft."""
        attachments = self.attachments()
        for item in self.export.items:
            if item.get("post_type") in {"post", "page"} and item.get("status") not in NEVER:
                yield self._text(item, attachments)

    def _text(self, item: Item, attachments: Mapping[str, Item]) -> SourceText:
        ident, kind = item.get("post_id"), item.get("post_type")
        source = f"{kind} {ident}"
        html, html_notes = html_of(item.get("encoded"), item, attachments, source)
        body, notes = markdown_of(_whole_pictures(html, attachments, self.files()), source)
        title = " ".join(unescape(item.get("title")).split())
        said = [*html_notes, *notes]
        if not title:
            title = " ".join(plain_words(body[:300]).split()[:6])
            fate = Fate.CHANGED if title else Fate.TO_DECIDE
            said.append(
                Note(fate, "a text without a title, which has its first words" if title else "no title", source)
            )
        status = "draft" if item.get("status") in NOT_PUBLIC or item.get("post_password") else ""
        if item.get("post_password") or item.get("status") == "private":
            said.append(Note(Fate.CHANGED, "private or with a password: a draft here", source, title))
        date, shown = self._dates(item)
        thumbnail = attachments.get(item.said("_thumbnail_id"))
        names = [one for one in item.names("category", "post_tag") if one.lower() not in UNSAID]
        excerpt, _notes = markdown_of(item.get("excerpt:encoded"))
        author = self.export.authors.get(item.get("creator"), item.get("creator"))
        return SourceText(
            source=source, folder=PurePosixPath(), section="posts" if kind == "post" else "pages", title=title,
            slug=slugify(unquote(item.get("post_name"))), date=date if kind == "post" else None, shown_date=shown,
            summary=plain_words(excerpt), authors=unique(iter([author] if author else [])),
            topics=unique(map(unescape, names)), status=status, body=body,
            image=thumbnail.get("attachment_url") if thumbnail else "",
            image_alt=thumbnail.said("_wp_attachment_image_alt") if thumbnail else "",
            addresses=tuple(addresses(item, kind, self.export.base)), notes=tuple(said),
        )  # fmt: skip

    def _dates(self, item: Item) -> tuple[dt.datetime | dt.date | None, dt.datetime | dt.date | None]:
        """Return the date on our clocks, by the time in UTC where that is known, and on the old site's."""
        own, local = zone(self.answers.timezone), item.get("post_date")
        gmt = item.get("post_date_gmt")
        shown = None if local.startswith("0000") else moment_of(local, own)
        if gmt and not gmt.startswith("0000") and gmt != local:
            return moment_of(f"{gmt}Z", own), shown
        there = self.answers.source_timezone
        return (None if shown is None else moment_of(local, own, zone(there) if there else None)), shown

    def left_out(self) -> Iterator[Note]:
        """Count what has no place here."""
        kinds = Counter(one.get("post_type") for one in self.export.items)
        known = {"post", "page", "attachment", *EVENTS}
        for kind, number in sorted(kinds.items()):
            if kind not in known:
                yield Note(Fate.LEFT_OUT, f"items of the kind {kind}", "", f"{number:,}")
        if comments := sum(one.comments for one in self.export.items):
            yield Note(Fate.LEFT_OUT, "comments", "", f"{comments:,}")
        gone = sum(one.get("status") in {"trash", "auto-draft"} for one in self.export.items)
        if gone:
            yield Note(Fate.LEFT_OUT, "texts in the trash", "", f"{gone:,}")
        if kinds["attachment"] and self.answers.media is None:
            yield Note(
                Fate.LEFT_OUT,
                "pictures and files; --media names the folder of uploads, --download fetches what texts show",
                "",
                f"{kinds['attachment']:,}",
            )


def addresses(item: Item, kind: str, base: str = "") -> Iterator[str]:
    """Yield what a text was called: by its permalink, with the number of each further page of it, and by its number."""
    link = address_of(item.get("link"), base)
    if link and link != "/" and not link.endswith("//"):
        yield link
        pages = item.get("encoded").count(NEXT_PAGE) if link.endswith("/") else 0
        yield from (f"{link}{page}/" for page in range(2, pages + 2))
    number = item.get("post_id")
    if number.isdigit():
        yield f"/?p={number}"
        if kind in {"page", "attachment"}:
            yield f"/?{kind}_id={number}"


def with_attachments(
    texts: tuple[SourceText, ...], attachments: Iterable[Item], export: Export
) -> tuple[tuple[SourceText, ...], tuple[OldList, ...]]:
    """Give texts the addresses of the pages that their pictures and other files had.

    The page of a file leads to the text that it was added to, else to the first that shows it; one that no text shows
    is returned apart, and leads to the list of posts.
    """
    numbers = {one.source.rpartition(" ")[2]: one for one in texts if one.status != "draft"}
    thumbnails = {item.said("_thumbnail_id"): item.get("post_id") for item in reversed(export.items)}
    more: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    alone: list[OldList] = []
    for item in attachments:
        name = PurePosixPath(urlsplit(item.get("attachment_url")).path).stem
        shown = (number for number, one in numbers.items() if name and name in one.body)
        candidates = (item.get("post_parent"), thumbnails.get(item.get("post_id"), ""), *shown)
        old = tuple(addresses(item, "attachment", export.base))
        if owner := next((number for number in candidates if number in numbers), ""):
            more[owner] += old
        else:
            alone += (OldList(address, List.POSTS) for address in old)
    found = (replace(one, addresses=(*one.addresses, *more[one.source.rpartition(" ")[2]])) for one in texts)
    return tuple(found), tuple(alone)


SMALLER = re.compile(r"-(?:\d{2,5}x\d{2,5}|scaled)(?=\.(?:jpe?g|png|gif|webp)\b)", re.IGNORECASE)


def _whole_pictures(html: str, attachments: Mapping[str, Item], files: Mapping[str, Path]) -> str:
    """Name the whole picture where a text shows a smaller one, if there is a whole one."""
    known = {urlsplit(one.get("attachment_url")).path for one in attachments.values()} | files.keys()

    def whole(match: re.Match[str]) -> str:
        path = urlsplit(SMALLER.sub("", match[0])).path
        return SMALLER.sub("", match[0]) if path in known else match[0]

    return re.sub(r"""[^\s"'<>()]*/wp-content/uploads/[^\s"'<>()]+""", whole, html)
