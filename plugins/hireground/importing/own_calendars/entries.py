"""Take the description of an entry apart by the order of its parts, and turn each into what a file of ours says."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice

from hireground.importing.dates import Moment
from hireground.importing.own_calendars.facts import Entry, Facts
from hireground.importing.own_calendars.languages import Words
from hireground.importing.own_calendars.markdown import markdown
from hireground.seminars.model.model import EventStatus
from hireground.seminars.pages.description import Parts

LONGEST_SUMMARY = 400
"""A longer paragraph is the beginning of a text, from which a summary is taken."""
MOST_LINES = 500
"""This many are looked at for the language of a calendar."""
BEFORE_FACTS = Parts._fields.index("facts")
"""This many paragraphs may stand before the facts: the news and the summary."""
OFF = {
    "This session is cancelled.": EventStatus.CANCELLED.value,
    "Postponed: a new date will follow": EventStatus.POSTPONED.value,
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a description says; `text` is Markdown."""

    facts: Facts = field(default_factory=Facts)
    summary: str = ""
    text: str = ""
    note: str = ""
    status: str = ""
    moved_from: Moment | None = None

    @property
    def has_news(self) -> bool:
        """Whether it says what became of the date."""
        return bool(self.status or self.moved_from)


def language_of(descriptions: Iterable[str], languages: Iterable[Words]) -> Words:
    """Return the language of which most lines are known; the first of several."""
    lines = (line for text in descriptions for line in text.split("\n") if len(line) < LONGEST_SUMMARY)
    some = list(islice(dict.fromkeys(lines), MOST_LINES))
    return max(languages, key=lambda words: Entry(words, dt.date.min, 0).known(some))


def said_in(description: str, page: str, entry: Entry) -> Said:
    """Read a description; what is no short summary is part of the text, and so are lines that are no facts."""
    parts = parts_of(description, page, entry)
    facts = entry.facts(parts.facts.split("\n") if parts.facts else ())
    has_summary = "\n" not in parts.summary and len(parts.summary) <= LONGEST_SUMMARY
    text = filter(None, ("" if has_summary else parts.summary, "\n".join(facts.left), parts.text))
    found = replace(_news(parts.news, page, entry), facts=facts, text=markdown("\n\n".join(text)))
    return replace(found, summary=parts.summary if has_summary else "")


def parts_of(description: str, page: str, entry: Entry) -> Parts:
    """Divide a description: the page is known by its address, and the news and the facts by their phrases."""
    paragraphs = [one for one in description.replace("\r\n", "\n").strip("\n").split("\n\n") if one.strip()]
    last = paragraphs.pop() if paragraphs and paragraphs[-1] == page else ""
    news = paragraphs.pop(0) if paragraphs and _news(paragraphs[0], page, entry).has_news else ""
    at = next((at for at, one in enumerate(paragraphs[: BEFORE_FACTS + 1]) if _has_facts(one, entry)), None)
    before, facts, after = paragraphs[:1], "", paragraphs[1:]
    if at is not None:
        before, facts, after = paragraphs[:at], paragraphs[at], paragraphs[at + 1 :]
    if len(before) == BEFORE_FACTS and not news and "\n" not in before[0]:
        news = before.pop(0)  # the author's note alone
    return Parts(news=news, summary="\n\n".join(before), facts=facts, text="\n\n".join(after), page=last)


def _has_facts(paragraph: str, entry: Entry) -> bool:
    return entry.facts(paragraph.split("\n")).number > 0


def _news(paragraph: str, page: str, entry: Entry) -> Said:
    """Read what became of the date; all else is the author's note."""
    found, lines = Said(), [line for line in paragraph.split("\n") if line]
    wording = entry.words.wording
    off = {wording.gettext(words): status for words, status in OFF.items()}
    if lines and lines[0] in off:
        return Said(status=off[lines[0]], note=" ".join(line for line in lines[1:] if line != page))
    if lines and lines[0] == wording.gettext("Takes place after all"):
        found, lines = replace(found, status=EventStatus.ON_AGAIN.value), lines[1:]
    said = entry.words.said("Moved from {when}", lines[0]) if lines else None
    if said and (when := entry.words.moment(said["when"], entry.day)):
        found, lines = replace(found, moved_from=when), lines[1:]
    return replace(found, note=" ".join(lines))
