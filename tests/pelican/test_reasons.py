"""The engine builds a site by itself unless its settings or templates ask for what only Pelican has."""

from pathlib import Path

import pytest

from hireground.pelican.reasons import template_for_pelican
from hireground.theme import ENGINE_THEME, Theme

TEMPLATES = ENGINE_THEME.files("templates")
ENGINE_S_OWN = {
    "an attribute": "{% for topic in article.tags %}{{ topic }}{% endfor %}",
    "a name of the template's": "{% for pages in rows %}{{ pages }}{% endfor %}{% set dates = 1 %}{{ dates }}",
    "a parameter": "{% macro row(tags, dates=()) %}{{ tags }}{{ dates }}{% endmacro %}",
    "words": "<p>All articles</p>{{ _('categories and tags, as RSS') }}",
    "a setting of ours": "{{ SITENAME }} {{ SITEURL }}",
    "a filter of ours": "{{ article.title | typeset }}{{ article.dates }}",
    "a mistake": "{% for tags in %}",
}
PELICAN_S = {
    "all posts": "{% for one in articles %}{{ one.title }}{% endfor %}",
    "beside an attribute": "{{ article.tags }}{{ tags }}",
    "outside of the loop": "{% for tags in rows %}{% endfor %}{{ tags }}",
    "a setting": "{{ GITHUB_URL }}",
}


def theme(folder: Path, name: str, text: str) -> Theme:
    file = folder / "templates" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return Theme((folder, *ENGINE_THEME.folders))


@pytest.mark.parametrize("text", ENGINE_S_OWN.values(), ids=ENGINE_S_OWN)
def test_a_template_may_use_every_word(text: str, tmp_path: Path) -> None:
    assert template_for_pelican(theme(tmp_path, "partials/own.html", text)) == ""


@pytest.mark.parametrize("text", PELICAN_S.values(), ids=PELICAN_S)
def test_a_template_that_asks_for_what_pelican_has_is_named(text: str, tmp_path: Path) -> None:
    assert template_for_pelican(theme(tmp_path, "page.html", text)) == "theme/templates/page.html"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_copy_of_a_template_of_the_engine_s_needs_no_pelican(name: str, tmp_path: Path) -> None:
    """That is what `hireground override` writes: with Pelican a save took a whole build."""
    assert template_for_pelican(theme(tmp_path, name, TEMPLATES[name].read_text("utf-8"))) == ""
