"""Write in Markdown what signs of other markup languages mean."""

import re
from collections.abc import Callable

Meaning = Callable[[re.Match[str]], str | None]
"""From what was found to Markdown; nothing where the meaning is not certain."""


def heading(match: re.Match[str]) -> str:
    """Write a heading."""
    level = match["level"]
    number = int(level) if level.isdigit() else len(level)
    text = match["text"].rstrip("= \t")
    return f"{'#' * min(max(number, 2), 6)} {text}"


def around(before: str, after: str = "") -> Meaning:
    """Put signs around the words."""
    return lambda match: f"{before}{match['text']}{after or before}"


def linked(match: re.Match[str]) -> str | None:
    """Write a link of another language in Markdown."""
    text, target = match["text"].strip(), match["target"]
    return f"[{text}]({target})" if text and not set("[]()") & set(text + target) else None


def spaced(match: re.Match[str]) -> str | None:
    """Write a link without the space in it."""
    return f"[{match['text']}]{match[0][match.end('gap') - match.start() :]}"


def pictured(match: re.Match[str]) -> str | None:
    """Write a picture."""
    alt = (match.groupdict().get("text") or "").strip()
    return None if set("[]()") & set(alt + match["target"]) else f"![{alt}]({match['target']})"


def comment(match: re.Match[str]) -> str | None:
    """Write a comment of HTML, which readers do not see."""
    return None if "--" in match["text"] else f"<!--{match['text']}-->"


def changed(match: re.Match[str]) -> str:
    """Write what was taken out, and what was put in."""
    return f"<del>{match['text']}</del><ins>{match['new']}</ins>"


def folded(match: re.Match[str]) -> str:
    """Write a box that is always open."""
    return f"{match[0].rstrip('?+')}!!!"
