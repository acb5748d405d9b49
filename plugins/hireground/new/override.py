"""`hireground override NAME`: begin a site's own file in the place of one of the engine's theme."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from hireground.new.outdated import COMMENTS, begun_from
from hireground.terminal import RefusedError
from hireground.text.problems import did_you_mean
from hireground.theme import OWN, THEME_FOLDER, Theme

LAID_OVER = {
    "static/css/tokens.css": "/* Only what differs: the engine's own tokens stand before these. */\n:root {\n}\n",
    ".po": '# Only the phrases that differ: the rest is the engine\'s.\nmsgid ""\nmsgstr "Content-Type: text/plain; '
    'charset=utf-8\\n"\n',
}
"""What a file begins with whose engine's own stays below it, by its name or ending."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add which file it is."""
    parser.add_argument(
        "name", metavar="NAME", nargs="?", help="such as templates/base.html; all are listed if not said"
    )
    parser.add_argument("--print", action="store_true", help="print the engine's own, and write nothing")


def run(options: Namespace) -> int:
    """List the theme's files, print one, or copy it into the site's own folder `theme/`."""
    files = Theme((THEME_FOLDER,)).files("")
    if not options.name:
        sys.stdout.writelines(f"{name}\n" for name in files)
        return 0
    name = options.name.removeprefix(f"{OWN}/")
    if name not in files:
        hint = did_you_mean(name, files, "hireground override lists them all")
        raise RefusedError(f'the theme has no file "{name}"; {hint}')
    if options.print:
        sys.stdout.buffer.write(files[name].read_bytes())
        return 0
    begin(Path(OWN, name), name, files[name])
    return 0


def begin(target: Path, name: str, source: Path) -> None:
    """Write the site's own file, and say what to do with it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    over = LAID_OVER.get(name) or LAID_OVER.get(source.suffix)
    mark = begun_from(source) if source.suffix in COMMENTS else ""
    data = over.encode() if over else mark.encode() + source.read_bytes()
    try:
        with target.open("xb") as file:
            file.write(data)
    except FileExistsError:
        how = f"hireground override --print {name} shows the engine's"
        raise RefusedError(f"{target.as_posix()} is there already; {how}") from None
    sys.stdout.write(f"{target.as_posix()}\nEdit it. ")
    if mark and not over:
        sys.stdout.write("`hireground check` says when the engine's own changes; keep the first line for that.")
    sys.stdout.write("\n")
