"""`hireground deploy-files`: write the configurations of web servers and systemd into the folder `deploy/`.

Some of them are made from the list of headers; the others are beside `plugins/` in a checkout, and inside the installed
package elsewhere.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from hireground.site.policy import NO_SERVICES
from hireground.site.settings import read_settings
from hireground.web import caddy, nginx

_ENGINE = Path(__file__).parents[1]
KEPT = _ENGINE / "deploy" if (_ENGINE / "deploy").is_dir() else _ENGINE.parents[1] / "deploy"
MADE = "# Made by `hireground deploy-files` from plugins/hireground/web/headers.py.\n"


def deploy_files(services: Mapping[str, str] = NO_SERVICES, editor: str = "") -> Mapping[Path, str]:
    """Return what the made files of `deploy/` hold, by their path from the project's root.

    `services` are what the policy of the site's pages says otherwise than the engine's, and `editor` that of /admin/.
    """
    parts = {
        "nginx/maps.conf": nginx.maps(services, editor),
        "nginx/headers.conf": nginx.headers(),
        "nginx/types.conf": nginx.types(),
        "caddy/headers.caddy": caddy.headers(services, editor),
    }
    return {Path("deploy", name): MADE + text for name, text in parts.items()}


def every_file(services: Mapping[str, str] = NO_SERVICES, editor: str = "") -> Mapping[Path, bytes]:
    """Return what all files of `deploy/` hold, by their path from the project's root."""
    found = (file for file in KEPT.rglob("*") if file.is_file() and file.suffix != ".pyc")
    kept = {Path("deploy", file.relative_to(KEPT)): file.read_bytes() for file in found}
    return {**kept, **{path: text.encode() for path, text in deploy_files(services, editor).items()}}


def add_arguments(parser: ArgumentParser) -> None:
    """Let the settings be named, which say what pages may load from other sites."""
    parser.add_argument(
        "--settings", type=Path, default=Path("publishconf.py"), help="the site's settings, if there are"
    )


def run(options: Namespace) -> int:
    """Write them, for the site whose settings are here, or for any."""
    own = read_settings(options.settings) if options.settings.is_file() else None
    files = every_file(own.directives, own.editor_policy) if own else every_file()
    for path, data in sorted(files.items()):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        sys.stdout.write(f"{path.as_posix()}\n")
    return 0
