"""`![…](picture.jpg "Words below it")` alone in a paragraph to a figure, its title the caption."""

from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from plugins.reader.typeset import typeset


class _Figures(Treeprocessor):
    def run(self, root: Element) -> None:
        for paragraph in [*root.iter("p")]:
            picture = _picture_alone(paragraph)
            if picture is not None and (words := picture.attrib.pop("title", "")):
                paragraph.tag = "figure"
                SubElement(paragraph, "figcaption").text = typeset(words)


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

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """Run after inline patterns have made the pictures, and attribute lists are done."""
        md.treeprocessors.register(_Figures(md), "figures", 7)
