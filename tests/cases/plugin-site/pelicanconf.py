"""A Pelican site as pelican-quickstart writes it, with seminars beside its posts."""

AUTHOR = "Mara Lindqvist"
SITENAME = "Notes and Letters"
SITEURL = ""

PATH = "content"
TIMEZONE = "Europe/Berlin"
DEFAULT_LANG = "en"

FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None

LINKS = (("Pelican", "https://getpelican.com/"),)
MENUITEMS = (("Seminars", "/seminars/"),)
DEFAULT_PAGINATION = 10
PLUGINS = []

PLUGINS = ["hireground.seminars"]
SEMINARS = {
    "uid_namespace": "0d9b1d0e-3a53-4b0e-8a4e-2f8a1c6a7b11",
    "organizer": {"name": "Notes & Letters", "email": "letters@example.org"},
}
