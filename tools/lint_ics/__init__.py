"""A strict, byte-level linter for the iCalendar files this site writes."""

from tools.lint_ics.pipeline import lint

__all__ = ["lint"]
