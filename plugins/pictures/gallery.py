"""The pictures of a site as its pages show them, and the files behind their addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from plugins.pictures.inspecting import ENDINGS
from plugins.pictures.making import BETTER
from plugins.pictures.model import Facts, Picture, Source
from plugins.pictures.store import FOLDER, Known
from plugins.reader.fields import slugify

ASSETS = "assets"
"""The folder of files that never change, since their names hold what they are made from."""


@dataclass(frozen=True)
class Gallery:
    """`pictures` by their path in the content folder; `files` by their path in the site.

    A still picture's own address has its plainest form, for links, feeds and structured data: never what the camera
    wrote into it.
    """

    siteurl: str
    pictures: Mapping[PurePosixPath, Picture]
    files: Mapping[str, Path]

    def at(self, url: str | None) -> Picture | None:
        """Return the picture that has an address in the content folder."""
        return self.pictures.get(PurePosixPath(unquote(url))) if url else None


def hang(root: Path, content: Path, siteurl: str, known: Mapping[Path, Known]) -> Gallery:
    """Lay out the pictures that are made."""
    pictures: dict[PurePosixPath, Picture] = {}
    files: dict[str, Path] = {}
    for path, one in known.items():
        name = PurePosixPath(path.relative_to(content).as_posix())
        if one.facts and one.facts.is_still:
            made = {file.name: file for file in sorted((root / FOLDER / one.digest).iterdir())}
            stem = f"{ASSETS}/images/{slugify(name.stem) or 'picture'}.{one.digest[:10]}"
            urls = {file_name: f"{stem}-{file_name}" for file_name in made}
            pictures[name] = _picture(one.facts, urls)
            own = f"{one.facts.widths[-1]}{ENDINGS[one.facts.kind]}"
            files |= {url: made[file_name] for file_name, url in urls.items()} | {name.as_posix(): made[own]}
        elif one.facts:
            pictures[name] = Picture(quote(name.as_posix()), one.facts.width, one.facts.height)
    return Gallery(siteurl, pictures, files)


def _picture(facts: Facts, urls: Mapping[str, str]) -> Picture:
    widest = facts.widths[-1]
    sources = []
    for kind in BETTER:
        names = {width: f"{width}{ENDINGS[kind]}" for width in facts.widths}
        shown = {width: urls[name] for width, name in names.items() if name in urls}
        if shown:
            sources.append(Source(f"image/{kind}", shown))
    return Picture(urls[f"{widest}{ENDINGS[facts.kind]}"], widest, facts.height_at(widest), tuple(sources))
