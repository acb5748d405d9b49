"""Define who speaks, who holds a seminar and who pays for it."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, ClassVar, Protocol

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from hireground.markdown.links import picture_url
from hireground.slugs import Slugs
from hireground.text.fields import Email, Line, OwnSlug, Url, listed, refuse_twice
from hireground.text.keys import Hint
from hireground.text.problems import Refusal, one_of, quoted
from hireground.text.validation import Model


def _placed(photo: str, info: ValidationInfo) -> str:
    """Return a picture's address from the site's root; `source` of the context is the file that names it."""
    source = (info.context or {}).get("source")
    return (picture_url(photo, source) if isinstance(source, Path) else None) or photo


Photo = Annotated[Line, AfterValidator(_placed)]
Links = Annotated[tuple[Url, ...], BeforeValidator(listed), AfterValidator(refuse_twice)]


class Person(Model):
    """A speaker, a host or an author; `photo` is an address from the site's root, and `bio` may have emphasis."""

    hints: ClassVar[Mapping[str, Hint]] = {
        "about": Hint("bio"),
        "biography": Hint("bio"),
        "description": Hint("bio"),
        "organization": Hint("affiliation"),
        "institution": Hint("affiliation"),
        "company": Hint("affiliation"),
        "picture": Hint("photo"),
        "image": Hint("photo"),
        "avatar": Hint("photo"),
        "website": Hint("url"),
        "homepage": Hint("url"),
        "link": Hint("url"),
        "profiles": Hint("links"),
        "social": Hint("links"),
    }

    name: Line = Field(examples=["Mara Lindqvist"])
    affiliation: str = Field("", examples=["Example Ltd"])
    url: Url | None = Field(None, examples=["https://example.org/mara"])
    bio: str = Field("", examples=["Mara has hired for three companies."])
    pronouns: str = Field("", examples=["she/her"])
    photo: Photo | None = Field(None, examples=["images/mara.jpg"])
    links: Links = Field((), examples=["[https://social.example.org/@mara]"])
    slug: OwnSlug = Field("", validate_default=True, examples=["mara-lindqvist-2"])

    @property
    def about(self) -> str:
        """The bio in words alone, for where no emphasis can be shown."""
        from hireground.prose.first_words import in_words  # noqa: PLC0415 -- only lists and machines ask for it

        return in_words(self.bio)

    @property
    def line(self) -> str:
        """The name with the affiliation, as a programme has it: `Mara Lindqvist (Example Ltd)`."""
        return f"{self.name} ({self.affiliation})" if self.affiliation else self.name


class Named(Protocol):
    """A record of a person or a place."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def slug(self) -> str:
        """What its address calls it."""


def refuse_several(name: str, known: Mapping[str, Named]) -> None:
    """Refuse a name that several records have, which their slugs tell apart."""
    slugs = sorted({one.slug for one in known.values() if one.name == name}) if name not in known else ()
    if len(slugs) > 1:
        raise Refusal(f"{quoted(name)} is the name of {len(slugs)} in the list; write {one_of(slugs)}")


def authors_of(names: Iterable[str], people: Mapping[str, Person], slugs: Slugs) -> tuple[Person, ...]:
    """Return who is meant by authors' names: records, or people of whom nothing else is known; nobody by no words."""
    return tuple(people.get(name) or unknown_person(name, slugs.of(name)) for name in names if name)


@cache
def unknown_person(name: str, slug: str) -> Person:
    """Return a person of whom nothing else is known: the same for all of their posts."""
    return Person(name=name, slug=slug)


class Organizer(Model):
    """Who holds the seminar: RFC 5545 ORGANIZER."""

    name: Line = Field(examples=["Hire Ground"])
    email: Email | None = Field(None, examples=["seminars@example.org"])
    url: Url | None = Field(None, examples=["https://example.org"])


class Sponsor(Model):
    """Who pays for it."""

    name: Line = Field(examples=["Example Bank"])
    url: Url | None = Field(None, examples=["https://example.org"])
