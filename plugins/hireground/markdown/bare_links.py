"""Find addresses that stand in a text without brackets, as GitHub links them."""

import re

from hireground.markdown.destinations import address

BEFORE = frozenset("*_~(\"'")
HOST = re.compile(r"(?:https?://)?((?:[\w-]{1,63}\.){1,10}[\w-]{1,63})", re.IGNORECASE)
REST = re.compile(r"[^\s<]*")
TRAILING = frozenset("?!.,:*_~'\"”’;")
NAMED = re.compile(r"&[a-zA-Z0-9]{1,32};\Z")
NAMED_LENGTH = 34
LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_")
MAIL_HOST = re.compile(r"(?:[a-zA-Z0-9_-]{1,63}\.){1,10}[a-zA-Z0-9_-]{0,62}[a-zA-Z0-9]")
LONGEST_LOCAL = 64


def bare_address(text: str, at: int) -> tuple[str, str, int] | None:
    """Return where an address at a place leads, its words, and the place behind it."""
    before = text[at - 1 : at]
    host = HOST.match(text, at)
    if (
        not host
        or (before and not before.isspace() and before not in BEFORE)
        or "_" in "".join(host[1].split(".")[-2:])
    ):
        return None
    rest = REST.match(text, host.end())
    words = _trimmed(text[at : rest.end() if rest else host.end()])
    whole = words if words.lower().startswith("http") else f"http://{words}"
    return address(whole.replace("\\", "\\\\")), words, at + len(words)


def _trimmed(words: str) -> str:
    """Leave out what belongs to the sentence rather than to the address."""
    end, closers = len(words), words.count(")") - words.count("(")
    while end:
        last = words[end - 1]
        if last == ")" and closers > 0:
            closers -= 1
        elif last == ";" and (named := NAMED.search(words[max(0, end - NAMED_LENGTH) : end])):
            end -= len(named[0]) - 1  # and one more below
        elif last not in TRAILING:
            break
        end -= 1
    return words[:end]


def bare_mail(text: str, first: int, at: int) -> tuple[int, int] | None:
    """Return where the e-mail address around an `@` begins and ends; it begins at `first` or later."""
    start = at
    while start > max(first, at - LONGEST_LOCAL) and text[start - 1] in LOCAL:
        start -= 1
    host = MAIL_HOST.match(text, at + 1)
    if start == at or not host or text[host.end() : host.end() + 1] in {"-", "_"}:
        return None
    return start, host.end()
