"""Text files to compressed copies beside them, which web servers send as they are."""

import gzip
from pathlib import Path

from plugins.discovery.media_types import is_text


def compress(folder: Path) -> int:
    """Write `name.gz` beside each text file that it makes smaller; the same bytes give the same copy."""
    number = 0
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and is_text(path.name)):
        data = file.read_bytes()
        packed = gzip.compress(data, 9, mtime=0)
        if len(packed) < len(data):
            file.with_name(f"{file.name}.gz").write_bytes(packed)
            number += 1
    return number
