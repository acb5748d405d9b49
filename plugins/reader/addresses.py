"""What is wrong with an address of the web, of a letter or of this site, in an author's words; empty if nothing is."""

import re
from difflib import get_close_matches
from urllib.parse import unquote, urlsplit

from plugins.reader.quote import plain, quoted, write

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
SITE = re.compile(r"(?:[\w-]+\.)+([a-z]{2,})(?::\d+)?(?:[/?#].*)?", re.ASCII | re.IGNORECASE)
FILES = re.compile(r"css|csv|docx?|gif|html?|ics|jpe?g|js|md|mp[34]|odt|pdf|png|pptx?|svg|txt|webp", re.IGNORECASE)
NAME = re.compile(r"[\w.-]{1,60}", re.ASCII)
WEB = ("https", "http")
WINDOWS_PATH = re.compile(r"[A-Za-z]:[\\/](?!/)|\\\\|file:", re.IGNORECASE)


def url_fault(url: str) -> str:
    """Let `https:` and `http:` addresses pass; `javascript:` and other schemes are refused."""
    scheme, colon, rest = url.partition(":")
    if scheme.lower() in WEB and colon:
        return address_fault(url)
    if EMAIL.fullmatch(url.removeprefix("mailto:")):
        return f"{quoted(url)} is an e-mail address, and the address of a page belongs here"
    if WINDOWS_PATH.match(url):
        return f"{quoted(url)} is a file on one computer; put it on the web, and write its https:// address"
    if near := get_close_matches(re.split(r"\W", scheme.lower())[0], WEB, n=1, cutoff=0.75):
        site = re.sub(r"^\w*:?/*", "", url)
        return f"{quoted(url)} is no address; {write(f'{near[0]}://{site}')}"
    if colon and "/" not in scheme and not rest[:1].isdigit():
        return f"{quoted(scheme + ':')} links are not allowed; write an address that starts with https://"
    return f"{quoted(url)} is no whole address; {_whole(url)}"


def _whole(words: str) -> str:
    if is_site(words):
        return write(f"https://{words}")
    name = words.strip("/").rpartition("/")[2]
    example = name if NAME.fullmatch(name) else "page"
    return f'write one such as "https://example.org/{example}"'


def is_site(words: str) -> bool:
    """Tell whether words look like `www.example.org/page`, and not like a file's name."""
    match = SITE.fullmatch(words)
    return bool(match and (words.startswith("www.") or "/" in words or not FILES.fullmatch(match[1])))


def address_fault(url: str) -> str:
    """Refuse spaces, control characters, a missing or broken host."""
    fixed = url.replace(" ", "%20")
    if bad := next((char for char in fixed if char.isspace() or not char.isprintable() or char in '<>"\\^`|'), None):
        return f"{quoted(url)} has {quoted(bad)} in it, which no address has; take it out"
    if fixed != url:
        return f"{quoted(url)} has a space in it; {write(fixed)}"
    return host_fault(url)


def host_fault(url: str) -> str:
    """Refuse an address without a site, or with a broken one."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return f'{quoted(url)} is no address; write one such as "https://example.org/page"'
    if not host:
        return f"{quoted(url)} names no site; {_whole(url.partition(':')[2].lstrip('/'))}"
    return ""


def email_fault(email: str) -> str:
    """Let one plain e-mail address pass."""
    if EMAIL.fullmatch(email):
        return ""
    meant = re.sub(r"\s+(?:at|\(at\)|\[at\])\s+|\s*\((?:at)\)\s*", "@", email.removeprefix("mailto:")).strip(" <>")
    fixed = meant if EMAIL.fullmatch(meant) else "name@example.org"
    return f"{quoted(email)} is no e-mail address; {write(fixed)}"


def _is_file(path: str) -> bool:
    """Tell whether a decoded path can be a file of the site: below its root, every sign of its name seen."""
    return path.isprintable() and "\\" not in path and "//" not in path and ".." not in path and "\ufffd" not in path


def alias_fault(path: str) -> str:
    """Let an old address of this site pass: a path from the root."""
    if re.fullmatch(r"/(?!/)[\w./~%-]+", path) and _is_file(unquote(path)):
        return ""
    try:
        meant = "/" + urlsplit(path).path.replace("..", "").strip("/ ") + "/"
    except ValueError:
        meant = ""
    meant = re.sub(r"/+", "/", meant.replace(" ", "%20"))
    is_right = re.fullmatch(r"/[\w.~%-][\w./~%-]*", meant) and _is_file(unquote(meant))
    fixed = meant if is_right else "/old/address/"
    return f"{quoted(path)} is no address of this site, from its root; {write(plain(fixed))}"
