"""Find every problem between two calendars, each with its fix."""

from collections.abc import Iterator

from hireground.published.calendars import with_list
from hireground.published.changes import Vanished, compare
from hireground.published.entries import TargetFile, entry, kept_status
from hireground.published.identity import FORGOTTEN, Standing
from hireground.published.items import Item, Names, items_of
from hireground.published.matches import Matches
from hireground.published.pair import CalendarPair
from hireground.published.sessions import FileProblems
from hireground.seminars.model.model import EventStatus, Seminar, Session
from hireground.site.settings_file import settings_document
from hireground.terminal import count
from hireground.text.fixes import fix_of, refused
from hireground.text.problems import Problem, Refusal, apply, file_fix

MEANT = "is that meant? hireground publish --forget"


def find(pair: CalendarPair) -> tuple[Problem, ...]:
    """Return what subscribers would lose or not notice, in order of files and lines."""
    if pair.standing is Standing.RENAMED:
        return (_renamed_site(pair),)
    if pair.standing is Standing.LEFT:
        return (_left(pair),)
    if pair.standing is Standing.FORGOTTEN:
        return (_forgotten(pair),)
    matches = Matches(pair)
    found = [*_seminars(matches), *_sessions(matches)]
    if pair.standing is Standing.EXAMPLES and found:
        return (_examples(pair, len(found)),)
    return tuple(sorted(found, key=lambda finding: (finding.path, finding.line)))


def _renamed_site(pair: CalendarPair) -> Problem:
    number = sum(len(seminar.sessions) for seminar in pair.before.public)
    words = f'published as "{pair.was.namespace}"; write that again, or calendars lose all {number} sessions'
    return _at_namespace(pair, f"{words} and get them anew ({MEANT})")


def _left(pair: CalendarPair) -> Problem:
    place = f"at {pair.was.address}" if pair.was.address else "before"
    words = f'what was published {place} has another, "{pair.was.namespace}", so this is taken for a new site'
    lost = f"{pair.left} sessions stay behind, and whoever subscribed to them there loses them"
    return _at_namespace(pair, f"{words}: {lost}", is_warning=True)


def _examples(pair: CalendarPair, number: int) -> Problem:
    words = f"these are still the examples', whose calendars nobody has, so {count(number, 'change')} to them"
    own = "give your site a UUID of its own before it is published: python3 -c 'import uuid; print(uuid.uuid4())'"
    return _at_namespace(pair, f"{words} {'is' if number == 1 else 'are'} let pass; {own}", is_warning=True)


def _forgotten(pair: CalendarPair) -> Problem:
    lost = sum(isinstance(change, Vanished) for change in compare(pair.before.public, pair.after.public))
    words = f"what was published before this counts no more, so calendars lose {count(lost, 'session')} without a word"
    path = pair.settings.content / FORGOTTEN
    return Problem(path, 1, 1, f"{words}; take this file away to have it compared again", is_warning=True)


def _at_namespace(pair: CalendarPair, message: str, *, is_warning: bool = False) -> Problem:
    document = settings_document(pair.settings_file, {})
    mark = document.marks.key(("SEMINARS", "uid_namespace"))
    return document.problem(mark, f"uid_namespace: {message}", is_warning=is_warning)


def _seminars(matches: Matches) -> Iterator[Problem]:
    """Yield what is wrong with a seminar as a whole."""
    for seminar in matches.pair.before.public:
        counterpart, lost = matches.seminars.get(seminar.id), matches.lost(seminar)
        if counterpart is None and lost:
            yield _gone(matches, seminar, lost)
        elif counterpart and counterpart.is_draft and lost:
            yield _draft(matches, counterpart, lost)
        elif counterpart and counterpart.id != seminar.id and _is_lost(matches, seminar):
            yield _renamed(matches, seminar, counterpart)


def _is_lost(matches: Matches, seminar: Seminar) -> bool:
    """Whether calendars lose a session of a seminar whose id has changed."""
    uids = {session.uid for one in matches.pair.after.public for session in one.sessions}
    return any(session.uid not in uids and not matches.may_go(session) for session in seminar.sessions)


