"""Turn HTML into our Markdown: what browsers would not load becomes a link, and what would run is left out."""
# ruff: noqa: ARG002 -- the library hands each method all it has

import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from hireground.importing.model import Fate, Note
from hireground.importing.texts.embeds import HARMFUL
from hireground.terminal import RefusedError
from hireground.text.web_addresses import video_site, watched

try:
    from markdownify import MarkdownConverter
except ImportError:  # an optional library: who imports no HTML needs it never
    MarkdownConverter = object  # type: ignore[assignment, misc]

INSTALL = 'HTML is turned into Markdown by a library that is not here; run: python -m pip install "hireground[import]"'
MORE = re.compile(r"<!--\s*(more|nextpage)\b.*?-->", re.IGNORECASE | re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
KEPT = "\ue000more\ue001"
"""Stands for the "more" mark, which no converter keeps."""
LANGUAGE = re.compile(r"(?:language|lang|highlight|brush)[-:\s]+([\w+#-]+)")
SIGNS = re.compile(r"([\\`*\[\]<]|(?<!\w)_|_(?!\w)|&(?=#?\w+;))")
LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s)|[-+](?=\s)|>|\d{1,9}(?=[.)]\s)|~~~|=+$|\|)", re.MULTILINE)
DEEPEST = 200


def markdown_of(html: str, source: str = "") -> tuple[str, tuple[Note, ...]]:
    """Return HTML as Markdown, and what the report says of it; raises `RefusedError` without the library."""
    if MarkdownConverter is object:
        raise RefusedError(INSTALL)
    html = MORE.sub(lambda match: f"<p>{KEPT}</p>" if match[1].lower() == "more" else "\n\n", html)
    soup = BeautifulSoup(COMMENT.sub("", html), "html.parser")
    _flatten(soup)
    converter = _Converter(source)
    try:
        text = converter.convert_soup(soup)
    except RecursionError:
        text = soup.get_text("\n\n")
    lines = (line.rstrip() if line.strip() else "" for line in text.replace(KEPT, "<!--more-->").split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), tuple(converter.notes)


def _flatten(soup: BeautifulSoup) -> None:
    """Take elements apart that stand too deep in one another, which no author means."""
    level: list[Tag] = [tag for tag in soup.children if isinstance(tag, Tag)]
    for _ in range(DEEPEST):
        level = [tag for above in level for tag in above.children if isinstance(tag, Tag)]
    for tag in level:
        tag.replace_with(tag.get_text(" "))


def _language(tag: Tag) -> str | None:
    """Return the language of a block of code, by the class of it, of the code in it, or of what is around it."""
    code = tag.find("code")
    for one in (tag, code, tag.parent, tag.parent.parent if tag.parent else None):
        if isinstance(one, Tag):
            words = " ".join(one.get_attribute_list("class") or ()) if one.get("class") else ""
            if words.startswith("code ") and len(words.split()) > 1:  # as docutils has it
                return words.split()[1] if words.split()[1] != "literal-block" else None
            if match := LANGUAGE.search(f"{words} {one.get('data-lang') or ''}"):
                return match[1]
    return None


