"""The search index of a large site is made in parts: by month, each made anew only if one of its pages changed."""

import gzip
import json
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hireground.build.search import index as search
from hireground.build.search.index import MOST, SMALLEST, TOGETHER, add_index, in_parts
from hireground.build.search.pages import COMING, SearchPage, month_of
from hireground.checksums import READ
from hireground.output import gzipped

MONTHS = st.sampled_from(["1969-12", "2016-01", "2016-02", "2019-11", "2026-12", COMING])
NUMBERS = st.integers(0, 6 * TOGETHER)
PAGE = """<!doctype html><html><head><title>{0}</title></head><body><main data-pagefind-body><h1>{0}</h1>
<data data-pagefind-sort="rank[value]" value="{1}"></data><p>{2}</p></main></body></html>"""
YEAR = 365 * 24 * 60 * 60


def pages_of(months: dict[str, int]) -> list[SearchPage]:
    return [SearchPage(f"{month}/{number}", month, "") for month in months for number in range(months[month])]


@given(st.dictionaries(MONTHS, NUMBERS))
def test_every_page_is_in_one_part_and_parts_are_in_order(months: dict[str, int]) -> None:
    pages, parts = pages_of(months), in_parts(pages_of(months))
    assert sorted(page.path for part in parts.values() for page in part) == sorted(page.path for page in pages)
    assert len(parts) <= MOST + (len(pages) // (SMALLEST * MOST)).bit_length() + 1
    assert [*parts][-1] == ""
    spans = [sorted(page.month for page in part) for part in parts.values()]
    assert all(one[-1] < other[0] for one, other in pairwise(spans))
    assert [*parts] == [span[0] for span in spans[:-1]] + [""] if pages else True
    assert all(len(part) >= SMALLEST for name, part in parts.items() if name)


def test_a_small_site_has_one_index() -> None:
    assert [*in_parts(pages_of({"2016-01": TOGETHER - 1, "2016-02": 1}))] == [""]
    assert [*in_parts([])] == [""]


def test_a_new_page_is_in_the_newest_part_and_leaves_the_others() -> None:
    months = {f"20{year}-06": SMALLEST for year in range(16, 26)}
    before, after = in_parts(pages_of(months)), in_parts(pages_of({**months, COMING: 1}))
    assert len(before) > 1
    assert {name: part for name, part in before.items() if name}.items() <= after.items()


def test_a_new_page_of_a_large_site_costs_a_small_part() -> None:
    """Nearly always: a part that has doubled is made once, of all its pages."""
    months = {f"{1900 + number // 12}-{number % 12 + 1:02}": SMALLEST // 4 for number in range(12 * 100)}
    made = list[int]()
    for month in [*months][-64:]:
        before = in_parts(pages_of({each: number for each, number in months.items() if each < month}))
        after = in_parts(pages_of({each: number for each, number in months.items() if each <= month}))
        made.append(sum(len(part) for name, part in after.items() if before.get(name) != part))
    large = max(len(part) for part in after.values())
    assert large >= 8 * SMALLEST
    assert sum(made) / len(made) < 4 * SMALLEST
    assert sum(number <= SMALLEST for number in made) > len(made) / 2


@pytest.mark.parametrize(
    ("rank", "month"), [(0, "1970-01"), (-1, "1969-12"), (1_790_000_000, "2026-09"), (10**12 - 1_800_000_000, COMING)]
)
def test_the_month_of_a_page(rank: int, month: str) -> None:
    assert month_of(rank) == month


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built site of seven pages, a year apart, two of which are a part."""
    monkeypatch.setattr(search, "TOGETHER", 2)
    monkeypatch.setattr(search, "SMALLEST", 2)
    for number in range(7):
        write(tmp_path, number, "Words.")
    return tmp_path


def write(root: Path, number: int, text: str) -> None:
    file = root / f"site/{number}/index.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PAGE.format(f"Page {number}", (number + 40) * YEAR, text))


def indexed(root: Path) -> dict[str, int]:
    """Index the site, and return each file of the index with the number of what is stored on the disk."""
    for file in sorted((root / "site/pagefind").rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    add_index(root / "site", root, "en")
    found = (root / "site/pagefind").rglob("*")
    return {file.relative_to(root / "site/pagefind").as_posix(): file.stat().st_ino for file in found if file.is_file()}


def texts(root: Path) -> dict[str, str]:
    """Return the text that the index has of each page, by its address."""
    found = {}
    for file in (root / "site/pagefind").rglob("*.pf_fragment"):
        fragment = json.loads(gzip.decompress(file.read_bytes()).removeprefix(b"pagefind_dcd"))
        found[fragment["url"]] = fragment["content"]
    return found


JOINED = {"pagefind.js", "words"}
"""What is written anew from all parts."""
needs_pagefind = pytest.mark.skipif(not find_spec("pagefind_bin"), reason="pagefind-bin is not installed")


@needs_pagefind
def test_only_parts_whose_pages_changed_are_made(site: Path) -> None:
    before = indexed(site)
    assert {path.partition("/")[0] for path in before if path[:2] == "20"} == {"2009-12", "2011-12", "2013-12"}
    assert 'export const parts=["2009-12", "2011-12", "2013-12"];' in (site / "site/pagefind/pagefind.js").read_text()
    kept = {path: number for path, number in indexed(site).items() if path.partition("/")[0] not in JOINED}
    assert kept.items() <= before.items()
    write(site, 2, "Other words.")
    after = indexed(site)
    changed = {path.partition("/")[0] for path in after if after[path] != before.get(path)} - JOINED
    assert changed == {"2011-12"}
    assert "other" in json.loads((site / "site/pagefind/words/6f.json").read_text("utf-8")), "a word of an older part"
    assert texts(site).keys() == {f"/{number}/" for number in range(7)}
    assert "Other words." in texts(site)["/2/"]


@needs_pagefind
@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_bytes(b"")], ids=["gone", "emptied"])
def test_a_damaged_part_is_made_again(site: Path, damage: Callable[[Path], object]) -> None:
    indexed(site)
    before = texts(site)
    kept = min((site / ".cache/search").rglob("*.pf_fragment"))
    assert kept.stat().st_size < READ
    damage(kept)
    indexed(site)
    assert texts(site) == before


@needs_pagefind
def test_what_the_head_says_costs_no_index(site: Path) -> None:
    before = indexed(site)
    file = site / "site/1/index.html"
    file.write_text(file.read_text().replace("<head>", '<head><link rel="stylesheet" href="/other.css">'))
    after = indexed(site)
    assert [path for path in after if after[path] != before[path] and path.partition("/")[0] not in JOINED] == []


def test_what_is_packed_has_no_time_and_the_same_header_on_every_python() -> None:
    packed = gzipped(b"Words. " * 100)
    assert packed[:10] == bytes.fromhex("1f8b0800000000000203")
    assert gzip.decompress(packed) == b"Words. " * 100
