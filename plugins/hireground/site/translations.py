"""Check the translations of a site: each needs an original, and a language of its own."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from hireground.seminars.model.facts.other_words import words_of
from hireground.seminars.model.model import Seminar
from hireground.seminars.model.translation import Translation
from hireground.site.entry import Entry
from hireground.text.frontmatter import Document
from hireground.text.problems import Problem, did_you_mean, one_of, quoted

AGAIN = 'the original is in {language} already; say the translation\'s language with "lang:"'


def translation_problems(
    documents: Mapping[Path, Document], seminars: Iterable[Seminar], translations: Iterable[Translation], language: str
) -> Iterator[Problem]:
    """Yield the translations of seminars that are not there, or that speak the language already."""
    by_slug = {seminar.slug: seminar for seminar in seminars}
    first: dict[str, Path] = {}
    for words in translations:
        other = first.setdefault(words.url, words.source)
        document, original = documents[words.source], by_slug.get(words.slug)
        if original is None:
            hint = did_you_mean(words.slug, by_slug, one_of(by_slug) if by_slug else "write the seminar first")
            message = f"slug: no seminar has the address {quoted(words.slug)}; {hint}"
            yield document.problem(document.marks.value(("slug",)), message)
        elif words.lang == (original.lang or language):
            message = f"lang: {AGAIN.format(language=quoted(words.lang))}"
            yield document.problem(document.marks.value(("lang",)), message)
        elif other != words.source:
            message = f"lang: {other.as_posix()} translates it to {quoted(words.lang)} already; keep one of the two"
            yield document.problem(document.marks.value(("lang",)), message)
        else:
            yield from _titles(document, words, original)
            yield from _words(document, words, original)


def _titles(document: Document, words: Translation, original: Seminar) -> Iterator[Problem]:
    """Yield the titles that a translation has for dates, and that no date of the seminar has."""
    known = {session.title for session in original.sessions} - {original.title}
    for title in words.titles.keys() - known:
        hint = did_you_mean(title, known, one_of(sorted(known)) if known else "take it out")
        message = f"titles: no date of the seminar is called {quoted(title)}; {hint}"
        yield document.problem(document.marks.value(("titles", title)), message)


def _words(document: Document, words: Translation, original: Seminar) -> Iterator[Problem]:
    """Yield the words that a translation has others for, and that the seminar does not say."""
    known = {" ".join(said.split()) for session in original.sessions for said in words_of(session)}
    for said in words.words.keys() - known:
        hint = did_you_mean(said, known, one_of(sorted(known)) if known else "take it out")
        message = f"words: {quoted(said)} stands nowhere in the seminar's prices, registration or access; {hint}"
        yield document.problem(document.marks.value(("words", said)), message)


def entry_problems(entries: Mapping[Path, Entry], language: str) -> Iterator[Problem]:
    """Yield the translations of posts or pages that are not there, or that speak the language already."""
    originals = {entry.slug: entry for entry in entries.values() if not entry.fields.translation}
    for entry in entries.values():
        if not entry.fields.translation:
            continue
        document, original = entry.document, originals.get(entry.slug)
        if original is None:
            hint = did_you_mean(entry.slug, originals, "write the original first, or take the key out")
            message = f"translation: nothing else has the address {quoted(entry.slug)}; {hint}"
            yield document.problem(document.marks.value(("translation",)), message)
        elif (entry.fields.lang or language) == (original.fields.lang or language):
            message = f"lang: {AGAIN.format(language=quoted(original.fields.lang or language))}"
            yield document.problem(document.marks.value(("lang",)), message)
