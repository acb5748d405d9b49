"""The list of headers to the files of `deploy/` that say it."""

from collections.abc import Mapping
from pathlib import Path

from plugins.discovery import caddy, nginx

MADE = "# Made by `python -m tools.serving` from plugins/discovery/headers.py.\n"


def deploy_files() -> Mapping[Path, str]:
    """Return what the made files of `deploy/` hold, by their path from the project's root."""
    parts = {
        "nginx/maps.conf": nginx.maps(),
        "nginx/headers.conf": nginx.headers(),
        "nginx/types.conf": nginx.types(),
        "caddy/headers.caddy": caddy.headers(),
    }
    return {Path("deploy", name): MADE + text for name, text in parts.items()}
