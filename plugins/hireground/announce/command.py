"""`hireground announce`: write letters and short texts about seminars, from the facts that their calendars have."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from hireground import urls
from hireground.announce.subject import DAY, MONTH, Announcement, find, of_a_session
from hireground.announce.texts import NETWORKS, letter, letter_html, mail, short
from hireground.pictures.cards import Card
from hireground.published.changes import Added, Cancelled, Change, Moved, Postponed, Reinstated, Relocated
from hireground.published.describe import said
from hireground.published.pair import read_pair
from hireground.published.pipeline import changes
from hireground.seminars.pages.catalogues import wordings
from hireground.seminars.pages.context import render_context
from hireground.seminars.pages.wording import Wording
from hireground.site.load import load_site
from hireground.site.settings import read_settings
from hireground.site.site import Site
from hireground.store import opened
from hireground.terminal import RefusedError, add_settings, existing, shown
from hireground.text.languages import SOURCE_LANGUAGE
from hireground.text.localtime import build_moment
from hireground.web.cards import seminar_cards, site_card

TOLD = (Added, Moved, Cancelled, Postponed, Reinstated, Relocated)
"""Changes that attendees are told of."""
WHAT = "a seminar's file, a day such as 2026-12-05, or a month such as 2026-12"
Write = Callable[[Announcement], str]


def add_arguments(parser: ArgumentParser) -> None:
    """Add what is announced, and for whom."""
    add_settings(parser, "publishconf.py")
    parser.add_argument(
        "what", metavar="WHAT", nargs="?", help="a seminar's file, a day (2026-12-05), a month (2026-12)"
    )
    parser.add_argument("--changes", action="store_true", help="each date that moved, was cancelled or is new")
    parser.add_argument("--for", dest="form", choices=(*FORMS, "json"), help="one text alone; all if not said")


def run(options: Namespace) -> int:
    """Print the texts of an announcement, or of each change since what was published last."""
    settings_file = existing(options.settings)
    settings = read_settings(settings_file)
    with opened(settings.root) as store:
        site = load_site(settings, build_moment(), store)
    if not site.settings.siteurl:
        raise RefusedError(f"an announcement needs the site's address; set SITEURL in {settings_file.name}")
    wording = wording_of(site)
    if options.changes == bool(options.what):
        raise RefusedError("write what to announce: hireground announce 2026-12, or --changes")
    found = changed(site, settings_file) if options.changes else [found_in(site, options.what, wording)]
    texts = [{name: write(one) for name, write in forms(site, wording).items()} for one in found]
    sys.stdout.write(printed(texts, options.form))
    return 0


def found_in(site: Site, what: str, wording: Wording) -> Announcement:
    """Find what to announce; raises `RefusedError`, which names the files where only drafts have it."""
    try:
        return find(site, what, wording)
    except RefusedError as error:
        files = drafts_of(site, what, wording)
        if not files:
            raise
        is_date = DAY.fullmatch(what) or MONTH.fullmatch(what)
        said = "has only drafts, which" if is_date else "is a draft, which"
        how = f'take the line "draft: yes" out of {", ".join(files)}'
        raise RefusedError(f"{what} {said} nobody can see; {how}") from error


def drafts_of(site: Site, what: str, wording: Wording) -> list[str]:
    """Return the files of the drafts that are meant."""
    whole = load_site(site.settings.model_copy(update={"shows_drafts": True}), site.now)
    try:
        meant = {session.seminar_slug for session in find(whole, what, wording).sessions}
    except RefusedError:
        return []
    return [f"{shown(seminar.source)}" for seminar in whole.seminars if seminar.slug in meant]


def wording_of(site: Site) -> Wording:
    """Return the site's language, as its pages write it."""
    settings = site.settings
    return wordings(settings.theme, settings.language, settings.locale)[settings.language]


def changed(site: Site, settings_file: Path) -> list[Announcement]:
    """Announce each date that became another one since what was published last."""
    pair = read_pair(settings_file, site.now, None)
    if pair is None:
        raise RefusedError("nothing was published yet, so there is no change to announce")
    return [*filter(None, (of_a_change(change, site) for change in changes(pair)))]


def of_a_change(change: Change, site: Site) -> Announcement | None:
    """Announce a change by the date's own page; None for one that attendees need not be told of."""
    if not isinstance(change, TOLD) or change.after.end <= site.now:
        return None
    found = of_a_session(change.after)
    if site.settings.language != SOURCE_LANGUAGE or isinstance(change, Added):
        return found
    return Announcement(**{**vars(found), "summary": f"{change.after.title}: {said(change, Wording('en'))}."})


def forms(site: Site, wording: Wording) -> Mapping[str, Write]:
    """Return what writes each text for this site."""
    siteurl, organizer = site.settings.siteurl, site.settings.seminars.organizer
    sender = f"{organizer.name} <{organizer.email}>" if organizer.email else ""
    letters: dict[str, Write] = {
        "mail": lambda one: letter(one, siteurl, wording),
        "html": lambda one: letter_html(one, siteurl, wording),
        "eml": lambda one: mail(one, siteurl, wording, sender).decode(),
    }
    cards = cards_by_page(site, wording)
    networks: dict[str, Write] = {
        name: partial(short, siteurl=siteurl, wording=wording, network=network) for name, network in NETWORKS.items()
    }
    return {**letters, **networks, "card": lambda one: f"{cards.get(urls.file_of(one.url), site_card(site)).alt}\n"}


def cards_by_page(site: Site, wording: Wording) -> Mapping[str, Card]:
    """Return the card that networks show beside the link to each page of a seminar."""
    views = render_context(site.seminars, site.now, site.settings.siteurl, wording).views
    return {path: card for one in site.seminars for path, card in seminar_cards(one, views, wording)}


FORMS = ("mail", "html", "eml", *NETWORKS, "card")
SHOWN = ("mail", *NETWORKS, "card")
"""What is printed if nothing is said: what a person reads."""


def printed(texts: Sequence[Mapping[str, str]], form: str | None) -> str:
    """Put texts together: one kind of each announcement, or all under their names."""
    if form == "json":
        return f"{json.dumps(texts, indent=2, ensure_ascii=False)}\n"
    if form:
        return "\n".join(one[form] for one in texts)
    return "\n".join(headed(one) for one in texts) or "Nothing to announce.\n"


def headed(texts: Mapping[str, str]) -> str:
    """Write the texts that a person reads, each under the name of where it goes."""
    return "\n".join(f"── {name} {'─' * (60 - len(name))}\n\n{texts[name]}" for name in SHOWN)
