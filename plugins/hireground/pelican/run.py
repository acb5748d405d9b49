"""Run Pelican on a settings file, and raise everything that it would only log."""

import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from pelican import Pelican
from pelican.settings import read_settings

from hireground.pelican.log import Warnings, problems_raised
from hireground.site.settings_file import is_data, own_modules, public_address, run_settings
from hireground.site.site import Site
from hireground.terminal import RefusedError, attached, shown
from hireground.text.problems import InvalidContentError, Problem


def run_pelican(
    settings_file: Path,
    folder: Path,
    overrides: Mapping[str, object],
    find_more: Callable[[Path], Iterable[Problem]],
) -> Site | None:
    """Write the site into `folder`; return it, or None for a site whose settings do not name this engine.

    `find_more` is asked what is wrong with the files that were written. Raises `InvalidContentError` with what is
    wrong with the content, `RefusedError` for settings that cannot be used, and whatever a fault of ours raises.
    """
    with attached(Warnings()), problems_raised(folder) as problems:
        own = {"OUTPUT_PATH": str(folder), "DELETE_OUTPUT_DIRECTORY": False}
        pelican = Pelican(settings_of(settings_file, {**overrides, **own}))
        problems.check()
        pelican.run()
        problems.problems += find_more(folder)
    site: Site | None = pelican.settings.get("SITE")
    return site


def settings_of(file: Path, overrides: Mapping[str, object]) -> dict[str, object]:
    """Read a settings file; raises `InvalidContentError` naming the line that is wrong."""
    if not file.is_file():
        raise RefusedError(f"there is no settings file {file}; run this in the site's folder, or use --settings")
    try:
        if is_data():
            return dict(read_settings(override={**run_settings(file), **overrides}))
        with own_modules(file.resolve().parent):
            settings: dict[str, object] = read_settings(str(file), override=dict(overrides))
            if address := public_address(settings):
                settings = read_settings(str(file), override={**address, **overrides})
    except Exception as error:  # a settings file is a program, and may raise anything
        raise InvalidContentError((), [f"{_place(error, file)}: {type(error).__name__}: {error}"]) from error
    return settings


def _place(error: Exception, file: Path) -> str:
    """Name the line that raised `error`, of `file` or of another settings file beside it."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{shown(Path(error.filename))}:{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).resolve().parent == file.resolve().parent]
    return f"{shown(Path(own[-1].filename))}:{own[-1].lineno}" if own else str(file)
