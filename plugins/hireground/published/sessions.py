"""Find what calendars would lose or miss in one file of the tree, with the lines to write."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from hireground.published.amend import SessionPair, amendment, rule_amendment
from hireground.published.calendars import SeminarFile
from hireground.published.details import room
from hireground.published.entries import TargetFile, alone, entry, kept_status
from hireground.published.items import Item, Names, first_of
from hireground.published.matches import Matches
from hireground.seminars.model.folder import talks_of
from hireground.seminars.model.model import Seminar, Session
from hireground.text.fixes import refused
from hireground.text.problems import Problem, Refusal
from hireground.text.syntax import LINES
from hireground.text.yaml.marks import Data


def started(session: Session) -> str:
    """Write a start as an author does."""
    return f"{session.start:%Y-%m-%d}" if session.all_day else f"{session.start:%Y-%m-%d %H:%M}"


Missing = Mapping[int, list[tuple[Session, Item]]]
NO_RULE = Refusal(
    "calendars know its dates by UIDs that a rule cannot give", hint='write each as an item again, with its "uid:"'
)
NEEDS_YAML = 'that needs front matter in YAML, between two lines "---"'


def lacking(pairs: Sequence[SessionPair], keys: Mapping[str, Data], now: dt.datetime) -> Refusal:
    """Say which keys an item lacks, and why."""
    if not pairs or "except" in keys:
        reason = "calendars would take it for a session of that day that they have"
        return Refusal(reason, keys=keys, over=True, hint="or put it below that one")
    one = next((one for one in pairs if one.revised(now)), pairs[0])
    if started(one.before) != started(one.after):
        reason = f"published as {started(one.before)}"
    elif not {"sequence", "status"} & keys.keys():
        reason = "calendars know this session by another UID"
    elif one.after.sequence < one.before.sequence:
        reason = f"SEQUENCE falls from {one.before.sequence} to {one.after.sequence}, so calendars keep what they have"
    else:
        *first, last = one.revised(now)
        news = f"{', '.join(first)} and {last}" if first else last
        reason = f"{news} changed since it was published, and SEQUENCE does not rise"
    return Refusal(reason, keys=keys, over=True)


def together(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Give problems that have no fix one without the other the fixes of all: a rule's exception, and its item."""
    whole = tuple(one for problem in problems if problem.fix for one in problem.fix.replacements)
    for problem in problems:
        yield replace(problem, fix=problem.fix and replace(problem.fix, replacements=whole))


class FileProblems:
    """Goes through one file's items in their order, since UIDs are given in it; `counterpart` is what was published."""

    def __init__(self, matches: Matches, file: SeminarFile, counterpart: Seminar | None) -> None:
        self.matches, self.file, self.counterpart = matches, file, counterpart
        self.items, self.now = matches.after[file.document.path], matches.pair.now
        defaults = matches.pair.defaults
        former = (item.fields.moved_from[0] for item in self.items if item.fields.moved_from)
        self.names = Names(defaults.namespace, file.seminar.id, former)
        former_file = matches.pair.before.files[counterpart.source] if counterpart else file
        self.home = TargetFile(file.document, former_file.document, self.names, defaults.timezone)

    def findings(self) -> Iterator[Problem]:
        """Yield what is to be written, from the top of the file down."""
        missing = self.missing()
        yield from (self.vanished(session, item, -1) for session, item in missing[-1])
        for item in self.items:
            yield from self.amended(item)
            yield from (self.vanished(session, was, item.number) for session, was in missing[item.number])

    def missing(self) -> Missing:
        """Return the published sessions that are gone, with their items, by the item that each stood after."""
        found: defaultdict[int, list[tuple[Session, Item]]] = defaultdict(list)
        lost = {session.uid for session in self.matches.lost(self.counterpart)} if self.counterpart else set()
        number_of = {session.uid: item.number for item in self.items for session in item.sessions}
        place = -1
        for item in self.matches.before[self.counterpart.source] if self.counterpart else ():
            counterparts = (
                self.matches.sessions[one.uid].uid for one in item.sessions if one.uid in self.matches.sessions
            )
            place = next((number_of[uid] for uid in counterparts if uid in number_of), place)
            found[place] += [(one, item) for one in item.sessions if one.uid in lost and self.hasroom(one)]
        return found

    def hasroom(self, session: Session) -> bool:
        """Whether a session can stand in the file again: its time and place may belong to another by now."""
        return not any(one.start == session.start and room(one) == room(session) for one in self.file.seminar.sessions)

    def amended(self, item: Item) -> Iterator[Problem]:
        """Yield what one item lacks."""
        known = self.matches.published
        pairs = [SessionPair(known[one.uid], one) for one in item.sessions if one.uid in known]
        apart: list[Session] = []
        if item.is_rule:
            apart = [one for one in item.sessions if not self.is_own(one, None)]
            if len(apart) == len(item.sessions):
                yield self.problem(item.number, NO_RULE)
                return
            keys = rule_amendment(item, pairs, apart, self.now)
        elif pairs:
            keys = amendment(item, pairs[0], self.names, self.now)
        else:
            is_own = self.is_own(item.sessions[0], item.fields.uid)
            keys = {} if is_own else {"uid": self.spare_uid(item.sessions[0])}
        found = [self.problem(item.number, lacking(pairs, keys, self.now))] if keys else []
        yield from together([*found, *(self.apart(session, item) for session in apart)])

    def is_own(self, session: Session, written: str | None) -> bool:
        """Name the next session, and tell whether calendars know it by that name, or know nobody by it."""
        uid = self.names.uid(first_of(session), session, written)
        known = self.matches.published.get(session.uid)
        return uid == known.uid if known else uid not in self.matches.known

    def apart(self, session: Session, item: Item) -> Problem:
        """Say that a date of a rule needs an item of its own, for another UID."""
        known = self.matches.published.get(session.uid)
        keys = alone(session, item) | {"uid": known.uid if known else self.spare_uid(session)}
        reason = f"{started(session)} needs another UID, so an item of its own"
        return self.problem(item.number, Refusal(reason, item=keys))

    def spare_uid(self, session: Session) -> str:
        """Return a UID for a new session whose own belongs to another."""
        return self.names.spare_uid(first_of(session), self.matches.known)

    def vanished(self, session: Session, item: Item, after: int) -> Problem:
        """Say that a session is gone, at the item it belongs after."""
        keys = entry(session, item, self.home, kept_status(session, self.now))
        reason = f"{started(session)} was published and is gone"
        return self.problem(after, Refusal(reason, item=keys, hint="or calendars lose it without a word"))

    def problem(self, number: int, refusal: Refusal) -> Problem:
        """Build the problem of an item; lines of `Key: value` have no fix, since they cannot say it."""
        talks = talks_of(self.file.document)
        if refusal.item and number in talks:  # what is gone had a file of its own, or stood in the list before
            number = min(talks) - 1
        if refusal.keys and number in talks:
            problem = refused(talks[number].document, ("start",), refusal)
        else:
            problem = refused(self.file.document, ("sessions", number), refusal)
        is_told = problem.fix or self.file.document.syntax is not LINES
        return problem if is_told else replace(problem, message=f"{problem.message}; {NEEDS_YAML}")
