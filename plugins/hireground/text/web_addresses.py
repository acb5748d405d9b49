"""Say what is wrong with a web address, an e-mail address or an old address of the site."""

import re
from difflib import get_close_matches
from urllib.parse import unquote, urlsplit

from hireground.text.problems import Refusal, quoted

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
SITE = re.compile(r"(?:[\w-]+\.)+([a-z]{2,})(?::\d+)?(?:[/?#].*)?", re.ASCII | re.IGNORECASE)
FILES = re.compile(r"css|csv|docx?|gif|html?|ics|jpe?g|js|md|mp[34]|odt|pdf|png|pptx?|svg|txt|webp", re.IGNORECASE)
HOW_TO = 'write one such as "https://example.org/page"'
WEB = ("https", "http")
WINDOWS_PATH = re.compile(r"[A-Za-z]:[\\/](?!/)|\\\\|file:", re.IGNORECASE)


def url_problem(url: str) -> Refusal | None:
    """Let `https:` and `http:` addresses pass; `javascript:` and other schemes are refused."""
    scheme, colon, rest = url.partition(":")
    if scheme.lower() in WEB and colon:
        return address_problem(url)
    if EMAIL.fullmatch(url.removeprefix("mailto:")):
        return Refusal(f"{quoted(url)} is an e-mail address, and the address of a page belongs here")
    if WINDOWS_PATH.match(url):
        return Refusal(f"{quoted(url)} is a file on one computer; put it on the web, and write its https:// address")
    if near := get_close_matches(re.split(r"\W", scheme.lower())[0], WEB, n=1, cutoff=0.75):
        site = re.sub(r"^\w*:?/*", "", url)
        fixed = f"{near[0]}://{site}"
        is_right = site and address_problem(fixed) is None
        return Refusal(f"{quoted(url)} is no address", fixed if is_right else None, hint="" if is_right else HOW_TO)
    if colon and "/" not in scheme and not rest[:1].isdigit():
        return Refusal(f"{quoted(scheme + ':')} links are not allowed; write an address that starts with https://")
    return _whole(f"{quoted(url)} is no whole address", url)


def _whole(message: str, words: str) -> Refusal:
    if is_site(words) and address_problem(f"https://{words}") is None:
        return Refusal(message, f"https://{words}")
    return Refusal(message, hint=HOW_TO)


def is_site(words: str) -> bool:
    """Tell whether words look like `www.example.org/page`, and not like a file's name."""
    match = SITE.fullmatch(words)
    return bool(match and (words.startswith("www.") or "/" in words or not FILES.fullmatch(match[1])))


def address_problem(url: str) -> Refusal | None:
    """Refuse spaces, control characters, a missing or broken host."""
    fixed = url.replace(" ", "%20")
    if bad := next((char for char in fixed if char.isspace() or not char.isprintable() or char in '<>"\\^`|'), None):
        return Refusal(f"{quoted(url)} has {quoted(bad)} in it, which no address has; take it out")
    if fixed != url:
        is_one = not re.search(r"[ ,;]+(?:https?:|www\.)", url) and host_problem(fixed) is None
        hint = "" if is_one else "write one address, without spaces"
        return Refusal(f"{quoted(url)} has a space in it", fixed if is_one else None, hint=hint)
    return host_problem(url)


def host_problem(url: str) -> Refusal | None:
    """Refuse an address without a site, or with a broken one."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return Refusal(f"{quoted(url)} is no address", hint=HOW_TO)
    return None if host else _whole(f"{quoted(url)} names no site", url.partition(":")[2].lstrip("/"))


def email_problem(email: str) -> Refusal | None:
    """Let one plain e-mail address pass."""
    if EMAIL.fullmatch(email):
        return None
    meant = re.sub(r"(?<!\s)(?:\s++(?:at|\[at\])\s++|\s*+\(at\)\s*+)", "@", email.removeprefix("mailto:")).strip(" <>")
    is_one = EMAIL.fullmatch(meant)
    hint = "" if is_one else 'write one such as "name@example.org"'
    return Refusal(f"{quoted(email)} is no e-mail address", meant if is_one else None, hint=hint)


VIDEO_SITES = {"youtube": "Video on YouTube", "youtu.be": "Video on YouTube", "vimeo": "Video on Vimeo"}


def video_site(address: str) -> str:
    """Return what a film is called that has no title; empty if its site is not known."""
    return next((name for part, name in VIDEO_SITES.items() if part in address), "")


def watched(address: str) -> str:
    """Return where people watch what a frame shows."""
    if match := re.match(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed|v)/([\w-]+)", address):
        return f"https://www.youtube.com/watch?v={match[1]}"
    if match := re.match(r"https?://player\.vimeo\.com/video/(\d+)", address):
        return f"https://vimeo.com/{match[1]}"
    return address


def _is_file(path: str) -> bool:
    """Tell whether a decoded path can be a file of the site: below its root, with a visible name."""
    return path.isprintable() and "\\" not in path and "//" not in path and ".." not in path and "\ufffd" not in path


NUMBERED = re.compile(r"/\?[a-z_]{1,20}=[\w-]{1,80}")
"""An address such as `/?p=123`, by which blogs number their texts."""


def alias_problem(path: str) -> Refusal | None:
    """Let an old address of this site pass: a path from the root."""
    if NUMBERED.fullmatch(path):
        why = f"{quoted(path)} is the home page to hosts of files, which look at nothing behind the question mark"
        how = f'take it out here, and write "{path}: /its/new/address/" in content/redirects.yaml'
        return Refusal(f"{why}; {how}, so that links in texts are known")
    if re.fullmatch(r"/(?!/)[\w./~%-]+", path) and _is_file(unquote(path)):
        return None
    meant = alias_meant(path)
    hint = "" if meant else 'write one such as "/old/address/"'
    return Refusal(f"{quoted(path)} is no address of this site, from its root", meant or None, hint=hint)


def alias_meant(path: str) -> str:
    """Return the path from the root that an old address means; empty if there is none."""
    try:
        meant = "/" + urlsplit(path).path.strip("/ ") + "/"
    except ValueError:
        return ""
    meant = re.sub(r"/+", "/", meant.replace(" ", "%20"))
    meant = meant.rstrip("/") if re.search(r"\.[a-z]{2,5}/$", meant) else meant
    is_right = re.fullmatch(r"/[\w.~%-][\w./~%-]*", meant) and _is_file(unquote(meant))
    return meant if is_right else ""
