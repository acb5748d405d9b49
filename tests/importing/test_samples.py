"""Sample sites of each kind move whole: texts pass `check`, old addresses answer, a second run changes nothing."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from text_cases import accepted

from hireground import urls
from hireground.published.check import check
from hireground.text.fields import alias_path
from hireground.text.web_addresses import NUMBERED

BOMB = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;">]>
<rss version="2.0"><channel><title>&b;</title></channel></rss>"""
NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
ADDRESSES = "ADDRESSES"
CASES = Path(__file__).parents[1] / "cases" / "importing"
Moves = Callable[..., Any]
SAMPLES = sorted(path.stem for path in CASES.glob("*.txt"))
UNANSWERED = {"hugo": 2, "folder": 1, "pelican": 1, "ics": 2, "colloquium": 1}
"""Texts of a sample whose date nobody can know, whose picture is lost, or with a template of their own."""


@pytest.mark.parametrize("name", SAMPLES)
def test_the_report_is_what_an_author_reads(move: Moves, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    sample = move(name)
    before = sample.files()
    code = sample.run()
    said = capsys.readouterr().out.rstrip()
    assert sample.files() == before, "a dry run writes nothing"
    assert said == accepted(sample.case, said).rstrip()
    assert code == int("To decide" in said)


@pytest.mark.parametrize("name", SAMPLES)
def test_texts_pass_as_they_are_written(move: Moves, name: str) -> None:
    sample = move(name)
    sample.run("--write")
    wrong = [problem for problem in check(sample.site / "publishconf.py", NOW) if not problem.is_warning]
    assert len({problem.path for problem in wrong}) == UNANSWERED.get(name, 0), [*map(str, wrong)]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_second_run_changes_no_byte(move: Moves, name: str) -> None:
    sample = move(name)
    sample.run("--write")
    first = sample.files()
    sample.run("--write")
    assert sample.files() == first


@pytest.mark.parametrize("name", SAMPLES)
def test_every_old_address_leads_to_its_text(move: Moves, name: str) -> None:
    sample = move(name)
    sample.run("--write")
    found = {**own_addresses(sample.site), **redirects(sample.site)}
    lines = sample.case.files[ADDRESSES].decode().split("\n")
    wanted = dict(line.rsplit(" ", 1) for line in lines if line)
    assert {old: found.get(named(old), "nowhere") for old in wanted} == wanted


def named(old: str) -> str:
    return old if NUMBERED.fullmatch(old) else urls.file_of(alias_path(old))


def own_addresses(site: Path) -> dict[str, str]:
    """Return the file behind each address and alias of the written content."""
    found = {urls.file_of(f"{kind}/"): f"/{kind}/" for kind in ("posts", "seminars")}
    for path in (site / "content").rglob("*.md"):
        keys = yaml.load(path.read_text("utf-8").split("---\n")[1], yaml.BaseLoader)  # noqa: S506 -- it builds only text
        kind, *lang = path.relative_to(site / "content").parts[:-1]
        folder = {"pages": "", "posts": "posts/", "seminars": "seminars/"}[kind]
        own = f"{'/'.join((*lang, ''))}{folder}{path.stem}/" if keys.get("translation") else f"{folder}{path.stem}/"
        for address in (own, *map(alias_path, keys.get("aliases", ()))):
            found[urls.file_of(address)] = path.relative_to(site).as_posix()
    return found


def redirects(site: Path) -> dict[str, str]:
    file = site / "content/redirects.yaml"
    said = yaml.load(file.read_text("utf-8"), yaml.BaseLoader) if file.is_file() else {}  # noqa: S506 -- it builds only text
    return {named(old): new for old, new in said.items()}


def test_xml_that_declares_entities_is_refused(move: Moves, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "bomb.xml"
    file.write_text(BOMB)
    assert move("folder").run(source=file) == 2
    assert "it declares entities of its own" in capsys.readouterr().err


def test_settings_of_other_tools_are_never_run(move: Moves) -> None:
    sample = move("pelican")
    sample.run("--write")
    assert not (sample.source / "was-run.txt").exists()
    assert not (sample.site / "was-run.txt").exists()


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_that_runs_comes_over(move: Moves, name: str) -> None:
    sample = move(name)
    sample.run("--write")
    texts = [data.decode() for path, data in sample.files().items() if path.endswith(".md")]
    assert texts
    for text in texts:
        shown = text.replace("`<script>", "")
        assert "<script" not in shown
        assert "onclick" not in shown
        assert "javascript:" not in shown
        assert "file:///" not in shown
        assert "root:x:" not in shown


@pytest.mark.parametrize("number", ["²", "9" * 5_000, "0", "-1", "ten"])
@pytest.mark.parametrize(
    ("tool", "settings", "key"), [("hugo", "hugo.toml", "paginate = "), ("jekyll", "_config.yml", "paginate: ")]
)
def test_a_setting_that_is_no_small_number_counts_as_silent(
    move: Moves, tool: str, settings: str, key: str, number: str
) -> None:
    sample = move(tool)
    file = sample.source / settings
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith(key.strip(" =:"))]
    file.write_text("\n".join([f'{key}"{number}"', *lines, ""]), "utf-8")
    assert sample.run("--write") in {0, 1}
    assert [*(sample.site / "content/posts").glob("*.md")] != []


def test_a_file_of_the_author_s_stays(move: Moves, capsys: pytest.CaptureFixture[str]) -> None:
    sample = move("jekyll")
    own = sample.site / "content/posts/november-meetup.md"
    own.parent.mkdir()
    own.write_text("---\ntitle: Mine\n---\n")
    sample.run("--write")
    assert own.read_text() == "---\ntitle: Mine\n---\n"
    head, _, rest = capsys.readouterr().out.partition("Left out\n")
    assert "a file that is there already and differs: it stays as it is" in rest
    assert "november-meetup" in rest
    assert "november-meetup" not in head
