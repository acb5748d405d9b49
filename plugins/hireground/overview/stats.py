"""Count what a site holds."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hireground.seminars.model.model import CALLED_OFF, Session
from hireground.site.entry import Entry
from hireground.site.site import Site


@dataclass(frozen=True, kw_only=True)
class Stats:
    """How much of each a site holds: `posts` by who may see them, `topics` by how many texts have them."""

    posts: Mapping[str, int]
    pages: int
    words: int
    seminars: int
    dates: Mapping[str, int]
    people: int
    places: int
    pictures: int
    topics: Mapping[str, int]


def stats(site: Site) -> Stats:
    """Count what a site holds; drafts too where the site shows them to its authors."""
    sessions = [session for seminar in site.seminars for session in seminar.sessions]
    texts = (*site.posts.values(), *site.pages.values())
    topics = Counter(topic for entry in site.posts.values() for topic in topics_of(entry))
    topics.update(topic for seminar in site.seminars for topic in seminar.topics)
    return Stats(
        posts=dict(sorted(Counter(entry.visibility.value for entry in site.posts.values()).items())),
        pages=len(site.pages),
        words=sum(len(entry.document.body.split()) for entry in texts)
        + sum(len(seminar.body.split()) for seminar in site.seminars),
        seminars=len(site.seminars),
        dates=dates(sessions, site),
        people=len({speaker.name for session in sessions for speaker in session.speakers}),
        places=len({session.place.name for session in sessions if session.place}),
        pictures=len(site.pictures),
        topics=dict(sorted(topics.items(), key=lambda item: (-item[1], item[0]))),
    )


def dates(sessions: Iterable[Session], site: Site) -> Mapping[str, int]:
    """Count the dates that come, that are called off, and that are past."""
    found = Counter(
        "past" if session.end <= site.now else "called off" if session.status in CALLED_OFF else "coming"
        for session in sessions
    )
    return {name: found[name] for name in ("coming", "called off", "past")}


def topics_of(entry: Entry) -> tuple[str, ...]:
    """Return the topics of a post."""
    topics: tuple[str, ...] = getattr(entry.fields, "topics", ())
    return topics
