"""Find related posts: what two posts share counts for more when few posts have it."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

MOST_CANDIDATES = 200
"""Posts looked at for each thing shared, so that ten thousand posts of one topic cost no square of that."""
PLACES = 9
"""Decimals by which scores differ; sums of the same weights differ in the last, by their order."""
EQUAL = 2 * 10**-PLACES


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
    alike: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for key in order:
        alike[tuple(dict.fromkeys(features[key]))].append(key)
    found: dict[str, tuple[str, ...]] = {}
    for shared, keys in alike.items():  # posts of the same topics have the same neighbours, and each itself
        nearest = _nearest(_scores(shared, having, weight), rank, most + 1)
        found |= {key: tuple(other for other in nearest if other != key)[:most] for key in keys}
    return {key: found[key] for key in order}


def _scores(
    features: Iterable[str], having: Mapping[str, Sequence[str]], weight: Mapping[str, float]
) -> Mapping[str, float]:
    scores: defaultdict[str, float] = defaultdict(float)
    for feature in features:
        for other in having[feature][:MOST_CANDIDATES]:
            scores[other] += weight[feature]
    return scores


def _nearest(scores: Mapping[str, float], rank: Mapping[str, int], most: int) -> tuple[str, ...]:
    """Return the best; only those that may be among them are put in order."""
    least = sorted(scores.values())[-most:][:1]
    best = [other for other, score in scores.items() if score > least[0] - EQUAL]
    return tuple(sorted(best, key=lambda other: (-round(scores[other], PLACES), rank[other]))[:most])
