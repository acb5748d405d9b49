"""Seminar front matter to event pages, calendars, registration links and structured data."""


def register() -> None:
    """Connect to Pelican's signals."""
    from pelican.plugins import signals

    signals.get_generators.connect(get_generators)


def get_generators(_pelican: object) -> type:
    """Tell Pelican of the generator."""
    from plugins.seminars.generator import SeminarGenerator

    return SeminarGenerator
