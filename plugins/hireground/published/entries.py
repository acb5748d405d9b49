"""Write a deleted session back as an item that keeps it in calendars, cancelled if it is still to come."""

import datetime as dt
from dataclasses import dataclass

from hireground.published.items import RULE, Item, Names, first_of
from hireground.seminars.model.identity import sequence
from hireground.seminars.model.model import CALLED_OFF, EventStatus, Session
from hireground.text.fields import NONE
from hireground.text.frontmatter import Document
from hireground.text.yaml.marks import Data


def kept_status(session: Session, now: dt.datetime) -> EventStatus:
    """Return the status of a session that its author took out: what has taken place stays as it was."""
    return session.status if session.status in CALLED_OFF or session.end <= now else EventStatus.CANCELLED


@dataclass(frozen=True)
class TargetFile:
    """The file that an entry is for, which may say other things of every session than the `former` one."""

    document: Document
    former: Document
    names: Names
    timezone: str

    def says(self, key: str, otherwise: str) -> Data:
        """Return what the whole seminar says."""
        return self.document.fields.get(key) or otherwise


def alone(session: Session, item: Item) -> dict[str, Data]:
    """Return the keys that a session has in its item, or of its rule."""
    start = f"{session.start:%Y-%m-%d}" if session.all_day else f"{session.start:%Y-%m-%d %H:%M}"
    own = {key: value for key, value in item.data.items() if key not in RULE | {"start"}}
    return {"start": start if item.is_rule else item.data["start"], **own}


def _inherited(session: Session, item: Item, home: TargetFile) -> dict[str, Data]:
    """Return what the whole seminar said of a session, and says otherwise now."""
    keys: dict[str, Data] = {}
    for name in ("place", "online", "duration"):
        said = home.former.fields.get(name)
        if name not in item.data and said != home.document.fields.get(name):
            keys[name] = said or (NONE if name != "duration" else _length(session))
    if session.all_day or "end" in item.data:
        keys.pop("duration", None)
    return keys


def _length(session: Session) -> str:
    minutes = (session.end.astimezone(dt.UTC) - session.start.astimezone(dt.UTC)) // dt.timedelta(minutes=1)
    return f"{minutes}m" if minutes % 60 else f"{minutes // 60}h"


def entry(session: Session, item: Item, home: TargetFile, status: EventStatus) -> dict[str, Data]:
    """Return the keys of a session whose `item` is gone from `home`."""
    keys = alone(session, item) | _inherited(session, item, home)
    if (keys.get("timezone") or home.says("timezone", home.timezone)) != session.timezone.key:
        keys["timezone"] = session.timezone.key
    own = session.status if keys.get("status") else home.says("status", EventStatus.CONFIRMED)
    if own != status:
        keys["status"] = status.value
    if home.names.uid(first_of(session), session, item.fields.uid) != session.uid:
        keys["uid"] = session.uid
    short = session.sequence + (status is not session.status)
    short -= sequence(len(session.previous_starts), status, item.fields.sequence)
    if short > 0:
        keys["sequence"] = str(item.fields.sequence + short)
    return keys
