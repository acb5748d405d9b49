"""Read a page as assistive technology does: Chromium's own accessibility tree, and where Tab leads."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from playwright.sync_api import CDPSession, Page

CONTROLS = frozenset(
    ("link", "button", "checkbox", "radio", "combobox", "searchbox", "textbox", "DisclosureTriangle", "option")
)
"""Chromium's roles of what does something; a summary is a disclosure triangle."""
STOPS = CONTROLS - {"option"}
MOST = 600


class Node(NamedTuple):
    """One thing that is read out: what it is, what it is called, and the element that it stands for."""

    role: str
    name: str
    element: int
    is_focusable: bool


def nodes(session: CDPSession) -> list[Node]:
    """Return what is read out, in the order of reading."""
    all_of = {one["nodeId"]: one for one in session.send("Accessibility.getFullAXTree")["nodes"]}
    return [*_below(next(iter(all_of.values())), all_of)]


def _below(node: Mapping[str, Any], all_of: Mapping[str, Mapping[str, Any]]) -> Iterator[Node]:
    if not node.get("ignored"):
        is_focusable = any(one["name"] == "focusable" for one in node.get("properties", ()))
        name = " ".join(node.get("name", {}).get("value", "").split())
        yield Node(node["role"]["value"], name, node.get("backendDOMNodeId", 0), is_focusable)
    for child in node.get("childIds", ()):
        if child in all_of:
            yield from _below(all_of[child], all_of)


def focused(page: Page, session: CDPSession) -> list[int]:
    """Press Tab from the top of a page to its end, and return each element that has the focus."""
    page.evaluate("document.activeElement?.blur()")
    page.evaluate("scrollTo(0, 0); getSelection().removeAllRanges()")
    found: list[int] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        here = session.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]
        element = session.send("DOM.describeNode", {"objectId": here["objectId"]})["node"]
        if element["localName"] == "body" or element["backendNodeId"] in found:
            break
        found.append(element["backendNodeId"])
    return found


class Box(NamedTuple):
    """Where a node stands in the window."""

    top: float
    bottom: float
    left: float
    right: float

    def is_before(self, other: "Box") -> bool:
        """Whether it is read before another one by sight: above it, or to its left."""
        return self.bottom <= other.top and self.left < other.right


def box(session: CDPSession, node: Node) -> Box | None:
    """Return where all lines of a node stand; None where it is not shown."""
    quads = session.send("DOM.getContentQuads", {"backendNodeId": node.element})["quads"]
    if not quads:
        return None
    across, down = ([quad[at + first] for quad in quads for at in (0, 2, 4, 6)] for first in (0, 1))
    return Box(min(down), max(down), min(across), max(across))
