"""Posts to the posts like them: what they share counts the more, the fewer posts have it."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

MOST_CANDIDATES = 200
"""Posts looked at for each thing shared, so that ten thousand posts of one topic cost no square of that."""


def related(
    features: Mapping[str, Iterable[str]], order: Sequence[str], most: int = 3
) -> Mapping[str, tuple[str, ...]]:
    """Return for each key of `features` the keys that share most with it; ties go by `order`, newest first."""
    having: defaultdict[str, list[str]] = defaultdict(list)
    for key in order:
        for feature in dict.fromkeys(features[key]):
            having[feature].append(key)
    rank = {key: number for number, key in enumerate(order)}
    weight = {feature: math.log(len(order) / len(keys)) + 0.1 for feature, keys in having.items()}
    return {key: _nearest(key, features[key], having, weight, rank)[:most] for key in order}


def _nearest(
    key: str,
    features: Iterable[str],
    having: Mapping[str, Sequence[str]],
    weight: Mapping[str, float],
    rank: Mapping[str, int],
) -> tuple[str, ...]:
    scores: defaultdict[str, float] = defaultdict(float)
    for feature in dict.fromkeys(features):
        for other in having[feature][:MOST_CANDIDATES]:
            scores[other] += weight[feature]
    scores.pop(key, None)
    return tuple(sorted(scores, key=lambda other: (-round(scores[other], 9), rank[other])))
