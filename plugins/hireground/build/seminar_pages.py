"""Describe the pages that a seminar has of its own: of it, of its translations, and of its dates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hireground.blog.model import Post
from hireground.build.contents import Page
from hireground.build.texts import ConvertedText
from hireground.output import Output
from hireground.seminars.model.model import Seminar
from hireground.seminars.pages.context import RenderContext
from hireground.seminars.pages.pages import seminar_page, session_pages
from hireground.seminars.pages.translations import Translations
from hireground.site.mentions import block_calendars


@dataclass(frozen=True)
class SeminarPages:
    """What the pages of seminars are made from: `texts` by their keys, `about` has the posts that mention each slug.

    A calendar of a block without a title is `nameless`.
    """

    context: RenderContext
    translations: Translations
    texts: Mapping[str, ConvertedText]
    about: Mapping[str, Sequence[Post]]
    nameless: str

    def of(self, seminar: Seminar) -> Iterator[Output]:
        """Yield the pages of one seminar."""
        texts, posts = self._texts(seminar, seminar.url), tuple(self.about.get(seminar.slug, ()))
        alternates = self.translations.alternates(seminar)
        yield seminar_page(seminar, self.context, texts[seminar.url], posts, alternates)
        for words, said in self.translations.of(seminar):
            text = self._texts(said, words.url)[words.url]
            yield self.translations.page(words, seminar, self.context, text, posts)
        yield from session_pages(seminar, self.context, texts)

    def _texts(self, seminar: Seminar, url: str) -> Mapping[str, Page]:
        """Return the texts of a seminar as templates show them: its own by an address, those of sessions by UID."""
        of_sessions = {
            one.uid: (one.title, one.summary, one.own_text.document) for one in seminar.sessions if one.own_text
        }
        said = {url: (seminar.title, seminar.summary, seminar.text)} | of_sessions
        return {
            key: Page(
                title=title, summary=summary, content=self.texts[key].html,
                calendars=block_calendars(text, self.nameless),
            )
            for key, (title, summary, text) in said.items()
        }  # fmt: skip
