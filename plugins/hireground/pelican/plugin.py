"""Connect the engine to Pelican's signals."""

from pelican import signals
from pelican.generators import Generator

from hireground.pelican import site
from hireground.pelican.blog import BlogGenerator
from hireground.pelican.seminars import SeminarGenerator
from hireground.pelican.web import WebGenerator


def connect() -> None:
    """Let Pelican load the site, read with our reader, and run our generators."""
    signals.get_generators.connect(load)
    signals.readers_init.connect(site.add_reader)
    signals.generator_init.connect(site.add_languages)
    signals.static_generator_finalized.connect(site.keep_published_files)


def load(pelican: object) -> list[type[Generator]]:
    """Read the whole site before Pelican asks for any of it; return the generators, in the order they run."""
    site.load(pelican)
    return [SeminarGenerator, BlogGenerator, WebGenerator]
