"""Bring the body of a text to our Markdown: templates, embeds, headings, and a summary where it has none."""

from dataclasses import dataclass

from hireground.importing.model import Fate, Note, SourceText
from hireground.importing.texts.embeds import without_embeds
from hireground.importing.texts.headings import below_title
from hireground.importing.texts.shortcodes import without_templates
from hireground.prose.first_words import cut, parts_at_more, summary_before, summary_from


@dataclass(frozen=True)
class Body:
    """A body whose links still lead to the old site, with its summary."""

    markdown: str
    summary: str
    notes: tuple[Note, ...]


def converted(text: SourceText) -> Body:
    """Return the body of a text as ours are written."""
    before, body = parts_at_more(text.body)
    body, templates = without_templates(body, text.source)
    body, embeds = without_embeds(body, text.source)
    body, is_moved = below_title(body, text.title)
    notes = [*templates, *embeds]
    if is_moved:
        notes.append(Note(Fate.CHANGED, "headings moved below the title", text.source))
    summary = " ".join(text.summary.split())
    if not summary:
        summary, kind = _summary(text, before, body)
        notes.append(Note(Fate.CHANGED, kind, text.source, summary[:80]))
    return Body(body, summary, tuple(notes))


def _summary(text: SourceText, before: str, body: str) -> tuple[str, str]:
    if before and (found := summary_before(without_embeds(without_templates(before, "")[0], "")[0])):
        return found, 'summary taken from before the "more" mark'
    if found := summary_from(body):
        return found, "summary taken from the first paragraph"
    return cut(text.title), "summary is the title, since the text has no prose"
