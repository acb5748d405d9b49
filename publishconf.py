"""What differs in public from pelicanconf.py."""

from pelicanconf import *

SITEURL = "https://hireground.example.org"
SHOW_DRAFTS = False
