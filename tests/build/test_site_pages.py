"""Every page of the built site is valid, complete, and the same on any machine."""

import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from itertools import pairwise

from built_site import MACHINES, SITEURL, BuiltSite, build

LOADED = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "audio": "src",
    "video": "src",
    "source": "src",
    "use": "href",
}


def test_two_machines_build_the_same_bytes(site: BuiltSite) -> None:
    again = build(site.root.parent, "again", MACHINES[1])
    first, second = (
        {path.relative_to(root): path for path in root.rglob("*") if path.is_file()} for root in (site.root, again)
    )
    assert first.keys() == second.keys()
    assert [str(name) for name in first if first[name].read_bytes() != second[name].read_bytes()] == []
    assert len(first) > 200


def test_every_page_is_valid_and_says_what_it_is(site: BuiltSite) -> None:
    for page in site.pages.values():
        assert page.data.lower().startswith(b"<!doctype html>"), page.path
        headings = page.all("h1")
        assert len(headings) == 1, page.path
        assert "".join(headings[0].itertext()).strip(), page.path
        titles = [title for title in page.all("title") if title.text and title.text.strip()]
        assert len(titles) == 1, page.path
        assert page.tree.get("lang"), page.path
        assert [one.get("charset") for one in page.all("meta") if one.get("charset")] == ["utf-8"], page.path


def test_ids_are_unique_and_names_lead_to_them(site: BuiltSite) -> None:
    for page in site.pages.values():
        assert [name for name, count in Counter(page.ids).items() if count > 1] == [], page.path
        for element in page.elements:
            for attribute in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
                assert set((element.get(attribute) or "").split()) <= set(page.ids), (page.path, attribute)


def test_headings_skip_no_level(site: BuiltSite) -> None:
    for page in site.pages.values():
        levels = [int(one.tag[1]) for one in page.elements if re.fullmatch(r"h[1-6]", one.tag)]
        assert [(early, late) for early, late in pairwise(levels) if late > early + 1] == [], page.path


def test_every_image_says_what_it_shows(site: BuiltSite) -> None:
    for page in site.pages.values():
        assert all(one.get("alt") is not None for one in page.all("img")), page.path


def test_titles_tell_pages_apart(site: BuiltSite) -> None:
    titles = Counter(page.all("title")[0].text for page in site.pages.values() if page.is_indexable)
    assert [title for title, count in titles.items() if count > 1] == []


def test_indexable_pages_describe_themselves(site: BuiltSite) -> None:
    pages = [page for page in site.pages.values() if page.is_indexable]
    for page in pages:
        canonical = [one.get("href") for one in page.all("link") if one.get("rel") == "canonical"]
        assert canonical == [page.url], page.path
        described = [one.get("content") for one in page.all("meta") if one.get("name") == "description"]
        assert len(described) == 1, page.path
        assert described[0], page.path


def test_nothing_runs_that_the_site_did_not_write(site: BuiltSite) -> None:
    for page in site.pages.values():
        policies = [one for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy"]
        said = " ".join(one.get("content", "") for one in policies)
        for inline in (*page.all("style"), *(one for one in page.all("script") if one.get("src") is None)):
            digest = b64encode(sha256((inline.text or "").encode()).digest()).decode()
            is_data = inline.get("type") == "application/ld+json"
            assert is_data or f"'sha256-{digest}'" in said, (page.path, inline.tag)
        for element in page.elements:
            assert element.get("style") is None, (page.path, element.tag)
            assert [name for name in element.attrib if str(name).startswith("on")] == [], (page.path, element.tag)
        for script in (one for one in page.all("script") if one.get("src") is not None):
            assert script.get("src", "").startswith(f"{SITEURL}/"), page.path
            assert not script.text, page.path


def test_nothing_is_loaded_from_elsewhere(site: BuiltSite) -> None:
    for page in site.pages.values():
        loaded = [element.get(name) for tag, name in LOADED.items() for element in page.all(tag) if element.get(name)]
        loaded += [
            one.get("href")
            for one in page.all("link")
            if set((one.get("rel") or "").split())
            & {"stylesheet", "icon", "preload", "modulepreload", "manifest", "preconnect", "dns-prefetch"}
        ]
        loaded += [
            part.split()[0]
            for element in page.elements
            for part in (element.get("srcset") or "").split(",")
            if part.strip()
        ]
        assert [address for address in loaded if site.file_of(str(address), page.url) is None] == [], page.path
    for sheet in site.root.rglob("*.css"):
        assert not re.search(r"@import|url\(\s*[\"']?(?:https?:)?//", sheet.read_text("utf-8")), sheet.name
