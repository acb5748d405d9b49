"""Parse a seminar's translation, and put its words into the seminar."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from hireground import urls
from hireground.seminars.model.facts.awaited import wall_clock
from hireground.seminars.model.facts.other_words import numbers_in, reworded
from hireground.seminars.model.model import Seminar, Session
from hireground.seminars.model.schema import HINTS, SeminarFields, SessionFields
from hireground.slugs import DEFAULT, Slugs
from hireground.text.fields import Line, Moment, Slug, Text, Yes
from hireground.text.frontmatter import Document
from hireground.text.keys import Hint
from hireground.text.languages import Language
from hireground.text.localtime import attach_zone
from hireground.text.problems import Refusal, quoted
from hireground.text.source import name_of
from hireground.text.timezones import zone
from hireground.text.validation import Model, validate
from hireground.text.yaml.marks import Marks

OWN = "stands in the seminar's own file, and holds for its translations; take the key out"


def parse_titles(value: object) -> Mapping[str, str]:
    """Read the titles of single dates: those of the seminar's own file, and what they are in the translation."""
    pairs = [*value.items()] if isinstance(value, dict) else [("", "")]
    if not all(isinstance(text, str) and text.strip() for pair in pairs for text in pair):
        raise Refusal(
            'the titles of dates belong here, each with its translation; write them as in "Salaries: Gehälter"'
        )
    return {title.strip(): said.strip() for title, said in pairs}


def parse_words(value: object) -> Mapping[str, str]:
    """Read other words of registration, prices and access: those of the seminar's file, and the translation's."""
    pairs = [*value.items()] if isinstance(value, dict) else [("", "")]
    if not all(isinstance(text, str) and text.strip() for pair in pairs for text in pair):
        how = 'write them as in "the room: der Saal"'
        raise Refusal(f"the words of the seminar's own file belong here, each with its translation; {how}")
    said = {" ".join(words.split()): " ".join(other.split()) for words, other in pairs}
    for words, other in said.items():
        if numbers_in(words) != numbers_in(other):
            raise Refusal(f"{quoted(other)} has other numbers than {quoted(words)}; write the same, a fact is no word")
    return said


Words = Annotated[Mapping[str, str], BeforeValidator(parse_words)]
Titles = Annotated[Mapping[str, str], BeforeValidator(parse_titles)]


class TranslationFields(Model):
    """What a translator writes; all else is the seminar's."""

    hints: ClassVar[Mapping[str, Hint]] = {
        **dict.fromkeys((*SessionFields.model_fields, *SeminarFields.model_fields), Hint("", OWN)),
        **{key: hint for key, hint in HINTS.items() if hint.meant in {"summary", "lang"}},
    }

    title: Line = Field(examples=["Ausgezeichnet Arbeit suchen"])
    summary: Text = Field(examples=["Ein oder zwei Sätze dazu, was man mitnimmt."])
    lang: Language = Field(examples=["de"])
    translation: Yes = Field(examples=["yes"])
    slug: Slug | None = Field(None, examples=["career-search"])
    image_alt: Text | None = Field(None, examples=["Der Lesesaal einer Bibliothek"])
    modified: Moment | None = Field(None, examples=["2026-11-21"])
    titles: Titles = Field({}, examples=["{Salaries: Gehälter}"])
    words: Words = Field({}, examples=["{the room: der Saal}"])
    draft: Yes = Field(default=False, examples=["yes"])


@dataclass(frozen=True, kw_only=True)
class Translation:
    """One file: the words of the seminar that has `slug`, in `lang`."""

    slug: str
    lang: str
    title: str
    summary: str
    image_alt: str
    titles: Mapping[str, str]
    words: Mapping[str, str]
    source: Path
    body: str
    body_line: int
    modified: dt.datetime
    is_draft: bool

    @property
    def text(self) -> Document:
        """The body alone, as what blocks and links are looked for in."""
        return Document(self.source, {}, Marks({}, {}), self.body, self.body_line)

    @property
    def url(self) -> str:
        """The address of the translated page, from the site's root."""
        return urls.TRANSLATED_SEMINAR.url(lang=self.lang, slug=self.slug)


SeminarFile = Seminar | Translation
"""What a file in content/seminars is."""


def is_translation(document: Document) -> bool:
    """Whether a file says that it translates another."""
    return "translation" in document.fields


def parse_translation(
    document: Document, timezone: str, last_commit: dt.datetime, slugs: Slugs = DEFAULT
) -> Translation:
    """Build a `Translation`; raises `InvalidContentError`."""
    context: dict[str, object] = {"timezone": zone(timezone), "unicode_slugs": slugs.is_unicode}
    fields = validate(TranslationFields, document, context=context)
    return Translation(
        slug=fields.slug or slugs.of(name_of(document.path)), lang=fields.lang, title=fields.title,
        summary=fields.summary, image_alt=fields.image_alt or "", titles=fields.titles, words=fields.words,
        source=document.path, body=document.body, body_line=document.body_line,
        modified=attach_zone(wall_clock(fields.modified), zone(timezone)) if fields.modified else last_commit,
        is_draft=fields.draft,
    )  # fmt: skip


def translated(seminar: Seminar, words: Translation) -> Seminar:
    """Return the seminar in other words; a session with a title or summary that is not translated keeps it."""
    titles = {**words.titles, seminar.title: words.title}

    def say(said: str) -> str:
        return words.words.get(" ".join(said.split()), said)

    def session(one: Session) -> Session:
        return replace(
            reworded(one, say) if words.words else one,
            seminar_title=words.title,
            title=titles.get(one.title, one.title),
            lang=words.lang if one.title in titles else one.lang,
            summary=words.summary if one.summary == seminar.summary else one.summary,
        )

    return replace(
        seminar, title=words.title, summary=words.summary, lang=words.lang, body=words.body, source=words.source,
        image_alt=words.image_alt or seminar.image_alt, body_line=words.body_line, modified=words.modified,
        is_draft=words.is_draft or seminar.is_draft, sessions=tuple(map(session, seminar.sessions)),
    )  # fmt: skip
