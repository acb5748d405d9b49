"""Make one small site in this process, and read from each of its surfaces what it says of a date."""

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import icalendar
from bs4 import BeautifulSoup
from bs4.element import Tag

from hireground.build.keys import Keys
from hireground.build.plan import Plan
from hireground.build.rendering import Rendering, rendering
from hireground.output import Output, as_it_is
from hireground.seminars.calendar import changes_feed
from hireground.seminars.calendar.history import Notice
from hireground.seminars.model.changes import differences
from hireground.seminars.model.model import EventStatus, Session
from hireground.seminars.pages.listings import all_sessions
from hireground.site.load import load_site
from hireground.site.settings import site_settings
from hireground.site.settings_file import run_settings
from hireground.site.site import Site
from hireground.web.resources import Resources, read_resources

CASE = Path(__file__).parents[1] / "cases" / "surfaces"
NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
DAYS = {
    "open": "knots/2026-12-05", "cancelled": "knots/2026-12-08", "moved": "knots/2026-12-10",
    "postponed": "knots/2026-12-12", "course": "bends/2026-12-15", "hybrid": "hitches/2026-12-16",
}  # fmt: skip
"""The seminar and the day of each date."""
PAGE = "seminars/{}/index.html"
PAGES = tuple(PAGE.format(day) for day in DAYS.values())
POST, LIST, DATA, AGENDA = "posts/a/index.html", "seminars/index.html", "seminars/events.json", "seminars/agenda.txt"
EVENTS = tuple(f"seminars/{day}/event.ics" for day in DAYS.values())
STEPS = ((POST,), (*PAGES, LIST), (*EVENTS, DATA, AGENDA), (changes_feed.PATH,))
"""The files that say something of a date, as the steps of a plan make them."""
PATHS = frozenset(path for paths in STEPS for path in paths)
Said = Mapping[str, str]
"""What a surface says of a fact, in its own words."""


@dataclass(frozen=True)
class Small:
    """The small site in a folder, with its content read once; what stands in its `theme/` is laid over ours."""

    root: Path
    values: Mapping[str, Any] = field(compare=False)
    site: Site = field(compare=False)
    resources: Resources = field(compare=False)

    @cached_property
    def templates(self) -> Rendering:
        return rendering(self.resources, self.values)

    def files(self, wanted: Container[str] = PATHS, templates: Rendering | None = None) -> "Files":
        """Make the files that say something of a date, with the code as it is now."""
        templates = templates or self.templates
        plan = Plan(self.resources, templates.render_block, Keys(self.resources, self.values))
        steps: tuple[Callable[[], Iterable[Output]], ...] = (
            plan.post_pages, plan.seminar_pages, lambda: plan.calendars[0], lambda: [self._changes(plan)],
        )  # fmt: skip
        outputs = [
            one
            for step, paths in zip(steps, STEPS, strict=True)
            if any(path in wanted for path in paths)
            for one in step()
            if one.path in wanted
        ]
        return Files({one.path: templates.made(one) for one in outputs})

    def page_at(self, path: str) -> str:
        """Make one of the pages that say nothing of single dates."""
        plan = Plan(self.resources, self.templates.render_block, Keys(self.resources, self.values))
        return next(self.templates.made(one).decode() for one in plan.files() if one.path == path)

    def _changes(self, plan: Plan) -> Output:
        sessions = {one.uid: one for one in all_sessions(self.site.seminars)}
        source = changes_feed.FeedSource(
            siteurl=self.site.settings.siteurl, sitename="Small", namespace=self.site.settings.seminars.uid_namespace,
            wording=plan.resources.wording, sessions=sessions,
        )  # fmt: skip
        before = {uid: _before(one) for uid, one in sessions.items() if one.start.day in {8, 10, 12}}
        notices = (Notice(one.news, NOW, (one,)) for one in differences(before, sessions))
        return Output(changes_feed.PATH, as_it_is, changes_feed.atom(notices, source))


def _before(one: Session) -> Session:
    start = one.previous_starts[0] if one.previous_starts else one.start
    return replace(one, status=EventStatus.CONFIRMED, start=start)


def small_site(root: Path) -> Small:
    """Copy the small site into a folder, and read it."""
    shutil.copytree(CASE, root, dirs_exist_ok=True)
    (root / "theme" / "templates").mkdir(parents=True)
    settings = root / "pelicanconf.py"
    values = run_settings(settings)
    site = load_site(site_settings(values, settings), NOW)
    return Small(root, values, site, read_resources(site))


def words(element: Tag | None) -> str:
    """Return what an element says, with one space between words; nothing for none."""
    return " ".join(element.get_text(" ").split()).replace(" ,", ",").replace(" .", ".") if element else ""


