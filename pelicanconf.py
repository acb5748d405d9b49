"""The site on a laptop; publishconf.py says what differs in public."""

from hireground.pelican.defaults import *

SITENAME = "Hire Ground"
SITESUBTITLE = "Plain talk about finding work, and seminars where you can practice it"
AUTHOR = "Mara Lindqvist"
TIMEZONE = "America/Los_Angeles"
DEFAULT_LANG = "en"
LOCALE_NAME = "en_US"  # how dates are written, and the day that weeks start with

SITE_NAV = (("Posts", "posts/"), ("Seminars", "seminars/"), ("Subscribe", "subscribe/"), ("About", "about/"))
SITE_LINKS = (("Contact", "contact/"), ("Archive", "archive/"), ("Past seminars", "seminars/past/"))

SITE_SOCIAL = (
    ("Mastodon", "https://social.example.org/@hireground"),
    ("Video", "https://video.example.org/hireground"),
)
SITE_FOOTER = "Made by hand near Bellevue. No cookies, no tracking; take what helps you."
# What differs from the theme's colors, on light pages and on dark ones; docs/settings.md has their names.
SITE_COLORS: dict[str, tuple[str, str]] = {}

SEMINARS = {
    # Calendars know every session by a name made from this: it never changes once the site is public.
    "uid_namespace": "5b2f6d1e-8a43-4c57-9c0e-7f1d2b9a6e34",
    "organizer": {"name": "Hire Ground", "email": "seminars@example.org", "url": "https://example.org"},
    "duration": "90m",
    "keep_past_days": "365",
    "calendar_color": "seagreen",
}
SHOW_DRAFTS = True
