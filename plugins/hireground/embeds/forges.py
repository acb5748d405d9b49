"""Define the SITE_EDITOR setting: the forge whose repository people write to in their browser, at /admin/."""

import re
from collections.abc import Mapping
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from hireground.embeds.services import ORIGIN
from hireground.text.problems import Refusal, not_among, one_of, quoted
from hireground.text.validation import Model


class Forge(NamedTuple):
    """Where a forge's API answers, and where its pictures of people are."""

    api: str
    pictures: str


FORGES: Mapping[str, Forge] = {
    "github": Forge("https://api.github.com", "https://avatars.githubusercontent.com"),
    "gitlab": Forge("https://gitlab.com/api/v4", "https://secure.gravatar.com"),
    "gitea": Forge("https://gitea.com/api/v1", "https://secure.gravatar.com"),
}
"""Forgejo answers as Gitea does."""
REPOSITORY = re.compile(r"[\w.-]+(?:/[\w.-]+)+", re.ASCII)
OWN_API: Mapping[str, str] = {"github": "/api/v3", "gitlab": "/api/v4", "gitea": "/api/v1"}
"""Where a forge on a server of one's own answers, from its address."""
SIGN_IN = re.compile(rf"({ORIGIN.pattern})(?:/([\w./-]*))?", re.ASCII)
"""The address of an authenticator: its site, and the path that its popup opens."""
USUAL_PATH = "auth"
"""The path of an authenticator whose address has none."""


def parse_forge(value: object) -> str:
    """Read the name of a forge."""
    name = str(value).strip().lower()
    name = "gitea" if name in {"forgejo", "codeberg"} else name
    if name not in FORGES:
        raise not_among(f"{quoted(str(value))} is not a forge that is known here", name, FORGES, one_of([*FORGES]))
    return name


def check_repository(name: str) -> str:
    """Let `owner/name` pass; in GitLab there may be groups in between."""
    if not REPOSITORY.fullmatch(name):
        raise Refusal(f'{quoted(name)} is not a repository; write it as in "you/site"')
    return name


def check_origin(address: str) -> str:
    """Let the address of a forge pass, without a page."""
    if address and not ORIGIN.fullmatch(address):
        raise Refusal(f'{quoted(address)} is not the address of a forge; write one such as "https://git.example.org"')
    return address


def check_authenticator(address: str, known: ValidationInfo) -> str:
    """Let the address of an authenticator pass, for the forges that people sign in to by one."""
    if address and not SIGN_IN.fullmatch(address):
        how = 'write one such as "https://sign-in.example.org"'
        raise Refusal(f"{quoted(address)} is not the address of an authenticator; {how}")
    if address and known.data.get("forge") == "gitea":
        raise Refusal("people sign in to Gitea and Forgejo with a token; take the authenticator out")
    return address


class Editor(Model):
    """Where the editor writes to; `address` is that of a forge on a server of one's own.

    `authenticator` signs people in by their account at the forge; without one they have a token each.
    """

    forge: Annotated[str, BeforeValidator(parse_forge)] = Field(examples=["github"])
    repository: Annotated[str, AfterValidator(check_repository)] = Field(examples=["you/site"])
    branch: str = Field("", examples=["main"])
    address: Annotated[str, AfterValidator(check_origin)] = Field("", examples=["https://git.example.org"])
    authenticator: Annotated[str, AfterValidator(check_authenticator)] = Field(
        "", examples=["https://sign-in.example.org"]
    )

    @property
    def sign_in(self) -> tuple[str, str]:
        """The site of the authenticator and the path there; both empty if there is none."""
        found = SIGN_IN.fullmatch(self.authenticator)
        return (found[1], (found[2] or "").strip("/") or USUAL_PATH) if found else ("", "")

    @property
    def api(self) -> str:
        """Where the forge's API answers."""
        return f"{self.address}{OWN_API[self.forge]}" if self.address else FORGES[self.forge].api

    @property
    def asked(self) -> str:
        """The site that the editor asks: that of the forge's API."""
        return self.address or "/".join(FORGES[self.forge].api.split("/")[:3])

    @property
    def pictures(self) -> str:
        """The site that has the forge's pictures of people."""
        return self.address or FORGES[self.forge].pictures
