"""A site of ten seminars, each of another kind and as people hold them."""

from hireground.pelican.defaults import *

SITENAME = "Ten"
SITEURL = "https://hireground.example.org"
AUTHOR = "Mara Lindqvist"
TIMEZONE = "Europe/Berlin"
SITE_CARDS = False
SITE_SEARCH = False
SEMINARS = {
    "uid_namespace": "0d4c7c2e-52c2-4f4a-9f2f-0d8e2f0a7a11",
    "organizer": {"name": "Ten", "email": "seminars@example.org"},
}