def told(pattern: str, text: str) -> str:
    """Return the first group of a pattern in a text, or nothing."""
    match = re.search(pattern, text, re.MULTILINE)
    return match[1] if match else ""


@dataclass(frozen=True)
class Files:
    """The files by their paths, and what each surface says: what it has no words for is not in its answer."""

    data: Mapping[str, bytes]

    def text(self, path: str) -> str:
        return self.data[path].decode()

    def said(self, surface: str) -> Mapping[str, Said]:
        """What a surface says of each date, by the date's name."""
        return {name: SURFACES[surface][1](self, name) for name in DAYS}

    def page(self, name: str) -> Said:
        soup = BeautifulSoup(self.text(PAGE.format(DAYS[name])), "html.parser")
        ticket, facts = soup.select_one(".ticket"), soup.select_one("dl.facts")
        assert ticket
        assert facts
        dl = {words(one.dt): words(one.dd) for one in facts.select("div")}
        return {
            "title": words(soup.h1), "place": words(ticket.select_one(".where")), "hours": _hours(ticket),
            "state": _states(ticket), "price": dl.get("Price", ""), "sponsor": dl.get("Sponsor", ""),
            "register": _href(ticket, "register"), "access": dl.get("Getting there", ""), "doors": dl.get("Doors", ""),
            "map": next((str(one["href"]) for one in facts.select("a.map")), ""),
            "ways": words(ticket.select_one(".ways")),
        }  # fmt: skip

    def in_list(self, name: str) -> Said:
        soup = BeautifulSoup(self.text(LIST), "html.parser")
        (row,) = (one for one in soup.select(".row") if _day(one) == DAYS[name][-10:])
        return {
            "title": words(row.h3), "place": words(row.select_one(".p-location")), "hours": _hours(row),
            "state": _states(row), "price": words(row.select_one(".row-price")),
        }  # fmt: skip

    def block(self, name: str) -> Said:
        soup = BeautifulSoup(self.text(POST), "html.parser")
        (item,) = (one for one in soup.select(".seminars-block li") if _day(one) == DAYS[name][-10:])
        hours, *rest = words(item.span).rstrip(".").split(". ")
        place, price = (*rest, "")[:2]
        group = item.find_parent("ul")
        assert group
        below: list[Tag] = []  # what is said once of all dates of a seminar stands between its list and the next
        for one in group.find_next_siblings():
            if one.name != "p":
                break
            below.append(one)
        register = next(filter(None, (_href(one, "register") for one in below)), "")
        price = price or next((words(one) for one in below if "seminars-price" in str(one.get("class"))), "")
        return {
            "place": place, "hours": f"{item.get('data-start')} {item.get('data-end')} {hours}",
            "state": " / ".join(filter(None, (_states(item), told("(Moved from [^.]*)", words(item))))),
            "price": price, "register": register,
        }  # fmt: skip

    def calendar(self, name: str) -> Said:
        (event,) = icalendar.Calendar.from_ical(self.data[f"seminars/{DAYS[name]}/event.ics"]).events
        zone = event["DTSTART"].params.get("TZID", "")
        return {
            "title": str(event["SUMMARY"]), "place": str(event["LOCATION"]), "state": str(event["STATUS"]),
            "hours": f"{event.start.isoformat()} {event.end.isoformat()} {zone}",
            **_described(str(event["DESCRIPTION"])),
        }  # fmt: skip

    def jscalendar(self, name: str) -> Said:
        entries = json.loads(self.text(DATA))["entries"]
        (event,) = (one for one in entries if one["start"].startswith(DAYS[name][-10:]))
        place = event["locations"]["place"]
        return {
            "title": event["title"], "place": ", ".join((place["name"], *place["description"].split("\n"))),
            "hours": f"{event['start']} {event['duration']} {event['timeZone']}", "state": event["status"],
            "link": event["links"].get("registration", {}).get("href", ""), **_described(event["description"]),
        }  # fmt: skip

    def json_ld(self, name: str) -> Said:
        soup = BeautifulSoup(self.text(PAGE.format(DAYS[name])), "html.parser")
        event = json.loads(str(soup.select("script[type='application/ld+json']")[0].string))
        place, offers = event["location"], event.get("offers", {})
        offer = offers[0] if isinstance(offers, list) else offers
        course = event["superEvent"].get("offers", {})
        address = place["address"]
        parts = ("streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry")
        return {
            "title": event["name"], "place": ", ".join((place["name"], *(address.get(one, "?") for one in parts))),
            "hours": f"{event['startDate']} {event['endDate']}", "state": str(event["eventStatus"]),
            "moved": str(event.get("previousStartDate", "")), "sponsor": event.get("sponsor", {}).get("name", ""),
            "price": f"{offer.get('price')} {offer.get('priceCurrency')}", "register": offer.get("url", ""),
            "offer": offer.get("availability", ""), "doors": event.get("doorTime", ""), "map": place.get("hasMap", ""),
            "ways": "; ".join(f"{one['name']} {one['availability']} {one['url']}" for one in offers[:2])
            if isinstance(offers, list) else "",
            "course": f"{course['price']} {course['priceCurrency']} {course['url']}" if course else "",
        }  # fmt: skip

    def changes(self, name: str) -> Said:
        root = ET.fromstring(self.text(changes_feed.PATH))  # noqa: S314 -- our own feed
        atom, xhtml = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/1999/xhtml}"
        wanted = f"/seminars/{DAYS[name]}/"
        entries = [(one, link.get("href", "")) for one in root.iter(f"{atom}entry") for link in one.iter(f"{atom}link")]
        entry = next((one for one, address in entries if wanted in address), None)
        if entry is None:
            return {}
        (letter,) = entry.iter(f"{xhtml}div")
        return {"title": entry.findtext(f"{atom}title", ""), "text": " ".join("".join(letter.itertext()).split())}

    def agenda(self, name: str) -> Said:
        """Read the lines from a date's first, which is the only one with its day, to the address of its page."""
        lines = [line.strip() for line in self.text(AGENDA).splitlines()]
        end = next(number for number, line in enumerate(lines) if f"/{DAYS[name]}/" in line)
        begin = max(number for number in range(end) if re.match(r"\w+day, ", lines[number]))
        return {"text": " ".join(lines[begin:end])}

    def link(self, name: str, service: str) -> Said:
        soup = BeautifulSoup(self.text(PAGE.format(DAYS[name])), "html.parser")
        hrefs = [str(one["href"]) for one in soup.select(".ticket .menu a") if LINKS[service][0] in str(one["href"])]
        hrefs = [href for href in hrefs if f"{LINKS[service][1]}=" in href]  # not those that subscribe
        if not hrefs:
            return {}
        asked = {key: value for key, (value,) in parse_qs(urlsplit(hrefs[0]).query).items()}
        title, place, times, text = LINKS[service][1:]
        return {
            "title": asked[title], "place": asked[place], "hours": " ".join(asked[key] for key in times),
            **_described(asked[text].replace("<br>", "\n")),
        }  # fmt: skip


