"""Define who speaks, who holds a seminar and who pays for it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from hireground.markdown.links import picture_url
from hireground.text.fields import Email, Line, Url, listed, refuse_twice, slugify
from hireground.text.keys import Hint
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

    @property
    def slug(self) -> str:
        """The person's part of their page's address."""
        return slugify(self.name)

    @property
    def about(self) -> str:
        """The bio in words alone, for where no emphasis can be shown."""
        from hireground.prose.first_words import in_words  # noqa: PLC0415 -- only lists and machines ask for it

        return in_words(self.bio)

    @property
    def line(self) -> str:
        """The name with the affiliation, as a programme has it: `Mara Lindqvist (Example Ltd)`."""
        return f"{self.name} ({self.affiliation})" if self.affiliation else self.name


class Organizer(Model):
    """Who holds the seminar: RFC 5545 ORGANIZER."""

    name: Line = Field(examples=["Hire Ground"])
    email: Email | None = Field(None, examples=["seminars@example.org"])
    url: Url | None = Field(None, examples=["https://example.org"])


class Sponsor(Model):
    """Who pays for it."""

    name: Line = Field(examples=["Example Bank"])
    url: Url | None = Field(None, examples=["https://example.org"])
