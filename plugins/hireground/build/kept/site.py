"""Build a site again of which nothing changed but that files of its folder are gone: from what is kept of them.

No text is read. A host that restores `.cache` begins with an empty folder, and so does who removed it.
"""

import time
from pathlib import Path

from hireground.build.explain import Outcome
from hireground.build.journal import Journal, write_journal
from hireground.build.kept.files import LostError, make_folders, put_again
from hireground.build.leftovers import leave_only
from hireground.build.replacement import is_disturbed, replacement, take_spare
from hireground.build.unchanged import Inputs, edited_since, say_again
from hireground.store import Store, opened
from hireground.text.localtime import build_moment


def build_restored(inputs: Inputs, output: Path, last: Journal) -> Outcome | None:
    """Put the files of the last build in the place of `output`; None if anything changed, or one is kept nowhere."""
    looked, root, span = time.time_ns(), inputs.root, last.span
    if not (span and span.has(build_moment())) or is_disturbed(output):
        return None
    now = inputs.read(looked)
    if edited_since(span, inputs.read(span.looked)) != []:
        return None
    keys = {path: file.key for path, file in last.written.items() if file.key}
    try:
        with opened(root, is_whole=False) as store, replacement(output) as folder:
            take_spare(folder, output)
            lost = restore(folder, last, store)
            complete(folder, inputs, last, span.indexed)
    except LostError:
        return None
    say_again(span)
    fresh = span._replace(rest=now.rest, texts={**now.texts}, looked=looked)
    write_journal(output, keys, last, fresh, {path: file.source for path, file in last.written.items()})
    return Outcome(last, keys, kept=lost)


def restore(folder: Path, last: Journal, store: Store) -> frozenset[str]:
    """Put every file of the last build into a folder, and return the paths of those that it has no more itself."""
    ours = {path: file.key for path, file in last.written.items() if file.key}
    there = {path: file for path, key in ours.items() if (file := last.still_there(path, key))}
    left = leave_only(folder, there)
    make_folders(folder, ours.keys() - left)
    put_again(ours.keys() - left, there, folder, last, store)
    return frozenset(ours.keys() - there.keys())


def complete(folder: Path, inputs: Inputs, last: Journal, language: str) -> None:
    """Write what is made of a whole site: the search index, if it has a language, and compressed copies."""
    if language:
        from hireground.build.search.index import add_index  # noqa: PLC0415 -- only for a site that has a search

        add_index(folder, inputs.root, language)
    if inputs.compressed:
        from hireground.build.compression import compress  # noqa: PLC0415 -- likewise

        compress(folder, last)
