"""Find the marks of two versions that could not be merged, and the comments that WordPress keeps its blocks in."""

import re
from collections.abc import Iterator

from hireground.prose.body import Body, Finding, shown
from hireground.text.source import conflicts, has_conflict

WORDPRESS = re.compile(r"<!--[ ]*/?(?:wp:|nextpage|noteaser|TEASER_END|END_TEASER|wp-)[^<>]*?(?P<self>/?)-->\n?")


def conflict_findings(body: Body) -> Iterator[Finding]:
    """Yield each place where two versions could not be merged."""
    if has_conflict(body.words):
        yield from (Finding(start, end, words) for start, end, words in conflicts(body.words))


def block_findings(body: Body) -> Iterator[Finding]:
    """Yield the comments of WordPress: those that stand for something once each, all others together."""
    text = body.text
    if "<!--" not in text:
        return
    held = []
    for match in WORDPRESS.finditer(text):
        if match["self"]:
            message = f"{shown(match[0])} stands for something that WordPress makes, and nothing is shown here"
            yield Finding(match.start(), match.end(), f"{message}; write it, or take the comment out")
        else:
            held.append(match)
    if held:
        first, *others = ((match.start(), match.end(), "") for match in held)
        count = f", and {len(others):,} more below it," if others else ""
        message = f"{shown(held[0][0])}{count} is a comment for WordPress, which says nothing here"
        words = "take them out" if others else "take it out"
        yield Finding(*first[:2], message, "", is_warning=True, words=words, more=tuple(others))
