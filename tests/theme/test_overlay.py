"""A site's own files over the engine's theme, each kind of them in a real build."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from hireground.cli import main
from hireground.site.settings import read_settings

ROOT = Path(__file__).parents[2]
SETTINGS = """
from hireground.pelican.defaults import *

SITENAME = "Bühne"
AUTHOR = "Ada Ahn"
TIMEZONE = "Europe/Berlin"
DEFAULT_LANG = "de"
SITE_NAV = (("Beiträge", "posts/"),)
SEMINARS = {"uid_namespace": "0c0f2f4e-7f6a-4c7e-8a53-5f0f7f1d2b9a", "organizer": {"name": "Ada Ahn"}}
SITEURL = "https://buehne.example.org"
SITE_SEARCH = SITE_CARDS = False
"""
POST = "---\ntitle: Anfang\ndate: 2026-11-20 08:00\nsummary: So beginnt es.\n---\nHallo.\n"
GONE = '{% extends "!theme/404.html" %}{% block breadcrumbs %}<p>Weg</p>{% endblock %}'
PHRASES = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "All posts"
msgstr "Alles Geschriebene"
"""


def built(folder: Path, files: dict[str, str]) -> Path:
    """Build a site of one post that has these files too."""
    for name, text in {"publishconf.py": SETTINGS, "content/posts/anfang.md": POST, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "hireground", "build", "--output", "output"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    return folder / "output"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("plain"), {})


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site, with one file of each kind laid over the theme's."""
    return built(
        tmp_path_factory.mktemp("changed"),
        {
            "theme/templates/partials/footer.html": "<footer>Eigener Fuß</footer>",
            "theme/templates/404.html": GONE,
            "theme/static/css/tokens.css": ":root {\n  --accent: light-dark(#a4000b, #ff8c8c);\n}\n",
            "theme/static/css/components/hero.css": ".hero { outline: 1px solid; }\n",
            "theme/static/img/favicon.svg": '<svg xmlns="http://www.w3.org/2000/svg"><title>Meins</title></svg>\n',
            "theme/locale/de.po": PHRASES,
        },
    )


def sheet(output: Path) -> str:
    """Return the style sheet without spaces, which are not published all."""
    (file,) = (output / "assets/css").glob("main.*.css")
    return re.sub(r"\s", "", file.read_text("utf-8"))


def test_a_template_of_the_same_name_takes_the_engine_s_place(plain: Path, changed: Path) -> None:
    page = "posts/anfang/index.html"
    assert "Eigener Fuß" in (changed / page).read_text("utf-8")
    assert "Eigener Fuß" not in (plain / page).read_text("utf-8")


def test_a_template_may_extend_the_engine_s_own(plain: Path, changed: Path) -> None:
    before, after = ((output / "404.html").read_text("utf-8") for output in (plain, changed))
    assert "<p>Weg</p>" in after
    main = re.compile("<main.*</main>", re.DOTALL)
    assert main.findall(after.replace("<p>Weg</p>", "")) == main.findall(before)


def test_tokens_need_only_what_differs(plain: Path, changed: Path) -> None:
    before, after = sheet(plain), sheet(changed)
    assert "--accent:light-dark(#a4000b,#ff8c8c)" in after
    assert set(re.findall(r"--[\w-]+(?=:)", after)) >= set(re.findall(r"--[\w-]+(?=:)", before))
    assert read_settings(changed.parent / "publishconf.py").palette["accent"] == ("#a4000b", "#ff8c8c")


def test_another_style_sheet_is_replaced(changed: Path) -> None:
    assert ".hero{outline:1pxsolid" in sheet(changed)
    assert len(re.findall(r"\.hero\b", sheet(changed))) == 1


def test_a_static_file_is_replaced(changed: Path) -> None:
    (icon,) = (changed / "assets/img").glob("favicon.*.svg")
    assert "Meins" in icon.read_text("utf-8")


def test_a_catalogue_needs_only_the_phrases_that_differ(plain: Path, changed: Path) -> None:
    page = "index.html"
    before, after = ((output / page).read_text("utf-8") for output in (plain, changed))
    assert "Alles Geschriebene" in after
    assert "Alles Geschriebene" not in before
    assert 'lang="de"' in after


def test_the_phrases_of_a_site_are_compared_with_the_theme_s(
    changed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(changed.parent)
    assert main(["messages"]) == 0
    file = changed.parent / "theme/locale/de.po"
    before = file.read_text("utf-8")
    file.write_text(before.replace("All posts", "All the posts"), "utf-8")
    assert main(["messages"]) == 1
    assert 'theme/locale/de.po: "All the posts" is not a phrase of the theme' in capsys.readouterr().out
    file.write_text(before, "utf-8")
