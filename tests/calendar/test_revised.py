"""LAST-MODIFIED of a date is the commit that last made it another, and not the last commit of its file.

A case is a seminar's file at each commit, from the first on, and the commit of each date at the end; commits are a day
apart, from 2 November on.
"""

from pathlib import Path

import pytest
from examples import calendar_of
from site_repository import NOON, NOW, lab, write_site

from hireground.seminars.pages.listings import all_sessions
from hireground.site.load import load_site
from hireground.site.settings import read_settings
from hireground.store import Store

A, B, C = "2026-12-05 18:00", "2026-12-12 18:00", "2026-12-19 18:00"
OFF_B = "{start: 2026-12-12 18:00, status: cancelled}"
MOVED_B = "{start: 2026-12-13 18:00, moved_from: 2026-12-12 18:00}"
RULE = "{every: Saturday, start: 2026-12-05 18:00, count: 3}"
BUT_B = "{every: Saturday, start: 2026-12-05 18:00, count: 3, except: [2026-12-12]}"
OPEN = "{every: Saturday, start: 2026-12-05 18:00, until: open}"
BROKEN = lab("{start: 2026-12-05 18:00, strat: x}", B)
CASES = {
    "each date has its own": ([lab(A), lab(A, B), lab(A, B, C)], {"12-05": 1, "12-12": 2, "12-19": 3}),
    "one is cancelled": ([lab(A, B, C), lab(A, OFF_B, C)], {"12-05": 1, "12-12": 2, "12-19": 1}),
    "one is cancelled, and on again": ([lab(A, B), lab(A, OFF_B), lab(A, B)], {"12-05": 1, "12-12": 3}),
    "one is moved": ([lab(A, B), lab(A, MOVED_B)], {"12-05": 1, "12-13": 2}),
    "one is taken out": ([lab(A, B, C), lab(A, C)], {"12-05": 1, "12-19": 1}),
    "one of a rule is cancelled": ([lab(RULE), lab(BUT_B, OFF_B)], {"12-05": 1, "12-12": 2, "12-19": 1}),
    "all have another title": ([lab(A, B), lab(A, OFF_B), lab(A, OFF_B, title="Lab")], {"12-05": 3, "12-12": 3}),
    "all have another text": ([lab(A, B), lab(A, B) + "It does.\n"], {"12-05": 2, "12-12": 2}),
    "only the order is another": ([lab(A, B), lab(B, A), lab(A, B)], {"12-05": 1, "12-12": 1}),
    "only the notation is another": ([lab(A, B), lab(f"start: {A}", f"{{start: {B}}}")], {"12-05": 1, "12-12": 1}),
    "one version is no seminar": ([lab(A, B), BROKEN, lab(A, B)], {"12-05": 3, "12-12": 3}),
    "a draft is published": ([lab(A, B, keys="draft: yes"), lab(A, B)], {"12-05": 2, "12-12": 2}),
    "a time is written": ([lab(A, B), lab(A, OFF_B, keys="modified: 2026-11-02 04:00")], {"12-05": 1, "12-12": 1}),
}


def days(root: Path, store: Store | None = None) -> dict[str, int]:
    site = load_site(read_settings(root / "pelicanconf.py"), NOW, store)
    return {f"{one.start:%m-%d}": (one.modified - NOON).days for one in all_sessions(site.seminars)}


@pytest.mark.parametrize("case", CASES)
def test_a_date_is_as_new_as_its_own_last_change(case: str, tmp_path: Path) -> None:
    texts, meant = CASES[case]
    repository = write_site(tmp_path)
    for text in texts:
        repository.commit({"lab.md": text})
    store = Store()
    assert days(tmp_path, store) == meant
    assert days(tmp_path, store) == meant, "as it is kept"


def test_a_rule_without_an_end_has_dates_that_do_not_change(tmp_path: Path) -> None:
    repository = write_site(tmp_path)
    repository.commit({"lab.md": lab(OPEN)})
    repository.commit({"lab.md": lab(OPEN, "2026-12-24 18:00")})
    assert {day: number for day, number in days(tmp_path).items() if number > 1} == {"12-24": 2}


def test_dates_with_files_of_their_own_are_as_new_as_these(tmp_path: Path) -> None:
    index, talk = lab(A).replace(f"  - {A}", f"  - {A}\n  - {C}"), "---\nstart: 2026-12-12 18:00\n---\nAbout it.\n"
    repository = write_site(tmp_path)
    repository.commit({"lab/index.md": index})
    repository.commit({"lab/b.md": talk})
    repository.commit({"lab/index.md": index.replace(C, f"{{start: {C}, status: cancelled}}")})
    assert days(tmp_path) == {"12-05": 1, "12-12": 2, "12-19": 3}
    repository.commit({"lab/index.md": index.replace("Interview Lab", "Lab")})
    assert days(tmp_path) == {"12-05": 4, "12-12": 4, "12-19": 4}


def test_both_lines_of_a_merge_count(tmp_path: Path) -> None:
    repository = write_site(tmp_path)
    repository.commit({"lab.md": lab(A, B, C, title="One")})
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit({"lab.md": lab(A, B, f"{{start: {C}, status: cancelled}}", title="One")})
    repository.git("checkout", "--quiet", "main")
    repository.commit({"lab.md": lab(f"{{start: {A}, status: cancelled}}", B, C, title="One")})
    repository.days += 1
    both = lab(f"{{start: {A}, status: cancelled}}", B, f"{{start: {C}, status: cancelled}}", title="One")
    repository.git("merge", "--quiet", "-X", "theirs", "--no-commit", "side")
    repository.write({"lab.md": both})
    repository.git("commit", "--quiet", "--all", "--message=x")
    assert days(tmp_path) == {"12-05": 3, "12-12": 1, "12-19": 2}


def test_the_file_of_an_unchanged_date_stays_as_it_is(tmp_path: Path) -> None:
    repository = write_site(tmp_path)
    written = []
    for text in (lab(A, B), lab(A, OFF_B)):
        repository.commit({"lab.md": text})
        (seminar,) = load_site(read_settings(tmp_path / "pelicanconf.py"), NOW).seminars
        written.append([calendar_of(one, name=None) for one in seminar.sessions])
    (a_before, b_before), (a_after, b_after) = written
    assert a_before == a_after
    assert b_before != b_after
