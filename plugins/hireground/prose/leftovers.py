"""Find what is left over: words of a web page that was copied, marks of work to be done, and texts that are none."""

import re
from collections.abc import Iterator

from hireground.prose.body import Body, Finding, shown

PHRASES = (
    "advertisement|anzeige|back to top|nach oben|click here|comments?|\\d+ comments?|leave a (?:comment|reply)",
    "no comments|kommentar schreiben|continue reading|copy (?:link|url)|email this|follow us|like this|loading",
    "mehr lesen|weiterlesen|leer más|lire la suite|(?:next|previous) (?:post|article)|(?:older|newer) posts|pin it",
    "powered by|print(?: this)?|read more|read the (?:full|whole) (?:story|article|post)|related (?:posts|articles)",
    "see more|show more|share(?: (?:this|now|post|on|via)(?: [\\w ]+)?)?|teilen|compartir|partager|sign up(?: now)?",
    "skip to (?:main )?content|subscribe(?: now)?|tweet(?: this)?|view (?:all|comments)|\\d+ min(?:utes?)?\\.? read",
    "reading time:? \\d+ min(?:utes?)?|filed under:?.*|tagged(?: with)?:.*|posted (?:in|by|on) .{1,80}",
)
ENDS = "*_:.!→»›>↗⟶… "
WEB = re.compile(rf"(?:{'|'.join(PHRASES)})(?:&[rl](?:arr|aquo);)?", re.IGNORECASE)
FIRST_WORDS = frozenset(
    word
    for phrase in re.sub(r"\\d\+|\(\?:|[?)]", " ", " ".join(PHRASES)).lower().replace("|", " ").split()
    for word in [phrase.strip(":.*\\")]
    if word.isalpha()
)
"""What such a line may begin with, besides a number."""
LINKED = re.compile(r"\[([^\[\]]+)\]\([^()\s]*\)")
LONGEST, SHORTEST = 120, 4
CLICK = re.compile(r"(?:Click to (?:share|print|email)[^\n]*)?\(Opens in new window\)", re.IGNORECASE)
WORK = re.compile(r"(?<![\w#/.-])(?:TODO|FIXME|XXX|TKTK|TBD)(?![\w/-]|\.\w)")
BRACKETED_WORK = re.compile(
    r"\[(?:tk|todo|fixme|tbd|insert [^\[\]\n]{1,60}|your [^\[\]\n]{1,60})\](?![(\[:])", re.IGNORECASE
)
LOREM = re.compile(r"lorem ipsum[\w ,]*|consectetur adipisc\w*", re.IGNORECASE)
CUT = re.compile(r"\[(?:…|\.\.\.|&hellip;)\]\Z")


def leftover_findings(body: Body) -> Iterator[Finding]:
    """Yield what nobody means to publish."""
    yield from _of_web_pages(body)
    words = body.words
    if any(sign in words for sign in ("TODO", "FIXME", "XXX", "TKTK", "TBD")):
        yield from (_unfinished(match) for match in WORK.finditer(words))
    if "[" in words:
        yield from (_unfinished(match) for match in BRACKETED_WORK.finditer(words))
    if "ipsum" in words or "dipisc" in words:
        for match in LOREM.finditer(words):
            message = f"{shown(match[0])} is filling text; write the text, or take it out"
            yield Finding(match.start(), match.end(), message, is_warning=True)
    if cut := CUT.search(words.rstrip()):
        message = f"{shown(cut[0])} ends the text where something was cut off; write the rest, or take it out"
        yield Finding(cut.start(), cut.end(), message, is_warning=True)


def _unfinished(match: re.Match[str]) -> Finding:
    message = f"{shown(match[0])} says that something is still to be done; do it, or take it out"
    return Finding(match.start(), match.end(), message, is_warning=True)


def _of_web_pages(body: Body) -> Iterator[Finding]:
    """Yield the lines that a page has around its text."""
    place = 0
    for line in body.words.split("\n"):
        if SHORTEST < len(line) < LONGEST and _is_of_web_page(line):
            start = place + len(line) - len(line.lstrip())
            message = f"{shown(line)} looks left over from a web page; take it out if it is"
            yield Finding(start, place + len(line), message, is_warning=True)
        place += len(line) + 1
    for match in CLICK.finditer(body.words) if "pens in new" in body.words else ():
        message = f"{shown(match[0])} looks left over from a web page; take it out if it is"
        yield Finding(match.start(), match.end(), message, is_warning=True)


def _is_of_web_page(line: str) -> bool:
    text = line.lstrip(" \t>*_[")
    first = text[:20].partition(" ")[0].strip(ENDS + "]").lower()
    if first not in FIRST_WORDS and not first.isdecimal():
        return False
    linked = LINKED.fullmatch(line.strip(ENDS))
    return bool(WEB.fullmatch((linked[1] if linked else text).strip(ENDS + "[]")))
