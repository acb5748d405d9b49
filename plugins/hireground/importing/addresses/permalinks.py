"""Work out what a text was called on its old site, by the pattern that its tool was told."""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote, unquote, urlsplit

from hireground.importing.dates import Moment
from hireground.text.dates_meant import MONTHS, WEEKDAYS

TOKEN = re.compile(r":([a-z_]+)")
FIELD = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
NUMBERED = re.compile(r"(?:p|page_id|cat|tribe_events|event_id|attachment_id)=[\w-]+")
EMPTY_INDEX = re.compile(r"(?:^|/)index\.html?$")


def date_tokens(date: Moment) -> Mapping[str, str]:
    """Return what the parts of a date are called in patterns of Jekyll and Hugo."""
    clock = date if isinstance(date, dt.datetime) else dt.datetime.combine(date, dt.time())
    month, weekday = MONTHS[date.month - 1].capitalize(), WEEKDAYS[date.weekday()]
    return {
        "year": f"{date:%Y}", "month": f"{date:%m}", "day": f"{date:%d}", "i_month": str(date.month),
        "i_day": str(date.day), "short_year": f"{date:%y}", "y_day": f"{date:%j}", "yearday": str(int(f"{date:%j}")),
        "monthname": month, "long_month": month, "short_month": month[:3], "weekdayname": weekday,
        "long_day": weekday, "short_day": weekday[:3], "weekday": f"{date:%w}", "week": f"{date:%V}",
        "w_year": f"{date:%G}", "w_day": f"{date:%u}",
        "hour": f"{clock:%H}", "minute": f"{clock:%M}", "second": f"{clock:%S}",
    }  # fmt: skip


def filled_tokens(pattern: str, tokens: Mapping[str, str]) -> str:
    """Put values into `/:year/:title/`; empty if one of them is not known."""
    names = re.compile(f":({'|'.join(sorted(tokens, key=len, reverse=True))})")
    if TOKEN.search(names.sub("", pattern)):
        return ""
    return names.sub(lambda match: tokens[match[1]], pattern)


def filled_fields(pattern: str, fields: Mapping[str, object]) -> str:
    """Put values into `{date:%Y}/{slug}.html`, as Python would, but run nothing; empty if one is not known."""
    is_whole = True

    def value(match: re.Match[str]) -> str:
        nonlocal is_whole
        found = fields.get(match[1])
        is_whole = is_whole and found is not None
        if isinstance(found, dt.date) and match[2]:
            return found.strftime(match[2])
        return str(found)

    address = FIELD.sub(value, pattern)
    return address if is_whole else ""


def address_of(url: str, base: str = "") -> str:
    """Return an address from the old site's root: decoded, with a slash before it, without a page's own name.

    Thus "https://old.example.org/a%20b/index.html" is "/a b/". What is after a "?" stays where it names a page.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    path = unquote(parts.path)
    if base and f"{path}/".startswith(f"{base}/"):
        path = path[len(base) :]
    path = EMPTY_INDEX.sub("/", re.sub(r"/+", "/", f"/{path}"))
    return (path or "/") + (f"?{parts.query}" if NUMBERED.fullmatch(parts.query) else "")


def key_of(address: str) -> str:
    """Return the form in which two addresses are the same: `/a` and `/a/` lead to one page."""
    return address.rstrip("/").removesuffix(".html").casefold() or "/"


def encoded(address: str) -> str:
    """Write an address as `aliases:` have it."""
    return quote(address, safe="/~")


def hugo_name(text: str) -> str:
    """Make a word of an address as Hugo does: "What's new, Ada?" is "whats-new-ada"; letters of every script stay."""
    kept = "".join(char for char in text.lower() if _is_kept(char))
    return re.sub(r"\s*-\s*|\s+", "-", kept.strip())


def _is_kept(char: str) -> bool:
    return char.isalnum() or char.isspace() or char in "./_#+~@-" or unicodedata.category(char).startswith("M")


def jekyll_name(text: str, *, is_pretty: bool = False) -> str:
    """Make a word of an address as Jekyll does: a hyphen for all that is neither a letter nor a digit.

    What its patterns call a title keeps its capitals and more signs: "Rails 4.1!" is "Rails-4.1!".
    """
    if is_pretty:
        return re.sub(r"[^\w.~!$&'()+,;=@]+", "-", text).strip("-")
    return re.sub(r"[\W_]+", "-", text).strip("-").lower()
