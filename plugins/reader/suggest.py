"""A word that means nothing to the word that was meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return `did you mean "start"?`, or `otherwise` when no known word is near."""
    by_lower_case = {candidate.lower(): candidate for candidate in known}
    near = get_close_matches(word.lower(), by_lower_case, n=1, cutoff=0.6)
    return f'did you mean "{by_lower_case[near[0]]}"?' if near else otherwise


def one_of(words: Iterable[str]) -> str:
    """Return `one of: confirmed, tentative`."""
    return "one of: " + ", ".join(words)
