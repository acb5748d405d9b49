"""Two calendars to every problem between them, each with what mends it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from plugins.reader.problems import Problem
from plugins.reader.strict_yaml import Data
from plugins.seminars.model import EventStatus, Seminar, Session
from tools.published.entries import Home, entry, kept_status
from tools.published.fixes import Finding, Fix, InsertItem, Restore, SetKeys
from tools.published.former_settings import namespace_line
from tools.published.front import is_yaml
from tools.published.items import Item, Names
from tools.published.ledger import Ledger
from tools.published.pair import Pair
from tools.published.sessions import FileFindings


def find(pair: Pair) -> tuple[Finding, ...]:
    """Return what subscribers would lose or not notice, in order of files and lines."""
    if pair.before_defaults.namespace != pair.defaults.namespace:
        return (_namespace(pair),)
    ledger = Ledger(pair)
    found = [*_seminars(ledger), *_sessions(ledger)]
    return tuple(sorted(found, key=lambda finding: (finding.path, finding.problem.line)))


def _namespace(pair: Pair) -> Finding:
    number = sum(len(seminar.sessions) for seminar in pair.before.public)
    path = next(
        (path for path, data in pair.settings_files.items() if b"uid_namespace" in data), Path("pelicanconf.py")
    )
    line = namespace_line(pair.settings_files.get(path, b""))
    was = pair.before_defaults.namespace
    message = f'uid_namespace: published as "{was}"; write that again, or calendars lose all {number} sessions'
    return Finding(Problem(path, line, 1, f"{message} and get them anew"))


def _seminars(ledger: Ledger) -> Iterator[Finding]:
    """Yield what is wrong with a seminar as a whole."""
    for seminar in ledger.pair.before.public:
        twin, lost = ledger.seminars.get(seminar.id), ledger.lost(seminar)
        if twin is None and lost:
            yield _gone(ledger, seminar, lost)
        elif twin and twin.is_draft and lost:
            yield _draft(ledger, twin, lost)
        elif twin and twin.id != seminar.id and _is_lost(ledger, seminar):
            yield _renamed(ledger, seminar, twin)


def _is_lost(ledger: Ledger, seminar: Seminar) -> bool:
    """Whether calendars lose a session of a seminar whose id has changed."""
    uids = {session.uid for one in ledger.pair.after.public for session in one.sessions}
    return any(session.uid not in uids and not ledger.may_go(session) for session in seminar.sessions)


def _sessions(ledger: Ledger) -> Iterator[Finding]:
    """Yield what is wrong with the sessions of files whose id calendars know, or nobody knows yet."""
    published = {twin.id: seminar for seminar in ledger.pair.before.public if (twin := ledger.seminars.get(seminar.id))}
    for file in ledger.pair.after.files.values():
        was = published.get(file.seminar.id)
        if not file.seminar.is_draft and not (was and was.id != file.seminar.id and _is_lost(ledger, was)):
            yield from FileFindings(ledger, file, was).findings()


def _renamed(ledger: Ledger, seminar: Seminar, twin: Seminar) -> Finding:
    document = ledger.pair.after.files[twin.source].document
    way = ("id",) if "id" in document.fields else ("title",)
    was = f'calendars know this seminar by the id "{seminar.id}" ({seminar.source.as_posix()})'
    message = f'id: {was}; write "id: {seminar.id}", or they lose its sessions and get them anew'
    return Finding(document.problem(document.marks.key(way), message), SetKeys(None, {"id": seminar.id}))


def _draft(ledger: Ledger, twin: Seminar, lost: tuple[Session, ...]) -> Finding:
    document = ledger.pair.after.files[twin.source].document
    message = f"draft: {_count(lost)} in people's calendars already, which would lose them without a word"
    message += '; take this line out, and write "status: cancelled" if nothing takes place'
    return Finding(document.problem(document.marks.key(("draft",)), message))


def _gone(ledger: Ledger, seminar: Seminar, lost: tuple[Session, ...]) -> Finding:
    path = seminar.source
    back = f"git checkout {ledger.pair.base} -- {path.as_posix()}"
    coming = [session for session in lost if kept_status(session, ledger.pair.now) is not session.status]
    cancel = ', and write "status: cancelled" in each session still to come' if coming else ""
    message = f"this file is gone, and {_count(lost)} in people's calendars; bring it back ({back}){cancel}"
    fixes = tuple(_cancelling(ledger, seminar, ledger.before[path], {session.uid for session in coming}))
    text = ledger.pair.before.files[path].text
    return Finding(Problem(path, 1, 1, message), Restore(text, fixes) if is_yaml(text) or not fixes else None)


def _cancelling(ledger: Ledger, seminar: Seminar, items: Iterable[Item], coming: set[str]) -> Iterator[Fix]:
    """Yield what cancels the sessions still to come; a rule that has begun gets an exception for each."""
    names = Names(ledger.pair.defaults.namespace, seminar.id)
    document = ledger.pair.before.files[seminar.source].document
    home = Home(document, document, names, ledger.pair.defaults.timezone)
    for item in items:
        off = [session for session in item.sessions if session.uid in coming]
        if off and len(off) == len(item.sessions):
            yield SetKeys(item.number, {"status": EventStatus.CANCELLED.value})
        elif off:
            days: list[Data] = [f"{day}" for day in item.fields.except_]
            days += [f"{session.start:%Y-%m-%d}" for session in off]
            yield SetKeys(item.number, {"except": days})
            for session in off:
                yield InsertItem(item.number, entry(session, item, home, EventStatus.CANCELLED))


def _count(sessions: tuple[Session, ...]) -> str:
    return f"{len(sessions)} of its sessions {'is' if len(sessions) == 1 else 'are'}"
