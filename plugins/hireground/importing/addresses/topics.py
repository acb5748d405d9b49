"""Choose addresses for topics whose names would share one: C, C++ and C#."""

from collections import defaultdict
from collections.abc import Iterable

from hireground.importing.model import Record, SourceText
from hireground.importing.places_of_texts import Placed
from hireground.slugs import DEFAULT, Slugs, same_name, slugify


def slugs_of_topics(texts: Iterable[SourceText]) -> Slugs:
    """Return how topics are called in addresses; names that would share one get a slug that says their signs."""
    groups: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for text in texts:
        for topic in text.topics:
            groups[slugify(topic)].setdefault(same_name(topic), topic)
    chosen: dict[str, str] = {}
    taken = set(groups)
    for slug, names in sorted(groups.items()):
        in_order = sorted((DEFAULT.telling(name) != slug, same, name) for same, name in names.items())
        for _is_other, same, name in in_order[1:]:
            free, number = DEFAULT.telling(name), 2
            while free in taken:
                free, number = f"{slug}-{number}", number + 1
            taken.add(free)
            chosen[same] = free
    return Slugs(topics=chosen)


def topic_records(slugs: Slugs, texts: Iterable[Placed]) -> tuple[Record, ...]:
    """Return what `content/topics.yaml` says of these topics, each once, by the first spelling of its name."""
    names = {same_name(topic): topic for one in reversed([*texts]) for topic in one.text.topics}
    return tuple({"name": names[name], "slug": slug} for name, slug in sorted(slugs.topics.items()))
