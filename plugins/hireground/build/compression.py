"""Write compressed copies beside text files, which web servers send as they are."""

from pathlib import Path

from hireground.build.journal import Journal
from hireground.output import gzipped, link
from hireground.web.media_types import is_text


def compress(folder: Path, last: Journal | None = None) -> list[str]:
    """Write `name.gz` beside each text file that it makes smaller; the same bytes give the same copy.

    Returns the paths of the copies. Beside a file of the `last` build its copy is linked.
    """
    copies = list[str]()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and is_text(path.name)):
        path = file.relative_to(folder).as_posix()
        target = file.with_name(f"{file.name}.gz")
        is_kept = last is not None and last.is_same(path, file) and f"{path}.gz" in last.intact
        if last and is_kept and link(last.output / f"{path}.gz", target):
            copies.append(f"{path}.gz")
            continue
        data = file.read_bytes()
        packed = gzipped(data)
        if len(packed) < len(data):
            target.write_bytes(packed)
            copies.append(f"{path}.gz")
    return copies
