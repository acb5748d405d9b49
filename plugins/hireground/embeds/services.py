"""Define the SITE_SERVICES setting: the other sites that pages may load something from, once a reader asks for it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, model_validator

from hireground.embeds.blocks import loaded
from hireground.text.problems import Refusal, one_of, quoted
from hireground.text.validation import Model

KNOWN: Mapping[str, str] = {
    "YouTube": "https://www.youtube-nocookie.com",
    "Vimeo": "https://player.vimeo.com",
    "OpenStreetMap": "https://www.openstreetmap.org",
}
ORIGIN = re.compile(
    r"https://[a-z0-9-]++(?:\.[a-z0-9-]++)++(?::\d{1,5})?|http://(?:localhost|127\.0\.0\.1)(?::\d{1,5})?"
)
LONGEST = 1_400
"""Characters of all sites in the headers, of which hosts take lines of 2,000."""
EMBEDDED = re.compile(r'<a [^<>]*\bdata-embed="(iframe|video|audio)" data-src="([^"<>]*)"')


def parse_sites(value: object) -> tuple[str, ...]:
    """Read the names or addresses of sites."""
    sites = value if isinstance(value, tuple | list) else (value,)
    return tuple(dict.fromkeys(_origin(site) for site in sites))


def _origin(site: object) -> str:
    known = {name.lower(): address for name, address in KNOWN.items()}
    text = str(site).strip()
    if address := known.get(text.lower()):
        return address
    if ORIGIN.fullmatch(text):
        return text
    parts = urlsplit(text)
    meant = f"https://{(parts.netloc or parts.path.partition('/')[0]).lower()}"
    example = meant if ORIGIN.fullmatch(meant) else "https://video.example.org"
    how = f"write one such as {quoted(example)}, without a page, or {one_of([*KNOWN])}"
    raise Refusal(f"{quoted(text)} is not the address of a site; {how}")


Sites = Annotated[tuple[str, ...], BeforeValidator(parse_sites)]


class Services(Model):
    """The sites that blocks of each kind may load from, as `https://video.example.org` or by their names."""

    video: Sites = Field((), examples=[("YouTube", "https://video.example.org")])
    audio: Sites = Field((), examples=["https://sound.example.org"])
    map: Sites = Field((), examples=["OpenStreetMap"])
    form: Sites = Field((), examples=["https://letters.example.org"])
    comments: Sites = Field((), examples=["https://comments.example.org"])

    @model_validator(mode="after")
    def keep_to_the_limits_of_hosts(self) -> Self:
        """Refuse more sites than a header can name."""
        if sum(map(len, self.directives.values())) > LONGEST:
            raise Refusal(f"{len(self.sites)} sites are too many for the headers of hosts; name fewer")
        return self

    @property
    def directives(self) -> Mapping[str, str]:
        """What the headers of every page allow; each page says of itself what it uses of it."""
        frames = (*self.video, *self.audio, *self.map, *self.form, *self.comments)
        return _directives(frames, (*self.video, *self.audio))

    @property
    def sites(self) -> frozenset[str]:
        """All of them."""
        return frozenset((*self.video, *self.audio, *self.map, *self.form, *self.comments))

    def shows(self, film: str) -> bool:
        """Tell whether a film can be shown within a page."""
        return origin_of(loaded("video", film)[1]) in self.video

    def used_in(self, html: str) -> "Used":
        """Return what a page with some embeds loads once its reader asks, as far as it is among the services."""
        if "data-embed=" not in html:
            return NOTHING
        found = [(element, origin_of(unescape(source))) for element, source in EMBEDDED.findall(html)]
        allowed = [(element, origin) for element, origin in found if origin in self.sites]
        frames = [origin for element, origin in allowed if element == "iframe"]
        media = [origin for element, origin in allowed if element != "iframe"]
        return Used(has_embeds=bool(found), directives=_directives(frames, media))


@dataclass(frozen=True)
class Used:
    """What a page loads of other sites, and only once its reader asks."""

    has_embeds: bool
    directives: Mapping[str, str]

    @property
    def sites(self) -> str:
        """The sites, as the script reads them."""
        return " ".join(dict.fromkeys(_named(self.directives)))


NOTHING = Used(has_embeds=False, directives={})


def origin_of(address: str) -> str:
    """Return the scheme, the host and the port of an address; empty if it has none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower()


def _directives(frames: "tuple[str, ...] | list[str]", media: "tuple[str, ...] | list[str]") -> Mapping[str, str]:
    said = {"frame-src": " ".join(sorted({*frames}))} if frames else {}
    return said | ({"media-src": " ".join(["'self'", *sorted({*media})])} if media else {})


def _named(directives: Mapping[str, str]) -> Iterator[str]:
    for value in directives.values():
        yield from (site for site in value.split() if site != "'self'")