LINKS: Mapping[str, tuple[str, str, str, tuple[str, ...], str]] = {
    # the service, and what it calls title, place, times and text
    "Google": ("calendar.google.com", "text", "location", ("dates", "ctz"), "details"),
    "Outlook": ("outlook.live.com", "subject", "location", ("startdt", "enddt"), "body"),
    "Microsoft 365": ("outlook.office.com", "subject", "location", ("startdt", "enddt"), "body"),
    "Yahoo": ("calendar.yahoo.com", "title", "in_loc", ("st", "et"), "desc"),
}


NEWS = "^((?:Takes place|This session is|Moved from|Postponed)(?:.*\nMoved from)?.*)$"


def _described(text: str) -> Said:
    """Read the text of a calendar entry."""
    return {
        "news": told(NEWS, text).replace("\n", " / "), "price": told("^Price: (.*)$", text),
        "register": told("^Register: (.*)$", text), "access": told("^Getting there: (.*)$", text),
        "doors": told("^Doors open at (.*)$", text), "map": told("^Map: (.*)$", text),
        "ways": " / ".join(re.findall(r"^(?:Register \(.*|[^:\n]+: Full.*)$", text, re.MULTILINE)),
    }  # fmt: skip


def _hours(element: Tag) -> str:
    """Return what machines and people are told of the hours."""
    start, end = element.select_one(".dt-start"), element.select_one(".dt-end")
    return f"{start and start['datetime']} {end and end['datetime']} {words(end)}"


def _states(element: Tag) -> str:
    return " / ".join(filter(None, (words(one) for one in element.select("[data-state]") if one is not element)))


def _href(element: Tag, kind: str) -> str:
    return next((str(one["href"]) for one in element.select(f"[data-kind={kind}]")), "")


def _day(element: Tag) -> str:
    return str(element.get("data-start", ""))[:10]


SURFACES: Mapping[str, tuple[tuple[str, ...], Callable[[Files, str], Said]]] = {
    # the files that a surface is, and how they are read
    "page": (PAGES, Files.page),
    "list": ((LIST,), Files.in_list),
    "block": ((POST,), Files.block),
    "calendar": (EVENTS, Files.calendar),
    "JSCalendar": ((DATA,), Files.jscalendar),
    "JSON-LD": (PAGES, Files.json_ld),
    "changes": ((changes_feed.PATH,), Files.changes),
    "agenda": ((AGENDA,), Files.agenda),
    **{name: (PAGES, partial(Files.link, service=name)) for name in LINKS},
}
