"""Settings to a site on disk; the one place that runs Pelican."""

import traceback
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from pelican import Pelican
from pelican.settings import read_settings

from plugins.reader.problems import Problem
from tools.build.faults import faults_raised
from tools.build.gzip_siblings import compress
from tools.build.replacement import RefusedError, replacement, shown
from tools.build.search import index
from tools.lint_ics import lint

NOTHING: Mapping[str, object] = MappingProxyType({})


def build_site(
    settings_file: Path, output: Path, overrides: Mapping[str, object] = NOTHING, *, compressed: bool = False
) -> None:
    """Build the site and put it in the place of `output`; on any error `output` stays as it was.

    `compressed` writes a `.gz` beside each file that is smaller for it.

    Raises `BuildError` with what is wrong with the content, `RefusedError` for settings or a folder that cannot be
    used, and whatever a fault of ours raises.
    """
    with replacement(output) as folder, faults_raised(folder) as faults:
        own = {"OUTPUT_PATH": str(folder), "DELETE_OUTPUT_DIRECTORY": False}
        pelican = Pelican(settings_of(settings_file, {**overrides, **own}))
        faults.check()
        pelican.run()
        faults.problems += calendar_findings(folder)
        site = pelican.settings.get("SITE")  # none without our plugins
        if site and site.settings.has_search:
            index(folder, pelican.settings["DEFAULT_LANG"])
        if compressed:
            compress(folder)


def calendar_findings(folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the calendars in `folder`; nobody should subscribe to a broken one."""
    for file in sorted(folder.rglob("*.ics")):
        yield from lint(file.relative_to(folder), file.read_bytes())


def settings_of(file: Path, overrides: Mapping[str, object]) -> dict[str, object]:
    """Read a settings file; raises `RefusedError` naming the line to blame."""
    if not file.is_file():
        raise RefusedError(f"there is no settings file {file}; run this in the site's folder, or use --settings")
    try:
        settings: dict[str, object] = read_settings(str(file), override=dict(overrides))
    except Exception as error:  # a settings file is a program, and may raise anything
        raise RefusedError(f"{_place(error, file)}: {type(error).__name__}: {error}") from error
    return settings


def _place(error: Exception, file: Path) -> str:
    """Name the line that raised `error`, of `file` or of another settings file beside it."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{shown(Path(error.filename))}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).resolve().parent == file.resolve().parent]
    return f"{shown(Path(own[-1].filename))}:{own[-1].lineno}" if own else str(file)
