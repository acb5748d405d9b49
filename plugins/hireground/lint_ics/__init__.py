"""Lint iCalendar files strictly, byte by byte."""

from hireground.lint_ics.pipeline import lint

__all__ = ["lint"]
