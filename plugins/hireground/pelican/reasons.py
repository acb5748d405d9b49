"""Say why a site has to be built by Pelican itself: its settings or its templates ask for what only Pelican knows."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, meta, nodes

from hireground.pelican import defaults
from hireground.pelican.templates import NAMES, TOLD
from hireground.site.settings_file import is_own
from hireground.theme import Theme

JINJA = re.compile(r"{{.*?}}|{%.*?%}", re.DOTALL)
SETTING = re.compile(r"\b[A-Z][A-Z_]{2,}\b")
PELICAN_NAMES = re.compile(
    r"\b(?:articles|all_articles|hidden_articles|drafts|dates|tags|categories|pages|hidden_pages|draft_pages"
    r"|period_archives|staticfiles|localsiteurl|relative_urls|plugin_enabled|strftime)\b"
)
"""What Pelican's own generators hand to every template."""


def reason_for_pelican(values: Mapping[str, Any]) -> str:
    """Say why a site has to be built by Pelican itself; nothing if the engine alone gives the same bytes.

    That is so where the settings say anything that only Pelican knows: another plugin, theme or address.
    """
    wiring = {name: value for name, value in vars(defaults).items() if name.isupper()}
    for name, value in values.items():
        if not name.isupper() or is_own(name):
            continue
        if name not in wiring or value != wiring[name]:
            return name
    return "" if values.get("PLUGINS") == wiring["PLUGINS"] else "PLUGINS"


def template_for_pelican(theme: Theme) -> str:
    """Name a template of the site's own that asks for what only Pelican hands to templates; empty if there is none."""
    *own, engine = theme.folders
    for folder in own:
        for name, file in Theme((folder,)).files("templates").items():
            begun_from = engine / "templates" / name
            if begun_from.is_file() and file.read_bytes() == begun_from.read_bytes():
                continue  # as it was begun, which need not be parsed
            if names_of_pelican(file) - names_of_pelican(begun_from):
                return f"theme/templates/{name}"
    return ""


def names_of_pelican(file: Path) -> frozenset[str]:
    """Return the names that a template asks for and that are among those which Pelican hands out."""
    text = file.read_text("utf-8", errors="replace") if file.is_file() else ""
    code = "".join(JINJA.findall(text))
    said = {*PELICAN_NAMES.findall(code), *SETTING.findall(code)} - {*NAMES, *TOLD}
    if not said:
        return frozenset()
    environment = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 -- nothing is rendered
    try:
        tree = environment.parse(text)
        environment.filters |= dict.fromkeys((one.name for one in tree.find_all(nodes.Filter)), str)
        environment.tests |= dict.fromkeys((one.name for one in tree.find_all(nodes.Test)), callable)
        return frozenset(said & meta.find_undeclared_variables(tree))
    except TemplateSyntaxError:
        return frozenset()  # which is said, with its line, where the template is read to be used
