"""Tables in regions that scroll by themselves: named, and within the keyboard's reach (WCAG 1.4.10, 2.1.1)."""

import re
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

CAPTION = re.compile(r"\s*Table:\s*(?=\S)")


class _Regions(Treeprocessor):
    def run(self, root: Element) -> None:
        _wrap(root, "")


def _wrap(parent: Element, section: str) -> None:
    """Wrap the tables in `parent`; one without a caption has the name of the `section` it stands in, by id."""
    for child in [*parent]:
        section = child.get("id", section) if re.fullmatch("h[1-6]", child.tag) else section
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
