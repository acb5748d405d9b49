"""Write an announcement as a letter, in plain text and in HTML, and as short texts for social networks."""

from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from typing import NamedTuple

from hireground.announce.subject import Announcement
from hireground.seminars.model.model import CALLED_OFF, Session
from hireground.seminars.pages.description import facts, location, news
from hireground.seminars.pages.wording import Wording

PARAGRAPH = 'style="margin:0 0 16px;font:16px/1.5 sans-serif"'
"""Mail programs drop style sheets, and some of them classes too."""
ELLIPSIS = "…"


class Network(NamedTuple):
    """A social network: how many letters a text may have, and what it counts for each link, if not its letters."""

    letters: int
    link: int | None = None


NETWORKS = {"linkedin": Network(3000), "mastodon": Network(500, 23), "bluesky": Network(300)}
"""By name; Mastodon counts 23 letters for a link, however long it is."""


class Part(NamedTuple):
    """A date in a letter: its heading, and lines of text, some of them addresses."""

    heading: str
    lines: tuple[str, ...]


def parts(announcement: Announcement, siteurl: str, wording: Wording) -> Iterator[Part]:
    """Yield what a letter says of each date: when, where, what became of it, who speaks, what it costs, how to come."""
    for session in announcement.sessions:
        when = wording.when(session)
        title = session.title if session.title != announcement.title else ""
        said = (*news(session, wording), location(session), *facts(session, wording), f"{siteurl}/{session.url}")
        lines = tuple(line for line in said if line)
        yield Part(f"{title}: {when}" if title else when, lines)
    yield from calls(announcement, wording)


def calls(announcement: Announcement, wording: Wording) -> Iterator[Part]:
    """Yield what a letter says of each call for proposals: whose, until when, and where."""
    for seminar, call in announcement.calls:
        said = [wording.gettext("Call for proposals")]
        said += [seminar.title] if seminar.title != announcement.title else []
        asked = seminar.proposals
        where = (asked.url or asked.email or "") if asked and call.action else ""
        yield Part(": ".join(said), tuple(filter(None, (call.words, where))))


def letter(announcement: Announcement, siteurl: str, wording: Wording) -> str:
    """Write a letter in plain text."""
    dates = ["\n".join((part.heading, *part.lines)) for part in parts(announcement, siteurl, wording)]
    links = "\n".join(addresses(announcement, siteurl))
    return "\n\n".join(filter(None, (announcement.title, announcement.summary, *dates, links))) + "\n"


def letter_html(announcement: Announcement, siteurl: str, wording: Wording) -> str:
    """Write a letter in HTML as mail programs show it: no style sheet, no class, no picture, no script."""
    dates = [
        f"<p {PARAGRAPH}><strong>{escape(part.heading)}</strong><br>{'<br>'.join(map(linked, part.lines))}</p>"
        for part in parts(announcement, siteurl, wording)
    ]
    head = f'<h1 style="font:bold 22px/1.3 sans-serif">{escape(announcement.title)}</h1>'
    summary = f"<p {PARAGRAPH}>{escape(announcement.summary)}</p>" if announcement.summary else ""
    links = f"<p {PARAGRAPH}>{'<br>'.join(map(linked, addresses(announcement, siteurl)))}</p>"
    lang = escape(wording.language.replace("_", "-"))
    body = "\n".join(filter(None, (head, summary, *dates, links)))
    return f'<!doctype html>\n<html lang="{lang}">\n<meta charset="utf-8">\n<body>\n{body}\n</body>\n</html>\n'


def addresses(announcement: Announcement, siteurl: str) -> tuple[str, str]:
    """Return the page, and its calendar."""
    return f"{siteurl}/{announcement.url}", f"{siteurl}/{announcement.calendar}"


def linked(line: str) -> str:
    """Write a line in HTML, the address at its end as a link."""
    before, space, last = line.rpartition(" ")
    if last.startswith(("https://", "http://", "mailto:")):
        return f'{escape(before)}{space}<a href="{escape(last)}">{escape(last)}</a>'
    return escape(line)


def mail(announcement: Announcement, siteurl: str, wording: Wording, sender: str) -> bytes:
    """Write a mail to be opened and sent (RFC 5322): both letters, nobody it goes to yet."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = announcement.title
    if sender:
        message["From"] = sender
    message["X-Unsent"] = "1"  # Outlook opens it to be sent
    message.set_content(letter(announcement, siteurl, wording))
    message.add_alternative(letter_html(announcement, siteurl, wording), subtype="html")
    return message.as_bytes()


# Short texts


def short(announcement: Announcement, siteurl: str, wording: Wording, network: Network) -> str:
    """Write as much as a network takes: all of it, else without the summary, the places, or the last dates."""
    link = f"{siteurl}/{announcement.url}"
    room = network.letters - (len(link) if network.link is None else network.link) - 2
    for text in candidates(announcement, wording):
        if len(text) <= room:
            return f"{text}\n\n{link}\n"
    return f"{announcement.title[: room - 1]}{ELLIPSIS}\n\n{link}\n"


def candidates(announcement: Announcement, wording: Wording) -> Iterator[str]:
    """Yield texts that say less and less."""
    sessions = [one for one in announcement.sessions if one.status not in CALLED_OFF] or [*announcement.sessions]
    title, summary = announcement.title, announcement.summary
    dates = "\n".join(line(one, title, wording) for one in sessions)
    called = "\n".join(": ".join(filter(None, (one.heading, *one.lines[:1]))) for one in calls(announcement, wording))
    if summary and called:
        yield f"{title}\n\n{summary}\n\n{dates}\n\n{called}"
    if called:
        yield f"{title}\n\n{dates}\n\n{called}"
    if summary:
        yield f"{title}\n\n{summary}\n\n{dates}"
    yield f"{title}\n\n{dates}"
    for number in range(len(sessions), 0, -1):
        dates = "\n".join(short_line(one, title, wording) for one in sessions[:number])
        left = len(sessions) - number
        yield f"{title}\n\n{dates}" + (f"\n+ {left}" if left else "")
    yield title


def line(session: Session, title: str, wording: Wording) -> str:
    """Write a date in one line: `Saturday, December 5, 2026, 9:00 AM to 12:00 PM, Pacific Time: Bellevue Library`."""
    when = wording.when(session)
    said = (when, *own_title(session, title), wording.where(session), called_off(session, wording))
    return ": ".join(filter(None, said))


def short_line(session: Session, title: str, wording: Wording) -> str:
    """Write a date in a short line: `Sat, Dec 5, 9:00 AM: Bellevue Library`; who comes from afar needs the zone."""
    when = wording.short_day(session.start) if session.all_day else wording.near(session.start, session)
    when = when if session.has_day else wording.days(session)
    zone = f", {wording.zone(session.timezone)}" if session.online and not session.all_day else ""
    where = session.place.name if session.place else wording.where(session)
    said = (f"{when}{zone}", *own_title(session, title), where, called_off(session, wording))
    return ": ".join(filter(None, said))


def own_title(session: Session, title: str) -> list[str]:
    """Return a date's title where it is another one than the announcement's."""
    return [session.title] if session.title != title else []


def called_off(session: Session, wording: Wording) -> str:
    """Say that nobody should come, or nothing."""
    return news(session, wording)[0] if session.status in CALLED_OFF else ""
