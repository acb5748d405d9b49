"""The editor at /admin/, in a real browser: what people write there passes `check`, and what they leave alone stays."""

import json
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser import PHONE
from bs4 import BeautifulSoup
from built_site import BuiltSite
from forge import TOKEN, Forge, authenticator, forge
from jsonschema import Draft7Validator
from playwright.sync_api import Browser, Locator, Page
from playwright.sync_api import TimeoutError as TimedOut
from tiny_site import run_tool, small_settings

from hireground.editor.packages import CMS, KEPT, YAML, member, part_files
from hireground.site.settings import read_settings
from hireground.terminal import RefusedError
from hireground.theme import ENGINE_THEME, Theme
from hireground.web import caddy, nginx
from hireground.web.headers import headers_of
from hireground.web.host_files import headers_file

ROOT = Path(__file__).parents[2]


def settings_of(port: int, forge: int, **more: str) -> str:
    editor = {"forge": "github", "repository": "you/site", "address": f"http://127.0.0.1:{forge}", **more}
    return small_settings(
        SITEURL=f"http://127.0.0.1:{port}", TIMEZONE="America/Los_Angeles", SITE_SEARCH=False, SITE_CARDS=False,
        SITE_EDITOR=editor,
    )  # fmt: skip


PLACES = """# Where we meet.
- name: Town Hall
  address: 1 Main Street
  city: Seattle
  region: WA
  postal_code: "98101"
  country: US

- name: Bellevue Library   # the big one
  address: 1111 110th Ave NE
  city: Bellevue
  region: WA
  postal_code: "98004"
  country: US
  geo: [47.6200, -122.1934]
"""
PEOPLE = "- name: Ada Example\n  affiliation: Example Ltd\n- name: Ben Example\n"
LAB = """---
# What it is called in the program.
title: "Lab: try it"
summary: Try it, and see.
place: Town Hall
speakers:                             # people who are in no list
  - {name: Cleo Example, affiliation: "Example & Sons"}
price: [100 USD until 2027-01-15, 150 USD]
sessions:
  - 2027-02-18 18:00                  # the first
  - start: 2027-03-18 18:00
    registration: {url: "https://register.example.org/2", closes: 1 day before}
  - to be announced
topics: trying, seeing
---
Bring a pen.

| a | b |
|---|---|
| 1 | 2 |
"""
OLD = "---\ntitle: Old\ndate: 2026-11-20\nsummary: It was.\n---\nOld words.\n"


@dataclass
class Desk:
    """A site with its editor, and the forge that it writes to."""

    root: Path
    url: str
    forge: Forge

    def read(self, name: str) -> str:
        return (self.root / "content" / name).read_text("utf-8")


@pytest.fixture(scope="module")
def parts() -> None:
    """Have the editor's files once; without a network there is nothing to look at."""
    try:
        part_files(ROOT, ENGINE_THEME)
    except RefusedError as error:
        pytest.skip(str(error))


