"""Ask at a terminal what a source leaves open for all its texts at once."""

import re
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator

from hireground.importing.answers import QUESTIONS
from hireground.importing.model import Fate, Note

OPTION = re.compile(r"--([a-z]+)")


def open_questions(notes: Iterable[Note], options: Namespace) -> dict[str, Note]:
    """Return what one answer would settle, each with the first place that asks."""
    found: dict[str, Note] = {}
    for note in notes:
        if note.fate is Fate.TO_DECIDE:
            names = (name for name in OPTION.findall(note.kind) if name in QUESTIONS and not getattr(options, name))
            found |= {name: note for name in names if name not in found}
    return found


def asked(notes: Iterable[Note], options: Namespace) -> bool:
    """Ask what is open, and put the answers among the options; False where nobody is asked, or nobody answers."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    given = dict(_answers(open_questions(notes, options)))
    for name, answer in given.items():
        setattr(options, name, answer)
    if given:
        lines = "".join(f"    {name}: {answer}\n" for name, answer in given.items())
        sys.stdout.write(f"These lines in a file answer the same next time, with --answers FILE:\n{lines}\n")
    return bool(given)


def _answers(questions: dict[str, Note]) -> Iterator[tuple[str, str]]:
    for name, note in questions.items():
        read, metavar, words = QUESTIONS[name]
        sys.stdout.write(f"{note.kind.partition(';')[0]} ({note.source} {note.detail}".rstrip() + ")\n")
        while answer := input(f"{metavar}, {words} (nothing leaves it open): ").strip():
            try:
                read(answer)
            except ValueError as error:
                sys.stdout.write(f"{error}\n")
                continue
            yield name, answer
            break
