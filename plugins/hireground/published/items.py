"""List the items of a file's `sessions`, each with the sessions it makes and their UIDs."""

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, count
from uuid import UUID

from hireground.published.calendars import SeminarFile
from hireground.seminars.model.identity import date_key, session_uid, told_apart
from hireground.seminars.model.model import Session
from hireground.seminars.model.schema import SessionFields
from hireground.text.fields import split_names
from hireground.text.yaml.marks import Data

RULE = frozenset({"every", "until", "count", "except"})
IDENTITY = frozenset({"start", "all_day", "moved_from", "uid", "sequence", "every", "except"})


@dataclass(frozen=True)
class Item:
    """One item as it is written; `fields` has only what makes UIDs and SEQUENCE."""

    number: int
    data: Mapping[str, Data]
    fields: SessionFields
    sessions: tuple[Session, ...]

    @property
    def is_rule(self) -> bool:
        """Whether it stands for several sessions."""
        return self.fields.every is not None


def items_of(file: SeminarFile) -> tuple[Item, ...]:
    """Return a file's items in its order, without those that calendars do not have yet."""
    written = file.document.fields["sessions"]
    listed: list[Data] = [*split_names(written)] if isinstance(written, str) else []
    listed = written if isinstance(written, list) else listed
    made: defaultdict[object, list[Session]] = defaultdict(list)
    for session in file.seminar.sessions:
        made[session.loc[1]].append(session)
    return tuple(_item(number, item, made[number]) for number, item in enumerate(listed) if number in made)


def _item(number: int, written: Data, made: Iterable[Session]) -> Item:
    data: Mapping[str, Data] = written if isinstance(written, dict) else {"start": written}
    known = {key: value for key, value in data.items() if key in IDENTITY}
    return Item(number, data, SessionFields.model_validate(known), tuple(made))


def first_of(session: Session) -> dt.datetime:
    """Return the start that a session had at first."""
    return wall_clock_of((session.previous_starts or (session.start,))[0])


def wall_clock_of(moment: dt.datetime) -> dt.datetime:
    """Return what clocks show at a session's own place."""
    return moment.replace(tzinfo=None, fold=0)


class Names:
    """Gives one seminar's sessions their UIDs as its file will, when gone through in its order.

    `former` are the first starts that sessions of the file moved from; no two may have the same.
    """

    def __init__(self, namespace: UUID, seminar_id: str, former: Iterable[dt.datetime] = ()) -> None:
        self.namespace, self.seminar_id = namespace, seminar_id
        self.former = set(former)
        self.taken: set[str] = set()

    def uid(self, first: dt.datetime, session: Session, written: str | None) -> str:
        """Name the next session, whose first start this was."""
        key = date_key(first, self.taken, told_apart(session))
        self.taken.add(key)
        return written or session_uid(self.namespace, self.seminar_id, key)

    def spare_uid(self, first: dt.datetime, known: Container[str]) -> str:
        """Return a UID for a session whose own belongs to another."""
        keys = chain([f"{first:%Y-%m-%d-%H%M}"], (f"{first:%Y-%m-%d-%H%M}-{number}" for number in count(2)))
        uids = (session_uid(self.namespace, self.seminar_id, key) for key in keys if key not in self.taken)
        return next(uid for uid in uids if uid not in known)
