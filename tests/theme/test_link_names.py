"""What stands in lists is said in one way, and a link's name says where it leads, also out of its context."""

import re
from collections import defaultdict
from xml.etree.ElementTree import Element

from babel import Locale
from babel.dates import get_day_names
from built_site import BuiltSite, HtmlPage

FOOTNOTE = "footnote-backref"
"""Two marks of one note lead back to its two places, and are told apart by their `title`."""


def name_of(element: Element, page: HtmlPage) -> str:
    """Return what assistive technology calls an element, by the rules that the theme's links need."""
    if element.get("aria-hidden") == "true" or element.get("hidden") is not None:
        return ""
    if label := element.get("aria-label"):
        return label
    if label := element.get("aria-labelledby"):
        return " ".join(name_of(one, page) for one in page.elements if one.get("id") in label.split())
    if element.tag == "img":
        return element.get("alt", "")
    inner = (f"{name_of(one, page) if isinstance(one.tag, str) else ''}{one.tail or ''}" for one in element)
    return " ".join(f"{element.text or ''}{''.join(inner)}".split())


def test_two_links_of_one_name_lead_to_one_address(site: BuiltSite) -> None:
    problems = []
    for page in site.pages.values():
        addresses = defaultdict[str, set[str]](set)
        for link in page.all("a"):
            if link.get("href") and link.get("hidden") is None and FOOTNOTE not in (link.get("class") or ""):
                addresses[name_of(link, page)].add(link.get("href", ""))
        problems += [
            f"{page.path}: {name!r}: {sorted(all_of)}" for name, all_of in addresses.items() if len(all_of) > 1
        ]
        problems += [f"{page.path}: {one} has no name" for one in addresses.get("", ())]
    assert problems == []


def whole_days(language: str) -> re.Pattern[str]:
    """Return what finds the whole name of a day of the week."""
    names = get_day_names("wide", locale=Locale.parse(language, sep="-")).values()
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b", re.IGNORECASE)


def test_a_list_says_all_of_its_days_in_the_short_form(site: BuiltSite) -> None:
    problems = []
    for page in site.pages.values():
        words = whole_days((page.all("html")[0].get("lang") or "en") if page.all("html") else "en")
        for row in page.having("row"):
            for part in row.iter():
                said = {"row-side", "state"} & set((part.get("class") or "").split())
                text = " ".join("".join(part.itertext()).split()) if said else ""
                problems += [f"{page.path}: {text}"] if words.search(text) else []
    assert problems == []
