"""What has an address of its own has a page of its own: names in any script, and two of one name."""

import re

import pytest
from built_site import SITEURL, BuiltSite, addresses_on, links_in, write_menu_pages
from errors_corpus import write_base
from tiny_site import run_tool

from hireground.slugs import Slugs, same_name

SETTINGS = f"""
SITEURL = "{SITEURL}"
SITE_UNICODE_SLUGS = True
SITE_SEARCH = SITE_CARDS = False
"""
POST = "---\ntitle: {title}\nsummary: What it says.\ndate: 2026-11-19 08:00\n{more}\n---\n{body}\n"
SEMINAR = (
    "---\ntitle: {title}\nsummary: What it says.\n{more}\nsessions:\n  - 2026-12-{day} 18:00\n---\nBring a rope.\n"
)
FILES = {
    "topics.yaml": "- {name: C++, slug: c-plus-plus}\n- name: C#\n  slug: c-sharp\n",
    "people.yaml": "- name: Ann Example\n  bio: Knots.\n- name: Ann Example\n  bio: Writes.\n  slug: ann-the-poet\n",
    "posts/面试.md": POST.format(title="面试", more="topics: [C, 求职]\nauthors: [ann-example]", body="A."),
    "posts/größe.md": POST.format(
        title="Größe", more="topics: [C++, Job search]\nauthors: [ann-the-poet]",
        body="[A](面试.md), [b](/posts/面试/), [c](/topics/%E6%B1%82%E8%81%8C/), [d](../seminars/工作坊.md), "
        "[e](/seminars/工作坊/calendar.ics)",
    ),
    "posts/c.md": POST.format(title="Sharp", more='topics: ["C#", Job search]\nslug: 第三', body="C."),
    "seminars/工作坊.md": SEMINAR.format(
        title="工作坊", day="05", more="topics: [C++]\nspeakers: [ann-the-poet]\n"
        "place: {name: Public Library, address: 1 Main St, city: Kent}",
    ),
    "seminars/b.md": SEMINAR.format(
        title="Renton", day="06", more="topics: [C]\nspeakers: [ann-example]\nseries: 系列\n"
        "place: {name: Public Library, address: 9 Oak St, city: Renton, slug: public-library-renton}",
    ),
}  # fmt: skip
PAGES = {
    "posts/面试/": "面试", "posts/größe/": "Größe", "posts/第三/": "Sharp",
    "topics/c/": "面试", "topics/c-plus-plus/": "Größe", "topics/c-sharp/": "Sharp", "topics/求职/": "面试",
    "topics/job-search/": "Größe",
    "by/ann-example/": "面试", "by/ann-the-poet/": "Größe",
    "seminars/工作坊/": "Kent", "seminars/b/": "Renton", "seminars/series/系列/": "Renton",
    "seminars/in/public-library/": "工作坊", "seminars/in/public-library-renton/": "Renton",
}  # fmt: skip
"""A page by its address, and words that stand on it."""
TOGETHER = {
    "topics/c/": {"面试", "Renton"}, "topics/c-plus-plus/": {"Größe", "工作坊"}, "topics/c-sharp/": {"Sharp"},
    "topics/求职/": {"面试"}, "by/ann-example/": {"面试", "Renton"}, "by/ann-the-poet/": {"Größe", "工作坊"},
}  # fmt: skip
"""The posts and seminars of each page."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    root = tmp_path_factory.mktemp("names")
    settings = write_base(root)
    settings.write_text(f"from hireground.pelican.defaults import *\n{settings.read_text('utf-8')}{SETTINGS}", "utf-8")
    write_menu_pages(root / "content")
    for name, text in FILES.items():
        (root / "content" / name).write_text(text, "utf-8")
    run = run_tool(root, "build", "--output", "public")
    assert run.returncode == 0, run.stdout + run.stderr
    return BuiltSite(root / "public")


@pytest.mark.parametrize(("address", "words"), PAGES.items())
def test_each_name_has_a_page(site: BuiltSite, address: str, words: str) -> None:
    titles = {"面试", "Größe", "Sharp", "工作坊", "Renton"}
    page = (site.root / address / "index.html").read_text("utf-8")
    main = page.partition("<main")[2].partition("</main>")[0]
    assert words in main
    if address in TOGETHER:
        assert {title for title in titles if f">{title}</a>" in main} == TOGETHER[address]


def test_addresses_are_written_as_every_program_reads_them(site: BuiltSite) -> None:
    made = {address for page in site.pages.values() for address in addresses_on(page) if address.startswith(SITEURL)}
    feeds = [file.read_text("utf-8") for file in (*site.root.rglob("*.xml"), *site.root.rglob("*.atom"))]
    made |= {address for text in feeds for address in links_in(text)}
    made |= set(re.findall(rf"<(?:loc|guid|id)[^>]*>({re.escape(SITEURL)}[^<]*)<", "".join(feeds)))
    assert len(made) > 40
    for address in made:
        assert site.problem_of(address) == ""
    assert [one for one in made if not one.isascii()] == []


def test_links_between_texts_lead_there(site: BuiltSite) -> None:
    page = site.pages["posts/größe/index.html"]
    for element in page.all("a"):
        assert site.problem_of(element.get("href") or "", page.url) == ""


def test_calendars_name_pages_in_ascii(site: BuiltSite) -> None:
    calendar = (site.root / "seminars/工作坊/calendar.ics").read_bytes().replace(b"\r\n ", b"").decode()
    urls = re.findall(r"^(?:URL|SOURCE)[^:]*:(.*)\r$", calendar, re.MULTILINE)
    assert urls
    assert all(url.isascii() and not site.problem_of(url) for url in urls)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Job search", "job-search", True), ("Café", "cafe", True), ("O'Neill", "O’Neill", True), ("C", "C++", False),
        ("C#", "C++", False), ("R&D", "R D", False), ("Größe", "Grösse", True), ("Kent", "Renton", False),
    ],
)  # fmt: skip
def test_spellings_of_one_name(one: str, other: str, is_same: bool) -> None:  # noqa: FBT001 -- a case
    assert (same_name(one) == same_name(other)) is is_same


@pytest.mark.parametrize(
    ("name", "slug", "in_its_letters"),
    [
        ("Über uns", "uber-uns", "über-uns"), ("面试 & 简历", "mian-shi-jian-li", "面试-简历"), ("C++", "c", "c"),
        ("हिन्दी", "hindii", "हिन्दी"), ("Cafe\u0301", "cafe", "café"), ("don't", "dont", "dont"),
    ],
)  # fmt: skip
def test_slugs(name: str, slug: str, in_its_letters: str) -> None:
    assert (Slugs().of(name), Slugs(is_unicode=True).of(name)) == (slug, in_its_letters)
