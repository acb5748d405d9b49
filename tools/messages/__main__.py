"""The catalogues as a command: bring them up to date and say what is still to translate; exit 1 if anything is."""

import sys
from collections.abc import Sequence
from pathlib import Path

from tools.messages.catalogue import LOCALE, update
from tools.messages.untranslated import untranslated


def main(_arguments: Sequence[str] | None = None) -> int:
    """Update every catalogue; print each phrase that has no translation yet."""
    root = Path.cwd()
    waiting = []
    for file in sorted((root / LOCALE).glob("*.po")):
        file.write_bytes(update(root, file))
        waiting += [f"{file.relative_to(root)}: {phrase}" for phrase in untranslated(file)]
    sys.stdout.writelines(f"{line}\n" for line in waiting or ["Every phrase is translated"])
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
