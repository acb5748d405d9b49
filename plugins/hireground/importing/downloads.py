"""Fetch pictures and files that texts show and the source does not have: only when told to, within bounds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from hireground.importing.model import Fate, Note, Source
from hireground.pictures.inspecting import ending_of, inspect, what_runs
from hireground.pictures.model import is_picture
from hireground.published.asking import Client
from hireground.published.bringing import MOST_PICTURES, SECONDS, Fetch, fetched
from hireground.terminal import Progress, silent

AT_ONCE = 20
"""Addresses whose files are in memory together."""
KIND = "a file that could not be fetched"


def with_downloads(
    source: Source, wanted: Iterable[str], folder: Path, fetch: Fetch | None = None, tell: Progress = silent
) -> Source:
    """Return the source with the files at these addresses, which are kept in a folder; the report says what is lost."""
    wanted = sorted(set(wanted))
    some = wanted[:MOST_PICTURES]
    files: dict[str, Path] = {}
    notes = [Note(Fate.LEFT_OUT, f"a file beyond the first {MOST_PICTURES:,}", "", one) for one in wanted[len(some) :]]
    for start in range(0, len(some), AT_ONCE):
        several = some[start : start + AT_ONCE]
        for url, (data, why) in fetched(several, fetch or Client(seconds=SECONDS).fetch).items():
            name, refusal = ("", why) if why else _name(url, data)
            if refusal:
                notes.append(Note(Fate.TO_DECIDE, KIND, "", f"{url}: {refusal}"))
                continue
            files[url] = folder / sha256(url.encode()).hexdigest()[:16] / name
            files[url].parent.mkdir(parents=True, exist_ok=True)
            files[url].write_bytes(data)
        tell(len(files) + len(notes), len(some))
    return replace(source, files={**source.files, **dict(_named(source, files))}, notes=(*source.notes, *notes))


def _name(url: str, data: bytes) -> tuple[str, str]:
    """Return the name of a file, a picture's by what is in it, or why it cannot be had."""
    path = PurePosixPath(unquote(urlsplit(url).path))
    if path.suffix and not is_picture(path):
        return path.name, ""
    try:
        ending = ending_of(data)
        inspect(data, PurePosixPath(f"picture{ending}"))
        runs = what_runs(data)
    except ValueError as error:
        return "", str(error)
    return f"{path.stem or 'picture'}{ending}", f"it has {runs[2]} in it, which may run" if runs else ""


def _named(source: Source, files: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    """Yield files by the addresses that texts have: whole ones of other sites, and paths of the old one."""
    own = urlsplit(source.address).netloc.removeprefix("www.").lower()
    for url, file in files.items():
        parts = urlsplit(url)
        is_own = own and parts.netloc.removeprefix("www.").lower() == own
        yield (unquote(parts.path) if is_own else url), file
