"""Index the pictures of a site as its pages show them, with the files behind their addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote, unquote

from hireground import urls
from hireground.pictures.inspecting import ENDINGS
from hireground.pictures.model import Facts, Picture, Source
from hireground.pictures.store import FOLDER, KnownPicture
from hireground.pictures.variants import BETTER
from hireground.slugs import slugify

"""The folder of files that never change, since their names hold what they are made from."""


@dataclass(frozen=True)
class PictureIndex:
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


def build_index(root: Path, content: Path, siteurl: str, known: Mapping[Path, KnownPicture]) -> PictureIndex:
    """Lay out the pictures that are made."""
    pictures: dict[PurePosixPath, Picture] = {}
    files: dict[str, Path] = {}
    for path, one in known.items():
        name = PurePosixPath(path.relative_to(content).as_posix())
        if one.facts and one.facts.is_still:
            made = {file.name: file for file in sorted((root / FOLDER / one.digest).iterdir())}
            stem = urls.ASSETS.url(path=f"images/{slugify(name.stem) or 'picture'}.{one.digest[:10]}")
            addresses = {file_name: f"{stem}-{file_name}" for file_name in made}
            pictures[name] = _picture(one.facts, addresses)
            own = f"{one.facts.widths[-1]}{ENDINGS[one.facts.kind]}"
            files |= {url: made[file_name] for file_name, url in addresses.items()} | {name.as_posix(): made[own]}
        elif one.facts:
            address = quote(name.as_posix())
            large = address if one.facts.large else ""
            pictures[name] = Picture(address, one.facts.width, one.facts.height, large=large)
    return PictureIndex(siteurl, pictures, files)


def _picture(facts: Facts, urls: Mapping[str, str]) -> Picture:
    widest = facts.widths[-1]
    sources = []
    for kind in BETTER:
        names = {width: f"{width}{ENDINGS[kind]}" for width in facts.widths}
        shown = {width: urls[name] for width, name in names.items() if name in urls}
        if shown:
            sources.append(Source(f"image/{kind}", shown))
    ending = ENDINGS[facts.kind]
    large = urls[f"{max(facts.large, widest)}{ending}"] if facts.large else ""
    return Picture(urls[f"{widest}{ending}"], widest, facts.height_at(widest), tuple(sources), large=large)
