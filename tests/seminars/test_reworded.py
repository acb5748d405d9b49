"""A translation has other words and the same facts: what is said in other words is the same session otherwise."""

from dataclasses import replace

from examples import session_of
from hypothesis import given
from hypothesis import strategies as st

from hireground.seminars.model.facts.other_words import numbers_in, reworded, words_of
from hireground.seminars.model.model import Session

KEYS = """\
price: [25 USD (with soup), 10 USD for students, donation for guests]
registration: {for: the room, url: https://register.example.org, also: [{for: online, email: a@example.org}]}
place: {name: Hall, access: Ring the bell.}
online: {name: Video call, url: https://meet.example.org}
note: Bring a friend.
level: beginners
capacity: 40 seats
prerequisites: A rope.
agenda: ["18:00 Doors"]
sessions: [2026-12-05 18:30]"""
SAID = {
    "with soup", "students", "guests", "the room", "online", "Ring the bell.", "Video call", "Bring a friend.",
    "beginners", "40 seats", "A rope.", "Doors",
}  # fmt: skip


def session() -> Session:
    return session_of(KEYS)


def test_all_words_are_found() -> None:
    assert {*words_of(session())} == SAID


def test_all_of_them_can_be_others_and_the_facts_stay() -> None:
    other = reworded(session(), lambda words: f"x{words}" if words else "")
    assert {*words_of(other)} == {f"x{words}" for words in SAID}
    assert reworded(other, lambda words: words.removeprefix("x")) == session()
    assert other.price
    assert [one.amount for one in other.price.every] == [25, 10, 0]
    assert (other.program.level, other.program.shown_level) == ("beginners", "xbeginners")


@given(st.dictionaries(st.sampled_from(sorted(SAID)), st.text(min_size=1)))
def test_what_has_no_other_words_keeps_its_own(words: dict[str, str]) -> None:
    other = reworded(session(), lambda said: words.get(said, said))
    assert {*words_of(other)} == {words.get(said, said) for said in SAID}
    assert replace(other, price=None, registration=None).start == session().start


@given(st.lists(st.integers(0, 999), max_size=4), st.randoms())
def test_numbers_may_stand_in_another_order(numbers: list[int], random: object) -> None:
    mixed = sorted(numbers, key=lambda _one: random.random())  # type: ignore[attr-defined]
    assert numbers_in(" to ".join(map(str, numbers))) == numbers_in(" bis ".join(map(str, mixed)))
