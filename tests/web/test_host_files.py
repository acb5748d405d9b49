"""Hosts read `_headers` and `_redirects` as they are meant, and so do the servers of administrators."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from built_site import SITEURL, BuiltSite

from hireground import urls
from hireground.text.fields import alias_path
from hireground.web.headers import PAGES, cache_rule_of, headers_of
from hireground.web.host_files import headers_file, redirects_file

ROOT = Path(__file__).parents[2]
MOST_RULES, LONGEST_LINE = 100, 2_000
"""Cloudflare's limits."""
DIFFERENT = {"Content-Security-Policy", "Strict-Transport-Security"}
"""The first is the search page's for all, the second is of TLS."""


DATA = (".ics", ".atom", ".xml", ".txt", ".bib")
"""Endings of what other sites' scripts may read."""


def rules_of(text: str) -> dict[str, dict[str, str]]:
    """Read `_headers` as hosts do: a path, then its headers, indented."""
    rules: dict[str, dict[str, str]] = {}
    for line in filter(None, text.splitlines()):
        if line.startswith("/"):
            rule = rules.setdefault(line, {})
        else:
            name, value = line.split(":", 1)
            assert name.strip() not in rule
            rule[name.strip()] = value.strip()
    return rules


def said_by(rules: dict[str, dict[str, str]], path: str) -> list[tuple[str, str]]:
    """Return what all rules that match a path say: `*` stands for anything, slashes too."""
    matching = [rule for rule in rules if re.fullmatch(re.escape(rule).replace(r"\*", ".*"), path)]
    return [header for rule in matching for header in rules[rule].items()]


def test_hosts_say_of_every_file_what_our_servers_say(site: BuiltSite) -> None:
    rules = rules_of((site.root / "_headers").read_text("utf-8"))
    for file in sorted(path for path in site.root.rglob("*") if path.is_file()):
        path = f"/{file.relative_to(site.root).as_posix()}"
        said = said_by(rules, path)
        once = [name for name, _value in said if name != "Content-Security-Policy"]
        assert len({*once}) == len(once), f"{path}: hosts would join two values"
        ours = headers_of(path)
        alike = {name: value for name, value in said if name not in DIFFERENT}
        assert alike == {name: ours[name] for name in alike}, path
        assert ("Cache-Control" in dict(said)) == (cache_rule_of(path) is not PAGES), path
        is_data = path.endswith((*DATA, "events.json", "social.json", "feed.json"))
        assert is_data == ("Access-Control-Allow-Origin" in dict(said)), path


@pytest.mark.parametrize("path", ["/seminars/knots/2027-02-18/talk.bib", urls.csl_of("/seminars/knots/2027-02-18/")])
def test_hosts_let_other_sites_read_how_a_talk_is_cited(path: str) -> None:
    assert ("Access-Control-Allow-Origin", "*") in said_by(rules_of(headers_file()), path)
    assert headers_of(path)["Access-Control-Allow-Origin"] == "*"


def test_headers_keep_to_the_limits_of_hosts() -> None:
    rules = rules_of(headers_file())
    assert len(rules) <= MOST_RULES
    assert all(rule.count("*") <= 1 for rule in rules)
    assert max(map(len, headers_file().splitlines())) <= LONGEST_LINE


def test_every_old_address_is_a_redirect(site: BuiltSite) -> None:
    lines = [line.split(" ") for line in (site.root / "_redirects").read_text("utf-8").splitlines()]
    assert {code for _old, _new, code in lines} == {"301"}
    pages = {f"/{path.removesuffix('index.html')}": page.redirects_to for path, page in site.pages.items()}
    assert {unquote(old): f"{SITEURL}{new}" for old, new, _code in lines} == {
        path: target for path, target in pages.items() if target
    }


def test_redirects_keep_to_the_limits_of_hosts() -> None:
    moved = {f"old-{number}/": "new/" for number in range(2_500)} | {"a" * 1_000: "new/"}
    lines = redirects_file(moved).splitlines()
    assert len([line for line in lines if not line.startswith("#")]) == 2_000
    assert lines[-1] == "# 501 more are pages that refresh to the new address."
    assert max(map(len, lines)) < 1_000


