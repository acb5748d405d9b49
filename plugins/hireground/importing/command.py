"""`hireground import SOURCE`: show what would be brought into the site, and write it when told to."""

import sys
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from hireground.importing.addresses.measured import measured, named
from hireground.importing.addresses.old_pages import old_pages
from hireground.importing.answers import add_answers, answers_of
from hireground.importing.archives import unpacked
from hireground.importing.detect import READERS, read_source
from hireground.importing.files import Written, known_redirects, write_all
from hireground.importing.model import Fate, Import, Note, Source
from hireground.importing.plan import planned
from hireground.importing.questions import asked
from hireground.importing.report import report
from hireground.site.settings import read_settings
from hireground.terminal import RefusedError, add_settings, count, existing, progress

WHERE = "a folder, or a file: .xml of WordPress, .ics, .json, .yml, .csv, a .zip of these, or a post of this site"
PAGES = "say which pages of the old site nothing answers: its built folder, its sitemap, or a list of addresses"
DRY = "Nothing was written yet; --write does it. What is there already stays as it is.\n"


def add_arguments(parser: ArgumentParser) -> None:
    """Add what an import can be told."""
    parser.add_argument("source", metavar="SOURCE", type=Path, help=WHERE)
    parser.add_argument("--write", action="store_true", help="write the files; without it only the report is shown")
    parser.add_argument("--download", action="store_true", help="fetch what texts show and SOURCE does not have")
    parser.add_argument("--as", dest="kind", choices=sorted(READERS), help="what SOURCE is, if that is not seen")
    parser.add_argument("--report", metavar="FILE", type=Path, help="write the whole report there, every line of it")
    parser.add_argument("--pages", metavar="PATH", type=Path, help=PAGES)
    add_answers(parser)
    add_settings(parser, "pelicanconf.py")


def run(options: Namespace) -> int:
    """Read the source, say what becomes of it, and write it when told to; 1 if something is to decide."""
    settings = read_settings(existing(options.settings))
    if not options.source.exists():
        raise RefusedError(f"there is no {options.source}; name a folder or a file")

    def plan(source: Source) -> Import:
        return planned(source, settings.language, progress("Reading texts"), settings.kinds)

    with unpacked(options.source) as place, TemporaryDirectory(prefix="hireground-") as fetched:
        source = read_source(place, options.kind, answers_of(options, settings))
        result = plan(source)
        if asked(result.notes, options):
            source = read_source(place, options.kind, answers_of(options, settings))
            result = plan(source)
        if options.download and result.elsewhere:
            from hireground.importing.downloads import with_downloads  # noqa: PLC0415 -- the network, which few ask for

            source = with_downloads(source, result.elsewhere, Path(fetched), tell=progress("Fetching files"))
            result = plan(source)
        content = settings.root / settings.content
        lost, share = _measured(options.pages, source, result, content) if options.pages else ((), "")
        written = write_all(result, content, is_dry=not options.write)
    notes = (*of_what_is_written(result.notes, written.notes), *written.notes, *lost)
    sys.stdout.write(f"{options.source} is {source.name}.\n\n{report(notes)}\n{share}")
    if options.report:
        options.report.write_text(report(notes, is_whole=True), "utf-8")
    sys.stdout.write(_said(result, written, is_dry=not options.write))
    return int(any(note.fate is Fate.TO_DECIDE for note in notes))


def of_what_is_written(notes: Sequence[Note], left: Sequence[Note]) -> Iterator[Note]:
    """Leave out what is said of a source all of whose files are left as they are."""
    targets: defaultdict[str, set[str]] = defaultdict(set)
    for note in notes:
        if note.fate is Fate.KEPT:
            targets[note.source].add(note.detail)
    stays = {note.source for note in left}
    untouched = {source for source, paths in targets.items() if paths <= stays}
    return (note for note in notes if note.source not in untouched)


def _measured(path: Path, source: Source, result: Import, content: Path) -> tuple[tuple[Note, ...], str]:
    """Say which old pages have no answer, and the share that does; what the site leads on already counts."""
    if not path.exists():
        raise RefusedError(f"there is no {path}; name the old site's built folder, its sitemap, or a list of addresses")
    pages = old_pages(path, urlsplit(source.address).path.rstrip("/"))
    notes, share = measured(pages, result.answered | {*map(named, known_redirects(content))})
    return notes, f"{share}\n"


def _said(result: Import, written: Written, *, is_dry: bool) -> str:
    lists = count(len(result.redirects), "old list")
    more = f", and content/redirects.yaml leads on from {lists}" if result.redirects else ""
    if is_dry:
        return f"{count(len(written.new), 'file')} would be written{more}.\n{DRY}"
    there = f", {written.same:,} were there already" if written.same else ""
    return f"Wrote {count(len(written.new), 'file')}{there}{more}.\n`hireground check` says what is left to do.\n"
