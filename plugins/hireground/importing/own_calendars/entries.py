"""Take the description of an entry apart, in the order in which `seminars.pages.description` puts it together."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from hireground.importing.dates import Moment
from hireground.importing.own_calendars.facts import Entry, Facts
from hireground.importing.own_calendars.languages import Words
from hireground.importing.own_calendars.markdown import markdown
from hireground.seminars.model.model import EventStatus

LONGEST_SUMMARY = 400
"""A longer paragraph is the beginning of a text, from which a summary is taken."""
MOST_LINES = 500
"""So many are looked at for the language of a calendar."""
BEFORE_FACTS = 2
"""So many paragraphs may stand before the facts: news and the summary."""
OFF = {
    "This session is cancelled.": EventStatus.CANCELLED.value,
    "Postponed: a new date will follow": EventStatus.POSTPONED.value,
}


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a description says; `text` is Markdown."""

    facts: Facts
    summary: str = ""
    text: str = ""
    note: str = ""
    status: str = ""
    moved_from: Moment | None = None


def language_of(descriptions: Iterable[str], languages: Iterable[Words]) -> Words:
    """Return the language of which most lines are known; the first of several."""
    lines = (line for text in descriptions for line in text.split("\n") if len(line) < LONGEST_SUMMARY)
    some = list(islice(dict.fromkeys(lines), MOST_LINES))
    return max(languages, key=lambda words: Entry(words, dt.date.min, 0).known(some))


def parts_of(description: str, page: str, entry: Entry) -> Parts:
    """Take one apart: the news, the summary, the facts, the text, and the address of the page, which goes."""
    paragraphs = [one for one in description.replace("\r\n", "\n").strip("\n").split("\n\n") if one.strip()]
    if paragraphs and paragraphs[-1] == page:
        paragraphs.pop()
    paragraphs, found = _without_news(paragraphs, page, entry)
    number = next((at for at, one in enumerate(paragraphs[: BEFORE_FACTS + 1]) if _has_facts(one, entry)), None)
    facts = entry.facts(paragraphs[number].split("\n") if number is not None else ())
    before = paragraphs[:number] if number is not None else paragraphs[:1]
    after = paragraphs[number + 1 :] if number is not None else paragraphs[1:]
    if len(before) == BEFORE_FACTS and not found.note and "\n" not in before[0]:
        found, before = replace(found, note=before[0]), before[1:]
    if len(before) == 1 and "\n" not in before[0] and len(before[0]) <= LONGEST_SUMMARY:
        found, before = replace(found, summary=before[0]), []
    text = "\n\n".join([*before, *(["\n".join(facts.left)] if facts.left else []), *after])
    return replace(found, facts=facts, text=markdown(text))


def _has_facts(paragraph: str, entry: Entry) -> bool:
    return entry.facts(paragraph.split("\n")).number > 0


def _without_news(paragraphs: list[str], page: str, entry: Entry) -> tuple[list[str], Parts]:
    """Take away the first paragraph where it says what became of the date."""
    found, lines = Parts(facts=Facts()), paragraphs[0].split("\n") if paragraphs else []
    wording = entry.words.wording
    off = {wording.gettext(words): status for words, status in OFF.items()}
    if lines and lines[0] in off:
        found = replace(found, status=off[lines[0]])
        rest = [line for line in lines[1:] if line != page]
        return paragraphs[1:], replace(found, note=" ".join(rest))
    rest = list(lines)
    if rest and rest[0] == wording.gettext("Takes place after all"):
        found, rest = replace(found, status=EventStatus.ON_AGAIN.value), rest[1:]
    said = entry.words.said("Moved from {when}", rest[0]) if rest else None
    if said and (when := entry.words.moment(said["when"], entry.day)):
        found, rest = replace(found, moved_from=when), rest[1:]
    if rest == lines:
        return paragraphs, found
    return paragraphs[1:], replace(found, note=" ".join(rest))
