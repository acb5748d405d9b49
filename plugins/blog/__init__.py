"""Lists of posts and their feeds, and what a post shows beside its text."""


def register() -> None:
    """Connect to Pelican's signals."""
    from pelican.plugins import signals

    signals.get_generators.connect(get_generators)


def get_generators(_pelican: object) -> type:
    """Tell Pelican of the generator."""
    from plugins.blog.generator import BlogGenerator

    return BlogGenerator
