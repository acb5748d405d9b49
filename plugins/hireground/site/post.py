"""Define the keys of a post's and a page's front matter."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import AliasChoices, BeforeValidator, Field

from hireground.text.fields import YES, Aliases, Line, Moment, Names, Series, Slug, Text, Yes, expect_text
from hireground.text.keys import Hint, left_out
from hireground.text.languages import Language
from hireground.text.problems import Refusal, not_among, one_of, quoted
from hireground.text.validation import Model
from hireground.text.web_addresses import alias_meant


class PostStatus(StrEnum):
    """Who may see a post."""

    PUBLISHED = "published"
    DRAFT = "draft"
    HIDDEN = "hidden"


def parse_status(text: object) -> PostStatus:
    """Read a post's status."""
    word = expect_text(text).lower()
    if word in set(PostStatus):
        return PostStatus(word)
    why = f"unknown status {quoted(word)}"
    if word in {"scheduled", "future", "pending"}:
        raise Refusal(f"{why}, since a post with a future date waits for it by itself", keys={"status": None})
    raise not_among(why, word, PostStatus, one_of(PostStatus))


def draft(value: object) -> Mapping[str, object] | None:
    """Say `draft: true` as a status; `draft: false` is what a post is anyway."""
    is_draft = YES.get(str(value).lower())
    return None if is_draft is None else {"status": PostStatus.DRAFT.value} if is_draft else {}


def published(value: object) -> Mapping[str, object] | None:
    """Say `published: false` as a status, and `published: 2026-11-20` as the date."""
    word = str(value).lower()
    if word in YES:
        return draft("no" if YES[word] else "yes")
    return {"date": value} if re.match(r"\d{4}-\d\d", word) else None


def hidden(value: object) -> Mapping[str, object] | None:
    """Say `hidden: true` as a status."""
    is_hidden = YES.get(str(value).lower())
    return None if is_hidden is None else {"status": PostStatus.HIDDEN.value} if is_hidden else {}


def old_addresses(value: object) -> Mapping[str, object] | None:
    """Keep the addresses that a page had elsewhere, so that links to them still lead here."""
    written = value if isinstance(value, list) else [value]
    paths = [alias_meant(one) for one in written if isinstance(one, str) and not re.search(r"[:{]\w", one)]
    return {"aliases": paths} if paths and all(paths) and len(paths) == len(written) else None


OLD_ADDRESS = "a page's address here comes from its file's name, and an old one is kept as an alias"
NOTHING = "unknown key, and nothing here would show it"


class PageFields(Model):
    """What a page's author wrote."""

    hints: ClassVar[Mapping[str, Hint]] = {
        "draft": Hint("status", keys=draft),
        "published": Hint("status", keys=published),
        "hidden": Hint("status", keys=hidden),
        "headline": Hint("title"),
        "lastmod": Hint("modified"),
        "last_modified_at": Hint("modified"),
        "keywords": Hint("topics"),
        "description": Hint("summary"),
        "excerpt": Hint("summary"),
        "abstract": Hint("summary"),
        "permalink": Hint("aliases", OLD_ADDRESS, old_addresses),
        "url": Hint("aliases", OLD_ADDRESS, old_addresses),
        "save_as": Hint("", NOTHING, left_out),
        **dict.fromkeys(
            ("layout", "comments", "featured", "weight", "disqus", "type", "markup"), Hint("", NOTHING, left_out)
        ),
        "cover": Hint("image"),
        "alt": Hint("image_alt"),
        "updated": Hint("modified"),
        "language": Hint("lang"),
        "redirect_from": Hint("aliases", keys=old_addresses),
    }

    title: Line = Field(examples=["Connect, Don't Sell"])
    date: Moment | None = Field(None, examples=["2026-11-20 08:00"])
    modified: Moment | None = Field(None, examples=["2026-11-21"])
    summary: Text = Field("", examples=["One or two sentences that say what a reader gets."])
    authors: Names = Field((), validation_alias=AliasChoices("authors", "author"), examples=["[Mara Lindqvist]"])
    topics: Names = Field((), validation_alias=AliasChoices("topics", "tags"), examples=["[networking, interviews]"])
    category: Names = Field((), validation_alias=AliasChoices("category", "categories"), examples=["networking"])
    series: Series | None = Field(None, examples=["Career Search"])
    slug: Slug | None = Field(None, examples=["connect-dont-sell"])
    status: Annotated[PostStatus, BeforeValidator(parse_status)] = Field(PostStatus.PUBLISHED, examples=["draft"])
    image: Line | None = Field(None, examples=["../images/library.jpg"])
    image_alt: str = Field("", examples=["The reading room of a library"])
    toc: Yes | None = Field(None, examples=["yes"])
    aliases: Aliases = Field((), examples=["[/2019/old-name/]"])
    lang: Language | None = Field(None, examples=["en"])
    translation: Yes = Field(default=False, examples=["yes"])


class PostFields(PageFields):
    """What a post's author wrote."""

    date: Moment = Field(examples=["2026-11-20 08:00"])
