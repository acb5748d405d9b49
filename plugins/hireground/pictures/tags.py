"""Replace `<img>` by `<picture>` in converted Markdown, with sizes, so that text does not jump as they load."""

import re
from html import escape
from pathlib import Path

from hireground.markdown.links import PELICAN, file_of, root_file
from hireground.pictures.index import PictureIndex
from hireground.pictures.model import Picture

IMG = re.compile(r"<(?P<link>/?)a\b[^<>]*>|<picture\b.*?</picture>|<img\b[^<>]*>", re.DOTALL)
DESCRIBED = re.compile(r"""\salt\s*=\s*(["'])(?!\1)""")
SRC = re.compile(r"""(\ssrc\s*=\s*)(["'])([^"'<>]*)\2""")
SIZED = re.compile(r"\s(?:width|height)\s*=")


def with_pictures(html: str, source: Path, picture_index: PictureIndex, *, has_seen_one: bool) -> str:
    """Show the content folder's pictures, all but a page's first when they come near; `source` is the text's file.

    One that is shown smaller than it is links to all of it, unless it is in a link already.
    """
    seen, is_linked = has_seen_one, False

    def shown(match: re.Match[str]) -> str:
        nonlocal seen, is_linked
        if match["link"] is not None:
            is_linked = not match["link"]
            return match[0]
        src = SRC.search(match[0])
        target = PELICAN.sub("", src[3]) if src and not match[0].startswith("<picture") else ""
        file = (file_of(target, source) or root_file(target)) if target else None
        picture = picture_index.pictures.get(file) if file else None
        if not picture:
            return match[0]
        tag = _img(match[0], picture, picture_index.siteurl, is_lazy=seen)
        seen = True
        whole = _picture(tag, picture, picture_index.siteurl)
        return whole if is_linked or not DESCRIBED.search(tag) else _opening(whole, picture, picture_index.siteurl)

    return IMG.sub(shown, html)


def _opening(shown: str, picture: Picture, siteurl: str) -> str:
    """Let a picture open large; its description is the link's name."""
    return f'<a class="enlarge" href="{escape(f"{siteurl}/{picture.large}")}">{shown}</a>' if picture.large else shown


def _img(tag: str, picture: Picture, siteurl: str, *, is_lazy: bool) -> str:
    """Write the tag anew; what the author says of its size and loading stays."""
    more = "" if SIZED.search(tag) else f' width="{picture.width}" height="{picture.height}"'
    more += ' loading="lazy"' if is_lazy and "loading=" not in tag else ""
    src = escape(f"{siteurl}/{picture.src}")
    start = SRC.sub(lambda match: f'{match[1]}"{src}"', tag).rstrip("/> ")
    return f'{start}{more} decoding="async">'


def _picture(tag: str, picture: Picture, siteurl: str) -> str:
    sources = "".join(
        f'<source type="{one.media_type}" srcset="{escape(one.srcset(siteurl))}" sizes="{picture.sizes}">'
        for one in picture.sources
    )
    return f"<picture>{sources}{tag}</picture>" if sources else tag
