"""The site that `hireground new` writes: its own files alone, each of them right from the first moment."""

import datetime as dt
import json
import re
import tomllib
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
import yaml

from hireground.new.engine import LOCK, OWN, Engine, own_part
from hireground.new.filling import filled
from hireground.new.site import HOSTS, Answers, site_files, starter_languages
from hireground.new.start import add_arguments, ask, begin, read_organizer
from hireground.pelican.defaults import THEME
from hireground.published.check import check
from hireground.seminars.pages.catalogues import catalogues, wording
from hireground.site.settings import read_settings
from hireground.terminal import RefusedError
from hireground.theme import Theme

ROOT = Path(__file__).parents[2]
NOW = dt.datetime(2026, 11, 28, 20, 39, tzinfo=dt.UTC)
ENGINE = Theme((Path(THEME),))
ODD = "Bühne & “Ton” #1: 5 $ \\ *'\" {x} @name@"


def answers(language: str = "en", host: str = "none", name: str = "Town School") -> Answers:
    return Answers(
        name=name, tagline=name, author=name, organizer={"name": name, "email": "ada@school.example"},
        address="https://school.example", timezone="Europe/Berlin", language=language, host=host,
        namespace=UUID(int=7), now=NOW,
    )  # fmt: skip


def files_of(one: Answers) -> dict[str, str]:
    return dict(site_files(one, wording(ENGINE, one.language, one.language), is_vendored=True))


def laid(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("language", starter_languages())
@pytest.mark.parametrize("name", ["Town School", ODD])
def test_every_answer_gives_a_site_without_a_problem(language: str, name: str, tmp_path: Path) -> None:
    site = laid(tmp_path, files_of(answers(language, name=name)))
    assert check(site / "publishconf.py", NOW) == ()
    settings = read_settings(site / "publishconf.py")
    assert (settings.sitename, settings.tagline, settings.author) == (name, name, name)
    assert settings.seminars.organizer.name == name
    assert (settings.siteurl, settings.language) == ("https://school.example", language)
    assert settings.seminars.uid_namespace == UUID(int=7)


def test_the_first_texts_are_there_in_every_language_of_the_theme() -> None:
    assert {*starter_languages()} == {"en", *catalogues(ENGINE)}


@pytest.mark.parametrize("host", HOSTS)
def test_a_site_has_the_files_of_its_host_and_of_no_other(host: str) -> None:
    own = {
        "github": {
            *(f".github/workflows/{name}.yml" for name in ("publish", "hourly", "announce")),
            ".github/ISSUE_TEMPLATE/seminar.yml",
        },
        "gitlab": {".gitlab-ci.yml"},
        "netlify": {"netlify.toml", "netlify/functions/hourly.mjs"},
        "cloudflare": {"wrangler.jsonc", "cloudflare/wrangler.jsonc", "cloudflare/hourly.mjs"},
    }
    files = files_of(answers(host=host))
    content = {"content/posts/hello.md", "content/pages/about.md", "content/seminars/open-evening.md"}
    editor = {".vscode/settings.json", ".vscode/extensions.json"}
    every = {"Makefile", "README.md", ".gitignore", "pelicanconf.py", "publishconf.py", *content, *editor}
    assert {*files} == every | own.get(host, set())


@pytest.mark.parametrize("host", HOSTS)
def test_nothing_is_left_of_a_template(host: str) -> None:
    for name, text in files_of(answers(host=host)).items():
        assert not re.search(r"@[a-z_]+(:\w+)?@|example\.(org|com)", text), name
        assert "\n\n\n" not in text, name
        assert text.endswith("\n"), name


def test_what_hosts_read_can_be_read() -> None:
    for host in HOSTS:
        for name, text in files_of(answers(host=host, name=ODD)).items():
            if name.endswith(".yml"):
                assert yaml.safe_load(text)
            if name.endswith(".toml"):
                assert tomllib.loads(text)["build"]["publish"] == "output"
            if name.startswith(".vscode"):
                assert json.loads(text)
            if name.endswith(".jsonc"):
                read = json.loads(re.sub(r"^//.*$", "", text, flags=re.MULTILINE))
                assert read["name"].removesuffix("-hourly") == "buhne-ton-1-5-x-name"
                assert ("main" in read) == read["name"].endswith("-hourly")


@pytest.mark.parametrize("host", HOSTS)
def test_this_repository_uses_the_files_that_it_gives_to_others(host: str) -> None:
    files = files_of(replace(answers(host=host, name="Hireground"), timezone="America/Los_Angeles"))
    for name in files.keys() - files_of(answers()).keys():
        assert files[name] == (ROOT / name).read_text("utf-8")


def test_settings_are_few() -> None:
    files = files_of(answers())
    assert len(files["pelicanconf.py"].splitlines()) < 20
    assert len(files["publishconf.py"].splitlines()) < 8


def test_a_value_is_never_read_as_a_template() -> None:
    assert filled("@name@ @name:py@", {"name": "@address@"}) == '@address@ "@address@"'


def test_an_organizer_may_have_an_address() -> None:
    assert read_organizer("Town School <a@school.example>") == {"name": "Town School", "email": "a@school.example"}
    assert read_organizer("Town School") == {"name": "Town School"}
    with pytest.raises(ValueError, match="mail"):
        read_organizer("Town School <nobody>")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "--name"),
        (["--name=A"], "--author"),
        (["--name=A", "--author=B"], "--address"),
        (["--name=A", "--author=B", "--address=example.org"], "https://example.org"),
        (["--name=A", "--author=B", "--address=https://a.example", "--host=geocities"], "one of: github"),
        (["--name=A", "--author=B", "--address=https://a.example", "--language=tlh"], "one of: ar, de, en, es"),
        (["--name=A", "--author=B", "--address=https://a.example", "--zone=PST"], "America/Los_Angeles"),
    ],
)
def test_what_is_missing_or_wrong_is_said_with_what_to_write(words: list[str], said: str) -> None:
    parser = ArgumentParser()
    add_arguments(parser)
    with pytest.raises(RefusedError, match=re.escape(said)):
        ask(parser.parse_args(["folder", *words]))


def test_what_is_usual_need_not_be_said() -> None:
    parser = ArgumentParser()
    add_arguments(parser)
    found = ask(parser.parse_args(["x", "--name=A", "--author=B", "--address=https://a.example/", "--zone=UTC"]))
    assert (found.tagline, found.organizer, found.address) == ("A", {"name": "B"}, "https://a.example")
    assert (found.language, found.host) == ("en", "none")
    assert found.namespace.version == len("four")


def test_a_site_begins_as_a_repository_with_one_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    begin(laid(tmp_path / "site", files_of(answers())), answers())
    head = (tmp_path / "site/.git/HEAD").read_text("utf-8")
    assert head == "ref: refs/heads/main\n"
    assert (tmp_path / "site/.git/refs/heads/main").is_file()


def test_a_lock_keeps_what_its_author_added(tmp_path: Path) -> None:
    import zipfile  # noqa: PLC0415

    wheel = tmp_path / "hireground-9.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(f"hireground/{LOCK}", "a==1 \\\n    --hash=sha256:0\n    # via b\n")
    lock = Engine("9.0", wheel, is_kept=True).lock("mine==2 --hash=sha256:1\n")
    assert own_part(lock) == "mine==2 --hash=sha256:1\n"
    assert "--find-links wheels\nhireground==9.0 \\\n    --hash=sha256:" in lock
    assert f"    --hash=sha256:0\n{OWN}" in lock
    assert "find-links" not in Engine("9.0", wheel, is_kept=False).lock()
    assert "://" not in lock
