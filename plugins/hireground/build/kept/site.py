"""Build a site again of which nothing changed but that files of its folder are gone: from what is kept of them.

No text is read. A host that restores `.cache` begins with an empty folder, and so does who removed it.
"""

import time
from dataclasses import replace
from pathlib import Path

from hireground.build.explain import Outcome
from hireground.build.inputs import Inputs, repeat_warnings
from hireground.build.journal import SEARCH, Journal, WrittenFiles, write_journal
from hireground.build.kept.files import LostError, begin, put_again
from hireground.build.replacement import MARKER, is_disturbed, replacement
from hireground.checksums import files_in
from hireground.store import Store, opened
from hireground.text.localtime import build_moment


def build_restored(inputs: Inputs, output: Path, last: Journal) -> Outcome | None:
    """Put the files of the last build in the place of `output`; None if anything changed, or one is kept nowhere."""
    looked, root, span = time.time_ns(), inputs.root, last.span
    if not (span and span.covers(build_moment())) or is_disturbed(output) or last.is_all:  # then something else changed
        return None
    now = inputs.state(looked)
    if span.edited_since(inputs.state(span.looked)) != []:
        return None
    try:
        with opened(root, is_whole=False) as store, replacement(output) as folder:
            written = complete(folder, inputs, last, restore(folder, output, last, store, span.indexed), span.indexed)
    except LostError:
        return None
    repeat_warnings(span)
    fresh = span._replace(rest=now.rest, texts={**now.texts}, looked=looked)
    write_journal(output, last, written, fresh)
    return Outcome(last, written.keys, from_store=written.from_store)


def restore(folder: Path, output: Path, last: Journal, store: Store, language: str) -> WrittenFiles:
    """Put every file of the last build into a folder; those that it has no more itself are kept elsewhere."""
    keys = {path: file.key for path, file in last.written.items() if file.key}
    stay, parts = begin(folder, output, last, keys, last.search_files if language else frozenset())
    put_again(keys.keys() - stay, folder, last, store)
    sources = {path: file.source for path, file in last.written.items()}
    return WrittenFiles(keys, frozenset(), frozenset(keys.keys() - last.intact), stay, parts, sources=sources)


def complete(folder: Path, inputs: Inputs, last: Journal, written: WrittenFiles, language: str) -> WrittenFiles:
    """Write what is made of a whole site: the search index, if it has a language, and compressed copies."""
    others, parts, sums, stay = [MARKER], dict[str, str](), {**written.sums}, written.stay
    if language:
        from hireground.build.search.index import Before, add_index  # noqa: PLC0415 -- only for a site with a search

        known = {path: last.written[path].sum[:2] for path in written.stay}
        indexed = add_index(folder, inputs.root, language, Before(written.keys, known, written.parts))
        parts |= indexed.parts
        sums |= indexed.sums
        same = {part for part, name in parts.items() if part and written.parts.get(part) == name}
        stay |= {path for path in last.search_files if last.part_of(path) in same}
        others += [f"{SEARCH}{path}" for path in files_in(folder / SEARCH)]
    if inputs.compressed:
        from hireground.build.compression import compress  # noqa: PLC0415 -- likewise

        others += compress(folder, last)
    return replace(written, stay=stay, parts=parts, others=others, sums=sums)