def test_an_address_is_one_word_and_no_pattern() -> None:
    moved = {"a b/": "c*d/", ":year/x/": "z\u00fcrich/", "e%20f/": "g#h/", "new\nline/": "i/"}
    assert redirects_file(moved).splitlines() == [
        "/%3Ayear/x/ /z%C3%BCrich/ 301",
        "/a%20b/ /c%2Ad/ 301",
        "/e%2520f/ /g%23h/ 301",  # a file's name, and no escape any more
        "/new%0Aline/ /i/ 301",
    ]


def test_a_text_is_found_by_its_number() -> None:
    assert redirects_file({"old/": "new/"}, {"?p=12": "posts/knots/"}).splitlines() == [
        "/old/ /new/ 301",
        "/ p=12 /posts/knots/ 301!",  # as Netlify reads it, though the home page is there
    ]


ENCODED_TWICE = "/%252e%252e/%252e%252e/x.html"


def test_an_old_address_is_decoded_once(tmp_path: Path) -> None:
    """Its page, the hosts' list and a server's configuration mean the same place, inside the site."""
    path = alias_path(ENCODED_TWICE)
    assert path == "%2e%2e/%2e%2e/x.html"
    line = redirects_file({path: "posts/p/"})
    assert line == f"{ENCODED_TWICE} /posts/p/ 301\n"
    assert administer("nginx", line, tmp_path)[2] == f'location = "/{path}" {{ return 301 /posts/p/$is_args$args; }}\n'


# What a server's administrator makes of it


def administer(kind: str, text: str, folder: Path) -> tuple[int, str, str]:
    """Run deploy/redirects.py on a release's list; return its exit code, words and what the server would read."""
    (folder / "_redirects").write_text(text, "utf-8")
    target = folder / "redirects.conf"
    files = (ROOT / "deploy/redirects.py", kind, folder / "_redirects", target)
    command = [sys.executable, "-I", *map(str, files)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return run.returncode, run.stderr, target.read_text("utf-8") if target.exists() else ""


MOVED = "# a comment\n/old/ /new/ 301\n/z%C3%BCrich.html /z%C3%BCrich/ 301\n/same /same/ 301\n/404.html /x/ 301\n"
LOCATIONS = """\
location = "/old" { return 301 /new/$is_args$args; }
location = "/old/" { return 301 /new/$is_args$args; }
location = "/z\u00fcrich.html" { return 301 /z%C3%BCrich/$is_args$args; }
"""


def test_nginx_finds_an_old_address_with_and_without_its_slash(tmp_path: Path) -> None:
    assert administer("nginx", MOVED, tmp_path) == (0, "", LOCATIONS)


@pytest.mark.parametrize("kind", ["nginx", "caddy"])
@pytest.mark.parametrize(
    "line",
    [
        "/old/ https://evil.example.org/ 301",
        "/old/ //evil.example.org/ 301",
        "/old/ /new/;} 301",
        "/old/ /new/$host 301",
        "/old/ /new/ 302",
        "/old/ /new/ 301 x",
        "/old%22/ /new/ 301",
        "/old%0A/ /new/ 301",
        "/old%60/ /new/ 301",
        "/old%7B/ /new/ 301",
        "/old%FF/ /new/ 301",
        "include /etc/passwd;",
        "/ p=12 https://evil.example.org/ 301!",
        "/ p=12;x /b/ 301!",
        "/ p=12 /b/ 301",
    ],
)
def test_nothing_else_gets_into_a_server_s_configuration(kind: str, line: str, tmp_path: Path) -> None:
    (tmp_path / "redirects.conf").write_text("as it was")
    code, words, kept = administer(kind, f"/a/ /b/ 301\n{line}\n", tmp_path)
    assert (code, kept) == (1, "as it was")
    assert re.fullmatch(r"\S+: .*; the server keeps the old addresses it has\n", words)
