"""Say what keeps somebody from using an open page: at 320 pixels, in few colors, from right to left, by keyboard."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any, NamedTuple

from browser import DESKTOP, PHONE
from page_checks import BY_SCHEME, axe_findings
from playwright.sync_api import CDPSession, Page

NARROW = {"width": 320, "height": 256}
"""1280 by 1024 pixels at 400 % (WCAG 2.2, 1.4.10)."""
ENOUGH_TABS = 600


@contextmanager
def sized(page: Page, size: dict[str, int]) -> Iterator[None]:
    """Show the page in a window of another size."""
    before = page.viewport_size
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    yield
    if before:
        page.set_viewport_size(before)


def axe_in_every_scheme(page: Page) -> list[str]:
    """Ask axe on phone and desktop, in light and dark; only colors differ between the two, and change at once."""
    found = []
    for size in (PHONE, DESKTOP):
        with sized(page, size):
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
                rules = BY_SCHEME if scheme == "dark" else ()
                found += [f"{size['width']} {scheme}: {one}" for one in axe_findings(page, rules)]
    page.emulate_media(color_scheme="null", reduced_motion="null")
    return found


SIDEWAYS = """() => {
  const isClipped = (one) => one && (getComputedStyle(one).clipPath !== "none" || isClipped(one.parentElement));
  const hidden = (one) => one.closest("[tabindex='0'], .skip, svg") || isClipped(one);
  const wide = [...document.body.querySelectorAll("*")].filter((one) => {
    const { left, right, width } = one.getBoundingClientRect();
    return width && (right > innerWidth + 1 || left < -1) && !hidden(one) && one.checkVisibility();
  });
  const scrolls = document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [];
  return [...scrolls, ...wide.slice(0, 5).map((one) => one.outerHTML.slice(0, 160))];
}"""


def sideways(page: Page) -> list[str]:
    """Find what stands beyond the window's edge, but for what scrolls by itself and can be focused."""
    with sized(page, NARROW):
        found: list[str] = page.evaluate(SIDEWAYS)
    return found


def from_right_to_left(page: Page) -> list[str]:
    """Turn the page about: nothing beyond the edge, and the name of the site at the right."""
    page.evaluate("document.documentElement.dir = 'rtl'")
    found: list[str] = []
    for size in (NARROW, DESKTOP):
        with sized(page, size):
            found += page.evaluate(SIDEWAYS)
            box = page.locator("a.wordmark").bounding_box()
            if not box or box["x"] + box["width"] < size["width"] / 2:
                found.append(f"{size['width']}: the site's name is not at the right")
    page.evaluate("document.documentElement.dir = 'ltr'")
    return found


FEW_COLOURS = """() => {
  const seen = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 0;
  const style = (one) => getComputedStyle(one);
  const bare = [...document.querySelectorAll(".button, button, summary, input")].filter(seen).filter((one) => {
    const { borderTopStyle, borderTopWidth, textDecorationLine, appearance } = style(one);
    const isFramed = borderTopStyle !== "none" && parseFloat(borderTopWidth) > 0;
    return !isFramed && textDecorationLine === "none" && appearance === "none" && one.localName !== "summary";
  });
  const states = [...document.querySelectorAll("[data-state]")].filter(seen).filter((one) => !one.textContent.trim());
  const drawn = [...document.querySelectorAll("svg.mark path")].filter(seen).filter((one) => {
    const { fill, stroke } = style(one);
    const canvas = style(document.body).backgroundColor;
    return [fill, stroke].every((paint) => paint === "none" || paint === canvas);
  });
  return [...bare, ...states, ...drawn].map((one) => one.outerHTML.slice(0, 160));
}"""


def in_few_colors(page: Page) -> list[str]:
    """Show the page in the colors of a system's high contrast: controls keep a frame, states their words."""
    page.emulate_media(forced_colors="active")
    found: list[str] = page.evaluate(FEW_COLOURS)
    page.emulate_media(forced_colors="null")
    return found


MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
  const { animationName, animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(one);
  const lasts = (durations) => durations.split(",").some((each) => parseFloat(each) > 0.001);
  const isAnimated = animationName !== "none" && lasts(animationDuration);
  return isAnimated || lasts(transitionDuration) || scrollBehavior === "smooth";
}).slice(0, 5).map((one) => one.outerHTML.slice(0, 160))"""


def without_motion(page: Page) -> list[str]:
    """Find what still moves for people who asked that nothing does."""
    page.emulate_media(reduced_motion="reduce")
    found: list[str] = page.evaluate(MOVING)
    page.emulate_media(reduced_motion="null")
    return found


START = """() => {
  window.stops = new Set();
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  scrollTo(0, 0);
}"""
FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']"
STOPS = f"""() => [...document.querySelectorAll("{FOCUSABLE}")]
  .filter((one) => one.checkVisibility({{ visibilityProperty: true }}) && !one.disabled
    && !(one.type === "radio" && !one.checked)).length"""
HERE = """() => {
  const one = document.activeElement;
  if (one === document.body || !one) return null;
  window.stops ??= new Set();
  const isNew = !window.stops.has(one);
  window.stops.add(one);
  const { outlineStyle, outlineWidth } = getComputedStyle(one);
  const label = one.closest("label") ?? one;
  const ring = [one, label].map((each) => getComputedStyle(each))
    .some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  const { top, bottom, left, right, width, height } = one.getBoundingClientRect();
  const isInSight = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth && width * height > 1;
  const isInNote = Boolean(one.closest("[popover]")); // which opened when its number was reached
  return { what: one.outerHTML.slice(0, 120), isNew, ring, isInSight, isSkip: one.matches(".skip"), isInNote };
}"""


def by_keyboard(page: Page) -> list[str]:
    """Go through the page by Tab alone: past everything once, seen wherever one is, and out at its end."""
    page.evaluate(START)
    total: int = page.evaluate(STOPS)
    found: list[str] = []
    visited = 0
    for number in range(ENOUGH_TABS):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None or not here["isNew"]:
            break
        visited += not here["isInNote"]
        if (number == 0) != here["isSkip"]:
            found.append(f"the link past the menus is not first, or stands twice: {here['what']}")
        found += [f"{problem}: {here['what']}" for name, problem in LOST.items() if not here[name]]
    return [*found, *([f"{visited} of {total} can be reached"] if visited != total else [])]


LOST = {"ring": "the focus is not seen", "isInSight": "the focus is out of sight"}
CHECKS: dict[str, Callable[[Page], list[str]]] = {
    "axe": axe_in_every_scheme,
    "320 pixels": sideways,
    "right to left": from_right_to_left,
    "forced colors": in_few_colors,
    "reduced motion": without_motion,
    "keyboard": by_keyboard,
}

# Read a page as assistive technology does: Chromium's own accessibility tree, and where Tab leads.

CONTROLS = frozenset(
    ("link", "button", "checkbox", "radio", "combobox", "searchbox", "textbox", "DisclosureTriangle", "option")
)
"""Chromium's roles of what does something; a summary is a disclosure triangle."""
REACHED = CONTROLS - {"option"}
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


SAID = "main a[href], main button, main summary, header a[href], footer a[href]"
UNSAID = f"""() => [...document.querySelectorAll("{SAID}")].filter((one) => one.checkVisibility() && one.ariaLabel)
  .map((one) => [one.ariaLabel, one.innerText].map((words) => words.replace(/\\s+/g, " ").trim().toLowerCase()))
  .filter(([name, seen]) => !name.includes(seen))"""
"""Controls whose name lacks the words that stand there: who says what they see reaches nothing (WCAG 2.5.3)."""


def unnamed(page: Page, found: Sequence[Node]) -> list[object]:
    """Return the controls without a name, and those that are called otherwise than they are seen."""
    return [*(one for one in found if one.role in CONTROLS and not one.name), *page.evaluate(UNSAID)]


def stops_and_reading(page: Page, session: CDPSession) -> tuple[list[str], list[str]]:
    """Return the names of what Tab reaches, in its order, and of the same as they are read; that is most controls."""
    names = {one.element: one.name for one in nodes(session) if one.role in REACHED and one.is_focusable}
    stops = [one for one in focused(page, session) if one in names]
    assert len(stops) > len(names) / 2
    return [names[one] for one in stops], [name for one, name in names.items() if one in stops]


def jumps(session: CDPSession) -> list[str]:
    """Return what is read after something that stands below it."""
    found = nodes(session)
    start = [one.role for one in found].index("main")
    seen = [one for one in found[start:] if one.role in {"heading", "link", "button", "DisclosureTriangle"}]
    boxes = [(place, one.name) for one in seen if one.element and (place := box(session, one))]
    return [
        f"{after} stands above {before}"
        for (earlier, before), (later, after) in pairwise(boxes)
        if later.is_before(earlier)
    ]
