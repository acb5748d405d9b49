"""What machines look for: sitemap, robots, redirects, hashed assets."""


def register() -> None:
    """Connect to Pelican's signals."""
    from pelican.plugins import signals

    signals.get_generators.connect(get_generators)


def get_generators(_pelican: object) -> type:
    """Tell Pelican of the generator."""
    from plugins.discovery.generator import DiscoveryGenerator

    return DiscoveryGenerator
