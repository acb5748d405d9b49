"""`style="text-align: right"` to `class="right"`: a strict content security policy lets no inline style pass."""

import re
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

ALIGNED = re.compile(r"text-align: (left|center|right);")


class _Aligned(Treeprocessor):
    def run(self, root: Element) -> None:
        for cell in root.iter():
            match = ALIGNED.fullmatch(cell.get("style", "")) if cell.tag in {"td", "th"} else None
            if match:
                del cell.attrib["style"]
                cell.set("class", match[1])


class TableAlignment(Extension):
    """Names the alignment of table cells by class."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 -- Python-Markdown's name
        """Run before attribute lists, so that an author's own class is kept."""
        md.treeprocessors.register(_Aligned(md), "table_alignment", 9)
