"""A site in English with texts in many languages."""

from hireground.pelican.defaults import *

SITENAME = "Many Words"
SITESUBTITLE = "One letter, many languages"
SITEURL = "https://hireground.example.org"
AUTHOR = "Mara Lindqvist"
TIMEZONE = "Europe/Berlin"
DEFAULT_LANG = "en"
SITE_NAV = (("Posts", "posts/"), ("Seminars", "seminars/"))
SITE_TRANSLATIONS = {"de": {"Posts": "Beiträge", "One letter, many languages": "Ein Brief, viele Sprachen"}}
SITE_CARDS = False
SEMINARS = {
    "uid_namespace": "0d4c7c2e-52c2-4f4a-9f2f-0d8e2f0a7a11",
    "organizer": {"name": "Many Words"},
}
