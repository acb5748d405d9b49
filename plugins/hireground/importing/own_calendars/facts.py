"""Read the lines of an entry that say who speaks, what it costs and how to come, as `description.facts` writes them.

What a line says becomes keys of front matter, where it means exactly the same; any other line is nobody's.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hireground.importing.own_calendars.languages import Words
from hireground.importing.own_calendars.prices import price_said
from hireground.importing.writing import Value
from hireground.seminars.model.facts.awaited import ANNOUNCED
from hireground.seminars.model.registration_fields import INVITED, NOT_NEEDED, PHONE
from hireground.seminars.pages.description import AWAITED, LABELS, WALK_INS
from hireground.text.web_addresses import EMAIL

ADDRESS = re.compile(r"https?://\S+")
PERSON = re.compile(r"(?P<name>[^(),]+?)(?: \((?P<affiliation>.+)\))?")
BETWEEN_PEOPLE = re.compile(r", (?![^(]*\))")
LONGEST_LINE = 2_000
Keys = dict[str, Value]


@dataclass
class Facts:
    """What is read of an entry: `ways` are those to register, `place` more of the place, `left` lines of nobody."""

    keys: Keys = field(default_factory=dict)
    place: dict[str, str] = field(default_factory=dict)
    ways: list[Mapping[str, Value]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    has_walk_ins: bool = False
    is_course: bool = False
    awaits_hour: bool = False
    number: int = 0

    @property
    def all_keys(self) -> Keys:
        """The keys with those of registration."""
        if not self.ways:
            return self.keys
        first, *others = self.ways
        way: Keys = dict(first)
        if others:
            way["also"] = tuple(others)
        if self.has_walk_ins:
            way["walk_ins"] = "yes"
        return {**self.keys, "registration": way}


@dataclass(frozen=True)
class Entry:
    """What a line may depend on: its language, its day, and how many dates the seminar has."""

    words: Words
    day: dt.date
    dates: int

    def facts(self, lines: Iterable[str]) -> Facts:
        """Read lines."""
        found = Facts()
        for line in lines:
            if len(line) < LONGEST_LINE and any(read(self, line, found) for read in READERS):
                found.number += 1
            else:
                found.left.append(line)
        if found.has_walk_ins and not found.ways:
            found.left.append(self.words.wording.gettext(WALK_INS))
        return found

    def known(self, lines: Iterable[str]) -> int:
        """Count the lines of which a fact is read, for a language that is to be found."""
        return sum(any(read(self, line, Facts()) for read in READERS) for line in lines)

    def without_course(self, text: str) -> tuple[str, bool]:
        """Take `for all 6 dates` from the end of a text, where the seminar has as many."""
        words = self.words.wording.gettext("for all {number} dates").format(number=self.dates)
        for before in (", ", "; "):
            if text.endswith(before + words):
                return text.removesuffix(before + words), True
        return ("", True) if text == words else (text, False)


def people(text: str) -> tuple[Value, ...]:
    """Read `Mara Lindqvist (Example Ltd), Ben Sample`; nobody where a piece may be no name: `Ada Example, PhD`."""
    pieces = BETWEEN_PEOPLE.split(text)
    matches = [match for piece in pieces if (match := PERSON.fullmatch(piece))]
    sure = [one for one in matches if len(matches) == 1 or one["affiliation"] or " " in one["name"]]
    if len(sure) < len(pieces):
        return ()
    return tuple({"name": one["name"], "affiliation": one["affiliation"] or ""} for one in sure)


def _people(entry: Entry, line: str, found: Facts) -> bool:
    said = entry.words.said("With {names}", line)
    hosts = entry.words.labelled(LABELS["hosts"], line)
    key, names = ("hosts", hosts) if hosts else ("speakers", said["names"] if said else "")
    persons = people(names) if names else ()
    found.keys.update({key: persons} if persons else {})
    return bool(persons)


def _number(entry: Entry, line: str, found: Facts) -> bool:
    words = entry.words.labelled("Series", line)
    series, _, last = words.rpartition(", ")
    said = entry.words.said("no. {number}", last)
    if not said or not said["number"].isdecimal():
        return False
    found.keys.update({"number": said["number"], **({"series": series} if series else {})})
    return True


def _awaited(entry: Entry, line: str, found: Facts) -> bool:
    if line == entry.words.wording.gettext("Hour to be announced"):
        found.awaits_hour = True
        return True
    key = next((key for key, words in AWAITED.items() if line == entry.words.wording.gettext(words)), "")
    found.keys.update({key: (ANNOUNCED,) if key == "speakers" else ANNOUNCED} if key else {})
    return bool(key)


def _program(entry: Entry, line: str, found: Facts) -> bool:
    for key, label in LABELS.items():
        words = entry.words.labelled(label, line)
        if not words or key == "hosts":
            continue
        links = words.split(", ")
        code = entry.words.language(words)
        value: Value = links if key == "elsewhere" else code if key == "language" else words
        is_known = all(map(ADDRESS.fullmatch, links)) if key == "elsewhere" else bool(value)
        found.keys.update({key: value} if is_known else {})
        return is_known
    return False


def _hours(entry: Entry, line: str, found: Facts) -> bool:
    said = entry.words.said("Doors open at {hour}", line)
    hours = entry.words.hours
    if said and said["hour"] in hours:
        found.keys["doors"] = f"{hours[said['hour']]:%H:%M}"
        return True
    parts = line.split(" ")
    hour = next((hour for number in (2, 1) if (hour := " ".join(parts[:number])) in hours), "")
    if not hour or hour == line or not (found.number or found.keys):
        return False
    before = found.keys.get("agenda", ())
    items = [*before] if isinstance(before, list | tuple) else []
    found.keys["agenda"] = [*items, f"{hours[hour]:%H:%M} {line.removeprefix(hour).strip()}"]
    return True


def _price(entry: Entry, line: str, found: Facts) -> bool:
    if sponsor := entry.words.labelled("Sponsor", line):
        found.keys["sponsor"] = {"name": sponsor}
        return True
    said = entry.words.said("Price: {price}", line)
    text, is_course = entry.without_course(said["price"]) if said else ("", False)
    price = price_said(text, entry.words, entry.day) if text else None
    if not price:
        return False
    found.keys["price"] = price.prices[0] if len(price.prices) == 1 else list(price.prices)
    found.keys.update({"sponsor": {"name": price.sponsor}} if price.sponsor else {})
    found.is_course |= is_course
    return True


def _links(entry: Entry, line: str, found: Facts) -> bool:
    said = entry.words.said("Getting there: {words}", line)
    if said:
        found.place["access"] = said["words"]
        return True
    if (said := entry.words.said("Map: {link}", line)) and ADDRESS.fullmatch(said["link"]):
        found.place["map"] = said["link"]
        return True
    for key, phrase in {"recording": "Recording: {link}", "slides": "Slides: {link}"}.items():
        if (said := entry.words.said(phrase, line)) and ADDRESS.fullmatch(said["link"]):
            found.keys[key] = said["link"]
            return True
    return False


def _online(entry: Entry, line: str, found: Facts) -> bool:
    later = entry.words.said("Online: {name}; the link comes after registration", line)
    said = later or entry.words.said("Online: {link}", line)
    if not said:
        return False
    words = said["name"] if later else said["link"]
    found.keys["online"] = {"url": words} if ADDRESS.fullmatch(words) else {"name": words}
    return True


def _registration(entry: Entry, line: str, found: Facts) -> bool:
    wording = entry.words.wording
    if line in {wording.gettext("No registration needed"), wording.gettext("By invitation only")}:
        is_none = line == wording.gettext("No registration needed")
        found.keys["registration"] = NOT_NEEDED if is_none else INVITED
        return True
    if line == wording.gettext(WALK_INS):
        found.has_walk_ins = True
        return True
    said = entry.words.said("Register: {link}", line) or entry.words.said("Register ({who}): {link}", line)
    contacts = dict(_contacts(said["link"].split(wording.gettext(" or ")))) if said else {}
    if not said or not contacts or "" in contacts or wording.gettext(" or ").join(contacts.values()) != said["link"]:
        return False
    who, is_course = entry.without_course(said.get("who", ""))
    found.is_course |= is_course
    braced = {key: re.sub(r"([{}])", r"\1\1", value) if key == "url" else value for key, value in contacts.items()}
    found.ways.append({**({"for": who} if who else {}), **braced})
    return True


def _contacts(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each way to reach somebody, by its key; nothing stands for what is none."""
    for one in words:
        kinds = {"url": ADDRESS.fullmatch(one), "email": EMAIL.fullmatch(one), "phone": PHONE.fullmatch(one)}
        yield next((key for key, match in kinds.items() if match), ""), one


READERS: tuple[Callable[[Entry, str, Facts], bool], ...] = (
    *(_people, _number, _awaited, _program, _price, _links, _online, _registration, _hours),
)
"""Each reads some kinds of lines, and tells whether it knew one."""
