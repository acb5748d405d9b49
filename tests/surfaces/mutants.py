"""Change one place of a module or a template for as long as a test looks at what comes of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from hireground.theme import ENGINE_THEME

ROOM = "hireground.seminars."


@contextmanager
def mutated(where: str, old: str, new: str, theme: Path) -> Iterator[None]:
    """Put `new` in the place of `old` in a template, `macros/ticket.html`, or a module, `pages.description`.

    A template is changed in a site's own folder `theme`. In a module each function keeps its name and gets the other
    code, so that whoever has imported it sees the change.
    """
    if where.endswith(".html"):
        file = theme / "templates" / where
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(replaced(ENGINE_THEME.file(f"templates/{where}").read_text("utf-8"), old, new, where))
        try:
            yield
        finally:
            file.unlink()
        return
    module = import_module(ROOM + where)
    source = replaced(Path(module.__file__ or "").read_text("utf-8"), old, new, where)
    undo = [*_swapped(module, source)]
    try:
        yield
    finally:
        for function, code in undo:
            function.__code__ = code


def replaced(text: str, old: str, new: str, where: str) -> str:
    """Change the first `old`; one that is not there shows that the test is older than the code."""
    assert old in text, f"{where} has no {old!r} any more"
    return text.replace(old, new, 1)


def _swapped(module: ModuleType, source: str) -> Iterator[tuple[FunctionType, Any]]:
    """Give each function whose code differs the other code, and yield what it had."""
    changed: dict[str, Any] = {"__name__": module.__name__, "__file__": module.__file__}
    exec(compile(source, module.__file__ or "", "exec"), changed)  # noqa: S102 -- our own source
    for name, mine in tuple(vars(module).items()):
        for ours, theirs in _functions(mine, changed.get(name)):
            if ours.__module__ == module.__name__ and ours.__code__ != theirs.__code__:
                yield ours, ours.__code__
                ours.__code__ = theirs.__code__


def _functions(mine: object, changed: object) -> Iterator[tuple[FunctionType, FunctionType]]:
    if isinstance(mine, FunctionType) and isinstance(changed, FunctionType):
        yield mine, changed
    elif isinstance(mine, type) and isinstance(changed, type):
        for name, each in tuple(vars(mine).items()):  # classes keep what they have found out, as a test looks at them
            yield from _functions(
                getattr(each, "fget", each), getattr(vars(changed).get(name), "fget", vars(changed).get(name))
            )
