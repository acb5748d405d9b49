"""Choose which pages get a social card (Open Graph image), and what each card says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from hireground import urls
from hireground.blog.model import Post
from hireground.markdown.extensions import typeset
from hireground.pictures.cards import Card
from hireground.seminars.model.model import Seminar
from hireground.seminars.pages.wording import Wording
from hireground.site.site import Site

if TYPE_CHECKING:
    from hireground.seminars.model.translation import Translation
    from hireground.seminars.pages.views import SessionView


def cards_of(
    site: Site, posts: Iterable[Post], views: "Mapping[str, SessionView]", wordings: Mapping[str, Wording]
) -> dict[str, Card]:
    """Return the card of each page that has its own, by the page's file, in its language where the theme speaks it."""
    own = wordings[site.settings.language]
    cards = cards_of_posts(posts, wordings, site.settings.language)
    for seminar in site.seminars:
        cards |= seminar_cards(seminar, views, own)
        for words in site.translations[seminar.slug]:
            card = translated_card(seminar, views, words, wordings.get(words.lang, own))
            cards[urls.file_of(words.url)] = card
    return cards


def cards_of_posts(posts: Iterable[Post], wordings: Mapping[str, Wording], language: str) -> dict[str, Card]:
    """Return the card of each post's page by the page's file; what the theme does not speak is in the site's own."""
    return {post.save_as: post_card(post, wordings.get(post.lang, wordings[language])) for post in posts}


def site_card(site: Site) -> Card:
    """Return the card of every page that has none of its own."""
    return Card(site.settings.sitename, facts=(site.settings.tagline,))


def post_card(post: Post, wording: Wording) -> Card:
    """Say what a post is called, who wrote it and when."""
    authors = ", ".join(author.name for author in post.authors)
    return Card(typeset(post.title, post.lang), wording.gettext("Post"), (authors, wording.date(post.date)))


def session_card(title: str, view: "SessionView", wording: Wording, language: str | None) -> Card:
    """Say what a seminar is called, when and where it is, and that it is off if it is."""
    kicker = view.state_words if view.is_off else wording.gettext("Seminar")
    is_day = view.session.all_day and view.session.is_in_calendars
    when = view.days if is_day else ", ".join(filter(None, (view.days, view.hours)))
    return Card(
        typeset(title, language or wording.language.replace("_", "-")), kicker, tuple(filter(None, (when, view.where)))
    )


def seminar_cards(seminar: Seminar, views: "Mapping[str, SessionView]", wording: Wording) -> Iterator[tuple[str, Card]]:
    """Yield the file of each page of a seminar with its card; a date that is over shows the seminar's next."""
    shared = session_card(seminar.title, _lead(seminar, views), wording, seminar.lang)
    yield urls.file_of(seminar.url), shared
    for view in (views[session.uid] for session in seminar.sessions if session.has_day):
        card = shared if view.is_past else session_card(view.session.title, view, wording, seminar.lang)
        yield urls.file_of(view.session.url), card


def translated_card(
    seminar: Seminar, views: "Mapping[str, SessionView]", words: "Translation", wording: Wording
) -> Card:
    """Return the card of a seminar's page in another language."""
    lead = _lead(seminar, views)
    said = replace(lead, days=wording.days(lead.session), hours=wording.hours(lead.session))
    return session_card(words.title, said, wording, words.lang)


def _lead(seminar: Seminar, views: "Mapping[str, SessionView]") -> "SessionView":
    from hireground.seminars.pages.views import leading  # noqa: PLC0415 -- cards of posts need no view

    return leading([views[session.uid] for session in seminar.sessions])
