"""Build static sites of posts, seminars and calendars from Markdown."""


def register() -> None:
    """Connect to Pelican, which calls this for `PLUGINS = ["hireground"]`."""
    from hireground.pelican.plugin import connect

    connect()
