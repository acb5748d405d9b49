"""The site's content, read once and whole, before Pelican asks for any of it."""


def register() -> None:
    """Connect to Pelican's signals."""
    from pelican.plugins import signals

    from plugins.site import generator

    signals.get_generators.connect(generator.load)
    signals.readers_init.connect(generator.add_reader)
    signals.generator_init.connect(generator.add_languages)
    signals.static_generator_finalized.connect(generator.leave_pictures)
