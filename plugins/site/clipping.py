"""A summary to as much of it as search engines show."""

SHOWN = 155


def clipped(text: str, most: int = SHOWN) -> str:
    """Return whole words of a text, `most` characters at most, with a `…` where something is left out."""
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    kept = words[:most].rpartition(" ")[0] or words[: most - 1]
    return f"{kept.rstrip(' .,;:–—-')}…"
