"""Extend Python-Markdown: heading ids, figures, code and tables that the keyboard reaches (WCAG 1.4.10, 2.1.1)."""

import re
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.extensions.toc import slugify
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from hireground.markdown.typography import Typesetter
from hireground.text.languages import base_of


def split_words(text: str) -> frozenset[str]:
    """Split a line into a set of words."""
    return frozenset(text.split())


RESERVED = split_words(
    "agenda-lines browse calendar coming dark dates feeds light lists main mentions more next others past plan "
    "posts read-next recordings related seminars share someday speakers toc"
)


def heading_id(text: str, separator: str) -> str:
    """Make a heading's id from its words, adding one where the theme uses the same id."""
    slug: str = slugify(re.sub("\x1e[0-9]+\x1e", "", text), separator)
    return f"{slug}{separator}text" if slug in RESERVED else slug


SIGNS = frozenset("-.'\"")
"""The signs that are printed as others, in English."""
_ENGLISH = (
    (re.compile(r"(?<!-)---(?!-)"), "—"),
    (re.compile(r"(?<!-)--(?!-)"), "–"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<=\w)'(?=\w)|'(?=\d\ds\b)"), "’"),
    (re.compile(r'(^|[\s(\[—–/])"'), r"\1“"),
    (re.compile(r'"'), "”"),
    (re.compile(r"(^|[\s(\[—–/“])'"), r"\1‘"),
    (re.compile(r"'"), "’"),
)


def typeset(text: str, language: str = "en") -> str:
    """Return `text` with the quotes of a language, dashes and an ellipsis."""
    if base_of(language) != "en":
        return Typesetter(language).printed(text)
    if SIGNS.isdisjoint(text):
        return text
    for pattern, replacement in _ENGLISH:
        text = pattern.sub(replacement, text)
    return text


class _Figures(Treeprocessor):
    def __init__(self, md: Markdown, language: str) -> None:
        super().__init__(md)
        self.language = language

    def run(self, root: Element) -> None:
        for paragraph in [*root.iter("p")]:
            picture = _picture_alone(paragraph)
            if picture is not None and (words := picture.attrib.pop("title", "")):
                paragraph.tag = "figure"
                SubElement(paragraph, "figcaption").text = typeset(words, self.language)


def _picture_alone(paragraph: Element) -> Element | None:
    """Return the picture of a paragraph that has nothing else, be it a link or not."""
    inner = paragraph
    while len(inner) == 1 and not (inner.text or "").strip() and not (inner[0].tail or "").strip():
        inner = inner[0]
        if inner.tag == "img":
            return inner
        if inner.tag != "a":
            return None
    return None


class Figures(Extension):
    """Gives pictures their captions."""

    def __init__(self, language: str = "en") -> None:
        super().__init__()
        self.language = language

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """Run after inline patterns have made the pictures, and attribute lists are done."""
        md.treeprocessors.register(_Figures(md, self.language), "figures", 7)


HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
BLOCK = '<div class="highlight"><pre>'


class _Focusable(Postprocessor):
    def run(self, text: str) -> str:
        return text.replace(BLOCK, BLOCK.replace("<pre>", '<pre tabindex="0">'))


class FocusableCode(Extension):
    """Lets the keyboard reach every block of code."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """Run once the stashed HTML is back in its place."""
        md.postprocessors.register(_Focusable(md), "focusable_code", 5)


CAPTION = re.compile(r"\s*Table:\s*(?=\S)")


class _Regions(Treeprocessor):
    def run(self, root: Element) -> None:
        if root.find(".//table") is not None:
            _wrap(root, "")


def _wrap(parent: Element, section: str) -> None:
    """Wrap the tables in `parent`; one without a caption has the name of the `section` it stands in, by id."""
    for child in [*parent]:
        section = child.get("id", section) if child.tag in HEADINGS else section
        if child.tag != "table":
            _wrap(child, section)
            continue
        at = [*parent].index(child)
        caption = _caption(parent, at)
        name = {"aria-label": "".join(caption.itertext())} if caption is not None else _name(section)
        region = Element("div", {"class": "table-region", "role": "region", "tabindex": "0", **name})
        region.tail, child.tail = child.tail, None
        if caption is not None:
            child.insert(0, caption)
        region.append(child)
        parent[at] = region


def _name(section: str) -> dict[str, str]:
    return {"aria-labelledby": section} if section else {"aria-label": "Table"}


def _caption(parent: Element, at: int) -> Element | None:
    """Take the paragraph after a table that begins with `Table:` as its caption."""
    after = parent[at + 1] if at + 1 < len(parent) else None
    if after is None or after.tag != "p" or not (match := CAPTION.match(after.text or "")):
        return None
    parent.remove(after)
    after.tag, after.text = "caption", (after.text or "")[match.end() :]
    return after


class TableRegions(Extension):
    """Lets wide tables scroll, and nothing else with them."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """Run after the table of contents has given headings their ids."""
        md.treeprocessors.register(_Regions(md), "table_regions", 4)


class _HeadingLinks(Treeprocessor):
    def run(self, root: Element) -> None:
        for parent in [*root.iter()]:
            for heading in [one for one in parent if one.tag in HEADINGS]:
                for link in [one for one in heading if one.get("class") == "headerlink"]:
                    _move_behind(heading, link, parent)


def _move_behind(heading: Element, link: Element, parent: Element) -> None:
    heading.remove(link)
    link.set("aria-labelledby", heading.get("id", ""))
    link.tail = "\n"
    parent.insert([*parent].index(heading) + 1, link)


class HeadingLinks(Extension):
    """Puts the link of each heading behind it, called as the heading is, so that no heading ends with "#"."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """Run once the table of contents has made the links."""
        md.treeprocessors.register(_HeadingLinks(md), "heading_links", 4)
