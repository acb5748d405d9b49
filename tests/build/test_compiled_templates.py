"""Compiled templates: the engine's are kept once for all sites, a site's own only in its `.cache`."""

import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from jinja2 import Environment, nodes
from markupsafe import escape

from hireground.build.rendering import CompiledTemplates
from hireground.pelican.defaults import JINJA_ENVIRONMENT
from hireground.pelican.templates import template_loader
from hireground.theme import ENGINE_THEME, THEME_FOLDER, Theme

MARK = "partials/mark.html"
OWN = "partials/own.html"
DAMAGED = (b"", b"\0" * 400, b"x")


@pytest.fixture
def python_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which Python, and so the engine, keeps bytecode."""
    folder = tmp_path / "bytecode"
    monkeypatch.setattr(sys, "pycache_prefix", str(folder))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return folder


def shown(site: Path, *names: str, own: str = "own", **options: object) -> list[str]:
    """Render templates as a site's build does."""
    file = site / "theme" / "templates" / OWN
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(own)
    used = JINJA_ENVIRONMENT | options
    environment = Environment(  # noqa: S701 -- the theme's options say that it escapes
        loader=template_loader(Theme((site / "theme", THEME_FOLDER.resolve()))),
        bytecode_cache=CompiledTemplates(site / ".cache" / "templates", used),
        **used,  # type: ignore[arg-type]
    )
    return [environment.get_template(name).render() for name in names]


def kept(folder: Path) -> dict[str, int]:
    """Return the compiled templates below a folder; which files they are is known by their number."""
    return {file.name: file.stat().st_ino for file in folder.rglob("*-*.*") if file.name.startswith(("engine", "site"))}


def test_sites_share_what_the_engine_brings(tmp_path: Path, python_s: Path) -> None:
    first = shown(tmp_path / "a", MARK, f"!theme/{MARK}")
    before = kept(python_s)
    assert len(before) == 1
    assert shown(tmp_path / "b", MARK, f"!theme/{MARK}") == first
    assert kept(python_s) == before
    assert not any((tmp_path / site / ".cache").exists() for site in "ab")


def test_what_a_site_wrote_stays_in_the_site(tmp_path: Path, python_s: Path) -> None:
    shown(tmp_path / "a", OWN)
    assert kept(tmp_path / "a/.cache")
    assert kept(python_s) == {}


def test_other_options_make_other_code_and_stay_in_the_site(tmp_path: Path, python_s: Path) -> None:
    shown(tmp_path / "a", MARK, keep_trailing_newline=True)
    assert kept(tmp_path / "a/.cache")
    assert kept(python_s) == {}
    assert shown(tmp_path / "a", OWN, own="{{ '&' }}") == [escape("&")]
    assert shown(tmp_path / "a", OWN, own="{{ '&' }}", autoescape=False) == ["&"]


@pytest.mark.parametrize("is_forbidden", [True, False], ids=["forbidden", "not writable"])
def test_where_python_keeps_nothing_the_site_does(
    tmp_path: Path, python_s: Path, monkeypatch: pytest.MonkeyPatch, *, is_forbidden: bool
) -> None:
    if is_forbidden:
        monkeypatch.setattr(sys, "dont_write_bytecode", True)
    else:
        python_s.write_bytes(b"")  # a file, in which nobody makes folders, root neither
    first = shown(tmp_path / "a", MARK)
    before = kept(tmp_path / "a/.cache")
    assert len(before) == 1
    assert shown(tmp_path / "a", MARK) == first
    assert kept(tmp_path / "a/.cache") == before


@pytest.mark.parametrize("damage", DAMAGED, ids=len)
def test_damaged_code_is_compiled_again(tmp_path: Path, python_s: Path, damage: bytes) -> None:
    first = shown(tmp_path / "a", MARK)
    (file,) = python_s.rglob("engine-*")
    whole = file.read_bytes()
    for wrong in (damage, whole[:-9], whole[:-1] + bytes([whole[-1] ^ 1])):
        file.write_bytes(wrong)
        assert shown(tmp_path / "a", MARK) == first
        assert file.read_bytes() == whole


def test_an_edited_template_is_compiled_again(tmp_path: Path) -> None:
    assert shown(tmp_path, OWN, own="one") == ["one"]
    assert shown(tmp_path, OWN, own="two") == ["two"]
    assert len(kept(tmp_path / ".cache")) == 1


def test_compiled_templates_are_no_part_of_the_theme(tmp_path: Path) -> None:
    file = tmp_path / "templates" / "__pycache__" / "base"
    file.parent.mkdir(parents=True)
    file.touch()
    assert Theme((tmp_path,)).files("") == {}


def filters(template: Path) -> Iterable[nodes.Filter]:
    return Environment(extensions=["jinja2.ext.i18n"]).parse(template.read_text("utf-8")).find_all(nodes.Filter)  # noqa: S701 -- nothing is rendered


def test_no_template_has_a_filter_worked_out_when_it_is_compiled() -> None:
    """What a filter returns depends on the site and its language, and the code is every site's."""
    environment = Environment(autoescape=True)
    environment.filters = dict.fromkeys(
        (one.name for file in ENGINE_THEME.files("templates").values() for one in filters(file)), str
    )
    worked_out = []
    for name, file in ENGINE_THEME.files("templates").items():
        for one in filters(file):
            one.set_environment(environment)
            try:
                worked_out.append((name, one.lineno, one.as_const(nodes.EvalContext(environment, name))))
            except nodes.Impossible:
                continue
    assert worked_out == []
