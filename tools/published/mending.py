"""A pair of calendars to the texts that mend it, and what they say that the files did not."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from plugins.reader.problems import InvalidContentError
from tools.published.calendars import File, read_file
from tools.published.edits import apply
from tools.published.findings import find
from tools.published.fixes import Fix, Restore
from tools.published.front import LINE
from tools.published.pair import Pair

ROUNDS = 5
"""What is mended may show what stood behind it: a file's id, then its dates, then a place."""


def mended(pair: Pair) -> Mapping[Path, str]:
    """Return the new text of every file that can be mended."""
    texts: dict[Path, str] = {}
    for _ in range(ROUNDS):
        files = dict(_mended_once(pair))
        if not files:
            break
        texts |= {path: file.text for path, file in files.items()}
        pair = replace(pair, after=replace(pair.after, files={**pair.after.files, **files}))
    return texts


def _mended_once(pair: Pair) -> Iterator[tuple[Path, File]]:
    """Yield each file with all its fixes; one that would be refused after them is left to its author."""
    fixes: defaultdict[Path, list[Fix]] = defaultdict(list)
    texts = {path: file.text for path, file in pair.after.files.items()}
    for finding in find(pair):
        if isinstance(finding.fix, Restore):
            texts[finding.path] = finding.fix.text
            fixes[finding.path] += finding.fix.fixes
        elif finding.fix:
            fixes[finding.path].append(finding.fix)
    for path, some in fixes.items():
        try:
            file = read_file(path, apply(texts[path], some).encode(), pair.defaults)
        except InvalidContentError:
            continue
        if _is_sound(file):
            yield path, file


def _is_sound(file: File) -> bool:
    """Whether no two sessions have one UID: some of a file's problems may have no fix that helps the others."""
    sessions = file.seminar.sessions
    return len({session.uid for session in sessions}) == len(sessions)


def wrote(pair: Pair, path: Path, text: str) -> Iterator[str]:
    """Say each line of a text that the file did not have: `path:line: wrote "moved_from: …"`."""
    if path in pair.originals:
        old = pair.originals[path].decode()
    else:
        old = pair.before.files[path].text
        yield f"{path.as_posix()}:1: wrote the file again, as it was published"
    before, after = LINE.findall(old), LINE.findall(text)
    for kind, _start, _end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind in {"insert", "replace"}:
            for number in range(first, last):
                yield f'{path.as_posix()}:{number + 1}: wrote "{after[number].strip()}"'
