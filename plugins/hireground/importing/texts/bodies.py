"""Bring the body of a text to our Markdown: templates, embeds, headings, and a summary where it has none."""

import re
from dataclasses import dataclass

from hireground.importing.model import Fate, Note, SourceText
from hireground.importing.texts.embeds import without_embeds
from hireground.importing.texts.headings import below_title
from hireground.importing.texts.shortcodes import without_templates
from hireground.importing.texts.tidy import tidied
from hireground.prose.first_words import cut, parts_at_more, summary_before, summary_from

TEMPLATE = re.compile(r"\{[{%]|<%")
TAGS = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}")


@dataclass(frozen=True)
class Body:
    """A body whose links still lead to the old site, with its summary."""

    markdown: str
    summary: str
    notes: tuple[Note, ...]


def converted(text: SourceText, signs: tuple[str, ...] | None = None) -> Body:
    """Return the body of a text as ours are written; `signs` are what templates of its tool begin with."""
    before, body = parts_at_more(text.body)
    body, templates = without_templates(body, text.source)
    body, embeds = without_embeds(body, text.source)
    body, is_moved = below_title(body, text.title)
    body, mended = tidied(body, text.source, signs)
    notes = [*templates, *embeds, *mended]
    if is_moved:
        notes.append(Note(Fate.CHANGED, "headings moved below the title", text.source))
    summary = " ".join(text.summary.split())
    if not summary or TEMPLATE.search(summary):
        summary, kind = _summary(text, before, body)
        notes.append(Note(Fate.CHANGED, kind, text.source, summary[:80]))
    return Body(body, summary, tuple(notes))


def _summary(text: SourceText, before: str, body: str) -> tuple[str, str]:
    if before and (found := summary_before(without_embeds(without_templates(before, "")[0], "")[0])):
        return found, 'summary taken from before the "more" mark'
    found = summary_from(TAGS.sub("", body)) if "{" in body or "<%" in body else summary_from(body)
    if found and not TEMPLATE.search(found):
        return found, "summary taken from the first paragraph"
    return cut(text.title), "summary is the title, since the text has no prose"