def _sessions(matches: Matches) -> Iterator[Problem]:
    """Yield what is wrong with the sessions of files whose id calendars know, or nobody knows yet."""
    published = {
        counterpart.id: seminar
        for seminar in matches.pair.before.public
        if (counterpart := matches.seminars.get(seminar.id))
    }
    for file in matches.pair.after.files.values():
        was = published.get(file.seminar.id)
        if not file.seminar.is_draft and not (was and was.id != file.seminar.id and _is_lost(matches, was)):
            yield from FileProblems(matches, file, was).findings()


def _renamed(matches: Matches, seminar: Seminar, counterpart: Seminar) -> Problem:
    document = matches.pair.after.files[counterpart.source].document
    was = f'calendars know this seminar by the id "{seminar.id}" ({seminar.source.as_posix()})'
    lost = "or they lose its sessions and get them anew"
    return refused(document, ("id",), Refusal(was, keys={"id": seminar.id}, over=True, hint=lost), at_key=True)


def _draft(matches: Matches, counterpart: Seminar, lost: tuple[Session, ...]) -> Problem:
    words = f"{_count(lost)} in people's calendars already, which would lose them without a word"
    how = 'take this line out, and write "status: cancelled" if nothing takes place'
    document = matches.pair.after.files[counterpart.source].document
    return refused(document, ("draft",), Refusal(words, hint=how), at_key=True)


def _gone(matches: Matches, seminar: Seminar, lost: tuple[Session, ...]) -> Problem:
    path, base = seminar.source, matches.pair.base
    coming = {session.uid for session in lost if kept_status(session, matches.pair.now) is not session.status}
    cancel = ', and write "status: cancelled" in each session still to come' if coming else ""
    if path in {*matches.pair.originals, *matches.pair.after.files}:  # whose author must not lose it
        message = f'calendars know this file as the seminar "{seminar.id}"; another stands in it, and {_count(lost)}'
        how = f'bring it back as another file, with "id: {seminar.id}" (git show {base}:./{path.as_posix()}){cancel}'
        return Problem(path, 1, 1, f"{message} in people's calendars; {how}")
    message, text = f"this file is gone, and {_count(lost)} in people's calendars", _kept_text(matches, seminar, coming)
    how = f"bring it back (git checkout {base} -- {path.as_posix()}){cancel}"
    if text is None:
        return Problem(path, 1, 1, f"{message}; {how}")
    return Problem(path, 1, 1, message, fix=file_fix(text, how))


def _kept_text(matches: Matches, seminar: Seminar, coming: set[str]) -> str | None:
    """Return a published file with its sessions still to come cancelled; None where it cannot say that."""
    defaults = matches.pair.before_defaults
    file = with_list(matches.pair.before.files[seminar.source], defaults)
    names = Names(matches.pair.defaults.namespace, seminar.id)
    home = TargetFile(file.document, file.document, names, matches.pair.defaults.timezone)
    wanted = [one for item in items_of(file) for one in _cancelling(item, home, coming)]
    fixes = [fix_of(file.document, ("sessions", number), refusal) for number, refusal in wanted]
    return None if None in fixes else apply(file.text, filter(None, fixes))


def _cancelling(item: Item, home: TargetFile, coming: set[str]) -> Iterator[tuple[int, Refusal]]:
    """Yield what cancels the sessions still to come of an item; a rule that has begun gets an exception for each."""
    off = [session for session in item.sessions if session.uid in coming]
    if off and len(off) == len(item.sessions):
        yield item.number, Refusal("", keys={"status": EventStatus.CANCELLED.value}, over=True)
    elif off:
        days = [f"{day}" for day in (*item.fields.except_, *(session.start.date() for session in off))]
        yield item.number, Refusal("", keys={"except": days}, over=True)
        for session in off:
            yield item.number, Refusal("", item=entry(session, item, home, EventStatus.CANCELLED))


def _count(sessions: tuple[Session, ...]) -> str:
    return f"{len(sessions)} of its sessions {'is' if len(sessions) == 1 else 'are'}"
