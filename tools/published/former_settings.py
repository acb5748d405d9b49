"""Published settings files to the settings that calendars were made with: read as text, never run."""

import ast
from collections.abc import Callable, Iterable, Mapping

from plugins.seminars.zones import parse_zone
from plugins.site.seminar_settings import SeminarSettings
from plugins.site.settings import SiteSettings

NAMES = {"TIMEZONE": "timezone", "SEMINARS": "seminars"}
READERS: Mapping[str, Callable[[object], object]] = {"timezone": parse_zone, "seminars": SeminarSettings.model_validate}


def former_settings(today: SiteSettings, sources: Iterable[bytes]) -> SiteSettings:
    """Lay the literals of published settings files, a later file over an earlier, over today's settings."""
    said: dict[str, object] = {}
    for source in sources:
        said |= _literals(source)
    try:
        return today.model_copy(update={name: READERS[name](value) for name, value in said.items()})
    except ValueError:
        return today


def _literals(source: bytes) -> dict[str, object]:
    said: dict[str, object] = {}
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError):
        return said
    for statement in statements:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name) and target.id in NAMES:
                    said |= _literal(NAMES[target.id], statement.value)
    return said


def _literal(name: str, value: ast.expr) -> Mapping[str, object]:
    try:
        return {name: ast.literal_eval(value)}
    except ValueError:
        return {}


def namespace_line(source: bytes) -> int:
    """Return the line of a settings file that says `uid_namespace`, or the first."""
    lines = enumerate(source.decode("utf-8", "replace").split("\n"), start=1)
    return next((number for number, line in lines if "uid_namespace" in line), 1)
