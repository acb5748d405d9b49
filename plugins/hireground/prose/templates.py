"""Find tags of templates, and shortcodes, which other programs fill in and this site would print."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from hireground.prose.body import LARGEST, Body, Finding, boxed, is_escaped, shown, spans
from hireground.prose.tags import BOXES, MARKS, Tag, markdown_of, parse_tag, written_picture

HOW = "write it in Markdown, or between backticks if it is meant as it stands"
SEEN = "which readers would see as it stands"
SHORTCODE = "a shortcode of another program"
SIGNS = (
    ("{%", "%}", "a tag of Liquid, Jinja or Twig"),
    ("{{", "}}", "a variable or a shortcode of another program"),
    ("{#", "#}", "a comment of Jinja or Twig"),
    ("<%", "%>", "a tag of another program"),
    ("<?php", "?>", "PHP, which nothing here runs"),
    ("<?=", "?>", "PHP, which nothing here runs"),
    ("[%", "%]", "a tag of another program"),
)
NOT_A_COMMENT = re.compile(r"\{#[A-Za-z]")
"""The id of a heading: `{#costs}`."""
ROOT = re.compile(r"\{\{-?\s*(?:site\.(?:base_?url|url)|SITE_?URL|base_?url|root)\s*(?:\|[^{}]*)?-?\}\}", re.IGNORECASE)
ADDRESS = re.compile(r"""\{\{-?\s*["']([^"'{}]+)["']\s*\|\s*(?:relative_url|absolute_url|url|relURL|absURL)\s*-?\}\}""")
BRACKETED = re.compile(
    r"\[(?P<closing>/?)(?P<name>[A-Za-z][\w-]*+)(?P<value>=[^\[\]\n]*+)?(?P<rest>[ \t][^\[\]\n]*+)?(?P<self>/?)\]"
    r"(?![(:\[])"
)
WITH_KEY = re.compile(r"""\s*[\w-]+=["'“”‘’«]?\S""")
KNOWN = frozenset(
    [
        "gallery",
        "caption",
        "wp_caption",
        "embed",
        "audio",
        "video",
        "playlist",
        "youtube",
        "vimeo",
        "soundcloud",
        "contact-form",
        "contact-form-7",
        "googlemaps",
        "gravityform",
        "mc4wp_form",
        "products",
        "recent_products",
        "woocommerce_cart",
        "woocommerce_checkout",
        "tribe_events",
        "events-calendar",
        "ninja_form",
        "wpforms",
        "instagram",
        "twitter",
        "facebook",
        "tweet",
        "gist",
        "slideshow",
        "slideshare",
        "vc_row",
        "vc_column",
        "et_pb_section",
        "su_note",
        "su_button",
        "button",
        "buttons",
        "accordion",
        "tabs",
        "toggle",
        "spoiler",
        "sitemap",
        "archives",
        "blog_subscription_form",
        "jetpack_subscription_form",
        "nextpage",
    ]
)
CONTENTS = frozenset({"toc", "contents", "table-of-contents", "_toc_", "tableofcontents"})
HTML_PICTURE = re.compile(r"<img\s[^<>]*>")
ATTRIBUTES = re.compile(r"""\b(src|alt)\s*=\s*["']([^"']*)["']""")
MARKDOWN_PICTURE = re.compile(r"!\[([^\[\]]*)\]\(([^\s()]+)\)")
ANCHOR = re.compile(r"</?a\b[^<>]*>")


@dataclass(frozen=True)
class Piece:
    """One tag of a body: where it stands, what it says, and what it is called."""

    start: int
    end: int
    text: str
    tag: Tag
    kind: str
    seen: str

    @property
    def closes(self) -> str:
        """The name that it closes; empty if it opens something."""
        name = self.tag.name
        return name[1:] if name.startswith("/") else name[3:] if name.startswith("end") else ""


def template_findings(body: Body) -> Iterator[Finding]:
    """Yield the tags in braces, and those in brackets."""
    pieces = sorted(_pieces(body), key=lambda piece: piece.start)
    pairs = _pairs(pieces)
    closed = {piece.start for piece in pairs.values()}
    for piece in pieces:
        if piece.start not in closed and (piece.kind != SHORTCODE or piece.start in pairs or _is_shortcode(piece)):
            yield _finding(body, piece, pairs.get(piece.start))


def _pieces(body: Body) -> Iterator[Piece]:
    words, source = body.words, body.source
    for opening, closing, kind in SIGNS:
        for start, end in spans(words, opening, closing) if opening in words else ():
            text = source[start:end]
            if not is_escaped(source, start) and not (opening == "{#" and NOT_A_COMMENT.match(text)):
                seen = opening if opening[0] in "{[" else ""
                yield Piece(start, end, text, parse_tag(text[2:-2].strip("<>%-")), kind, seen)
    for match in BRACKETED.finditer(words) if "[" in words else ():
        before = words[match.start() - 1] if match.start() else ""
        if before not in {"\\", "]", "!", "["}:
            seen = match[0][: len(match["closing"]) + 1 + len(match["name"].partition("_")[0].partition("-")[0])]
            tag = parse_tag(f"name {match['rest'] or ''}")
            tag = replace(tag, name=f"{match['closing']}{match['name']}".lower(), value=match["value"] or "")
            yield Piece(match.start(), match.end(), match[0], tag, SHORTCODE, seen)


