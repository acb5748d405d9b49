"""The titles by which the search page answers at once: what is among them, in which order, and how many."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from built_site import SITEURL, BuiltSite
from hypothesis import given
from hypothesis import strategies as st
from tiny_site import SEMINAR, run_tool, write_own_site

from hireground.web.title_index import LARGEST, Titled, Titles, titles_file

SETTINGS = ("--settings", "pelicanconf.py")
META = "data-pagefind-meta"


def titles_in(root: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((root / "search/titles.json").read_bytes())
    return found


def titled(number: int, kind: str, words: str = "") -> Titled:
    said = f"How to tie knot {number} with a string that nobody ever tied before. {words}"
    return Titled(f"{kind}s/knot-{number}/", said, (("title", f"Knot {number}"), ("kind", kind)))


def test_each_says_what_its_own_page_says_to_the_search(site: BuiltSite) -> None:
    for one in titles_in(site.root):
        page = site.pages[f"{one['url']}index.html"]
        said = {
            name.removesuffix("[value]"): data.get("value", "") for data in page.all("data") if (name := data.get(META))
        }
        dates, of_page = (json.loads(meta.pop("dates", "[]")) for meta in (one["meta"], said))
        if dates:
            said.pop("date")  # which a row says of texts alone
        assert one["meta"] == {**said, "title": "".join(page.all("h1")[0].itertext())}
        assert dates == of_page[: len(dates)]
        assert bool(dates) == (one["meta"]["kind"] == "seminar")


def test_what_comes_stands_before_posts_and_each_newest_first(site: BuiltSite) -> None:
    found = titles_in(site.root)
    kinds = [one["meta"]["kind"] for one in found]
    assert kinds == sorted(kinds, reverse=True)
    first = [json.loads(one["meta"]["dates"])[0][1] for one in found if one["meta"]["kind"] == "seminar"]
    assert first == sorted(first)
    newest = [
        one["url"].removeprefix(f"{SITEURL}/")
        for one in json.loads(site.root.joinpath("posts/feed.json").read_bytes())["items"]
    ]
    posts = [one["url"] for one in found if one["meta"]["kind"] == "post"]
    assert len(posts) > 15
    assert [post for post in posts if post in newest] == [post for post in newest if post in posts]


def test_drafts_other_languages_and_what_is_over_are_left_out(tmp_path: Path) -> None:
    root = write_own_site(tmp_path, search=True)
    texts = {
        "posts/draft": "title: D\ndate: 2026-11-20 08:00\nstatus: draft\nsummary: About.",
        "posts/german": "title: G\ndate: 2026-11-20 08:00\nlang: de\nsummary: Worum es geht.",
    }
    for name, fields in texts.items():
        (root / f"content/{name}.md").write_text(f"---\n{fields}\n---\nHello, all of you.\n")
    (root / "content/seminars").mkdir()
    for name, year in (("knots", "2031"), ("over", "2021")):
        (root / f"content/seminars/{name}.md").write_text(SEMINAR.replace("2031", year))
    told = run_tool(root, "build", *SETTINGS)
    assert told.returncode == 0, told.stderr
    assert [one["url"] for one in titles_in(root / "output")] == ["seminars/knots/", "posts/a/", "posts/b/"]


def test_a_site_without_a_search_has_none(tmp_path: Path) -> None:
    root = write_own_site(tmp_path)
    assert run_tool(root, "build", *SETTINGS).returncode == 0
    assert not (root / "output/search").exists()


@given(st.integers(0, 3000), st.integers(0, 3000), st.text(max_size=400))
def test_whatever_a_site_has_the_index_is_small_and_the_first_of_each_are_in_it(
    seminars: int, posts: int, words: str
) -> None:
    every = Titles(
        tuple(titled(number, "seminar", words) for number in range(seminars)),
        tuple(titled(number, "post", words) for number in range(posts)),
    )
    data = titles_file(every)
    found = json.loads(data)
    assert len(data) <= LARGEST
    in_order = [*every.seminars, *every.posts]
    urls = [one["url"] for one in found]
    assert urls == [one.url for one in in_order if one.url in urls]
    assert urls[:1] == [one.url for one in in_order][:1]
    assert not posts or any(url.startswith("posts/") for url in urls)


@pytest.mark.parametrize("name", ["seminar", "post"])
def test_many_of_usual_length_are_some_11_kb_on_their_way(name: str) -> None:
    words = [f"{number * 7919 % 9973:x} {number * 104729 % 99991:x} who asks for it" for number in range(400)]
    many = tuple(titled(number, name, said) for number, said in enumerate(words))
    assert len(gzip.compress(titles_file(Titles(many, many)))) < 12_000


def test_signs_of_html_are_words() -> None:
    one = Titled("posts/a/", "Is <b> a & b?", (("title", "A <b>"),))
    assert one.data == {"url": "posts/a/", "content": "Is &lt;b&gt; a & b?", "meta": {"title": "A <b>"}}
