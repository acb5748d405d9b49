"""What differs in public from pelicanconf.py."""

import os
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
from pelicanconf import *

SITEURL = os.environ.get("SITEURL") or "https://hireground.example.org"
SHOW_DRAFTS = False
