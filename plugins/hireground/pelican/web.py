"""Write the files that machines look for, the theme's files, and the pages no content stands behind."""

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from pelican.generators import Generator
from pelican.writers import Writer

from hireground import urls
from hireground.announce.social import card_of, social
from hireground.blog.model import Article
from hireground.output import Output, as_it_is
from hireground.pelican.blog import with_translations
from hireground.pelican.writing import write
from hireground.pictures.card_cache import CardCache, addressed, drawing
from hireground.site.site import Site
from hireground.web.cards import cards_of, site_card
from hireground.web.outputs import Web, web_outputs
from hireground.web.pages import DatedPage, content_urls
from hireground.web.twins import Twins


class WebGenerator(Generator):
    """Runs last of ours: it names what the others wrote."""

    def generate_context(self) -> None:
        """Give posts, seminars and dates their cards, before any page is written."""
        shown = with_translations((*self.context["articles"], *self.context["hidden_articles"]))
        posts = [self.context["posts_by_url"][article.url] for article in shown]
        views, wordings = self.context["session_views"], self.settings["SITE_WORDINGS"]
        self.context["cards"] = cards_of(self.settings["SITE"], posts, views, wordings)

    def generate_output(self, writer: Writer) -> None:
        """Write every file that machines look for, and 404.html."""
        public = [*self._public("articles"), *self._public("pages")]
        shown = [*public, *self._public("hidden_articles"), *self._public("hidden_pages")]
        published = [one for one in public if one.status == "published"]
        site: Site = self.settings["SITE"]
        web = Web(
            site=site, wording=self.settings["SITE_WORDING"], assets=self.settings["SITE_ASSETS"],
            icons=self.settings["SITE_ICONS"],
            contents=[
                DatedPage(one.url, last_change(one), one.entry.fields.title, one.entry.fields.summary)
                for one in published
            ],
            moved=[(one.entry.fields.aliases, one.url) for one in shown],
            post_listings=self.context["post_listings"], session_listings=self.context["session_listings"],
            upcoming=self.context["upcoming_sessions"], views=self.context["session_views"], linked=self._linked(),
        )  # fmt: skip
        twins = Twins(site, content_urls(site, shown), self.settings["SITE_PICTURES"])
        for output in (*web_outputs(web), *twins.of(published), *self._texts()):
            write(self, writer, output)

    def _texts(self) -> Iterator[Output]:
        """Yield the texts for social networks, where the site has an address."""
        site: Site = self.settings["SITE"]
        cache, cards = self.settings["SITE_CARDS"], self.context["cards"]
        if site.settings.siteurl:
            texts = social(site, self.settings["SITE_WORDING"], lambda url: card_of(url, cache, cards, site))
            yield Output(urls.SOCIAL.url(), as_it_is, texts)

    def _public(self, kind: str) -> list[Article]:
        return [*with_translations(self.context[kind])]

    def _linked(self) -> Mapping[str, Path]:
        """Return the pictures, cards and icons that are made already, by their path in the site."""
        site: Site = self.settings["SITE"]
        card_cache: CardCache | None = self.settings["SITE_CARDS"]
        cards = addressed(card_cache, [site_card(site), *self.context["cards"].values()])
        with drawing(has_cards=bool(card_cache)) as drawers:
            drawers.begin(cards.values())
            drawers.wait()
        files = {path: card.file for path, card in cards.items()}
        made: dict[str, Path] = self.settings["SITE_PICTURES"].files | files | self.settings["SITE_ICONS"].files()
        return made


def last_change(article: Article) -> dt.datetime | None:
    """Return when a post or page last changed, by its own word; a page may say nothing."""
    return getattr(article, "modified", None) or getattr(article, "date", None)
