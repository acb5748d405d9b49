"""Describe the pages of translated seminars, with the dates in the words of their language."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from hireground import urls
from hireground.output import Output
from hireground.seminars.model.model import Seminar
from hireground.seminars.model.translation import Translation, translated
from hireground.seminars.pages.context import RenderContext
from hireground.seminars.pages.frames import seminar_frame
from hireground.seminars.pages.pages import seminar_page
from hireground.seminars.pages.wording import Wording
from hireground.text.languages import Alternate, alternates


@dataclass(frozen=True)
class Translations:
    """What pages in other languages are made from; `wordings` are those that the theme speaks."""

    language: str
    wordings: Mapping[str, Wording]
    translations: Mapping[str, tuple[Translation, ...]]
    now: dt.datetime

    def of(self, seminar: Seminar) -> tuple[tuple[Translation, Seminar], ...]:
        """Return a seminar's translations, each with the seminar in its words."""
        return tuple((words, translated(seminar, words)) for words in self.translations.get(seminar.slug, ()))

    def everything(self, seminars: Iterable[Seminar]) -> tuple[tuple[Translation, Seminar], ...]:
        """Return all of several seminars."""
        return tuple(pair for seminar in seminars for pair in self.of(seminar))

    def alternates(self, seminar: Seminar) -> tuple[Alternate, ...]:
        """Return the languages of a seminar's page."""
        pages = ((words.lang, words.url) for words, _said in self.of(seminar))
        return alternates([(seminar.lang or self.language, seminar.url), *pages])

    def page(
        self, words: Translation, seminar: Seminar, context: RenderContext, page: object, posts: tuple[object, ...]
    ) -> Output:
        """Make a seminar's page in other words; its dates too, where the theme speaks the language."""
        said = translated(seminar, words)
        file = seminar_page(said, self._spoken(words, said, context), {said.url: page}, posts, self.alternates(seminar))
        variables = {**file.value, "json_ld": None}  # machines read the original
        return replace(file, path=urls.file_of(words.url), maker=self._template(words, file), value=variables)

    def frames(self, seminars: Iterable[Seminar], context: RenderContext, sitename: str) -> Iterator[Output]:
        """Yield the pages of translated seminars that other sites show within theirs."""
        for words, said in self.everything(seminars):
            file = seminar_frame(said, self._spoken(words, said, context), sitename)
            path, shown = urls.file_of(urls.FRAME.url(path=words.url)), {**file.value, "page_url": words.url}
            yield replace(file, path=path, maker=self._template(words, file), value=shown)

    def _spoken(self, words: Translation, said: Seminar, context: RenderContext) -> RenderContext:
        """Return the context with the dates in the words of their language, where the theme speaks it."""
        return context.with_sessions(said.sessions, self.now, self.wordings.get(words.lang, context.wording))

    def _template(self, words: Translation, file: Output) -> str:
        """Name the template that speaks the language."""
        return f"{words.lang}/{file.maker}" if words.lang in self.wordings else str(file.maker)
