"""`make test-quick` finds the tests that can notice an edit, and leaves out slow ones of other rooms."""

import pytest
from quick_selection import (
    PLUGINS,
    SECONDS,
    Unit,
    command,
    distances,
    importers,
    left_out,
    name_of,
    python_files,
    rooms_of,
    selected,
    touched,
)

FILES = python_files()
IMPORTERS = importers(FILES)
TESTS = {name for name in FILES if name.startswith("tests/")}


@pytest.mark.parametrize(
    ("edit", "rooms", "noticed_by"),
    [
        ("plugins/hireground/seminars/calendar/vevent.py", {"calendar"}, "tests/calendar/test_interop.py"),
        ("plugins/hireground/site/load.py", {"site"}, "tests/markdown/test_sanitize.py"),
        ("plugins/hireground/server/lock.py", {"server"}, "tests/server/test_pushes.py"),
        ("plugins/hireground/preview/reload.js", {"preview"}, ""),
        ("theme/templates/base.html", {"theme"}, ""),
        ("tests/support/tiny_site.py", set(), "tests/build/test_build.py"),
        ("tests/errors/posts/links.txt", set(), "tests/text/test_errors.py"),
        ("tests/cases/live/states.txt", set(), "tests/theme/test_live_states.py"),
        ("tests/blog/test_posts.py", {"blog"}, "tests/blog/test_posts.py"),
        ("requirements.in", {"house"}, ""),
    ],
)
def test_an_edit_leads_to_its_rooms_and_tests(edit: str, rooms: set[str], noticed_by: str) -> None:
    modules, found = touched([edit], FILES)
    assert found == rooms
    assert not noticed_by or noticed_by in distances(modules, IMPORTERS)


def test_some_test_notices_an_edit_of_any_module() -> None:
    engine = {name: name_of(path) for name, path in FILES.items() if PLUGINS in path.parents}
    far = [name for name, file in engine.items() if not rooms_of(file)]  # what has a room of its own is tested there
    assert far
    assert [name for name in far if not TESTS & distances([name], IMPORTERS).keys()] == []


NEAR = {"tests/a/test_a.py": 1, "tests/b/test_b.py": 2}


def test_cheap_tests_of_the_own_room_come_first_and_slow_ones_of_others_not_at_all() -> None:
    cheap, dear, other, slow, far = (
        *(Unit("tests/a/test_a.py", 2), Unit("tests/a/test_a.py::test_kills", SECONDS - 10)),
        *(Unit("tests/b/test_b.py", 5), Unit("tests/b/test_b.py::test_browser", 11), Unit("tests/c/test_c.py", 1)),
    )
    run, left = selected([slow, other, dear, far, cheap], {"a"}, NEAR)
    assert (run, left) == ([cheap, dear, other], [slow])
    assert command(run, [slow, other, dear, far, cheap]) == [
        *("tests/a/test_a.py", "tests/b/test_b.py"),
        "--deselect=tests/b/test_b.py::test_browser",
    ]


def test_what_does_not_fit_into_a_minute_is_left_out() -> None:
    units = [Unit(f"tests/a/test_a.py::test_{number}", SECONDS / 2) for number in range(3)]
    run, left = selected(units, {"a"}, NEAR)
    assert (run, left) == (units[:2], units[2:])
    assert [*left_out(left)] == ["Left out of a, 28 s: test_a"]


def test_names_are_those_of_git() -> None:
    assert name_of(PLUGINS / "hireground" / "urls.py") == "plugins/hireground/urls.py"