class _Converter(MarkdownConverter):  # type: ignore[misc, valid-type, unused-ignore]
    """The library's converter, with what it does not know; each method is called by a tag's name."""

    def __init__(self, source: str) -> None:
        super().__init__(
            heading_style="ATX", bullets="-", code_language_callback=_language, newline_style="backslash",
            sup_symbol="<sup>", sub_symbol="<sub>", autolinks=False,
        )  # fmt: skip
        self.source, self.notes = source, list[Note]()

    def escape(self, text: str, parent_tags: object) -> str:
        """Keep text from being read as Markdown or as HTML."""
        escaped = SIGNS.sub(r"\\\1", text)
        return (
            LINE_START.sub(r"\1\\\2", escaped)
            if not re.match(r"\s*\d", escaped)
            else re.sub(r"^(\s*\d{1,9})([.)]\s)", r"\1\\\2", escaped)
        )

    def convert_img(self, el: Tag, text: str, parent_tags: object) -> str:
        """Write a picture; one without an address, or with one that is no picture's, is left out."""
        source = str(el.get("data-src") or el.get("src") or "").strip()
        if not source or HARMFUL.match(source):
            self.notes.append(Note(Fate.LEFT_OUT, "a picture without an address", self.source, source[:60]))
            return ""
        alt = re.sub(r"([\[\]])", r"\\\1", " ".join(str(el.get("alt") or "").split()))
        title = " ".join(str(el.get("title") or "").split()).replace('"', "'")
        return f"![{alt}]({_pointed(source)}" + (f' "{title}")' if title and title != alt else ")")

    def convert_figure(self, el: Tag, text: str, parent_tags: object) -> str:
        """Write a picture with words below it; anything else with a caption keeps both."""
        picture, words = el.find("img"), el.find("figcaption")
        caption = " ".join(words.get_text(" ").split()).replace('"', "'") if isinstance(words, Tag) else ""
        if not isinstance(picture, Tag) or len(el.find_all("img")) > 1:
            return f"\n\n{text.strip()}\n\n"
        if caption:
            picture["title"] = caption
        written = self.convert_img(picture, "", parent_tags)
        link = picture.parent
        target = str(link.get("href") or "") if isinstance(link, Tag) and link.name == "a" else ""
        is_own = not target or re.search(r"\.(?:png|jpe?g|gif|webp)$", target, re.IGNORECASE)
        return f"\n\n{written if is_own else f'[{written}]({_pointed(target)})'}\n\n"

    def convert_figcaption(self, el: Tag, text: str, parent_tags: object) -> str:
        """Write a caption that is no picture's as a paragraph."""
        return f"\n\n*{text.strip()}*\n\n" if text.strip() else ""

    def _embedded(self, el: Tag, text: str, parent_tags: object) -> str:
        inner = el.find(["source", "embed", "iframe", "a"])
        for one in (el, inner):
            for name in ("src", "data", "data-src", "href") if isinstance(one, Tag) else ():
                address = str(one.get(name) or "").strip()  # type: ignore[union-attr]
                if address and not HARMFUL.match(address):
                    return self._link(el, f"https:{address}" if address.startswith("//") else address)
        self.notes.append(Note(Fate.LEFT_OUT, "an embed without an address", self.source))
        return ""

    def _link(self, el: Tag, address: str) -> str:
        address = watched(address)
        title = str(el.get("title") or "") or video_site(address)
        self.notes.append(Note(Fate.CHANGED, "an embed became a link", self.source, address))
        words = title or urlsplit(address).path.rpartition("/")[2] or address
        safe = SIGNS.sub(r"\\\1", words)
        return f"\n\n[{safe}]({_pointed(address)})\n\n"

    convert_iframe = convert_embed = convert_object = convert_video = convert_audio = _embedded

    def convert_script(self, el: Tag, text: str, parent_tags: object) -> str:
        """Write formulas as formulas, and a gist as a link; all else does not run here."""
        kind, source = str(el.get("type") or ""), str(el.get("src") or "")
        if kind.startswith("math/tex"):
            formula = el.get_text()
            return f"\n\n$$\n{formula.strip()}\n$$\n\n" if "display" in kind else f"${formula.strip()}$"
        if "gist.github.com" in source:
            return f"\n\n[Gist]({_pointed(source.removesuffix('.js'))})\n\n"
        self.notes.append(Note(Fate.LEFT_OUT, "a script", self.source, source))
        return ""

    def _nothing(self, el: Tag, text: str, parent_tags: object) -> str:
        self.notes.append(Note(Fate.LEFT_OUT, f"a {el.name} element", self.source))
        return ""

    convert_style = convert_input = convert_select = convert_textarea = convert_button = _nothing

    def _kept(self, el: Tag, text: str, parent_tags: object) -> str:
        return f"<{el.name}>{text}</{el.name}>" if text.strip() else text

    convert_kbd = convert_mark = convert_u = convert_ins = _kept

    def convert_span(self, el: Tag, text: str, parent_tags: object) -> str:
        """Write what docutils calls a literal as code."""
        is_literal = el.get("class") and "literal" in el.get_attribute_list("class")
        return f"`{el.get_text()}`" if is_literal and "`" not in el.get_text() else text

    def convert_abbr(self, el: Tag, text: str, parent_tags: object) -> str:
        """Keep what an abbreviation means."""
        title = str(el.get("title") or "").replace('"', "'")
        return f'<abbr title="{title}">{text}</abbr>' if title else text


def _pointed(address: str) -> str:
    address = re.sub(r"\s", "%20", address)
    return f"<{address}>" if re.search(r"[()]", address) and not re.search("[<>]", address) else address
