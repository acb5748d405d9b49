"""What is shared most to the cards that other sites show beside a link: posts, seminars and dates to come."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from plugins.blog.model import Article
from plugins.pictures.card import Card
from plugins.reader.typeset import typeset
from plugins.seminars.model import Seminar
from plugins.seminars.views import SessionView, leading
from plugins.seminars.wording import Wording
from plugins.site.load import Site


def cards_of(
    site: Site, posts: Iterable[Article], views: Mapping[str, SessionView], wordings: Mapping[str, Wording]
) -> dict[str, Card]:
    """Return the card of each page that has its own, by the page's file, in its language where the theme speaks it."""
    own = wordings[site.settings.language]
    cards = {post.save_as: post_card(post, wordings.get(post.lang, own)) for post in posts}
    for seminar in site.seminars:
        cards |= seminar_cards(seminar, views, own)
        for words in site.translations[seminar.slug]:
            card = translated_card(seminar, views, words.title, wordings.get(words.lang, own))
            cards[f"{words.url}index.html"] = card
    return cards


def post_card(article: Article, wording: Wording) -> Card:
    """Say what a post is called, who wrote it and when."""
    authors = ", ".join(author.name for author in article.authors)
    return Card(typeset(article.title), wording.gettext("Post"), (authors, wording.date(article.date)))


def session_card(title: str, view: SessionView, wording: Wording) -> Card:
    """Say what a seminar is called, when and where it is, and that it is off if it is."""
    kicker = view.state_words if view.is_off else wording.gettext("Seminar")
    when = view.days if view.session.all_day else f"{view.days}, {view.hours}"
    return Card(typeset(title), kicker, tuple(filter(None, (when, view.where))))


def seminar_cards(seminar: Seminar, views: Mapping[str, SessionView], wording: Wording) -> Iterator[tuple[str, Card]]:
    """Yield the file of each page of a seminar with its card; a date that is over shows the seminar's next."""
    shared = session_card(seminar.title, _lead(seminar, views), wording)
    yield f"{seminar.url}index.html", shared
    for view in (views[session.uid] for session in seminar.sessions):
        card = shared if view.is_past else session_card(view.session.title, view, wording)
        yield f"{view.session.url}index.html", card


def translated_card(seminar: Seminar, views: Mapping[str, SessionView], title: str, wording: Wording) -> Card:
    """Return the card of a seminar's page in another language."""
    lead = _lead(seminar, views)
    said = replace(lead, days=wording.days(lead.session), hours=wording.hours(lead.session))
    return session_card(title, said, wording)


def _lead(seminar: Seminar, views: Mapping[str, SessionView]) -> SessionView:
    return leading([views[session.uid] for session in seminar.sessions])
