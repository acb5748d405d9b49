"""A seminar whose dates are files of their own: what subscribers would lose is told, and mended, in the right file."""

from pathlib import Path

import pytest
from site_repository import NOW, write_site

from hireground.published.pipeline import fix_published, published_problems

INDEX = "---\ntitle: Talks\nsummary: What it is.\nsessions:\n  - 2026-11-30 16:00\n---\nText.\n"
FOLDER = "content/seminars/talks"


def talk(start: str, more: str = "") -> str:
    return f"---\ntitle: Bends\nstart: {start}\n{more}---\nA bend *joins*.\n"


CASES: dict[str, tuple[dict[str, str | None], list[str]]] = {
    "a file moves": (
        {"2026-12-01.md": talk("2026-12-02 16:00")},
        [f'{FOLDER}/2026-12-01.md:4: wrote "moved_from: 2026-12-01 16:00"'],
    ),
    "a file is gone": (
        {"2026-12-01.md": None},
        [
            f'{FOLDER}/index.md:6: wrote "- start: 2026-12-01 16:00"',
            f'{FOLDER}/index.md:7: wrote "title: Bends"',
            f'{FOLDER}/index.md:8: wrote "status: cancelled"',
        ],
    ),
    "the list moves": (
        {"index.md": INDEX.replace("11-30", "11-29")},
        [
            f'{FOLDER}/index.md:5: wrote "- start: 2026-11-29 16:00"',
            f'{FOLDER}/index.md:6: wrote "moved_from: 2026-11-30 16:00"',
        ],
    ),
    "a file has another name": ({"2026-12-01.md": None, "bends.md": talk("2026-12-01 16:00")}, []),
    "two files move at once": (
        {"2026-12-01.md": talk("2026-12-02 16:00"), "2026-12-08.md": talk("2026-12-09 17:00", "status: cancelled\n")},
        [
            f'{FOLDER}/2026-12-01.md:4: wrote "moved_from: 2026-12-01 16:00"',
            f'{FOLDER}/2026-12-08.md:4: wrote "moved_from: 2026-12-08 16:00"',
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_missing_is_written_where_the_date_stands(case: str, tmp_path: Path) -> None:
    changed, expected = CASES[case]
    repository = write_site(tmp_path)
    files = {"index.md": INDEX, "2026-12-01.md": talk("2026-12-01 16:00"), "2026-12-08.md": talk("2026-12-08 16:00")}
    repository.commit({f"talks/{name}": text for name, text in files.items()})
    repository.write({f"talks/{name}": text for name, text in changed.items()})
    settings = tmp_path / "pelicanconf.py"
    assert bool(published_problems(settings, NOW)) is bool(expected)
    assert [*fix_published(settings, NOW)] == expected
    assert published_problems(settings, NOW) == ()
    assert "A bend *joins*." in (tmp_path / FOLDER / "2026-12-08.md").read_text("utf-8")
