"""Speak LSP over standard input and output: problems while typing, fixes on click, completion, and what dates mean."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from hireground.lsp.completion import offers
from hireground.lsp.hover import Setting, meaning
from hireground.lsp.open_site import OpenSite, Problems
from hireground.lsp.problems import actions, column_of, diagnostic
from hireground.lsp.spots import spot_at
from hireground.text.problems import InvalidContentError, Problem
from hireground.text.source import is_markdown
from hireground.version import VERSION

IDLE = 0.1
"""Seconds without a letter after which the whole site is looked at."""
TRIGGERS = [":", " ", "(", "/", "[", ",", "-"]


class SiteServer(LanguageServer):
    """One site, open in an editor."""

    def __init__(self, site: OpenSite) -> None:
        super().__init__("hireground", VERSION)
        self.site = site
        self.shown: dict[Path, tuple[Problem, ...]] = {}
        self.wanted = 0
        self.is_saved = False
        self.checking = asyncio.Lock()
        self.tasks = set[asyncio.Task[None]]()

    def path_of(self, uri: str) -> Path | None:
        """Return a file's path from the site's root; None for what is not of the site."""
        file = Path(to_fs_path(uri) or "")
        with suppress(ValueError, OSError):
            return file.resolve().relative_to(self.site.root.resolve())
        return None

    def take(self, uri: str) -> Path | None:
        """Hold a text as the editor has it."""
        path = self.path_of(uri)
        if path and is_markdown(path):
            self.site.held[path] = self.workspace.get_text_document(uri).source
        return path

    def show(self, path: Path, problems: tuple[Problem, ...]) -> None:
        """Show a file's problems, in the place of those that it had."""
        self.shown[path] = problems
        text = self.text_of(path)
        said = [diagnostic(one, text) for one in problems]
        uri = from_fs_path(str(self.site.root.resolve() / path)) or ""
        version = self.workspace.get_text_document(uri).version if path in self.site.held else None
        found = types.PublishDiagnosticsParams(uri=uri, diagnostics=said, version=version)
        self.text_document_publish_diagnostics(found)

    def text_of(self, path: Path) -> str:
        """Return a file's text, as the editor has it or as it is saved."""
        file = self.site.root / path
        held = self.site.held.get(path)
        return held if held is not None else file.read_text("utf-8", errors="replace") if file.is_file() else ""

    def show_all(self, found: Problems) -> None:
        """Show the problems of all files, and that others have none any more, those that are open above all."""
        for path in {*found, *self.site.held, *(path for path, problems in self.shown.items() if problems)}:
            self.show(path, found.get(path, ()))

    def edited(self, path: Path | None) -> None:
        """Say at once what is wrong with a text, and with all else a moment later."""
        if path is None:
            return
        problems = self.site.glance(path) if path in self.site.held else None
        if problems is not None:
            of_others = tuple(one for one in self.site.published if one.path == path)
            self.show(path, (*(one for one in problems if one.path == path), *of_others))
        self.look(is_saved=False, after=IDLE)

    def look(self, *, is_saved: bool, after: float = 0.0) -> None:
        """Look at the whole site, soon; a newer request takes the place of an older one."""
        self.wanted += 1
        self.is_saved |= is_saved
        task = asyncio.get_running_loop().create_task(self._look(self.wanted, after))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _look(self, number: int, after: float) -> None:
        await asyncio.sleep(after)
        async with self.checking:
            if number != self.wanted:
                return
            is_saved, self.is_saved = self.is_saved, False
            found = await asyncio.to_thread(self.site.check, is_saved=is_saved)
        if number == self.wanted:
            self.show_all(found)
        else:
            self.is_saved |= is_saved  # what was found is of an older text


def serve(site: OpenSite) -> None:
    """Serve an editor until it goes."""
    server = SiteServer(site)
    for method, handler in HANDLERS.items():
        server.feature(method)(handler)
    server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=TRIGGERS))(complete)
    kinds = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)(fix)
    server.start_io()


def opened(server: SiteServer, asked: types.DidOpenTextDocumentParams) -> None:
    """Look at a site of which a text was opened."""
    server.take(asked.text_document.uri)
    server.look(is_saved=True)


def changed(server: SiteServer, asked: types.DidChangeTextDocumentParams) -> None:
    """Look at a text that is being written."""
    server.edited(server.take(asked.text_document.uri))


def saved(server: SiteServer, asked: types.DidSaveTextDocumentParams) -> None:
    """Look at everything, also at what subscribers would lose."""
    server.take(asked.text_document.uri)
    server.look(is_saved=True)


def closed(server: SiteServer, asked: types.DidCloseTextDocumentParams) -> None:
    """Go by what is saved again."""
    path = server.path_of(asked.text_document.uri)
    if path:
        server.site.held.pop(path, None)
    server.look(is_saved=True)


def fix(server: SiteServer, asked: types.CodeActionParams) -> list[types.CodeAction]:
    """Offer the fixes of what is wrong there."""
    path = server.path_of(asked.text_document.uri)
    if path is None:
        return []
    return actions(server.shown.get(path, ()), asked.text_document.uri, server.text_of(path), asked.range)


def complete(server: SiteServer, asked: types.CompletionParams) -> list[types.CompletionItem]:
    """Offer what may stand there."""
    path = server.path_of(asked.text_document.uri)
    text = server.text_of(path) if path else ""
    line = asked.position.line
    column = column_of(line_of(text, line), asked.position.character)
    spot = spot_at(text, line, column)
    if path is None or spot is None:
        return []
    try:
        found = offers(spot, path, server.site.settings().content, server.site.known())
    except InvalidContentError:
        return []
    begin = types.Position(line, asked.position.character - len(spot.begun.encode("utf-16-le")) // 2)
    return [
        types.CompletionItem(
            label=one.label, detail=one.kind or None, filter_text=one.label,
            text_edit=types.TextEdit(types.Range(begin, asked.position), one.text),
        )
        for one in found
    ]  # fmt: skip


def hover(server: SiteServer, asked: types.HoverParams) -> types.Hover | None:
    """Say what stands there means."""
    path = server.path_of(asked.text_document.uri)
    text = server.text_of(path) if path else ""
    line = line_of(text, asked.position.line)
    spot = spot_at(text, asked.position.line, max(column_of(line, asked.position.character), end_of_key(line)))
    if path is None or spot is None or not spot.is_matter or not spot.keys:
        return None
    site = server.site
    try:
        document = site.document(path)
        setting = Setting(site.defaults(), site.settings().content, site.clock())
    except InvalidContentError:
        return None
    said = meaning(spot, document, asked.position.line, setting)
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, said)) if said else None


def line_of(text: str, number: int) -> str:
    """Return a line, counted from 0; empty below the last."""
    lines = text.split("\n")
    return lines[number] if number < len(lines) else ""


def end_of_key(line: str) -> int:
    """Return where a line's key ends, so that who points at a key is told of it."""
    colon = line.find(":")
    return colon + 2 if 0 <= colon < len(line) - 1 else colon + 1


HANDLERS: dict[str, Callable[..., object]] = {
    types.TEXT_DOCUMENT_DID_OPEN: opened,
    types.TEXT_DOCUMENT_DID_CHANGE: changed,
    types.TEXT_DOCUMENT_DID_SAVE: saved,
    types.TEXT_DOCUMENT_DID_CLOSE: closed,
    types.TEXT_DOCUMENT_HOVER: hover,
}
