"""The site on a laptop; publishconf.py says what differs in public."""

import logging

SITENAME = "Hire Ground"
SITESUBTITLE = "Plain talk about finding work, and seminars where you can practice it"
SITEURL = ""
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
# What differs from the theme's colours, on light pages and on dark ones; docs/settings.md has their names.
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
SITE_SEARCH = True  # a search page, its index made by every build
SITE_CARDS = True  # a picture of each post and seminar for sites and messengers that show links

PATH = "content"
THEME = "theme"
PLUGINS = ["plugins.site", "plugins.seminars", "plugins.blog", "plugins.discovery"]

# Where posts and pages stand, and what Pelican itself shall not write: plugins/blog writes every list and feed.
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
ARTICLE_URL = "posts/{slug}/"
ARTICLE_SAVE_AS = "posts/{slug}/index.html"
ARTICLE_LANG_URL = "{lang}/posts/{slug}/"
ARTICLE_LANG_SAVE_AS = "{lang}/posts/{slug}/index.html"
DRAFT_URL = ARTICLE_URL
DRAFT_SAVE_AS = ARTICLE_SAVE_AS
DRAFT_LANG_URL = ARTICLE_LANG_URL
DRAFT_LANG_SAVE_AS = ARTICLE_LANG_SAVE_AS
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_LANG_URL = "{lang}/{slug}/"
PAGE_LANG_SAVE_AS = "{lang}/{slug}/index.html"
DRAFT_PAGE_URL = PAGE_URL
DRAFT_PAGE_SAVE_AS = PAGE_SAVE_AS
DRAFT_PAGE_LANG_URL = PAGE_LANG_URL
DRAFT_PAGE_LANG_SAVE_AS = PAGE_LANG_SAVE_AS
AUTHOR_URL = "authors/{slug}/"
TAG_URL = "topics/{slug}/"
AUTHOR_SAVE_AS = TAG_SAVE_AS = CATEGORY_SAVE_AS = ""
DIRECT_TEMPLATES: list[str] = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
USE_FOLDER_AS_CATEGORY = False
DEFAULT_CATEGORY = "Posts"
FILENAME_METADATA = ""
SLUGIFY_SOURCE = "basename"
SUMMARY_MAX_LENGTH = None
THEME_STATIC_PATHS: list[str] = []  # plugins/discovery writes the theme's files, each with its content's hash
RELATIVE_URLS = False
LOG_FILTER = [(logging.WARNING, "Empty alt attribute for image %s in %s")]  # our own check says it, with the line
DELETE_OUTPUT_DIRECTORY = False
CACHE_CONTENT = LOAD_CONTENT_CACHE = False
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "extensions": ["jinja2.ext.i18n"]}
