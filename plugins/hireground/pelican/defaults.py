"""Set what Pelican needs for this engine: `from hireground.pelican.defaults import *` in a site's pelicanconf.py.

A site's own settings stand below that line. What is set here says where posts and pages stand, and what Pelican itself
must not write, since the engine writes every list and feed.
"""

import logging

from hireground import urls
from hireground.theme import THEME_FOLDER

PATH = "content"
THEME = str(THEME_FOLDER)
PLUGINS = ["hireground"]
SITEURL = ""
DEFAULT_LANG = "en"

ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
ARTICLE_URL = urls.POST.pattern
ARTICLE_SAVE_AS = urls.file_of(ARTICLE_URL)
ARTICLE_LANG_URL = urls.TRANSLATED_POST.pattern
ARTICLE_LANG_SAVE_AS = urls.file_of(ARTICLE_LANG_URL)
DRAFT_URL = ARTICLE_URL
DRAFT_SAVE_AS = ARTICLE_SAVE_AS
DRAFT_LANG_URL = ARTICLE_LANG_URL
DRAFT_LANG_SAVE_AS = ARTICLE_LANG_SAVE_AS
PAGE_URL = urls.PAGE.pattern
PAGE_SAVE_AS = urls.file_of(PAGE_URL)
PAGE_LANG_URL = urls.TRANSLATED_PAGE.pattern
PAGE_LANG_SAVE_AS = urls.file_of(PAGE_LANG_URL)
DRAFT_PAGE_URL = PAGE_URL
DRAFT_PAGE_SAVE_AS = PAGE_SAVE_AS
DRAFT_PAGE_LANG_URL = PAGE_LANG_URL
DRAFT_PAGE_LANG_SAVE_AS = PAGE_LANG_SAVE_AS
AUTHOR_URL = urls.PERSON.pattern
TAG_URL = urls.TOPIC.pattern
AUTHOR_SAVE_AS = TAG_SAVE_AS = CATEGORY_SAVE_AS = ""
DIRECT_TEMPLATES: list[str] = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
USE_FOLDER_AS_CATEGORY = False
DEFAULT_CATEGORY = "Posts"
FILENAME_METADATA = ""
SLUGIFY_SOURCE = "basename"
SUMMARY_MAX_LENGTH = None
THEME_STATIC_PATHS: list[str] = []  # the engine writes the theme's files, each with its content's hash
RELATIVE_URLS = False
LOG_FILTER = [(logging.WARNING, "Empty alt attribute for image %s in %s")]  # our own check says it, with the line
DELETE_OUTPUT_DIRECTORY = False
CACHE_CONTENT = LOAD_CONTENT_CACHE = False
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "extensions": ["jinja2.ext.i18n"]}
