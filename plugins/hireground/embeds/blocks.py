"""Show what another site has, such as a film: a picture and a link, until the reader asks for more.

Nothing is loaded before: what a script would put in the picture's place stands in `data-src`, and what it would be in
`data-embed`. `hireground.embeds.services` says which sites a page may ask at all.
"""

import re
import textwrap
from collections.abc import Mapping, Sequence
from html import escape
from math import cos, radians
from pathlib import PurePosixPath
from urllib.parse import parse_qs, urlsplit

from hireground.text.yaml.marks import YamlError

KINDS = ("video", "audio", "map", "form", "comments")
FENCE = re.compile(rf"^ {{0,3}}/{{3,}}+[ ]*+(?:{'|'.join(KINDS)})\b", re.IGNORECASE | re.MULTILINE)
FILMS, SOUND = (
    frozenset({".mp4", ".webm", ".ogv", ".m4v", ".mov"}),
    frozenset({".mp3", ".m4a", ".oga", ".ogg", ".opus", ".wav", ".flac"}),
)
WEB = re.compile(r"https?://", re.IGNORECASE)
YOUTUBE = re.compile(
    r"https?://(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:embed|v|shorts|live)/|youtu\.be/)([\w-]+)"
)
WATCH = re.compile(r"https?://(?:www\.|m\.)?youtube\.com/watch\?")
VIMEO = re.compile(r"https?://(?:www\.)?(?:player\.)?vimeo\.com/(?:video/)?(\d+)")
PEERTUBE = re.compile(r"(https?://[^/]+)/(?:w|videos/watch)/([\w-]+)/?(?:\?.*)?\Z")
PLACE = re.compile(r"https?://www\.openstreetmap\.org/[^#]*#map=(\d{1,2})/(-?\d{1,3}(?:\.\d+)?)/(-?\d{1,3}(?:\.\d+)?)")
TILE, WIDTH, HEIGHT = 256, 640, 480
"""Pixels of a map's tile, and of the part of it that is shown."""


def has_embeds(body: str) -> bool:
    """Tell whether a text has a block that shows what another site has."""
    return "///" in body and FENCE.search(body) is not None


def embed(kind: str, title: str, lines: Sequence[str]) -> str:
    """Write a block as HTML, by its keys, which `check` has found right."""
    said = _keys(lines)
    url, frame = (said.get(key, "") if WEB.match(said.get(key, "")) else "" for key in ("url", "frame"))
    return figure(kind, title, url, said.get("picture", ""), frame)


def figure(kind: str, title: str, url: str, picture: str = "", frame: str = "") -> str:
    """Write a picture that leads to an address, its title and the name of its site."""
    element, source = ("iframe", frame) if frame else loaded(kind, url)
    shown = f'<img src="{escape(picture)}" alt="">' if picture else ""
    name, leads = escape(title or site_of(url)), f'<a href="{escape(url)}"'
    link = f'{leads} data-embed="{element}" data-src="{escape(source)}" aria-label="{name}">{shown}</a>'
    caption = f"<figcaption>{name} {leads}>{escape(site_of(url))}</a></figcaption>"
    return f'<figure class="embed" data-kind="{kind}">\n{link}\n{caption}\n</figure>'


def site_of(url: str) -> str:
    """Return the name of an address's site, as readers know it."""
    return urlsplit(url).netloc.removeprefix("www.")


def loaded(kind: str, url: str) -> tuple[str, str]:
    """Return the element that shows an address, and the address that it loads."""
    ending = PurePosixPath(urlsplit(url).path).suffix.lower()
    if ending in FILMS | SOUND:
        return "audio" if ending in SOUND or kind == "audio" else "video", url
    known = parse_qs(urlsplit(url).query).get("v", [""])[0] if WATCH.match(url) else ""
    if match := YOUTUBE.match(url) or re.fullmatch(r"([\w-]+)", known):
        return "iframe", f"https://www.youtube-nocookie.com/embed/{match[1]}?autoplay=1"
    if match := VIMEO.match(url):
        return "iframe", f"https://player.vimeo.com/video/{match[1]}?autoplay=1&dnt=1"
    if kind == "video" and (match := PEERTUBE.match(url)):
        return "iframe", f"{match[1]}/videos/embed/{match[2]}?autoplay=1"
    return "iframe", _map(*map(float, match.groups())) if (match := PLACE.match(url)) else url


def _map(zoom: float, latitude: float, longitude: float) -> str:
    """Return OpenStreetMap's frame around a place, as wide as the page shows it (Web Mercator)."""
    degrees = 360 / 2**zoom / TILE
    half_width, half_height = degrees * WIDTH / 2, degrees * HEIGHT / 2 * cos(radians(min(abs(latitude), 80)))
    box = (longitude - half_width, latitude - half_height, longitude + half_width, latitude + half_height)
    edges = "%2C".join(f"{edge:.5f}" for edge in box)
    return f"https://www.openstreetmap.org/export/embed.html?bbox={edges}&marker={latitude}%2C{longitude}"


def _keys(lines: Sequence[str]) -> Mapping[str, str]:
    from hireground.text.yaml.reading import parse_yaml  # noqa: PLC0415 -- few texts have such a block

    try:
        data, _marks = parse_yaml(textwrap.dedent("\n".join(lines)), first_line=1)
    except YamlError:
        return {}
    return {key: value for key, value in data.items() if isinstance(value, str)} if isinstance(data, dict) else {}
