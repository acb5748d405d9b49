"""A seminar's translations to their pages: the seminar's own page, in other words and another language's dates."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from plugins.seminars.desk import Desk
from plugins.seminars.editions import Edition, editions
from plugins.seminars.model import Seminar
from plugins.seminars.pages import PageFile, seminar_page
from plugins.seminars.translation import Translation, translated
from plugins.seminars.views import session_view
from plugins.seminars.wording import Wording


@dataclass(frozen=True)
class Abroad:
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

    def editions(self, seminar: Seminar) -> tuple[Edition, ...]:
        """Return the languages of a seminar's page."""
        pages = ((words.lang, words.url) for words, _said in self.of(seminar))
        return editions([(seminar.lang or self.language, seminar.url), *pages])

    def page(
        self, words: Translation, seminar: Seminar, desk: Desk, page: object, posts: tuple[object, ...]
    ) -> PageFile:
        """Make a seminar's page in other words; its dates too, where the theme speaks the language."""
        said = translated(seminar, words)
        wording = self.wordings.get(words.lang, desk.wording)
        views = {one.uid: session_view(one, self.now, desk.siteurl, wording) for one in said.sessions}
        desk = replace(desk, wording=wording, views={**desk.views, **views})
        file = seminar_page(said, desk, page, posts, self.editions(seminar))
        template = f"{words.lang}/{file.template}" if words.lang in self.wordings else file.template
        context = {**file.context, "json_ld": None}  # machines read the original
        return replace(file, save_as=f"{words.url}index.html", template=template, context=context)
