"""A moment to its place among equally good finds: what comes next first, then the rest from the newest back."""

import datetime as dt

FARTHEST = 10**12
"""Seconds beyond every date."""


def search_rank(at: dt.datetime, now: dt.datetime) -> int:
    """Return a number that is higher the earlier a find should stand."""
    seconds = int(at.timestamp())
    return FARTHEST - seconds if at > now else seconds