def _pairs(pieces: list[Piece]) -> Mapping[int, Piece]:
    """Find the tag that closes another, by where that one starts."""
    pairs, waiting = {}, defaultdict[tuple[str, str], list[Piece]](list)
    for piece in pieces:
        if piece.closes:
            opened = waiting[piece.kind, piece.closes]
            if opened:
                pairs[opened.pop().start] = piece
        elif piece.tag.name:
            waiting[piece.kind, piece.tag.name].append(piece)
    return pairs


def _is_shortcode(piece: Piece) -> bool:
    """Tell a tag in brackets from words in brackets."""
    name, rest = piece.tag.name, piece.text[1:-1].partition(" ")[2]
    if piece.closes:
        return piece.text.startswith("[/")
    is_contents = name in CONTENTS and "TOC" not in piece.text
    return is_contents or name in KNOWN or bool(piece.tag.value.strip("=") or WITH_KEY.match(rest))


def _finding(body: Body, piece: Piece, closing: Piece | None) -> Finding:
    message = f"{shown(piece.text)} is {piece.kind}, {SEEN if piece.seen else 'and nobody would see what it makes'}"
    plain = Finding(piece.start, piece.end, f"{message}; {HOW}", seen=piece.seen)
    if piece.tag.name in CONTENTS and piece.kind == SHORTCODE:
        return replace(plain, message=f'{message}; take it out, and write "toc: yes" above the text')
    fixed = _pair(body, piece, closing) if closing else _one(piece)
    return replace(fixed, message=message, seen=piece.seen) if fixed else plain


def _one(piece: Piece) -> Finding | None:
    """Say what a tag means by itself; None where that is not certain."""
    text, meant = piece.text, markdown_of(piece.tag)
    if text.startswith("{#"):
        return Finding(piece.start, piece.end, "", f"<!--{text[2:-2]}-->") if "--" not in text else None
    if text.startswith("{{") and not text.startswith(("{{<", "{{%")):
        address = ADDRESS.fullmatch(text)
        meant = "" if ROOT.fullmatch(text) else address[1] if address else None
    return None if meant is None else Finding(piece.start, piece.end, "", meant)


def _pair(body: Body, opening: Piece, closing: Piece) -> Finding | None:
    """Say what two tags mean with what stands between them; None where that is not certain."""
    name, source = opening.tag.name, body.source
    if closing.start - opening.end > LARGEST:
        return None
    inner = source[opening.end : closing.start]
    are_alone = body.is_alone(opening.start, opening.end) and body.is_alone(closing.start, closing.end)
    ends = (closing.start, closing.end)
    if name in MARKS or name in {"raw", "rawhtml"}:
        sign = MARKS.get(name, "")
        words = f'write "{sign}{inner}{sign}"' if sign and "\n" not in inner else "take both signs out"
        return Finding(opening.start, opening.end, "", sign, words=words, more=((*ends, sign),))
    if name in FENCES and are_alone and "```" not in inner:
        return Finding(opening.start, opening.end, "", f"```{opening.tag.language}", more=((*ends, "```"),))
    if name == "comment" and "--" not in inner:
        return Finding(opening.start, opening.end, "", "<!--", more=((*ends, "-->"),), words='write "<!-- … -->"')
    if name in BOXES and are_alone and "```" not in inner:
        return boxed(body, (opening.start, opening.end), ends, BOXES[opening.tag.box], opening.tag.title)
    meant = _wrapped(inner.strip(), opening.tag)
    return None if meant is None else Finding(opening.start, closing.end, "", meant)


FENCES = frozenset({"highlight", "codeblock", "code", "sourcecode", "prism"})


def _wrapped(text: str, tag: Tag) -> str | None:
    """Return what a pair of tags in brackets means; None where that is not certain."""
    value = tag.value.strip("=\"' ")
    is_address = re.fullmatch(r"https?://[^\s\[\]<>()]+", text) is not None
    if tag.name in {"embed", "youtube", "vimeo"}:
        return text if is_address else None
    if tag.name == "url":
        is_plain = "\n" not in text and not set("[]()") & set(text + value)
        return f"[{text}]({value})" if value and is_plain else f"<{text}>" if is_address else None
    if tag.name == "img":
        return written_picture("", text) if is_address else None
    return _captioned(text, tag.get("caption")) if tag.name in {"caption", "wp_caption"} else None


def _captioned(text: str, caption: str) -> str | None:
    """Write a picture and its caption: `<img …> The words`, or a picture in Markdown and the words."""
    picture = HTML_PICTURE.search(text)
    if picture:
        said = dict(ATTRIBUTES.findall(picture[0]))
        alt, source = said.get("alt", ""), said.get("src", "")
    elif picture := MARKDOWN_PICTURE.search(text):
        alt, source = picture[1], picture[2]
    else:
        return None
    title = caption or ANCHOR.sub("", f"{text[: picture.start()]} {text[picture.end() :]}").strip()
    return written_picture(alt, source, title) if source and "\n" not in title and "[" not in title else None
