"""`hireground lsp`: help an editor that speaks LSP, over standard input and output."""

import sys
from argparse import ArgumentParser, Namespace
from importlib.util import find_spec
from pathlib import Path

from hireground.terminal import RefusedError, add_settings, existing, shown
from hireground.text.localtime import build_moment

INSTALL = 'an editor is helped by pygls, which is not installed; run: {python} -m pip install "pygls>=2,<3"'
"""The library alone: by way of `hireground[lsp]` pip might put others in the place of those that the lock names."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add which site it is."""
    add_settings(parser, "publishconf.py")


def run(options: Namespace) -> int:
    """Serve until the editor goes."""
    if find_spec("pygls") is None:
        raise RefusedError(INSTALL.format(python=shown(Path(sys.executable))))
    settings = existing(options.settings).absolute()
    from hireground.lsp.open_site import OpenSite  # noqa: PLC0415 -- pygls, which only this verb needs
    from hireground.lsp.server import serve  # noqa: PLC0415 -- likewise

    serve(OpenSite(settings, build_moment))
    return 0
