"""In mode content nothing of a push is run or obeyed, and whoever pushes what would be code is told so."""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping

import pytest
from push_server import PUBLIC, SETTINGS, Author, PushServer, configure, post, tiny_server

from hireground.server import inside
from hireground.site.settings import SiteSettings
from hireground.site.settings_file import is_own

RAN = "print('PUSHED CODE RAN', flush=True)"
KEPT = "Kept, but without effect: this server reads content and runs nothing of a push: "


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> tuple[PushServer, Author]:
    return tiny_server(tmp_path_factory.mktemp("data") / "tiny")


@pytest.fixture
def pair(shared: tuple[PushServer, Author]) -> Iterator[tuple[PushServer, Author]]:
    """Yield a server, and an author whose next push takes away whatever an earlier test has pushed beside the site."""
    server, author = shared
    author.undo()
    author.git("rm", "-r", "--quiet", "--force", ".")
    author.commit({"pelicanconf.py": SETTINGS, "publishconf.py": PUBLIC, "content/posts/a.md": post("Hello.")})
    yield shared
    author.undo()
    assert server.leftovers() == []


SETTINGS_CODE = (
    RAN,
    f"SITENAME = __import__('os').environ['PATH'] + str(exec({RAN!r}))",
    "PLUGINS = ['own']",
    "PLUGIN_PATHS = ['content', '.']",
    "MARKDOWN = {'extensions': ['own']}",
    "JINJA_ENVIRONMENT = {'extensions': ['own.Extension']}",
    "THEME = 'mine'",
    "THEME_TEMPLATES_OVERRIDES = ['content', 'mine/templates']",
    "PATH = '/etc'",
    "OUTPUT_PATH = '/tmp'",
    "SITE_NAV: list = [print('PUSHED CODE RAN')]",
    "SITE_LINKS = f'{exec(print(1))}'",
    "def code(): ...",
    "SITENAME += 'PUSHED CODE RAN'",
    "for SITENAME in ['PUSHED CODE RAN']: pass",
    "(SITESUBTITLE, AUTHOR) = ('PUSHED CODE RAN', 'PUSHED CODE RAN')",
)
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
FILES: Mapping[str, str] = {
    "a plugin": "own.py",
    "the engine": "plugins/hireground/__init__.py",
    "a module of the engine's name": "hireground.py",
    "modules of Python's": "sitecustomize.py",
    "one more": "usercustomize.py",
    "a library": "yaml.py",
    "a package": "markdown/__init__.py",
    "git's hooks": "hooks/post-receive",
    "hooks of a tool": ".githooks/pre-commit",
    "tasks": "tasks.py",
    "a makefile": "Makefile",
    "a workflow": ".github/workflows/x.yml",
    "a host's script": "deploy/build-on-host",
    "a theme": "mine/templates/base.html",
    "an installer": "setup.py",
    "a project": "pyproject.toml",
    "a virtual environment": ".venv/bin/python",
    "its base": ".venv/pyvenv.cfg",
    "a template of ours": "theme/templates/base.html",
    "a script of ours": "theme/static/js/live.js",
    "a drawing of ours": "theme/static/img/favicon.svg",
    "a catalogue that is none": "theme/locale/de.po.py",
    "a hidden file": "content/.htaccess",
    "a hidden folder": "content/images/.git-hooks/x.py",
}


INSIDE = len([name for name in FILES.values() if name.startswith(("content/", "theme/"))])


def test_settings_are_read_and_not_run(pair: tuple[PushServer, Author]) -> None:
    """Every line that is no literal of a setting of ours is named, and none has an effect."""
    server, author = pair
    author.commit({"publishconf.py": "\n".join(("from more import *", *SETTINGS_CODE, PUBLIC)), "more.py": f"{RAN}\n"})
    push = author.push_to("live", "main", SECRET_TOKEN="hush")  # noqa: S106 -- to be looked for
    assert push.is_taken, push.log
    assert "PUSHED CODE RAN" not in push.words
    named = re.findall(r"publishconf\.py:(\d+): kept, but without effect", push.words)
    assert named == [str(number) for number in range(1, 1 + inside.SHOWN)]
    assert ran(server) == []
    assert "Tiny" in server.read("index.html")


