"""A site's life after its first day: another version of the engine, files of its own, and what `check` says of both."""

import zipfile
from argparse import Namespace
from pathlib import Path

import pytest

from hireground.cli import main
from hireground.new import update
from hireground.new.engine import LOCK, OWN, Engine
from hireground.new.outdated import begun_from, outdated, overridden, renamed
from hireground.terminal import RefusedError
from hireground.theme import THEME_FOLDER, Theme, theme_of
from hireground.version import VERSION

CHANGES = """# Changelog

## 9.1.0

### What a site's owner does

- Write `SITE_MENU` for `SITE_NAV`.

### What is new

- Much.

## 9.0.0 (2027-01-01)

### What a site's owner does

- Nothing.

## 8.0.0

### What a site's owner does

- Long past.
"""


def wheel_of(version: str, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    wheel = folder / f"hireground-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"hireground/{LOCK}", f"library=={version} \\\n    --hash=sha256:{'0' * 64}\n")
        archive.writestr("hireground/CHANGELOG.md", CHANGES)
    return wheel


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site that names version 8.0.0, and a library of its author's own."""
    folder = tmp_path / "site"
    folder.mkdir()
    old = wheel_of("8.0.0", folder / "wheels")
    (folder / LOCK).write_text(Engine("8.0.0", old, is_kept=True).lock("mine==1 --hash=sha256:1\n"), "utf-8")
    (folder / "publishconf.py").write_text('SITENAME = "A"\n', "utf-8")
    monkeypatch.chdir(folder)
    return folder


def test_an_update_names_the_new_version_and_keeps_what_is_the_author_s(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = wheel_of("9.1.0", tmp_path / "downloads")
    assert main(["update", str(new)]) == 0
    lock = (site / LOCK).read_text("utf-8")
    assert "\nhireground==9.1.0 \\\n" in lock
    assert "\nlibrary==9.1.0 \\\n" in lock
    assert "8.0.0" not in lock
    assert lock.endswith(f"{OWN}mine==1 --hash=sha256:1\n")
    assert [file.name for file in (site / "wheels").iterdir()] == [new.name]
    said = capsys.readouterr().out
    assert said.index("9.1.0:") < said.index("SITE_MENU") < said.index("9.0.0:") < said.index("Nothing.")
    assert "Long past" not in said


def test_going_back_is_an_update_too(site: Path, tmp_path: Path) -> None:
    before = (site / LOCK).read_text("utf-8")
    old = (site / "wheels/hireground-8.0.0-py3-none-any.whl").rename(tmp_path / "hireground-8.0.0-py3-none-any.whl")
    assert main(["update", str(wheel_of("9.1.0", tmp_path / "downloads"))]) == 0
    assert main(["update", str(old)]) == 0
    assert (site / LOCK).read_text("utf-8") == before


def test_the_version_that_is_there_changes_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (site / LOCK).read_text("utf-8")
    assert main(["update", "8.0.0"]) == 0
    assert "has already" in capsys.readouterr().out
    assert (site / LOCK).read_text("utf-8") == before


def test_an_update_that_cannot_be_had_changes_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (site / LOCK).read_text("utf-8")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    for name in ("9.9.9", "nowhere/hireground-9.9.9-py3-none-any.whl"):
        with pytest.raises(RefusedError, match="wheel"):
            update.run(Namespace(to=name))
    assert (site / LOCK).read_text("utf-8") == before
    assert [file.name for file in (site / "wheels").iterdir()] == ["hireground-8.0.0-py3-none-any.whl"]


def test_an_update_elsewhere_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RefusedError, match="folder of a site"):
        update.run(Namespace(to=""))


def test_the_lock_s_version_is_compared_with_the_one_that_runs(site: Path) -> None:
    (found,) = outdated(site, site / "publishconf.py", theme_of(site, THEME_FOLDER))
    assert str(found).startswith("requirements.txt:3:1: warning: hireground 8.0.0 is named here, and ")
    text = (site / LOCK).read_text("utf-8")
    (site / LOCK).write_text(text.replace("hireground==8.0.0", f"hireground=={VERSION}"), "utf-8")
    assert [*outdated(site, site / "publishconf.py", theme_of(site, THEME_FOLDER))] == []


@pytest.mark.parametrize(
    "name", ["templates/partials/footer.html", "static/css/components/hero.css", "static/js/live.js"]
)
def test_an_own_file_is_begun_from_the_engine_s_and_watched(name: str, site: Path) -> None:
    assert main(["override", f"theme/{name}"]) == 0
    own = site / "theme" / name
    assert own.read_text("utf-8") == begun_from(THEME_FOLDER / name) + (THEME_FOLDER / name).read_text("utf-8")
    theme = theme_of(site, THEME_FOLDER)
    assert [*overridden(theme)] == []
    engine = site / "engine"
    (engine / name).parent.mkdir(parents=True)
    (engine / name).write_text("changed since", "utf-8")
    (found,) = overridden(Theme((site / "theme", engine)))
    assert found.is_warning
    assert str(found).startswith(f"theme/{name}:1:")
    first, _, rest = own.read_text("utf-8").partition("\n")
    own.write_text(f"{found.message.split(chr(34))[1]} {first.replace('begun', 'once')}\n{rest}", "utf-8")
    assert [*overridden(Theme((site / "theme", engine)))] == []
    (engine / name).unlink()
    (found,) = overridden(Theme((site / "theme", engine)))
    assert "any more" in found.message


@pytest.mark.parametrize("name", ["static/css/tokens.css", "locale/de.po"])
def test_what_is_laid_over_begins_with_nothing(name: str, site: Path) -> None:
    assert main(["override", name]) == 0
    assert len((site / "theme" / name).read_text("utf-8").splitlines()) <= len(("comment", "", ""))


def test_no_file_is_written_over_and_a_wrong_name_is_said(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["override", "templates/bas.html"]) == 2
    assert 'did you mean "templates/base.html"?' in capsys.readouterr().err
    assert main(["override", "templates/base.html"]) == 0
    assert main(["override", "templates/base.html"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["override"]) == 0
    assert "templates/base.html\n" in capsys.readouterr().out
    assert site.is_dir()


def test_a_setting_under_its_old_name_is_said_where_it_stands(site: Path) -> None:
    (site / "pelicanconf.py").write_text('SITENAME = "A"\nPLUGINS = ["plugins.site", "mine"]\nSITE_NAV = ()\n', "utf-8")
    (site / "publishconf.py").write_text("from pelicanconf import *\n", "utf-8")
    names = {"SITE_NAV": "SITE_MENU", "plugins.site": "hireground", "SITE": "HOME"}
    assert [str(one) for one in renamed(site / "publishconf.py", names)] == [
        'pelicanconf.py:2:13: warning: "plugins.site" has another name now; write "hireground"',
        'pelicanconf.py:3:1: warning: "SITE_NAV" has another name now; write "SITE_MENU"',
    ]


def test_new_files_are_written_by_the_site_s_own_template(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "content").mkdir()
    assert main(["override", "starter/post.md"]) == 0
    own = site / "theme/starter/post.md"
    assert main(["new-post", "--date=2026-12-05", "As the engine writes it"]) == 0
    own.write_text(own.read_text("utf-8").replace("status: draft\n", "topics: [letters]\nstatus: draft\n"), "utf-8")
    assert main(["new-post", "--date=2026-12-05", "As: mine"]) == 0
    plain, mine = (site / f"content/posts/{name}.md" for name in ("as-the-engine-writes-it", "as-mine"))
    assert plain.read_text("utf-8").startswith("---\ntitle: As the engine writes it\ndate: 2026-12-05\n")
    assert mine.read_text("utf-8").splitlines()[1:5] == [
        'title: "As: mine"', "date: 2026-12-05", 'summary: "As: mine"', "topics: [letters]"
    ]  # fmt: skip
    own.write_text("@titel@\n", "utf-8")
    assert main(["new-post", "--date=2026-12-05", "Again"]) == 2
    assert "@titel@" in capsys.readouterr().err
