"""Whatever an author does to published files: what `fix` writes leaves nothing to say, and nobody's calendar short."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import gettempdir

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from site_repository import FOLDER, NOW, PLACES, SETTINGS

from hireground.published.calendars import Calendar, read_calendar, site_defaults
from hireground.published.changes import by_uid, compare
from hireground.published.comparison import find
from hireground.published.identity import Identity, Standing
from hireground.published.pair import CalendarPair, comparable
from hireground.published.pipeline import fixed_texts
from hireground.seminars.model.model import EventStatus, Session
from hireground.site.settings import SiteSettings, site_settings

FIRST = dt.datetime(2026, 10, 1, 9)  # noqa: DTZ001 -- as an author writes it
KEPT = dt.timedelta(days=365)
FORMS = ["items", "brackets", "line"]
OFF = {EventStatus.CANCELLED, EventStatus.POSTPONED}


def site() -> SiteSettings:
    values: dict[str, object] = {}
    exec(SETTINGS, values)  # noqa: S102 -- the tests' own settings file
    return site_settings(values, Path(gettempdir()) / "pelicanconf.py")


SITE = site()
DEFAULTS = site_defaults(SITE, {Path("content/places.yaml"): PLACES.encode()})


@dataclass(frozen=True)
class Item:
    """An item as an author writes it: a start, further keys, a comment beside it."""

    start: dt.datetime
    keys: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""

    def lines(self) -> str:
        comment = f"   # {self.comment}" if self.comment else ""
        if not self.keys:
            return f"  - {self.start:%Y-%m-%d %H:%M}{comment}\n"
        keys = "".join(f"    {key}: {value}\n" for key, value in self.keys.items())
        return f"  - start: {self.start:%Y-%m-%d %H:%M}{comment}\n{keys}"

    def flow(self) -> str:
        keys = "".join(f", {key}: {value}" for key, value in self.keys.items())
        return f"{{start: {self.start:%Y-%m-%d %H:%M}{keys}}}" if keys else f"{self.start:%Y-%m-%d %H:%M}"


@dataclass(frozen=True)
class Seminar:
    """A file as an author writes it."""

    stem: str
    items: tuple[Item, ...]
    title: str = "Interview Lab"
    keys: str = "place: Bellevue Library\n"
    form: str = "items"

    def text(self) -> str:
        items = "".join(f"  # before {item.comment}\n{item.lines()}" for item in self.items)
        if self.form == "line" and not any(item.keys for item in self.items):
            sessions = f"sessions: {', '.join(item.flow() for item in self.items)}  # all\n"
        elif self.form != "items":
            sessions = f"sessions: [{', '.join(item.flow() for item in self.items)}]  # all\n"
        else:
            sessions = f"sessions:   # all\n{items}"
        return f"---\ntitle: {self.title}\nsummary: Practice.\n{self.keys}{sessions}---\nText of {self.title}.\n"


starts = st.builds(
    lambda day, hour: FIRST + dt.timedelta(days=day, hours=hour),
    st.integers(0, 120), st.sampled_from([0, 0, 0, 3, 9]),
)  # fmt: skip
some_keys = st.dictionaries(
    st.sampled_from(["status", "place", "note", "sequence", "duration", "uid", "timezone"]), st.just(""), max_size=3
).flatmap(
    lambda keys: st.fixed_dictionaries(
        {
            key: {
                "status": st.sampled_from(["cancelled", "postponed", "tentative", "confirmed", "on again"]),
                "place": st.just("Redmond Community Hall"),
                "note": st.just('"Bring: a pen."'),
                "sequence": st.integers(0, 4).map(str),
                "duration": st.sampled_from(["1h", "3h"]),
                "uid": st.integers(0, 99).map(lambda number: f"uid-{number}"),
                "timezone": st.sampled_from(["America/New_York", "Europe/Berlin"]),
            }[key]
            for key in keys
        }
    )
)
rules = st.fixed_dictionaries({"every": st.just("day"), "count": st.integers(1, 4).map(str)})
items = st.builds(
    Item, starts, st.one_of(st.just({}), some_keys, rules), st.integers(0, 999).map(lambda number: f"c{number}")
)  # fmt: skip
seminars = st.builds(
    Seminar, st.just("lab"), st.lists(items, min_size=1, max_size=5).map(tuple), form=st.sampled_from(FORMS)
)  # fmt: skip


@st.composite
def edited(draw: st.DrawFn, seminar: Seminar) -> tuple[Seminar, ...]:
    """Do to a file what an author may do, several times."""
    for kind in draw(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=4)):
        place = draw(st.integers(0, max(len(seminar.items) - 1, 0)))
        other = draw(items)
        if seminar.items:
            seminar = EDITS[kind](seminar, place, other)
    assume(seminar.items)
    return (seminar,)


def with_item(seminar: Seminar, place: int, *new: Item) -> Seminar:
    return replace(seminar, items=(*seminar.items[:place], *new, *seminar.items[place + 1 :]))


def moved_well(seminar: Seminar, place: int, other: Item) -> Seminar:
    item = seminar.items[place]
    if "every" in item.keys or "moved_from" in item.keys:
        return seminar
    keys = {**item.keys, "moved_from": f"{item.start:%Y-%m-%d %H:%M}"}
    return with_item(seminar, place, replace(item, start=other.start, keys=keys))


EDITS: dict[str, Callable[[Seminar, int, Item], Seminar]] = {
    "delete a session": lambda seminar, place, _other: with_item(seminar, place),
    "change a start": lambda seminar, place, other: with_item(
        seminar, place, replace(seminar.items[place], start=other.start)
    ),
    "change the keys": lambda seminar, place, other: with_item(
        seminar, place, replace(seminar.items[place], keys=other.keys)
    ),
    "move it well": moved_well,
    "add a session": lambda seminar, place, other: with_item(seminar, place, seminar.items[place], other),
    "turn the list": lambda seminar, _place, _other: replace(seminar, items=seminar.items[::-1]),
    "rename the file": lambda seminar, _place, _other: replace(seminar, stem="workshop"),
    "give it a title": lambda seminar, _place, _other: replace(seminar, title="Workshop"),
    "say more of all": lambda seminar, _place, _other: replace(seminar, keys="duration: 2h\nstatus: tentative\n"),
    "write it in another form": lambda seminar, place, _other: replace(seminar, form=FORMS[place % len(FORMS)]),
}


def pair_of(before: Mapping[Path, str], after: Mapping[Path, str]) -> CalendarPair:
    originals = {path: text.encode() for path, text in after.items()}
    return comparable(
        CalendarPair(
            standing=Standing.OWN, was=Identity(DEFAULTS.namespace, "", ""), left=0,
            before=calendar_of(before), after=calendar_of(after), before_defaults=DEFAULTS, defaults=DEFAULTS,
            settings=SITE, settings_file=Path("pelicanconf.py"), originals=originals, base="HEAD", now=NOW,
        )
    )  # fmt: skip


def calendar_of(texts: Mapping[Path, str]) -> Calendar:
    return read_calendar({path: text.encode() for path, text in texts.items()}, DEFAULTS)


def files(some: Iterable[Seminar]) -> dict[Path, str]:
    return {FOLDER / f"{seminar.stem}.md": seminar.text() for seminar in some}


def is_sound(texts: Mapping[Path, str]) -> bool:
    """Whether files can be published: each is a seminar, and no UID is there twice."""
    calendar = calendar_of(texts)
    uids = [session.uid for seminar in calendar.public for session in seminar.sessions]
    return not calendar.problems and len(uids) == len(set(uids))


published = seminars.filter(lambda seminar: is_sound(files([seminar])))
lives = published.flatmap(lambda seminar: st.tuples(st.just(seminar), edited(seminar)))
modestly = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@modestly
@given(lives)
def test_what_is_mended_leaves_nothing_to_say_and_no_calendar_short(life: tuple[Seminar, tuple[Seminar, ...]]) -> None:
    was, date_change = life
    before, after = files([was]), files(date_change)
    assume(is_sound(after))
    texts = {**after, **fixed_texts(pair_of(before, after))}
    pair = pair_of(before, texts)
    assert fixed_texts(pair) == {}
    left = find(pair)
    assert not left or any("a rule cannot give" in problem.said for problem in left)
    assume(not left)
    now = by_uid(pair.after.public)
    for session in by_uid(pair.before.public).values():
        assert is_kept(session, now.get(session.uid)) or is_taken(session, now.values())
    assert_untouched(after, texts)


def is_kept(session: Session, now: Session | None) -> bool:
    """Check by the standard's words alone."""
    if now is None:
        return session.end < NOW - KEPT or (session.status in OFF and session.end < NOW)
    is_revised = (session.start, session.end, session.status) != (now.start, now.end, now.status)
    return now.sequence >= session.sequence + is_revised


def is_taken(session: Session, now: Iterable[Session]) -> bool:
    """Whether another session has the time and place of one that is gone."""
    others = [other for other in now if other.start == session.start]
    return session.uid not in {other.uid for other in now} and (
        len(others) > 1 or any(other.place == session.place for other in others)
    )


def assert_untouched(before: Mapping[Path, str], after: Mapping[Path, str]) -> None:
    """Check that every comment is where it was, and every text."""
    for path, text in before.items():
        assert after[path].partition("\n---\n")[2] == text.partition("\n---\n")[2]
        comments = [line.partition("#")[2] for line in text.split("\n") if "#" in line]
        assert [line.partition("#")[2] for line in after[path].split("\n") if "#" in line] == comments


@modestly
@given(published)
def test_what_is_as_it_was_has_no_problem(seminar: Seminar) -> None:
    pair = pair_of(files([seminar]), files([seminar]))
    assert find(pair) == ()
    assert compare(pair.before.public, pair.after.public) == ()
