"""Check URI and CAL-ADDRESS values (RFC 5545 3.3.3 and 3.3.13, RFC 3986)."""

import re
from collections.abc import Iterator

from hireground.lint_ics.content import ValueProblem, quote

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
HOSTLESS = re.compile(r"(?:https?|webcals?|ftp):(?!//[^/?#])", re.IGNORECASE)
IP_LITERAL = re.compile(r"://(?:[^/?#@]*@)?\[[0-9A-Fa-f:.]+\]")
SOUND = re.compile(r"(?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*")
EMAIL = r"[A-Za-z0-9.!#$%&'*+/=^_`{|}~-]+@[A-Za-z0-9.-]+"
MAILTO = rf"mailto:{EMAIL}"
URI = rf"{SCHEME.pattern}{SOUND.pattern}"


def uri_problems(value: str) -> Iterator[ValueProblem]:
    """Expect an absolute URI, everything else percent-encoded."""
    if not SCHEME.match(value):
        yield ValueProblem(
            0, f"{quote(value)} is not absolute; begin it with https:// or another scheme (RFC 5545 3.3.13)"
        )
        return
    if HOSTLESS.match(value):
        yield ValueProblem(0, f"{quote(value)} names no host; write it after // (RFC 3986 3.2)")
    shortened = IP_LITERAL.sub(lambda found: found[0].translate({91: "a", 93: "a"}), value, count=1)
    if (end := _sound_length(shortened)) < len(shortened):
        yield ValueProblem(end, _escape_message(value[end]))


def _sound_length(value: str) -> int:
    found = SOUND.match(value)
    return found.end() if found else 0


def _escape_message(character: str) -> str:
    if character == "%":
        return "a % that begins no escape; write %25 for the sign itself (RFC 3986 2.1)"
    encoded = "".join(f"%{octet:02X}" for octet in character.encode("utf-8", "surrogateescape"))
    return f"{quote(character)} cannot stand in a URI; write {encoded} (RFC 3986 2)"


def address_problems(value: str) -> Iterator[ValueProblem]:
    """Expect a mailto: URI with one address."""
    if not re.fullmatch(MAILTO, value, re.IGNORECASE):
        yield ValueProblem(0, f"{quote(value)} is no mail address; write mailto:name@host (RFC 5545 3.3.3)")
