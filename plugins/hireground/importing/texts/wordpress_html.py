"""Bring WordPress's own forms to plain HTML: paragraphs by empty lines, captions, galleries, embeds."""

import re
from collections.abc import Mapping
from html import escape, unescape

from hireground.importing.model import Fate, Note
from hireground.importing.sources.wxr import Item

BLOCK = re.compile(
    r"\s*</?(?:p|div|h[1-6]|ul|ol|li|table|thead|tbody|tr|td|th|blockquote|pre|figure|figcaption|hr|form|dl|dt|dd|section"
    r"|iframe|script|style|address|article|aside|details|video|audio|object)\b",
    re.IGNORECASE,
)
PRE = re.compile(r"<(pre|script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
CAPTION = re.compile(r"\[caption([^\]]*)\](.*?)\[/caption\]", re.DOTALL)
IMAGE = re.compile(r"(<a\b[^>]*>\s*)?<img\b[^>]*>(\s*</a>)?", re.IGNORECASE)
GALLERY = re.compile(r"\[gallery([^\]]*)\]")
EMBED = re.compile(r"\[(embed|video|audio|youtube|vimeo|playlist|soundcloud)([^\]]*)\](?:([^\[]*)\[/\1\])?")
CODE = re.compile(r"\[(code|sourcecode|python|bash|php|css|html|js)([^\]]*)\](.*?)\[/\1\]", re.DOTALL)
SHORTCODE = re.compile(r"\[/?([a-z][\w-]{2,40})(?:\s[^\]\[<>]*)?/?\]")
ADDRESS = re.compile(r"https?://[^\s\"'\]<>]+")
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*["']?([^"'\]]*)["']?""")


def html_of(text: str, item: Item, attachments: Mapping[str, Item], source: str) -> tuple[str, tuple[Note, ...]]:
    """Return a text as HTML, and what the report says of shortcodes that are not known here."""
    text = CODE.sub(lambda match: f"<pre><code>{escape(unescape(match[3].strip()))}</code></pre>", text)
    text = CAPTION.sub(_figure, text)
    text = GALLERY.sub(lambda match: _gallery(match, item, attachments), text)
    text = EMBED.sub(_embed, text)
    notes = [
        Note(Fate.TO_DECIDE, "a shortcode that is not known here", source, match[0][:60])
        for match in SHORTCODE.finditer(PRE.sub("", text))
    ]
    return paragraphs(text), tuple(notes)


def _figure(match: re.Match[str]) -> str:
    """Write a caption as a figure; its words are an attribute or stand behind the picture."""
    given = dict(ATTRIBUTE.findall(match[1]))
    picture = IMAGE.search(match[2])
    words = given.get("caption") or re.sub(r"<[^<>]*>", "", IMAGE.sub("", match[2])).strip()
    return f"\n\n<figure>{picture[0] if picture else ''}<figcaption>{words}</figcaption></figure>\n\n"


def _gallery(match: re.Match[str], item: Item, attachments: Mapping[str, Item]) -> str:
    """Write the pictures of a gallery: those that it names, or all that belong to the text."""
    given = dict(ATTRIBUTE.findall(match[1]))
    idents = [one.strip() for one in (given.get("ids") or given.get("include") or "").split(",") if one.strip()]
    chosen = [attachments[one] for one in idents if one in attachments]
    if not idents:
        chosen = [one for one in attachments.values() if one.get("post_parent") == item.get("post_id")]
    return "\n\n".join(
        f'<figure><img src="{escape(one.get("attachment_url"))}" alt="{escape(one.said("_wp_attachment_image_alt"))}">'
        f'<figcaption>{one.get("excerpt:encoded")}</figcaption></figure>'
        for one in chosen
    )  # fmt: skip


def _embed(match: re.Match[str]) -> str:
    """Write a link in place of an embed."""
    address = ADDRESS.search(unescape(f"{match[2]} {match[3] or ''}"))
    return f'\n\n<p><a href="{escape(address[0])}">{escape(address[0])}</a></p>\n\n' if address else ""


def paragraphs(text: str) -> str:
    """Make paragraphs of what empty lines divide, and breaks of single line ends, as WordPress does itself."""
    if "<!-- wp:" in text or re.search(r"<p[\s>]", text):
        return text
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\n\n<pre {len(kept) - 1}>\n\n"

    pieces = []
    for piece in re.split(r"\n\s*\n", PRE.sub(keep, text.replace("\r\n", "\n"))):
        is_block = bool(BLOCK.match(piece)) or re.fullmatch(r"\s*<!--.*?-->\s*", piece, re.DOTALL)
        pieces.append(piece if is_block or not piece.strip() else f"<p>{piece.strip().replace(chr(10), '<br>')}</p>")
    return re.sub(r"<pre (\d+)>", lambda match: kept[int(match[1])], "\n\n".join(pieces))
