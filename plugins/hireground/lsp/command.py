"""`hireground lsp`: help an editor that speaks LSP, over standard input and output."""

from argparse import ArgumentParser, Namespace
from importlib.util import find_spec

from hireground.terminal import RefusedError, add_settings, existing
from hireground.text.localtime import build_moment

INSTALL = "an editor is helped by pygls, which is not installed; run: pip install 'hireground[lsp]'"


def add_arguments(parser: ArgumentParser) -> None:
    """Add which site it is."""
    add_settings(parser, "publishconf.py")


def run(options: Namespace) -> int:
    """Serve until the editor goes."""
    if find_spec("pygls") is None:
        raise RefusedError(INSTALL)
    settings = existing(options.settings).absolute()
    from hireground.lsp.desk import OpenSite  # noqa: PLC0415 -- pygls, which only this verb needs
    from hireground.lsp.server import serve  # noqa: PLC0415 -- likewise

    serve(OpenSite(settings, build_moment))
    return 0