def test_files_that_would_be_code_are_kept_and_have_no_effect(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    lock = "--index-url https://${SECRET_TOKEN}@example.org\n-e .\nx @ file:///etc/passwd\n"
    author.commit({**dict.fromkeys(FILES.values(), f"{RAN}\n"), "requirements.txt": lock})
    push = author.push_to("live", "main", SECRET_TOKEN="hush")  # noqa: S106 -- to be looked for
    assert push.is_taken, push.log
    assert "PUSHED CODE RAN" not in push.words
    assert "hush" not in push.words
    shown = {name.partition("/")[0] for name in FILES.values()} - {"content", "theme"}
    assert f"{KEPT}{', '.join(sorted(shown)[:10])} and {len(shown) + INSIDE - 10} more" in push.words
    assert ran(server) == []
    author.commit({"theme/templates/base.html": "x", "content/.htaccess": "x"})
    assert f"{KEPT}content/.htaccess, theme/templates/base.html" in author.push().words


def ran(server: PushServer) -> list[str]:
    """Name the files of the site that code of the push has written, or that show it."""
    files = [path for path in server.current.resolve().rglob("*") if path.is_file()]
    return [path.name for path in files if b"PUSHED CODE RAN" in path.read_bytes()]


ATTRIBUTES = """\
content/posts/a.md export-ignore
*.md filter=own
*.md filter=lfs diff=lfs merge=lfs -text
*.md working-tree-encoding=UTF-16 ident text eol=crlf
"""


def test_attributes_have_no_effect(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    body = "Under attributes: $Id$."
    author.commit({"content/posts/a.md": post(body)})
    content = author.git("ls-tree", "HEAD:content").stdout
    attributes = f"100644 blob {blob(author, ATTRIBUTES)}\t.gitattributes\n"
    inner = make_tree(author, content + attributes)
    top = [line for line in author.git("ls-tree", "HEAD").stdout.splitlines() if not line.endswith("\tcontent")]
    tree = make_tree(author, "\n".join([*top, f"040000 tree {inner}\tcontent", attributes]))
    push = author.push(f"{commit_tree(author, tree)}:main")
    assert push.is_taken, push.log
    assert f"{KEPT}.gitattributes, content/.gitattributes" in push.words
    assert body in server.read("posts/a/index.html")


def blob(author: Author, text: str) -> str:
    """Write a text as git keeps it; return its name."""
    done = subprocess.run(
        ["git", "-C", str(author.folder), "hash-object", "-w", "--stdin", "--no-filters"],
        input=text, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def commit_tree(author: Author, tree: str) -> str:
    """Commit a tree that no working copy could have, on top of what is published."""
    return author.git("commit-tree", tree, "-p", "HEAD", "-m", "Odd").stdout.strip()


def make_tree(author: Author, listing: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(author.folder), "mktree", "--missing"],
        input=listing,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def with_content(author: Author, tree: str) -> str:
    """Commit the published site with one more folder in its content."""
    content = author.git("ls-tree", "HEAD:content").stdout + f"040000 tree {tree}\tmore\n"
    top = [line for line in author.git("ls-tree", "HEAD").stdout.splitlines() if not line.endswith("\tcontent")]
    return commit_tree(
        author, make_tree(author, "\n".join([*top, f"040000 tree {make_tree(author, content)}\tcontent", ""]))
    )


def test_links_and_submodules_are_refused(pair: tuple[PushServer, Author]) -> None:
    _server, author = pair
    one = blob(author, "/proc/self/environ")
    listing = (
        f"120000 blob {one}\tenv.txt\n120000 blob {blob(author, '../../..')}\tup\n160000 commit {'1' * 40}\ttheirs\n"
    )
    push = author.push(f"{with_content(author, make_tree(author, listing))}:main")
    assert not push.is_taken
    for name in ("env.txt", "up"):
        assert f"content/more/{name}: a symbolic link" in push.words
    assert "content/more/theirs: a submodule" in push.words


def test_links_outside_the_content_lead_nowhere(pair: tuple[PushServer, Author]) -> None:
    """They are not even written; a folder of the site's data that is a link is refused."""
    server, author = pair
    (author.folder / "etc").symlink_to("/etc")
    author.commit({".gitmodules": '[submodule "x"]\n\tpath = x\n\turl = file:///etc\n'})
    assert author.push().is_taken
    author.git("mv", "content", "elsewhere")
    (author.folder / "content").symlink_to("elsewhere")
    author.commit({})
    assert "content: a symbolic link" in author.push().words
    assert server.leftovers() == []


@pytest.mark.parametrize("name", [".", "..", ".git", ".GIT", "a" * 300, "\u200c.git"])
def test_names_that_no_file_has(pair: tuple[PushServer, Author], name: str) -> None:
    """By git's own check or by ours."""
    server, author = pair
    before = server.tip
    tree = make_tree(author, f"100644 blob {blob(author, RAN)}\t{name}\n")
    push = author.push(f"{with_content(author, tree)}:main")
    if not push.is_taken:
        assert server.tip == before
        assert "server's fault" not in push.words
    assert server.is_sound() or name in {".", "..", ".git"}


def test_lfs_pointers_are_refused(pair: tuple[PushServer, Author]) -> None:
    _server, author = pair
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 5\n"
    author.commit({"content/images/a.jpg": pointer})
    assert "content/images/a.jpg: a Git LFS pointer" in author.push().words


def test_few_objects_that_name_a_billion_files(pair: tuple[PushServer, Author]) -> None:
    """A tree of ten times the same tree, ten levels deep: git itself needs a moment, and so do we."""
    server, author = pair
    tree = make_tree(author, "".join(f"100644 blob {blob(author, 'x')}\t{number}\n" for number in range(10)))
    for _ in range(9):
        tree = make_tree(author, "".join(f"040000 tree {tree}\t{number}\n" for number in range(10)))
    push = author.push(f"{with_content(author, tree)}:main")
    assert not push.is_taken
    assert "more than 50,000 files" in push.words
    outside = author.git("ls-tree", "HEAD").stdout + f"040000 tree {tree}\tbomb\n"
    push = author.push(f"{commit_tree(author, make_tree(author, outside))}:main")
    assert "more than 50,000 files" in push.words  # every author's clone would have them
    assert server.leftovers() == []


def test_a_hundred_thousand_files(pair: tuple[PushServer, Author]) -> None:
    _server, author = pair
    one = blob(author, "x")
    tree = make_tree(author, "".join(f"100644 blob {one}\t{number:06}.txt\n" for number in range(100_000)))
    assert "more than 50,000 files" in author.push(f"{with_content(author, tree)}:main").words


def test_few_bytes_that_unpack_to_many(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    configure(server.root, size=100)
    author.commit({f"content/images/{number}.bin": bytes(30_000_000) for number in range(4)})
    push = author.push()
    configure(server.root, size=2000)
    assert "These files have more than 100 MB, the most that this server takes." in push.words


def test_templates_count_where_the_operator_lets_them(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    configure(server.root, theme=True)
    author.commit({"theme/templates/pages/x.html": "x", "content/posts/a.md": post("Again.")})
    push = author.push()
    configure(server.root, theme=False)
    assert push.is_taken, push.log
    assert KEPT not in push.words


def test_a_theme_of_data_alone_counts(pair: tuple[PushServer, Author]) -> None:
    """Values of the style sheets and phrases, without the operator's leave."""
    server, author = pair
    tokens, phrases = ":root { --accent: #123456; }\n", 'msgid "Posts"\nmsgstr "Letters"\n'
    author.commit({"theme/static/css/tokens.css": tokens, "theme/locale/en.po": PO + phrases})
    push = author.push()
    assert push.is_taken, push.log
    assert KEPT not in push.words
    sheets = [file.read_text("utf-8") for file in (server.current / "assets/css").glob("main.*.css")]
    assert any("#123456" in sheet for sheet in sheets)
    assert "Letters" in server.read("posts/index.html")


def test_another_version_of_the_engine_is_said(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    author.commit({"requirements.txt": "# The lock.\nhireground==9.1.2 \\\n    --hash=sha256:00\n"})
    push = author.push()
    assert not push.is_taken
    assert "requirements.txt wants hireground 9.1.2, and this server has " in push.words
    configure(server.root, versions=["9.*"])
    push = author.push()
    configure(server.root, versions=[])
    assert push.is_taken
    assert "requirements.txt wants hireground 9.1.2; this server builds with its own" in push.words


def test_every_setting_of_ours_may_be_said() -> None:
    names = {field.alias for field in SiteSettings.model_fields.values() if field.alias}
    assert {name for name in names if not is_own(name)} <= {"PATH", "THEME"}
    assert len(names) > 10


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SITENAME = \n", "publishconf.py:1:"),
        ("from publishconf import *\n", "publishconf.py"),
        ("SITENAME = " + "(" * 500 + ")" * 500 + "\n", "publishconf.py"),
        ("SITENAME = " + "-" * 50_000 + "1\n", "publishconf.py"),
        ("x = [\0]\n", "publishconf.py"),
        ("SEMINARS = {'uid_namespace': 7}\n", "publishconf.py:1:"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_read_are_refused(pair: tuple[PushServer, Author], text: str, words: str) -> None:
    _server, author = pair
    author.commit({"publishconf.py": text})
    push = author.push()
    assert not push.is_taken
    assert words in push.words
    assert "Traceback" not in push.words


def test_an_author_cannot_lead_the_build_outside(pair: tuple[PushServer, Author]) -> None:
    server, author = pair
    (server.root / "secret.txt").write_text("hush")
    up = "../" * 12
    body = f"![a]({up}{server.root}/secret.txt) [b]({up}etc/passwd) ![c]({{static}}/{up}etc/passwd)"
    author.commit({"content/posts/a.md": post(body)})
    push = author.push()
    assert not push.is_taken
    assert push.words.count("content/posts/a.md:") == 3
    assert "root:" not in push.words
    assert os.environ.get("HOME", "/root") not in push.words
