"""Write how a talk is cited: as BibTeX, and as CSL JSON, which Zotero, Pandoc and their like read."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from hireground import urls
from hireground.output import Output
from hireground.seminars.model.model import CALLED_OFF, Session
from hireground.seminars.pages.wording import Wording
from hireground.slugs import DEFAULT

NAME = re.compile(
    r"(?P<given>[^\W\d_][\w.'’-]*(?: [^\W\d_]\.)*)"
    r" (?P<family>(?:(?:af|al|da|de|del|den|der|di|dos|du|la|le|ten|ter|van|von|zu) )*[^\W\d_][\w'’-]+)"
)
"""A name of one given name, with initials, and one family name; what else a name may be is kept whole."""
LATIN = re.compile(r"[\x00-\u024f’]*")
SIGNS = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        **{sign: f"\\{sign}" for sign in "$&#%_"},
    }
)
"""What LaTeX takes for more than itself; BibTeX counts braces even behind a backslash."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Citation:
    """What is said of a talk; `event` is what it was held at, and `where` its place and town."""

    key: str
    title: str
    authors: tuple[str, ...]
    genre: str
    event: str
    where: str
    day: tuple[int, int, int]
    language: str
    url: str


def citation_of(session: Session, siteurl: str, wording: Wording) -> Citation | None:
    """Return how a session is cited; None if nobody speaks, if it has no day, or is called off."""
    if not (session.speakers and session.has_day) or session.status in CALLED_OFF:
        return None
    day, place = session.start.date(), session.place
    is_own = session.title != session.seminar_title
    return Citation(
        key=DEFAULT.of(f"{session.seminar_slug}-{session.slug}"), title=session.title,
        authors=tuple(person.name for person in session.speakers), genre=wording.gettext("Talk"),
        event=session.seminar_title if is_own else session.organizer.name,
        where=", ".join(filter(None, (place.name, place.city))) if place and not place.is_awaited else "",
        day=(day.year, day.month, day.day), language=session.program.language or session.lang or "",
        url=f"{siteurl}/{session.url}" if siteurl else "",
    )  # fmt: skip


def parts_of(name: str) -> tuple[str, str] | None:
    """Return given and family name; None where they cannot be told apart for certain."""
    match = NAME.fullmatch(name) if LATIN.fullmatch(name) else None
    return (match["given"], match["family"]) if match else None


def bibtex(said: Citation) -> bytes:
    """Write a citation as BibTeX: `@misc`, which every style knows."""
    year, month, day = said.day
    fields = {
        "author": " and ".join(map(_bibtex_name, said.authors)),
        "title": f"{{{_latex(said.title)}}}",  # in braces of its own, so that no style takes its capitals away
        "howpublished": _latex(f"{said.genre}, {said.event}"),
        "address": _latex(said.where),
        "year": f"{year}",
        "month": MONTHS[month - 1],
        "date": f"{year}-{month:02}-{day:02}",
        "url": said.url,
    }
    lines = (f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n" for name, value in fields.items() if value)
    return f"@misc{{{said.key},\n{''.join(lines)}}}\n".encode()


def _latex(text: str) -> str:
    return " ".join(text.split()).translate(SIGNS)


def _bibtex_name(name: str) -> str:
    parts = parts_of(name)
    return f"{_latex(parts[1])}, {_latex(parts[0])}" if parts else f"{{{_latex(name)}}}"


def csl_json(said: Citation) -> bytes:
    """Write a citation as CSL JSON: a list of one item of the type `speech`."""
    item = {
        "id": said.key,
        "type": "speech",
        "title": said.title,
        "author": [_csl_name(name) for name in said.authors],
        "genre": said.genre,
        "event-title": said.event,
        "event-place": said.where,
        "issued": {"date-parts": [said.day]},
        "language": said.language,
        "URL": said.url,
    }
    kept = {name: value for name, value in item.items() if value}
    return f"{json.dumps([kept], ensure_ascii=False, indent=2)}\n".encode()


def _csl_name(name: str) -> dict[str, str]:
    parts = parts_of(name)
    return {"given": parts[0], "family": parts[1]} if parts else {"literal": name}


def citation_files(session: Session, siteurl: str, wording: Wording) -> Iterator[Output]:
    """Yield both files of a session that can be cited."""
    if said := citation_of(session, siteurl, wording):
        yield Output(urls.file_of(urls.bibtex_of(session.url)), bibtex, said)
        yield Output(urls.file_of(urls.csl_of(session.url)), csl_json, said)
