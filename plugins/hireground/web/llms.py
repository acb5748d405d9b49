"""Write `llms.txt` (llmstxt.org): what a site has, as Markdown for programs that read it for somebody."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from hireground import urls
from hireground.blog.model import Post
from hireground.markdown.extensions import typeset
from hireground.seminars.model.model import Seminar
from hireground.seminars.pages.views import SessionView
from hireground.seminars.pages.wording import Wording
from hireground.site.site import Site
from hireground.web.pages import DatedPage

MOST, DATES = 300, 3
"""Posts and seminars that are listed, the newest and the next ones; and dates that are said of a seminar."""
MEANING = str.maketrans({sign: f"\\{sign}" for sign in "\\[]*_`<"})
PAGES = (urls.PAGE, urls.TRANSLATED_PAGE)


@dataclass(frozen=True)
class Listed:
    """A page of the site: its title, its address from the root, and what it is about."""

    title: str
    url: str
    about: str = ""


@dataclass(frozen=True)
class Llms:
    """What the file says; `sections` are headings, each with its pages, and one without a page is left out."""

    siteurl: str
    name: str
    tagline: str
    sections: tuple[tuple[str, tuple[Listed, ...]], ...]


def llms_of(
    site: Site, wording: Wording, views: Mapping[str, SessionView], posts: Iterable[Post], contents: Iterable[DatedPage]
) -> Llms:
    """Return what the file says of a site; `contents` are the public posts and pages."""
    own, say = site.settings, wording.gettext
    seminars = [one for one in site.seminars if not one.is_draft]
    public = (Listed(typeset(one.title, one.lang), one.url, one.summary) for one in posts if one.is_public)
    pages = [one for one in contents if any(route.has(urls.file_of(one.url)) for route in PAGES)]
    more = (("Every post, by year", urls.ARCHIVE), ("Past seminars", urls.PAST), ("Subscribe", urls.SUBSCRIBE))
    sections = (
        (say("Seminars"), tuple(islice(_seminars(seminars, views, wording), MOST))),
        (say("Posts"), tuple(islice(public, MOST))),
        (say("Pages"), tuple(Listed(one.title, one.url, one.summary) for one in pages)),
        ("Optional", tuple(Listed(say(words), route.url()) for words, route in more)),  # the format's own word
    )
    return Llms(own.siteurl, own.sitename, own.tagline, sections)


def _seminars(seminars: Iterable[Seminar], views: Mapping[str, SessionView], wording: Wording) -> Iterator[Listed]:
    """Yield the seminars, those with dates that can be had first, the next one before the others."""
    having = list[tuple[Seminar, list[SessionView]]]()
    for seminar in seminars:
        of_seminar = [views[session.uid] for session in seminar.sessions]
        having.append(
            (seminar, [one for one in of_seminar if not one.is_past and not one.is_off and one.session.has_day])
        )
    coming = sorted((each for each in having if each[1]), key=lambda each: each[1][0].session.start)
    for seminar, dates in (*coming, *(each for each in having if not each[1])):
        said = "; ".join(view.days for view in dates[:DATES])
        next_dates = f"{wording.gettext('Next date')}: {said}." if said else ""
        about = " ".join(filter(None, (seminar.summary, next_dates)))
        yield Listed(typeset(seminar.title, seminar.lang or "en"), seminar.url, about)


def llms_file(llms: Llms) -> bytes:
    """Write the file: the name, what the site is, and a list of links for each section."""
    parts = [f"# {plain(llms.name)}\n", *([f"> {plain(llms.tagline)}\n"] if llms.tagline else [])]
    for name, listed in llms.sections:
        if listed:
            lines = (_line(one, llms.siteurl) for one in listed)
            parts.append(f"## {plain(name)}\n\n{''.join(lines)}")
    return "\n".join(parts).encode()


def _line(one: Listed, siteurl: str) -> str:
    about = f": {plain(one.about)}" if one.about else ""
    return f"- [{plain(one.title)}]({siteurl}/{one.url}){about}\n"


def plain(words: str) -> str:
    """Write words in one line so that none of their signs means anything in Markdown."""
    return " ".join(words.split()).translate(MEANING)