@contextmanager
def served(root: Path) -> Iterator[int]:
    """Serve the built site with the headers of its web server."""

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            own = read_settings(root / "pelicanconf.py")
            path = self.path.partition("?")[0]
            for name, value in headers_of(path, own.directives, own.editor_policy).items():
                if name != "Content-Type":
                    self.send_header(name, value)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=root / "output")) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def desk(tmp_path: Path, parts: None) -> Iterator[Desk]:  # noqa: ARG001
    content = tmp_path / "content"
    for name, text in {
        "places.yaml": PLACES, "people.yaml": PEOPLE, "seminars/lab.md": LAB, "posts/old.md": OLD,
    }.items():  # fmt: skip
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text)
    kept = tmp_path / ".cache"
    kept.mkdir()
    (kept / "editor").symlink_to(ROOT / ".cache/editor")
    (tmp_path / ".gitignore").write_text(".cache/\noutput/\n.output.*\n__pycache__/\n")
    with forge(tmp_path) as there, served(tmp_path) as port:
        (tmp_path / "pelicanconf.py").write_text(settings_of(port, there.port))
        there.git("init", "-q", "-b", "main")
        there.git("add", "--all")
        there.git("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "-qm", "Begin")
        built = run_tool(tmp_path, "build", "--settings=pelicanconf.py")
        assert built.returncode == 0, built.stderr
        yield Desk(tmp_path, f"http://127.0.0.1:{port}/admin/", there)


def by_token(page: Page) -> None:
    """Sign in with a token of one's own."""
    page.get_by_role("button", name=re.compile("Access Token")).click()
    page.get_by_role("textbox").fill(TOKEN)
    page.get_by_role("button", name=re.compile("Sign In$")).last.click()


def by_account(page: Page) -> None:
    """Sign in by the site's authenticator."""
    page.get_by_role("button", name=re.compile("Sign In with .*GitHub")).click()


@contextmanager
def signed_in(browser: Browser, desk: Desk, by: Callable[[Page], None] = by_token, **options: object) -> Iterator[Page]:
    """Open the editor and sign in; whatever leaves this machine, or breaks its policy in another way, is a failure."""
    context = browser.new_context(locale="en-US", timezone_id="Europe/Berlin", **options)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(20_000)
    asked: list[str] = []
    said: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(desk.url)
    by(page)
    page.get_by_text("Seminars").first.wait_for()
    yield page
    context.close()
    assert {urlsplit(url).hostname for url in asked if url.startswith("http")} == {"127.0.0.1"}
    known = "cdn.jsdelivr.net|unpkg.com|Invalid Date to be announced"  # a field of dates has no words for that
    assert [words for words in said if not re.search(known, words)] == []


def field(page: Page, key: str) -> Locator:
    return page.locator(f'[data-key-path="{key}"] :is(input, textarea, [contenteditable=true])').first


def written(page: Page, key: str, text: str) -> None:
    """Write into the field of a key."""
    field(page, key).fill(text)


def written_in_list(page: Page, key: str, text: str) -> None:
    """Write into a field of a list's first entry.

    The editor draws a list unfolded and folds it a moment later, or not at all where it reads the forge meanwhile.
    """
    entries = page.locator(f'[data-key-path="{key.partition(".")[0]}"]')
    for _ in range(20):
        with suppress(TimedOut):
            field(page, key).fill(text, timeout=1_000)
            return
        with suppress(TimedOut):
            entries.get_by_role("button", name="Expand", exact=True).first.click(timeout=1_000)
    pytest.fail(f"{key} is not shown")


def saved(page: Page, desk: Desk) -> None:
    """Publish what was written, and wait until the forge has it."""
    page.get_by_role("button", name="Publish", exact=True).first.click()
    desk.forge.committed.get(timeout=60)
    page.wait_for_url(re.compile(r"/collections/\w+$"))  # it goes back to the list by itself


def check(desk: Desk) -> str:
    return run_tool(desk.root, "check", "--settings=pelicanconf.py").stdout


def test_a_post_is_written(chromium: Browser, desk: Desk) -> None:
    with signed_in(chromium, desk) as page:
        page.goto(f"{desk.url}#/collections/posts/new")
        written(page, "title", "Say: thank you — twice")
        written(page, "summary", "Why a second letter # helps, and when not to.")
        written(page, "date", "2026-11-28T18:30")
        written(page, "body", "Write on **the same day**.\n\n- Be short.")
        saved(page, desk)
    text = desk.read("posts/say-thank-you-twice.md")
    assert "date: 2026-11-28 18:30\n" in text
    assert text.endswith("---\nWrite on **the same day**.\n\n- Be short.\n")
    assert check(desk) == "No problems.\n"
    assert run_tool(desk.root, "build", "--settings=pelicanconf.py").returncode == 0
    page_file = desk.root / "output/posts/say-thank-you-twice/index.html"
    assert "<strong>the same day</strong>" in page_file.read_text("utf-8")


def test_a_seminar_is_written_on_a_phone(chromium: Browser, desk: Desk) -> None:
    with signed_in(chromium, desk, viewport=PHONE) as page:
        page.goto(f"{desk.url}#/collections/seminars/new")
        written(page, "title", "Open Evening")
        written(page, "summary", "Come and ask.")
        page.get_by_role("button", name=re.compile("Add .*date")).click()
        written(page, "sessions.0.start", "2027-02-20T18:00")
        written(page, "price", "free")
        saved(page, desk)
    text = desk.read("seminars/open-evening.md")
    assert "sessions:\n  - 2027-02-20 18:00\n" in text
    assert check(desk) == "No problems.\n"
    assert run_tool(desk.root, "build", "--settings=pelicanconf.py").returncode == 0
    assert (desk.root / "output/seminars/open-evening/2027-02-20/event.ics").is_file()


def test_what_nobody_changed_stays_byte_for_byte(chromium: Browser, desk: Desk) -> None:
    """A new summary is one other line; comments, groups, rules of price and dates without a day stay as they are."""
    with signed_in(chromium, desk) as page:
        page.goto(f"{desk.url}#/collections/seminars/entries/lab")
        written(page, "summary", "Try it twice.")
        saved(page, desk)
        page.goto(f"{desk.url}#/collections/lists/entries/places")
        written_in_list(page, "places.0.address", "2 Main Street")
        saved(page, desk)
    assert desk.read("seminars/lab.md") == LAB.replace("Try it, and see.", "Try it twice.")
    found = desk.read("places.yaml")
    _, mark, second = PLACES.partition("\n- name: Bellevue Library")
    assert found.startswith("# Where we meet.\n- name: Town Hall\n")
    assert found.endswith(mark + second)
    assert "address: 2 Main Street\n" in found
    assert "postal_code: 98101\n" in found.replace("'", "").replace('"', "")
    assert "No problems" in check(desk)


@pytest.fixture
def with_accounts(desk: Desk) -> Iterator[tuple[Desk, list[str]]]:
    """Let the site have an authenticator too; the list is what it is asked."""
    with authenticator() as (port, asked):
        site = f"http://127.0.0.1:{port}"
        settings = settings_of(urlsplit(desk.url).port or 0, desk.forge.port, authenticator=f"{site}/sign/in")
        (desk.root / "pelicanconf.py").write_text(settings)
        built = run_tool(desk.root, "build", "--settings=pelicanconf.py")
        assert built.returncode == 0, built.stderr
        yield desk, asked


def test_people_sign_in_by_an_authenticator(chromium: Browser, with_accounts: tuple[Desk, list[str]]) -> None:
    """Its popup posts the token back, which needs the page's own opener policy."""
    desk, asked = with_accounts
    with signed_in(chromium, desk, by_account) as page:
        page.goto(f"{desk.url}#/collections/posts/entries/old")
        written(page, "summary", "It was, by an account.")
        saved(page, desk)
    assert "summary: It was, by an account.\n" in desk.read("posts/old.md")
    assert [path.partition("?")[0] for path in asked] == ["/sign/in"]
    assert "provider=github" in asked[0]


def test_the_configuration_is_what_the_cms_knows(with_accounts: tuple[Desk, list[str]], tmp_path: Path) -> None:
    """Its own JSON Schema finds nothing wrong."""
    desk, _asked = with_accounts
    config = json.loads((desk.root / "output/admin/config.json").read_text("utf-8"))
    assert config["backend"]["auth_methods"] == ["oauth", "token"]
    assert config["backend"]["auth_endpoint"] == "sign/in"
    name = f"{CMS.package}@{CMS.version}"
    subprocess.run(["npm", "pack", name, "--silent", "--pack-destination", tmp_path], check=True, cwd=tmp_path)
    schema = json.loads(member(next(tmp_path.glob("*.tgz")), "schema/sveltia-cms.json"))
    assert [*Draft7Validator(schema).iter_errors(config)] == []


EDITOR = "default-src 'none'; script-src 'self'"


def test_a_site_without_one_has_nothing_of_it(site: BuiltSite) -> None:
    assert not (site.root / "admin").exists()
    assert "/admin/" not in (site.root / "_headers").read_text("utf-8")
    assert "admin" not in nginx.maps() + caddy.headers()


def test_every_host_says_its_policy_for_that_path_alone() -> None:
    """nginx and Caddy by a map, Netlify and Cloudflare by a rule that takes the other's place."""
    opener = "  ! Cross-Origin-Opener-Policy\n  Cross-Origin-Opener-Policy: same-origin-allow-popups\n"
    rule = f"/admin/*\n  ! Content-Security-Policy\n  Content-Security-Policy: {EDITOR}\n{opener}"
    assert f'"~^/admin/.*$" "{EDITOR}' in nginx.maps(editor=EDITOR)
    assert f"~^/admin/.*$ `{EDITOR}" in caddy.headers(editor=EDITOR)
    assert '"~^/admin/.*$" "same-origin-allow-popups"' in nginx.maps(editor=EDITOR)
    assert "~^/admin/.*$ `same-origin-allow-popups`" in caddy.headers(editor=EDITOR)
    assert headers_file(editor=EDITOR).endswith(rule)
    assert headers_of("/admin/", editor=EDITOR)["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    assert headers_of("/admin/index.html", editor=EDITOR)["Content-Security-Policy"] == EDITOR
    assert headers_of("/about/index.html", editor=EDITOR) == headers_of("/about/index.html")


def test_the_page_says_its_policy_itself(desk: Desk) -> None:
    """For hosts that send no headers, such as GitHub's."""
    page = (desk.root / "output/admin/index.html").read_text("utf-8")
    said = BeautifulSoup(page, "html.parser").find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    own = read_settings(desk.root / "pelicanconf.py").editor_policy
    assert said
    assert f"{said['content']}; frame-ancestors 'none'" == own
    assert f"connect-src 'self' blob: data: http://127.0.0.1:{desk.forge.port};" in own
    assert page.count("integrity=") == page.count("<script") == 3


def test_a_package_that_is_another_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An npm that fetches something else: nothing of it is kept."""
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text('#!/bin/sh\nprintf changed > "$6/other-1.tgz"\n')
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}:/usr/bin:/bin")
    with pytest.raises(RefusedError, match="is not what was published under that name"):
        part_files(tmp_path, ENGINE_THEME)
    assert not (tmp_path / KEPT).exists()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RefusedError, match="npm is not there"):
        part_files(tmp_path, ENGINE_THEME)


def test_a_site_s_own_copy_is_looked_at(tmp_path: Path) -> None:
    (tmp_path / "theme/editor").mkdir(parents=True)
    (tmp_path / "theme/editor" / YAML.name).write_text("alert(1)")
    with pytest.raises(RefusedError, match=re.escape(f"is not {YAML.name} as it was published")):
        part_files(tmp_path, Theme((tmp_path / "theme",)))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('{"forge": "github"}', "repository"),
        ('{"forge": "githup", "repository": "you/site"}', 'did you mean "github"?'),
        ('{"forge": "github", "repository": "site"}', 'write it as in "you/site"'),
        ('{"forge": "gitea", "repository": "you/site", "address": "git.example.org"}', "https://git.example.org"),
        (
            '{"forge": "github", "repository": "you/site", "authenticator": "http://sign-in.example.org"}',
            "https://sign",
        ),
        ('{"forge": "gitea", "repository": "you/site", "authenticator": "https://in.example.org"}', "with a token"),
    ],
)
def test_a_wrong_setting_is_said(tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / "content").mkdir()
    settings = settings_of(1, 1)
    (tmp_path / "pelicanconf.py").write_text(re.sub("(?m)^SITE_EDITOR.*", f"SITE_EDITOR = {written}", settings))
    assert said in run_tool(tmp_path, "check", "--settings=pelicanconf.py").stdout
