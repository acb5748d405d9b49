"""One file of the tree to what calendars would lose or not notice, with the lines to write."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from plugins.reader.strict_yaml import Key
from plugins.seminars.model import Seminar, Session
from tools.published.amend import Meeting, amendment, rule_amendment
from tools.published.calendars import File
from tools.published.details import room
from tools.published.entries import Home, alone, entry, kept_status
from tools.published.fixes import Finding, Fix, InsertItem, SetKeys
from tools.published.front import is_yaml
from tools.published.items import Item, Names, first_of
from tools.published.ledger import Ledger
from tools.published.messages import amend_message, apart_message, missing_message, no_rule_message

Missing = Mapping[int, list[tuple[Session, Item]]]


MOST_AT_ONE_TIME = 2
"""Sessions of one seminar that may start together, in different places."""


class FileFindings:
    """Goes through one file's items in their order, since UIDs are given in it; `twin` is what was published."""

    def __init__(self, ledger: Ledger, file: File, twin: Seminar | None) -> None:
        self.ledger, self.file, self.twin = ledger, file, twin
        self.items, self.now = ledger.after[file.document.path], ledger.pair.now
        defaults = ledger.pair.defaults
        former = (item.fields.moved_from[0] for item in self.items if item.fields.moved_from)
        self.names = Names(defaults.namespace, file.seminar.id, former)
        former_file = ledger.pair.before.files[twin.source] if twin else file
        self.home = Home(file.document, former_file.document, self.names, defaults.timezone)

    def findings(self) -> Iterator[Finding]:
        """Yield what is to be written, from the top of the file down."""
        missing = self.missing()
        yield from (self.vanished(session, item, -1) for session, item in missing[-1])
        for item in self.items:
            yield from self.amended(item)
            yield from (self.vanished(session, was, item.number) for session, was in missing[item.number])

    def missing(self) -> Missing:
        """Return the published sessions that are gone, with their items, by the item that each stood after."""
        found: defaultdict[int, list[tuple[Session, Item]]] = defaultdict(list)
        lost = {session.uid for session in self.ledger.lost(self.twin)} if self.twin else set()
        number_of = {session.uid: item.number for item in self.items for session in item.sessions}
        place = -1
        for item in self.ledger.before[self.twin.source] if self.twin else ():
            twins = (self.ledger.sessions[one.uid].uid for one in item.sessions if one.uid in self.ledger.sessions)
            place = next((number_of[uid] for uid in twins if uid in number_of), place)
            found[place] += [(one, item) for one in item.sessions if one.uid in lost and self.hasroom(one)]
        return found

    def hasroom(self, session: Session) -> bool:
        """Whether a session can stand in the file again: its time and place may belong to another by now."""
        others = [one for one in self.file.seminar.sessions if one.start == session.start]
        return len(others) < MOST_AT_ONE_TIME and not any(room(one) == room(session) for one in others)

    def amended(self, item: Item) -> Iterator[Finding]:
        """Yield what one item lacks."""
        known = self.ledger.published
        meetings = [Meeting(known[one.uid], one) for one in item.sessions if one.uid in known]
        apart: list[Session] = []
        if item.is_rule:
            apart = [one for one in item.sessions if not self.is_own(one, None)]
            if len(apart) == len(item.sessions):
                yield self.finding(("sessions", item.number), no_rule_message(item), None)
                return
            keys = rule_amendment(item, meetings, apart, self.now)
        elif meetings:
            keys = amendment(item, meetings[0], self.names, self.now)
        else:
            is_own = self.is_own(item.sessions[0], item.fields.uid)
            keys = {} if is_own else {"uid": self.spare_uid(item.sessions[0])}
        if keys:
            message = amend_message(item, meetings, keys, self.now)
            yield self.finding(("sessions", item.number), message, SetKeys(item.number, keys))
        yield from (self.apart(session, item) for session in apart)

    def is_own(self, session: Session, written: str | None) -> bool:
        """Name the next session, and tell whether calendars know it by that name, or know nobody by it."""
        uid = self.names.uid(first_of(session), written)
        known = self.ledger.published.get(session.uid)
        return uid == known.uid if known else uid not in self.ledger.known

    def apart(self, session: Session, item: Item) -> Finding:
        """Say that a date of a rule needs an item of its own, for another UID."""
        known = self.ledger.published.get(session.uid)
        keys = alone(session, item) | {"uid": known.uid if known else self.spare_uid(session)}
        return self.finding(("sessions", item.number), apart_message(session, keys), InsertItem(item.number, keys))

    def spare_uid(self, session: Session) -> str:
        """Return a UID for a new session whose own belongs to another."""
        return self.names.spare_uid(first_of(session), self.ledger.known)

    def vanished(self, session: Session, item: Item, after: int) -> Finding:
        """Say that a session is gone, at the item it belongs after."""
        keys = entry(session, item, self.home, kept_status(session, self.now))
        way = ("sessions", after) if after >= 0 else ("sessions",)
        return self.finding(way, missing_message(session, keys), InsertItem(after, keys))

    def finding(self, way: Key, message: str, fix: Fix | None) -> Finding:
        """Build a finding; a file of `Key: value` lines has no way to say what mends it."""
        document = self.file.document
        mark = document.marks.value(way) if len(way) > 1 else document.marks.key(way)
        if is_yaml(self.file.text):
            return Finding(document.problem(mark, message), fix)
        message += '; that needs front matter in YAML, between two lines "---"'
        return Finding(document.problem(mark, message))
