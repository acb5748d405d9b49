"""Tell an author what is done, and ask, on a terminal or not."""

import sys
from dataclasses import dataclass

from hireground.terminal import BOLD, GREEN, RefusedError, styled


@dataclass(frozen=True)
class Screen:
    """Where words go; with `yes` nothing is asked."""

    yes: bool = False

    def say(self, text: str = "", style: str = "") -> None:
        """Print a line, or several."""
        sys.stdout.write(f"{styled(text, style)}\n")
        sys.stdout.flush()

    def done(self, text: str) -> None:
        """Say that a step is done."""
        self.say(f"{styled('✓', GREEN)} {text}")

    def heading(self, text: str) -> None:
        """Begin a new part."""
        self.say(f"\n{styled(text, BOLD)}")

    def ask(self, question: str, otherwise: str) -> str:
        """Return an answer, empty for Enter; where nobody can be asked, raises with what to do `otherwise`."""
        if self.yes:
            return ""
        if not sys.stdin.isatty():
            raise RefusedError(f"nobody is here to be asked; {otherwise}")
        return input(f"\n{styled(question, BOLD)} ").strip()

    def agree(self, question: str, otherwise: str, *, default: bool) -> bool:
        """Ask for yes or no; Enter, and `yes`, are the default."""
        while True:
            answer = self.ask(f"{question} [{'Y/n' if default else 'y/N'}]", otherwise).lower()
            if answer in {"", "y", "yes", "n", "no"}:
                return default if not answer else answer.startswith("y")
