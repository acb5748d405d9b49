"""Read the settings of a Pelican site by their text alone, and name things as Pelican does."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hireground.importing.model import Fate, Note
from hireground.site.settings_file import literal_settings

SETTINGS = ("pelicanconf.py", "publishconf.py")
OTHER_SETTINGS = ("settings.py", "pelican.conf.py", "pelican_conf.py", "config.py", "conf.py", "site.py")
NAMES = re.compile(
    r"^(?:SITENAME|SITEURL|AUTHOR|THEME|OUTPUT_PATH|DEFAULT_PAGINATION|DEFAULT_LANG|DIRECT_TEMPLATES|STATIC_PATHS"
    r"|FEED_ALL_ATOM|ARTICLE_URL|ARTICLE_SAVE_AS|PAGE_URL|DEFAULT_CATEGORY|PLUGINS|MARKUP)[ \t]*=",
    re.MULTILINE,
)
FEWEST_NAMES = 4
"""Of Pelican's settings, so that a file of another name is one of them."""
USUAL: Mapping[str, Any] = {
    "PATH": "content", "ARTICLE_PATHS": [""], "PAGE_PATHS": ["pages"], "ARTICLE_EXCLUDES": [],
    "STATIC_PATHS": ["images"],
    "ARTICLE_URL": "{slug}.html", "PAGE_URL": "pages/{slug}.html", "ARTICLE_LANG_URL": "{slug}-{lang}.html",
    "PAGE_LANG_URL": "pages/{slug}-{lang}.html", "CATEGORY_URL": "category/{slug}.html", "TAG_URL": "tag/{slug}.html",
    "AUTHOR_URL": "author/{slug}.html", "FILENAME_METADATA": r"(?P<date>\d{4}-\d{2}-\d{2}).*", "PATH_METADATA": "",
    "USE_FOLDER_AS_CATEGORY": True, "DEFAULT_CATEGORY": "misc", "SLUGIFY_SOURCE": "title", "DEFAULT_LANG": "en",
    "FEED_ALL_ATOM": "feeds/all.atom.xml", "CATEGORY_FEED_ATOM": "feeds/{slug}.atom.xml",
    "AUTHOR_FEED_ATOM": "feeds/{slug}.atom.xml", "AUTHOR_FEED_RSS": "feeds/{slug}.rss.xml",
    "TRANSLATION_FEED_ATOM": "feeds/all-{lang}.atom.xml", "CATEGORY_SAVE_AS": "category/{slug}.html",
    "TAG_SAVE_AS": "tag/{slug}.html", "AUTHOR_SAVE_AS": "author/{slug}.html", "DEFAULT_METADATA": {},
    "EXTRA_PATH_METADATA": {},
    "DEFAULT_DATE": "",
    "DEFAULT_PAGINATION": False, "TIMEZONE": "", "SITEURL": "", "SUMMARY_END_MARKER": "<!-- PELICAN_END_SUMMARY -->",
    "PAGINATED_TEMPLATES": {"index": None, "tag": None, "category": None, "author": None},
    "DIRECT_TEMPLATES": ["index", "tags", "categories", "authors", "archives"],
}  # fmt: skip


def is_pelican(root: Path) -> bool:
    """Tell whether a folder is a Pelican site's."""
    return bool(_settings_files(root))


def _settings_files(root: Path) -> tuple[str, ...]:
    """Return the files of settings, which some sites call otherwise than Pelican's own start does."""
    others = [name for name in OTHER_SETTINGS if (root / name).is_file() and not (root / SETTINGS[0]).is_file()]
    found = [name for name in (*others, *SETTINGS) if (root / name).is_file()]
    texts = [(root / name).read_text("utf-8", "replace") for name in found]
    is_site = SETTINGS[0] in found or any(len(set(NAMES.findall(text))) >= FEWEST_NAMES for text in texts)
    return tuple(found) if is_site else ()


@dataclass(frozen=True)
class Settings:
    """What a Pelican site says, as far as it says it in literals."""

    said: Mapping[str, Any]

    def text(self, name: str) -> str:
        """Return a setting that is text; empty where it is none, or has several fields of Pelican's old form."""
        value = self.said.get(name, USUAL.get(name))
        return value if isinstance(value, str) else ""

    def listed(self, name: str) -> list[str]:
        """Return a setting that is a list."""
        value = self.said.get(name, USUAL.get(name))
        value = [value] if isinstance(value, str) else value
        return [str(one).strip("/") for one in value] if isinstance(value, list | tuple) else []

    def pattern_of_page(self, number: int) -> str:
        """Return the pattern of a list's page by its number: that of the rule which begins last before it."""
        pattern = "{name}{number}{extension}"
        rules = self.said.get("PAGINATION_PATTERNS")
        for rule in rules if isinstance(rules, list | tuple) else ():
            if isinstance(rule, list | tuple) and len(rule) > 1 and isinstance(rule[0], int) and 0 < rule[0] <= number:
                pattern = str(rule[1])
        return pattern

    def group(self, name: str) -> Mapping[str, Any]:
        """Return a setting that is a dict."""
        value = self.said.get(name, USUAL.get(name))
        return value if isinstance(value, dict) else {}


def read_settings(root: Path) -> tuple[Settings, list[Note]]:
    """Read the settings without running them; what is code and is needed here is said in the report."""
    values: dict[str, Any] = {}
    notes: list[Note] = []
    for name in _settings_files(root):
        literals = literal_settings(root / name)
        values |= {key: value for key, value in literals.values.items() if value is not None or key not in USUAL}
        values |= {key: "" for key, value in literals.values.items() if value is None}
        for problem in literals.unread:
            lines = (root / problem.path).read_text("utf-8", "replace").split("\n")
            line = lines[problem.line - 1].strip() if problem.path.name == name else ""
            if any(line.startswith(known) for known in USUAL):
                notes.append(Note(Fate.TO_DECIDE, "a setting that is code, which is not run", name, line))
    return Settings(values), notes


def pelican_slug(text: str) -> str:
    """Make a slug as Pelican does: letters of other scripts are spelled in ours, signs go, spaces become hyphens."""
    from unidecode import unidecode  # noqa: PLC0415 -- a large table

    plain = re.sub(r"[^\w\s-]", "", unidecode(text)).strip().lower()
    return re.sub(r"[-\s]+", "-", plain)
