"""Find topics that are one letter away from a topic of more texts, and would have a page of their own."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from hireground.seminars.model.model import Seminar
from hireground.site.entry import Entry
from hireground.site.names.questions import asked
from hireground.site.names.shared import Use, topics_of, uses_of_topics
from hireground.slugs import Slugs
from hireground.text.frontmatter import Document
from hireground.text.problems import Problem, Refusal, quoted

SHORTEST = 4
"""Letters of a topic that may be a slip for another."""
FEW = 2
"""In this many texts at most a topic may be a slip; in more it is meant."""


FIRST = dt.datetime.min.replace(tzinfo=dt.UTC)


def topics_nearly_twice(
    entries: Iterable[Entry], seminars: Iterable[Seminar], documents: Mapping[Path, Document], slugs: Slugs
) -> Iterator[Problem]:
    """Yield the topics of few texts that are one letter away from a topic of more, or of an older text."""
    places: defaultdict[str, dict[Path, Use]] = defaultdict(dict)
    by_age = sorted(entries, key=lambda entry: (entry.date or FIRST, entry.path))
    for use in topics_of(by_age, slugs):
        places[use.name.lower()].setdefault(use.document.path, use)
    for seminar in seminars:
        for session in seminar.sessions:
            for use in uses_of_topics(documents[seminar.source], session):
                places[use.name.lower()].setdefault(use.document.path, use)
    for rare, common in _near({topic: len(uses) for topic, uses in places.items()}):
        meant, number = next(iter(places[common].values())).name, len(places[common])
        more = f"{number} texts have" if number > 1 else "another text has"
        for use in places[rare].values():
            words = f"{quoted(use.name)} is one letter away from {quoted(meant)}, which {more}"
            yield asked(use.document, use.loc, Refusal(words, meant, is_guess=True))


def _near(counts: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield each rare topic with one that is a letter away, in time that grows as the topics do.

    Of two that are as rare, the one that comes later in `counts` is the slip.
    """
    # Two words are one letter away if leaving out a letter of one, or of both, gives the same word.
    shapes: defaultdict[str, list[str]] = defaultdict(list)
    found = dict[str, str]()
    for topic in sorted(counts, key=lambda one: -counts[one]):
        if len(topic) < SHORTEST:
            continue
        for shape in _shapes(topic):
            for other in shapes[shape]:
                if topic not in found and counts[topic] <= FEW and _is_slip(topic, other):
                    found[topic] = other
            shapes[shape].append(topic)
    yield from found.items()


def _shapes(topic: str) -> set[str]:
    return {topic, *(topic[:number] + topic[number + 1 :] for number in range(len(topic)))}


def _is_slip(one: str, other: str) -> bool:
    """Tell whether two words differ by one letter, or two beside each other changed places; a digit is meant."""
    if [char for char in one if char.isdigit()] != [char for char in other if char.isdigit()]:
        return False
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < len(longer):
        return True
    differing = [number for number, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
    first, last = differing[0], differing[-1]
    is_swap = last == first + 1 and one[first : last + 1] == other[first : last + 1][::-1]
    return first == last or is_swap
