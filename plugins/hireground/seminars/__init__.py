"""Publish seminars and their calendars; as a plugin, also on a Pelican site with its own posts and theme."""


def register() -> None:
    """Connect to Pelican, which calls this for `PLUGINS = [..., "hireground.seminars"]`."""
    from hireground.pelican.seminars_alone import connect

    connect()
