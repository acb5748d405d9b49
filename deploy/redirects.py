#!/usr/bin/env python3
"""The old addresses of the newest release to a part of the web server's configuration.

    redirects.py nginx /srv/site/current/_redirects /etc/nginx/site/redirects.conf
    redirects.py caddy /srv/site/current/_redirects /etc/caddy/redirects.caddy

It runs as root, from a place that authors cannot write to, and what it reads is theirs: so a line that is neither two
paths and 301, nor an address by number such as `/ p=12 /posts/knots/ 301!`, stops it, and the server keeps what it has.
It needs Python's own library alone.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

PATH = r"(/(?!/)[A-Za-z0-9._~%/-]*)"
LINE = re.compile(f"{PATH} {PATH} 301")
NUMBERED = re.compile(f"/ ([a-z_]{{1,20}})=([A-Za-z0-9_-]{{1,80}}) {PATH} 301!")
RESERVED = "/404.html"
ROOM = "/_numbered/"
PLAIN = re.compile(r"[^\x00-\x20\"'`\\${}*;\x7f]+")
"""What an old address may be once it is decoded: it stands in quotes in a configuration."""


def redirects(text: str) -> Iterator[tuple[str, str]]:
    """Yield old address, decoded, and new; the old one with its last slash and without."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#") or NUMBERED.fullmatch(line):
            continue
        found = LINE.fullmatch(line)
        old = unquote(found[1], errors="strict") if found else ""
        if not found or not PLAIN.fullmatch(old):
            raise ValueError(f"line {number} is no redirect that a configuration may hold")
        if old.rstrip("/") not in {unquote(found[2]).rstrip("/"), RESERVED}:  # the first would lead to itself
            yield old, found[2]
            yield old.rstrip("/") or "/", found[2]


def numbered(text: str) -> dict[str, str]:
    """Return the new addresses of texts by what named them behind the question mark: `p=12`."""
    found = (NUMBERED.fullmatch(line) for line in text.splitlines())
    return {f"{one[1]}={one[2]}": one[3] for one in found if one}


def nginx(pairs: dict[str, str], by_number: dict[str, str]) -> str:
    """Write a location for each, which nginx finds without going through all."""
    lines = [f'location = "{old}" {{ return 301 {new}$is_args$args; }}\n' for old, new in pairs.items()]
    if by_number:  # what is behind the question mark becomes a path, since locations look at nothing else
        names = "|".join(sorted({one.partition("=")[0] for one in by_number}))
        lines.append(f'if ($args ~ "^(?:{names})=[A-Za-z0-9_-]+$") {{ rewrite ^/$ {ROOM}$args? last; }}\n')
        lines.append(f"location ^~ {ROOM} {{ return 302 /; }}\n")
        lines += [f'location = "{ROOM}{old}" {{ return 301 {new}; }}\n' for old, new in by_number.items()]
    return "".join(lines)


def caddy(pairs: dict[str, str], by_number: dict[str, str]) -> str:
    """Write a map of all, and the redirect."""
    rows = "".join(f"\t`{old}` {new}\n" for old, new in pairs.items())
    table = f'map {{path}} {{moved}} {{\n{rows}\tdefault ""\n}}\n'
    table += '@moved expression `{moved} != ""`\nredir @moved {moved} 301\n'
    if not by_number:
        return table
    rows = "".join(f"\t`{old}` {new}\n" for old, new in by_number.items())
    table += f'map {{query}} {{numbered}} {{\n{rows}\tdefault ""\n}}\n'
    return table + '@numbered expression `{path} == "/" && {numbered} != ""`\nredir @numbered {numbered} 301\n'


def main(arguments: list[str]) -> int:
    """Write the configuration whole or not at all."""
    kind, source, target = arguments
    try:
        text = Path(source).read_text("utf-8")
        made = {"nginx": nginx, "caddy": caddy}[kind](
            dict(sorted(redirects(text))), dict(sorted(numbered(text).items()))
        )
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{source}: {error}; the server keeps the old addresses it has\n")
        return 1
    place = Path(target)
    fresh = place.with_name(f".{place.name}.new")
    fresh.write_text(made, "utf-8")
    fresh.replace(place)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
