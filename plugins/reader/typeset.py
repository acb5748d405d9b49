"""Straight quotes and double hyphens to the signs that print uses, in plain text such as a title."""

import re

_RULES = (
    (re.compile(r"(?<!-)---(?!-)"), "—"),
    (re.compile(r"(?<!-)--(?!-)"), "–"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"(?<=\w)'(?=\w)|'(?=\d\ds\b)"), "’"),
    (re.compile(r'(^|[\s(\[—–/])"'), r"\1“"),
    (re.compile(r'"'), "”"),
    (re.compile(r"(^|[\s(\[—–/“])'"), r"\1‘"),
    (re.compile(r"'"), "’"),
)


def typeset(text: str) -> str:
    """Return `text` with curly quotes, dashes and an ellipsis."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
