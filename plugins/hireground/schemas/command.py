"""`hireground schema FOLDER`: write what authors write as JSON Schema, for editors and other programs."""

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from hireground.terminal import RefusedError, count

FOLDER = Path(".venv/schemas")
"""Beside the engine that they are of: whatever makes `.venv` anew makes them anew."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add where they go."""
    parser.add_argument(
        "folder", metavar="FOLDER", type=Path, nargs="?", default=FOLDER, help=f"{FOLDER.as_posix()} if not said"
    )


def run(options: Namespace) -> int:
    """Write them all."""
    from hireground.schemas.models import schemas  # noqa: PLC0415 -- `--help` needs no models

    folder: Path = options.folder
    if folder.exists() and not folder.is_dir():
        raise RefusedError(f"{folder} is a file, and a folder is needed; choose another name")
    found = schemas()
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in found.items():
        text = json.dumps(schema, indent=1, ensure_ascii=False)
        (folder / f"{name}.json").write_text(f"{text}\n", "utf-8", newline="\n")
    sys.stdout.write(f"Wrote {count(len(found), 'schema')} into {folder}\n")
    return 0
