"""A post's or page's front matter to `PostFields` or `PageFields`."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import AliasChoices, BeforeValidator, Field

from plugins.reader.fields import Line, Moment, Slug, Text, Yes, expect_text
from plugins.reader.keys import Hint
from plugins.reader.languages import Language
from plugins.reader.model import Model
from plugins.reader.names import Aliases, Names
from plugins.reader.quote import quoted
from plugins.reader.suggest import did_you_mean, one_of


class PostStatus(StrEnum):
    """Who may see a post."""

    PUBLISHED = "published"
    DRAFT = "draft"
    HIDDEN = "hidden"


def parse_status(text: object) -> PostStatus:
    """Read a post's status."""
    word = expect_text(text).lower()
    if word not in set(PostStatus):
        waits = "a post with a future date waits for it by itself; leave the key out"
        is_future = word in {"scheduled", "future", "pending"}
        hint = waits if is_future else did_you_mean(word, PostStatus, one_of(PostStatus))
        raise ValueError(f"unknown status {quoted(word)}; {hint}")
    return PostStatus(word)


class PageFields(Model):
    """What a page's author wrote."""

    hints: ClassVar[Mapping[str, Hint]] = {
        "draft": Hint("status", 'unknown key; write "status: draft"'),
        "published": Hint("status"),
        "category": Hint("topics"),
        "categories": Hint("topics"),
        "keywords": Hint("topics"),
        "description": Hint("summary"),
        "excerpt": Hint("summary"),
        "abstract": Hint("summary"),
        "permalink": Hint("slug"),
        "url": Hint("slug"),
        "cover": Hint("image"),
        "alt": Hint("image_alt"),
        "updated": Hint("modified"),
        "language": Hint("lang"),
        "redirect_from": Hint("aliases"),
    }

    title: Line = Field(examples=["Connect, Don't Sell"])
    date: Moment | None = Field(None, examples=["2026-11-20 08:00"])
    modified: Moment | None = Field(None, examples=["2026-11-21"])
    summary: Text = Field("", examples=["One or two sentences that say what a reader gets."])
    authors: Names = Field((), validation_alias=AliasChoices("authors", "author"), examples=["[Mara Lindqvist]"])
    topics: Names = Field((), validation_alias=AliasChoices("topics", "tags"), examples=["[networking, interviews]"])
    series: Line | None = Field(None, examples=["Career Search"])
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
    summary: Text = Field(examples=["One or two sentences that say what a reader gets."])
