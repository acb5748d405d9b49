"""The list of headers to the files of `deploy/` that say it."""

from collections.abc import Mapping
from pathlib import Path

from plugins.discovery import nginx

NGINX = "# Made by `python -m tools.serving` from plugins/discovery/headers.py.\n"


def deploy_files() -> Mapping[Path, str]:
    """Return what the made files of `deploy/` hold, by their path from the project's root."""
    folder = Path("deploy/nginx")
    parts = {"maps.conf": nginx.maps(), "headers.conf": nginx.headers(), "types.conf": nginx.types()}
    return {folder / name: NGINX + text for name, text in parts.items()}
